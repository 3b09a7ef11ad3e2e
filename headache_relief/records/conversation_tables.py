"""The tables that conversations are kept in."""

from __future__ import annotations

import sqlalchemy as sa

from headache_relief.records.sealed import ConversationId, Sealed

metadata = sa.MetaData()

# SQLite counts upwards by itself only in a column of its plain INTEGER type.
row_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("conversation", ConversationId, primary_key=True),
    sa.Column("events", sa.Integer, nullable=False),  # the number of its newest event
    sa.Column("session", sa.Integer, nullable=False),  # the number of its last session's start
    sa.Column("turns", sa.Integer, nullable=False),  # user turns since session or checkpoint
    sa.Column("last_active", sa.Float, nullable=False),  # seconds since 1970
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", row_id, primary_key=True),
    sa.Column("conversation", ConversationId, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),  # counts from 1 within the conversation
    sa.Column("timestamp", sa.Float),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("data", Sealed("events.data"), nullable=False),
    sa.UniqueConstraint("conversation", "number"),
)

checkpoints = sa.Table(
    "checkpoints",
    metadata,
    sa.Column("conversation", ConversationId, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),  # the event that it stands behind
    sa.Column("state", Sealed("checkpoints.state"), nullable=False),
)

quarantined_events = sa.Table(
    "quarantined_events",
    metadata,
    sa.Column("id", row_id, primary_key=True),
    sa.Column("conversation", ConversationId, nullable=False, index=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("timestamp", sa.Float),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("data", Sealed("quarantined_events.data"), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

consents = sa.Table(
    "consents",
    metadata,
    sa.Column("conversation", ConversationId, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),  # of data/knowledge/consent.yml
    sa.Column("given_at", sa.Float, nullable=False),  # seconds since 1970
)
