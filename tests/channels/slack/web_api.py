"""What each method of Slack's Web API answers, and what it refuses."""

from __future__ import annotations

import json
import time
import uuid
from abc import ABC, abstractmethod
from typing import Any

from tests.channels.slack.limits import faults, view_faults

BOT_USER, BOT_ID, TEAM = "U0BOT", "B0BOT", "T0TEAM"
ACKNOWLEDGED_WITHIN = 3.0  # seconds; a view must be opened within the same time

Json = dict[str, Any]


class Refused(Exception):
    """Slack refuses a call: its error code, and what is wrong."""


def _marked(blocks: list[Json]) -> list[str]:
    """The texts of blocks in which Slack reads marks."""
    texts = []
    for block in blocks:
        for text in (block.get("text"), *block.get("elements", [])):
            if isinstance(text, dict) and text.get("type") == "mrkdwn":
                texts.append(text["text"])
    return texts


class WebApi(ABC):
    """The methods; the workspace around them keeps what they know."""

    url: str
    files: dict[str, bytes]
    _link: str
    _triggers: dict[str, float]
    _messages: dict[tuple[str, str], Json]

    @abstractmethod
    def timestamp(self) -> str:
        """A message's time, never the same twice."""

    def _answer(self, method: str, said: Json) -> Json:
        work = getattr(self, "_" + method.replace(".", "_"), None)
        if work is None:
            return {"ok": False, "error": "unknown_method"}
        try:
            return {"ok": True, **work(said)}
        except Refused as refused:
            return {"ok": False, "error": refused.args[0], "details": refused.args[1:]}

    def _auth_test(self, said: Json) -> Json:
        return {"team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT_ID, "url": "", "team": "Team"}

    def _apps_connections_open(self, said: Json) -> Json:
        return {"url": f"{self._link}?ticket={uuid.uuid4().hex}"}

    def _conversations_open(self, said: Json) -> Json:
        return {"channel": {"id": f"D{said['users'][1:]}"}}

    def _chat_postMessage(self, said: Json) -> Json:
        self._check_words(said)
        timestamp = self.timestamp()
        message = {"type": "message", "user": BOT_USER, "bot_id": BOT_ID, "ts": timestamp, **said}
        self._messages[said["channel"], timestamp] = message
        return {"channel": said["channel"], "ts": timestamp, "message": message}

    def _chat_postEphemeral(self, said: Json) -> Json:
        self._check_words(said)
        if not said.get("user"):
            raise Refused("user_not_in_channel")
        return {"message_ts": self.timestamp()}

    def _chat_update(self, said: Json) -> Json:
        self._check_words(said)
        if (said["channel"], said["ts"]) not in self._messages:
            raise Refused("message_not_found")
        self._messages[said["channel"], said["ts"]].update(said)
        return {"channel": said["channel"], "ts": said["ts"]}

    def _views_open(self, said: Json) -> Json:
        opened = self._triggers.pop(said["trigger_id"], None)
        if opened is None or time.monotonic() - opened > ACKNOWLEDGED_WITHIN:
            raise Refused("expired_trigger_id")
        self._check_view(said["view"])
        return {"view": {"id": f"V{uuid.uuid4().hex[:9].upper()}", **said["view"]}}

    def _views_publish(self, said: Json) -> Json:
        self._check_view(said["view"])
        return {"view": said["view"]}

    def _files_getUploadURLExternal(self, said: Json) -> Json:
        if not said.get("filename") or int(said["length"]) <= 0:
            raise Refused("invalid_arguments")
        file = f"F{uuid.uuid4().hex[:9].upper()}"
        return {"upload_url": self.url.replace("/api/", f"/upload/{file}"), "file_id": file}

    def _files_completeUploadExternal(self, said: Json) -> Json:
        files = said["files"]
        files = json.loads(files) if isinstance(files, str) else files
        if any(file["id"] not in self.files for file in files):
            raise Refused("file_not_found")
        return {"files": [{"id": file["id"]} for file in files]}

    def _assistant_threads_setStatus(self, said: Json) -> Json:
        return self._of_thread(said, "status")

    def _assistant_threads_setTitle(self, said: Json) -> Json:
        return self._of_thread(said, "title")

    def _assistant_threads_setSuggestedPrompts(self, said: Json) -> Json:
        if not 0 < len(said["prompts"]) <= 4:
            raise Refused("invalid_arguments")
        return self._of_thread(said, "prompts")

    def _of_thread(self, said: Json, name: str) -> Json:
        if not {"channel_id", "thread_ts", name} <= set(said) or not said["thread_ts"]:
            raise Refused("invalid_arguments")
        return {}

    def _check_words(self, said: Json) -> None:
        """The limits of a message; a text that calls everybody was not escaped."""
        if not said.get("text"):
            raise Refused("no_text")
        if len(said["text"]) > 4_000:
            raise Refused("msg_too_long")
        wrong = faults(said["blocks"]) if "blocks" in said else []
        shown = [b["slack_file"]["id"] for b in said.get("blocks", []) if "slack_file" in b]
        wrong += [f"no file {file}" for file in shown if file not in self.files]
        if wrong:
            raise Refused("invalid_blocks", *wrong)
        for text in (said["text"], *_marked(said.get("blocks", []))):
            if any(f"<{mark}" in text for mark in ("!", "@", "#")):
                raise Refused("calls_people", text)

    def _check_view(self, view: Json) -> None:
        wrong = view_faults(view)
        if wrong:
            raise Refused("invalid_arguments", *wrong)
