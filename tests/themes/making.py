"""Comments in the database, for tests that need a queue."""

import json
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.consultations import store as consultations
from app.consultations.models import Consultation
from app.db import db
from app.responses import live, loading
from app.themes import service, store
from app.themes.arriving import take_in
from app.themes.choices import Choices
from tests.builders import make_consultation
from tests.conftest import SECRET

PATH = "fife/small"


def small() -> Consultation:
    """Fife's small consultation."""
    return consultations.by_path(PATH)


def said(app: Flask, folder: Path, comments: Sequence[str | dict[str, Any]], name: str = "said") -> None:
    """Responses to Fife's small consultation with these comments; a dict is a whole document of answers."""
    with app.app_context():
        there = db.session.scalar(select(Consultation.id)) is not None
    if not there:
        make_consultation(app)
    with app.app_context():
        rows = [{"role": "partner", "comment": one} if isinstance(one, str) else one for one in comments]
        file = folder / f"{name}.jsonl"
        file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        loaded = loading.load(live.load(*PATH.split("/")), file, SECRET)
        assert loaded.accepted == len(rows), loaded.to_json()


def queue() -> list[tuple[uuid.UUID, str]]:
    """(id, text) of all that waits, in the order of the queue."""
    consultation = small()
    take_in(consultation.id)
    found, after = [], None
    while (after := store.next_waiting(consultation.id, "", after)) is not None:
        found.append((after, service.open_comment(consultation, after).text))
    return found


def comment(text: str) -> uuid.UUID:
    """The id of the waiting comment with these words."""
    [found] = [key for key, words in queue() if words == text]
    return found


def release(comment_id: uuid.UUID, **choices: Any) -> None:
    """Release a comment as it is, or as chosen."""
    seen = service.open_comment(small(), comment_id).seen
    service.release(small(), comment_id, Choices(**choices), seen)
