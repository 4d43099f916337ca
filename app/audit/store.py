"""Reading the trail, and the lock that lets one writer at a time add to it."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import select, text

from app.audit.models import AuditLine
from app.db import db

LOCK = 0x5045495241554454
"""Any fixed number that nothing else locks; PostgreSQL's advisory locks are numbers."""


def last_line() -> AuditLine | None:
    """The newest line, with the right to add the next until the transaction ends.

    On SQLite a writing transaction is alone from its beginning (BEGIN IMMEDIATE).
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    return db.session.scalar(
        select(AuditLine).order_by(AuditLine.no.desc()).limit(1).execution_options(populate_existing=True)
    )


def in_order() -> Iterator[AuditLine]:
    """Every line from the first, a thousand at a time."""
    lines = select(AuditLine).order_by(AuditLine.no).execution_options(yield_per=1000, populate_existing=True)
    yield from db.session.scalars(lines)


def newest(boards: Collection[str] | None, before: int | None, most: int) -> Sequence[AuditLine]:
    """At most `most` lines, newest first, from those numbered below `before`.

    `boards` None means every line; otherwise only lines of these boards.
    """
    wanted = select(AuditLine).order_by(AuditLine.no.desc()).limit(most)
    if boards is not None:
        wanted = wanted.where(AuditLine.board_code.in_(list(boards)))
    if before is not None:
        wanted = wanted.where(AuditLine.no < before)
    return db.session.scalars(wanted).all()
