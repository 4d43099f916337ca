"""Requests are read as the framework reads them, only with less work."""

from urllib.parse import parse_qsl

import pytest
from flask import Flask, Response, request
from werkzeug.routing import Rule

from app.web import requests
from app.web.requests import Addresses, fields
from tests.browser import Client


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "&&",
        "a=1&b=2&a=3",
        "a",
        "=1",
        "a=b=c",
        "a%3Db=%26&c+d=e+f",
        "word=a+carer%E2%80%99s%0D%0Aline",
        "word=%F0%9F%91%8B%20%2B",
        "broken=%E2%80&half=%2&none=%zz&latin=caf%E9",
        "plain=dà",
    ],
)
def test_a_form_is_read_as_the_framework_would(encoded: str) -> None:
    theirs = parse_qsl(encoded, keep_blank_values=True, errors="werkzeug.url_quote")
    grouped: dict[str, list[str]] = {}
    for name, value in theirs:
        grouped.setdefault(name, []).append(value)
    assert list(fields(encoded).items()) == list(grouped.items())


def test_what_is_not_utf_8_is_no_form(sqlite_app: Flask) -> None:
    kind = "application/x-www-form-urlencoded"
    with sqlite_app.test_request_context("/", method="POST", data=b"a=\xff", content_type=kind):
        assert not request.form


def test_a_form_may_come_in_parts(sqlite_app: Flask) -> None:
    kind = "multipart/form-data"
    with sqlite_app.test_request_context("/", method="POST", data={"a": "1 + 1"}, content_type=kind):
        assert request.form["a"] == "1 + 1"


def test_cookies_are_read_even_beside_broken_ones(sqlite_app: Flask) -> None:
    sent = {"HTTP_COOKIE": 'first=1; =; br"ok\xffen; second="two words"; first=3'}
    with sqlite_app.test_request_context("/", environ_overrides=sent):
        assert request.cookies.getlist("first") == ["1", "3"]
        assert request.cookies["second"] == "two words"


def test_an_address_that_is_known_gives_the_same_view_with_parts_of_its_own(sqlite_app: Flask) -> None:
    for _ in range(2):
        with sqlite_app.test_request_context("/boards/fife/carers/p/one"):
            assert request.endpoint == "responses.page"
            assert request.view_args == {"board": "fife", "consultation": "carers", "page_id": "one"}
            request.view_args.clear()
    with sqlite_app.test_request_context("/boards/fife/carers/p/one", method="POST"):
        assert request.endpoint == "responses.save_page"


def test_what_is_not_found_or_has_moved_is_not_kept(sqlite_app: Flask, client: Client) -> None:
    known = sqlite_app.url_map.known  # type: ignore[attr-defined]
    assert client.get("/no-such-page").status_code == 404
    assert client.get("/boards/fife/carers?lang=gd").headers["Location"].endswith("/carers/?lang=gd")
    assert client.post("/healthz").status_code == 405
    assert not known


def test_no_more_addresses_are_kept_than_there_is_room_for(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "MOST_KNOWN", 3)
    for number in range(10):
        with sqlite_app.test_request_context(f"/boards/fife/carers/p/{number}"):
            assert request.view_args == {"board": "fife", "consultation": "carers", "page_id": str(number)}
    assert len(sqlite_app.url_map.known) == 1  # type: ignore[attr-defined]


def test_a_new_rule_makes_what_was_known_forgotten() -> None:
    addresses = Addresses([Rule("/", endpoint="first")])
    addresses.known["/", "GET"] = (next(addresses.iter_rules()), {})
    addresses.add(Rule("/other", endpoint="second"))
    assert not addresses.known


@pytest.mark.parametrize("host", ["elsewhere.example", "a b", "ex/ample", "é.example", "x" * 70 + ".example"])
def test_a_foreign_or_broken_host_is_refused(client: Client, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 400


def test_guards_are_on_every_answer(client: Client) -> None:
    for address in ("/", "/no-such-page", "/healthz"):
        answer = client.get(address)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers.getlist("Cache-Control") == ["no-store"]
        assert "Cookie" in answer.headers["Vary"]


def test_a_header_that_an_answer_has_is_left(sqlite_app: Flask) -> None:
    sqlite_app.after_request(_kept_for_a_minute)
    answer = sqlite_app.test_client().get("/healthz")
    assert answer.headers.getlist("Cache-Control") == ["max-age=60"]


def _kept_for_a_minute(response: Response) -> Response:
    response.headers["Cache-Control"] = "max-age=60"
    return response


def test_a_form_that_is_too_large_is_refused(client: Client) -> None:
    typed = {"code": "x" * requests.LARGEST_FORM}
    assert client.post("/receipts/", data=typed).status_code == 413


@pytest.mark.parametrize("limit", ["max_content_length", "max_form_memory_size", "max_form_parts"])
def test_a_form_in_parts_has_limits_too(client: Client, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    parts = {"one": "1", "two": "2", "code": "3"}
    kind = "multipart/form-data"
    assert client.post("/receipts/", data=parts, content_type=kind).status_code == 400  # without a token
    monkeypatch.setattr(requests.Asked, limit, 2)
    assert client.post("/receipts/", data=parts, content_type=kind).status_code == 413
