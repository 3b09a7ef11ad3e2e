"""The shape of the file with what is said in Slack beside the conversation."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field, constr

from headache_relief.knowledge.base import Entry, Identifier, Sentence
from headache_relief.knowledge.yaml_files import KNOWLEDGE, read_file

if TYPE_CHECKING:  # to the type checker they are plain text
    Word = str
    Label = str
else:
    Label = constr(min_length=1, max_length=20, strip_whitespace=True)
    Word = constr(min_length=1, to_lower=True, strip_whitespace=True, strict=True)

SECTION = "slack"


class SlackRefusals(Entry):
    """A sentence for each reason why a message is not taken."""

    too_long: Sentence
    too_many_messages: Sentence
    busy: Sentence
    unavailable: Sentence


class SlackWording(Entry):
    """What is said in Slack, and which answers may stand in a channel.

    `answered_in_public` names responses of the domain; whoever uses one of `personal_words`,
    other than within `general_words`, is answered in private. Braces are filled with what the
    site tells: `emergency_number`, `retention_days`.
    """

    answered_in_public: list[Identifier] = Field(min_items=1)
    personal_words: list[Word] = Field(min_items=1)
    general_words: list[Word] = Field(min_items=1)
    moved: Sentence
    danger_here: Sentence
    more_in_private: Sentence
    picked: Sentence
    stale: Sentence
    unknown: Sentence
    nothing_ticked: Sentence
    text_only: Sentence
    edited: Sentence
    failed: Sentence
    send: Sentence
    places: Sentence
    number: Sentence
    call: Sentence
    book: Sentence
    picture: Sentence
    map_picture: Sentence
    more: Sentence
    before: Sentence
    helped: Label
    helped_aloud: Sentence
    did_not_help: Label
    did_not_help_aloud: Sentence
    thinking: Sentence
    panel_title: Sentence
    panel_prompts: list[Sentence] = Field(min_items=1, max_items=4)
    what_it_does: Sentence
    emergency: Sentence
    privacy_title: Sentence
    privacy: Sentence
    admins: Sentence
    read_privacy: Sentence
    start: Sentence
    started: Sentence
    agree: Sentence
    decline: Sentence
    erase: Sentence
    erase_title: Sentence
    erase_question: Sentence
    erase_yes: Sentence
    erase_no: Sentence
    erased: Sentence
    refusals: SlackRefusals


@lru_cache(maxsize=2)
def load_slack_wording(directory: Path = KNOWLEDGE) -> SlackWording:
    """The wording, read once; KnowledgeError names file and key of a mistake."""
    return read_file(directory, SECTION, SlackWording)
