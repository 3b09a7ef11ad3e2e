"""Updates that Telegram delivers: only with the secret, whatever else comes."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, AsyncIterator

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.core.channels.channel import register
from sanic import Sanic
from sanic.touchup.service import TouchUp

from headache_relief.channels.shared.limits import Limits
from headache_relief.channels.shared.ports import House
from headache_relief.channels.telegram import channel as module
from headache_relief.channels.telegram.channel import SECRET, TOKEN, TelegramChannel
from headache_relief.channels.telegram.pace import Pace
from tests.channels.telegram import fake_bot_api
from tests.channels.telegram.conftest import SECOND, SITE
from tests.programs import free_port

ANN = 501
PUBLIC = "https://assistant.example"


class Served:
    """The channel in a server of its own, reached as a reverse proxy would."""

    def __init__(self, url: str, secret: str) -> None:
        self.secret = secret
        self._url = f"{url}/webhooks/telegram/update"

    async def post(self, body: Any, secret: Any = None) -> int:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        if secret != "":
            headers[SECRET] = self.secret if secret is None else secret
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.post(self._url, content=content, headers=headers)).status_code


def rewrite_once(app: Sanic, rewrite: Any = TouchUp.run) -> None:
    """Sanic rewrites its own methods at start, and can't a second time in a process."""
    with suppress(KeyError):
        rewrite(app)


@pytest.fixture
async def served(telegram, assistant, records, monkeypatch) -> AsyncIterator[Served]:
    chosen = SimpleNamespace(telegram_webhook=PUBLIC, telegram_server=telegram.url)
    monkeypatch.setattr(module, "load_settings", lambda: chosen)
    monkeypatch.setattr(module, "Pace", lambda: Pace(SECOND))
    monkeypatch.setenv(TOKEN, fake_bot_api.TOKEN)
    monkeypatch.setattr("sanic.app.TouchUp.run", rewrite_once)
    app = Sanic(f"telegram_{free_port()}", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = 16 * 1024
    app.ctx.house = House(assistant, records, SITE, Limits())
    register([TelegramChannel()], app, "/webhooks/")
    port = free_port()
    server = await app.create_server(
        "127.0.0.1", port, access_log=False, return_asyncio_server=True
    )
    await server.startup()
    await server.before_start()
    await server.after_start()
    await telegram.until(lambda: telegram.webhook)
    yield Served(f"http://127.0.0.1:{port}", telegram.webhook["secret_token"])
    await server.before_stop()
    server.close()
    await server.after_stop()


def update(number: int, text: str) -> dict[str, Any]:
    person = {"id": ANN, "is_bot": False, "first_name": "Ann"}
    chat = {"id": ANN, "type": "private"}
    about = {"message_id": number, "date": 1760000000, "from": person, "chat": chat}
    return {"update_id": number, "message": {**about, "text": text}}


async def test_a_delivered_message_is_answered(served, telegram, assistant):
    assert telegram.webhook["url"] == f"{PUBLIC}/webhooks/telegram/update"
    assert await served.post(update(1, "my head hurts")) == 200
    assert await telegram.answers(ANN, 1) == ["You said: my head hurts"]


@pytest.mark.parametrize("secret", ["", "guess", b"\xc3\xa9"])
async def test_without_the_secret_nothing_is_taken_in(served, telegram, assistant, secret):
    assert await served.post(update(1, "forged"), secret) == 403
    assert await served.post(update(2, "true")) == 200
    await telegram.answers(ANN, 1)
    assert [text for _, text in assistant.heard] == ["true"]


async def test_the_same_delivery_twice_is_answered_once(served, telegram, assistant):
    statuses = await asyncio.gather(*[served.post(update(1, "one")) for _ in range(5)])
    assert statuses == [200] * 5
    await served.post(update(2, "two"))
    await telegram.answers(ANN, 2)
    assert [text for _, text in assistant.heard] == ["one", "two"]


async def test_an_older_update_that_comes_late_is_answered_too(served, telegram, assistant):
    for number, text in ((3, "third"), (1, "first"), (2, "second")):
        assert await served.post(update(number, text)) == 200
    await telegram.answers(ANN, 3)
    assert [text for _, text in assistant.heard] == ["third", "first", "second"]


async def test_a_long_message_in_another_script_fits_though_other_pages_take_16_kb(
    served, telegram, assistant
):
    text = "голова болит " * 300
    body = json.dumps(update(1, text)).encode()
    assert len(body) > 16 * 1024
    assert await served.post(body) == 200
    await telegram.until(lambda: assistant.heard)
    assert assistant.heard[0][1].strip() == text.strip()


async def test_more_than_any_update_is_refused(served):
    assert await served.post(b" " * 300_000) == 413


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "update_id",
                    "message",
                    "chat",
                    "id",
                    "from",
                    "text",
                    "callback_query",
                    "data",
                    "date",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(sent=ANYTHING)
def test_what_is_malformed_is_read_as_nothing_or_as_an_update(sent):
    bot = SimpleNamespace(defaults=None)
    read = module.update_in(module.json_in(json.dumps(sent).encode()), bot)
    assert read is None or read.update_id == sent["update_id"]


async def test_what_is_malformed_stops_nothing(served, telegram, assistant):
    sent = [b"", b"{", b"[" * 9000, b"\xff\xfe", [], {}, {"update_id": "x"}, {"update_id": 5}]
    sent += [{"update_id": 6, "message": {}}, {"update_id": 7, "message": {"chat": 3}}]
    sent += [{"update_id": 8, "callback_query": {"id": "1"}}]
    for body in sent:
        assert await served.post(body) in (200, 400)
    await served.post(update(20, "still there"))
    assert await telegram.answers(ANN, 1) == ["You said: still there"]
