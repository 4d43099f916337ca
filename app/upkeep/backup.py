"""Taking a backup while Speir runs: a receipt given before it begins is of an answer that is in it.

The database is copied as of one moment and nobody who writes waits for it; the files come after it, so each
file that a row of that moment names is there. The archive appears under its name only when it is whole.
"""

import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.pool import NullPool

from app.audit.service import record
from app.config import Config
from app.crypto import keyed_digest
from app.db import db, reads
from app.errors import Conflict
from app.upkeep import postgresql
from app.upkeep.archive import FORMAT, KEY, MANIFEST, POSTGRESQL, SQLITE, Facts, Manifest, copy, kept_files
from app.upkeep.facts import facts_of

BACKUP_MADE = "backup_made"


def key_check(secret: str) -> str:
    """What tells one secret key from another, without telling the key."""
    return keyed_digest(secret, "which key a backup was made with", b"").hex()


def back_up(out: Path, with_key: bool = False) -> Manifest:
    """Write a backup to `out`, readable by its owner only. Raises Conflict for a place that will not do."""
    config: Config = current_app.extensions["speir_config"]
    out = out.resolve()
    if out.exists():
        raise Conflict(f"{out} is there already. Name another file, such as one with today's date.")
    if not out.parent.is_dir():
        raise Conflict(f"There is no folder {out.parent}. Make it first.")
    if out.is_relative_to(config.data):
        raise Conflict(f"{out} lies in the data folder and would be lost with it. Name another place.")
    token = reads.set(True)
    try:
        with tempfile.TemporaryDirectory(prefix=".speir-backup-", dir=out.parent) as folder:
            half = Path(folder) / "half.zip"
            with os.fdopen(os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
                    manifest = _fill(archive, config, Path(folder), with_key)
                file.flush()
                os.fsync(file.fileno())
            os.link(half, out)  # like a renaming, but never over what somebody put there meanwhile
    except FileExistsError:
        raise Conflict(f"{out} is there already. Name another file.") from None
    except OSError as problem:
        raise Conflict(f"The backup could not be written: {problem.strerror or problem}.") from problem
    finally:
        reads.reset(token)
    db.session.rollback()
    record(BACKUP_MADE, board=None, subject="installation", detail={"responses": _responses(manifest.facts)})
    db.session.commit()
    return manifest


def _fill(archive: zipfile.ZipFile, config: Config, folder: Path, with_key: bool) -> Manifest:
    """Put everything into the archive."""
    members: dict[str, tuple[int, str]] = {}
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    if db.engine.dialect.name == "sqlite":
        name, facts = SQLITE, _copy_sqlite(folder / SQLITE)
        members[SQLITE] = _add(archive, SQLITE, folder / SQLITE)
    else:
        name = POSTGRESQL
        with _snapshot() as (connection, snapshot):
            facts = facts_of(connection)
            with archive.open(POSTGRESQL, "w", force_zip64=True) as target:
                members[POSTGRESQL] = postgresql.dump(db.engine.url, snapshot, target)
    for kept, place in kept_files(config.data):
        try:
            members[kept] = _add(archive, kept, place)
        except FileNotFoundError:
            continue  # deleted since the folder was read: what is to be forgotten is not kept here either
    if with_key:
        (folder / KEY).write_text(config.secret_key)
        members[KEY] = _add(archive, KEY, folder / KEY)
    manifest = Manifest(FORMAT, version("speir"), made_at, key_check(config.secret_key), name, facts, members)
    archive.writestr(MANIFEST, manifest.written())
    return manifest


def _copy_sqlite(target: Path) -> Facts:
    """SQLite's own online copy, of one moment; what it holds."""
    driver = db.engine.raw_connection()
    try:
        with closing(sqlite3.connect(target)) as made:
            driver.driver_connection.backup(made)  # type: ignore[union-attr]  # sqlite3's connection
    finally:
        driver.close()
    return facts_of_file(target)


def facts_of_file(file: Path) -> Facts:
    """What an SQLite database in a file holds; the file is one, without a log beside it, afterwards."""
    engine = sa.create_engine(f"sqlite:///{file}", poolclass=NullPool)
    with engine.connect() as connection:
        damage = connection.scalar(sa.text("PRAGMA quick_check(1)"))
        if damage != "ok":
            raise Conflict(f"The database file is damaged: {damage}.")
        return facts_of(connection)


@contextmanager
def _snapshot() -> Iterator[tuple[sa.Connection, str]]:
    """A connection that sees PostgreSQL as of one moment, and that moment's name for pg_dump."""
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        yield connection, str(connection.scalar(sa.text("SELECT pg_export_snapshot()")))


def _add(archive: zipfile.ZipFile, name: str, place: Path) -> tuple[int, str]:
    with place.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        return copy(source, target)


def _responses(facts: Facts) -> int:
    return facts.rows.get("response", 0)
