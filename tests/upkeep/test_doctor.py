"""`speir doctor` says of each thing how it is, or how to mend it; its exit code says whether all is well."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import text

from app.audit.service import record
from app.config import Config
from app.consultations import library
from app.db import db
from app.jobs.models import QUEUED, Job
from app.surveys.parser import read_survey
from app.upkeep import commands
from app.upkeep.backup import BACKUP_MADE
from tests.builders import make_consultation
from tests.conftest import running


def doctor(app: Flask) -> Result:
    """The command's answer."""
    cli = click.Group()
    commands.register(cli)
    return CliRunner().invoke(cli, ["doctor"], obj=ScriptInfo(create_app=lambda: app))


def test_a_sound_trial_is_well(app: Flask, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    told = doctor(app)
    assert told.exit_code == 0, told.output
    assert "mend" not in told.output
    assert "ok    database: at 0" in told.output


def test_production_without_the_rest_is_not(
    database_url: str, make_config: Callable[..., Config], tmp_path: Path
) -> None:
    tmp_path.chmod(0o755)
    with running(make_config(database_url, production=True, mail_url="smtp://127.0.0.1:1")) as app:
        with app.app_context():
            late = datetime.now(UTC) - timedelta(hours=1)
            db.session.add(
                Job(kind="none", dedupe="one", args={}, state=QUEUED, attempts=0, max_attempts=1, run_at=late)
            )
            db.session.commit()
        told = doctor(app)
    assert told.exit_code == 1
    mend = [line for line in told.output.splitlines() if line.startswith("mend")]
    assert [line.split(":")[0].removeprefix("mend  ") for line in mend] == [
        "data folder", "worker", "mail", "address", "backup",
    ]  # fmt: skip
    assert f"chmod 0700 {tmp_path}" in mend[0]


def test_a_backup_of_last_night_is_recent_enough(
    database_url: str, make_config: Callable[..., Config], tmp_path: Path
) -> None:
    tmp_path.chmod(0o700)
    settings = {"production": True, "base_url": "https://speir.example"}
    with running(make_config(database_url, **settings)) as app:
        with app.app_context():
            record(BACKUP_MADE, board=None, subject="installation")
            db.session.commit()
        told = doctor(app)
    assert "ok    backup: made" in told.output


def test_a_database_without_tables_hides_nothing_else(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        db.session.execute(text("DROP TABLE alembic_version"))
        db.session.execute(text("DROP TABLE job"))
        db.session.commit()
    told = doctor(sqlite_app)
    assert told.exit_code == 1
    assert "run: speir db upgrade" in told.output
    assert "mend  worker: could not be looked at" in told.output
    assert "clock: not behind" in told.output


@pytest.mark.parametrize("kept", [True, False])
def test_a_key_beside_the_data_is_to_be_moved_in_production(
    sqlite_url: str, make_config: Callable[..., Config], tmp_path: Path, kept: bool
) -> None:
    config = make_config(sqlite_url, production=True)
    if kept:
        (tmp_path / "secret_key").write_text(config.secret_key)
    with running(config) as app:
        told = doctor(app)
    assert ("mend  secret key: lies beside the data" in told.output) is kept


def test_a_picture_that_is_gone_is_missed(app: Flask, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    survey = read_survey(library.LIBRARY / "examples" / "pictures.yaml")
    make_consultation(app, slug="pictures", survey=survey)
    assert "ok    pictures and clips: all that surveys show are there" in doctor(app).output
    shown = {one.file: one.name for one in survey.media()}
    (tmp_path / "media" / shown["ramp.png"]).unlink()
    told = doctor(app)
    assert told.exit_code == 1
    assert "mend  pictures and clips: 1 gone (ramp.png); bring the folder media back" in told.output
