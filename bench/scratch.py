"""A Speir of the benchmark's own in a folder that goes away: a database, a consultation, made-up answers."""

import logging
import random
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from werkzeug.datastructures import MultiDict

from app import create_app
from app.boards import store as boards
from app.config import read
from app.consultations import service as consultations
from app.crypto import seal
from app.db import db
from app.responses import live as live_module
from app.responses import service, store
from app.responses.live import Live
from app.surveys.answers import Answers
from app.surveys.definition import Survey
from app.surveys.parser import read_survey
from app.surveys.routing import asked_ids
from app.surveys.validation import fill
from bench import respondents

BOARD = "fife"
AT_ONCE = 2_000  # rows of one INSERT
DIFFERENT = 2_000  # sets of answers, given again and again
SEED = 2017


@dataclass(frozen=True, slots=True)
class Scratch:
    """An installation: its application, the environment of its processes, its one consultation."""

    app: Flask
    data: Path
    environment: Mapping[str, str]
    live: Live

    @property
    def base(self) -> str:
        """Where the consultation is answered."""
        return self.live.base

    @property
    def secret(self) -> str:
        """The installation's secret."""
        return str(self.app.extensions["speir_config"].secret_key)

    def on_disk(self) -> int:
        """Bytes of the database, its log written back."""
        with self.app.app_context(), db.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")  # no checkpoint inside a transaction
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return (self.data / "speir.sqlite3").stat().st_size


@contextmanager
def installation(survey: Survey | None = None) -> Iterator[Scratch]:
    """An installation whose consultation asks the survey of the benchmark, or another."""
    with tempfile.TemporaryDirectory(prefix="speir-bench-") as folder:
        environment = {
            "SPEIR_DATA": folder,
            "SPEIR_ABUSE_LIMITS": "off",
            "SPEIR_ENV": "development",
            "SPEIR_DATABASE_URL": "",
            "SPEIR_SECRET_KEY": "",
        }
        app = create_app(read(environment))
        with app.app_context():
            _migrate()
            slug = f"bench-{uuid.uuid4().hex[:8]}"  # what is kept by address must not be another's
            made = consultations.create(
                boards.by_slug(BOARD), survey or survey_of_benchmark(), slug, "The benchmark"
            )
            consultations.open_(made, production=False)
            db.session.commit()
            live = live_module.load(BOARD, slug)
        try:
            yield Scratch(app, Path(folder), environment, live)
        finally:
            with app.app_context():
                db.engine.dispose()


def survey_of_benchmark() -> Survey:
    """Twenty questions on one page."""
    return read_survey(Path(__file__).with_name("survey.yaml"))


def documents(survey: Survey) -> Iterator[Mapping[str, Any]]:
    """Answers without end, drawn from a seed, as the form gives them."""
    page = survey.pages[0]
    drawn = []
    for seed in range(SEED, SEED + DIFFERENT):
        filled = fill(page.questions, MultiDict(respondents.form(seed)), Answers())
        if filled.slips:
            raise RuntimeError(f"a made-up respondent made a slip: {filled.slips[0]}")
        drawn.append(filled.answers.document())
    draw = random.Random(SEED)
    while True:
        yield draw.choice(drawn)


def rows(scratch: Scratch, number: int) -> Iterator[dict[str, Any]]:
    """So many rows of the response table, sealed and coded as a submission's are."""
    live = scratch.live
    shown = asked_ids(live.survey, {})
    attributes = service.Attributes(live.audience, live.kind, "web", "en", "web", "yes")
    on = consultations.today()
    for document in islice(documents(live.survey), number):
        yield service.row(
            live, document, shown, attributes, uuid.uuid4(), scratch.secret, on, "5_to_15", partial=False
        )


def add_responses(scratch: Scratch, number: int) -> int:
    """Store so many responses; returns how many bytes of JSON their documents are."""
    written, made = 0, rows(scratch, number)
    with scratch.app.app_context():
        while block := list(islice(made, AT_ONCE)):
            store.add_responses(block)
            db.session.commit()
            written += sum(len(row["sealed"]) for row in block)
    return written - number * len(seal(scratch.secret, "", b""))


def _migrate() -> None:
    """Bring the new database to the newest migration, without its progress report."""
    logging.disable(logging.INFO)
    upgrade()
