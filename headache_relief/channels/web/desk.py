"""Everything of the web channel that its pages use, made once at start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Mapping

from headache_relief.channels.shared.limits import Counters
from headache_relief.channels.shared.ports import House, Json
from headache_relief.channels.shared.talks import Talks
from headache_relief.channels.web.admission import Admission
from headache_relief.channels.web.entrance import Entrance
from headache_relief.channels.web.origins import Origins
from headache_relief.channels.web.session import Sessions
from headache_relief.channels.web.tabs import Tabs
from headache_relief.channels.web.wire import Wire

NAME = "web"


@dataclass(frozen=True)
class Desk:
    """The parts of a running web channel."""

    origins: Origins
    sessions: Sessions
    admission: Admission
    counters: Counters
    wire: Wire
    talks: Talks
    about_the_site: Mapping[str, Any]
    standing: Callable[[str], Awaitable[Json]]


def open_desk(entrance: Entrance, house: House, address_of: Callable[[Any], str]) -> Desk:
    """The channel's parts, put together."""
    counters = Counters(house.limits)
    sessions = Sessions(entrance.key, former_key=entrance.former_key)
    wire = Wire(counters, address_of)
    admission = Admission(sessions, house.records)
    tabs = Tabs(wire, sessions, admission, counters)
    talks = Talks(NAME, house, tabs, counters)
    tabs.open(talks)
    return Desk(
        entrance.origins,
        sessions,
        admission,
        counters,
        wire,
        talks,
        house.session,
        house.assistant.standing,
    )
