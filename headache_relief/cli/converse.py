"""`headache-relief converse`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Mapping, Optional, TextIO

import typer

from headache_relief.cli import loading
from headache_relief.cli.lines import json_line, open_lines

if TYPE_CHECKING:
    from headache_relief.serving.assistant import Turn

NEW_CONVERSATION = "---"
SOME_TURNS_FAILED = 2


def converse(
    file: Annotated[
        Optional[Path],
        typer.Argument(help="A file with one turn a line; standard input when left out or `-`."),
    ] = None,
    ask_consent: Annotated[
        bool, typer.Option("--ask-consent", help="Start before consent, as a visitor does.")
    ] = False,
) -> None:
    """Talk to the whole assistant, line by line.

    Each line read is one thing the person says (an empty line says nothing), --- starts a new
    conversation. Prints one JSON line a turn. Nothing is kept. Exit status 2 says that some turns
    failed.
    """
    with open_lines(file) as turns:
        failed = asyncio.run(_converse(turns, {} if ask_consent else {"consent_given": True}))
    if failed:
        raise typer.Exit(SOME_TURNS_FAILED)


async def _converse(turns: TextIO, slots: Mapping[str, Any]) -> int:
    """Prints every turn; returns how many failed, each of which is told on standard error."""
    number, started, failed = 1, False, 0
    async with loading.assistant_for_commands() as assistant:
        for line in turns:
            text = line.rstrip("\r\n")
            if text.strip() == NEW_CONVERSATION:
                number, started = number + 1, False
                continue
            conversation = f"converse-{number}"
            if slots and not started:
                await assistant.start(conversation, slots)
            started = True
            try:
                turn = await assistant.say(conversation, text)
            except Exception as error:
                typer.echo(f"A turn of {conversation} failed ({type(error).__name__}).", err=True)
                failed += 1
                continue
            typer.echo(json_line(printed(turn)))
    return failed


def printed(turn: Turn) -> dict[str, Any]:
    """A turn as `converse` prints it; of a button only the title is shown to a person."""
    return {
        "user": turn.user,
        "bot": [_shown(message) for message in turn.bot],
        "tier": turn.tier,
        "massage_allowed": turn.massage_allowed,
        "stage": turn.stage,
        "asked": turn.asked,
        "ms": round(turn.milliseconds, 1),
    }


def _shown(message: Mapping[str, Any]) -> dict[str, Any]:
    buttons = [{"title": button["title"]} for button in message.get("buttons", ())]
    return {**message, "buttons": buttons}
