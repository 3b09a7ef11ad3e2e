"""`headache-relief chat`."""

from __future__ import annotations

import asyncio
import uuid
from typing import Annotated, Any, Awaitable, Callable, Mapping, Sequence

import typer

from headache_relief.cli import loading
from headache_relief.cli.running import RunningAssistant

Messages = Sequence[Mapping[str, Any]]
Say = Callable[[str], Awaitable[Messages]]
HELLO = "hello"


def chat(
    url: Annotated[
        str, typer.Option(help="A running assistant; without one, it is loaded here.")
    ] = "http://127.0.0.1:5005",
) -> None:
    """Talk to the assistant in the terminal.

    Type a button's number to choose it; Ctrl-D or Ctrl-C ends the talk.
    """
    conversation = f"chat-{uuid.uuid4().hex}"
    running = RunningAssistant(url)
    if running.answers():
        typer.echo(f"You are talking to the assistant at {url}. Ctrl-D ends the talk.\n")
        asyncio.run(talk(running.say))
    else:
        typer.echo(f"Nothing runs at {url}: the assistant is loaded here, which takes a moment.\n")
        asyncio.run(_talk_here(conversation))


async def _talk_here(conversation: str) -> None:
    async with loading.assistant_for_commands() as assistant:

        async def say(text: str) -> Messages:
            return (await assistant.say(conversation, text)).bot

        await talk(say)


async def talk(say: Say, ask: Callable[[], str] = lambda: input("> ")) -> None:
    """Greets, then shows what is said and asks for an answer until the input ends."""
    messages = await say(HELLO)
    while True:
        for message in messages:
            typer.echo(shown(message))
        try:
            answer = ask()
        except (EOFError, KeyboardInterrupt):
            typer.echo()
            return
        messages = await say(chosen(answer, messages))


def shown(message: Mapping[str, Any]) -> str:
    """A message as text, with its buttons numbered below it."""
    lines = [str(message.get("text") or message.get("image") or "")]
    for number, button in enumerate(message.get("buttons", ()), start=1):
        lines.append(f"  [{number}] {button['title']}")
    return "\n".join(line for line in lines if line) + "\n"


def chosen(answer: str, messages: Messages) -> str:
    """What an answer sends: a button's payload for its number, otherwise the words themselves.

    Numbers count the buttons of the last message that has some; where a button is itself a number,
    the number means that button.
    """
    buttons = next((m["buttons"] for m in reversed(messages) if m.get("buttons")), ())
    number = answer.strip()
    for button in buttons:
        if number == button["title"]:
            return str(button.get("payload") or number)
    if number.isdecimal() and 1 <= int(number) <= len(buttons):
        button = buttons[int(number) - 1]
        return str(button.get("payload") or button["title"])
    return answer
