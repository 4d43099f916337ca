"""A worker killed in the middle of a job loses nothing, and what it was making is there once and whole."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from app.db import db
from app.jobs.models import Job
from app.jobs.service import enqueue, look_up
from tests.databases import ROOT

LONGEST = 30.0  # seconds that anything here may take


@contextmanager
def worker_process(url: str, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "tests.jobs.bare", url, str(data)], cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST
    while not seen():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def ask(tmp_path: Path) -> tuple[Path, Callable[[], Job]]:
    """Enqueue a slow job; returns the folder of its marks and a look at its row."""
    marks = tmp_path / "marks"
    marks.mkdir()
    made = enqueue("slow", {"marks": str(marks)}, "a")
    db.session.commit()

    def now() -> Job:
        found = look_up(made)
        assert found is not None
        db.session.remove()  # or this look would hold SQLite's lock until the next one
        return found

    return marks, now


def test_kill_9_in_mid_job_ends_with_one_whole_file(queue: Flask, database_url: str, tmp_path: Path) -> None:
    marks, now = ask(tmp_path)
    with worker_process(database_url, tmp_path) as first:
        until(lambda: now().progress >= 30)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert now().state == "running", "nobody has had time to say otherwise"
    assert not (tmp_path / "made" / "whole.txt").exists()
    db.session.remove()
    with worker_process(database_url, tmp_path):
        until(lambda: now().state == "done")
    assert now().attempts == 2
    assert len(list(marks.iterdir())) == 2
    made = list((tmp_path / "made").iterdir())
    assert [file.name for file in made] == ["whole.txt"]
    assert made[0].read_bytes() == b"0123456789abcdef" * 65536


def test_sigterm_gives_the_job_back_and_ends_cleanly(queue: Flask, database_url: str, tmp_path: Path) -> None:
    _, now = ask(tmp_path)
    with worker_process(database_url, tmp_path) as first:
        until(lambda: now().progress >= 10)
        first.send_signal(signal.SIGTERM)
        assert first.wait(LONGEST) == 0
    assert (now().state, now().attempts) == ("queued", 0)
