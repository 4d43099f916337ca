"""The second factor: six figures from an authenticator app, or one of ten codes on paper, each good once.

A password alone then only gets somebody half-way: to the page that asks for the figures. Which counter was
used last is kept, so that figures read over a shoulder are worth nothing (RFC 6238, 5.2).
"""

import uuid
from typing import Any

from flask import current_app
from flask_security.totp import Totp

from app.accounts import store, throttle
from app.accounts.models import Account, RecoveryCode, SecondFactor
from app.audit.service import record
from app.config import Config
from app.crypto import keyed_digest
from app.db import db
from app.errors import Conflict, NotFound

CODES = 10
DRIFT = 30  # seconds that a telephone's clock may be wrong


class _Once(Totp):
    """Figures that were used are not taken again."""

    def get_last_counter(self, user: Any) -> int | None:
        counter: int | None = user.last_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.last_counter = tmatch.counter


def factory() -> Totp:
    """What makes and checks secrets; they are kept encrypted under the installation's key."""
    config: Config = current_app.extensions["speir_config"]
    return _Once({"1": keyed_digest(config.secret_key, "second factor", b"").hex()}, issuer="Speir")


def asked_of(account: Account) -> bool:
    """Whether this person needs more than a password: where all do, or where they have set it up."""
    config: Config = current_app.extensions["speir_config"]
    return config.second_factor or is_set(account)


def is_set(account: Account) -> bool:
    """Whether this person has set it up."""
    return store.second_factor(account.id) is not None


def set_up(account: Account, secret: str, figures: str) -> list[str] | None:
    """Keep the secret if these are its figures; the recovery codes, which are shown only now. None if not.

    The caller commits. Raises Conflict where there is one already, TooManyTries.
    """
    id_ = account.id
    this_try = throttle.begin_try(f"second factor {id_}", None)
    if store.second_factor(id_) is not None:
        raise Conflict("A second factor is set up already. The operator can take it away.")
    made = SecondFactor(account_id=id_, secret=secret, last_counter=None)
    if not _right(figures, made):
        return None
    throttle.was_right(this_try)
    db.session.add(made)
    codes = _add_codes(id_)
    record("second_factor_set", board=None, subject=f"account {id_}", actor=str(id_))
    return codes


def is_right(account: Account, typed: str) -> bool:
    """Whether these are the figures of now, or a recovery code, which is then used up.

    The caller commits, whatever the answer. Raises TooManyTries.
    """
    id_ = account.id
    this_try = throttle.begin_try(f"second factor {id_}", None)
    factor = store.second_factor(id_, to_change=True)
    if factor is None:
        return False
    if store.use_recovery_code(id_, _digest(id_, typed)):
        record("recovery_code_used", board=None, subject=f"account {id_}", actor=str(id_))
    elif not _right(typed, factor):
        record(
            "sign_in_refused", board=None, subject=f"account {id_}", reason="wrong code", actor="anonymous"
        )
        return False
    throttle.was_right(this_try)
    return True


def new_codes(account: Account, typed: str) -> list[str] | None:
    """Ten new recovery codes in the place of those there are; None where `typed` is wrong, as in `is_right`.

    The caller commits, whatever the answer. Raises TooManyTries.
    """
    if not is_right(account, typed):
        return None
    store.forget_recovery_codes(account.id)
    codes = _add_codes(account.id)
    record("recovery_codes_made", board=None, subject=f"account {account.id}", actor=str(account.id))
    return codes


def _add_codes(id_: uuid.UUID) -> list[str]:
    """Ten codes; what is kept of them is their digests."""
    codes: list[str] = factory().generate_recovery_codes(CODES)
    db.session.add_all(RecoveryCode(id=uuid.uuid4(), account_id=id_, digest=_digest(id_, c)) for c in codes)
    return codes


def reset(email: str) -> None:
    """Take an account's second factor away, end its sessions, and commit. Raises NotFound."""
    account = store.by_email(email)
    if account is None:
        raise NotFound(f"There is no account {email!r}.")
    if not store.forget_second_factor(account.id):
        raise NotFound(f"{account.email} has no second factor.")
    account.fs_uniquifier = uuid.uuid4().hex
    store.end_sessions(of=account.id)
    record("second_factor_reset", board=None, subject=f"account {account.id}")
    db.session.commit()


def _right(typed: str, factor: SecondFactor) -> bool:
    """Whether these are the app's figures of now, and none that were typed before."""
    # Our row stands for the library's user: all it asks of one is the last counter.
    return bool(factory().verify_totp(_plain(typed), factor.secret, factor, window=DRIFT))  # type: ignore[arg-type]


def _plain(typed: str) -> str:
    """Figures as they are compared: people type them in two groups; more than six are none."""
    kept = "".join(sign for sign in typed if sign in "0123456789")
    return kept if len(kept) == 6 and len(typed) <= 20 else "not figures"


def _digest(account_id: uuid.UUID, code: str) -> str:
    """What is kept of a recovery code."""
    config: Config = current_app.extensions["speir_config"]
    small = "".join(sign for sign in code[:100].lower() if sign in "0123456789abcdef")
    return keyed_digest(config.secret_key, "recovery code", f"{account_id} {small}".encode()).hex()
