"""Responses in the database, for tests that need an engagement with answers."""

import json
import random
from pathlib import Path

from flask import Flask

from app.consultations import store as consultations
from app.responses import live, loading
from tests.builders import make_consultation
from tests.conftest import SECRET
from tests.reports.samples import answer


def asked(app: Flask, folder: Path, many: int = 60, board: str = "fife", slug: str = "small") -> str:
    """An open consultation with so many made-up answers; returns BOARD/SLUG."""
    path = make_consultation(app, board, slug)
    add(app, folder, path, many)
    return path


def add(app: Flask, folder: Path, path: str, many: int, seed: int = 1) -> list[dict[str, object]]:
    """More answers, by the product's own loader; returns their documents."""
    with app.app_context():
        dice, survey = random.Random(seed), consultations.survey_of(consultations.by_path(path))
        documents = [answer(survey, dice)[0] for _ in range(many)]
        file = folder / f"answers-{seed}.jsonl"
        file.write_text("\n".join(json.dumps(one) for one in documents), encoding="utf-8")
        loaded = loading.load(live.load(*path.split("/")), file, SECRET)
        assert loaded.accepted == many, loaded.to_json()
    return documents
