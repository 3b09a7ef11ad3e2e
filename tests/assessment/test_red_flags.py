"""What every red flag asks and says, and which milder flags it stands for."""

from __future__ import annotations

from headache_relief.assessment.facts import Fact, Facts
from headache_relief.assessment.triage import highest_tier, screen
from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical_files import Knowledge

NAMES = {"advice_line": "0", "crisis_line": "0", "emergency_number": "0"}


def test_what_is_outranked_is_never_more_urgent(knowledge: Knowledge) -> None:
    flags = knowledge.red_flags
    for name, flag in flags.items():
        for milder in flag.outranks:
            assert flags[milder].tier.rank <= flag.tier.rank, f"{name} outranks {milder}"


def test_messages_are_short_and_say_the_number_in_an_emergency(knowledge: Knowledge) -> None:
    for name, flag in knowledge.red_flags.items():
        message = flag.message
        text = " ".join(part for part in (message.do, message.why, message.avoid) if part)
        assert len(text.format(**NAMES).split()) < 60, name
        if flag.tier is Tier.emergency:
            assert "{emergency_number}" in message.do, name
        if flag.tier is Tier.same_day and not flag.crisis:
            assert "today" in text, name
        if flag.crisis:
            assert "{crisis_line}" in text and "massage" not in text.lower(), name


def test_the_no_of_each_question_fires_nothing(knowledge: Knowledge) -> None:
    for name, flag in knowledge.red_flags.items():
        if flag.ask_back is None:
            continue
        for option in flag.ask_back.options:
            if option.answers == ["no"]:
                absent = tuple(Fact(c, "absent", turn=2, sentence=-1) for c in option.absent)
                present = tuple(Fact(c, "present", turn=2, sentence=-1) for c in option.present)
                found = screen(Facts(absent + present, knowledge.parents), knowledge.red_flags)
                assert highest_tier(found).rank < Tier.same_day.rank, name
