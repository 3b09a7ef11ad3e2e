"""The tokens that let the assistant into a workspace; they come from the environment only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Optional

from headache_relief.settings import PREFIX

BOT_TOKEN = f"{PREFIX}SLACK_BOT_TOKEN"
APP_TOKEN = f"{PREFIX}SLACK_APP_TOKEN"
SIGNING_SECRET = f"{PREFIX}SLACK_SIGNING_SECRET"
API = f"{PREFIX}SLACK_API"
SLACK = "https://slack.com/api/"


class AccessError(Exception):
    """The tokens can't be used; the message names the variable and says what to write there."""


@dataclass(frozen=True)
class Access:
    """A bot token with either an app token (Socket Mode) or a signing secret (HTTP mode)."""

    bot_token: str
    app_token: str = ""
    signing_secret: str = ""
    api: str = SLACK

    @property
    def socket_mode(self) -> bool:
        """Whether the assistant calls Slack, so that it needs no public address."""
        return bool(self.app_token)


def access_in(environment: Mapping[str, str]) -> Optional[Access]:
    """The access that the environment gives; None without any token. AccessError."""
    bot, app, secret = (
        environment.get(name, "").strip() for name in (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET)
    )
    if not bot and not app and not secret:
        return None
    if not bot.startswith("xoxb-"):
        raise AccessError(f"{BOT_TOKEN} must hold the bot token, which starts with xoxb-.")
    if app and not app.startswith("xapp-"):
        raise AccessError(f"{APP_TOKEN} must hold the app-level token, which starts with xapp-.")
    if not app and not secret:
        raise AccessError(
            f"Set {APP_TOKEN} for Socket Mode, or {SIGNING_SECRET} when Slack is to call this "
            "server."
        )
    return Access(bot, app, secret, environment.get(API) or SLACK)
