"""Slows the guessing of passwords: so many tries for one account, and so many from one source.

A try is written down before the password is looked at and taken away when it was right, so that a hundred
tries at once count as a hundred. Kept in the database: every worker and every machine counts the same.
Neither addresses typed nor network addresses are kept, only keyed digests of them, for a quarter of an hour.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from flask import current_app

from app.accounts import clock, store
from app.accounts.models import WrongPassword
from app.accounts.names import normal_email
from app.config import Config
from app.crypto import keyed_digest
from app.db import db
from app.errors import SpeirError

WINDOW = timedelta(minutes=15)
MOST_FOR_ACCOUNT = 10  # Cyber Essentials: at most 10 wrong tries
MOST_FROM_SOURCE = 50  # a council's offices may all come from one address


class TooManyTries(SpeirError):
    """Wait. `first` is true for the first try refused in a row: the one worth a line in the trail."""

    def __init__(self, first: bool) -> None:
        minutes = int(WINDOW.total_seconds() // 60)
        super().__init__(
            f"There were too many tries to sign in. Wait {minutes} minutes, then try again. "
            "If you do not know your password, ask your board's administrator for a new one."
        )
        self.first = first


@dataclass(frozen=True, slots=True)
class Try:
    """A try written down: take it away with `was_right` if the password turns out right."""

    ids: tuple[uuid.UUID, ...]
    account_key: str


def begin_try(email: str, source: str | None) -> Try:
    """Write a try down and commit. Raises TooManyTries where there were too many already.

    `source` is the network address it comes from; None, as for a change of password by somebody signed in,
    counts for the account alone. Refused tries are not written down: waiting helps even while somebody
    else keeps trying.
    """
    config: Config = current_app.extensions["speir_config"]
    if not config.abuse_limits:
        return Try((), "")
    now = clock.now()
    store.forget_tries(before=now - WINDOW)
    account_key = _key(config, "account", normal_email(email))
    limits = {account_key: MOST_FOR_ACCOUNT}
    if source is not None:
        limits[_key(config, "source", neighbourhood(source))] = MOST_FROM_SOURCE
    rows = [WrongPassword(id=uuid.uuid4(), key=key, at=now) for key in limits]
    db.session.add_all(rows)
    db.session.commit()
    counts = {key: store.tries(key, now - WINDOW) for key in limits}
    over = [counts[key] - limit for key, limit in limits.items() if counts[key] > limit]
    if over:
        store.forget_tries(ids=[row.id for row in rows] if max(over) > 1 else [])
        db.session.commit()
        raise TooManyTries(first=max(over) == 1)
    ids = tuple(row.id for row in rows)
    db.session.rollback()
    return Try(ids, account_key)


def was_right(done: Try) -> None:
    """The password was right: this try and the account's earlier ones are forgotten. Caller commits."""
    if done.ids:
        store.forget_tries(ids=done.ids)
        store.forget_tries(key=done.account_key)


def neighbourhood(source: str) -> str:
    """The network address as it is counted: whole for IPv4, the /64 that one customer has for IPv6.

    >>> neighbourhood("2001:db8:1:2:3:4:5:6")
    '2001:db8:1:2::/64'
    """
    try:
        address = ip_address(source)
    except ValueError:
        return source[:64]
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, 64), strict=False))
    return str(address)


def _key(config: Config, kind: str, of: str) -> str:
    return keyed_digest(config.secret_key, "accounts throttle", f"{kind} {of}".encode()).hex()
