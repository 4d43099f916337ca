"""What became of each message that a job was to send, told by the job rows: they keep no address, no text."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from app.db import db
from app.jobs.models import DONE, FAILED, Job

KINDS = ("ask_subscriber", "tell_planner", "tell_respondent", "tell_subscriber")
"""The jobs that send one message each."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """`state` is queued, again (to be tried again), sent, dropped (no longer wanted), refused or failed."""

    job: str
    kind: str
    state: str
    attempts: int
    error: str


def deliveries() -> Iterator[Delivery]:
    """Every message, the newest first as far as jobs tell."""
    for job in db.session.scalars(select(Job).where(Job.kind.in_(KINDS)).order_by(Job.run_at.desc(), Job.id)):
        yield Delivery(str(job.id), job.kind, _state(job), job.attempts, job.error)


def _state(job: Job) -> str:
    if job.state == DONE:
        return "sent" if (job.result or {}).get("sent") else "dropped"
    if job.state == FAILED:
        return "refused" if " refused " in job.error else "failed"
    return "again" if job.error else "queued"
