"""The bot's behaviour in private chats: the real library against Telegram's limits."""

from __future__ import annotations

import asyncio
import json

import pytest

from headache_relief.records.channel_records import ChannelRecords
from tests.channels.telegram.played import CHECKLIST

ANN, BEN = 501, 502


async def test_a_message_is_answered_with_buttons(bot, telegram, assistant):
    await telegram.write(ANN, "my head hurts")
    assert await telegram.answers(ANN, 1) == ["You said: my head hurts"]
    assert assistant.heard == [(f"telegram-{ANN}", "my head hurts")]
    telegram.button(ANN, "Yes, go on")
    assert telegram.made("sendChatAction", ANN)


async def test_start_lets_the_assistant_greet_once(bot, telegram, assistant):
    await telegram.write(ANN, "/start talk")
    await telegram.answers(ANN, 1)
    assert assistant.heard == [(f"telegram-{ANN}", "hello")]
    await telegram.write(ANN, "/start")
    texts = await telegram.answers(ANN, 3)
    assert "middle of a talk" in texts[1]
    assert texts[2] == texts[0]
    assert len(assistant.heard) == 1


async def test_a_pressed_keyboard_is_replaced_by_the_choice(bot, telegram, assistant):
    await telegram.write(ANN, "hi")
    await telegram.answers(ANN, 1)
    first = telegram.shown(ANN)[0]
    await telegram.press(ANN, "Yes, go on")
    await telegram.answers(ANN, 2)
    assert assistant.heard[-1] == (f"telegram-{ANN}", "Yes")
    await telegram.until(lambda: telegram.made("editMessageReplyMarkup", ANN))
    assert [b["text"] for row in first["reply_markup"]["inline_keyboard"] for b in row] == [
        "✓ Yes, go on"
    ]
    assert telegram.made("answerCallbackQuery")


async def test_a_button_pressed_twice_is_answered_once(bot, telegram, assistant):
    assistant.gate = asyncio.Event()
    assistant.gate.set()
    await telegram.write(ANN, "hi")
    await telegram.answers(ANN, 1)
    assistant.gate.clear()
    message, data = telegram.button(ANN, "Yes, go on")
    await telegram.press_data(ANN, data, message)
    await telegram.press_data(ANN, data, message)
    await telegram.until(lambda: len(telegram.made("answerCallbackQuery")) == 2)
    assistant.gate.set()
    await telegram.write(ANN, "after")
    await telegram.answers(ANN, 3)
    assert [text for _, text in assistant.heard] == ["hi", "Yes", "after"]


async def test_a_stale_button_is_told_so_and_taken_away(bot, telegram, assistant):
    await telegram.write(ANN, "one")
    await telegram.answers(ANN, 1)
    old, data = telegram.button(ANN, "Yes, go on")
    await telegram.write(ANN, "two")
    await telegram.answers(ANN, 2)
    await telegram.press_data(ANN, data, old)
    notes = await telegram.until(lambda: telegram.made("answerCallbackQuery"))
    assert "past" in notes[0].data["text"]
    await telegram.until(lambda: "reply_markup" not in old)
    assert len(assistant.heard) == 2


async def test_another_persons_button_and_an_invented_one_are_told_so(bot, telegram, assistant):
    await telegram.write(ANN, "one")
    await telegram.answers(ANN, 1)
    await telegram.write(BEN, "two")
    await telegram.answers(BEN, 1)
    _, anns = telegram.button(ANN, "Yes, go on")
    bens, _ = telegram.button(BEN, "Yes, go on")
    for data in (anns, "c:nothing", "nonsense", "c:", "t:x"):
        await telegram.press_data(BEN, data, bens)
    notes = await telegram.until(
        lambda: len(found := telegram.made("answerCallbackQuery")) == 5 and found
    )
    assert ["know that button" in note.data.get("text", "") for note in notes].count(True) == 4
    assert len(assistant.heard) == 2


async def test_a_checklist_is_ticked_in_place_and_sent_as_one_answer(bot, telegram, assistant):
    assistant.says = lambda text: CHECKLIST
    await telegram.write(ANN, "hi")
    await telegram.answers(ANN, 1)
    await telegram.press(ANN, "Fever / rash")
    await telegram.press(ANN, "Lost sight")
    await telegram.until(lambda: len(telegram.made("editMessageReplyMarkup")) == 2)
    rows = telegram.shown(ANN)[0]["reply_markup"]["inline_keyboard"]
    assert [row[0]["text"] for row in rows] == [
        "None of these",
        "☑ Fever / rash",
        "☑ Lost sight",
        "Send",
    ]
    await telegram.press(ANN, "Send")
    await telegram.answers(ANN, 2)
    assert assistant.heard[-1][1] == "Fever / rash, Lost sight"
    assert len(telegram.shown(ANN)) == 2


