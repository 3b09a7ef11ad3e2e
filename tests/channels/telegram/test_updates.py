"""Every kind of update that Telegram may send: answered, or knowingly ignored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from telegram.constants import UpdateType

CASES = json.loads((Path(__file__).parent / "updates.json").read_text())
NOTE = "note: "
MARKER = 902


def chats(telegram: Any) -> list[int]:
    return [chat for chat, _ in telegram.messages if chat != MARKER]


def notes(telegram: Any) -> list[str]:
    return [call.data.get("text", "") for call in telegram.made("answerCallbackQuery")]


def test_every_kind_of_update_has_a_case() -> None:
    covered = {kind for case in CASES for kind in case["update"]}
    assert covered >= {kind.value for kind in UpdateType}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
async def test_an_update_is_answered_or_knowingly_ignored(case, bot, telegram, caplog):
    await telegram.deliver({"update_id": 1, **case["update"]})
    await telegram.write(MARKER, "something afterwards")
    await telegram.until(lambda: telegram.shown(MARKER))
    then = case["then"]
    if then.startswith(NOTE):
        await telegram.until(lambda: notes(telegram))
        assert notes(telegram)[0].startswith(then.removeprefix(NOTE))
    elif then:
        content = next(iter(case["update"].values()))
        await telegram.until(lambda: chats(telegram))
        assert set(chats(telegram)) == {content["chat"]["id"]}
        assert telegram.texts(content["chat"]["id"])[0].startswith(then)
    if not then or then.startswith(NOTE):
        await bot.office.post.idle()
        assert chats(telegram) == []
    assert "could not be handled" not in caplog.text


async def test_the_words_with_a_picture_are_answered_as_well(bot, telegram, assistant):
    photo = next(case for case in CASES if case["name"] == "photo with words")
    await telegram.deliver({"update_id": 1, **photo["update"]})
    texts = await telegram.answers(501, 2)
    assert "You said: it hurts here" in texts


async def test_an_album_is_told_once_that_only_text_is_read(bot, telegram):
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90}]
    for _ in range(4):
        message = telegram.message_from(501, photo=photo, media_group_id="7")
        await telegram.happen("message", message)
    await telegram.write(501, "hello")
    texts = await telegram.answers(501, 2)
    assert sorted(text.split()[1] for text in texts) == ["can", "said:"]


async def test_an_edited_message_is_told_once(bot, telegram, assistant):
    message = await telegram.write(501, "mild")
    await telegram.answers(501, 1)
    for text in ("milder", "mildest"):
        await telegram.happen("edited_message", {**message["message"], "text": text})
    await telegram.write(501, "then")
    texts = await telegram.answers(501, 3)
    assert ["changes" in text for text in texts].count(True) == 1
    assert [heard for _, heard in assistant.heard] == ["mild", "then"]


async def test_a_group_is_told_once_in_a_while_and_never_joins_a_talk(bot, telegram, assistant):
    for _ in range(3):
        message = telegram.message_from(501, text="@ache_bot my head hurts")
        message["chat"] = {"id": -5, "type": "group", "title": "Choir"}
        await telegram.happen("message", message)
    await telegram.write(MARKER, "afterwards")
    await telegram.answers(MARKER, 1)
    await bot.office.post.idle()
    assert len(telegram.shown(-5)) == 1
    assert [who for who, _ in assistant.heard] == [f"telegram-{MARKER}"]
