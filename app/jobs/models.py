"""The row of a job: the truth about background work, whoever does it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Moment, new_id

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"
STILL_TO_DO = text("state IN ('queued', 'running')")


class Job(Base):
    """One piece of work. `dedupe` names what it is about: no two jobs of a kind to do the same at once.

    A running job belongs to `worker` until `lease_until`, which the worker keeps putting off; a job whose
    lease has run out may be taken by another. `attempts` counts the times it was taken and, with
    `worker`, fences off a worker that was thought dead. `progress` is in per cent.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state_run_at", "state", "run_at"),
        Index(
            "uq_job_still_to_do",
            "kind",
            "dedupe",
            unique=True,
            sqlite_where=STILL_TO_DO,
            postgresql_where=STILL_TO_DO,
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(60))
    dedupe: Mapped[str] = mapped_column(String(200))
    args: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int]
    run_at: Mapped[datetime] = mapped_column(Moment)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    worker: Mapped[str | None] = mapped_column(String(120))
    progress: Mapped[int] = mapped_column(default=0)
    progress_text: Mapped[str] = mapped_column(String(200), default="")
    error: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in (DONE, FAILED)
