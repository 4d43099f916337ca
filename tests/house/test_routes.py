"""Every route is guarded: the URL map and the access table name the same routes, and each cell is tried."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.config import Config
from tests.browser import Client
from tests.conftest import running
from tests.house.access import CELLS, FOREIGN, ROLES, ROWS, Row
from tests.house.world import World, build
from tests.owed import what_is_owed

pytestmark = pytest.mark.xdist_group("routes")

# Names in an address that people read, and `kept`, which is looked at whole. All others are ids, and typed.
READ_BY_PEOPLE = {
    "board", "board_slug", "consultation", "engagement", "slug", "page_id", "filename", "short", "language",
    "instrument", "question", "kept", "words",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    file = folder / "speir.sqlite3"
    file.write_bytes(migrated_file.read_bytes())
    config = Config(
        data=folder,
        database_url=f"sqlite:///{file}",
        secret_key="a secret for tests only: 7f3k9q2m5x8w1z",
        base_url="http://localhost",
        mail_url=f"file:{folder / 'mail'}",
    )
    with running(config) as app:
        yield build(app, file, folder)


def routes(app: Flask) -> Iterator[tuple[str, Rule]]:
    """Each method of each rule, as the access table names it."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield f"{method} {rule.endpoint}", rule


def test_every_route_has_a_row_and_every_row_a_route(sqlite_app: Flask) -> None:
    there = {key for key, _ in routes(sqlite_app)}
    assert not there - set(ROWS), "routes without a row in tests/house/access.py"
    assert not set(ROWS) - there, "rows without a route"


def test_every_row_says_something_for_every_role() -> None:
    for key, row in ROWS.items():
        assert set(row.gets) == set(ROLES), key


def test_every_route_carries_its_mark(sqlite_app: Flask) -> None:
    unmarked = [
        key
        for key, rule in routes(sqlite_app)
        if rule.endpoint != "static" and not hasattr(sqlite_app.view_functions[rule.endpoint], "access")
    ]
    assert not unmarked


def test_every_id_in_an_address_is_typed(sqlite_app: Flask) -> None:
    untyped = [
        f"{rule.rule}: {name}"
        for _, rule in routes(sqlite_app)
        for name, converter in rule._converters.items()
        if name not in READ_BY_PEOPLE and type(converter).__name__ in ("UnicodeConverter", "PathConverter")
    ]
    assert not untyped


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("key", ROWS)
def test_a_cell(world: World, key: str, role: str) -> None:
    row: Row = ROWS[key]
    answer = world.do(key, row, role)
    assert answer.status_code == row.gets[role], (
        f"{key} as {role}: {answer.status_code}\n{answer.text[:1500]}"
    )


@pytest.mark.parametrize("key", [key for key, row in ROWS.items() if key.startswith("GET")])
def test_a_page_gives_what_every_page_owes(world: World, key: str) -> None:
    """Whoever gets a page gets a whole one, the refusals among them, with the headers that guard it."""
    for role in ("respondent", "officer", "auditor", "officer2"):
        answer = world.do(key, ROWS[key], role)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if answer.mimetype != "text/html" or answer.status_code == 303:
            continue
        assert not what_is_owed(answer), f"{key} as {role} owes: {what_is_owed(answer)}"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "Cookie" in answer.headers["Vary"]
        assert "set-cookie" not in answer.headers or "HttpOnly" in answer.headers["Set-Cookie"]


def test_a_redirect_for_want_of_an_account_leads_to_the_sign_in_page(world: World) -> None:
    for key, row in ROWS.items():
        if row.gets["anonymous"] == 303 and row.gets["officer"] in (200, 403):
            answer = world.do(key, row, "anonymous")
            assert answer.location.startswith("/sign-in"), f"{key}: {answer.location}"


def test_another_boards_things_look_like_things_that_are_not_there(world: World) -> None:
    """The refusal must not tell that the thing exists: it is the page that a made-up address gets."""
    for key, row in ROWS.items():
        for role in FOREIGN:
            if row.gets[role] == 404:
                page = world.do(key, row, role).text
                assert "fife" not in page.lower().replace("/boards/fife", ""), f"{key} as {role}"


def test_no_form_is_taken_without_a_token(sqlite_app: Flask) -> None:
    tried = 0
    for key, rule in routes(sqlite_app):
        method, _ = key.split()
        if method == "GET":
            continue
        values = {name: _any(converter) for name, converter in rule._converters.items()}
        with sqlite_app.test_request_context():
            path = sqlite_app.url_for(rule.endpoint, **values)
        answer = sqlite_app.test_client().open(path, method=method, data={"go": "next"})
        assert answer.status_code == 400, f"{key}: {answer.status_code}"
        tried += 1
    assert tried


def _any(converter: object) -> str | int:
    kind = type(converter).__name__
    return {
        "UUIDConverter": "00000000-0000-4000-8000-000000000000",
        "IntegerConverter": 1,
        "AnyConverter": next(iter(getattr(converter, "items", ())), ""),
    }.get(kind, "anything")


def test_the_table_is_of_some_size(record_testsuite_property: Callable[[str, object], None]) -> None:
    record_testsuite_property("access cells", CELLS)
    assert len(ROWS) * len(ROLES) == CELLS


def test_a_made_up_address_is_not_there(client: Client) -> None:
    assert client.get("/boards/fife/nothing-like-it/").status_code == 404
