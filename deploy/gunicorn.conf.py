"""How the web server runs: the same under `speir serve`, under systemd and in a container.

`WEB_CONCURRENCY` sets the number of worker processes. A proxy must stand in front of it in production
(deploy/nginx.conf): slow clients would otherwise hold all threads.
"""

import gc
import os
from pathlib import Path
from typing import Any

wsgi_app = "wsgi:app"
chdir = str(Path(__file__).resolve().parent.parent)
bind = os.environ.get("SPEIR_BIND") or "127.0.0.1:8000"
workers = int(os.environ.get("WEB_CONCURRENCY") or "2")
worker_class = "gthread"
threads = 4
preload_app = True
timeout = 60  # seconds without a sign of life from a worker
graceful_timeout = 20  # seconds to finish what is being answered
keepalive = 15  # seconds; longer than a proxy waits between two requests of one page
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
control_socket_disable = True
accesslog = None  # an address beside a time could tell who answered
errorlog = "-"
loglevel = "warning"

gc.disable()  # until the application is loaded: what it makes then stays, and looking takes a tenth of it


def when_ready(_server: Any) -> None:
    """What was made at start lives as long as we do: the collector need not look at it in every worker.

    Looking would also copy the memory that the workers share with us.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()


def post_fork(_server: Any, _worker: Any) -> None:
    """A forked worker must not share a database connection with its parent."""
    from app.db import db
    from wsgi import app

    with app.app_context():
        db.engine.dispose(close=False)
