"""The web channel keeps to its description, whatever is asked of it."""

from __future__ import annotations

import asyncio
import itertools
import json
from contextlib import suppress
from pathlib import Path

import schemathesis
import websockets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
)

from tests.channels.web.widget import Assistant
from tests.fuzz.conftest import EACH, SITE
from tests.fuzz.strategies import JSON, TEXT, written

ROOT = Path(__file__).resolve().parents[2]
ADDRESSES = (f"10.2.{number // 250}.{number % 250}" for number in itertools.count(1))
OPERATIONS = 4
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
COMMON = {
    "deadline": None,
    "derandomize": True,
    "database": None,
    "suppress_health_check": list(HealthCheck),
}
described = schemathesis.openapi.from_path(str(ROOT / "docs/openapi.yml"))


@described.parametrize()
@settings(max_examples=max(EACH // OPERATIONS, 1), **COMMON)
def test_every_answer_over_http_is_one_that_is_described(case, server, tally):
    page = Assistant(server.url, SITE, next(ADDRESSES))
    headers = {"X-Forwarded-For": page.address}
    if case.method == "POST" and "Origin" not in (case.headers or {}):
        headers["Origin"] = SITE
    if not (case.headers or {}).get("Authorization"):
        headers["Authorization"] = f"Bearer {page.token()}"
    answer = case.call(base_url=server.url, headers=headers)
    is_talk = "text/plain" in str(
        answer.headers.get("content-type")
    )  # empty while nothing was said
    tally.note("web", answer.status_code, answer.content, needs_body=not is_talk)
    case.validate_response(answer, checks=CHECKS)


EVENT = st.sampled_from(["say", "thumb", "connect", "disconnect", "erase", "__proto__", ""])
SAID = st.fixed_dictionaries(
    {},
    optional={
        "id": st.one_of(st.just("message-of-mine"), TEXT, JSON),
        "text": st.one_of(TEXT, JSON),
        "choices": st.one_of(st.lists(TEXT, max_size=3), JSON),
        "message": JSON,
        "helpful": JSON,
    },
)
FRAME = st.one_of(
    st.builds(lambda event, data: f"42{written([event, data]).decode()}", EVENT, SAID),
    st.builds(lambda number, data: f"42{number}{written(data).decode()}", st.integers(), JSON),
    st.text(alphabet='0123456789-[]{}",/abc\x00', max_size=40),
    st.builds(lambda kind, rest: f"{kind}{rest}", st.sampled_from("0123456"), TEXT),
)


@settings(max_examples=EACH // 4, **COMMON)
@given(frames=st.lists(FRAME, min_size=4, max_size=4))
def test_whatever_is_sent_over_the_socket_harms_nobody(frames, server, tally):
    asyncio.run(_thrown(frames, server.url, tally))


async def _thrown(frames: list[str], url: str, tally) -> None:
    """Sends the frames in a session of their own; then the site still opens another one."""
    page = Assistant(url, SITE, next(ADDRESSES))
    with suppress(websockets.ConnectionClosed, AssertionError, asyncio.TimeoutError):
        async with page.connected(page.token()) as tab:
            for frame in frames:
                await tab.line.send(frame.encode("utf-8", "replace").decode())
    after = Assistant(url, SITE, next(ADDRESSES)).session()
    for _ in frames:
        tally.note("socket", after.status, after.body, needs_body=True)
    assert after.status == 200
    assert json.loads(after.body)["token"]
