"""A line of the trail. Lines are only ever added: the database itself refuses to change or delete one."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class AuditLine(Base):
    """Who did what to which thing, and why.

    `no` counts from 1 without gaps. `actor` is the id of an account, "anonymous", or "cli" for the
    operator at the shell. `board_code` is None for what belongs to no board; it is no foreign key, for
    a line outlives what it tells of. `hash` covers everything else in the line and the hash before it.
    """

    __tablename__ = "audit_line"

    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor: Mapped[str] = mapped_column(String(64))
    board_code: Mapped[str | None] = mapped_column(String(9), index=True)
    act: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(1000))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    @property
    def at_utc(self) -> datetime:
        """When, in UTC; SQLite hands times back without their zone."""
        return self.at.replace(tzinfo=UTC) if self.at.tzinfo is None else self.at.astimezone(UTC)
