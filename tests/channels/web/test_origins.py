"""Which pages may talk to the assistant."""

import pytest

from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.web.origins import Origins

ORIGINS = Origins.of(["https://www.example.org"])
EVIL = [
    "https://evil.example",
    "http://www.example.org",
    "https://www.example.org.evil.example",
    "https://www.example.org:8443",
    "https://example.org",
    "https://www.example.org/",
    "HTTPS://WWW.EXAMPLE.ORG",
    "null",
    "",
    "*",
    "https://www.example.org, https://evil.example",
]


def test_an_allowed_page_may_and_may_read_the_answer():
    ORIGINS.check("https://www.example.org", needed=True)
    headers = ORIGINS.headers("https://www.example.org")
    assert headers["Access-Control-Allow-Origin"] == "https://www.example.org"


@pytest.mark.parametrize("needed", [True, False])
@pytest.mark.parametrize("origin", EVIL)
def test_any_other_page_is_refused_and_may_not_read_that_either(origin, needed):
    with pytest.raises(Refusal, match="forbidden_origin"):
        ORIGINS.check(origin, needed=needed)
    assert "Access-Control-Allow-Origin" not in ORIGINS.headers(origin)


def test_without_an_origin_no_session_is_given():
    with pytest.raises(Refusal, match="forbidden_origin"):
        ORIGINS.check(None, needed=True)
    ORIGINS.check(None, needed=False)


def test_no_answer_is_kept_by_anybody_and_none_allows_cookies():
    headers = ORIGINS.headers("https://www.example.org")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Credentials" not in {**headers, **ORIGINS.preflight_headers()}
