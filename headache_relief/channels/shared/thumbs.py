"""Which answers a person may judge."""

from __future__ import annotations

import re
from typing import Any, Mapping

VIEWS = ("", "technique")
# Questions, steps, courtesies, what was not understood; and danger, where thumbs would jar.
NO_ANSWER = re.compile(
    r"utter_(ask|guide|greet|welcome|help|small_talk|goodbye|thank|complain|worry|privacy|gist|noted"
    r"|not_understood|cannot|unsure|empty|out_of|going|started|stopped|done|action|step_by|after"
    r"|easing|safety_first|no_massage|without|follow_up|referral|emergency|crisis|same_day|massage_stays)"
)


def may_be_judged(message: Mapping[str, Any]) -> bool:
    """Whether the message is an answer or a suggestion, which can help or not."""
    kind = message["view"]["kind"] if message["view"] else ""
    response = message["response"]
    return kind in VIEWS and bool(response) and NO_ANSWER.match(response) is None
