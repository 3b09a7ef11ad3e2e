"""The site's own settings: `settings.yml`, overridden by HEADACHE_RELIEF_<NAME> variables."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Collection, Literal, Mapping, Union

from phonenumbers import SUPPORTED_REGIONS
from pydantic import BaseModel, Extra, Field, ValidationError, validator

from headache_relief.knowledge.yaml_files import read_yaml

ROOT = Path(__file__).resolve().parents[1]
SETTINGS_FILE = ROOT / "settings.yml"
PREFIX = "HEADACHE_RELIEF_"
ALL_TECHNIQUES = "all"
SECURE_LINK = re.compile(r"^https://[^\s/.]+(\.[^\s/.]+)+(/\S*)?$")
HTTP_ADDRESS = r"^https?://[^\s/]+$"
# As a browser sends it: no path, no usual port, lower case; plain http only on the same machine.
ORIGIN = re.compile(
    r"^(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1|\[::1\]))(?<!\.)(:(?!443$|80$)[0-9]{1,5})?$"
)
MAY_HOLD_A_SECRET = frozenset({"database_url"})
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg2://")


class SettingsError(Exception):
    """A setting can't be used; the message names it and the values it may have."""


class Settings(BaseModel):
    """What a site's owner may change without touching code; every field has a default.

    `allowed` of each field is the sentence that says which values it may have.
    """

    assistant_name: str = Field(
        "Headache helper", min_length=1, max_length=40, allowed="write a name of 1 to 40 characters"
    )
    site_name: str = Field("", max_length=60, allowed="write a name of at most 60 characters")
    country: str = Field(
        "", allowed="write a country code of two capital letters such as GB, or leave it empty"
    )
    booking_link: str = Field(
        "", allowed="write an address that starts with https://, or leave it empty"
    )
    contact: str = Field("", max_length=120, allowed="write at most 120 characters")
    techniques: Union[str, tuple[str, ...]] = Field(
        ALL_TECHNIQUES, allowed="write all, or a list of techniques from data/knowledge"
    )
    retention_days: int = Field(
        30, ge=1, le=3650, allowed="write a whole number of days from 1 to 3650"
    )
    database_url: str = Field(
        "sqlite:///headache_relief.db",
        allowed="write an address that starts with sqlite:/// or postgresql://",
    )
    action_timeout: float = Field(
        3.0, ge=0.5, le=60, allowed="write a number of seconds from 0.5 to 60"
    )
    allowed_origins: tuple[str, ...] = Field(
        (),
        allowed="write a list of your pages' origins such as ['https://www.example.org'], "
        "without a path",
    )
    trusted_proxies: int = Field(0, ge=0, le=9, allowed="write a whole number from 0 to 9")
    monitored_from: tuple[str, ...] = Field(
        (), allowed="write a list of networks such as ['10.0.0.0/8'], or leave it empty"
    )
    log_level: Literal["warning", "info", "debug"] = Field(
        "warning", allowed="write warning, info or debug"
    )
    log_format: Literal["plain", "json"] = Field("plain", allowed="write plain or json")
    production: bool = Field(False, allowed="write true or false")
    telegram_webhook: str = Field(
        "", allowed="write an address that starts with https://, or leave it empty"
    )
    telegram_server: str = Field(
        "https://api.telegram.org", regex=HTTP_ADDRESS, allowed="write an address without a path"
    )

    class Config:
        extra = Extra.forbid
        allow_mutation = False

    @validator("country")
    def is_a_country(cls, code: str) -> str:
        if code and code not in SUPPORTED_REGIONS:
            raise ValueError("not a country")
        return code

    @validator("booking_link", "telegram_webhook")
    def is_a_secure_link(cls, link: str) -> str:
        if link and not SECURE_LINK.match(link):
            raise ValueError("not a secure link")
        return link

    @validator("database_url")
    def is_a_known_database(cls, url: str) -> str:
        if not url.startswith(DATABASES):
            raise ValueError("not a known database")
        return url

    @validator("techniques", pre=True)
    def is_all_or_a_list(cls, value: Any) -> Union[str, tuple[str, ...]]:
        names = value.split(",") if isinstance(value, str) else value
        if not isinstance(names, (list, tuple)) or not names:
            raise ValueError("not a list")
        chosen = tuple(str(name).strip() for name in names)
        return ALL_TECHNIQUES if chosen == (ALL_TECHNIQUES,) else chosen

    @validator("allowed_origins", pre=True)
    def is_a_list_of_origins(cls, value: Any) -> tuple[str, ...]:
        listed = [part for part in value.split(",") if part] if isinstance(value, str) else value
        if not isinstance(listed, (list, tuple)):
            raise ValueError("not a list")
        origins = tuple(str(origin).strip() for origin in listed)
        if not all(ORIGIN.match(origin) for origin in origins):
            raise ValueError("not an origin")
        return origins

    @validator("monitored_from", pre=True)
    def is_a_list_of_networks(cls, value: Any) -> tuple[str, ...]:
        listed = [part for part in value.split(",") if part] if isinstance(value, str) else value
        if not isinstance(listed, (list, tuple)):
            raise ValueError("not a list")
        return tuple(str(ip_network(str(network).strip())) for network in listed)

    def offers(self, technique: str) -> bool:
        """True when the site wants this technique suggested."""
        return self.techniques == ALL_TECHNIQUES or technique in self.techniques


def read_settings(
    path: Path = SETTINGS_FILE, environment: Mapping[str, str] = os.environ
) -> Settings:
    """The settings of a file, overridden by the environment.

    SettingsError names the key (or variable), what it held, and what it may hold; KnowledgeError
    names a line that is not YAML.
    """
    written = read_yaml(path) or {}
    if not isinstance(written, dict):
        raise SettingsError(f"{path.name} must hold one 'key: value' a line.")
    filled = {key: "" if value is None else value for key, value in written.items()}
    overriding = {
        name: environment[PREFIX + name.upper()]
        for name in Settings.__fields__
        if PREFIX + name.upper() in environment
    }
    try:
        return Settings.parse_obj({**filled, **overriding})
    except ValidationError as error:
        key = str(error.errors()[0]["loc"][0])
        place = PREFIX + key.upper() if key in overriding else f"{path.name}: {key}"
        raise SettingsError(f"{place} {_mend(key, {**filled, **overriding}[key])}.") from None


def _mend(key: str, value: Any) -> str:
    field = Settings.__fields__.get(key)
    if field is None:
        return f"is not a setting; the settings are {', '.join(Settings.__fields__)}"
    shown = "used" if key in MAY_HOLD_A_SECRET else repr(value)
    return f"can't be {shown}: {field.field_info.extra['allowed']}"


def check_techniques(settings: Settings, known: Collection[str]) -> None:
    """SettingsError when the settings name a technique that the knowledge files don't have."""
    if settings.techniques == ALL_TECHNIQUES:
        return
    for name in settings.techniques:
        if name not in known:
            raise SettingsError(
                f"settings.yml: techniques names {name!r}, which is not known: "
                f"write all, or choose from {', '.join(sorted(known))}."
            )


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """The settings of this process, read once; errors as `read_settings`."""
    return read_settings()
