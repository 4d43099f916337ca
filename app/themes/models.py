"""Tables of comments and themes. A comment's words stay in its response; here lies what was made of them."""

import uuid

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, new_id

WAITING, RELEASED, HELD = "waiting", "released", "held"


def _of_a_response() -> ForeignKeyConstraint:
    """Whoever withdraws a response takes this with it."""
    return ForeignKeyConstraint(
        ["consultation_id", "response_id"], ["response.consultation_id", "response.id"], ondelete="CASCADE"
    )


class ReadResponse(Base):
    """A response whose comments have been put in the queue. `tag` is the end of what it held then."""

    __tablename__ = "read_response"
    __table_args__ = (_of_a_response(),)

    consultation_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    response_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    tag: Mapped[bytes] = mapped_column(LargeBinary)


class Comment(Base):
    """One comment of a response and what was decided on it.

    `question` is the key under which it stands in the answers, `digest` tells whether it is still the same
    words, `kind` whether a person or an organisation wrote it. `urgent` means that it may speak of harm.
    `sealed` holds the text as it was released. `attribute` is the breakdown that a quotation names, or "".
    """

    __tablename__ = "comment"
    __table_args__ = (
        _of_a_response(),
        UniqueConstraint("consultation_id", "response_id", "question"),
        Index("ix_comment_consultation_id_state_question", "consultation_id", "state", "question"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    consultation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    response_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    question: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    urgent: Mapped[bool]
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    reason: Mapped[str] = mapped_column(String(20), default="")
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    quoted: Mapped[bool] = mapped_column(default=False)
    attribute: Mapped[str] = mapped_column(String(120), default="")


class Theme(Base):
    """What some comments on a question are about, in an analyst's words."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("consultation_id", "question", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"))
    question: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(120))


class Coding(Base):
    """That a comment is about a theme."""

    __tablename__ = "coding"

    comment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True
    )
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("theme.id"), primary_key=True, index=True)
