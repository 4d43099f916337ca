"""The session cookie, and the forms that it protects, without what is done anew for every request."""

import time
from datetime import timedelta
from hmac import compare_digest
from typing import Any

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import CSRFProtect, generate_csrf
from itsdangerous import URLSafeTimedSerializer

from app.web.requests import LARGEST_UPLOAD

MOST_KNOWN, KNOWN_FOR = 5_000, 3_600.0  # cookies; seconds
SECRET, TOKEN = "csrf_token", "csrf_form"  # the former is Flask-WTF's


class Sessions(SecureCookieSessionInterface):
    """Flask's own sessions; a cookie that was found to be ours is known when it comes again.

    A person sends the same cookie with every page, and opening it costs more than reading their draft.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, dict[str, Any]]] = {}
        self._serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs and opens cookies, made once: an application's secret does not change."""
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a request."""
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        known = self._known.get(cookie)
        if known is not None and time.monotonic() < known[0]:
            return self.session_class(known[1])
        session = super().open_session(app, request)
        if session and all(isinstance(value, str | int) for value in session.values()):
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[cookie] = (time.monotonic() + KNOWN_FOR, dict(session))
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie where it changed; that a page varies with it, security.py says of every page."""
        if session.modified or session.permanent:
            super().save_session(app, session, response)


def form_token() -> str:
    """Flask-WTF's token for a form, signed once in a session and not anew for every page.

    It proves the session's own secret, which lives as long: tokens have no time limit here.
    """
    kept: str | None = session.get(TOKEN)
    if kept is None or SECRET not in session:
        kept = session[TOKEN] = generate_csrf()
    return kept


class FormTokens(CSRFProtect):
    """Flask-WTF's protection, which looks first whether a form has the very token of its session.

    The session is signed and was opened before, so a signature inside it need not be opened again.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        """Refuse a forged form."""
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        if request.environ.get("CONTENT_TYPE", "").startswith("multipart/"):
            _allow_files()
        kept: str = session.get(TOKEN, "")
        sent = request.form.get(SECRET, "") if kept else ""
        if sent and compare_digest(sent.encode(), kept.encode()):
            g.csrf_valid = True
        else:
            super().protect(apply_exemptions)


def _allow_files() -> None:
    """A form may be larger where its view says that it takes files. Looking for its token reads the form."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_files", False):
        request.max_content_length = LARGEST_UPLOAD


def keep_cookie(answer: Any, name: str, value: str, lifetime: timedelta, path: str) -> None:
    """A cookie of ours for the pages below a path: for no script, and for no other site's form."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(name, value, max_age=lifetime, path=path, httponly=True, samesite="Lax", secure=secure)


def register(app: Flask) -> None:
    """Keep sessions, and protect forms, this way."""
    app.session_interface = Sessions()
    FormTokens(app)
