"""Where a link may send somebody after signing in: only to a page of ours that there is."""

from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

NEVER = {"accounts.sign_in", "static"}


def within(target: str | None) -> str | None:
    """`target`, if it is the path of a page here that can be opened, else None.

    The list of what is allowed is the URL map: an address of another site, a scheme, `//host`, `/\\host`
    or a path that is no page of ours is not in it.
    """
    if not target or len(target) > 500 or not target.isprintable() or "\\" in target:
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not target.startswith("/") or target.startswith("//"):
        return None
    try:
        endpoint, _ = current_app.url_map.bind("localhost").match(parts.path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return None if endpoint in NEVER else target
