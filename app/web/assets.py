"""Addresses of static files with the hash of their content, so that a browser may keep them for long."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for


def register(app: Flask) -> None:
    """`asset('vendor/htmx.min.js')` in every template."""
    folder = Path(app.static_folder or "")

    @cache
    def digest(name: str) -> str:
        file = folder / name
        return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.exists() else "missing"

    def asset(name: str) -> str:
        return url_for("static", filename=name, v=digest(name))

    app.jinja_env.globals["asset"] = asset
