"""Who is signed in. The cookie is signed, and worth nothing without its row: signing out ends it for good.

A copied cookie thus dies with the session, after 30 minutes without use, and after 12 hours in any case
(OWASP ASVS 5.0, 7.3). The time of last use is kept in the cookie, for a page that only reads writes no row.
"""

import uuid
from datetime import UTC, datetime, timedelta

from flask import Flask, Response, current_app, session
from flask_login import current_user
from flask_security import login_user, logout_user

from app.accounts import clock, store
from app.accounts.models import Account, SignIn
from app.config import Config
from app.db import db

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
HALF = timedelta(minutes=10)
NOTED_EVERY = timedelta(minutes=1)
KEPT = ("language",)
"""What of a session stays when somebody signs in or out; the rest could be another person's."""


def current_account() -> Account | None:
    """The person signed in, or None."""
    account: Account | None = current_user._get_current_object() if current_user.is_authenticated else None
    return account


def begin_half(account: Account) -> None:
    """The password was right; who this is counts for nothing until the second factor is right too."""
    _forget_all()
    session["half"] = [account.fs_uniquifier, int(clock.now().timestamp())]


def half_way() -> Account | None:
    """Who has typed the right password here, not long ago, and nothing more yet."""
    match session.get("half"):
        case [str(uniquifier), int(at)] if clock.now() - datetime.fromtimestamp(at, UTC) <= HALF:
            account = store.of_uniquifier(uniquifier)
            return account if account is not None and welcome(account) else None
    return None


def begin(account: Account) -> None:
    """Sign the person in, in a session that did not exist before. The caller commits."""
    _forget_all()
    row = SignIn(id=uuid.uuid4(), account_id=account.id, began_at=clock.now())
    db.session.add(row)
    db.session.flush()
    session["sign_in"] = row.id.hex
    session["seen"] = int(clock.now().timestamp())
    login_user(account, remember=False, authn_via=["password"])


def end() -> None:
    """Sign out, here; the row goes, and with it every copy of the cookie. The caller commits."""
    row = _row_named()
    if row is not None:
        store.end_sessions(only=row)
    logout_user()
    _forget_all()


def of_cookie(uniquifier: str) -> Account | None:
    """Flask-Login's loader: whose session the cookie is, if it still is one."""
    row, seen = _row_named(), session.get("seen")
    now = clock.now()
    if row is None or not isinstance(seen, int) or now - datetime.fromtimestamp(seen, UTC) > IDLE:
        return None
    account = store.of_session(uniquifier, row, now - LONGEST)
    return account if account is not None and welcome(account) else None


def welcome(account: Account) -> bool:
    """Whether this installation lets the account in at all."""
    config: Config = current_app.extensions["speir_config"]
    return account.active and not (account.demonstration and config.production)


def has_ended() -> bool:
    """Whether the browser shows a session that is one no longer, so that a page can say why."""
    return "sign_in" in session and not current_user.is_authenticated


def note_use(response: Response) -> Response:
    """Write the time of use into the cookie, once a minute."""
    seen = session.get("seen")
    if isinstance(seen, int) and current_user.is_authenticated:
        now = int(clock.now().timestamp())
        if now - seen >= NOTED_EVERY.total_seconds():
            session["seen"] = now
    return response


def register(app: Flask) -> None:
    """Make the cookie the only way of being somebody; flask-security would take tokens in a header too."""
    app.login_manager.user_loader(of_cookie)  # type: ignore[attr-defined]  # set by Flask-Login
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]  # likewise
    app.after_request(note_use)


def _row_named() -> uuid.UUID | None:
    """The id of the row that the cookie names."""
    try:
        return uuid.UUID(session["sign_in"])
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def _forget_all() -> None:
    """Empty the session but for what is nobody's."""
    kept = {key: session[key] for key in KEPT if key in session}
    session.clear()
    session.update(kept)
