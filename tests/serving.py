"""Speir as it is run, for tests that need real processes: on a port and in a folder of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SPEIR = str(Path(sys.executable).with_name("speir"))
PASSWORD = "demonstration only"
LONGEST_START, LONGEST_STOP = 60.0, 40.0  # seconds


@dataclass(frozen=True)
class Served:
    """A running Speir: its address, its environment for commands, its supervisor, and what that says."""

    address: str
    environment: dict[str, str]
    process: "subprocess.Popen[str]"
    log: Path

    def run(self, *arguments: str) -> str:
        """What a command prints; its own words on failure."""
        return _run(self.environment, *arguments)


@contextmanager
def served(
    data: Path, database_url: str | None = None, *, demonstration: bool = False, **settings: str
) -> Iterator[Served]:
    """Speir with web server and worker, ready, and stopped at the end; a new folder gets its tables first.

    `settings` are more variables of its environment.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SPEIR_")},
        "PORT": str(port),
        "SPEIR_DATA": str(data),
        "SPEIR_BASE_URL": address,
        "SPEIR_ABUSE_LIMITS": "off",
        **({"SPEIR_DATABASE_URL": database_url} if database_url else {}),
        **settings,
    }
    data.mkdir(parents=True, exist_ok=True)
    if not (data / "speir.sqlite3").exists():
        _run(environment, "db", "upgrade")
    if demonstration:
        _run(environment, "demo", "--once")
    out = data / "serve.log"
    with out.open("w") as log:
        process = subprocess.Popen(
            [SPEIR, "serve"], env=environment, cwd=ROOT, stdout=log, stderr=log, text=True
        )
    try:
        until(lambda: "Speir is at" in out.read_text() or process.poll() is not None, LONGEST_START)
        assert process.poll() is None, f"speir serve ended with {process.returncode}\n{out.read_text()}"
        yield Served(address, environment, process, out)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(LONGEST_STOP)


def _run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [SPEIR, *arguments], env=environment, capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, f"speir {' '.join(arguments)}: {done.returncode}\n{done.stderr}"
    return done.stdout


def free_port() -> int:
    """A port that nothing listens on."""
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


def children_of(pid: int) -> list[int]:
    """The process ids of a process's children; none if it has ended."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def family(pid: int) -> dict[str, int]:
    """The process ids of what a supervisor keeps alive, as `web` (gunicorn's master) and `worker`."""
    found = {}
    for child in children_of(pid):
        line = Path(f"/proc/{child}/cmdline").read_bytes().decode()
        found["web" if "gunicorn" in line else "worker"] = child
    return found


def runs(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
