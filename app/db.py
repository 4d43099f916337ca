"""The database: engine, session, Base, the type of a moment, and BEGIN IMMEDIATE on SQLite; nothing else."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every model. Constraint names are fixed so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMING)


class Moment(TypeDecorator[datetime]):
    """A point in time, always in UTC and with its zone: SQLite alone would hand it back without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What is stored. A time without a zone is refused: nobody can say when it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What was stored, in UTC on either database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


db = SQLAlchemy(model_class=Base)

reads: ContextVar[bool] = ContextVar("reads", default=False)
"""True while what runs now only reads; set for a GET. SQLite then takes no write lock at BEGIN."""


@contextmanager
def may_write() -> Iterator[None]:
    """For a GET that has to write after all: what begins in the block takes SQLite's write lock at BEGIN."""
    token = reads.set(False)
    try:
        yield
    finally:
        reads.reset(token)


def new_id() -> uuid.UUID:
    """A random 128-bit id: it tells nothing of order or time (docs/adr/0002)."""
    return uuid.uuid4()


def is_for_this_database(item: Any, _name: Any, _kind: str, _reflected: bool, _other: Any) -> bool:
    """Alembic's question whether a thing counts: an index may say that only one kind of database has it."""
    return item.info.get("only_on", db.engine.dialect.name) == db.engine.dialect.name


def engine_options(url: str) -> dict[str, Any]:
    """Engine options for a database URL: a busy timeout on SQLite, live connections on PostgreSQL."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10.0}}
    return {
        "pool_pre_ping": True,
        "connect_args": {"connect_timeout": 5, "options": "-c statement_timeout=30000"},
    }


def normal_url(url: str) -> str:
    """A URL that names the psycopg 3 driver where it only said PostgreSQL.

    >>> normal_url("postgresql://speir@/speir")
    'postgresql+psycopg://speir@/speir'
    """
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    return url


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """WAL, foreign keys, and no implicit BEGIN of the driver's own."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_immediate(connection: Any) -> None:
    """Take SQLite's write lock at BEGIN, unless what runs now only reads.

    A deferred BEGIN that writes later fails with "database is locked" under load; docs/adr/0003
    has the figures.
    """
    if connection.dialect.name == "sqlite":
        # On the driver's own connection: SQLAlchemy's way would double what a small transaction costs.
        connection.connection.driver_connection.execute("BEGIN" if reads.get() else "BEGIN IMMEDIATE")
