"""Who can reach the assistant, and what must be there before strangers do."""

from __future__ import annotations

import ipaddress

from headache_relief.channels.web.entrance import Entrance
from headache_relief.channels.web.key import KeyMissing, former_key, signing_key
from headache_relief.channels.web.origins import Origins
from headache_relief.serving.address import Address
from headache_relief.serving.errors import ServingError
from headache_relief.settings import ROOT, Settings

KEY_FILE = ROOT / ".cache" / "web_key"


def check_exposure(address: Address, settings: Settings, rest: bool) -> None:
    """ServingError when strangers could come in by a door that has no lock."""
    entrance_for(address, settings)
    if rest and is_production(address, settings):
        raise ServingError(
            "--rest lets whoever reaches the port read any conversation: leave it out in "
            "production, and listen on 127.0.0.1 only."
        )


def entrance_for(address: Address, settings: Settings) -> Entrance:
    """Who may come in to the web channel; ServingError when it has no key to sign sessions with."""
    production = is_production(address, settings)
    try:
        key, former = signing_key(production, KEY_FILE), former_key()
    except KeyMissing as error:
        raise ServingError(str(error)) from None
    own = () if production else own_origins(address)
    return Entrance(key, Origins.of((*settings.allowed_origins, *own)), former)


def is_production(address: Address, settings: Settings) -> bool:
    """Whether strangers can reach the assistant: by setting, or because of where it listens."""
    return settings.production or not is_loopback(address.host)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def own_origins(address: Address) -> tuple[str, ...]:
    """The assistant's own pages, as a browser on this machine may call them."""
    return tuple(f"http://{host}:{address.port}" for host in ("127.0.0.1", "localhost", "[::1]"))
