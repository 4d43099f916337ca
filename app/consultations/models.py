"""Tables of engagements, consultations and the definitions they froze."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Moment, new_id


def _text() -> Mapped[str]:
    """A column of words that rows older than it have empty."""
    return mapped_column(Text, default="", server_default="")


class Engagement(Base):
    """A whole exercise of a board, with one purpose, one promise and one report.

    `promise` is what answers can change, `contact` what else there is to say of other ways to take part.
    """

    __tablename__ = "engagement"
    __table_args__ = (UniqueConstraint("board_code", "slug"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    board_code: Mapped[str] = mapped_column(ForeignKey("board.code"))
    slug: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(Text, default="")
    promise: Mapped[str] = mapped_column(Text, default="")
    decides: Mapped[str] = mapped_column(Text, default="")
    ask_of_group: Mapped[str] = mapped_column(Text, default="")
    officer_words: Mapped[str] = mapped_column(Text, default="")
    respond_by: Mapped[date | None] = mapped_column(Date)
    contact: Mapped[str] = mapped_column(Text, default="")
    controller: Mapped[str] = mapped_column(Text, default="")
    demonstration: Mapped[bool] = mapped_column(default=False)
    introduction: Mapped[str] = _text()
    cannot_change: Mapped[str] = _text()
    lawful_basis: Mapped[str] = _text()
    privacy: Mapped[str] = _text()
    delete_on: Mapped[date | None] = mapped_column(Date)
    contact_post: Mapped[str] = _text()
    contact_email: Mapped[str] = _text()
    contact_telephone: Mapped[str] = _text()
    contact_text: Mapped[str] = _text()
    contact_person: Mapped[str] = _text()


class Consultation(Base):
    """One run of a survey definition within an engagement."""

    __tablename__ = "consultation"
    __table_args__ = (UniqueConstraint("board_code", "slug"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    engagement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("engagement.id"), index=True)
    board_code: Mapped[str] = mapped_column(ForeignKey("board.code"))
    slug: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20), default="draft")
    audience: Mapped[str] = mapped_column(String(30))
    kind: Mapped[str] = mapped_column(String(20))
    opens_at: Mapped[datetime | None] = mapped_column(Moment)
    closes_at: Mapped[datetime | None] = mapped_column(Moment)
    respond_by: Mapped[date | None] = mapped_column(Date)
    demonstration: Mapped[bool] = mapped_column(default=False)
    definition_no: Mapped[int] = mapped_column(default=1)
    receipt_prefix: Mapped[str] = mapped_column(String(5), unique=True)


class DefinitionVersion(Base):
    """A definition as it stood when the consultation opened, or was revised. Never changes."""

    __tablename__ = "definition_version"

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content_hash: Mapped[str] = mapped_column(String(64))
    survey: Mapped[dict[str, Any]] = mapped_column(JSON)
    layout: Mapped[dict[str, Any]] = mapped_column(JSON)
    since: Mapped[date | None] = mapped_column(Date)
    """The day from which it was asked, where it took the place of another that had been open."""


class Tailoring(Base):
    """What a consultation was made from, and what an officer chose of it: read while it is a draft.

    `source` is the survey as the library had it, `choices` what `surveys.tailoring.Choices` says.
    """

    __tablename__ = "tailoring"

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    source: Mapped[dict[str, Any]] = mapped_column(JSON)
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
