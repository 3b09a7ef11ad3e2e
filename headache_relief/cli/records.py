"""`headache-relief records export` and `headache-relief records erase`."""

from __future__ import annotations

import asyncio
from typing import Awaitable, Callable, TypeVar

import typer

from headache_relief.records import conversation
from headache_relief.records.conversation import ConversationStore
from headache_relief.serving.errors import ServingError
from headache_relief.settings import load_settings

app = typer.Typer(help="Hand out or erase what is kept of one person.", no_args_is_help=True)

Result = TypeVar("Result")
ID = typer.Argument(..., metavar="ID", help="The conversation's id, as its channel names it.")


@app.command()
def export(conversation_id: str = ID) -> None:
    """Print all that is kept of a conversation, as JSON."""
    typer.echo(_with_store(lambda store: conversation.export(store, conversation_id)))


@app.command()
def erase(conversation_id: str = ID) -> None:
    """Erase all that is kept of a conversation, for good."""
    erased = _with_store(lambda store: conversation.erase(store, conversation_id))
    typer.echo(f"Erased: {erased} events.")


def _with_store(work: Callable[[ConversationStore], Awaitable[Result]]) -> Result:
    """What the work gives with the site's database; ServingError when that can't be used."""
    address = load_settings().database_url
    from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
    from headache_relief.records.database import StoreError
    from headache_relief.serving.assistant import database_address

    async def worked() -> Result:
        store = SqlTrackerStore(host=database_address(address))
        try:
            return await work(store)
        finally:
            store.close()

    try:
        return asyncio.run(worked())
    except StoreError as error:
        raise ServingError(str(error)) from None
