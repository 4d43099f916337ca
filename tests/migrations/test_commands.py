"""`speir db upgrade` and `downgrade` as an operator runs them, also twice at once and killed half-way."""

import os
import signal
import subprocess
import time
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.databases import Cluster
from tests.serving import SPEIR


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'speir.sqlite3'}"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.create(f"empty_{uuid.uuid4().hex}")


def start(url: str, data: Path, *arguments: str) -> subprocess.Popen[str]:
    """`speir db …` on that database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SPEIR_")}
    return subprocess.Popen(
        [SPEIR, "db", *arguments],
        env={**kept, "SPEIR_DATABASE_URL": url, "SPEIR_DATA": str(data)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(url: str, data: Path, *arguments: str) -> str:
    """The command's words, once it has ended well."""
    process = start(url, data, *arguments)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out


def boards(url: str) -> int:
    """The number of boards in the database."""
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.scalar(sa.text("SELECT count(*) FROM board")) or 0
    finally:
        engine.dispose()


def test_up_and_down_by_command(empty_url: str, tmp_path: Path) -> None:
    up = run(empty_url, tmp_path, "upgrade")
    assert up.startswith("The database is at 0")
    down = run(empty_url, tmp_path, "downgrade")
    assert down < up
    assert (
        run(empty_url, tmp_path, "downgrade", "base") == "The database is at the beginning, without tables.\n"
    )
    assert run(empty_url, tmp_path, "upgrade") == up
    assert boards(empty_url) == 31


def test_two_upgrades_at_once_take_turns(empty_url: str, tmp_path: Path) -> None:
    both = [start(empty_url, tmp_path, "upgrade") for _ in range(2)]
    ended = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], ended
    assert boards(empty_url) == 31


def test_an_upgrade_that_is_killed_is_finished_by_the_next(empty_url: str, tmp_path: Path) -> None:
    for wait in (0.9, 1.2):
        process = start(empty_url, tmp_path, "upgrade")
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
    run(empty_url, tmp_path, "upgrade")
    assert boards(empty_url) == 31
