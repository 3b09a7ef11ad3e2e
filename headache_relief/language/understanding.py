"""What one message says: the value that the language pipeline hands to everything else."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Optional

Status = Literal["present", "absent", "uncertain"]
Who = Literal["self", "other"]
When = Literal["now", "past", "hypothetical"]


@dataclass(frozen=True)
class Finding:
    """A concept found in a message, with the context it was said in.

    `start` and `end` are character offsets into the message as sent; `sentence` numbers the
    sentence; `value` is the number of a measure in the unit of its concept (years, °C, mmHg, hours,
    weeks, days a month, 0-10); `aside` says that it belongs to somebody whom the message does not
    ask about ("my friend is pregnant, and I have a headache").
    """

    concept: str
    kind: str
    status: Status = "present"
    who: Who = "self"
    when: When = "now"
    start: int = 0
    end: int = 0
    sentence: int = 0
    value: Optional[float] = None
    words: str = ""
    aside: bool = False

    @property
    def holds(self) -> bool:
        """True when it is so now, for the person the talk is about."""
        return self.status == "present" and self.when == "now" and not self.aside


@dataclass(frozen=True)
class Understanding:
    """The findings of one message, in order, and the language it is written in."""

    text: str
    findings: tuple[Finding, ...] = ()
    language: str = "en"
    answers: tuple[str, ...] = field(default=())  # concepts of kind "answer" that the message is
    number: Optional[float] = None  # the message is little more than this number
    asks: bool = False  # the message has the shape of a question

    def as_dict(self) -> dict[str, Any]:
        """A JSON-able copy; `from_dict` reads it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Understanding":
        findings = tuple(Finding(**finding) for finding in data.get("findings", ()))
        return cls(
            text=data["text"],
            findings=findings,
            language=data.get("language", "en"),
            answers=tuple(data.get("answers", ())),
            number=data.get("number"),
            asks=data.get("asks", False),
        )
