"""Asking for background work, and the table of who does it."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from app.db import db, reads
from app.errors import Conflict
from app.jobs import store
from app.jobs.models import Job

MOST_ATTEMPTS = 4

Progress = Callable[[int, str], None]
"""`progress(percent, words)`: told between transactions, never inside one."""


class Run(Protocol):
    """What does a job. It may be run again after being killed anywhere, so it begins by looking."""

    def __call__(self, args: dict[str, Any], progress: Progress, /) -> dict[str, Any]:
        """Do it, commit, and return what the job row keeps as its result."""


Failed = Callable[[dict[str, Any], str], None]


@dataclass(frozen=True, slots=True)
class Handler:
    """`run` does a job; `failed` writes down what it means that it was given up, and does not commit."""

    run: Run
    failed: Failed | None = None


HANDLERS: dict[str, Handler] = {}
DAILY: list[str] = []
"""Kinds of job that each worker asks for when it starts and every day; doing one twice does no harm."""


def handler(kind: str, failed: Failed | None = None) -> Callable[[Run], Run]:
    """Marks the function that does jobs of this kind; there is one."""

    def mark(run: Run) -> Run:
        HANDLERS[kind] = Handler(run, failed)
        return run

    return mark


def daily(kind: str) -> Callable[[Run], Run]:
    """Marks the handler of a kind of job that is to be done every day, without arguments."""
    DAILY.append(kind)
    return handler(kind)


def enqueue(kind: str, args: dict[str, Any], dedupe: str, max_attempts: int = MOST_ATTEMPTS) -> uuid.UUID:
    """Ask for a job in the caller's transaction: it exists if and when that commits. Returns its id.

    `args` is JSON: ids, never answers. While a job of the same kind and `dedupe` waits or runs, asking again
    gives its id. Raises Conflict for a kind that nobody does.
    """
    if kind not in HANDLERS:
        raise Conflict(f"Nobody does jobs of the kind {kind}.")
    return store.add(db.session.connection(), kind, dedupe, args, max_attempts)


def look_up(job_id: uuid.UUID) -> Job | None:
    """The job as it stands now."""
    return db.session.get(Job, job_id, populate_existing=True)


@contextmanager
def only_reading() -> Iterator[None]:
    """For a handler: what begins in the block only reads, and takes no write lock on SQLite."""
    token = reads.set(True)
    try:
        yield
    finally:
        reads.reset(token)
