"""Headers of every answer, the hosts we answer to, and what a browser may keep."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from wsgiref.headers import Headers

from flask import Flask, abort, request

from app.config import Config

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    # Not no-referrer: that makes Chromium send "Origin: null" with every form.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
ONLY_SECURE = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
NOT_KEPT = ("Cache-Control", "no-store")
OF_THE_COOKIE = ("Vary", "Cookie")


def guard_file(headers: Headers, _path: str, _url: str) -> None:
    """WhiteNoise answers for static files before the application is asked, so it is told the same."""
    headers["X-Content-Type-Options"] = "nosniff"


def register(app: Flask, config: Config) -> None:
    """Hosts and headers."""
    address = urlsplit(config.base_url)
    hosts = {address.netloc.lower(), (address.hostname or "").lower()}
    port = f":{address.port}" if address.port else ""
    if not config.production:
        hosts |= {f"{name}{port}" for name in ("localhost", "127.0.0.1")} | {"localhost", "127.0.0.1"}
    always = (*HEADERS, ONLY_SECURE) if address.scheme == "https" else HEADERS

    @app.before_request
    def known_host() -> None:
        # A foreign Host header could end up in a link of a mail or a redirect.
        if request.host.lower() not in hosts:
            abort(400, "This address is not one that Speir answers to.")

    app.wsgi_app = _Headers(app.wsgi_app, always)  # type: ignore[method-assign]  # Flask's own way


class _Headers:
    """The headers of every answer, put on outside Flask: there a header costs a tenth, and none is missed.

    A header that an answer has already is left as it is.
    """

    def __init__(self, app: "WSGIApplication", always: tuple[tuple[str, str], ...]) -> None:
        self._app = app
        self._always = always
        self._pages = (*always, NOT_KEPT)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as the application does, with more headers."""
        path = environ.get("PATH_INFO", "")

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            # A picture or clip that is there is the same for everybody, for ever; one that is not may come.
            page = not path.startswith("/static/") and not (path.startswith("/media/") and status < "4")
            there = {name for name, _value in headers}
            headers += [one for one in (self._pages if page else self._always) if one[0] not in there]
            if page:
                headers.append(OF_THE_COOKIE)
            return start_response(status, headers, *error)

        return self._app(environ, start)
