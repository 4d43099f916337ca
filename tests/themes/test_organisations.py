"""Organisations are named where they agreed to it and somebody has read the name; their consent is kept."""

import json
from pathlib import Path

import pytest
from flask import Flask

from app.responses import live, loading
from app.surveys.parser import read_survey
from app.themes import service
from app.themes.choices import Choices, Mistake
from app.themes.results import organisations, quotations
from tests.builders import make_consultation
from tests.conftest import SECRET
from tests.reports.samples import LIBRARY
from tests.themes.making import queue, small

CONSENTS = {
    "Zebra Trust": "named",
    "An Example Group": "named",
    "Quiet Ones": "anonymous",
    "Shy": "not_published",
}


@pytest.fixture
def answered(app: Flask, tmp_path: Path) -> Flask:
    """Four organisations have answered."""
    make_consultation(app, survey=read_survey(LIBRARY / "third-sector.yaml"))
    with app.app_context():
        file = tmp_path / "answers.jsonl"
        rows = [
            {
                "organisation_name": name,
                "publish_consent": consent,
                "biggest_difference": f"{name} says more.",
            }
            for name, consent in CONSENTS.items()
        ]
        file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        loaded = loading.load(live.load("fife", "small"), file, SECRET)
        assert loaded.accepted == len(rows), loaded.to_json()
    return app


def release(text: str, **choices: bool) -> None:
    [key] = [key for key, words in queue() if words == text]
    seen = service.open_comment(small(), key).seen
    service.release(small(), key, Choices(**choices), seen)  # type: ignore[arg-type]


def test_only_names_that_were_released_and_may_be_shown_are_listed(answered: Flask) -> None:
    with answered.app_context():
        assert organisations(small()) == []
        for name in ("Zebra Trust", "An Example Group", "Quiet Ones", "Shy"):
            release(name)
        assert organisations(small()) == ["An Example Group", "Zebra Trust"]


def test_who_asked_only_to_be_counted_is_not_quoted(answered: Flask) -> None:
    with answered.app_context():
        with pytest.raises(Mistake, match="only to be counted"):
            release("Shy says more.", quoted=True)
        release("Quiet Ones says more.", quoted=True)
        assert [one.text for one in quotations(small())] == ["Quiet Ones says more."]
