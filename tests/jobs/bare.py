"""An application that has a database and a queue and nothing else, and a worker process to be killed.

Run as a program, it is a worker: `python -m tests.jobs.bare DATABASE_URL DATA`.
"""

import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from flask import Flask

from app.config import Config
from app.db import db, engine_options, normal_url
from app.files import service as files
from app.jobs.models import Job
from app.jobs.service import Progress, handler
from app.jobs.worker import work

LEASE = 1.5  # seconds: tests do not wait for ten


def bare_app(url: str, data: Path) -> Flask:
    """The application; its table is made if it is not there."""
    app = Flask("bare", root_path=str(data))
    app.extensions["speir_config"] = Config(data, url, "k" * 40, "http://localhost", f"file:{data}")
    app.config["SQLALCHEMY_DATABASE_URI"] = normal_url(url)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    with app.app_context():
        db.metadata.create_all(db.engine, tables=[Job.__table__])  # type: ignore[list-item]
    return app


@handler("slow")
def slow(args: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Writes a file of a megabyte in ten slow steps; each attempt leaves a mark of having begun."""
    (Path(args["marks"]) / str(time.monotonic_ns())).touch()
    for step in range(10):
        progress(step * 10, f"step {step} of 10")
        time.sleep(0.1)
    files.keep("made", "whole.txt", b"0123456789abcdef" * 65536)
    return {"bytes": 1 << 20}


if __name__ == "__main__":
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    work(bare_app(sys.argv[1], Path(sys.argv[2])), stop, lease=LEASE, poll=0.1)
