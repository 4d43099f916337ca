"""The path of every answer without what SQLAlchemy costs on it: statements compiled once, run by the driver.

A session or a Core connection takes many times as long over a small statement as the database does
(docs/performance.md has the figures). What is not on that path uses them all the same.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Dialect, Engine, PoolProxiedConnection, Select, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase

from app.db import db

Driver = Any
"""A connection of the database's own driver: sqlite3 or psycopg, after PEP 249."""

MOST_ASIDE = 4  # connections
_aside: WeakKeyDictionary[Engine, list[PoolProxiedConnection]] = WeakKeyDictionary()

_Convert = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement for one kind of database: its text, its parameters in order, its columns."""

    text: str
    by_position: bool
    parameters: tuple[tuple[str, _Convert], ...]
    columns: tuple[_Convert, ...]


class Statement:
    """A Core statement with every value a parameter, compiled once for each kind of database."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | UpdateBase) -> None:
        self._statement = statement
        self._compiled: dict[type[Driver], _Compiled] = {}

    def run(self, driver: Driver, **values: Any) -> Any:
        """The driver's cursor after running it."""
        compiled = self._for(driver)
        cursor = driver.cursor()
        given = {
            name: convert(values[name]) if convert else values[name] for name, convert in compiled.parameters
        }
        cursor.execute(compiled.text, list(given.values()) if compiled.by_position else given)
        return cursor

    def one(self, driver: Driver, **values: Any) -> tuple[Any, ...] | None:
        """The first row, its values as the columns' types say, or None."""
        row = self.run(driver, **values).fetchone()
        if row is None:
            return None
        columns = self._for(driver).columns
        return tuple(
            convert(value) if convert else value for value, convert in zip(row, columns, strict=True)
        )

    def all(self, driver: Driver, **values: Any) -> list[tuple[Any, ...]]:
        """All rows, their values as the columns' types say."""
        columns = self._for(driver).columns
        return [
            tuple(convert(value) if convert else value for value, convert in zip(row, columns, strict=True))
            for row in self.run(driver, **values).fetchall()
        ]

    def _for(self, driver: Driver) -> _Compiled:
        """The statement as this driver takes it."""
        compiled = self._compiled.get(type(driver))
        if compiled is None:
            compiled = self._compiled[type(driver)] = _compile(self._statement, db.engine.dialect)
        return compiled


def _compile(statement: Select[*tuple[Any, ...]] | UpdateBase, dialect: Dialect) -> _Compiled:
    """What SQLAlchemy says for a dialect."""
    compiled: Any = statement.compile(dialect=dialect)
    names = compiled.positiontup if compiled.positional else compiled.binds
    columns = statement.selected_columns if isinstance(statement, Select) else ()
    return _Compiled(
        text=compiled.string,
        by_position=compiled.positional,
        parameters=tuple(
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names
        ),
        columns=tuple(one.type.dialect_impl(dialect).result_processor(dialect, None) for one in columns),
    )


def reading() -> AbstractContextManager[Driver]:
    """A connection to read one thing with: the session's, if it has begun, else one from the pool."""
    return _lent(begin=False, commit=False)


def writing_once() -> AbstractContextManager[Driver]:
    """As `writing`, for a single statement: on SQLite that is a transaction by itself."""
    return _lent(begin=False, commit=True)


def writing() -> AbstractContextManager[Driver]:
    """A transaction, committed at the end or rolled back: the session's, if it has begun, else its own.

    Two transactions that write would wait for each other on SQLite, hence the former.
    """
    return _lent(begin=True, commit=True)


@contextmanager
def _lent(*, begin: bool, commit: bool) -> Iterator[Driver]:
    """A connection for a while. Some of SQLite are kept aside: the pool costs more than a statement.

    A database that does not answer is the same error as from a session.
    """
    begun = _begun()
    if begun is not None:
        yield begun.connection().connection.driver_connection
        if commit:
            begun.commit()
        return
    engine = db.engine
    aside = _aside.setdefault(engine, [])
    try:
        pooled = aside.pop() if aside else engine.raw_connection()
        driver: Driver = pooled.driver_connection
        sqlite = isinstance(driver, sqlite3.Connection)
        try:
            if begin and sqlite:
                driver.execute("BEGIN IMMEDIATE")
            yield driver
            if commit and (begin or not sqlite):
                driver.commit()
        except BaseException:
            pooled.close()  # which rolls back
            raise
        if sqlite and len(aside) < MOST_ASIDE:
            aside.append(pooled)
        else:
            pooled.close()
    except engine.dialect.loaded_dbapi.OperationalError as error:
        raise OperationalError("", {}, error) from error


def _begun() -> Session | None:
    """The session, where there is one and it is in a transaction."""
    if not db.session.registry.has():
        return None
    session = db.session()
    return session if session.in_transaction() else None


@event.listens_for(Engine, "engine_disposed")
def _close_aside(engine: Engine) -> None:
    """An engine that is done with keeps no file open."""
    for pooled in _aside.pop(engine, ()):
        pooled.detach()
        pooled.close()
