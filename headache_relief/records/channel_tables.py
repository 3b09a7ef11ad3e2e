"""The tables of what channels keep beside the talk itself."""

from __future__ import annotations

import sqlalchemy as sa

from headache_relief.records.conversation_tables import metadata, row_id
from headache_relief.records.sealed import ConversationId, Sealed

offered_choices = sa.Table(
    "offered_choices",
    metadata,
    sa.Column("id", row_id, primary_key=True),
    sa.Column("conversation", ConversationId, nullable=False),
    sa.Column("token", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("title", Sealed("offered_choices.title"), nullable=False),
    sa.Column("payload", Sealed("offered_choices.payload"), nullable=False),
    sa.UniqueConstraint("conversation", "token"),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", row_id, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("conversation", ConversationId, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("content", Sealed("inbox.content")),  # none once it is answered
    sa.Column("received", sa.Float, nullable=False),  # seconds since 1970
    sa.UniqueConstraint("channel", "conversation", "message"),
)

# Most rows are ids of answered messages: looking for what waits must not read them all.
_WAITS = sa.text("content IS NOT NULL")
sa.Index(
    "inbox_waiting",
    inbox.c.channel,
    inbox.c.received,
    sqlite_where=_WAITS,
    postgresql_where=_WAITS,
)

# What was said in answer to a message stands in the events; here only how much of it has arrived.
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", row_id, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("conversation", ConversationId, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("answers", sa.Integer, nullable=False),
    sa.Column("delivered", sa.Integer, nullable=False),
    sa.Column("claimed", sa.Float, nullable=False, index=True),  # seconds since 1970
    sa.UniqueConstraint("channel", "conversation", "message"),
)

follow_ups = sa.Table(
    "follow_ups",
    metadata,
    sa.Column("id", row_id, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("conversation", ConversationId, nullable=False, unique=True),
    sa.Column("due", sa.Float, nullable=False, index=True),  # seconds since 1970
)

thumbs = sa.Table(
    "thumbs",
    metadata,
    sa.Column("conversation", ConversationId, primary_key=True),
    sa.Column("message", sa.Text, primary_key=True),
    sa.Column("helpful", sa.Boolean, nullable=False),
)
