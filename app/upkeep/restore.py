"""Bringing a backup back to an empty machine: all is read and checked before anything takes its place."""

import os
import shutil
import tempfile
import zipfile
import zlib
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from app.audit.service import record
from app.config import Config
from app.db import db
from app.errors import Conflict, Invalid
from app.upkeep import postgresql
from app.upkeep.archive import KEY, SQLITE, Manifest, copy, kept_files, read_manifest
from app.upkeep.backup import facts_of_file, key_check
from app.upkeep.facts import facts_of

BACKUP_RESTORED = "backup_restored"


def restore(file: Path, known: frozenset[str], key_given: bool, other_key: bool = False) -> Manifest:
    """Restore `file` here; `known` are the migrations this Speir has, `key_given` whether the environment
    names the secret key. Raises Conflict for a target that is not empty or a key that is not the backup's,
    Invalid for a backup that is not whole.
    """
    config: Config = current_app.extensions["speir_config"]
    _must_be_empty(config)
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = read_manifest(archive)
            _must_fit(manifest, config, known, key_given, other_key)
            with tempfile.TemporaryDirectory(prefix=".restore-", dir=config.data) as folder:
                _unpack(archive, manifest, Path(folder))
                _put_in_place(manifest, config, Path(folder))
    # NotImplementedError and RuntimeError are zipfile's for a way of packing, or a lock, that no backup has.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Invalid(f"{file} is not a whole backup of Speir. Take another copy of it.") from error
    except OSError as problem:
        raise Conflict(f"The backup could not be restored: {problem.strerror or problem}.") from problem
    if manifest.facts.revision == max(known):
        record(BACKUP_RESTORED, board=None, subject="installation", detail={"made_at": manifest.made_at})
        db.session.commit()
    return manifest


def _must_be_empty(config: Config) -> None:
    kept = next(kept_files(config.data), None)
    if kept is not None:
        raise Conflict(f"{config.data} is not empty ({kept[0]}). Restore into an empty folder (SPEIR_DATA).")
    if db.engine.dialect.name == "sqlite":
        if _sqlite_file().exists():
            raise Conflict(f"There is a database already: {_sqlite_file()}. Restore into an empty folder.")
        return
    with db.engine.connect() as connection:
        if sa.inspect(connection).get_table_names():
            raise Conflict("The PostgreSQL database has tables already. Make an empty one with: createdb")


def _must_fit(
    manifest: Manifest, config: Config, known: frozenset[str], key_given: bool, other_key: bool
) -> None:
    kind = "sqlite" if manifest.database == SQLITE else "postgresql"
    if kind != db.engine.dialect.name:
        raise Conflict(f"The backup is of {kind}; SPEIR_DATABASE_URL names {db.engine.dialect.name}.")
    if manifest.facts.revision not in known:
        raise Conflict(
            f"The backup was made by Speir {manifest.speir}, newer than this. Install that release."
        )
    ours = manifest.key_check == key_check(config.secret_key)
    if not ours and not other_key and (KEY not in manifest.members or key_given):
        raise Conflict(
            "The secret key here is not the one this backup was made with, so its answers could not be read. "
            f"Set SPEIR_SECRET_KEY to that key, or put it into {config.data / KEY}. "
            "If it is lost for good, add --other-key: all but the sealed answers comes back."
        )


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    """Every member into `folder`, checked against size and digest; names were checked with the manifest."""
    for name, (size, digest) in manifest.members.items():
        if archive.getinfo(name).file_size != size:
            raise Invalid(f"{name} in the backup is not what was written. Take another copy of the backup.")
        place = folder / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (
            archive.open(name) as source,
            os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target,
        ):
            if copy(source, target) != (size, digest):
                raise Invalid(
                    f"{name} in the backup is not what was written. Take another copy of the backup."
                )
            target.flush()
            os.fsync(target.fileno())


def _put_in_place(manifest: Manifest, config: Config, folder: Path) -> None:
    """Check what the database holds, then let everything take its place, the SQLite database last."""
    database = folder / manifest.database
    if manifest.database == SQLITE:
        found = facts_of_file(database)
    else:
        postgresql.load(db.engine.url, database)
        with db.engine.connect() as connection:
            found = facts_of(connection)
    if found != manifest.facts:
        raise Invalid("What was restored is not what the manifest counted. Take another copy of the backup.")
    if (folder / "files").is_dir():
        for kept in sorted((folder / "files").iterdir()):
            (config.data / kept.name).mkdir(mode=0o700, exist_ok=True)
            for file in kept.iterdir():
                os.replace(file, config.data / kept.name / file.name)
    if (folder / KEY).exists():
        os.replace(folder / KEY, config.data / KEY)
    if manifest.database == SQLITE:
        _sqlite_file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(database, _sqlite_file())


def _sqlite_file() -> Path:
    name = db.engine.url.database
    if not name:
        raise Conflict("SPEIR_DATABASE_URL names no file.")
    return Path(name)
