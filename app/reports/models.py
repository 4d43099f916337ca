"""An edition: a report as it was published, which never changes again."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, LargeBinary, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Moment, new_id

PENDING, READY, FAILED = "pending", "ready", "failed"


class Edition(Base):
    """One edition of the report of an engagement.

    `report` is the frozen source (frozen.py), None until the worker has made it. `ledger` holds the exact
    counts and what of them was shown, by consultation, sealed: later editions are held against it. `short`
    is the code in the address on the paper. `file` is the name of the PDF among the kept files. `error`
    says why there is none.
    """

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("engagement_id", "no"), UniqueConstraint("short"))

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    engagement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("engagement.id"))
    board_code: Mapped[str] = mapped_column(ForeignKey("board.code"), index=True)
    no: Mapped[int]
    short: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10), default=PENDING)
    as_at: Mapped[date] = mapped_column(Date)
    published_at: Mapped[datetime] = mapped_column(Moment)
    published_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    job_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    ledger: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    file: Mapped[str] = mapped_column(String(60))
    error: Mapped[str] = mapped_column(Text, default="")

    @property
    def published_on(self) -> date:
        """The day it was published (UTC)."""
        return self.published_at.date()
