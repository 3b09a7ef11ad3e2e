"""Whoever is not heard is told whom to call: it could have been an emergency."""

from __future__ import annotations

import pytest

from headache_relief.knowledge.slack import load_slack_wording
from headache_relief.knowledge.telegram import load_telegram_wording

NOT_READ = ("text_only", "edited")


@pytest.mark.parametrize("wording", [load_telegram_wording(), load_slack_wording()])
def test_every_sentence_to_somebody_who_is_not_heard_names_the_number(wording):
    told = wording.dict()
    sentences = [*told["refusals"].values(), *(told[name] for name in NOT_READ)]
    assert len(sentences) >= 5
    assert [each for each in sentences if "{emergency_number}" not in each] == []
