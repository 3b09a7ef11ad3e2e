"""The headache-relief assistant: language, clinical core, records and their adapters to Rasa."""
