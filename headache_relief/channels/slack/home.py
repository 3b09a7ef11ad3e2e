"""App Home and the modal about privacy and consent."""

from __future__ import annotations

from typing import Any, Mapping

from headache_relief.channels.shared.ports import Json
from headache_relief.channels.slack.blocks import actions, button, section
from headache_relief.channels.slack.texts import shortened
from headache_relief.knowledge.slack import SlackWording

START, ERASE, HOME_PRIVACY = "home_start", "home_erase", "home_privacy"
CONSENT_MODAL = "consent"


def filled(text: str, site: Mapping[str, Any]) -> str:
    """A sentence with the site's emergency number and days in it."""
    return text.format(
        emergency_number=site["emergency_number"], retention_days=site["retention_days"]
    )


def home_view(wording: SlackWording, site: Mapping[str, Any]) -> Json:
    """What App Home shows, the same to everybody: nothing of a talk."""
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": _plain(shortened(site["assistant"], 150))},
            section(wording.what_it_does),
            actions("begin", [button(START, wording.start, style="primary")]),
            section(filled(wording.emergency, site)),
            {"type": "divider"},
            {"type": "header", "text": _plain(wording.privacy_title)},
            section(filled(wording.privacy, site)),
            section(wording.admins),
            actions("privacy", [button(HOME_PRIVACY, wording.read_privacy), _erase(wording)]),
        ],
    }


def consent_modal(wording: SlackWording, site: Mapping[str, Any], asks: bool) -> Json:
    """What is kept and who may read it; with `asks` it can be agreed to there."""
    texts = (wording.what_it_does, filled(wording.privacy, site), wording.admins)
    view: Json = {
        "type": "modal",
        "callback_id": CONSENT_MODAL,
        "title": _plain(shortened(wording.privacy_title, 24)),
        "close": _plain(wording.decline if asks else wording.erase_no),
        "blocks": [section(text) for text in (*texts, filled(wording.emergency, site))],
    }
    if not asks:
        del view["close"]
    return {**view, "submit": _plain(wording.agree)} if asks else view


def _erase(wording: SlackWording) -> Json:
    confirm = {
        "title": _plain(wording.erase_title),
        "text": _plain(wording.erase_question),
        "confirm": _plain(wording.erase_yes),
        "deny": _plain(wording.erase_no),
        "style": "danger",
    }
    return {**button(ERASE, wording.erase, style="danger"), "confirm": confirm}


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}
