"""Telegram refuses, is away or repeats itself; the assistant ends midway; many write at once."""

from __future__ import annotations

import asyncio
import logging

import pytest

from tests.channels.telegram.fake_bot_api import Refused

ANN, BEN = 501, 502


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
    for module in ("post", "running"):
        monkeypatch.setattr(f"headache_relief.channels.telegram.{module}.FIRST_PAUSE", 0.05)


async def test_a_bad_token_is_told_plainly_without_showing_it_and_tried_again(
    start, telegram, caplog
):
    telegram.token = "123456:another"
    await start()
    await telegram.until(lambda: len([c for c in telegram.calls if c.error == 401]) >= 2)
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len([text for text in told if "@BotFather" in text]) == 1
    assert "the-bots-token" not in caplog.text
    telegram.token = "123456:the-bots-token-for-tests"
    await telegram.write(ANN, "hello there")
    assert await telegram.answers(ANN, 1) == ["You said: hello there"]


async def test_without_a_network_at_start_the_bot_comes_once_there_is_one(start, telegram, caplog):
    await telegram.stop()
    await start()
    while "can't be reached" not in caplog.text:
        await asyncio.sleep(0.01)
    await telegram.start()
    await telegram.write(ANN, "hello there")
    assert await telegram.answers(ANN, 1) == ["You said: hello there"]


async def test_an_answer_waits_for_the_network_and_arrives_once(bot, telegram, assistant):
    failed = []

    def away(call):
        if call.method == "sendMessage" and len(failed) < 3:
            failed.append(call)
            return Refused(502, "Bad Gateway")
        return None

    telegram.fail = away
    await telegram.write(ANN, "one")
    await telegram.write(ANN, "two")
    assert await telegram.answers(ANN, 2) == ["You said: one", "You said: two"]
    assert len(failed) == 3


async def test_telegrams_wish_to_wait_is_honoured(bot, telegram):
    waits = []

    def busy(call):
        if call.method == "sendMessage" and not waits:
            waits.append(call)
            return Refused(429, "Too Many Requests: retry after 0.3", 0.3)
        return None

    telegram.fail = busy
    await telegram.write(ANN, "one")
    await telegram.answers(ANN, 1)
    assert telegram.made("sendMessage")[0].at - waits[0].at >= 0.3


async def test_whoever_blocked_the_bot_holds_up_nobody_and_is_not_written_to_again(
    bot, telegram, assistant
):
    telegram.blocked.add(ANN)
    await telegram.write(ANN, "one")
    await telegram.write(BEN, "two")
    assert await telegram.answers(BEN, 1) == ["You said: two"]
    await telegram.until(
        lambda: [c for c in telegram.calls if (c.method, c.error) == ("sendMessage", 403)]
    )
    tries = [c for c in telegram.calls if c.method == "sendMessage" and c.error]
    assert len(tries) == 1


async def test_a_drawing_that_telegram_refuses_comes_as_words(bot, telegram, assistant):
    regions = [{"id": "temple_left", "figure": "front", "title": "Left temple", "payload": "t"}]
    assistant.says = lambda text: {
        "text": "Where is it?",
        "view": {"kind": "head_map", "question": "Where?", "regions": regions},
    }
    telegram.fail = lambda call: (
        Refused(400, "Bad Request: IMAGE_PROCESS_FAILED") if call.method == "sendPhoto" else None
    )
    await telegram.write(ANN, "hi")
    texts = await telegram.answers(ANN, 1)
    assert texts[0].startswith("Where is it?")
    assert "1 Left temple" in texts[0]
    telegram.button(ANN, "1")


async def test_an_update_delivered_twice_is_answered_once(bot, telegram, assistant):
    update = await telegram.write(ANN, "one")
    await telegram.deliver(update)
    await telegram.deliver({**update, "update_id": update["update_id"] + 50})
    await telegram.write(ANN, "two")
    await telegram.answers(ANN, 2)
    assert [text for _, text in assistant.heard] == ["one", "two"]


