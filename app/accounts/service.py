"""What is done with accounts: signing in and out, changing a password, making an account and giving it roles.

Hashing a password takes a fifth of a second; it is always done between transactions, so that nobody who
answers a survey waits for somebody who signs in.
"""

import uuid

from flask import current_app

from app.accounts import clock, passwords, roles, second, sessions, store, throttle
from app.accounts.models import Account, Grant
from app.accounts.names import new_email
from app.accounts.sessions import current_account as current_account
from app.audit.service import record
from app.config import Config
from app.db import db
from app.errors import Conflict, Invalid, NotFound
from app.mail.service import send

LONGEST_NAME = 120


def sign_in(email: str, password: str, source: str | None) -> bool:
    """Sign in whoever has this address and password; false if nobody has. With a second factor only half-way.

    It takes as long and says the same whether the address is known or not. Raises TooManyTries.
    """
    try:
        this_try = throttle.begin_try(email, source)
    except throttle.TooManyTries as refusal:
        if refusal.first:
            _refused(store.by_email(email), "too many tries")
        raise
    account = store.by_email(email)
    kept = account.password if account is not None and sessions.welcome(account) else None
    db.session.rollback()
    right = passwords.matches(password, kept)
    account = store.by_email(email)  # again: it may have been closed or changed meanwhile
    if not right or account is None or account.password != kept or not sessions.welcome(account):
        _refused(account, "wrong password")
        return False
    throttle.was_right(this_try)
    store.end_sessions(before=clock.now() - sessions.LONGEST)
    if second.asked_of(account):
        sessions.begin_half(account)
        db.session.commit()
        return True
    sessions.begin(account)
    record("signed_in", board=None, subject=_subject(account), actor=str(account.id))
    db.session.commit()
    return True


def sign_in_further(typed: str) -> bool:
    """Sign in whoever is half-way, by figures or a recovery code; false if wrong. Raises TooManyTries."""
    account = _half_way()
    right = second.is_right(account, typed)
    if right:
        _begin_whole(account)
    db.session.commit()
    return right


def set_second_factor(secret: str, figures: str) -> list[str] | None:
    """Set up the second factor of whoever is half-way or signed in; the recovery codes, None if wrong.

    Raises TooManyTries, Conflict.
    """
    signed_in = current_account()
    account = signed_in or _half_way()
    codes = second.set_up(account, secret, figures)
    if codes is not None and signed_in is None:
        _begin_whole(account)
    db.session.commit()
    return codes


def new_recovery_codes(typed: str) -> list[str] | None:
    """New recovery codes of whoever is signed in; None where what was typed is wrong. Raises TooManyTries."""
    account = current_account()
    codes = second.new_codes(account, typed) if account is not None else None
    db.session.commit()
    return codes


def _half_way() -> Account:
    account = sessions.half_way()
    if account is None:
        raise NotFound("Sign in first.")
    return account


def _begin_whole(account: Account) -> None:
    """The session of somebody whose second factor was right, with its line in the trail."""
    sessions.begin(account)
    record("signed_in", board=None, subject=_subject(account), actor=str(account.id))


def sign_out() -> None:
    """End the session of whoever is signed in; nothing happens if nobody is."""
    account = current_account()
    if account is not None:
        record("signed_out", board=None, subject=_subject(account))
    sessions.end()
    db.session.commit()


def change_password(account: Account, password: str, new: str) -> bool:
    """Give the person signed in a new password; false if `password` is not the one they have.

    Every session of theirs ends but this one, which becomes a new one. They are told by mail. Raises
    Invalid for a new password that is not good enough, TooManyTries.
    """
    email, kept, id_ = account.email, account.password, account.id
    this_try = throttle.begin_try(email, None)
    db.session.rollback()
    if not passwords.matches(password, kept):
        return False
    hashed = passwords.hashed(passwords.checked(new, email))
    account = db.session.get_one(Account, id_)
    _replace_password(account, hashed)
    throttle.was_right(this_try)
    record("password_changed", board=None, subject=_subject(account), actor=str(account.id))
    sessions.begin(account)
    db.session.commit()
    _tell_of_change(email)
    return True


def set_password(email: str, new: str) -> None:
    """Give an account a new password from the shell; every session of it ends. Raises NotFound, Invalid."""
    account = store.by_email(email)
    if account is None:
        raise NotFound(f"There is no account {email!r}.")
    address, id_ = account.email, account.id
    db.session.rollback()
    hashed = passwords.hashed(passwords.checked(new, address))
    account = db.session.get_one(Account, id_)
    _replace_password(account, hashed)
    record("password_changed", board=None, subject=_subject(account))
    db.session.commit()