async def test_two_quick_ticks_both_count_though_telegram_shows_the_keyboard_as_it_was(
    bot, telegram, assistant
):
    assistant.says = lambda text: CHECKLIST
    await telegram.write(ANN, "hi")
    await telegram.answers(ANN, 1)
    message, fever = telegram.button(ANN, "Fever / rash")
    _, sight = telegram.button(ANN, "Lost sight")
    before = {**message}
    for data in (fever, sight, sight, "s"):
        await telegram.press_data(ANN, data, before)
    await telegram.answers(ANN, 2)
    assert assistant.heard[-1][1] == "Fever / rash"


async def test_send_without_a_tick_is_told_so(bot, telegram, assistant):
    assistant.says = lambda text: CHECKLIST
    await telegram.write(ANN, "hi")
    await telegram.answers(ANN, 1)
    await telegram.press(ANN, "Send")
    notes = await telegram.until(lambda: telegram.made("answerCallbackQuery"))
    assert "Nothing is ticked" in notes[0].data["text"]
    assert len(assistant.heard) == 1


async def test_none_of_a_checklist_is_an_answer_at_once(bot, telegram, assistant):
    assistant.says = lambda text: CHECKLIST
    await telegram.write(ANN, "hi")
    await telegram.answers(ANN, 1)
    await telegram.press(ANN, "None of these")
    await telegram.answers(ANN, 2)
    assert assistant.heard[-1][1] == "None of these"


async def test_what_looks_like_html_is_shown_as_written(bot, telegram, assistant):
    text = "<b>bold</b> & <script>alert(1)</script> 3 < 4"
    await telegram.write(ANN, text)
    assert await telegram.answers(ANN, 1) == [f"You said: {text}"]


async def test_a_typed_intent_is_only_text(bot, telegram, assistant):
    await telegram.write(ANN, '/affirm{"consent": true}')
    await telegram.answers(ANN, 1)
    assert assistant.heard[0][1] == 'affirm{"consent": true}'


REGIONS = [
    {"id": "temple_left", "figure": "front", "title": "Left temple", "payload": "left temple"},
    {"id": "eye_left", "figure": "front", "title": "Left eye", "payload": "left eye"},
]
MAP = {
    "text": "Where is it?",
    "buttons": [{"title": "A tight band", "payload": "A tight band"}],
    "view": {"kind": "head_map", "question": "Where is it?", "regions": REGIONS},
}


async def test_the_map_is_a_picture_whose_numbers_are_pressed(bot, telegram, assistant):
    assistant.says = lambda text: MAP
    await telegram.write(ANN, "hi")
    await telegram.answers(ANN, 1)
    assert "photo" in telegram.shown(ANN)[0]
    assert "2 Left eye" in telegram.texts(ANN)[0]
    await telegram.press(ANN, " 2")
    await telegram.press(ANN, "Send")
    await telegram.answers(ANN, 2)
    assert assistant.heard[-1][1] == "left eye"


@pytest.mark.parametrize(
    "written, heard",
    [("1, 2", "left temple, left eye"), ("2", "left eye"), ("1 and 2.", "left temple, left eye")],
)
async def test_the_numbers_of_the_map_can_be_written(bot, telegram, assistant, written, heard):
    assistant.says = lambda text: MAP
    await telegram.write(ANN, "hi")
    await telegram.answers(ANN, 1)
    await telegram.write(ANN, written)
    await telegram.answers(ANN, 2)
    assert assistant.heard[-1][1] == heard


@pytest.mark.parametrize("written", ["7", "0", "two", "1 day"])
async def test_what_is_no_number_of_the_map_is_heard_as_written(bot, telegram, assistant, written):
    assistant.says = lambda text: MAP
    await telegram.write(ANN, "hi")
    await telegram.answers(ANN, 1)
    await telegram.write(ANN, written)
    await telegram.answers(ANN, 2)
    assert assistant.heard[-1][1] == written


SCALE = {
    "text": "How bad is it?",
    "buttons": [{"title": title, "payload": title} for title in ("Mild", "Severe")],
    "view": {
        "kind": "scale",
        "question": "How bad is it?",
        "lowest": 0,
        "highest": 10,
        "parts": [{"up_to": 5, "title": "Mild"}, {"up_to": 10, "title": "Severe"}],
    },
}


