"""App Home, the modal and the assistant pane."""

from __future__ import annotations

from tests.channels.slack.person import titles, words


def test_app_home_shows_what_it_does_privacy_and_whom_to_call(here, ann):
    ann.send({"type": "app_home_opened", "user": ann.user, "channel": ann.direct, "tab": "home"})
    view = ann.slack.until(lambda: ann.slack.posted("views.publish"))[0]["view"]
    text = words(view)
    assert "999" in text and "admins" in text and "30 days" in text
    assert titles(view) == ["Start", "What is kept", "Erase my talk"]


def test_start_opens_the_talk_and_the_modal_takes_the_consent(here, ann):
    ann.act({"type": "button", "action_id": "home_start"}, None)
    opened = ann.slack.until(lambda: ann.slack.posted("views.open"))[0]["view"]
    assert "admins" in words(opened) and opened["submit"]["text"] == "Yes, go on"
    ann.hears("I hear: hello")
    ann.say("agree?")
    ann.hears("All right?")
    ann.submit({"id": "V0MODAL", **opened})
    ann.hears("I hear: Yes, go on")


def test_the_modal_says_nothing_when_the_talk_does_not_ask(here, ann):
    ann.say("hello")
    ann.until(1)
    ann.slack.acknowledged(ann.submit({"id": "V1", "callback_id": "consent", "type": "modal"}))
    ann.say("on")
    ann.hears("I hear: on")
    assert here.assistant.talk_of(ann.user) == ["hello", "on"]


def test_erasing_erases_the_talk_and_says_what_stays(here, ann):
    ann.say("hello")
    ann.until(1)
    ann.act({"type": "button", "action_id": "home_erase"}, None)
    ann.hears("All that I kept is erased")
    assert here.assistant.erased == [f"slack-{ann.user}"]


def test_the_pane_greets_offers_prompts_and_answers_in_its_thread(here, ann):
    thread = {"user_id": ann.user, "channel_id": ann.direct, "thread_ts": "7.7", "context": {}}
    ann.send({"type": "assistant_thread_started", "assistant_thread": thread})
    ann.until(1)
    ann.say("in the pane", thread_ts="7.7")
    ann.hears("I hear: in the pane")
    assert {m["thread_ts"] for m in ann.messages()} == {"7.7"}
    prompts = ann.slack.until(lambda: ann.slack.posted("assistant.threads.setSuggestedPrompts"))
    assert len(prompts[0]["prompts"]) == 4
    statuses = ann.slack.posted("assistant.threads.setStatus")
    assert statuses and statuses[0]["thread_ts"] == "7.7"
