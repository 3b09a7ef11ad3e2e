"""Sessions: minted and read by the server alone."""

import jwt
import pytest

from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.web.session import (
    AUDIENCE,
    ERASING,
    ISSUER,
    LONGEST_SECONDS,
    SECONDS,
    SECONDS_A_DAY,
    Sessions,
)

KEY = b"k" * 32


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(clock) -> Sessions:
    return Sessions(KEY, clock)


def refused(sessions: Sessions, token: object) -> str:
    with pytest.raises(Refusal) as refusal:
        sessions.read(token)
    return refusal.value.code


def claims(clock: Clock, **others: object) -> dict:
    now = int(clock.now)
    told = {"sub": "web-x", "aud": AUDIENCE, "iss": ISSUER, "iat": now, "exp": now + 60, **others}
    return {name: value for name, value in told.items() if value is not None}


def test_a_minted_token_names_a_conversation_that_nobody_can_guess(sessions):
    conversations = {sessions.read(sessions.new()).conversation for _ in range(100)}
    assert len(conversations) == 100
    assert all(name.startswith("web-") and len(name) >= 4 + 22 for name in conversations)


def test_the_forger_of_these_tests_would_get_in_with_the_right_claims(sessions, clock):
    assert sessions.read(jwt.encode(claims(clock), KEY, "HS256")).conversation == "web-x"


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "headache-relief-telegram"},
        {"aud": None},
        {"iss": "someone"},
        {"iss": None},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"sub": "telegram-1"},
        {"exp": "soon"},
        {"exp": [1]},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_or_missing_claim_is_refused(sessions, clock, wrong):
    assert refused(sessions, jwt.encode(claims(clock, **wrong), KEY, "HS256")) == "invalid_token"


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_is_refused(sessions, clock, algorithm):
    assert refused(sessions, jwt.encode(claims(clock), KEY, algorithm)) == "invalid_token"


def test_an_unsigned_token_is_refused(sessions, clock):
    assert refused(sessions, jwt.encode(claims(clock), None, "none")) == "invalid_token"


def test_a_token_of_another_key_is_refused(sessions, clock):
    assert refused(sessions, jwt.encode(claims(clock), b"x" * 32, "HS256")) == "invalid_token"


@pytest.mark.parametrize(
    "junk",
    [None, "", "a.b.c", 7, ["x"], {"token": "x"}, "x" * 100_000, "\ud800", "ä.ö.ü"],
    ids=ascii,
)
def test_junk_is_refused(sessions, junk):
    assert refused(sessions, junk) == "invalid_token"


def test_a_token_with_one_letter_changed_is_refused(sessions):
    token = sessions.new()
    for place in (0, 50, len(token) // 2, len(token) - 10):
        other = "A" if token[place] != "A" else "B"
        assert refused(sessions, token[:place] + other + token[place + 1 :]) == "invalid_token"


def test_a_token_expires_to_the_second(sessions, clock):
    token = sessions.new()
    clock.now += SECONDS - 1
    sessions.read(token)
    clock.now += 1
    assert refused(sessions, token) == "expired_token"


def test_a_session_in_use_is_renewed_past_half_its_time_and_stays_the_same(sessions, clock):
    session = sessions.read(sessions.new())
    assert not sessions.needs_renewal(session)
    clock.now += SECONDS / 2 + 1
    assert sessions.needs_renewal(session)
    renewed = sessions.read(sessions.renewed(session))
    assert renewed.conversation == session.conversation
    assert renewed.expires == session.expires + SECONDS / 2 + 1


def test_after_a_restart_with_the_same_key_a_token_still_lets_in(sessions, clock):
    token = sessions.new()
    assert Sessions(KEY, clock).read(token) == sessions.read(token)


def test_no_token_of_an_erased_conversation_lets_in(sessions, clock):
    token = sessions.new()
    session = sessions.read(token)
    clock.now += SECONDS - 10
    newer = sessions.renewed(session)
    sessions.revoke(session.conversation)
    assert refused(sessions, token) == refused(sessions, newer) == "invalid_token"
    clock.now += SECONDS
    sessions.revoke("web-other")
    assert refused(sessions, newer) == "expired_token"


def test_a_session_in_use_ends_after_a_day_however_often_it_is_renewed(sessions, clock):
    session = sessions.read(sessions.new())
    begun = clock.now
    while clock.now < begun + LONGEST_SECONDS - 100:
        session = sessions.read(sessions.renewed(session))
        clock.now += 600
    assert session.expires == int(begun) + LONGEST_SECONDS
    clock.now = session.expires - 1
    token = sessions.renewed(session)
    assert sessions.seconds_left(token) == 1 and not sessions.needs_renewal(session)
    clock.now += 1
    assert refused(sessions, token) == "expired_token"


def test_a_token_that_erases_opens_nothing_and_lasts_as_long_as_the_talk_is_kept(sessions, clock):
    conversation = sessions.read(sessions.new()).conversation
    token = sessions.erasing(conversation, days=30)
    assert refused(sessions, token) == "invalid_token"
    clock.now += 31 * SECONDS_A_DAY  # the last message may be a day younger than the token
    assert sessions.erasable(token) == conversation
    clock.now += SECONDS_A_DAY
    with pytest.raises(Refusal) as refusal:
        sessions.erasable(token)
    assert refusal.value.code == "expired_token"


def test_what_is_no_token_of_ours_erases_nothing(sessions, clock):
    for audience in ("another", None, 7, [ERASING + "x"]):
        with pytest.raises(Refusal):
            sessions.erasable(jwt.encode(claims(clock, aud=audience), KEY, "HS256"))
    for conversation in ("telegram-1", "slack-U1", None):
        forged = claims(clock, aud=ERASING, sub=conversation)
        with pytest.raises(Refusal):
            sessions.erasable(jwt.encode(forged, KEY, "HS256"))
        with pytest.raises(Refusal):
            sessions.erasable(sessions.erasing(str(conversation), 30))


def test_a_session_token_erases_too_while_it_lasts(sessions, clock):
    token = sessions.new()
    assert sessions.erasable(token) == sessions.read(token).conversation
    clock.now += SECONDS
    with pytest.raises(Refusal):
        sessions.erasable(token)


def test_all_tokens_of_a_conversation_lead_to_one_worker_and_those_of_others_elsewhere(
    sessions, clock
):
    token = sessions.new()
    route = sessions.route(token)
    clock.now += 1800
    assert sessions.route(sessions.renewed(sessions.read(token))) == route
    assert sessions.route(sessions.new()) != route
    assert route not in sessions.read(token).conversation


def test_after_a_new_key_talks_can_still_be_erased_but_no_session_goes_on(sessions, clock):
    token = sessions.new()
    conversation = sessions.read(token).conversation
    erasing = sessions.erasing(conversation, 30)
    renewed = Sessions(b"n" * 32, clock, former_key=KEY)
    assert renewed.erasable(erasing) == conversation
    assert refused(renewed, token) == refused(renewed, erasing) == "invalid_token"
    for other in (renewed, Sessions(b"n" * 32, clock)):
        with pytest.raises(Refusal):
            other.erasable(token)
    with pytest.raises(Refusal):
        Sessions(b"n" * 32, clock).erasable(erasing)
