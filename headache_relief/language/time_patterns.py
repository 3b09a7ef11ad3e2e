"""The patterns of how often and how long (on a line of base forms, see measures.py)."""

from __future__ import annotations

import re

from headache_relief.language import measure_values as values
from headache_relief.language.measure_patterns import (
    RANGE,
    TIME,
    UNIT,
    N,
    Pattern,
    any_of,
    compiled,
)

OCCASION = (
    "(?: (?:(?:or so|different|separate|whole|full) )?"
    "(?:day|time|x|night|morning|headache|migraine|attack|episode|bout|one))?"
)
PERIOD = "(?P<unit>week|fortnight|month|day|year)"
HEADACHE = any_of(
    "headache|migraine|pain|ache|it|attack",
    "head (?:be )?(?:hurt|ache|pound|bang|throb|kill)",
)
PEAK = any_of(
    "peak|worst|full|come on|build|built|nothing|zero|0|unbearable|max|maximum|hit|ramp|reach",
    "explode|agony|severe",
)
PAIN = any_of(
    "headache|migraine|head ?pain|pain|ache|agony|throb|throbbing|pound|pounding|pressure|hell",
    "stab|stabbing|torture|misery|burn|burning|pulse|squeeze|discomfort|torment|headachey|soreness",
)
OVER = any_of(
    "(?:be )?(?:gone|over|finish|do|better|clear)|go|pass|end|stop|fade|ease|lift|subside|vanish",
    "disappear|settle|resolve|clear|(?:wear|ease|die|drop|taper|go) (?:off|away|down)",
    "go away by itself|let up",
)
TAKEN = any_of("glass|sip|drink|wine|beer|alcohol|eat|food|meal|coffee|chocolate|cheese")
DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
SPAN_AHEAD = r"(?! (?:this|last|for (?:a|the (?:last|past)|\d|last|past|week|month)|since))"


def _frequency(days: float, *parts: str) -> Pattern:
    return Pattern(compiled(*parts), values.every(days), is_frequency=True)


