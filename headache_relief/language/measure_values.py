"""Turns the match of a measure pattern into values in their units.

Units: years, °C, mmHg, hours, weeks, days, days a month, 0-10. A reading that can't be true (an age
of 300) is None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Optional

Values = Optional[Mapping[str, float]]
Match = re.Match[str]
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
DAYS_OF_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh")
WEEKS_A_MONTH = 4.345
COLDEST_IN_FAHRENHEIT = 93
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TIMES_A_MONTH = {
    "week": WEEKS_A_MONTH,
    "fortnight": WEEKS_A_MONTH / 2,
    "month": 1.0,
    "year": 1 / 12,
    "day": 30.0,
}

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


def hours(match: Match) -> float:
    """The length of time that TIME matched; of a range, the longer."""
    part = match["part"]
    if part:
        amount = {"half": 0.5, "quarter": 0.25}.get(part, 0.75)
    else:
        amount = float(match["high"] or match["low"] or 1.0)
    if match["and_half"] or match["half_after"]:
        amount += 0.5
    return amount * HOURS[match["unit"]]


def between_limits(name: str, value: float, low: float, high: float) -> Values:
    """The value under its name, when it can be true."""
    return {name: value} if low <= value <= high else None


def pressure(match: Match) -> Values:
    """Blood pressure in mmHg."""
    upper, lower = float(match["upper"]), float(match["lower"])
    if 70 <= upper <= 300 and 30 <= lower <= 200 and upper > lower:
        return {"systolic": upper, "diastolic": lower}
    return None


def upper_pressure(match: Match) -> Values:
    """The upper blood pressure in mmHg of a number told alone."""
    return between_limits("systolic", float(match["upper"]), 90, 300)


def score(match: Match) -> Values:
    """Pain from 0 to 10; of a range, the more."""
    return between_limits("pain_score", float(match["high"] or match["n"]), 0, 10)


def temperature(match: Match) -> Values:
    """Body temperature in °C, also from °F."""
    value = float(match["n"])
    if 34 <= value <= 43:
        return {"temperature_c": value}
    if 93 <= value <= 110:
        return {"temperature_c": round((value - 32) / 1.8, 1)}
    return None


def age(match: Match) -> Values:
    """Age in years."""
    return between_limits("age", float(match["n"]), 0, 115)


def grown_age(match: Match) -> Values:
    """Age in years of someone who writes, so not of a small child."""
    return between_limits("age", float(match["n"]), 11, 115)


def adult_age(match: Match) -> Values:
    """Age in years of a bare number, which must be a likely one."""
    return between_limits("age", float(match["n"]), 16, 99)


def fever_temperature(match: Match) -> Values:
    """Body temperature in °C of a bare number of degrees, when it can't be the weather."""
    if match["scale"] in {"f", "fahrenheit"} and float(match["n"]) < COLDEST_IN_FAHRENHEIT:
        return None  # "38F" is a woman of 38
    return temperature(match) if float(match["n"]) >= 36 else None


def decade(match: Match) -> Values:
    """About the middle of "my fifties"; early and late by what is said."""
    tens = match["decade"]
    start = float(tens) if tens[0].isdigit() else 10.0 * (TENS.index(tens) + 2)
    return {"age": start + {"early": 2, "late": 8}.get(match["part"] or "", 5)}


def small_age(match: Match) -> Values:
    """Age in years of someone whose age is told in months, weeks or days."""
    return {"age": round(float(match["n"]) * HOURS[match["unit"]] / HOURS["year"], 2)}


def weeks_pregnant(match: Match) -> Values:
    """Weeks of pregnancy, also from months."""
    weeks = float(match["n"]) * (WEEKS_A_MONTH if match["unit"] == "month" else 1.0)
    return between_limits("weeks_pregnant", round(weeks, 1), 1, 44)


def birth(match: Match) -> Values:
    """Days since a birth."""
    return {"days_since_birth": round(hours(match) / 24, 1)}


def birth_said(match: Match) -> Values:
    """Days since a birth told without a number."""
    days = {"today": 0, "this morning": 0, "last night": 1, "yesterday": 1, "last week": 7}
    return {"days_since_birth": float(days[match["day"]])}


def times(match: Match) -> Values:
    """Days a month of "3 times a week"; of a range, the more."""
    return days_a_month(float(match["high"] or match["n"]) * TIMES_A_MONTH[match["unit"]])


def word_times(match: Match) -> Values:
    """Days a month of "twice a week"."""
    often = {"once": 1.0, "twice": 2.0, "thrice": 3.0}[match["often"]]
    return days_a_month(often * TIMES_A_MONTH[match["unit"]])


def every_few_days(match: Match) -> Values:
    """Days a month of "every 3 days"."""
    gap = float(match["n"]) * HOURS[match["unit"]] / 24
    return days_a_month(30.0 / gap) if gap else None


def days_a_month(days: float) -> Values:
    """At most 30 days; measures.py tells headache days from painkiller days."""
    return {"headache_days": min(30.0, float(round(days, 1)))}


def every(days: float) -> Callable[[Match], Values]:
    """A reading that is always this many days a month."""
    return lambda match: {"headache_days": days}


def duration(match: Match) -> Values:
    """How long it lasts in hours; months and years tell when it began."""
    length = round(hours(match), 4)
    if match["unit"] in {"month", "year"}:
        return {"hours_since_onset": length}
    return {"duration_hours": length}


def since(match: Match) -> Values:
    """Hours since it began."""
    return {"hours_since_onset": round(hours(match), 4)}


def since_length(match: Match) -> Values:
    """How long ago it began, which is also how long it has lasted when told in days or less."""
    told = dict(duration(match) or {})
    return {**told, "hours_since_onset": round(hours(match), 4)}


def upper_length(match: Match) -> Values:
    """How long it lasts in hours; of "between 2 and 4 hours" the longer."""
    return {"duration_hours": round(float(match["high"]) * HOURS[match["unit"]], 4)}


def one_length(match: Match) -> Values:
    """How long it lasts in hours, of "the past week"."""
    return {"duration_hours": HOURS[match["unit"]]}


def day_so_far(match: Match) -> Values:
    """How long it lasts in hours, of "day 3 of this headache": between two days and three."""
    day = float(match["n"])
    return {"duration_hours": day * HOURS["day"]} if 2 <= day <= 31 else None


def ordinal_day(match: Match) -> Values:
    """How long it lasts in hours, of "the third day"."""
    return {"duration_hours": (ORDINALS.index(match["day"]) + 2) * HOURS["day"]}


def between_days(match: Match) -> Values:
    """How long it lasts in hours, from one day of the week to the next other."""
    passed = (DAYS_OF_WEEK.index(match["last"]) - DAYS_OF_WEEK.index(match["first"])) % 7
    return {"duration_hours": (passed or 7) * HOURS["day"]}


def peak(match: Match) -> Values:
    """Hours from the start to the worst."""
    return {"hours_to_peak": hours(match)}


def since_said(match: Match) -> Values:
    """Hours since a time of day or a day, for which it has lasted when no more than a week."""
    passed = SINCE[match["day"]]
    since_then = {"hours_since_onset": passed}
    return {"duration_hours": passed, **since_then} if passed <= HOURS["week"] else since_then
