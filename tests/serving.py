"""Speir as it is run, for tests that need real processes: `speir serve` with web server and worker."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

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
