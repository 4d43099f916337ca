"""Tables of decisions, of the public register's entries by hand, and of those who want to be told."""

import uuid
from datetime import date

from sqlalchemy import Date, ForeignKey, LargeBinary, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, new_id

OUTCOMES = {
    "adopted": "Adopted",
    "adapted": "Adapted",
    "rejected": "Rejected",
    "not_yet": "Not decided yet",
}
"""What was decided about a theme: name in the database -> words for staff."""


class Feedback(Base):
    """What a board tells people after an engagement, in its own words; public once it has a day."""

    __tablename__ = "feedback"

    engagement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("engagement.id"), primary_key=True)
    asked: Mapped[str] = mapped_column(Text, default="")
    said: Mapped[str] = mapped_column(Text, default="")
    published_on: Mapped[date | None] = mapped_column(Date)


class Decision(Base):
    """What was decided about one theme, and why. `outcome` is one of OUTCOMES."""

    __tablename__ = "decision"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    engagement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("engagement.id"), index=True)
    position: Mapped[int]
    theme: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")


class Listing(Base):
    """An engagement that was run elsewhere, entered into a board's register by hand."""

    __tablename__ = "listing"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    board_code: Mapped[str] = mapped_column(ForeignKey("board.code"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text, default="")
    opened: Mapped[date | None] = mapped_column(Date)
    closed: Mapped[date | None] = mapped_column(Date)
    web_address: Mapped[str] = mapped_column(String(300), default="")
    outcome: Mapped[str] = mapped_column(Text, default="")


class Subscription(Base):
    """Somebody who wants to be told of a board's news. Nothing ties it to an answer.

    `sealed` is the address, `address_key` a keyed digest of it.
    """

    __tablename__ = "subscription"
    __table_args__ = (UniqueConstraint("board_code", "address_key"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    board_code: Mapped[str] = mapped_column(ForeignKey("board.code"))
    address_key: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    asked_on: Mapped[date] = mapped_column(Date)
    confirmed_on: Mapped[date | None] = mapped_column(Date)


class Announcement(Base):
    """That subscribers have been told of something: `subject` is "opened ID" or "answered ID"."""

    __tablename__ = "announcement"

    subject: Mapped[str] = mapped_column(String(60), primary_key=True)
    on: Mapped[date] = mapped_column(Date)
