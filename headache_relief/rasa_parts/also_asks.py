"""The further questions of a message, from the classifier to the action that answers them."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

ALSO_ASKS = "also_asks"  # where a parsed message keeps the intents of its further questions


def further_questions(message: Mapping[str, Any]) -> Sequence[str]:
    """The intents of what a message asks besides its own; none for most messages."""
    return message.get(ALSO_ASKS) or ()


def response_to(question: str) -> str:
    """The domain's response that answers a question's intent."""
    return f"utter_{question.removeprefix('ask_')}"
