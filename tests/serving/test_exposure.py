"""Who can reach the assistant, and what must be there before strangers do."""

import pytest

from headache_relief.channels.web.key import VARIABLE
from headache_relief.serving import exposure
from headache_relief.serving.address import Address
from headache_relief.serving.errors import ServingError
from headache_relief.serving.exposure import check_exposure, entrance_for, is_production
from headache_relief.settings import Settings

HERE = Address("127.0.0.1", 5005)
SITE = "https://www.example.org"


@pytest.fixture(autouse=True)
def no_key(monkeypatch, tmp_path):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(exposure, "KEY_FILE", tmp_path / "key")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_on_this_machine_it_is_development_unless_the_setting_says_otherwise(host):
    assert not is_production(Address(host, 5005), Settings())
    assert is_production(Address(host, 5005), Settings(production=True))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "2001:db8::1", "example.org", ""])
def test_where_others_can_reach_it_is_production(host):
    assert is_production(Address(host, 5005), Settings())


def test_production_without_a_key_refuses_to_start_and_says_how_to_make_one(monkeypatch):
    with pytest.raises(ServingError, match=rf"{VARIABLE} .*python3 -c"):
        check_exposure(Address("0.0.0.0", 5005), Settings(), rest=False)
    monkeypatch.setenv(VARIABLE, "k" * 31)
    with pytest.raises(ServingError, match="too short"):
        check_exposure(HERE, Settings(production=True), rest=False)
    monkeypatch.setenv(VARIABLE, "k" * 32)
    check_exposure(HERE, Settings(production=True), rest=False)


def test_the_rest_channel_is_refused_in_production(monkeypatch):
    monkeypatch.setenv(VARIABLE, "k" * 32)
    check_exposure(HERE, Settings(), rest=True)
    with pytest.raises(ServingError, match="--rest"):
        check_exposure(HERE, Settings(production=True), rest=True)
    with pytest.raises(ServingError, match="--rest"):
        check_exposure(Address("0.0.0.0", 5005), Settings(), rest=True)


def test_its_own_pages_may_talk_to_it_in_development_only(monkeypatch):
    monkeypatch.setenv(VARIABLE, "k" * 32)
    settings = Settings(allowed_origins=(SITE,))
    assert SITE in entrance_for(HERE, settings).origins.allowed
    assert "http://127.0.0.1:5005" in entrance_for(HERE, settings).origins.allowed
    production = settings.copy(update={"production": True})
    assert entrance_for(HERE, production).origins.allowed == {SITE}
