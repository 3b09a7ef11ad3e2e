"""The shape of the file with what is said in Telegram beside the conversation."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import constr

from headache_relief.knowledge.base import Entry, Sentence
from headache_relief.knowledge.yaml_files import KNOWLEDGE, read_file

if TYPE_CHECKING:  # to the type checker they are plain text
    Description = str
    ShortDescription = str
    CommandDescription = str
    ButtonNote = str
    Label = str
else:  # Telegram's own limits
    Description = constr(min_length=2, max_length=480)
    ShortDescription = constr(min_length=2, max_length=120)
    CommandDescription = constr(min_length=2, max_length=256)
    ButtonNote = constr(min_length=2, max_length=200)
    Label = constr(min_length=1, max_length=20, strip_whitespace=True)

SECTION = "telegram"


class TelegramCommands(Entry):
    """What the menu says of each command."""

    start: CommandDescription
    help: CommandDescription
    emergency: CommandDescription
    human: CommandDescription
    privacy: CommandDescription
    delete: CommandDescription
    restart: CommandDescription


class TelegramRefusals(Entry):
    """A sentence for each reason why a message is not taken."""

    too_long: Sentence
    too_many_messages: Sentence
    unavailable: Sentence


class TelegramWording(Entry):
    """What is said in Telegram.

    Braces are filled with what the site tells: `emergency_number`, `retention_days`. `says_human`
    and `says_restart` are what two commands say to the assistant for the person. A ButtonNote is
    shown over the chat when a button is pressed.
    """

    description: Description
    short_description: ShortDescription
    commands: TelegramCommands
    help: Sentence
    emergency: Sentence
    privacy: Sentence
    says_human: Sentence
    says_restart: Sentence
    welcome_back: Sentence
    welcome_back_open: Sentence
    erase_question: Sentence
    erase_yes: Sentence
    erase_no: Sentence
    erased: Sentence
    in_a_group: Sentence
    text_only: Sentence
    caption_only: Sentence
    edited: Sentence
    stale: ButtonNote
    unknown: ButtonNote
    nothing_ticked: ButtonNote
    send: Sentence
    tick_all: Sentence
    map: Sentence
    mirrored: Sentence
    drawing: Sentence
    scale_part: Sentence
    helped: Label
    did_not_help: Label
    refusals: TelegramRefusals


@lru_cache(maxsize=2)
def load_telegram_wording(directory: Path = KNOWLEDGE) -> TelegramWording:
    """The wording, read once; KnowledgeError names file and key of a mistake."""
    return read_file(directory, SECTION, TelegramWording)
