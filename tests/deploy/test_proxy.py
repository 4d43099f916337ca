"""The shipped proxy configuration, run as it is: slow and idle clients hold nobody else up.

Only what a test machine cannot have is changed: the addresses listened on, and the certificate.
"""

import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SLOW_CLIENTS = 50  # of each kind but one address may hold 60, so each kind has its own loopback address


class App(BaseHTTPRequestHandler):
    """Stands in for the web server: says what the proxy passed on."""

    def do_GET(self) -> None:
        said = "\n".join(f"{name}: {value}" for name, value in self.headers.items()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@dataclass(frozen=True)
class Proxy:
    """nginx with our configuration, on a port of the loopback."""

    port: int
    folder: Path

    def get(self, path: str = "/", headers: dict[str, str] | None = None) -> tuple[str, float]:
        """What the application was sent, and the seconds it took."""
        began = time.monotonic()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers or {})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read().decode(), time.monotonic() - began

    def logged(self) -> str:
        return (self.folder / "access.log").read_text()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("nginx")
    app = ThreadingHTTPServer(("127.0.0.1", 0), App)
    threading.Thread(target=app.serve_forever, daemon=True).start()
    port = free_port()
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    for pattern, instead in (
        (r"listen \[::\]:\d+[^;]*;", ""),
        (r"listen 80;", f"listen 127.0.0.1:{free_port()};"),
        (r"listen 443 ssl http2;", f"listen {port};"),
        (r"^\s*ssl_[^;]*;", ""),
        (r"server 127\.0\.0\.1:8000;", f"server 127.0.0.1:{app.server_port};"),
        (r"/var/log/nginx/speir\.log", str(folder / "access.log")),
        (r"/var/log/nginx/speir-error\.log", str(folder / "error.log")),
    ):
        site, count = re.subn(pattern, instead, site, flags=re.MULTILINE)
        assert count, f"deploy/nginx.conf has no {pattern}"
    (folder / "site.conf").write_text(site)
    (folder / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/main.log;\n"
        "events { worker_connections 1024; }\n"
        f"http {{ client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n"
        f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
        f"include {folder}/site.conf; }}\n"
    )
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    command = [nginx, "-p", str(folder), "-e", str(folder / "main.log"), "-c", str(folder / "nginx.conf")]
    subprocess.run([*command, "-t", "-q"], check=True)
    running = subprocess.Popen(command)
    try:
        for _ in range(50):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Proxy(port, folder)
    finally:
        running.terminate()
        running.wait(10)
        app.shutdown()
        app.server_close()


def connect(proxy: Proxy, source: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), 5, (source, 0))


def closed_within(sock: socket.socket, seconds: float) -> bool:
    """Whether the other side hangs up (or answers and hangs up) in time."""
    sock.settimeout(seconds)
    try:
        while sock.recv(65536):
            continue
    except TimeoutError:
        return False
    except ConnectionError:
        return True
    return True


def test_slow_clients_hold_nobody_up_and_are_sent_away(proxy: Proxy) -> None:
    """Idle, half a header, half a body: a normal page comes within a second, the slow ones go within ten."""
    kinds = {
        "127.0.0.2": b"GET / HTTP/1.1\r\nHost: speir.example\r\n",
        "127.0.0.3": b"POST / HTTP/1.1\r\nHost: speir.example\r\nContent-Length: 1000\r\n\r\nanswer=",
        "127.0.0.4": b"",
    }
    slow = []
    for source, begun in kinds.items():
        for _ in range(SLOW_CLIENTS):
            sock = connect(proxy, source)
            sock.sendall(begun)
            slow.append((source, sock))
    try:
        until = time.monotonic() + 3
        while time.monotonic() < until:
            assert proxy.get()[1] < 1
            time.sleep(0.2)
        deadline = time.monotonic() + 10
        for source, sock in slow:
            assert closed_within(sock, max(0.1, deadline - time.monotonic())), f"{source} is still held"
    finally:
        for _, sock in slow:
            sock.close()


def test_the_application_is_told_one_address_whatever_a_visitor_claims(proxy: Proxy) -> None:
    told, _ = proxy.get(headers={"X-Forwarded-For": "6.6.6.6, 7.7.7.7", "Host": "speir.example"})
    assert re.findall(r"^X-Forwarded-For: (.*)$", told, re.MULTILINE) == ["127.0.0.1"]
    assert "Host: speir.example" in told


def test_what_a_respondent_does_is_not_logged(proxy: Proxy) -> None:
    quiet = ("/boards/fife/carers/", "/boards/fife/carers/caring", "/receipts/", "/find?area=KY1",
             "/resume/", "/s/ABCDE?lang=gd", "/workspace/fife/plan/carers/key-in/")  # fmt: skip
    for path in quiet:
        proxy.get(path)
    proxy.get("/sign-in")
    time.sleep(0.2)
    logged = proxy.logged()
    assert "GET /sign-in" in logged
    assert "carers" not in logged
    assert "/receipts" not in logged
    assert "/find" not in logged
    assert not [path for path in quiet if path in logged]


def test_a_form_that_is_too_large_is_refused(proxy: Proxy) -> None:
    with connect(proxy, "127.0.0.1") as sock:
        sock.sendall(b"POST / HTTP/1.1\r\nHost: speir.example\r\nContent-Length: 99000000\r\n\r\n")
        assert b" 413 " in sock.recv(100)