FREQUENCIES = (
    Pattern(
        compiled(
            RANGE,
            OCCASION,
            f" (?:a|per|each|every|in a|out of (?:the|every|each)|of the|/) {PERIOD}",
        ),
        values.times,
        is_frequency=True,
    ),
    Pattern(
        compiled(
            RANGE,
            " (?:day|time)(?: [a-z]+){0,2} (?:in|out of|over|this|last|of)",
            "(?: (?:the|last|past|a|whole))* (?P<unit>month|week)",
        ),
        values.times,
        is_frequency=True,
    ),
    Pattern(
        compiled(
            "(?P<often>once|twice|thrice)(?: or (?:once|twice|thrice|2|3)(?: time)?)? ",
            f"(?:a|per|each|every) {PERIOD}",
        ),
        values.word_times,
        is_frequency=True,
    ),
    _frequency(15.0, "(?:every (?:other|second|alternate|2) day|alternate day)"),
    Pattern(
        compiled(
            f"every (?:few |couple of )?(?P<n>{N})(?: (?:-|to|or) {N})?(?: of)? ",
            "(?P<unit>day|week|month)",
        ),
        values.every_few_days,
        is_frequency=True,
    ),
    _frequency(
        30.0,
        "(?:everyday|daily|each day|every (?:single )?(?:day|morning|night|evening|afternoon)|",
        "7 day a week|all day everyday|day in day out)",
        SPAN_AHEAD,
    ),
    _frequency(20.0, "most (?:day|morning|evening|afternoon|night)"),
    _frequency(16.0, "more day than not"),
    _frequency(4.0, "(?:every week|weekly|each week)"),
    _frequency(8.0, "every weekend"),
    _frequency(1.0, "(?:every month|monthly|each month)"),
)
TIMES = (
    Pattern(
        compiled(f"(?:in|within|over|under|take|took|inside) {TIME}(?= .*{PEAK})"),
        values.peak,
        is_time=True,
    ),
    Pattern(
        compiled(
            f"{PEAK}(?: [a-z0-9]+){{0,6}}? (?:in|within|over|under|after|take|inside) {TIME}",
            rf"(?! (?:of|after|from) (?:(?:a|the|my|any|some) )?{TAKEN}\b)",
        ),
        values.peak,
        is_time=True,
    ),
    Pattern(compiled(f"{TIME} ago"), values.since, is_time=True),
    Pattern(compiled(f"since {TIME}(?! (?:ago|old|pregnant))"), values.since_length, is_time=True),
    Pattern(
        compiled(
            f"(?:since|on|from|start) (?:last )?(?P<first>{DAYS})(?: (?!since)[a-z,.;(]+){{0,8}}? ",
            f"(?:it be|today be|now be|to|until|till|through|today|it be now|now) (?P<last>{DAYS})",
        ),
        values.between_days,
        is_time=True,
    ),
    Pattern(
        compiled(f"since (?P<day>{'|'.join(sorted(values.SINCE, key=len, reverse=True))})"),
        values.since_said,
        is_time=True,
    ),
    Pattern(
        compiled(
            any_of(
                "for|last|be|have|past|each|go on|continue|stay|up to|usually|from|linger|persist",
                "hang (?:around|about|on)|run|drag on|keep (?:on|up|go)|take|throb|hurt|ache|pound",
                HEADACHE,
            ),
            f"(?: (?:be|it|for|go|on|about|anywhere|anything|from|between))* (?!within ){TIME}",
        ),
        values.duration,
        is_time=True,
    ),
    Pattern(
        compiled(f"between (?P<n>{N}) and (?P<high>{N}) (?P<unit>{UNIT})"),
        values.upper_length,
        is_time=True,
    ),
    Pattern(
        compiled(
            "(?:for|over|during|in|all) (?:the|this)(?: whole| entire)? (?:past|last) ",
            "(?P<unit>day|week|fortnight)",
        ),
        values.one_length,
        is_time=True,
    ),
    Pattern(compiled(f"{TIME} of(?: [a-z0-9-]+){{0,4}}? {PAIN}"), values.duration, is_time=True),
    Pattern(
        compiled(
            f"(?:{OVER}) (?:again |completely |by itself |on it own )?",
            f"(?:in|within|after|inside) {TIME}",
        ),
        values.duration,
        is_time=True,
    ),
    Pattern(compiled(f"{TIME} later (?:it|the pain) (?:{OVER})"), values.duration, is_time=True),
    Pattern(
        compiled(
            "(?:headache|migraine|head|pain|on|it|be|now)(?: (?:be|on|now|at|,|:|-))* ",
            f"day (?P<n>{N})(?! (?:post|after|of my (?:period|cycle)|on (?:the|my)))",
        ),
        values.day_so_far,
        is_time=True,
    ),
    Pattern(
        compiled(
            f"day (?P<n>{N}) (?:of )?(?:(?:a|the|this|my|same) )*(?:headache|migraine|pain|it)"
        ),
        values.day_so_far,
        is_time=True,
    ),
    Pattern(
        compiled(
            f"(?:on|in|now|into|be) (?:my|the|it) (?P<day>{'|'.join(values.ORDINALS)}) day",
            "(?! (?:of (?:my )?(?:period|cycle)|at|post|after))",
        ),
        values.ordinal_day,
        is_time=True,
    ),
    Pattern(
        compiled(
            TIME,
            " (?:straight|solid|non stop|nonstop|now|long|on end|in a row|at a time|each|so far|",
            "at most|tops|max|maximum|at least|minimum|in total|per (?:attack|episode)|and count|",
            "every time|or so|on the trot|run)",
        ),
        values.duration,
        is_time=True,
    ),
    Pattern(
        re.compile(
            rf"(?:^|(?<= [.,;:(-] ))(?:(?:it|usually|mostly|for|about|then) )*{TIME}"
            r"(?=$| [.,;:)]| (?:and|then|usually|on and off|off and on|or more|or less|but)\b)"
        ),
        values.duration,
        is_time=True,
    ),
)
OF_TIME: tuple[Pattern, ...] = (*FREQUENCIES, *TIMES)
