"""What every test may ask for: an application on a fresh database of either kind, a client, a checked page.

PostgreSQL is one of the suite's own, started once in a temporary folder. Migrations run once for each kind
of database; a test gets a copy.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings

from app.config import Config
from tests.browser import Client
from tests.databases import Cluster, migrate
from tests.owed import Page, what_is_owed

# No test is timed: how long an example takes hangs on what else the machine does.
settings.register_profile("speir", deadline=None)
settings.load_profile("speir")
SECRET = "a secret for tests only: 7f3k9q2m5x8w1z"


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A PostgreSQL server of our own."""
    with Cluster.started() as running:
        migrate(running.create("template_speir"), tmp_path_factory.mktemp("migrate"))
        yield running


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database at the newest migration, to be copied."""
    folder = tmp_path_factory.mktemp("sqlite")
    migrate(f"sqlite:///{folder / 'migrated.sqlite3'}", folder)
    return folder / "migrated.sqlite3"


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    """A fresh SQLite database at the newest migration."""
    shutil.copyfile(migrated_file, tmp_path / "speir.sqlite3")
    return f"sqlite:///{tmp_path / 'speir.sqlite3'}"


@pytest.fixture
def postgresql_url(cluster: Cluster) -> Iterator[str]:
    """A fresh PostgreSQL database at the newest migration."""
    with cluster.copy_of("template_speir") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database, once of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def make_config(tmp_path: Path) -> Callable[..., Config]:
    """A configuration for a database URL; any setting may be given another value."""

    def make(url: str, **changes: object) -> Config:
        settings: dict[str, object] = {
            "data": tmp_path,
            "database_url": url,
            "secret_key": SECRET,
            "base_url": "http://localhost",
            "mail_url": f"file:{tmp_path / 'mail'}",
        }
        return Config(**(settings | changes))  # type: ignore[arg-type]  # the caller names real settings

    return make


@contextmanager
def running(config: Config) -> Iterator[Flask]:
    """An application whose database connections are closed at the end."""
    from app import create_app
    from app.db import db

    app = create_app(config)
    app.test_client_class = Client
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(database_url: str, make_config: Callable[..., Config]) -> Iterator[Flask]:
    """The application, once on each kind of database. Work with its services in `with app.app_context():`."""
    with running(make_config(database_url)) as made:
        yield made


@pytest.fixture
def sqlite_app(sqlite_url: str, make_config: Callable[..., Config]) -> Iterator[Flask]:
    """The application on SQLite, for a test that one database is enough for."""
    with running(make_config(sqlite_url)) as made:
        yield made


@pytest.fixture
def client(sqlite_app: Flask) -> Client:
    """A browser without JavaScript, on SQLite: see tests/browser.py."""
    made = sqlite_app.test_client()
    assert isinstance(made, Client)
    return made


@pytest.fixture
def page(client: Client) -> Callable[..., Page]:
    """Fetch a page and check what every page owes. `page("/boards/")`, `page("/", status=404, by=other)`."""

    def fetch(path: str, status: int = 200, by: Client | None = None) -> Page:
        response = (by or client).get(path)
        assert response.status_code == status, f"{path}: {response.status_code}\n{response.text[:2000]}"
        owed = what_is_owed(response)
        assert not owed, f"{path} owes:\n  " + "\n  ".join(owed)
        return Page(response)

    return fetch


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how large the access table is: it grows with every route."""
    from tests.house.access import CELLS, ROLES, ROWS

    terminalreporter.write_line(f"Access table: {len(ROWS)} routes x {len(ROLES)} roles = {CELLS} cells")
