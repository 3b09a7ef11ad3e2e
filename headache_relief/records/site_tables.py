"""What the database keeps of the site itself: secrets of its own, and what was erased."""

from __future__ import annotations

import sqlalchemy as sa

site_metadata = sa.MetaData()

site_secrets = sa.Table(
    "site_secrets",
    site_metadata,
    sa.Column("purpose", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),  # the data key that sealed it; empty: none
    sa.Column("secret", sa.Text, nullable=False),
)

erasures = sa.Table(
    "erasures",
    site_metadata,
    sa.Column("conversation_hash", sa.Text, primary_key=True),
    sa.Column("at", sa.Float, nullable=False),  # seconds since 1970
)

revoked_sessions = sa.Table(
    "revoked_sessions",
    site_metadata,
    sa.Column("conversation_hash", sa.Text, primary_key=True),
    sa.Column("until", sa.Float, nullable=False),  # seconds since 1970
)

write_checks = sa.Table(  # empty but for the moment of a check
    "write_checks", site_metadata, sa.Column("id", sa.Text, primary_key=True)
)
