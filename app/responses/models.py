"""Tables of drafts and responses. No exact time, no network address, no order in the keys."""

import uuid
from datetime import date

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, new_id


class Draft(Base):
    """Answers not yet sent. `sealed` holds what service.Contents says, under the browser's token."""

    __tablename__ = "draft"

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    definition_no: Mapped[int]
    submit_key: Mapped[uuid.UUID] = mapped_column(Uuid)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires_on: Mapped[date] = mapped_column(Date, index=True)


class Response(Base):
    """One response: the sealed document, which is the truth, and its codes, written together."""

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("consultation_id", "submit_key"),
        Index("ix_response_consultation_id_receipt_digest", "consultation_id", "receipt_digest"),
        # Counting reads this and no row. PostgreSQL has no need of it, and limits what an index may hold.
        Index(
            "ix_response_consultation_id_definition_no_codes",
            "consultation_id",
            "definition_no",
            "codes",
            info={"only_on": "sqlite"},
        ),
    )

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    definition_no: Mapped[int]
    submit_key: Mapped[uuid.UUID] = mapped_column(Uuid)
    receipt_digest: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    codes: Mapped[bytes] = mapped_column(LargeBinary)
    submitted_on: Mapped[date] = mapped_column(Date)
    duration_band: Mapped[str] = mapped_column(String(10))
    late: Mapped[bool]
    keyed_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    """The account of whoever keyed it in. No foreign key: to take one account away would read every row."""


class Upload(Base):
    """A file that came with answers: to which response or draft, by the key of both, and for which question.

    `expires_on` is the last day of a draft, and None once what it belongs to was sent. The file itself is
    kept by `files.uploads` under `id`; `sealed_name` is what its sender called it.
    """

    __tablename__ = "upload"
    __table_args__ = (Index("ix_upload_consultation_id_submit_key", "consultation_id", "submit_key"),)

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    submit_key: Mapped[uuid.UUID] = mapped_column(Uuid)
    question: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(10))
    size: Mapped[int]
    sealed_name: Mapped[bytes] = mapped_column(LargeBinary)
    expires_on: Mapped[date | None] = mapped_column(Date, index=True)


class Withdrawal(Base):
    """That a response was withdrawn: its receipt still says so, and nothing else is left of it."""

    __tablename__ = "withdrawal"

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    receipt_digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class LinkMessage(Base):
    """A message to whoever asked for a link to their form: `sealed` holds the address and the words.

    Nothing in the row leads to an answer, and it is gone once the message has left.
    """

    __tablename__ = "link_message"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires_on: Mapped[date] = mapped_column(Date)


class ResumeCode(Base):
    """A code of words that opens a draft: a keyed digest of the words, and the browser's token, sealed.

    No foreign key leads to the draft: sending one would have to look here first.
    """

    __tablename__ = "resume_code"

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires_on: Mapped[date] = mapped_column(Date)
