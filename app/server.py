"""Serving on one machine: the web server and the worker as children of one process that keeps both alive.

In production systemd or a container does that instead (docs/deployment.md); this is what `make run` starts.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import click
from flask.cli import with_appcontext

from app.config import Config, read
from app.errors import Conflict

ROOT = Path(__file__).resolve().parent.parent
LONGEST_STOP = 30.0  # seconds within which both children have stopped, by force if need be
QUICK_END = 5.0  # seconds: a child that ends sooner did not really start
MOST_QUICK_ENDS = 3


@dataclass
class Child:
    """One process that is to run as long as we do."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_ends: int = 0

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C at the terminal reaches us alone, who stop it in order."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )

    def ended(self) -> int | None:
        """Its exit code once it has ended."""
        return self.process.poll() if self.process else None


@dataclass
class Stop:
    """Whether a signal has told us to stop."""

    told: bool = field(default=False)

    def tell(self, _number: int, _frame: FrameType | None) -> None:
        self.told = True


def _die_with_parent() -> None:
    """Have Linux end a child when we are killed, so that no server outlives its supervisor."""
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    except (AttributeError, OSError):
        return  # another system: systemd or the container sees to it there


def serve(config: Config, host: str, port: int) -> int:
    """Run web server and worker until SIGTERM or Ctrl-C. Returns the exit code.

    A child that ends is started again; one that ends at once three times running ends us with 1.
    """
    _refuse_a_taken_port(host, port)
    environment = _environment(config, host, port)
    speir = str(Path(sys.executable).with_name("speir"))
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "deploy" / "gunicorn.conf.py")]
    children = [
        Child("web server", gunicorn, environment),
        Child("worker", [speir, "worker"], environment),
    ]
    stop = Stop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop.tell)
    for child in children:
        child.start()
    try:
        return _watch(children, config, host, port, stop)
    finally:
        _stop(children)


def _watch(children: list[Child], config: Config, host: str, port: int, stop: Stop) -> int:
    """Look after the children; say once where Speir is to be found."""
    announced = False
    while not stop.told:
        for child in children:
            code = child.ended()
            if code is None:
                continue
            child.quick_ends = child.quick_ends + 1 if time.monotonic() - child.started < QUICK_END else 0
            if child.quick_ends >= MOST_QUICK_ENDS:
                click.echo(f"The {child.name} does not stay up (exit {code}); see above.", err=True)
                return 1
            click.echo(f"The {child.name} ended with {code}; starting it again.", err=True)
            child.start()
        if not announced and (readiness := _readiness(host, port)):
            announced = True
            if readiness != "ok":
                click.echo(f"Not ready: {readiness}. Mend it with: speir db upgrade", err=True)
            _announce(config)
        time.sleep(0.2)
    click.echo("Stopping.")
    return 0


def _announce(config: Config) -> None:
    """The address, and the accounts of the demonstration if it was made here."""
    click.echo(f"\nSpeir is at {config.base_url}/ (Ctrl-C stops it).")
    accounts = config.data / "demonstration.txt"
    if not config.production and accounts.exists():
        click.echo(accounts.read_text(encoding="utf-8").rstrip())
    sys.stdout.flush()


def _readiness(host: str, port: int) -> str | None:
    """What /readyz says, or None while nothing answers."""
    near = "127.0.0.1" if host in ("", "0.0.0.0", "::") else host
    request = urllib.request.Request(f"http://{near}:{port}/readyz")
    try:
        with urllib.request.urlopen(request, timeout=2) as answer:
            said: str = answer.read().decode().strip()
            return said
    except urllib.error.HTTPError as error:
        # 400: the only host served is the public one, so the process is up and cannot be asked from here.
        return "ok" if error.code == 400 else error.read().decode().strip()
    except OSError:
        return None


def _refuse_a_taken_port(host: str, port: int) -> None:
    """Raises Conflict with the way out if something else listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Conflict(
                f"Cannot listen on {host}:{port} ({problem.strerror}); choose another port with PORT=8123."
            ) from problem


def _environment(config: Config, host: str, port: int) -> dict[str, str]:
    """Ours, with what a child would read otherwise from another folder."""
    return {
        **os.environ,
        "SPEIR_DATA": str(config.data),
        "SPEIR_BASE_URL": config.base_url,
        "SPEIR_BIND": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "PORT": str(port),
    }


def _stop(children: list[Child]) -> None:
    """SIGTERM to all, then wait; what has not ended in time is killed: jobs and answers bear that."""
    running = [child.process for child in children if child.process and child.process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + LONGEST_STOP - 2
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def register(cli: click.Group) -> None:
    """The commands `serve` and `db`."""

    @cli.command("serve")
    @click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
    def serve_command(host: str) -> None:
        """Serve on PORT: web server and worker, until Ctrl-C."""
        config = read()
        raise SystemExit(serve(config, host, int(os.environ.get("PORT") or "8000")))

    @cli.group("db")
    def database() -> None:
        """Bring the database up or down."""

    @database.command("upgrade")
    @click.argument("revision", default="head")
    @with_appcontext
    def upgrade_command(revision: str) -> None:
        """Bring the database up to REVISION, by default the newest."""
        from flask_migrate import upgrade

        upgrade(revision=revision)
        click.echo(f"The database is at {_revision()}.")

    @database.command("downgrade")
    @click.argument("revision", default="-1")
    @with_appcontext
    def downgrade_command(revision: str) -> None:
        """Take the database down to REVISION, by default one step. What a step made goes with its data."""
        from flask_migrate import downgrade

        downgrade(revision=revision)
        click.echo(f"The database is at {_revision()}.")


def _revision() -> str:
    """The migration the database is at."""
    from alembic.runtime.migration import MigrationContext

    from app.db import db

    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found or "the beginning, without tables"
