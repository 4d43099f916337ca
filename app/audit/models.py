"""A line of the trail. Lines are only ever added: the database itself refuses to change or delete one."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Moment


class AuditLine(Base):
    """Who did what to which thing, and why.

    `no` counts from 1 without gaps. `actor` is the id of an account, "anonymous", or "cli" for the
    operator at the shell. `board_code` is None for what belongs to no board; it is no foreign key, for
    a line outlives what it tells of. `hash` covers everything else in the line and the hash before it.
    """

    __tablename__ = "audit_line"

    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(64))
    board_code: Mapped[str | None] = mapped_column(String(9), index=True)
    act: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(1000))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
