"""`speir worker`: does background work until it is told to stop."""

import signal
import threading
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext

from app.jobs.worker import work


def register(cli: click.Group) -> None:
    """The command `worker`."""

    @cli.command("worker")
    @with_appcontext
    def worker_command() -> None:
        """Make reports and send mail, one job at a time, until SIGTERM or Ctrl-C."""
        stop = threading.Event()

        def told(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, told)
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # the app behind the proxy
        work(app, stop)
