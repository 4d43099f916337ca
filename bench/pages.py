"""P2: how large a page is, what a first visit loads, and how many statements a request asks."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import event

from app.db import db
from bench import respondents
from bench.lines import Line
from bench.scratch import Scratch

STATIC = Path(__file__).resolve().parent.parent / "app" / "static"
ASSET = re.compile(r'(?:href|src)="/static/([^"?]+)')
FIELD = re.compile(r'name="(csrf_token|submit_key)" value="([^"]+)"')


def lines(scratch: Scratch) -> Iterator[Line]:
    """The goals, from the page of twenty questions."""
    statements: list[str] = []

    def trace(connection: object, _record: object) -> None:
        connection.set_trace_callback(statements.append)  # type: ignore[attr-defined]  # sqlite3's own

    with scratch.app.app_context():
        event.listen(db.engine, "connect", trace)
        db.engine.dispose()
    client = scratch.app.test_client()
    path = f"{scratch.base}p/all"
    shown = client.get(scratch.base).text
    client.post(f"{scratch.base}start", data=dict(FIELD.findall(shown)))
    client.get(path)
    statements.clear()
    html = client.get(path).text
    asked_by_get = _asked(statements)
    statements.clear()
    fields: dict[str, list[str]] = {}
    for name, value in respondents.form(1):
        fields.setdefault(name, []).append(value)
    answer = client.post(path, data={**fields, **dict(FIELD.findall(html)), "go": "next"})
    if answer.status_code != 303:
        raise RuntimeError(f"the page was answered with {answer.status_code}")
    asked_by_post = _asked(statements)
    first = len(gzip.compress(html.encode())) + sum(_compressed(name) for name in set(ASSET.findall(html)))
    yield Line("P2", "page of 20 questions, HTML", len(html.encode()) / 1000, "kB", "goal", 30.0, 1.0)
    yield Line("P2", "first load, compressed", first / 1000, "kB", "goal", 100.0, 1.0)
    yield Line("P2", "statements of a GET", asked_by_get, "statements", "goal", 3, 1.0)
    yield Line("P2", "statements of a POST", asked_by_post, "statements", "goal", 3, 1.0)


def _asked(statements: list[str]) -> int:
    """How many of them read or wrote; BEGIN, COMMIT and settings are none."""
    return sum(
        one.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) for one in statements
    )


def _compressed(name: str) -> int:
    return len(gzip.compress((STATIC / name).read_bytes()))
