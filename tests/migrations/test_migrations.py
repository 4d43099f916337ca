"""Migrations run up and down with data on both databases, and end at what the models say."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from app.config import Config
from app.db import Moment, db, is_for_this_database
from tests.conftest import running
from tests.databases import ROOT, Cluster

SCRIPTS = ScriptDirectory(str(ROOT / "migrations"))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]


@pytest.fixture
def empty(
    request: pytest.FixtureRequest, tmp_path: Path, make_config: Callable[..., Config]
) -> Iterator[Flask]:
    """An application whose database has no tables yet, of the kind the test's parameter names."""
    if request.param == "sqlite":
        with running(make_config(f"sqlite:///{tmp_path / 'empty.sqlite3'}")) as app, app.app_context():
            yield app
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    with cluster.copy_of("template0") as url, running(make_config(url)) as app, app.app_context():
        yield app


both = pytest.mark.parametrize("empty", ["sqlite", "postgresql"], indirect=True)


def schema() -> dict[str, Any]:
    """The schema as the database itself tells it, in an order that does not hang on history."""
    inspector = sa.inspect(db.engine)
    told: dict[str, Any] = {}
    for table in sorted(set(inspector.get_table_names()) - {"alembic_version"}):
        told[table] = {
            "columns": sorted(
                (c["name"], str(c["type"]), c["nullable"], c["default"]) for c in inspector.get_columns(table)
            ),
            "key": inspector.get_pk_constraint(table)["constrained_columns"],
            "foreign": sorted(
                (f["constrained_columns"], f["referred_table"], f["referred_columns"], str(f.get("options")))
                for f in inspector.get_foreign_keys(table)
            ),
            "unique": sorted(u["column_names"] for u in inspector.get_unique_constraints(table)),
            "indexes": sorted(
                (i["name"], i["column_names"], bool(i["unique"])) for i in inspector.get_indexes(table)
            ),
            "checks": sorted((c["name"] or "") for c in inspector.get_check_constraints(table)),
        }
    return told


def triggers() -> set[str]:
    """The names of the triggers, which SQLAlchemy does not tell."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            return set(connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
        return set(connection.scalars(sa.text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")))


def made_up(column: sa.Column[Any], number: int) -> Any:
    """A value that fits a column's type."""
    kind = column.type
    if isinstance(kind, sa.Uuid):
        return uuid.uuid5(uuid.NAMESPACE_OID, f"{column.table.name}.{column.name}.{number}")
    if isinstance(kind, sa.Boolean):
        return bool(number % 2)
    if isinstance(kind, sa.Integer):
        return number
    if isinstance(kind, sa.Float | sa.Numeric):
        return number + 0.5
    if isinstance(kind, sa.DateTime | Moment):
        return datetime(2026, 1, number + 1, 12, 0, tzinfo=UTC)
    if isinstance(kind, sa.Date):
        return date(2026, 1, number + 1)
    if isinstance(kind, sa.LargeBinary):
        return bytes([number]) * 8
    if isinstance(kind, sa.JSON):
        return {"number": number}
    if isinstance(kind, sa.Enum):
        return kind.enums[0]
    return f"{number}{column.name}"[: getattr(kind, "length", None) or 40]


def fill() -> dict[str, int]:
    """Three made-up rows in each table that a migration left empty; returns the number of rows by table."""
    tables = sa.MetaData()
    tables.reflect(db.engine)
    with db.engine.begin() as connection:
        for table in tables.sorted_tables:
            model = db.metadata.tables.get(table.name)
            if model is None or connection.scalar(sa.select(sa.func.count()).select_from(table)):
                continue
            for number in range(3):
                row = {}
                for column in model.columns:
                    foreign = next(iter(column.foreign_keys), None)
                    if foreign is not None and foreign.column.table is not model:
                        parents = connection.scalars(parent(foreign.column)).all()
                        row[column.name] = parents[number % len(parents)]
                    elif foreign is not None or (column.primary_key and column.autoincrement is True):
                        continue
                    else:
                        row[column.name] = made_up(column, number)
                connection.execute(sa.insert(model), row)
    return counts()


def parent(column: sa.Column[Any]) -> sa.Select[Any]:
    """A column that others point to, in the order of its rows: keys of two columns stay together."""
    return sa.select(column).order_by(*column.table.primary_key.columns)


def counts() -> dict[str, int]:
    """The number of rows by table."""
    tables = sa.MetaData()
    tables.reflect(db.engine)
    with db.engine.connect() as connection:
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for name, table in tables.tables.items()
            if name != "alembic_version"
        }


def test_the_chain_is_one_line_of_numbers() -> None:
    assert [f"{number:03}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS
    assert len(SCRIPTS.get_heads()) == 1


@both
def test_models_equal_the_migrated_schema(empty: Flask) -> None:
    upgrade()
    with db.engine.connect() as connection:
        opts = {"compare_type": True, "include_object": is_for_this_database}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, db.metadata) == []


@both
def test_down_and_up_again_with_data(empty: Flask) -> None:
    """Each migration is taken back with rows in every table: older ones keep theirs, and up is the same."""
    upgrade()
    before, guarded = schema(), triggers()
    rows = fill()
    assert all(rows.values()), f"tables without a row: {[name for name, count in rows.items() if not count]}"
    for revision in reversed(["base", *REVISIONS[:-1]]):
        downgrade(revision=revision)
        left = counts()
        assert left == {name: rows[name] for name in left}, f"going down to {revision} lost rows"
    assert counts() == {}
    assert triggers() == set()
    upgrade()
    assert schema() == before
    assert triggers() == guarded


@both
def test_up_with_data_step_by_step(empty: Flask) -> None:
    """Each migration meets rows in all the tables before it, and keeps them."""
    for revision in REVISIONS:
        rows = counts()
        upgrade(revision=revision)
        now = counts()
        assert {name: now[name] for name in rows if name in now} == {
            n: c for n, c in rows.items() if n in now
        }
        fill_what_fits()


def fill_what_fits() -> None:
    """Rows in each table of a schema that is older than the models: only the columns that it has."""
    tables = sa.MetaData()
    tables.reflect(db.engine)
    with db.engine.begin() as connection:
        for table in tables.sorted_tables:
            model = db.metadata.tables.get(table.name)
            if model is None or connection.scalar(sa.select(sa.func.count()).select_from(table)):
                continue
            row = {}
            for column in model.columns:
                if column.name not in table.columns:
                    continue
                foreign = next(iter(column.foreign_keys), None)
                if foreign is not None and foreign.column.table is not model:
                    row[column.name] = connection.scalar(parent(foreign.column).limit(1))
                elif foreign is None:
                    row[column.name] = made_up(column, 1)
            # Not the model itself: it would add its defaults for columns that are not there yet.
            there = sa.table(table.name, *(sa.column(name, model.columns[name].type) for name in row))
            connection.execute(sa.insert(there), row)


@both
def test_up_twice_does_nothing_the_second_time(empty: Flask) -> None:
    upgrade()
    before = schema(), counts()
    upgrade()
    assert (schema(), counts()) == before


@both
def test_a_migration_that_breaks_off_leaves_no_trace(empty: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever went before it in the same run is rolled back too, and a second run finishes."""
    last = SCRIPTS.get_revision("head")
    assert last is not None
    with monkeypatch.context() as patch:
        patch.setattr("alembic.operations.Operations.create_index", _break, raising=True)
        with pytest.raises(ArithmeticError):
            upgrade()
    assert counts() == {}
    upgrade()
    assert all(name in counts() for name in db.metadata.tables)


def _break(*_args: object, **_kwargs: object) -> None:
    raise ArithmeticError
