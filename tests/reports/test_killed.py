"""`kill -9` of the worker while it makes an edition: the next one makes it, and there is one whole file."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from pypdf import PdfReader

from app.config import Config
from app.consultations import store as consultations
from app.db import db
from app.jobs.models import Job
from app.jobs.service import look_up
from app.reports import service
from app.reports.formats import DOWNLOADS
from app.reports.models import Edition
from tests.databases import ROOT
from tests.people import FIFE, make_person
from tests.reports.stored import asked

LONGEST = 60.0  # seconds that anything here may take
WORKER = """
import signal, sys, threading
from pathlib import Path
from app import create_app
from app.config import Config
from app.jobs.worker import work
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
work(create_app(Config(Path(sys.argv[1]), *sys.argv[2:])), stop, lease=2, poll=0.1)
"""


def worker(config: Config) -> subprocess.Popen[bytes]:
    settings = [config.database_url, config.secret_key, config.base_url, config.mail_url]
    return subprocess.Popen([sys.executable, "-c", WORKER, str(config.data), *settings], cwd=ROOT)


def until(seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST
    while not seen():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_the_job_ends_with_one_whole_file(app: Flask, tmp_path: Path) -> None:
    asked(app, tmp_path)
    make_person(app, "planner", FIFE)
    config: Config = app.extensions["speir_config"]
    with app.app_context():
        edition = service.publish_edition(consultations.engagement("fife", "small"), None)
        edition_id, job_id, file = edition.id, edition.job_id, edition.file
        assert job_id is not None
        db.session.remove()

        def job() -> Job:
            found = look_up(job_id)
            assert found is not None
            db.session.remove()
            return found

        first = worker(config)
        until(lambda: job().progress >= 55)  # in the middle of the PDF
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert job().state == "running"
        second = worker(config)
        try:
            until(lambda: job().finished)
            until(lambda: len(list((tmp_path / "mail").glob("*"))) == 1)
        finally:
            second.terminate()
            assert second.wait(LONGEST) == 0
        assert (job().state, job().attempts) == ("done", 2)
        made = db.session.get_one(Edition, edition_id)
        assert made.state == "ready"
        db.session.remove()
    names = {one.name for one in (tmp_path / "editions").iterdir()}
    assert names == {service.file_name(file, name) for name in DOWNLOADS}
    assert len(PdfReader(tmp_path / "editions" / file).pages) > 3
