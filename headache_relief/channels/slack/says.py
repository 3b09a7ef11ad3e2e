"""The sentences of this channel, filled with what the site tells."""

from __future__ import annotations

from typing import Any, Mapping

from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.slack.home import filled
from headache_relief.knowledge.slack import SlackWording

CHOICES = {"stale_choice": "stale", "unknown_choice": "unknown"}


class Says:
    """A sentence for each thing that can't be done."""

    def __init__(self, wording: SlackWording, site: Mapping[str, Any]) -> None:
        self._wording = wording
        self._site = site

    def refusal(self, refusal: Refusal) -> str:
        """Why something was not taken, in words."""
        if refusal.code in CHOICES:
            return str(getattr(self._wording, CHOICES[refusal.code]))
        sentences = self._wording.refusals
        return filled(getattr(sentences, refusal.code, sentences.unavailable), self._site)

    def not_read(self, changed: bool) -> str:
        """Something was sent that is not read: words that were changed later, or no words."""
        return filled(self._wording.edited if changed else self._wording.text_only, self._site)

    def failed(self) -> str:
        """Something broke that nobody expected."""
        return filled(self._wording.failed, self._site)
