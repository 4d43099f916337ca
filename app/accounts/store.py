"""Every question about accounts that goes to the database."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from app.accounts.models import Account, RecoveryCode, SecondFactor, SignIn, WrongPassword
from app.accounts.names import normal_email
from app.db import Base, db
from app.errors import NotFound


def by_email(typed: str) -> Account | None:
    """The account with this address, however it is typed."""
    return db.session.scalar(select(Account).where(Account.email == normal_email(typed)))


def of_uniquifier(uniquifier: str) -> Account | None:
    """The active account that cookies call so."""
    return db.session.scalar(select(Account).where(Account.fs_uniquifier == uniquifier, Account.active))


def all() -> Sequence[Account]:
    """Every account, by address."""
    return db.session.scalars(select(Account).order_by(Account.email)).all()


def called(ids: Collection[uuid.UUID]) -> dict[str, str]:
    """Id as text -> how a page names that person."""
    found = db.session.scalars(select(Account).where(Account.id.in_(list(ids))))
    return {str(account.id): account.called for account in found}


def of_session(uniquifier: str, sign_in: uuid.UUID, began_after: datetime) -> Account | None:
    """The active account whose session this is, if it is a session of theirs that began after that time."""
    return db.session.scalar(
        select(Account)
        .join(SignIn, SignIn.account_id == Account.id)
        .where(Account.fs_uniquifier == uniquifier, Account.active)
        .where(SignIn.id == sign_in, SignIn.began_at > began_after)
    )


def end_sessions(
    *, of: uuid.UUID | None = None, only: uuid.UUID | None = None, before: datetime | None = None
) -> None:
    """Forget sessions: of an account, one by its id, or those that began before a time."""
    if of is not None:
        db.session.execute(delete(SignIn).where(SignIn.account_id == of))
    if only is not None:
        db.session.execute(delete(SignIn).where(SignIn.id == only))
    if before is not None:
        db.session.execute(delete(SignIn).where(SignIn.began_at <= before))


def second_factor(of: uuid.UUID, to_change: bool = False) -> SecondFactor | None:
    """The account's second factor, if it has set one up; `to_change` keeps others from it meanwhile."""
    wanted = select(SecondFactor).where(SecondFactor.account_id == of)
    return db.session.scalar(wanted.with_for_update() if to_change else wanted)


def use_recovery_code(of: uuid.UUID, digest: str) -> bool:
    """Take the account's code with this digest away; false if it has none such."""
    done = db.session.execute(
        delete(RecoveryCode).where(RecoveryCode.account_id == of, RecoveryCode.digest == digest)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a DELETE has one


def forget_recovery_codes(of: uuid.UUID) -> None:
    """Take every recovery code of an account away."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == of))


def forget_second_factor(of: uuid.UUID) -> bool:
    """Take it away with its codes; false if there was none."""
    forget_recovery_codes(of)
    done = db.session.execute(delete(SecondFactor).where(SecondFactor.account_id == of))
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a DELETE has one


def tries(key: str, since: datetime) -> int:
    """How many tries stand against this key since that time."""
    wanted = select(func.count()).where(WrongPassword.key == key, WrongPassword.at > since)
    return db.session.scalar(wanted) or 0


def forget_tries(
    *, key: str | None = None, ids: Collection[uuid.UUID] = (), before: datetime | None = None
) -> None:
    """Take tries away: all of a key, some by id, or those before a time."""
    if key is not None:
        db.session.execute(delete(WrongPassword).where(WrongPassword.key == key))
    if ids:
        db.session.execute(delete(WrongPassword).where(WrongPassword.id.in_(list(ids))))
    if before is not None:
        db.session.execute(delete(WrongPassword).where(WrongPassword.at <= before))


# Accounts stand below boards and may not import them; a role is on a board all the same. What is needed of a
# board here, its code and its name, is read from the table itself, which every migrated database has.


def board_code(slug: str) -> str:
    """The code of the board with this slug. Raises NotFound."""
    board = Base.metadata.tables["board"]
    code: str | None = db.session.scalar(select(board.c.code).where(board.c.slug == slug))
    if code is None:
        raise NotFound(f"There is no board {slug!r}. `speir boards list` names them all.")
    return code


def board_slugs() -> dict[str, str]:
    """Code -> the short name in addresses, of every board."""
    board = Base.metadata.tables["board"]
    return {row.code: row.slug for row in db.session.execute(select(board.c.code, board.c.slug))}


def board_names(codes: Collection[str]) -> dict[str, str]:
    """Code -> public name, of these boards."""
    board = Base.metadata.tables["board"]
    rows = db.session.execute(select(board.c.code, board.c.name).where(board.c.code.in_(list(codes))))
    return {row.code: row.name for row in rows}
