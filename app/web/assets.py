"""Addresses of static files with the hash of their content, so that a browser may keep them for long."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask


def register(app: Flask) -> None:
    """`asset('vendor/htmx.min.js')` in every template."""
    folder = Path(app.static_folder or "")

    @cache
    def asset(name: str) -> str:
        file = folder / name
        digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.exists() else "missing"
        return f"{app.static_url_path}/{name}?v={digest}"

    app.jinja_env.globals["asset"] = asset
