"""Turns a number as it stands in the knowledge into one that a phone can dial."""

from __future__ import annotations

import re

NUMBER = re.compile(r"\+?\d(?:[ -]?\d)*")


def call_link(text: str) -> str:
    """A `tel:` link for the one number in a text such as "NHS 111"; empty for none or several."""
    numbers = {re.sub(r"[ -]", "", number) for number in NUMBER.findall(text)}
    return f"tel:{numbers.pop()}" if len(numbers) == 1 else ""
