"""Headers of every answer, the hosts we answer to, and what a browser may keep."""

from urllib.parse import urlsplit
from wsgiref.headers import Headers

from flask import Flask, Response, abort, request

from app.config import Config

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
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
LARGEST_FORM = 2_000_000  # bytes
MOST_FIELDS = 5_000


def guard_file(headers: Headers, _path: str, _url: str) -> None:
    """WhiteNoise answers for static files before the application is asked, so it is told the same."""
    headers["X-Content-Type-Options"] = "nosniff"


def register(app: Flask, config: Config) -> None:
    """Hosts, limits and headers."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_FORM
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
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

    @app.after_request
    def headers(response: Response) -> Response:
        kept = response.headers
        there = {name for name, _value in kept}
        kept.extend([header for header in always if header[0] not in there])
        if not request.path.startswith("/static/"):
            if "Cache-Control" not in there:
                kept.add("Cache-Control", "no-store")
            kept.add("Vary", "Cookie")
        return response
