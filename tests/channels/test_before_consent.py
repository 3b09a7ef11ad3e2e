"""Before somebody agrees no byte of their talk is written, in any place, even by a crash."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Sequence

import pytest
from websockets.exceptions import ConnectionClosedError

from headache_relief.records.data_keys import VARIABLE, new_key
from tests.channels.places import Place, Web, soon
from tests.channels.stage import Stage, opened
from tests.faults.said import EMERGENCY
from tests.programs import ROOT

PLACES = ("web", "slack", "telegram")
# Words that no answer of the assistant has, each said in one situation, with the place's name.
ASKED, DECLINED, CUT, ERASED, AGREED = "oboe", "bassoon", "cornet", "fiddle", "clarinet"
BEFORE = ("asked", "declined", "cut off")


@dataclass
class Searched:
    """How often each word, and each talk's id, stands in the files after a crash."""

    words: Counter[str] = field(default_factory=Counter)
    ids: dict[str, Counter[str]] = field(default_factory=dict)
    heard: dict[tuple[str, str], str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def searched(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Searched:
    return asyncio.run(talk_and_crash(tmp_path_factory.mktemp("before")))


async def talk_and_crash(folder: Path, **environment: str) -> Searched:
    found = Searched()
    async with opened(folder, **environment) as stage:
        with suppress(ConnectionClosedError):  # tabs are closed after the assistant was killed
            await everybody_talks(stage, folder, found)
    words = (ASKED, DECLINED, CUT, ERASED, AGREED)
    found.words = in_files(folder, [f"{word} {place}" for word in words for place in PLACES])
    return found


async def everybody_talks(stage: Stage, folder: Path, found: Searched) -> None:
    people: dict[str, Sequence[Place]] = {}
    async with (
        stage.person() as people["asked"],
        stage.person() as people["declined"],
        stage.person() as people["agreed"],
        stage.person() as people["erased"],
        stage.person() as people["cut off"],
    ):
        await in_all(people["asked"], [f"{ASKED} lesson, my head hurts", EMERGENCY])
        await in_all(people["declined"], ["no thanks", f"does massage help after a {DECLINED}"])
        await in_all(people["agreed"], ["yes", f"pain since the {AGREED}"])
        await in_all(people["erased"], ["yes", f"pain since the {ERASED}"])
        await erased(people["erased"])
        await in_all(people["cut off"], [])
        await cut_off(people["cut off"], stage)
        for situation, places in people.items():
            found.ids[situation] = in_files(folder, [each.conversation for each in places])
            found.heard.update({(situation, each.name): each.heard() for each in places})


async def in_all(places: Sequence[Place], texts: Sequence[str]) -> None:
    """Says texts in every place, the place's name behind the words, and waits for each answer."""
    for place in places:
        await place.begin()
        await answered(place, "")
    for text in texts:
        for place in places:
            before = place.heard()
            await place.say(marked(text, place))
            await answered(place, before)


def marked(text: str, place: Place) -> str:
    for word in (ASKED, DECLINED, CUT, ERASED, AGREED):
        text = text.replace(word, f"{word} {place.name}")
    return text


async def answered(place: Place, before: str) -> None:
    await soon(lambda: len(place.heard()) > len(before), f"an answer in {place.name}")


async def erased(places: Sequence[Place]) -> None:
    for place in places:
        before = place.heard()
        await place.erase()
        if not isinstance(place, Web):
            await answered(place, before)
            await soon(lambda place=place: "erased" in place.heard(), f"erased in {place.name}")


async def cut_off(places: Sequence[Place], stage: Stage) -> None:
    """Says something, and kills the assistant while it works on the answers."""
    for place in reversed(places):
        text = marked(f"it hurts since the {CUT}", place)
        if isinstance(place, Web):
            await place.tab.say(text)
            await place.tab.until("typing")
        else:
            await place.say(text)
    stage.server.stop()


def in_files(folder: Path, words: Sequence[str]) -> Counter[str]:
    """How often the words stand in whatever the assistant wrote: database, output, its cache."""
    files = [*folder.rglob("*"), *(ROOT / ".cache" / "logs").rglob("*")]
    contents = [file.read_bytes() for file in files if file.is_file()]
    return Counter(
        {word: sum(content.count(word.encode()) for content in contents) for word in words}
    )


@pytest.mark.timeout(240)
@pytest.mark.parametrize("place", PLACES)
def test_nothing_of_a_talk_without_consent_is_in_any_file(searched, place):
    assert searched.words[f"{AGREED} {place}"] > 0, "or the search would find nothing anyway"
    for word in (ASKED, DECLINED, CUT):
        assert searched.words[f"{word} {place}"] == 0, word
    assert "999" in searched.heard["asked", place], "danger was answered all the same"


@pytest.mark.timeout(240)
@pytest.mark.parametrize("place", PLACES)
def test_nothing_of_an_erased_talk_is_in_any_file(searched, place):
    assert searched.words[f"{ERASED} {place}"] == 0


@pytest.mark.timeout(240)
def test_not_even_that_there_was_a_talk_without_consent(searched):
    assert all(searched.ids["agreed"].values())
    for situation in (*BEFORE, "erased"):
        assert not +searched.ids[situation], situation


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_with_a_key_no_file_tells_what_anybody_said_or_who_did(trained_model, tmp_path):
    found = asyncio.run(talk_and_crash(tmp_path, **{VARIABLE: new_key()}))
    assert not +found.words
    assert not [situation for situation, ids in found.ids.items() if +ids]
    assert all(found.heard["agreed", place] for place in PLACES), "they talked all the same"
