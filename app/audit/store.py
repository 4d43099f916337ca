"""Reading the trail, and the lock that lets one writer at a time add to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, text

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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines. `boards` None means those of every board and of none; the rest is not asked for if empty.

    `since` is a line's earliest moment, `until` is after its latest.
    """

    boards: frozenset[str] | None
    act: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def of(self, query: Select[Any]) -> Select[Any]:
        """The query, for these lines only."""
        if self.boards is not None:
            query = query.where(AuditLine.board_code.in_(sorted(self.boards)))
        if self.act:
            query = query.where(AuditLine.act == self.act)
        if self.since is not None:
            query = query.where(AuditLine.at >= self.since)
        if self.until is not None:
            query = query.where(AuditLine.at < self.until)
        return query


def newest(wanted: Wanted, before: int | None, most: int) -> Sequence[AuditLine]:
    """At most `most` lines, newest first, from those numbered below `before`."""
    query = wanted.of(select(AuditLine)).order_by(AuditLine.no.desc()).limit(most)
    if before is not None:
        query = query.where(AuditLine.no < before)
    return db.session.scalars(query).all()


def acts(boards: frozenset[str] | None) -> Sequence[str]:
    """Every act that stands in the lines of these boards, by name."""
    return sorted(db.session.scalars(Wanted(boards).of(select(AuditLine.act).distinct())))
