"""The headache-relief assistant: language, clinical core, records and their adapters to Rasa."""

from headache_relief.late_imports import import_late

import_late("rasa.utils.train_utils")
