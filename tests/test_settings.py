"""The site's settings: read, overridden by the environment, refused with one sentence."""

from pathlib import Path
from typing import Mapping

import pytest

from headache_relief.settings import (
    SETTINGS_FILE,
    Settings,
    SettingsError,
    check_techniques,
    read_settings,
)


def settings_of(folder: Path, text: str, environment: Mapping[str, str] = {}) -> Settings:
    path = folder / "settings.yml"
    path.write_text(text)
    return read_settings(path, environment)


def refusal(folder: Path, text: str, environment: Mapping[str, str] = {}) -> str:
    with pytest.raises(SettingsError) as raised:
        settings_of(folder, text, environment)
    return str(raised.value)


def test_the_committed_settings_can_be_used():
    assert read_settings(SETTINGS_FILE, {}).assistant_name


def test_the_committed_settings_explain_every_setting():
    assert set(Settings.__fields__) <= {
        line.split(":")[0] for line in SETTINGS_FILE.read_text().splitlines()
    }


def test_an_empty_file_gives_the_defaults(tmp_path):
    assert settings_of(tmp_path, "") == Settings()


def test_a_key_without_a_value_counts_as_left_empty(tmp_path):
    assert settings_of(tmp_path, "country:\n").country == ""


def test_the_environment_overrides_the_file(tmp_path):
    settings = settings_of(tmp_path, "country: IE\n", {"HEADACHE_RELIEF_COUNTRY": "GB"})
    assert settings.country == "GB"


def test_numbers_can_come_from_the_environment(tmp_path):
    settings = settings_of(tmp_path, "", {"HEADACHE_RELIEF_RETENTION_DAYS": "7"})
    assert settings.retention_days == 7


def test_techniques_from_the_environment_are_split_at_commas(tmp_path):
    settings = settings_of(tmp_path, "", {"HEADACHE_RELIEF_TECHNIQUES": "cold_pack, warm_pack"})
    assert settings.techniques == ("cold_pack", "warm_pack")


def test_allowed_origins_from_the_environment_are_split_at_commas(tmp_path):
    listed = {"HEADACHE_RELIEF_ALLOWED_ORIGINS": "https://a.example, http://localhost:8080"}
    settings = settings_of(tmp_path, "", listed)
    assert settings.allowed_origins == ("https://a.example", "http://localhost:8080")


def test_other_variables_with_the_prefix_are_left_alone(tmp_path):
    assert settings_of(tmp_path, "", {"HEADACHE_RELIEF_SOMETHING_ELSE": "1"}) == Settings()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("country: UK", "two capital letters such as GB"),
        ("country: gb", "two capital letters such as GB"),
        ("booking_link: http://example.org", "https://"),
        ("booking_link: https://no", "https://"),
        ("retention_days: 0", "1 to 3650"),
        ("retention_days: soon", "1 to 3650"),
        ("action_timeout: 0", "0.5 to 60"),
        ("techniques: 5", "all, or a list"),
        ("techniques: []", "all, or a list"),
        ("database_url: mysql://somewhere", "sqlite:/// or postgresql://"),
        ("assistant_name: ''", "1 to 40 characters"),
        ("allowed_origins: ['*']", "without a path"),
        ("allowed_origins: ['null']", "without a path"),
        ("allowed_origins: ['http://example.org']", "without a path"),
        ("allowed_origins: ['https://example.org/']", "without a path"),
        ("allowed_origins: ['https://example.org/page']", "without a path"),
        ("allowed_origins: ['https://example.org:443']", "without a path"),
        ("allowed_origins: ['https://Example.org']", "without a path"),
        ("allowed_origins: ['https://someone@example.org']", "without a path"),
        ("allowed_origins: 7", "without a path"),
        ("trusted_proxies: -1", "0 to 9"),
        ("production: perhaps", "true or false"),
        ("monitored_from: ['everywhere']", "a list of networks"),
        ("monitored_from: ['10.0.0.1/8']", "a list of networks"),
        ("monitored_from: 7", "a list of networks"),
        ("log_level: loud", "warning, info or debug"),
        ("log_format: xml", "plain or json"),
    ],
)
def test_a_wrong_value_is_refused_with_the_key_and_what_it_may_be(tmp_path, text, named):
    sentence = refusal(tmp_path, text)
    assert sentence.startswith(f"settings.yml: {text.split(':')[0]} can't be ")
    assert named in sentence
    assert "\n" not in sentence


def test_an_unknown_key_is_refused_with_the_keys_there_are(tmp_path):
    sentence = refusal(tmp_path, "asistant_name: Ann")
    assert "asistant_name is not a setting" in sentence
    assert "assistant_name" in sentence.split("settings are")[1]


def test_a_wrong_variable_is_named_as_the_variable(tmp_path):
    sentence = refusal(tmp_path, "country: GB", {"HEADACHE_RELIEF_COUNTRY": "England"})
    assert sentence.startswith("HEADACHE_RELIEF_COUNTRY can't be 'England'")


def test_a_refused_address_of_a_database_does_not_show_its_password(tmp_path):
    address = "postgres://ann:trombone@db.example.org/talks"
    sentence = refusal(tmp_path, "", {"HEADACHE_RELIEF_DATABASE_URL": address})
    assert sentence.startswith("HEADACHE_RELIEF_DATABASE_URL can't be used: ")
    assert "trombone" not in sentence


def test_networks_from_the_environment_are_split_at_commas(tmp_path):
    named = {"HEADACHE_RELIEF_MONITORED_FROM": "10.0.0.0/8, fd00::/8"}
    assert settings_of(tmp_path, "", named).monitored_from == ("10.0.0.0/8", "fd00::/8")


def test_a_list_instead_of_keys_is_refused(tmp_path):
    assert "key: value" in refusal(tmp_path, "- country")


def test_a_technique_that_does_not_exist_is_refused_with_those_that_do():
    settings = Settings(techniques=["cold_pack", "hot_stones"])
    with pytest.raises(SettingsError, match="'hot_stones'.*cold_pack, warm_pack"):
        check_techniques(settings, {"warm_pack", "cold_pack"})


def test_all_techniques_are_offered_unless_some_are_chosen():
    assert Settings().offers("cold_pack")
    assert not Settings(techniques=["warm_pack"]).offers("cold_pack")
