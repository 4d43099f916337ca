"""The one place that knows whether HTMX asks for a fragment: everything works without it."""

from flask import request


def wants_fragment() -> bool:
    """Whether the answer will be put into a page that is there already."""
    return request.headers.get("HX-Request") == "true"
