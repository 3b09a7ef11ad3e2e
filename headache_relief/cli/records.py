"""`headache-relief records`: what is kept is handed out, erased, encrypted, copied and restored."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Awaitable, Callable, Iterator, Sequence, TypeVar

import typer

from headache_relief.records import conversation
from headache_relief.records.conversation import ConversationStore
from headache_relief.serving.errors import ServingError
from headache_relief.settings import load_settings

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from headache_relief.records.data_keys import DataKey

app = typer.Typer(
    help="Hand out, erase, encrypt, back up or restore what is kept.", no_args_is_help=True
)

Result = TypeVar("Result")
ID = typer.Argument(
    ...,
    metavar="ID",
    help="The talk's id; of a person in Telegram or Slack telegram- or slack- and their number.",
)
FILE = typer.Argument(..., metavar="FILE", help="The file of the backup.")
FORCE = typer.Option(False, "--force", help="Replace the talks that the database holds.")


@app.command()
def export(conversation_id: str = ID) -> None:
    """Print all that is kept of a conversation, as JSON."""
    typer.echo(_with_store(lambda store: conversation.export(store, conversation_id)))


@app.command()
def erase(conversation_id: str = ID) -> None:
    """Erase all that is kept of a conversation, for good."""
    erased = _with_store(lambda store: conversation.erase(store, conversation_id))
    typer.echo(f"Erased: {erased} events.")


@app.command("list")
def list_talks() -> None:
    """Print the ids of all talks that are kept, with the time of the last message (UTC)."""
    from headache_relief.records.archive import Archive
    from headache_relief.records.listing import kept_talks

    with _database() as (engine, keys):
        Archive(engine, keys=keys)  # makes the tables, and opens them with the keys
        for kept in kept_talks(engine):
            typer.echo(f"{kept.last_active:%Y-%m-%d %H:%M}  {kept.conversation}")


@app.command("new-key")
def print_new_key() -> None:
    """Print a new key for HEADACHE_RELIEF_DATA_KEY; keep it as safe as a backup, but elsewhere."""
    from headache_relief.records.data_keys import new_key

    typer.echo(new_key())


@app.command("re-encrypt")
def seal_anew() -> None:
    """Encrypt what is not, or under another key; the first time the assistant must not run."""
    from headache_relief.records.re_encrypting import re_encrypt

    with _database() as (engine, keys):
        typer.echo(f"Encrypted: {re_encrypt(engine, keys)} texts.")


@app.command()
def backup(file: Path = FILE) -> None:
    """Copy all that is kept to a new file, also while the assistant runs."""
    from headache_relief.records.backup import back_up

    with _database() as (engine, keys):
        copied = back_up(engine, keys, file)
    typer.echo(f"Backed up: {copied['conversations']} talks, {sum(copied.values())} rows.")


@app.command()
def restore(file: Path = FILE, force: bool = FORCE) -> None:
    """Put a backup in the place of what is kept; stop the assistant before.

    Whoever was erased since the backup stays erased.
    """
    from headache_relief.records.backup import restore as restored_from

    with _database() as (engine, keys):
        restored = restored_from(engine, keys, file, overwrite=force)
    typer.echo(f"Restored: {restored['conversations']} talks, {sum(restored.values())} rows.")


@app.command()
def scrub() -> None:
    """Write the database's files anew, so that nothing that was erased stays in them."""
    from headache_relief.records.archive import Archive
    from headache_relief.records.scrubbing import scrub as write_anew

    with _database() as (engine, keys):
        Archive(engine, keys=keys)
        write_anew(engine)
    typer.echo("The database's files hold nothing any more that was erased.")


@contextmanager
def _database() -> Iterator[tuple[Engine, Sequence[DataKey]]]:
    """The site's database and keys; ServingError in place of StoreError."""
    address = load_settings().database_url
    from headache_relief.records.data_keys import data_keys
    from headache_relief.records.database import StoreError, database_engine
    from headache_relief.serving.assistant import database_address

    try:
        engine = database_engine(database_address(address))
        try:
            yield engine, data_keys()
        finally:
            engine.dispose()
    except StoreError as error:
        raise ServingError(str(error)) from None


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
