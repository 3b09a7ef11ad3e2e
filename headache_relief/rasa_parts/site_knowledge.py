"""The knowledge as this site offers it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from headache_relief.knowledge.clinical import Technique
from headache_relief.knowledge.clinical_files import Knowledge, load_knowledge
from headache_relief.settings import ALL_TECHNIQUES, load_settings


@lru_cache(maxsize=1)
def site_knowledge() -> Knowledge:
    """All knowledge, with the techniques that the site leaves out explained but not suggested.

    Comfort such as rest and slow breathing is always offered, so that something safe is left.
    """
    knowledge = load_knowledge()
    chosen = load_settings().techniques
    if chosen == ALL_TECHNIQUES:
        return knowledge
    techniques = {
        name: _left_out(technique)
        if technique.kind != "comfort" and name not in chosen
        else technique
        for name, technique in knowledge.techniques.items()
    }
    return replace(knowledge, techniques=MappingProxyType(techniques))


def _left_out(technique: Technique) -> Technique:
    return technique.copy(update={"offered": False})