def add_account(
    email: str, role: str, board_code: str | None, password: str | None, name: str = ""
) -> str | None:
    """Make an account with a role, or give an account that is there another role.

    Returns the password made for a new account where none was given, else None. Raises Invalid for an
    address, role or password that will not do, Conflict for a password that is not the one the account
    has, or a role that it has already.
    """
    address, role = new_email(email), roles.checked(role, board_code)
    if len(name) > LONGEST_NAME or not (name.isprintable()):
        raise Invalid(f"A name is one line of at most {LONGEST_NAME} characters.")
    there = store.by_email(address)
    if there is not None:
        kept, id_ = there.password, there.id
        db.session.rollback()
        if password is not None and not passwords.matches(password, kept):
            raise Conflict(
                f"{address} has an account with another password; nothing was changed. "
                "`speir user password` sets a new one."
            )
        account, made = db.session.get_one(Account, id_), None
    else:
        db.session.rollback()
        made = None if password is not None else passwords.generated()
        hashed = passwords.hashed(passwords.checked(password or made or "", address))
        account = _made(address, name, hashed)
    grant(account, role, board_code)
    db.session.commit()
    return made


def grant(account: Account, role: str, board_code: str | None) -> None:
    """Give an account a role, with a line in the trail. The caller commits. Raises Conflict if it has it."""
    if any(held.role == role and held.board_code == board_code for held in account.grants):
        raise Conflict(f"{account.email} has this role already; nothing was changed.")
    account.grants.append(Grant(role=role, board_code=board_code))
    record("role_granted", board=board_code, subject=_subject(account), detail={"role": role})


def close_account(email: str) -> None:
    """Let an account sign in no more, and end its sessions. Its lines in the trail stay. Raises NotFound."""
    account = store.by_email(email)
    if account is None:
        raise NotFound(f"There is no account {email!r}.")
    account.active = False
    account.fs_uniquifier = uuid.uuid4().hex
    store.end_sessions(of=account.id)
    record("account_closed", board=None, subject=_subject(account))
    db.session.commit()


def make_demonstration_accounts(board: str, second_board: str) -> list[str]:
    """The demonstration's accounts on two boards (by code); returns their addresses, in order.

    One of every role on the first board (the administrator on every board), and officer, analyst and
    planner again on the second. Those that are there already are left as they are. Raises Conflict in
    production.
    """
    config: Config = current_app.extensions["speir_config"]
    if config.production:
        raise Conflict(
            "Demonstration accounts have a password that everybody knows; production refuses them."
        )
    first = dict.fromkeys(roles.ROLES, board) | {"administrator": None}
    wanted = [(f"{role}@demo.example", role, code) for role, code in first.items()]
    wanted += [(f"{role}2@demo.example", role, second_board) for role in ("officer", "analyst", "planner")]
    hashed = passwords.hashed(passwords.DEMONSTRATION)
    for address, role, code in wanted:
        if store.by_email(address) is None:
            name = f"Demonstration {roles.ROLES[role].lower()}"
            account = _made(address, name, hashed)
            account.demonstration = True
            grant(account, role, code)
    db.session.commit()
    return [address for address, _, _ in wanted]


def _made(address: str, name: str, hashed: str) -> Account:
    """A new account, with its line in the trail."""
    account = Account(id=uuid.uuid4(), email=address, name=name.strip(), password=hashed)
    db.session.add(account)
    db.session.flush()
    record("account_created", board=None, subject=_subject(account))
    return account


def _replace_password(account: Account, hashed: str) -> None:
    """The new hash; and a new name for the account in cookies, without the rows of the old."""
    account.password = hashed
    account.fs_uniquifier = uuid.uuid4().hex
    store.end_sessions(of=account.id)


def _refused(account: Account | None, why: str) -> None:
    """A line about a try that failed, without what was typed: it may be a password in the wrong field."""
    subject = _subject(account) if account is not None else "no account"
    record("sign_in_refused", board=None, subject=subject, reason=why, actor="anonymous")
    db.session.commit()


def _subject(account: Account) -> str:
    return f"account {account.id}"


def _tell_of_change(email: str) -> None:
    """A mail, so that somebody whose password was changed by another hears of it."""
    config: Config = current_app.extensions["speir_config"]
    text = (
        f"The password of your Speir account at {config.base_url} was changed.\n\n"
        "If this was you, there is nothing to do. If it was not, tell your board's administrator today.\n"
    )
    try:
        send(email, "Your Speir password was changed", text)
    except Exception:  # the password is changed whatever becomes of the mail; the log says that it went wrong
        current_app.logger.exception("the mail about a changed password did not leave")
