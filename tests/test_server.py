"""`speir serve` as it is run: it keeps both children alive, says where it is, and takes them down with it."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from app import server
from app.config import Config
from app.errors import Conflict
from tests.serving import SPEIR, children_of, family, runs, served, until


@pytest.fixture
def data(tmp_path: Path, migrated_file: Path) -> Path:
    """A data folder with a migrated database."""
    (tmp_path / "speir.sqlite3").write_bytes(migrated_file.read_bytes())
    return tmp_path


def test_it_serves_and_stops_cleanly_on_sigterm(data: Path) -> None:
    (data / "demonstration.txt").write_text("officer@demo.example  demonstration only\n")
    with served(data) as speir:
        with urllib.request.urlopen(f"{speir.address}/boards/", timeout=5) as answer:
            assert answer.status == 200
        with urllib.request.urlopen(f"{speir.address}/readyz", timeout=5) as answer:
            assert answer.read() == b"ok\n"
        both = family(speir.process.pid)
        # Only the worker draws paper: Pango is never even loaded by those who answer.
        answering = [both["web"], *children_of(both["web"])]
        assert len(answering) > 1
        assert not any("libpango" in Path(f"/proc/{pid}/maps").read_text() for pid in answering)
        began = time.monotonic()
        speir.process.send_signal(signal.SIGTERM)
        assert speir.process.wait(30) == 0
        assert time.monotonic() - began < 30
        assert not any(runs(pid) for pid in both.values())
        said = speir.log.read_text()
        assert f"Speir is at {speir.address}/" in said
        assert "officer@demo.example" in said
        assert "Traceback" not in said
    with sqlite3.connect(data / "speir.sqlite3") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_child_that_is_killed_is_started_again(data: Path) -> None:
    with served(data) as speir:
        time.sleep(server.QUICK_END)
        before = family(speir.process.pid)
        for name in ("worker", "web"):
            os.kill(before[name], signal.SIGKILL)

        def begun_anew() -> bool:
            """Both have a process again, neither of them one that was killed: those show until reaped."""
            now = family(speir.process.pid)
            return set(now) == {"web", "worker"} and not set(now.values()) & set(before.values())

        until(begun_anew)

        def answers() -> bool:
            try:
                with urllib.request.urlopen(f"{speir.address}/healthz", timeout=2) as answer:
                    return bool(answer.status == 200)
            except OSError:
                return False

        until(answers)


def test_no_child_outlives_a_supervisor_that_is_killed(data: Path) -> None:
    with served(data) as speir:
        both = family(speir.process.pid)
        assert set(both) == {"web", "worker"}
        speir.process.kill()
        speir.process.wait(5)
        until(lambda: not any(runs(pid) for pid in both.values()), 30)


def test_a_taken_port_is_said_with_the_way_out(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = {**os.environ, "SPEIR_DATA": str(data), "PORT": str(port)}
        done = subprocess.run(
            [SPEIR, "serve"], env=environment, capture_output=True, text=True, timeout=30, check=False
        )
    assert done.returncode == 1
    assert re.fullmatch(
        rf"Cannot listen on 127\.0\.0\.1:{port} \(.*\); choose another port with PORT=8123\.\n", done.stderr
    )


def test_a_port_that_is_no_port_is_refused(data: Path) -> None:
    environment = {**os.environ, "SPEIR_DATA": str(data), "PORT": "http"}
    done = subprocess.run(
        [SPEIR, "serve"], env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "PORT is 'http'; set it to a number from 1 to 65535.\n"


def test_a_child_that_never_starts_ends_the_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], make_config: Callable[..., Config]
) -> None:
    config = make_config("sqlite://")
    broken = server.Child("worker", [sys.executable, "-c", "raise SystemExit(7)"], dict(os.environ))
    monkeypatch.setattr(server, "_readiness", lambda *_: None)
    broken.start()
    assert server._watch([broken], config, "127.0.0.1", 1, server.Stop()) == 1
    assert "The worker does not stay up (exit 7)" in capsys.readouterr().err


def test_an_address_that_is_not_ours_is_refused() -> None:
    with pytest.raises(Conflict, match="choose another port"):
        server._refuse_a_taken_port("192.0.2.1", 8000)
