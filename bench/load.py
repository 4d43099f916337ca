"""A closed-loop load generator: so many clients, each of which waits for an answer before it asks again.

A client keeps one connection, as a browser does; every respondent has a cookie jar of their own.
"""

import http.client
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench import processes

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Browser:
    """One respondent's browser: cookies, and a connection that is lent to it."""

    connection: http.client.HTTPConnection = field(init=False)
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path)

    def post(self, path: str, fields: Sequence[tuple[str, str]]) -> Answer:
        """Send a form. A redirect is not followed: a caller that wants its page asks for it."""
        return self._ask("POST", path, urlencode(fields).encode(), FORM)

    def _ask(
        self, method: str, path: str, body: bytes | None = None, also: dict[str, str] | None = None
    ) -> Answer:
        headers = dict(also or {})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie", ()):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
            if "max-age=0" in rest.lower():
                del self.cookies[name]
        return Answer(answer.status, answer.headers, answer.read())


Visit = Callable[[Browser], None]


@dataclass(frozen=True, slots=True)
class Load:
    """What a load cost: per visit, milliseconds of the server's processor; and how long visits took."""

    visits: int
    wall: float
    cpu_ms: float
    waits: tuple[float, ...]

    @property
    def per_second(self) -> float:
        """Visits a second."""
        return self.visits / self.wall


def run(port: int, server: int, visits: Iterable[tuple[Browser | None, Visit]], clients: int = 4) -> Load:
    """Every visit once, by so many clients at a time; `server` is the process whose family is charged.

    A visit comes with the browser that makes it, or with None for a new respondent. Raises the first error
    of any visit: a figure with errors in it is no figure.
    """
    waiting = iter(list(visits))
    taking = threading.Lock()
    waits: list[float] = []
    errors: list[Exception] = []

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while not errors:
            with taking:
                browser, visit = next(waiting, (None, None))
            if visit is None:
                break
            browser = browser or Browser()
            browser.connection = connection
            began = time.perf_counter()
            try:
                visit(browser)
            except Exception as error:
                errors.append(error)
            waits.append(time.perf_counter() - began)
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    cpu_before, began = processes.cpu(server), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, cpu = time.perf_counter() - began, processes.cpu(server) - cpu_before
    if errors:
        raise errors[0]
    return Load(len(waits), wall, 1000 * cpu / max(1, len(waits)), tuple(sorted(waits)))
