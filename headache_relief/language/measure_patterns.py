"""The patterns of numbers that mean something, on a line of base forms (see measures.py).

Each reads its match into measures in their units: years, °C, mmHg, hours, weeks, days, days a
month, 0-10. A reading that can't be true (an age of 300) is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable, Mapping, Optional

Values = Optional[Mapping[str, float]]
HOURS = {
    "second": 1 / 3600,
    "minute": 1 / 60,
    "hour": 1.0,
    "h": 1.0,
    "day": 24.0,
    "night": 24.0,
    "week": 168.0,
    "fortnight": 336.0,
    "month": 730.5,
    "year": 8766.0,
}
WEEKS_A_MONTH = 4.345
N = r"(?<![\d.])\d+(?:\.\d+)?"
ROUGHLY = (
    r"(?:(?:about|around|roughly|nearly|almost|over|like|approximately|approx|maybe|at least|up to|"
    r"only|just|more than|less than|under|the last|the past|last|past|the|good|whole|some|a good|"
    r"probably|another|be|now|like a|within) )*"
)
UNIT = r"second|minute|hour|h|day|night|week|fortnight|month|year"
TIME = (
    rf"(?:{ROUGHLY}(?:(?P<low>{N})(?: (?:-|to|or) (?P<high>{N}))?"
    rf"|(?P<part>half|3 quarter|quarter)(?: of)?(?: an?)?|an?|the whole)"
    rf"(?: (?:of|more|whole|full|straight|solid|odd|or so|good))?(?P<and_half> and a half)?"
    rf" (?P<unit>{UNIT})\b(?P<half_after> and a half)?)"
)
NOT_AN_AGE = (
    r"(?! ?(?:\.|/|-|to|or|:)? ?(?:hour|h|minute|second|day|night|week|month|year(?! ?-? ?old)|%|percent|kg"
    r"|stone|st|lb|pound|foot|ft|cm|pm|am|mg|out|/|time|mile|in|\+|degree|°|c|f|tablet|pill|per|a day"
    r"|of|people|painkiller|paracetamol|ibuprofen|x|\d)\b)"
)
BIRTH = (
    r"(?:c section|caesarean|cesarean|birth|delivery|baby|labour|labor|deliver|newborn|twin|partum)"
)


@dataclass(frozen=True)
class Pattern:
    """A pattern, how its match is read, and which group is the place of the finding.

    `is_time` marks times that may belong to something other than the headache; `is_frequency`
    times a week or month, likewise.
    """

    regex: "re.Pattern[str]"
    read: Callable[["re.Match[str]"], Values]
    is_time: bool = False
    is_frequency: bool = False
    span: int = 0


def hours(match: "re.Match[str]") -> float:
    """The length of time that TIME matched; of a range, the longer."""
    part = match["part"]
    if part:
        amount = {"half": 0.5, "quarter": 0.25}.get(part, 0.75)
    else:
        amount = float(match["high"] or match["low"] or 1.0)
    if match["and_half"] or match["half_after"]:
        amount += 0.5
    return amount * HOURS[match["unit"]]


def _between(name: str, value: float, low: float, high: float) -> Values:
    return {name: value} if low <= value <= high else None


def _pressure(match: "re.Match[str]") -> Values:
    upper, lower = float(match["upper"]), float(match["lower"])
    if 70 <= upper <= 300 and 30 <= lower <= 200 and upper > lower:
        return {"systolic": upper, "diastolic": lower}
    return None


def _score(match: "re.Match[str]") -> Values:
    return _between("pain_score", float(match["high"] or match["n"]), 0, 10)


def _temperature(match: "re.Match[str]") -> Values:
    value = float(match["n"])
    if 34 <= value <= 43:
        return {"temperature_c": value}
    if 93 <= value <= 110:
        return {"temperature_c": round((value - 32) / 1.8, 1)}
    return None


def _age(match: "re.Match[str]") -> Values:
    return _between("age", float(match["n"]), 0, 115)


def _grown_age(match: "re.Match[str]") -> Values:
    return _between("age", float(match["n"]), 11, 115)


def _decade(match: "re.Match[str]") -> Values:
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    decade = match["decade"]
    start = float(decade) if decade[0].isdigit() else 10.0 * (tens.index(decade) + 2)
    return {"age": start + {"early": 2, "late": 8}.get(match["part"] or "", 5)}


def _small_age(match: "re.Match[str]") -> Values:
    return {"age": round(float(match["n"]) * HOURS[match["unit"]] / HOURS["year"], 2)}


def _weeks_pregnant(match: "re.Match[str]") -> Values:
    weeks = float(match["n"]) * (WEEKS_A_MONTH if match["unit"] == "month" else 1.0)
    return _between("weeks_pregnant", round(weeks, 1), 1, 44)


def _birth(match: "re.Match[str]") -> Values:
    return {"days_since_birth": round(hours(match) / 24, 1)}


def _birth_said(match: "re.Match[str]") -> Values:
    days = {"today": 0, "this morning": 0, "last night": 1, "yesterday": 1, "last week": 7}
    return {"days_since_birth": float(days[match["day"]])}


def _times(match: "re.Match[str]") -> Values:
    times = float(match["high"] or match["n"])
    weeks = {"week": WEEKS_A_MONTH, "fortnight": WEEKS_A_MONTH / 2, "month": 1.0, "year": 1 / 12}
    return _days_a_month(times * weeks.get(match["unit"], 30.0))


def _word_times(match: "re.Match[str]") -> Values:
    times = {"once": 1.0, "twice": 2.0, "thrice": 3.0}[match["often"]]
    weeks = {"week": WEEKS_A_MONTH, "fortnight": WEEKS_A_MONTH / 2, "month": 1.0, "year": 1 / 12}
    return _days_a_month(times * weeks.get(match["unit"], 30.0))


def _every_few_days(match: "re.Match[str]") -> Values:
    gap = float(match["n"]) * HOURS[match["unit"]] / 24
    return _days_a_month(30.0 / gap) if gap else None


def _days_a_month(days: float) -> Values:
    return {"headache_days": min(30.0, float(round(days, 1)))}


def _every(days: float) -> Callable[["re.Match[str]"], Values]:
    return lambda match: {"headache_days": days}


def _duration(match: "re.Match[str]") -> Values:
    length = round(hours(match), 4)
    if match["unit"] in {"month", "year"}:
        return {"hours_since_onset": length}
    return {"duration_hours": length}


def _since(match: "re.Match[str]") -> Values:
    return {"hours_since_onset": round(hours(match), 4)}


def _peak(match: "re.Match[str]") -> Values:
    return {"hours_to_peak": hours(match)}


SINCE = {
    "this morning": 5.0,
    "morning": 5.0,
    "lunch": 4.0,
    "lunchtime": 4.0,
    "breakfast": 5.0,
    "yesterday": 24.0,
    "yesterday morning": 30.0,
    "yesterday evening": 16.0,
    "last night": 14.0,
    "the weekend": 72.0,
    "last week": 168.0,
    "last month": 730.5,
    "last year": 8766.0,
}


def _since_said(match: "re.Match[str]") -> Values:
    return {"hours_since_onset": SINCE[match["day"]]}


def _compiled(pattern: str) -> "re.Pattern[str]":
    return re.compile(rf"(?<![^ ]){pattern}(?![^ ])")


AGE_WORDS = r"(?:(?:only|now|about|nearly|almost|over|just|a|like|past|turn|,|:|\() )*"
PERSON = r"(?:male|female|man|woman|guy|lady|bloke|girl|boy|m|f|kid|child|son|daughter|lad|lass)"
DAY_UNIT = r"(?:(?:or so|different|separate|whole|full) )?(?:day|time|x|night|morning|headache|migraine|attack|episode|bout|one)"
HEADACHE = (
    r"(?:headache|migraine|pain|ache|it|attack|head (?:be )?(?:hurt|ache|pound|bang|throb|kill))"
)
PEAK_WORDS = (
    r"(?:peak|worst|full|come on|build|built|nothing|zero|0|unbearable|max|maximum|hit|ramp|reach|"
    r"explode|agony|severe)"
)

PATTERNS: tuple[Pattern, ...] = (
    Pattern(_compiled(r"(?P<upper>\d{2,3}) (?:/|over|on) (?P<lower>\d{2,3})"), _pressure),
    Pattern(
        _compiled(
            rf"(?P<n>{N})(?: (?:-|to|or|/) (?P<high>{N}))? (?:/|out of|of|on) (?:a )?(?:10|ten)"
        ),
        _score,
    ),
    Pattern(
        _compiled(
            r"(?:pain|headache|it|hurt|rate|score|level)(?: (?:score|level|scale|it|pain|be|of|at|about|"
            rf"around|like|as|a|maybe|probably|say|i|would)){{1,5}} (?P<n>{N})(?P<high>)"
            rf"{NOT_AN_AGE}"
        ),
        _score,
    ),
    Pattern(
        _compiled(
            r"(?:temp|temperature|fever|feverish|thermometer)(?: (?:be|of|at|about|around|get|up|to|hit|"
            r"read|show|say|it|go|spike|run|a|now|over|as|high|:|=|,|-|and|\())*"
            rf" (?P<n>{N})"
        ),
        _temperature,
    ),
    Pattern(
        _compiled(rf"(?P<n>{N})(?: (?:°|degree|deg|c|f))* (?:temp|temperature|fever)"),
        _temperature,
    ),
    Pattern(
        _compiled(
            rf"(?P<n>{N}) (?:(?:°|degree|deg) )?(?:c|f|celsius|centigrade|fahrenheit|°|degree)"
            r"(?! (?:outside|heat|today|weather|day|angle|in the|water))"
        ),
        lambda match: _temperature(match) if float(match["n"]) >= 36 else None,
    ),
    Pattern(
        _compiled(
            rf"(?P<n>{N})(?: \+ \d+)? (?P<unit>week|month|w)(?: and {N} day)? "
            r"(?:pregnant|preg|preggers|preggo|prego|gone|along|gestation|into (?:my|the) pregnancy)"
        ),
        _weeks_pregnant,
    ),
    Pattern(
        _compiled(
            r"(?:pregnant|preggers|preg|preggo|pregnancy|expect|gestation)"
            rf"(?: (?!ago)(?:[a-z]+|,|-|\()){{0,4}} (?P<n>{N})(?: \+ \d+)? (?P<unit>week|month)(?! ago)"
        ),
        _weeks_pregnant,
    ),
    Pattern(_compiled(rf"{BIRTH}(?: [a-z]+){{0,3}} {TIME} ago"), _birth),
    Pattern(
        _compiled(
            rf"{TIME} (?:after|since|post|from|on from|past)(?: (?:my|the|a|have|give|our|i|emergency))* {BIRTH}"
        ),
        _birth,
    ),
    Pattern(_compiled(rf"{TIME} (?:postpartum|post partum|postnatal|post natal|pp)"), _birth),
    Pattern(_compiled(rf"(?:postpartum|postnatal),? (?:by )?{TIME}"), _birth),
    Pattern(
        _compiled(
            r"(?:give birth|have (?:a|my|our|the)? ?baby|have (?:a )?c section|deliver)(?: [a-z]+){0,2} "
            r"(?P<day>today|this morning|last night|yesterday|last week)"
        ),
        _birth_said,
    ),
    Pattern(
        _compiled(rf"(?:baby|newborn|little one) be (?:only |just |about |now )?{TIME}(?: old)?"),
        _birth,
    ),
    Pattern(_compiled(rf"(?P<n>{N}) (?:- )?(?P<unit>month|week|day) (?:- )?old"), _small_age),
    Pattern(_compiled(rf"(?P<n>{N}) (?:- )?(?:year|y) (?:- |/ )?(?:old|o|of age)"), _age),
    Pattern(_compiled(rf"(?P<n>{N}) (?:- )?(?:yo|yos|yrold)"), _age),
    Pattern(_compiled(rf"(?:age|aged)(?: (?:of|be|about|:|\())* (?P<n>{N}){NOT_AN_AGE}"), _age),
    Pattern(
        _compiled(
            rf"(?<!when )(?<!since )(?<!until )i (?:be|just turn|turn) {AGE_WORDS}(?P<n>{N}){NOT_AN_AGE}"
        ),
        _grown_age,
    ),
    Pattern(
        _compiled(rf"(?:he|she|hes|shes|who) (?:be|turn) {AGE_WORDS}(?P<n>{N}){NOT_AN_AGE}"), _age
    ),
    Pattern(_compiled(rf"turn {AGE_WORDS}(?P<n>{N}){NOT_AN_AGE}"), _grown_age),
    Pattern(_compiled(rf"(?P<n>{N}) {PERSON}"), _age),
    Pattern(
        _compiled(rf"{PERSON}(?: (?:be|,|of|\())* (?P<n>{N}){NOT_AN_AGE}(?! (?:day|time))"), _age
    ),
    Pattern(
        re.compile(rf"^(?P<n>{N}) (?=[,;.] [a-z]|and [a-z]|with [a-z])"),
        lambda match: _between("age", float(match["n"]), 16, 99),
    ),
    Pattern(
        _compiled(
            r"(?:in (?:my|his|her|their) )?(?P<part>early|mid|late)? ?(?:- )?"
            r"(?P<decade>[2-9]0) (?:')?s"
        ),
        _decade,
    ),
    Pattern(
        _compiled(
            r"(?:in (?:my|his|her|their)|(?=(?:early|mid|late) ))(?: )?(?P<part>early|mid|late)? ?(?:- )?"
            r"(?P<decade>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
        ),
        _decade,
    ),
    Pattern(
        _compiled(
            rf"(?P<n>{N})(?: (?:-|to|or) (?P<high>{N}))?(?: {DAY_UNIT})? "
            r"(?:a|per|each|every|in a|out of (?:the|every|each)|of the|/) (?P<unit>week|fortnight|month|day|year)"
        ),
        _times,
        is_frequency=True,
    ),
    Pattern(
        _compiled(
            rf"(?P<n>{N})(?: (?:-|to|or) (?P<high>{N}))? (?:day|time)(?: [a-z]+){{0,2}} "
            r"(?:in|out of|over|this|last|of)(?: (?:the|last|past|a|whole))* (?P<unit>month|week|30)"
        ),
        lambda match: _days_a_month(
            float(match["high"] or match["n"]) * (WEEKS_A_MONTH if match["unit"] == "week" else 1.0)
        ),
        is_frequency=True,
    ),
    Pattern(
        _compiled(
            r"(?P<often>once|twice|thrice)(?: or (?:once|twice|thrice|2|3)(?: time)?)? "
            r"(?:a|per|each|every) (?P<unit>day|week|fortnight|month|year)"
        ),
        _word_times,
        is_frequency=True,
    ),
    Pattern(
        _compiled(r"every (?:other|second|alternate|2) day|alternate day"),
        _every(15.0),
        is_frequency=True,
    ),
    Pattern(
        _compiled(
            rf"every (?:few |couple of )?(?P<n>{N})(?: (?:-|to|or) {N})?(?: of)? (?P<unit>day|week|month)"
        ),
        _every_few_days,
        is_frequency=True,
    ),
    Pattern(
        _compiled(
            r"(?:everyday|daily|each day|every (?:single )?(?:day|morning|night|evening|afternoon)|"
            r"7 day a week|all day everyday|day in day out)(?! (?:this|last|for (?:a|the|\d|last|past|week|month)|since))"
        ),
        _every(30.0),
        is_frequency=True,
    ),
    Pattern(
        _compiled(r"most (?:day|morning|evening|afternoon|night)"), _every(20.0), is_frequency=True
    ),
    Pattern(_compiled(r"more day than not"), _every(16.0), is_frequency=True),
    Pattern(_compiled(r"every week|weekly|each week"), _every(4.0), is_frequency=True),
    Pattern(_compiled(r"every weekend"), _every(8.0), is_frequency=True),
    Pattern(_compiled(r"every month|monthly|each month"), _every(1.0), is_frequency=True),
    Pattern(
        _compiled(rf"(?:in|within|over|under|take|took|inside) {TIME}(?= .*{PEAK_WORDS})"),
        _peak,
        is_time=True,
    ),
    Pattern(
        _compiled(
            rf"{PEAK_WORDS}(?: [a-z0-9]+){{0,6}}? (?:in|within|over|under|after|take|inside) {TIME}"
        ),
        _peak,
        is_time=True,
    ),
    Pattern(_compiled(rf"{TIME} ago"), _since, is_time=True),
    Pattern(
        _compiled(rf"since (?P<day>{'|'.join(sorted(SINCE, key=len, reverse=True))})"),
        _since_said,
        is_time=True,
    ),
    Pattern(
        _compiled(
            rf"(?:(?:for|last|be|have|past|go on|continue|stay|{HEADACHE}|,|up to|usually)(?: (?:be|it|for|go))*) {TIME}"
        ),
        _duration,
        is_time=True,
    ),
    Pattern(
        _compiled(
            rf"{TIME} (?:straight|solid|non stop|nonstop|now|long|on end|in a row|at a time|each|so far|each time)"
        ),
        _duration,
        is_time=True,
    ),
    Pattern(re.compile(rf"^{TIME}(?=$| [.,;])"), _duration, is_time=True),
)
