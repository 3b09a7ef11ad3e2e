"""An assistant that runs as a server, spoken to over its REST channel."""

from __future__ import annotations

import asyncio
import json
import socket
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, Mapping, Sequence
from urllib.parse import urlsplit

from headache_relief.serving.errors import ServingError

PATH = "/webhooks/rest/webhook"
SECONDS_TO_CONNECT = 1.0
SECONDS_TO_ANSWER = 60.0


@dataclass(frozen=True)
class RunningAssistant:
    """One conversation with the server at `url`."""

    url: str
    conversation: str

    def answers(self) -> bool:
        """True when something accepts connections there."""
        address = urlsplit(self.url)
        default_port = 443 if address.scheme == "https" else 80
        try:
            where = (address.hostname or "", address.port or default_port)
            socket.create_connection(where, SECONDS_TO_CONNECT).close()
        except (OSError, ValueError):
            return False
        return True

    async def say(self, text: str) -> Sequence[Mapping[str, Any]]:
        """Says something and returns the messages answered; ServingError when none can come."""
        return await asyncio.to_thread(self._post, text)

    def _post(self, text: str) -> Sequence[Mapping[str, Any]]:
        body = json.dumps({"sender": self.conversation, "message": text}).encode()
        request = urllib.request.Request(
            self.url.rstrip("/") + PATH, body, {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER) as response:
                messages: Sequence[Mapping[str, Any]] = json.load(response)
        except (urllib.error.URLError, ValueError, OSError) as error:
            raise ServingError(
                f"What runs at {self.url} gave no answer ({type(error).__name__}): "
                "is it the assistant, and is it still running?"
            ) from error
        return messages
