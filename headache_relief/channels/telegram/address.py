"""Whose conversation a chat holds: one of each person, in a private chat."""

from __future__ import annotations

NAME = "telegram"
PREFIX = f"{NAME}-"


def conversation_of(chat: int) -> str:
    """The conversation of a private chat, whose number is the person's own."""
    return f"{PREFIX}{chat}"


def chat_of(conversation: str) -> int:
    """The private chat of a conversation."""
    return int(conversation.removeprefix(PREFIX))
