"""The program behind the yardstick."""

import json
import os
import secrets
import sqlite3
import threading
from pathlib import Path
from typing import Any

from flask import Flask, Response, render_template_string, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from ruamel.yaml import YAML

HERE = Path(__file__).resolve().parent
DATABASE = os.environ.get("YARDSTICK_DATABASE", "yardstick.sqlite3")
SYNCHRONOUS = "NORMAL"  # as app/db.py sets it
MARK = "@token@"
LONGEST = 5_000  # characters of a text
A_DAY = 86_400  # seconds

app = Flask(__name__)
tokens = URLSafeTimedSerializer(secrets.token_hex(), salt="fill")
questions = YAML(typ="safe").load((HERE.parent / "survey.yaml").read_text())["pages"][0]["questions"]
mine = threading.local()


def table() -> dict[str, tuple[str, frozenset[str]]]:
    """Every control of the form: its kind and the values it may have."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for question in questions:
        values = frozenset(option["id"] for option in question.get("options", ()))
        for row in question.get("rows", ()):
            found[f"{question['id']}.{row['id']}"] = ("single_choice", values)
        if "rows" not in question:
            found[question["id"]] = (question["type"], values)
    return found


with app.app_context():
    before, _, after = render_template_string(
        (HERE / "page.html").read_text(), questions=questions, mark=MARK
    ).partition(MARK)
controls = table()


def database() -> sqlite3.Connection:
    """This thread's connection."""
    kept: sqlite3.Connection | None = getattr(mine, "connection", None)
    if kept is None:
        kept = mine.connection = sqlite3.connect(DATABASE, isolation_level=None, timeout=30)
        kept.execute("PRAGMA journal_mode=WAL")
        kept.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
        kept.execute(
            "CREATE TABLE IF NOT EXISTS response (id INTEGER PRIMARY KEY, survey INTEGER, data TEXT)"
        )
    return kept


@app.get("/")
def page() -> Response:
    """The form with a token."""
    return Response(before + str(tokens.dumps(secrets.token_hex(8))) + after, mimetype="text/html")


@app.post("/")
def save() -> Any:
    """Check every control by its row in the table; store one document."""
    form = request.form
    try:
        tokens.loads(form["csrf_token"], max_age=A_DAY)
        answers = {
            name: value
            for name, (kind, values) in controls.items()
            if (value := read(form, name, kind, values))
        }
    except (BadSignature, ValueError):
        return Response("This form cannot be taken.", 400)
    database().execute("INSERT INTO response (survey, data) VALUES (1, ?)", (json.dumps(answers),))
    return "Thank you"


def read(form: Any, name: str, kind: str, values: frozenset[str]) -> Any:
    """What a control holds. Raises ValueError where it may not."""
    if kind == "multiple_choice":
        chosen = form.getlist(name)
        if not values.issuperset(chosen):
            raise ValueError(name)
        return chosen
    typed = form.get(name)
    if not typed:
        return None
    if kind == "number":
        return int(typed)
    if (kind == "single_choice" and typed not in values) or len(typed) > LONGEST:
        raise ValueError(name)
    return typed