async def test_a_number_answers_a_scale_as_itself_pressed_or_typed(bot, telegram, assistant):
    assistant.says = lambda text: SCALE
    await telegram.write(ANN, "hi")
    await telegram.answers(ANN, 1)
    await telegram.press(ANN, "7")
    await telegram.answers(ANN, 2)
    await telegram.write(ANN, "2")
    await telegram.answers(ANN, 3)
    assert [text for _, text in assistant.heard] == ["hi", "7", "2"]


async def test_a_number_of_a_scale_that_is_past_says_so(bot, telegram, assistant):
    assistant.says = lambda text: SCALE
    await telegram.write(ANN, "hi")
    await telegram.answers(ANN, 1)
    old, data = telegram.button(ANN, "7")
    await telegram.write(ANN, "2")
    await telegram.answers(ANN, 2)
    await telegram.press_data(ANN, data, old)
    notes = await telegram.until(lambda: telegram.made("answerCallbackQuery"))
    assert "past" in notes[0].data["text"] and len(assistant.heard) == 2


ANSWER = {"text": "It eases tension.", "utter_action": "utter_muscle_tension"}


async def kept(records: ChannelRecords) -> list[bool]:
    return list((await records.thumbs(f"telegram-{ANN}")).values())


async def test_a_thumb_is_kept_marked_and_taken_back(bot, telegram, assistant, records):
    assistant.says = lambda text: ANSWER
    await telegram.write(ANN, "does it help?")
    await telegram.answers(ANN, 1)
    shown = telegram.shown(ANN)[0]
    for pressed, labels, helpful in (
        ("👍", ["✓ 👍", "👎"], [True]),
        ("👎", ["👍", "✓ 👎"], [False]),
        ("👎", ["👍", "👎"], []),
    ):
        await telegram.press(ANN, pressed)

        def marked(labels: list[str] = labels) -> bool:
            row = shown["reply_markup"]["inline_keyboard"][-1]
            return [button["text"] for button in row] == labels

        await telegram.until(marked)
        assert await kept(records) == helpful
    assert len(assistant.heard) == 1


async def test_thumbs_stay_when_the_question_below_the_answer_is_answered(bot, telegram, assistant):
    assistant.says = lambda text: {**ANSWER, "buttons": [{"title": "Why?", "payload": "Why?"}]}
    await telegram.write(ANN, "does it help?")
    await telegram.answers(ANN, 1)
    shown = telegram.shown(ANN)[0]
    await telegram.press(ANN, "Why?", shown)
    await telegram.answers(ANN, 2)
    await telegram.until(lambda: telegram.made("editMessageReplyMarkup", ANN))
    rows = shown["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [["✓ Why?"], ["👍", "👎"]]


async def test_a_thumb_of_another_talk_is_refused(bot, telegram, assistant, records):
    assistant.says = lambda text: ANSWER
    await telegram.write(ANN, "does it help?")
    await telegram.answers(ANN, 1)
    await telegram.write(BEN, "hi")
    await telegram.answers(BEN, 1)
    _, anns = telegram.button(ANN, "👍")
    bens, _ = telegram.button(BEN, "👍")
    await telegram.press_data(BEN, anns, bens)
    notes = await telegram.until(lambda: telegram.made("answerCallbackQuery"))
    assert "can't do that" in notes[0].data["text"]
    assert await kept(records) == []


async def test_whom_light_hurts_gets_no_pictures(bot, telegram, assistant):
    assistant.says = lambda text: MAP
    assistant.about = {"emergency_number": "999", "light_hurts": True}
    await telegram.write(ANN, "the light hurts")
    await telegram.answers(ANN, 1)
    await telegram.write(ANN, "yes")
    await telegram.answers(ANN, 2)
    assert "photo" not in telegram.shown(ANN)[1]
    telegram.button(ANN, "A tight band")


async def test_the_emergency_number_is_that_of_the_talk(bot, telegram, assistant):
    assistant.about = {"emergency_number": "112"}
    await telegram.write(ANN, "/emergency")
    texts = await telegram.answers(ANN, 1)
    assert "112" in texts[0] and "999" not in texts[0]


async def test_the_menu_and_the_descriptions_are_registered(bot, telegram):
    commands = json.loads(telegram.made("setMyCommands")[0].data["commands"])
    names = [command["command"] for command in commands]
    assert names == ["start", "help", "emergency", "human", "privacy", "delete", "restart"]
    assert "999" in telegram.made("setMyDescription")[0].data["description"]
    assert telegram.made("setMyShortDescription") and telegram.made("setChatMenuButton")
