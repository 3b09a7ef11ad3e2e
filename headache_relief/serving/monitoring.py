"""The pages for whoever runs the assistant: /health/ready, /health/live and /metrics."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Awaitable, Callable, Sequence

import prometheus_client
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sanic import Sanic
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from headache_relief.metrics import instruments
from headache_relief.rasa_parts.lock_store import EventLockStore
from headache_relief.serving.assistant import Assistant
from headache_relief.serving.health import Health, Reason

# Whoever comes through a proxy comes from somewhere else than it seems.
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
FAILING = 503


class Watchers:
    """Who may ask: programs on this machine, and networks that the settings name."""

    def __init__(self, networks: Sequence[str]) -> None:
        self._networks = [ip_network(network) for network in networks]

    def let_in(self, request: Request) -> bool:
        """Whether the request comes straight from one of them."""
        if any(name in request.headers for name in FORWARDED):
            return False
        try:
            address = ip_address(request.ip)
        except ValueError:
            return False
        caller = getattr(address, "ipv4_mapped", None) or address
        return caller.is_loopback or any(caller in network for network in self._networks)


def add_monitoring(
    app: Sanic, assistant: Assistant, health: Health, networks: Sequence[str]
) -> None:
    """Adds the pages; to everybody else they are not there."""
    watchers = Watchers(networks)
    watch(assistant)

    def page(path: str, answer: Callable[[], Awaitable[HTTPResponse]]) -> None:
        async def shown(request: Request) -> HTTPResponse:
            if not watchers.let_in(request):
                raise NotFound
            return await answer()

        app.add_route(shown, path, name=path.strip("/").replace("/", "_"))

    async def ready() -> HTTPResponse:
        return told(await health.ready())

    async def live() -> HTTPResponse:
        return told(await health.live())

    async def metrics() -> HTTPResponse:
        page = prometheus_client.generate_latest(instruments.registry)
        return HTTPResponse(page, content_type=CONTENT_TYPE_LATEST)

    page("/health/ready", ready)
    page("/health/live", live)
    page("/metrics", metrics)


def told(reason: Reason) -> HTTPResponse:
    """A check's answer, as small as it can be."""
    if reason is None:
        return json_response({"status": "ok"})
    return json_response({"status": "failing", "reason": reason}, status=FAILING)


def watch(assistant: Assistant) -> None:
    """From now on the page tells what is asked of the assistant when it is read."""
    metadata = assistant.agent.processor.model_metadata
    instruments.model_trained.set(metadata.trained_at.timestamp())
    instruments.talks_in_memory.set_function(assistant.store.talks_in_memory)
    lock_store = assistant.agent.lock_store
    if isinstance(lock_store, EventLockStore):
        instruments.talks_in_work.set_function(lock_store.conversations)
