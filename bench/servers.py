"""Servers to be measured, each a gunicorn with the settings that Speir is served with."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ROOT / "deploy" / "gunicorn.conf.py"
YARDSTICK = ROOT / "bench" / "yardstick" / "gunicorn.conf.py"
PATIENCE = 60  # seconds within which a server must answer


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its master's process id, its port, and seconds from its start to its first answer."""

    pid: int
    port: int
    ready_after: float


@contextmanager
def serving(settings: Path, environment: Mapping[str, str], path: str) -> Iterator[Server]:
    """A server that has answered `path` once, and is stopped at the end."""
    port = _free_port()
    address = {"SPEIR_BIND": f"127.0.0.1:{port}", "SPEIR_BASE_URL": f"http://127.0.0.1:{port}"}
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", str(settings)],
        cwd=ROOT,
        env={**os.environ, **environment, **address, "WEB_CONCURRENCY": "2"},
        stdin=subprocess.DEVNULL,
    )
    try:
        yield Server(process.pid, port, _answers(process, port, path))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def _answers(process: "subprocess.Popen[bytes]", port: int, path: str) -> float:
    """Seconds until the page came. Raises RuntimeError if it never does."""
    began = time.perf_counter()
    while process.poll() is None and time.perf_counter() - began < PATIENCE:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
        except ConnectionError:
            time.sleep(0.02)
            continue
        finally:
            connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered with {answer.status}")
        return time.perf_counter() - began
    raise RuntimeError(f"The server did not answer {path}; its exit code is {process.poll()}.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
