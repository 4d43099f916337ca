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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app import server
from app.config import Config
from app.errors import Conflict

SPEIR = str(Path(sys.executable).with_name("speir"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for something to come true; fails after so many seconds."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.1)


def children(pid: int) -> dict[str, int]:
    """The process ids of a process's children, as `web` and `worker`."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        line = Path(f"/proc/{child}/cmdline").read_bytes().decode()
        found["web" if "gunicorn" in line else "worker"] = int(child)
    return found


def runs(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


@contextmanager
def served(data: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`speir serve` on a port of its own, ready; the process and its address."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SPEIR_")},
        "SPEIR_DATA": str(data),
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        **settings,
    }
    out = data / "serve.log"
    with out.open("w") as log:
        process = subprocess.Popen([SPEIR, "serve"], env=environment, stdout=log, stderr=log, text=True)
    try:
        until(lambda: "Speir is at" in out.read_text() or process.poll() is not None)
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(30)


@pytest.fixture
def data(tmp_path: Path, migrated_file: Path) -> Path:
    """A data folder with a migrated database."""
    (tmp_path / "speir.sqlite3").write_bytes(migrated_file.read_bytes())
    return tmp_path


def test_it_serves_and_stops_cleanly_on_sigterm(data: Path) -> None:
    (data / "demonstration.txt").write_text("officer@demo.example  demonstration only\n")
    with served(data) as (process, address):
        with urllib.request.urlopen(f"{address}/boards/", timeout=5) as answer:
            assert answer.status == 200
        with urllib.request.urlopen(f"{address}/readyz", timeout=5) as answer:
            assert answer.read() == b"ok\n"
        family = children(process.pid)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert time.monotonic() - began < 30
        assert not any(runs(pid) for pid in family.values())
        said = (data / "serve.log").read_text()
        assert f"Speir is at {address}/" in said
        assert "officer@demo.example" in said
        assert "Traceback" not in said
    with sqlite3.connect(data / "speir.sqlite3") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_child_that_is_killed_is_started_again(data: Path) -> None:
    with served(data) as (process, address):
        time.sleep(server.QUICK_END)
        before = children(process.pid)
        for name in ("worker", "web"):
            os.kill(before[name], signal.SIGKILL)
        until(lambda: set(children(process.pid)) == {"web", "worker"} != before)
        assert not set(children(process.pid).values()) & set(before.values())

        def answers() -> bool:
            try:
                with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
                    return bool(answer.status == 200)
            except OSError:
                return False

        until(answers)


def test_no_child_outlives_a_supervisor_that_is_killed(data: Path) -> None:
    with served(data) as (process, _address):
        family = children(process.pid)
        assert set(family) == {"web", "worker"}
        process.kill()
        process.wait(5)
        until(lambda: not any(runs(pid) for pid in family.values()), 30)


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
