"""The patterns of ages, temperatures, scores, pregnancies (on a line of base forms)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from headache_relief.language import measure_values as values
from headache_relief.language.measure_values import Match, Values

N = r"(?<![\d.])\d+(?:\.\d+)?"
UNIT = "second|minute|hour|h|day|night|week|fortnight|month|year"


@dataclass(frozen=True)
class Pattern:
    """A pattern and how its match is read.

    `is_time` marks times that may belong to something other than the headache, `is_frequency`
    likewise how often a week or month.
    """

    regex: re.Pattern[str]
    read: Callable[[Match], Values]
    is_time: bool = False
    is_frequency: bool = False


def any_of(*alternatives: str) -> str:
    """A group of alternatives."""
    return f"(?:{'|'.join(alternatives)})"


def some_of(words: str) -> str:
    """Any number of these words, each with a space after it."""
    return f"(?:(?:{'|'.join(words.split())}) )*"


def compiled(*parts: str) -> re.Pattern[str]:
    """The parts as one pattern that begins and ends between words."""
    return re.compile(rf"(?<![^ ]){''.join(parts)}(?![^ ])")


RANGE = rf"(?P<n>{N})(?: (?:-|to|or|/) (?P<high>{N}))?"
ROUGHLY = (
    "(?:(?:at least|up to|all of|the best part of|going on|getting on for|well over|easily|"
    r"a(?= \d)|more than|less than|the last|the past|a good|like a|only|just|under|last|past|the|"
    "good|whole|some|probably|another|be|now|within|about|around|over|nearly|almost|like|"
    "roughly|approximately|approx|maybe) )*"
)
TIME = (
    rf"(?:{ROUGHLY}(?:(?P<low>{N})(?: (?:-|to|or) (?P<high>{N}))?"
    r"|(?P<part>half|3 quarter|quarter)(?: of)?(?: an?)?|an?|the whole)"
    r"(?: (?:of|more|whole|full|straight|solid|odd|or so|good))?(?P<and_half> and a half)?"
    rf" (?P<unit>{UNIT})\b(?P<half_after> and a half)?)"
)
OTHER_UNITS = any_of(
    "hour|h|minute|second|day|night|week|month|year(?! ?-? ?old)|%|percent|kg|stone|st|lb|pound",
    r"foot|ft|cm|pm|am|mg|out|/|time|mile|in|\+|degree|°|c|f|tablet|pill|per|a day|of|people",
    r"painkiller|paracetamol|ibuprofen|x|\d",
    "be the|this|tonight|in the|o clock|oclock",  # times of day
)
NOT_OTHERWISE = rf"(?! when)(?! ?(?:\.|/|-|to|or|:)? ?{OTHER_UNITS}\b)"
BIRTH = any_of(
    "c (?:- )?section|caesarean|cesarean|birth|delivery|baby|labour|labor|deliver|newborn|twin",
    "partum",
)
NEARLY = some_of("only now about nearly almost over just a like past turn , : \\(")
PERSON = any_of("male|female|man|woman|guy|lady|bloke|girl|boy|kid|child|son|daughter|lad|lass")
GROWN = any_of(
    "wife|husband|partner|mum|mother|dad|father|gran|granny|nan|grandma|grandmother",
    "grandad|grandpa|grandfather|brother|sister|friend|mate|aunt|uncle|cousin|neighbour|colleague",
)

SCORE_WORDS = "score level scale it pain be of about around like as a an maybe probably say i"

SCORES = (
    Pattern(
        compiled(
            "(?:pressure|bp) (?:be |of |read |show |say |around |about |at )*",
            r"(?P<upper>\d{2,3}) (?:to|and|-|with|by|,|\.) (?P<lower>\d{2,3})",
        ),
        values.pressure,
    ),
    Pattern(
        compiled(r"(?P<upper>\d{2,3}) (?:/|over|on) (?P<lower>\d{2,3})"),
        values.pressure,
    ),
    Pattern(
        compiled(
            "(?:blood pressure|bp|systolic) (?:be |of |read |show |say |around |about |at |over )*",
            rf"(?P<upper>\d{{3}}){NOT_OTHERWISE}",
        ),
        values.upper_pressure,
    ),
    Pattern(compiled(RANGE, " (?:/|out of|of|on) (?:a )?(?:10|ten)"), values.score),
    Pattern(compiled(RANGE, " on (?:a|the|your|my) (?:pain )?scale"), values.score),
    Pattern(
        compiled(
            "(?:pain|rate|score|level) ",
            some_of(f"{SCORE_WORDS} at"),
            f"(?P<n>{N})(?P<high>)",
            NOT_OTHERWISE,
        ),
        values.score,
    ),
    Pattern(
        compiled(
            "(?:headache|it|hurt) ",
            some_of(SCORE_WORDS),  # without "at": a headache at 4 began at four o'clock
            f"(?P<n>{N})(?P<high>)",
            NOT_OTHERWISE,
        ),
        values.score,
    ),
)
TEMPERATURES = (
    Pattern(
        compiled(
            "(?:temp|temperature|fever|feverish|thermometer) ",
            some_of(
                "be of at about around get up to hit read show say it go spike run a now over as "
                "high : = , - and \\("
            ),
            f"(?P<n>{N})",
        ),
        values.temperature,
    ),
    Pattern(
        compiled(f"(?P<n>{N}) ", some_of("° degree deg c f"), "(?:temp|temperature|fever)"),
        values.temperature,
    ),
    Pattern(
        compiled(
            f"(?P<n>{N}) (?:(?:°|degree|deg) )?",
            "(?P<scale>c|f|celsius|centigrade|fahrenheit|°|degree)",
            "(?! (?:outside|heat|today|weather|day|angle|in the|water))",
        ),
        values.fever_temperature,
    ),
)
PREGNANCIES = (
    Pattern(
        compiled(
            rf"(?P<n>{N})(?: \+ \d+)? (?P<unit>week|month|w|with)(?: and {N} day)? ",
            "(?:pregnant|preg|preggers|preggo|gone|along|gestation|into (?:my|the) pregnancy)",
        ),
        values.weeks_pregnant,
    ),
    Pattern(
        compiled(
            "(?:pregnant|preggers|preg|preggo|pregnancy|expect|gestation)",
            r"(?: (?!ago)(?:[a-z]+|,|-|\()){0,4} ",
            rf"(?P<n>{N})(?: \+ \d+)? (?P<unit>week|month)(?! ago)",
        ),
        values.weeks_pregnant,
    ),
    Pattern(compiled(BIRTH, f"(?: [a-z]+){{0,3}} {TIME} ago"), values.birth),
    Pattern(
        compiled(
            f"{TIME} (?:after|since|post|from|on from|past) ",
            some_of("my the a have give our i emergency"),
            BIRTH,
        ),
        values.birth,
    ),
    Pattern(compiled(f"{TIME} (?:postpartum|post partum|postnatal|post natal|pp)"), values.birth),
    Pattern(compiled(f"(?:postpartum|postnatal),? (?:by )?{TIME}"), values.birth),
    Pattern(
        compiled(
            "(?:give birth|have (?:a|my|our|the)? ?baby|have (?:a )?c (?:- )?section|deliver)",
            "(?: [a-z]+){0,2} (?P<day>today|this morning|last night|yesterday|last week)",
        ),
        values.birth_said,
    ),
    Pattern(
        compiled(f"(?:baby|newborn|little one) be (?:only |just |about |now )?{TIME}(?: old)?"),
        values.birth,
    ),
)
AGES = (
    Pattern(compiled(f"(?P<n>{N}) (?:- )?(?P<unit>month|week|day) (?:- )?old"), values.small_age),
    Pattern(compiled(f"(?P<n>{N}) (?:- )?(?:year|y) (?:- |/ )?(?:old|o|of age)"), values.age),
    Pattern(compiled(f"(?P<n>{N}) (?:- )?(?:yo|yos|yrold)"), values.age),
    Pattern(
        compiled("(?:age|aged) ", some_of("of be about : \\("), f"(?P<n>{N})", NOT_OTHERWISE),
        values.age,
    ),
    Pattern(
        compiled(
            "(?<!when )(?<!since )(?<!until )i (?:be|just turn|turn) ",
            NEARLY,
            f"(?P<n>{N})",
            NOT_OTHERWISE,
        ),
        values.grown_age,
    ),
    Pattern(
        compiled("(?:he|she|hes|shes|who) (?:be|turn) ", NEARLY, f"(?P<n>{N})", NOT_OTHERWISE),
        values.age,
    ),
    Pattern(
        compiled(
            "(?<!when )(?<!since )(?<!until )",
            any_of("i|he|she", GROWN),
            " (?:be|,|\\() ",
            NEARLY,
            f"(?P<n>{N}) year(?= (?:and|with|,|\\.|\\))|$)",
        ),
        values.grown_age,
    ),
    Pattern(
        compiled(GROWN, " (?:be|,|\\() ", NEARLY, f"(?P<n>{N})", NOT_OTHERWISE), values.grown_age
    ),
    Pattern(compiled("turn ", NEARLY, f"(?P<n>{N})", NOT_OTHERWISE), values.grown_age),
    Pattern(compiled(f"(?P<n>{N}) {PERSON}"), values.age),
    Pattern(compiled(f"(?P<n>{N}) (?:/ )?(?:m|f)"), values.adult_age),
    Pattern(
        re.compile(
            rf"(?:^|[,.(] )(?:m|f|male|female) (?:/ |, |- )?(?P<n>{N})(?![^ ]){NOT_OTHERWISE}"
        ),
        values.adult_age,
    ),
    Pattern(compiled(f"(?:me|myself) , (?P<n>{N})(?= [,.]| and| with)"), values.adult_age),
    Pattern(compiled(f"(?:just|have) hit (?P<n>{N})", NOT_OTHERWISE), values.adult_age),
    Pattern(
        compiled(PERSON, " ", some_of("be , of \\("), f"(?P<n>{N})", NOT_OTHERWISE), values.age
    ),
    Pattern(re.compile(f"^(?P<n>{N}) (?=[,;.] [a-z]|and [a-z]|with [a-z])"), values.adult_age),
    Pattern(
        compiled(
            "(?:in (?:my|his|her|their) )?(?P<part>early|mid|late)? ?(?:- )?",
            "(?P<decade>[2-9]0) s",
        ),
        values.decade,
    ),
    Pattern(
        compiled(
            "(?:in (?:my|his|her|their)|(?=(?:early|mid|late) ))(?: )?",
            "(?P<part>early|mid|late)? ?(?:- )?",
            f"(?P<decade>{'|'.join(values.TENS)})",
        ),
        values.decade,
    ),
)
FIGURES: tuple[Pattern, ...] = (*SCORES, *TEMPERATURES, *PREGNANCIES, *AGES)
