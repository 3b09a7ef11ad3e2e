"""Messages that come in one a line: plain text, or JSON with a text."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ContextManager, Iterator, Mapping, Optional, TextIO, Union


class LineError(Exception):
    """A line can't be used; the message is one sentence with the line's number."""


@dataclass(frozen=True)
class Line:
    """One message: its text, the question it answers, and whatever else its JSON says."""

    number: int
    text: str
    asked: Optional[str] = None
    more: Mapping[str, Any] = field(default_factory=dict)


def open_lines(path: Optional[Path]) -> ContextManager[TextIO]:
    """A file, or standard input for None or `-`; LineError when there is no such file."""
    if path is None or str(path) == "-":
        return nullcontext(sys.stdin)
    try:
        return path.open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise LineError(f"{path} can't be read: {error.strerror}.") from None


def messages(lines: TextIO) -> Iterator[Union[Line, LineError]]:
    """The messages of all lines that are not empty; a line that can't be used is its error."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _message(number, line.rstrip("\r\n"))


def json_line(content: Any) -> str:
    """Content as one line of JSON, readable, with escapes only where a text can't be encoded."""
    line = json.dumps(content, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(content)
    return line


def _message(number: int, line: str) -> Union[Line, LineError]:
    if not line.lstrip().startswith("{"):
        return Line(number, line)
    try:
        content = json.loads(line)
    except json.JSONDecodeError as error:
        return LineError(f"Line {number}: this is not JSON ({error.msg.lower()}); it is left out.")
    text, asked = content.get("text"), content.get("asked")
    if not isinstance(text, str):
        return LineError(f'Line {number}: it needs a "text" in quotes; it is left out.')
    if asked is not None and not isinstance(asked, str):
        return LineError(f'Line {number}: "asked" must be the name of a question; it is left out.')
    return Line(number, text, asked, {k: content[k] for k in content if k not in {"text", "asked"}})
