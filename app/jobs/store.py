"""The statements of the queue. Each runs in a transaction of its caller and says whether it took hold.

Times are the database's own on PostgreSQL, so that machines whose clocks differ agree about a lease, and
this machine's on SQLite, where there is only one.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Update, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from app.db import new_id
from app.errors import Conflict
from app.jobs.models import DONE, FAILED, QUEUED, RUNNING, STILL_TO_DO, Job

TRIES = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in a worker's hands: (id, worker, attempt) is the fence that every later write stands behind."""

    id: uuid.UUID
    kind: str
    args: dict[str, Any]
    worker: str
    attempt: int
    last: bool
    """Whether this is the last attempt."""


def add(connection: Connection, kind: str, dedupe: str, args: dict[str, Any], max_attempts: int) -> uuid.UUID:
    """The id of a new job, or of the one that is already waiting or running for the same thing.

    A job that ends between the two statements is no longer the same thing: then we try again.
    """
    row = {
        "id": new_id(), "kind": kind, "dedupe": dedupe, "args": args, "state": QUEUED, "attempts": 0,
        "max_attempts": max_attempts, "run_at": _moment(connection, 0), "progress": 0, "progress_text": "",
        "error": "",
    }  # fmt: skip
    make = insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite
    new = (
        make(Job)
        .values(**row)
        .on_conflict_do_nothing(index_elements=["kind", "dedupe"], index_where=STILL_TO_DO)
        .returning(Job.id)
    )
    same = select(Job.id).where(Job.kind == kind, Job.dedupe == dedupe, Job.state.in_((QUEUED, RUNNING)))
    for _ in range(TRIES):
        found = connection.scalar(new) or connection.scalar(same)
        if found is not None:
            return found
    raise Conflict("The work could not be put in the queue; try again.")


def anything_to_do(connection: Connection) -> bool:
    """Whether a claim or a clearing away would find a job: a look that takes no lock."""
    return (
        connection.scalar(select(Job.id).where(or_(_waiting(connection), _lost(connection))).limit(1))
        is not None
    )


def claim(connection: Connection, worker: str, lease: float) -> Claim | None:
    """Take the job that has waited longest, or one whose worker is gone. None if there is nothing."""
    free = or_(_waiting(connection), and_(_lost(connection), Job.attempts < Job.max_attempts))
    first = select(Job.id).where(free).order_by(Job.run_at).limit(1).with_for_update(skip_locked=True)
    taken = connection.execute(
        update(Job)
        .where(Job.id == first.scalar_subquery())
        .values(
            state=RUNNING, attempts=Job.attempts + 1, worker=worker, progress=0, progress_text="",
            lease_until=_moment(connection, lease),
        )
        .returning(Job.id, Job.kind, Job.args, Job.attempts, Job.max_attempts)
    ).one_or_none()  # fmt: skip
    if taken is None:
        return None
    return Claim(
        taken.id, taken.kind, taken.args, worker, taken.attempts, taken.attempts >= taken.max_attempts
    )


def given_up(connection: Connection) -> Job | None:
    """A job whose worker is gone and that has no attempt left, locked for the one who clears it away."""
    lost = (
        select(Job.__table__)
        .where(_lost(connection), Job.attempts >= Job.max_attempts)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = connection.execute(lost).one_or_none()
    return Job(**row._mapping) if row is not None else None


def fail_lost(connection: Connection, job_id: uuid.UUID, error: str) -> None:
    """Close a job that `given_up` handed out, in the same transaction."""
    connection.execute(
        update(Job).where(Job.id == job_id).values(state=FAILED, error=error, lease_until=None)
    )


def renew(connection: Connection, held: Claim, lease: float) -> bool:
    """Put the end of the lease off. False: the job is no longer ours."""
    return _held(connection, _fenced(held).values(lease_until=_moment(connection, lease)))


def tell(connection: Connection, held: Claim, percent: int, words: str) -> bool:
    """Write down how far the job is. False: it is no longer ours."""
    shown = {"progress": max(0, min(100, percent)), "progress_text": words[:200]}
    return _held(connection, _fenced(held).values(**shown))


def finish(connection: Connection, held: Claim, result: dict[str, Any]) -> bool:
    """The job is done. False: it is no longer ours, and another has done it or will."""
    done = {"state": DONE, "progress": 100, "result": result, "error": "", "lease_until": None}
    return _held(connection, _fenced(held).values(**done))


def put_back(connection: Connection, held: Claim, error: str, delay: float) -> bool:
    """Let the job be tried again after `delay` seconds."""
    again = {"state": QUEUED, "error": error, "lease_until": None, "run_at": _moment(connection, delay)}
    return _held(connection, _fenced(held).values(**again))


def release(connection: Connection, held: Claim) -> bool:
    """Give back a job that we do not finish because we were told to stop: that was no attempt."""
    back = {
        "state": QUEUED,
        "attempts": Job.attempts - 1,
        "lease_until": None,
        "run_at": _moment(connection, 0),
    }
    return _held(connection, _fenced(held).values(**back))


def fail(connection: Connection, held: Claim, error: str) -> bool:
    """The job is given up."""
    return _held(connection, _fenced(held).values(state=FAILED, error=error, lease_until=None))


def _waiting(connection: Connection) -> Any:
    return and_(Job.state == QUEUED, Job.run_at <= _moment(connection, 0))


def _lost(connection: Connection) -> Any:
    return and_(Job.state == RUNNING, Job.lease_until < _moment(connection, 0))


def _fenced(held: Claim) -> Update:
    return update(Job).where(
        Job.id == held.id, Job.worker == held.worker, Job.attempts == held.attempt, Job.state == RUNNING
    )


def _held(connection: Connection, statement: Update) -> bool:
    return connection.execute(statement).rowcount == 1


def _moment(connection: Connection, seconds: float) -> Any:
    """The time so many seconds from now."""
    if connection.dialect.name == "postgresql":
        return func.clock_timestamp() + timedelta(seconds=seconds)
    return datetime.now(UTC) + timedelta(seconds=seconds)
