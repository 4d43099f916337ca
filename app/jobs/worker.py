"""The worker: takes jobs one at a time and holds each by a lease that a second thread keeps renewing.

A worker that is killed stops renewing, its lease runs out, and the next claim takes the job again; one that
was only slow finds that the job is no longer its own and leaves it alone.
"""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from app.db import db
from app.errors import NotNow, SpeirError
from app.jobs import store
from app.jobs.service import DAILY, HANDLERS, Handler, enqueue, only_reading
from app.jobs.store import Claim

logger = logging.getLogger(__name__)

LEASE = 10.0  # seconds that a killed worker keeps a job from the others
BEATS = 4  # renewals in the time of one lease
POLL = 1.0  # seconds between two looks for work
FIRST_DELAY = 5.0  # seconds before a failed job is tried again; doubled each time
DELAY_NOT_NOW = 300.0  # the same, where something outside was away: 5, 10 and 20 minutes


class LeaseLost(Exception):
    """The job was taken by another worker while we had it."""


class Stopped(Exception):
    """We were told to stop in the middle of a job."""


def work(app: Flask, stop: threading.Event, lease: float = LEASE, poll: float = POLL) -> None:
    """Do jobs until `stop` is set. A database that is away for a while is waited for."""
    worker = Worker(app, stop, lease)
    day: date | None = None
    while not stop.is_set():
        try:
            if day != datetime.now(UTC).date():
                _ask_for_daily(app)
                day = datetime.now(UTC).date()
            while not stop.is_set() and worker.one():
                pass
        except DBAPIError as problem:
            logger.error("the database does not answer: %s", type(problem.orig).__name__)
        stop.wait(poll)


def _ask_for_daily(app: Flask) -> None:
    """Ask for the jobs of the day; where another worker has asked already, theirs is taken."""
    with app.app_context():
        for kind in DAILY:
            enqueue(kind, {}, dedupe="daily")
        db.session.commit()
        db.session.remove()


class Worker:
    """One worker. `name` is its own and nobody's after it, for it is part of the fence."""

    def __init__(self, app: Flask, stop: threading.Event, lease: float = LEASE) -> None:
        self.app = app
        self.stop = stop
        self.lease = lease
        self.name = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(6)}"
        with app.app_context():
            self.engine: Engine = db.engine

    def one(self) -> bool:
        """Do one job, if there is one to do. Returns whether there was."""
        with only_reading(), self.engine.begin() as connection:
            if not store.anything_to_do(connection):
                return False
        if self._clear_away():
            return True
        with self.engine.begin() as connection:
            held = store.claim(connection, self.name, self.lease)
        if held is None:
            return False
        self._do(held)
        return True

    def _do(self, held: Claim) -> None:
        """Run a job's handler and write down how it ended."""
        lost = threading.Event()
        with self._heart(held, lost), self.app.app_context():
            try:
                result = self._handler(held.kind).run(
                    held.args, lambda n, words: self._tell(held, lost, n, words)
                )
            except LeaseLost:
                logger.warning("job %s was taken by another worker", held.id)
                return
            except Stopped:
                with self.engine.begin() as connection:
                    store.release(connection, held)
                return
            except NotNow as problem:
                self._ended_badly(held, problem.message, final=held.last, delay=DELAY_NOT_NOW)
                return
            except SpeirError as refusal:
                self._ended_badly(held, refusal.message, final=True)
                return
            except Exception as problem:
                logger.exception("job %s (%s) failed at attempt %s", held.id, held.kind, held.attempt)
                self._ended_badly(held, f"Something went wrong ({type(problem).__name__}).", final=held.last)
                return
            finally:
                db.session.remove()
            with self.engine.begin() as connection:
                store.finish(connection, held, result)

    def _tell(self, held: Claim, lost: threading.Event, percent: int, words: str) -> None:
        """What a handler calls as `progress`: the place where it learns that it should end."""
        if db.session.registry.has() and db.session().in_transaction():
            # It would wait for itself on SQLite, and show on PostgreSQL what may yet be rolled back.
            raise RuntimeError("progress is told between transactions: commit first")
        if self.stop.is_set():
            raise Stopped
        with self.engine.begin() as connection:
            ours = store.tell(connection, held, percent, words)
        if lost.is_set() or not ours:
            raise LeaseLost

    def _ended_badly(self, held: Claim, error: str, *, final: bool, delay: float = FIRST_DELAY) -> None:
        db.session.remove()
        if not final:
            with self.engine.begin() as connection:
                store.put_back(connection, held, error, delay * 2 ** (held.attempt - 1))
            return
        if store.fail(db.session.connection(), held, error):
            self._told(held.kind, held.args, error)
        db.session.commit()

    def _clear_away(self) -> bool:
        """Close one job whose worker is gone and that has no attempt left. Returns whether there was one."""
        with self.app.app_context():
            connection = db.session.connection()
            job = store.given_up(connection)
            if job is not None:
                error = "The worker was ended in the middle of it too often."
                store.fail_lost(connection, job.id, error)
                self._told(job.kind, job.args, error)
            db.session.commit()
            return job is not None

    def _told(self, kind: str, args: dict[str, Any], error: str) -> None:
        """Let the job's own slice write down that it was given up, in the same transaction."""
        known = HANDLERS.get(kind)
        if known is not None and known.failed is not None:
            known.failed(args, error)

    @staticmethod
    def _handler(kind: str) -> Handler:
        try:
            return HANDLERS[kind]
        except KeyError:
            raise SpeirError(f"Nobody does jobs of the kind {kind}.") from None

    @contextmanager
    def _heart(self, held: Claim, lost: threading.Event) -> Iterator[None]:
        """A thread that renews the lease while the block runs; it sets `lost` when that is refused."""
        over = threading.Event()

        def beat() -> None:
            while not over.wait(self.lease / BEATS):
                try:
                    with self.engine.begin() as connection:
                        if not store.renew(connection, held, self.lease):
                            lost.set()
                            return
                except DBAPIError as problem:
                    logger.warning("a lease could not be renewed: %s", type(problem.orig).__name__)

        thread = threading.Thread(target=beat, name=f"heart of {held.id}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
