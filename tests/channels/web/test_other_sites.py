"""Pages of other sites get nothing, by any way."""

from __future__ import annotations

import pytest
import websockets

from tests.channels.web.attacks import ENGINE

EVIL = "https://evil.example"


@pytest.mark.parametrize("origin", [EVIL, "null", "http://site.example", "https://site.example.co"])
async def test_another_sites_page_gets_nothing_by_any_way(page, origin):
    token = page.token()
    for answer in (
        page.session(origin=origin),
        page.get("history", token, origin=origin),
        page.erase(token, origin=origin),
        page.ask(ENGINE + "polling", origin=origin),
        page.ask("/session", "OPTIONS", origin=origin),
    ):
        assert (answer.status, answer.error) == (403, "forbidden_origin")
        assert "access-control-allow-origin" not in answer.headers
    with pytest.raises(websockets.InvalidStatusCode) as refused:
        async with page.line(origin=origin):
            pass
    assert refused.value.status_code == 403
    assert page.get("history", token).status == 200, "the talk was erased"


def test_without_an_origin_there_is_no_session(page):
    assert page.session(origin=None).error == "forbidden_origin"


@pytest.mark.parametrize(
    "kind",
    ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", None],
)
def test_a_form_of_another_site_cannot_ask_for_a_session(page, kind):
    answer = page.session(b'{"a": "=b"}', content_type=kind)
    assert answer.error == "bad_request"


def test_the_allowed_site_may_ask_first_and_read_the_answers(page):
    asked = page.ask("/session", "OPTIONS", origin=page.origin)
    assert asked.status == 204
    headers = asked.headers
    assert headers["access-control-allow-origin"] == page.origin
    assert "authorization" in headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in headers


def test_no_answer_sets_a_cookie_or_may_be_kept(page):
    token = page.token()
    for answer in (
        page.session(),
        page.get("history", token),
        page.get("history", "forged"),
        page.ask(ENGINE + "polling", origin=page.origin),
    ):
        headers = answer.headers
        assert "set-cookie" not in headers
        assert headers["cache-control"] == "no-store" and headers["vary"] == "Origin"
        assert headers["x-content-type-options"] == "nosniff"


def test_answers_as_scripts_are_not_given(page):
    assert page.ask(ENGINE + "polling&j=0").error == "bad_request"
