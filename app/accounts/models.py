"""Somebody who signs in, what they may be on which board, and where they are signed in now.

The columns that flask-security asks for are written by hand, so that every column is typed. It is given no
`roles`, on purpose: what a person may do hangs on a board, and permissions.py alone decides it.
"""

import uuid
from datetime import datetime

from flask_security import UserMixin
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Moment, new_id


class Grant(Base):
    """A role on a board, or on every board where `board_code` is None."""

    __tablename__ = "role_grant"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    board_code: Mapped[str | None] = mapped_column(ForeignKey("board.code"), index=True)

    __table_args__ = (
        UniqueConstraint("account_id", "role", "board_code", name="uq_role_grant_account_id_role_board_code"),
        # NULLs are all different to a unique constraint, so the grants on every board have their own.
        Index(
            "uq_role_grant_account_id_role_everywhere",
            "account_id",
            "role",
            unique=True,
            sqlite_where=text("board_code IS NULL"),
            postgresql_where=text("board_code IS NULL"),
        ),
    )


class Account(Base, UserMixin):
    """A person who signs in with an e-mail address and a password.

    `email` is kept as names.normal_email writes it. `fs_uniquifier` is what a session names instead of
    the id: a new one ends every session. `demonstration` accounts have a password that everybody knows;
    a production installation lets none of them in.
    """

    __tablename__ = "account"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)  # type: ignore[assignment]  # not int
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    password: Mapped[str] = mapped_column("password_hash", String(255))
    active: Mapped[bool] = mapped_column(default=True)
    demonstration: Mapped[bool] = mapped_column(default=False)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: new_id().hex)

    grants: Mapped[list[Grant]] = relationship(lazy="selectin", order_by=(Grant.board_code, Grant.role))

    @property
    def called(self) -> str:
        """How a page names this person."""
        return self.name or self.email

    def roles_on(self, board_code: str | None) -> frozenset[str]:
        """The roles this person has on a board, those on every board among them."""
        return frozenset(grant.role for grant in self.grants if grant.board_code in (None, board_code))


class SignIn(Base):
    """One session of one person. The cookie names this row: without the row the cookie is worth nothing."""

    __tablename__ = "sign_in"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    began_at: Mapped[datetime] = mapped_column(Moment, index=True)


class SecondFactor(Base):
    """What an account's authenticator app and we both know, encrypted, and the counter used last."""

    __tablename__ = "second_factor"

    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    secret: Mapped[str] = mapped_column(Text)
    last_counter: Mapped[int | None]


class RecoveryCode(Base):
    """A code on paper that stands in for the app once; the row goes when it is used."""

    __tablename__ = "recovery_code"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64))


class WrongPassword(Base):
    """One try to sign in that has not been shown to be right; `key` says for whom or from where, hashed."""

    __tablename__ = "wrong_password"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment, index=True)

    __table_args__ = (Index("ix_wrong_password_key_at", "key", "at"),)
