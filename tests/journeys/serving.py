"""A Speir of its own for a journey: served as `make run` serves it, on a free port, with a scratch folder."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPEIR = Path(sys.executable).with_name("speir")
PASSWORD = "demonstration only"
LONGEST_START = 60.0  # seconds


@dataclass(frozen=True)
class Served:
    """A running Speir: its address, its environment for commands, its supervisor's process id."""

    address: str
    environment: dict[str, str]
    pid: int

    def run(self, *arguments: str) -> str:
        """What a command prints; its own words on failure."""
        done = subprocess.run(
            [str(SPEIR), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )
        assert done.returncode == 0, f"speir {' '.join(arguments)}: {done.returncode}\n{done.stderr}"
        return done.stdout


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(data: Path, database_url: str | None = None, demonstration: bool = True) -> Iterator[Served]:
    """Speir with web server and worker, stopped at the end."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("SPEIR_")},
        "PORT": str(port),
        "SPEIR_DATA": str(data),
        "SPEIR_BASE_URL": address,
        "SPEIR_ABUSE_LIMITS": "off",
        **({"SPEIR_DATABASE_URL": database_url} if database_url else {}),
    }
    served = Served(address, environment, 0)
    served.run("db", "upgrade")
    if demonstration:
        served.run("demo", "--once")
    process = subprocess.Popen(
        [str(SPEIR), "serve"], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(f"{address}/readyz", process)
        yield Served(address, environment, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Until it serves."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        assert process.poll() is None, f"speir serve ended with {process.returncode}"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer in {LONGEST_START} s")


def children_of(pid: int) -> list[int]:
    """The process ids of the children of a process, from /proc."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text()
            except OSError:
                continue
            if int(stat.rpartition(")")[2].split()[1]) == pid:
                found.append(int(folder.name))
    return found
