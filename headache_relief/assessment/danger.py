"""What is said about danger, before anything else: a pure function of the case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional, Sequence

from headache_relief.assessment.case import (
    CONFIRM_CORRECTION,
    CRISIS_REPLY,
    EMERGENCY_REPLY,
    EMERGENCY_STANDS,
    STOPPED,
    Assessment,
    FlagRecord,
    Stage,
)
from headache_relief.assessment.flagging import keep_doubted, withdraw_doubted
from headache_relief.knowledge.base import Tier

# Wishes and questions whose usual answer would invite a massage that is off.
MASSAGE_WISHES = frozenset(
    {
        "ask_during_attack",
        "ask_how_long",
        "ask_how_often",
        "ask_neck_stretches",
        "ask_pressure_points",
        "ask_safety",
        "ask_self_massage",
        "ask_targeted_techniques",
        "ask_techniques_list",
        "ask_trigger_points",
        "next_step",
        "show_another",
        "start_guide",
        "want_massage",
    }
)
# What is said in an emergency or a crisis to someone who means this, by choices.yml; to everything
# else, the call to get help comes again in other words.
EMERGENCY_ANSWERS = {
    "alone": "utter_emergency_alone",
    "better": "utter_emergency_easing",
    "cannot_call": "utter_emergency_cannot_call",
    "what_to_say": "utter_emergency_what_to_say",
    "with_someone": "utter_emergency_with_someone",
}
# Worth an answer of their own even after the call.
AFTER_THE_CALL = frozenset({"better", "what_to_say"})
CRISIS_ANSWERS = {
    "better": "utter_crisis_easing",
    "cannot_call": "utter_crisis_cannot_call",
    "with_someone": "utter_crisis_with_someone",
}
DANGER_RESPONSES = frozenset(
    {
        "utter_emergency",
        "utter_emergency_again",
        "utter_emergency_called",
        "utter_emergency_no_massage",
        "utter_same_day",
        "utter_crisis",
        "utter_crisis_again",
        "utter_massage_stays_off",
        "utter_ask_confirm_correction",
        "utter_ask_confirm_crisis",
        *EMERGENCY_ANSWERS.values(),
        *CRISIS_ANSWERS.values(),
    }
)
# Which danger a response is about, for places that show the number to call beside it.
SHOWN_DANGERS = {
    "utter_emergency": "emergency",
    "utter_emergency_again": "emergency",
    "utter_emergency_called": "emergency",
    "utter_emergency_no_massage": "emergency",
    **dict.fromkeys(EMERGENCY_ANSWERS.values(), "emergency"),
    "utter_same_day": "same_day",
    "utter_same_day_easing": "same_day",
    "utter_massage_stays_off": "same_day",
    "utter_referral_stopped": "same_day",
    "utter_crisis": "crisis",
    "utter_crisis_again": "crisis",
    **dict.fromkeys(CRISIS_ANSWERS.values(), "crisis"),
}


@dataclass(frozen=True)
class DangerReply:
    """The response that must be said now, and the flag whose message it carries."""

    response: str
    flag: Optional[str] = None


def danger_reply(case: Assessment) -> tuple[Assessment, Optional[DangerReply]]:
    """What danger there is to answer in the newest message, and the case after saying so.

    None means that the conversation may go on; massage may still be off (`massage_stopped`).
    """
    if case.asked == CONFIRM_CORRECTION:
        case = _after_confirmation(case)
    news = _unannounced(case)
    if news is not None:
        return _announce(case, news)
    if case.doubt and case.latest.meant != "still_true":
        asking = replace(case, asked=CONFIRM_CORRECTION)
        crisis = any(flag.crisis for flag in case.fired if flag.flag in case.doubt)
        response = "utter_ask_confirm_crisis" if crisis else "utter_ask_confirm_correction"
        return _in_stage(asking), DangerReply(response, case.doubt[0])
    if case.in_crisis:
        response = CRISIS_ANSWERS.get(case.latest.meant or "", "utter_crisis_again")
        return replace(_in_stage(case), asked=CRISIS_REPLY), DangerReply(response)
    if case.tier is Tier.emergency:
        case = replace(_in_stage(case), asked=EMERGENCY_STANDS)
        case = replace(case, help_called=case.help_called or case.latest.meant == "called")
        return case, DangerReply(_emergency_answer(case), case.fired[0].flag)
    if case.massage_stopped and case.asked == STOPPED and case.latest.intent in MASSAGE_WISHES:
        return case, DangerReply("utter_massage_stays_off", case.fired[0].flag)
    return case, None


def _emergency_answer(case: Assessment) -> str:
    """What is said while an emergency stands: as urgent as before, and to what the person said."""
    meant = case.latest.meant or ""
    if case.latest.intent in MASSAGE_WISHES and meant != "called":
        return "utter_emergency_no_massage"
    if case.help_called and meant not in AFTER_THE_CALL:
        return "utter_emergency_called"
    return EMERGENCY_ANSWERS.get(meant, "utter_emergency_again")


def _after_confirmation(case: Assessment) -> Assessment:
    if case.latest.meant == "mistake":
        return replace(withdraw_doubted(case), asked=None, stage=Stage.danger_screen)
    return replace(keep_doubted(case), asked=None)


def _unannounced(case: Assessment) -> Optional[FlagRecord]:
    """The most urgent fired flag that was not told yet and is more than is known already."""
    told = [f for f in case.fired if f.announced]
    return next((f for f in case.fired if not f.announced and _is_news(f, told)), None)


def _is_news(flag: FlagRecord, told: Sequence[FlagRecord]) -> bool:
    """What was told in a crisis says nothing of an emergency of the body, nor the other way."""
    tier = Tier(flag.tier)
    if flag.crisis:
        return not any(f.crisis for f in told)
    alike = [f for f in told if not f.crisis or tier is not Tier.emergency]
    highest = max((Tier(f.tier).rank for f in alike), default=0)
    return tier.stops_massage and tier.rank > highest


def _announce(case: Assessment, news: FlagRecord) -> tuple[Assessment, DangerReply]:
    for flag in case.fired:
        if Tier(flag.tier).stops_massage or flag.crisis:
            case = case.with_flag(replace(flag, announced=True))
    if news.crisis:
        response, asked = "utter_crisis", CRISIS_REPLY
    elif news.tier == Tier.emergency.value:
        response, asked = "utter_emergency", EMERGENCY_REPLY
    else:
        response, asked = "utter_same_day", STOPPED
    case = replace(case, asked=asked, doubt=())
    return _in_stage(case), DangerReply(response, news.flag)


def _in_stage(case: Assessment) -> Assessment:
    if case.in_crisis:
        return replace(case, stage=Stage.crisis)
    emergency = case.tier is Tier.emergency
    return replace(case, stage=Stage.emergency if emergency else Stage.refer)
