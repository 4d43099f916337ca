"""Deleting what has been kept long enough, every day, and counting afterwards that it is gone.

`SCHEDULE` is the one place that says what is kept how long and why; docs/retention.md says it in words, and
what a database still holds of a deleted row until when. What was published stays: an edition holds numbers
that passed the disclosure rule, and no answer.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, delete, func, select

from app.accounts.models import SignIn, WrongPassword
from app.audit.service import record
from app.consultations.models import Consultation, Engagement
from app.consultations.service import today
from app.db import db
from app.errors import Conflict
from app.files import uploads
from app.jobs.models import DONE, FAILED, Job
from app.jobs.service import Progress, daily
from app.responses import attaching, store
from app.responses.service import DRAFT_DAYS

SIGN_INS, WRONG_PASSWORDS, JOBS = (cast(Table, one.__table__) for one in (SignIn, WrongPassword, Job))
JOB_DAYS = 90


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of data, how long it is kept, why no longer, and which rows are over on a day."""

    kind: str
    how_long: str
    why: str
    table: Table
    over: Callable[[date], ColumnElement[bool]]


def _of_ended(table: Table) -> Callable[[date], ColumnElement[bool]]:
    """The rows of consultations whose engagement is to be deleted by a day."""

    def over(as_at: date) -> ColumnElement[bool]:
        ended = select(Consultation.id).join(Engagement, Engagement.id == Consultation.engagement_id)
        return table.c.consultation_id.in_(ended.where(Engagement.delete_on <= as_at))

    return over


def _midnight(as_at: date, days: int) -> datetime:
    """The beginning of the day that lies so many days before (UTC)."""
    return datetime.combine(as_at - timedelta(days=days), time(), UTC)


SCHEDULE = (
    Kept(
        "drafts",
        f"{DRAFT_DAYS} days from their beginning",
        "who has not finished by then has left it",
        store.DRAFTS,
        lambda as_at: store.DRAFTS.c.expires_on < as_at,
    ),
    Kept(
        "drafts of ended engagements",
        "the day on which the board deletes the answers",
        "they could not be sent any more",
        store.DRAFTS,
        _of_ended(store.DRAFTS),
    ),
    Kept(
        "codes to finish later",
        "until their draft is sent or deleted, at most a day longer",
        "there is nothing they could open any more",
        store.RESUME_CODES,
        lambda as_at: (store.RESUME_CODES.c.expires_on < as_at) | store.without_draft(),
    ),
    Kept(
        "addresses for a link to finish later",
        "until the message has left, at most a day longer",
        "they were given for that one message",
        store.LINK_MESSAGES,
        lambda as_at: store.LINK_MESSAGES.c.expires_on < as_at,
    ),
    Kept(
        "responses",
        "the day on which the board deletes the answers",
        "that day is in the privacy notice; what was made of their comments goes with them",
        store.RESPONSES,
        _of_ended(store.RESPONSES),
    ),
    Kept(
        "files of drafts",
        "as long as their draft",
        "they were never sent",
        store.UPLOADS,
        lambda as_at: store.UPLOADS.c.expires_on < as_at,
    ),
    Kept(
        "files of ended engagements",
        "the day on which the board deletes the answers",
        "they are part of the answers",
        store.UPLOADS,
        _of_ended(store.UPLOADS),
    ),
    Kept(
        "sign-ins",
        "a day after they began",
        "a sign-in ends by itself before that",
        SIGN_INS,
        lambda as_at: SIGN_INS.c.began_at < _midnight(as_at, 1),
    ),
    Kept(
        "wrong passwords",
        "a day",
        "they only slow down who guesses, for minutes; each is a digest of where it came from",
        WRONG_PASSWORDS,
        lambda as_at: WRONG_PASSWORDS.c.at < _midnight(as_at, 1),
    ),
    Kept(
        "finished jobs, mail among them",
        f"{JOB_DAYS} days",
        "by then an operator has seen what became of them",
        JOBS,
        lambda as_at: JOBS.c.state.in_((DONE, FAILED)) & (JOBS.c.run_at < _midnight(as_at, JOB_DAYS)),
    ),
    Kept(
        "withdrawals",
        "the day on which the board deletes the answers",
        "a receipt needs to say no longer that its answers were withdrawn",
        store.WITHDRAWALS,
        _of_ended(store.WITHDRAWALS),
    ),
)


def due(as_at: date) -> dict[str, int]:
    """How many rows of each kind are over on a day."""
    return {
        kept.kind: int(
            db.session.scalar(select(func.count()).select_from(kept.table).where(kept.over(as_at))) or 0
        )
        for kept in SCHEDULE
    }


def carry_out(as_at: date, actor: str = "cli") -> dict[str, int]:
    """Delete what is over; how many rows of each kind. Raises Conflict where some are there afterwards."""
    gone: dict[str, int] = {}
    files = store.all_upload_ids()
    for kept in SCHEDULE:
        done: Any = db.session.execute(delete(kept.table).where(kept.over(as_at)))
        gone[kept.kind] = int(done.rowcount)
    if any(gone.values()):
        record("retention_run", board=None, subject="installation", detail=gone, actor=actor)
    db.session.commit()
    uploads.drop(files - store.all_upload_ids())
    attaching.sweep()
    left = {kind: count for kind, count in due(as_at).items() if count}
    db.session.commit()
    if left:
        raise Conflict(f"Not everything that is over was deleted: {left}. Run it again.")
    scrub()
    return gone


def scrub() -> bool:
    """Take what deleted rows left out of the database's files, as far as the database lets us.

    SQLite overwrites deleted rows (secure_delete); its log is emptied here. False where somebody was
    reading for so long that it could not be. PostgreSQL frees the places of dead rows.
    """
    pooled = db.engine.raw_connection()
    try:
        driver: Any = pooled.driver_connection
        if isinstance(driver, sqlite3.Connection):
            return not driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        driver.autocommit = True
        driver.execute("SET statement_timeout = 0")
        driver.execute("VACUUM")
        return True
    finally:
        pooled.invalidate()  # its settings are not for others
        pooled.close()


@daily("retention")
def run(_args: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    """The job."""
    return dict(carry_out(today(), "worker"))