async def test_after_a_restart_what_was_answered_is_not_answered_again(start, telegram, assistant):
    first = await start()
    update = await telegram.write(ANN, "one")
    await telegram.answers(ANN, 1)
    await first.stop()
    await start()
    await telegram.deliver({**update, "update_id": update["update_id"] + 50})
    await telegram.write(ANN, "two")
    await telegram.answers(ANN, 2)
    assert [text for _, text in assistant.heard] == ["one", "two"]


async def test_what_was_taken_in_before_a_crash_is_answered_after_it(start, telegram, assistant):
    assistant.gate = asyncio.Event()
    first = await start()
    await telegram.write(ANN, "my head hurts")
    await telegram.until(lambda: assistant.heard and telegram.made("sendChatAction", ANN))
    first._work.cancel()
    assistant.gate = None
    assistant.heard.clear()
    await start()
    assert await telegram.answers(ANN, 1) == ["You said: my head hurts"]
    assert len(assistant.heard) == 1


async def test_buttons_from_before_a_restart_still_work(start, telegram, assistant):
    first = await start()
    await telegram.write(ANN, "one")
    await telegram.answers(ANN, 1)
    await first.stop()
    await start()
    await telegram.press(ANN, "No, thanks")
    await telegram.answers(ANN, 2)
    assert assistant.heard[-1][1] == "No"


async def test_whoever_writes_too_much_is_told_once_with_the_number_to_call(
    start, telegram, assistant
):
    await start(messages_of_a_session=3)
    for number in range(8):
        await telegram.write(ANN, f"message {number}")
    texts = await telegram.answers(ANN, 4)
    await telegram.write(BEN, "me too")
    await telegram.answers(BEN, 1)
    told = [text for text in telegram.texts(ANN) if "a lot at once" in text]
    assert len(told) == 1 and "999" in told[0], texts
    assert len([who for who, _ in assistant.heard if who.endswith(str(ANN))]) == 3


async def test_whoever_wrote_too_much_is_answered_in_an_emergency(start, telegram, assistant):
    await start(messages_of_a_session=2)
    for number in range(4):
        await telegram.write(ANN, f"message {number}")
    await telegram.write(ANN, "cant breathe worst headache of my life")
    await telegram.answers(ANN, 4)  # two answers, the refusal, and the answer in need
    assert [text for _, text in assistant.heard] == [
        "message 0",
        "message 1",
        "cant breathe worst headache of my life",
    ]


async def test_while_too_many_wait_telegram_keeps_the_rest_and_nothing_is_lost(
    start, telegram, assistant, monkeypatch
):
    monkeypatch.setattr("headache_relief.channels.telegram.reception.SECONDS_UNTIL_LESS_BUSY", 0.02)
    await start(waiting_messages=3)
    for number in range(12):
        await telegram.write(ANN, f"message {number}")
    await telegram.answers(ANN, 12)
    assert [text for _, text in assistant.heard] == [f"message {n}" for n in range(12)]


async def test_erasing_asks_first_then_erases_and_starts_anew(bot, telegram, assistant):
    await telegram.write(ANN, "one")
    await telegram.answers(ANN, 1)
    old, data = telegram.button(ANN, "Yes, go on")
    await telegram.write(ANN, "/delete")
    await telegram.answers(ANN, 2)
    assert assistant.erased == []
    await telegram.press(ANN, "Keep it")
    await telegram.until(lambda: telegram.made("editMessageReplyMarkup"))
    assert assistant.erased == []
    await telegram.write(ANN, "/delete")
    await telegram.answers(ANN, 3)
    await telegram.press(ANN, "Erase it")
    texts = await telegram.answers(ANN, 4)
    assert "erased" in texts[-1]
    assert assistant.erased == [f"telegram-{ANN}"]


async def test_a_burst_of_500_messages_is_answered_whole_once_and_in_order(
    bot, telegram, assistant
):
    chats, each = range(1000, 1050), 10
    for number in range(each):
        for chat in chats:
            await telegram.write(chat, f"message {number}")

    def all_answered() -> bool:
        return len(telegram.made("sendMessage")) >= len(chats) * each

    await telegram.until(all_answered, 60)
    for chat in chats:
        assert telegram.texts(chat) == [f"You said: message {number}" for number in range(each)]
    assert len(assistant.heard) == 500
