"""The session cookie, and the forms that it protects, without what is done anew for every request."""

from hmac import compare_digest

from flask import Flask, Response, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import CSRFProtect, generate_csrf
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


class FormTokens(CSRFProtect):
    """Flask-WTF's protection, which looks first whether a form has the very token of its session.

    The session is signed and was opened before, so a signature inside it need not be opened again.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        """Refuse a forged form."""
        kept: str = session.get(TOKEN, "")
        sent = request.form.get(SECRET, "") if request.method == "POST" and kept else ""
        if sent and compare_digest(sent.encode(), kept.encode()):
            g.csrf_valid = True
        else:
            super().protect(apply_exemptions)


def register(app: Flask) -> None:
    """Keep sessions, and protect forms, this way."""
    app.session_interface = Sessions()
    FormTokens(app)
