"""The session cookie without what the framework does anew for every request."""

from flask import Flask, Response, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import generate_csrf
from itsdangerous import URLSafeTimedSerializer

SECRET, TOKEN = "csrf_token", "csrf_form"  # the former is Flask-WTF's


class Sessions(SecureCookieSessionInterface):
    """Flask's own sessions, with a signer that is kept: its key is settled when the application starts."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer of the application that this is registered with."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer

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


def register(app: Flask) -> None:
    """Keep sessions this way."""
    app.session_interface = Sessions()
