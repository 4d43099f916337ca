"""What ails an installation, found out by trying, each with the way to mend it."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from app.accounts.models import Account
from app.audit.models import AuditLine
from app.boards.models import Board
from app.config import SHORTEST_KEY, Config
from app.consultations.models import DefinitionVersion, Tailoring
from app.db import db
from app.errors import SpeirError
from app.jobs.models import QUEUED, Job
from app.mail.carriers import Folder, Server, carrier
from app.questionnaires import media
from app.surveys import snapshot
from app.upkeep.backup import BACKUP_MADE

LEAST_SPACE = 1024**3  # bytes
LONGEST_WAIT = timedelta(minutes=5)
OLDEST_BACKUP = timedelta(hours=26)
"""A nightly backup, and two hours for a night that is long."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `words` say how it is, or how to mend it."""

    what: str
    well: bool
    words: str


def examine() -> list[Finding]:
    """Look at everything; one examination that fails hides none of the others."""
    config: Config = current_app.extensions["speir_config"]
    found: list[Finding] = []
    for look in LOOKS:
        try:
            found.extend(look(config))
        except SpeirError as problem:
            found.append(Finding(look.__name__.strip("_"), False, problem.message))
        except Exception as problem:  # whatever it is, the rest is to be looked at all the same
            db.session.rollback()
            words = f"could not be looked at ({type(problem).__name__}); mend the database first"
            found.append(Finding(look.__name__.strip("_"), False, words))
    db.session.rollback()
    return found


def migrations() -> frozenset[str]:
    """Every migration that this Speir has."""
    folder = Path(__file__).resolve().parents[2] / "migrations"
    return frozenset(script.revision for script in ScriptDirectory(str(folder)).walk_revisions())


def _key(config: Config) -> Iterator[Finding]:
    if len(config.secret_key) < SHORTEST_KEY:
        yield Finding(
            "secret key", False, f"too short; set SPEIR_SECRET_KEY to {SHORTEST_KEY} or more random signs"
        )
        return
    kept = config.data / "secret_key"
    if config.production and kept.exists() and kept.read_text().strip() == config.secret_key:
        yield Finding("secret key", False, f"lies beside the data; move it from {kept} into SPEIR_SECRET_KEY")
        return
    yield Finding("secret key", True, "set, and long enough")


def _database(_config: Config) -> Iterator[Finding]:
    with db.engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
    head = max(migrations())
    well = here == head
    yield Finding("database", well, f"at {here}" if well else f"at {here}, not {head}; run: speir db upgrade")


def _folder(config: Config) -> Iterator[Finding]:
    if not os.access(config.data, os.W_OK | os.X_OK):
        yield Finding("data folder", False, f"cannot be written; run as root: chown speir: {config.data}")
    elif config.data.stat().st_mode & 0o007:
        yield Finding(
            "data folder", False, f"open to everybody on this machine; run: chmod 0700 {config.data}"
        )
    else:
        yield Finding("data folder", True, f"{config.data}, ours alone")
    free = shutil.disk_usage(config.data).free
    well = free >= LEAST_SPACE
    words = f"{free // 1024**2} MB free"
    yield Finding("disk", well, words if well else f"only {words}; make room or enlarge the disk")


def _worker(_config: Config) -> Iterator[Finding]:
    late = datetime.now(UTC) - LONGEST_WAIT
    waiting = db.session.scalar(
        sa.select(sa.func.count()).select_from(Job).where(Job.state == QUEUED, Job.run_at < late)
    )
    if waiting:
        yield Finding("worker", False, f"{waiting} jobs wait too long; run: systemctl restart speir-worker")
    else:
        yield Finding("worker", True, "no job waits longer than five minutes")


def _mail(config: Config) -> Iterator[Finding]:
    way = carrier(config.mail_url)
    if isinstance(way, Server):
        try:
            socket.create_connection((way.host, way.port), timeout=5).close()
        except OSError as problem:
            words = (
                f"{way.host}:{way.port} does not answer ({type(problem).__name__}); look at SPEIR_MAIL_URL"
            )
            yield Finding("mail", False, words)
            return
        yield Finding("mail", True, f"{way.host}:{way.port} answers")
    elif config.production:
        where = "files" if isinstance(way, Folder) else "the screen"
        yield Finding("mail", False, f"goes to {where}; set SPEIR_MAIL_URL to smtp://user:password@host:587")
    else:
        yield Finding("mail", True, "stays on this machine, as befits a trial")


def _address(config: Config) -> Iterator[Finding]:
    well = config.base_url.startswith("https://") or not config.production
    words = config.base_url if well else f"{config.base_url} is not https; set SPEIR_BASE_URL"
    yield Finding("address", well, words)


def _demonstration(config: Config) -> Iterator[Finding]:
    if not config.production:
        yield Finding("mode", True, "development; set SPEIR_ENV=production before people are asked")
        return
    accounts = db.session.scalar(sa.select(sa.func.count()).select_from(Account).where(Account.demonstration))
    if accounts:
        words = f"{accounts} accounts; begin production with a new, empty database"
        yield Finding("demonstration data", False, words)
    else:
        yield Finding("demonstration data", True, "none")


def _names(config: Config) -> Iterator[Finding]:
    unsure = db.session.scalars(sa.select(Board.slug).where(~Board.name_confirmed).order_by(Board.slug)).all()
    words = f"{len(unsure)} boards have names to be confirmed ({', '.join(unsure[:3])} …)"
    if unsure:
        words += "; production opens nothing for those"
    yield Finding("names", True, words if unsure else "all confirmed")
    yield Finding("languages", True, f"offered: {', '.join(config.offered_languages)}")


def _clock(_config: Config) -> Iterator[Finding]:
    last = db.session.scalar(sa.select(AuditLine).order_by(AuditLine.no.desc()).limit(1))
    ahead = last is not None and last.at > datetime.now(UTC) + timedelta(minutes=1)
    words = (
        "behind the newest line of the trail; run: timedatectl set-ntp true"
        if ahead
        else "not behind the trail"
    )
    yield Finding("clock", not ahead, words)


def _backup(config: Config) -> Iterator[Finding]:
    last = db.session.scalar(
        sa.select(AuditLine).where(AuditLine.act == BACKUP_MADE).order_by(AuditLine.no.desc()).limit(1)
    )
    if last is not None and datetime.now(UTC) - last.at <= OLDEST_BACKUP:
        yield Finding("backup", True, f"made {last.at:%Y-%m-%d %H:%M} UTC")
        return
    words = "never made" if last is None else f"last made {last.at:%Y-%m-%d}"
    yield Finding("backup", not config.production, f"{words}; every night run: speir backup FILE")


def _media(_config: Config) -> Iterator[Finding]:
    """Whether each picture and clip that a kept definition names is there."""
    kept = (sa.select(DefinitionVersion.survey), sa.select(Tailoring.source))
    surveys = (snapshot.from_json(one) for query in kept for one in db.session.scalars(query))
    gone = sorted({one.file for survey in surveys for one in media.missing(survey)})
    words = f"{len(gone)} gone ({', '.join(gone[:3])}); bring the folder media back from a backup"
    yield Finding("pictures and clips", not gone, words if gone else "all that surveys show are there")


LOOKS: tuple[Callable[[Config], Iterator[Finding]], ...] = (
    _key, _database, _folder, _worker, _mail, _address, _demonstration, _names, _clock, _backup, _media,
)  # fmt: skip
