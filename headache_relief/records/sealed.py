"""Columns that are encrypted on their way into the database, and read on their way out.

Whether, and with which keys, an engine's dialect tells: `seal_with` puts the Seal there. Without
one the columns hold what they are given. Texts from before a key was set are read as they are.
"""

from __future__ import annotations

import logging
from typing import Any, Mapping, NamedTuple, Optional, Sequence

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from sqlalchemy.engine import Connection, Engine

from headache_relief.records.seal import ESCAPED, HIDDEN, MARK, SEALED, Seal

logger = logging.getLogger(__name__)

OWNER = "conversation"
BETWEEN = "\n"  # stands in no stored id
UNREADABLE = ""


class Owned(NamedTuple):
    """A text on its way into the database, and the stored id of its conversation."""

    conversation: str
    text: str


class Sealed(sa.types.TypeDecorator):  # type: ignore[misc]
    """A text of a conversation, in a table with a column `conversation`.

    Rows are inserted as parameters that name their conversation. A sealed text can't be compared,
    or changed in place.
    """

    impl = sa.Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        """`place` is the column's own `table.column`."""
        super().__init__()
        self.place = place

    def column_expression(self, column: Any) -> Any:
        """What is read: the text behind the id of its conversation, which belongs to its seal."""
        owner = sa.type_coerce(column.table.c[OWNER], sa.Text)
        return sa.type_coerce(owner + BETWEEN + sa.type_coerce(column, sa.Text), self)

    def process_bind_param(self, value: Any, dialect: Any) -> Optional[str]:
        if value is None:
            return None
        seal = seal_of(dialect)
        if seal is None:
            text = str(value)
            return ESCAPED + text if text.startswith(MARK) else text
        if not isinstance(value, Owned):
            raise TypeError(f"{self.place} is inserted as a parameter beside its conversation")
        return seal.close(value.conversation, self.place, value.text)

    def process_result_value(self, value: Optional[str], dialect: Any) -> Optional[str]:
        if value is None:
            return None
        owner, _, kept = value.partition(BETWEEN)
        seal = seal_of(dialect)
        try:
            return plain(seal, _shown(owner, seal) if seal else owner, self.place, kept)
        except InvalidTag:
            logger.error("A text in %s is damaged, or not from there, and reads empty.", self.place)
            return UNREADABLE


class ConversationId(sa.types.TypeDecorator):  # type: ignore[misc]
    """The stored id of a conversation, hidden where the site has a key."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Optional[str], dialect: Any) -> Optional[str]:
        seal = seal_of(dialect)
        return value if value is None or seal is None else seal.hide(value)

    def process_result_value(self, value: Optional[str], dialect: Any) -> Optional[str]:
        seal = seal_of(dialect)
        return value if value is None or seal is None else _shown(value, seal)


def plain(seal: Optional[Seal], conversation: str, place: str, kept: str) -> str:
    """What a column's content says, sealed or not. InvalidTag and StoreError as `Seal.open`."""
    if kept.startswith(ESCAPED):
        return kept[len(ESCAPED) :]
    if seal is None or not kept.startswith(SEALED):
        return kept
    return seal.open(conversation, place, kept)


def seal_with(engine: Engine, seal: Optional[Seal]) -> None:
    """From now on the engine's sealed columns are sealed by `seal`."""
    engine.dialect.headache_relief_seal = seal
    if seal is not None:
        sa.event.listen(engine, "before_execute", _give_owners, retval=True)


def seal_of(dialect: Any) -> Optional[Seal]:
    """What seals the columns of the engine with this dialect; None where nothing does."""
    return getattr(dialect, "headache_relief_seal", None)


def _give_owners(
    _connection: Connection,
    statement: Any,
    many: Sequence[Mapping[str, Any]],
    one: Mapping[str, Any],
    _options: Any,
) -> tuple[Any, Sequence[Mapping[str, Any]], Mapping[str, Any]]:
    """Tells sealed texts whose they are: a column's type sees nothing of its row."""
    if not isinstance(statement, sa.sql.Insert):
        return statement, many, one
    names = [column.name for column in statement.table.c if isinstance(column.type, Sealed)]
    return statement, [_owned(row, names) for row in many], _owned(one, names)


def _owned(row: Mapping[str, Any], names: Sequence[str]) -> Mapping[str, Any]:
    given = {name: row[name] for name in names if row.get(name) is not None}
    return {**row, **{name: Owned(row[OWNER], str(text)) for name, text in given.items()}}


def _shown(conversation: str, seal: Seal) -> str:
    return seal.show(conversation) if conversation.startswith(HIDDEN) else conversation
