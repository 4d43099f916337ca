"""Signing in and out: for whom it works, how it fails, when a session ends, and what a browser is told."""

import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Thread
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import clock, service, throttle
from app.accounts.models import Account, SignIn, WrongPassword
from app.audit.models import AuditLine
from app.config import Config
from app.db import db
from tests.browser import Client
from tests.conftest import running
from tests.owed import Page, what_is_owed
from tests.people import FIFE

WHO, PASSWORD = "officer@fife.example", "kettle bracken ferry"
WRONG = "The email address or the password is wrong"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.later = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.later

    def wait(self, **time_: float) -> None:
        self.later += timedelta(**time_)


@pytest.fixture
def clock_(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(clock, "now", made.now)
    return made


@pytest.fixture
def officer(sqlite_app: Flask) -> Account:
    """An officer of Fife."""
    with sqlite_app.app_context():
        service.add_account(WHO, "officer", FIFE, PASSWORD, "Morag")
        return service.store.by_email(WHO)  # type: ignore[return-value]


@pytest.fixture
def open_app(app: Flask) -> Flask:
    """The application on either database, with an officer of Fife."""
    with app.app_context():
        service.add_account(WHO, "officer", FIFE, PASSWORD)
    return app


def try_in(client: Client, email: str = WHO, password: str = PASSWORD, path: str = "/sign-in") -> int:
    """Fill in the form; the status of the answer."""
    return client.submit(path, {"email": email, "password": password}).status_code


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def acts(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        return [
            (line.act, line.reason) for line in db.session.scalars(select(AuditLine).order_by(AuditLine.no))
        ]


def test_in_and_out_on_both_databases(open_app: Flask) -> None:
    client = open_app.test_client()
    assert isinstance(client, Client)
    assert client.get("/account/").headers["Location"] == "/sign-in?next=/account/"
    answer = client.submit("/sign-in?next=/account/", {"email": f"  {WHO.upper()} ", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/")
    shown = client.get("/account/")
    assert what_is_owed(shown) == []
    assert shown.headers["Cache-Control"] == "no-store"
    assert "Engagement officer" in shown.text
    assert "Fife Health and Social Care Partnership" in shown.text
    assert client.send(shown, form="/sign-out").status_code == 303
    assert not is_in(client)
    kinds = [act for act, _ in acts(open_app)]
    assert kinds == ["account_created", "role_granted", "signed_in", "signed_out"]


def test_pages_owe_nothing(page: Callable[..., Page], client: Client, officer: Account) -> None:
    assert page("/sign-in").heading == "Sign in"
    try_in(client)
    assert page("/account/").heading == "Your account"
    assert page("/account/password").heading == "Change your password"


def test_a_form_that_is_not_filled_in(client: Client, officer: Account) -> None:
    answer = client.submit("/sign-in", {"email": "", "password": ""})
    assert answer.status_code == 422
    assert what_is_owed(answer) == []
    page = Page(answer)
    assert page.links()["Type your email address."] == "#email"
    assert page.links()["Type your password."] == "#password"
    assert page.html.get_element_by_id("email").get("aria-invalid") == "true"
    assert page.html.findtext(".//title").startswith("Error: ")


def test_the_same_words_for_nobody_and_for_a_wrong_password(client: Client, officer: Account) -> None:
    def told(email: str, password: str) -> tuple[int, str]:
        answer = client.submit("/sign-in", {"email": email, "password": password})
        assert answer.status_code == 422
        return answer.status_code, Page(answer).text.replace(email, "")

    assert told(WHO, "wrong password") == told("nobody@fife.example", "wrong password")
    assert told("a\x00b", "x") == told(WHO, "x")
    assert WRONG in told("ü" * 300, "\udcff"[:0] + "x")[1]


def test_what_was_typed_comes_back_but_the_password(client: Client, officer: Account) -> None:
    shown = client.submit("/sign-in", {"email": WHO, "password": "wrong password"}).text
    assert WHO in shown
    assert "wrong password" not in shown


def test_as_slow_for_nobody_as_for_a_wrong_password(client: Client, officer: Account) -> None:
    def seconds(email: str) -> float:
        shown = client.get("/sign-in")
        began = time.process_time()
        assert client.send(shown, {"email": email, "password": "wrong password"}).status_code == 422
        return time.process_time() - began

    known = statistics.median(seconds(WHO) for _ in range(4))
    unknown = statistics.median(seconds(f"nobody{number}@fife.example") for number in range(4))
    assert 0.4 < known / unknown < 2.5


def test_closed_accounts_stay_out(sqlite_app: Flask, client: Client, officer: Account) -> None:
    try_in(client)
    assert is_in(client)
    with sqlite_app.app_context():
        service.close_account(WHO)
    assert not is_in(client)
    assert try_in(client) == 422


def test_demonstration_accounts_are_let_in_but_not_in_production(
    sqlite_url: str, make_config: Callable[..., Config]
) -> None:
    with running(make_config(sqlite_url)) as app:
        with app.app_context():
            emails = service.make_demonstration_accounts(FIFE, "S37000016")
            assert service.make_demonstration_accounts(FIFE, "S37000016") == emails
        assert len(emails) == 8
        client = app.test_client()
        assert isinstance(client, Client)
        assert try_in(client, "planner@demo.example", "demonstration only") == 303
    with running(make_config(sqlite_url, production=True)) as app:
        client = app.test_client()
        assert isinstance(client, Client)
        assert try_in(client, "planner@demo.example", "demonstration only") == 422
        with app.app_context(), pytest.raises(service.Conflict):
            service.make_demonstration_accounts(FIFE, "S37000016")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "https:/account/",
        "/account/\n",
        "account/",
        "/nowhere",
        "/sign-in",
        "/sign-out",
        "/static/speir.css",
        "/account/" + "x" * 500,
    ],
)
def test_no_way_out_after_signing_in(client: Client, officer: Account, target: str) -> None:
    answer = client.submit(f"/sign-in?next={quote(target)}", {"email": WHO, "password": PASSWORD})
    assert answer.headers["Location"] == "/account/"
    assert client.get(f"/sign-in?next={quote(target)}").headers["Location"] == "/account/"


def test_on_to_where_one_was_going(client: Client, officer: Account) -> None:
    answer = client.get("/account/password?from=mail")
    assert answer.status_code == 303
    answer = client.submit(answer.headers["Location"], {"email": WHO, "password": PASSWORD})
    assert answer.headers["Location"] == "/account/password?from=mail"


def test_without_the_token_nobody_gets_in(client: Client, officer: Account) -> None:
    assert client.post("/sign-in", data={"email": WHO, "password": PASSWORD}).status_code == 400
    assert not is_in(client)


def test_a_session_planted_before_is_worth_nothing_after(client: Client, officer: Account) -> None:
    with client.session_transaction() as session:
        session["planted"] = "x"
        session["language"] = "gd"
    before = client.get_cookie("speir")
    try_in(client)
    after = client.get_cookie("speir")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["language"] == "gd"


def test_the_cookie(sqlite_url: str, make_config: Callable[..., Config]) -> None:
    with running(make_config(sqlite_url, base_url="https://speir.example")) as app:
        set_ = app.test_client().get("/sign-in", base_url="https://speir.example").headers["Set-Cookie"]
    assert all(word in set_ for word in ("HttpOnly", "SameSite=Lax", "Secure", "Path=/"))


def test_a_copied_cookie_dies_with_the_session(sqlite_app: Flask, client: Client, officer: Account) -> None:
    try_in(client)
    cookie = client.get_cookie("speir")
    assert cookie is not None
    thief = sqlite_app.test_client()
    thief.set_cookie("speir", cookie.value)
    assert is_in(thief)  # type: ignore[arg-type]
    client.submit("/account/", form="/sign-out")
    assert not is_in(thief)  # type: ignore[arg-type]
    with sqlite_app.app_context():
        assert db.session.scalars(select(SignIn)).all() == []


def test_thirty_minutes_without_use(client: Client, officer: Account, clock_: Clock) -> None:
    try_in(client)
    for _ in range(4):
        clock_.wait(minutes=29)
        assert is_in(client)
    clock_.wait(minutes=31)
    answer = client.get("/account/")
    assert answer.status_code == 303
    assert "You were signed out" in client.get(answer.headers["Location"]).text
    assert try_in(client) == 303


def test_an_old_copy_of_the_cookie_is_idle_too(
    sqlite_app: Flask, client: Client, officer: Account, clock_: Clock
) -> None:
    try_in(client)
    cookie = client.get_cookie("speir")
    assert cookie is not None
    for _ in range(2):
        clock_.wait(minutes=20)
        assert is_in(client)
    client.set_cookie("speir", cookie.value)
    assert not is_in(client)


def test_twelve_hours_at_most(client: Client, officer: Account, clock_: Clock) -> None:
    try_in(client)
    for _ in range(36):
        assert is_in(client)
        clock_.wait(minutes=20.1)
    assert not is_in(client)


@pytest.mark.parametrize("value", ["", "x", 7, None, "0" * 32])
def test_a_session_that_names_no_row(client: Client, officer: Account, value: object) -> None:
    try_in(client)
    with client.session_transaction() as session:
        session["sign_in"] = value
    assert not is_in(client)


def test_no_other_way_in(sqlite_app: Flask, client: Client, officer: Account) -> None:
    """flask-security would take a token in a header or an address; here only a session will do."""
    with sqlite_app.test_request_context():
        token = officer.get_auth_token()
    assert client.get("/account/", headers={"Authentication-Token": str(token)}).status_code == 303
    assert client.get(f"/account/?auth_token={token}").status_code == 303
    assert client.get("/account/", auth=(WHO, PASSWORD)).status_code == 303


def test_flask_security_has_no_page_of_its_own(sqlite_app: Flask) -> None:
    ours = {rule.endpoint for rule in sqlite_app.url_map.iter_rules()}
    assert not [endpoint for endpoint in ours if endpoint.startswith("security")]


def test_ten_wrong_passwords_and_then_a_pause(
    sqlite_app: Flask, client: Client, officer: Account, clock_: Clock
) -> None:
    assert [try_in(client, password="wrong password") for _ in range(10)] == [422] * 10
    answer = client.submit("/sign-in", {"email": WHO, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    assert "Wait 15 minutes" in answer.text
    assert try_in(client) == 429
    assert try_in(client) == 429
    assert acts(sqlite_app).count(("sign_in_refused", "too many tries")) == 1
    clock_.wait(minutes=15.1)
    assert try_in(client) == 303


def test_a_pause_for_an_address_that_nobody_has(client: Client, officer: Account) -> None:
    codes = [try_in(client, email="nobody@fife.example") for _ in range(11)]
    assert codes == [422] * 10 + [429]


def test_a_right_password_clears_the_count(sqlite_app: Flask, officer: Account) -> None:
    for _ in range(3):
        client = sqlite_app.test_client()
        assert isinstance(client, Client)
        assert [try_in(client, password="wrong password") for _ in range(6)] == [422] * 6
        assert try_in(client) == 303


def test_many_accounts_from_one_source(
    client: Client, officer: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "MOST_FROM_SOURCE", 5)
    codes = [try_in(client, email=f"person{number}@fife.example") for number in range(7)]
    assert codes == [422] * 5 + [429] * 2
    monkeypatch.setitem(client.environ_base, "REMOTE_ADDR", "203.0.113.9")
    assert try_in(client) == 303


def test_tries_at_once_all_count(open_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty at the same time: no more than ten passwords are looked at."""
    looked: list[str] = []
    monkeypatch.setattr(service.passwords, "matches", lambda password, _kept: bool(looked.append(password)))

    def guess(number: int) -> None:
        with open_app.test_request_context(), suppress(throttle.TooManyTries):
            service.sign_in(WHO, f"guess {number}", "203.0.113.9")

    threads = [Thread(target=guess, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= len(looked) <= 10


def test_limits_can_be_switched_off(sqlite_url: str, make_config: Callable[..., Config]) -> None:
    with running(make_config(sqlite_url, abuse_limits=False)) as app:
        client = app.test_client()
        assert isinstance(client, Client)
        assert [try_in(client, email="nobody@fife.example") for _ in range(12)] == [422] * 12


def test_no_address_is_kept(sqlite_app: Flask, client: Client, officer: Account) -> None:
    """Neither what was typed nor where it came from is in the database after a failed try."""
    client.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    try_in(client, email="my secret password", password="typed in the wrong field")
    with sqlite_app.app_context():
        keys = list(db.session.scalars(select(WrongPassword.key)))
        lines = [
            f"{line.subject} {line.reason} {line.detail} {line.actor}"
            for line in db.session.scalars(select(AuditLine))
        ]
    assert len(keys) == 2
    for kept in keys + lines:
        assert "secret" not in kept
        assert "203.0.113" not in kept


def test_every_page_says_who_is_signed_in_and_lets_them_out(client: Client, officer: Account) -> None:
    assert "Sign out" not in client.get("/boards/").text
    try_in(client)
    for path in ("/", "/boards/", "/account/", "/workspace/"):
        shown = client.get(path)
        assert what_is_owed(shown) == []
        assert 'action="/sign-out"' in shown.text
        assert 'href="/workspace/">Your boards</a>' in shown.text
    assert client.submit("/boards/", form="/sign-out").status_code == 303
    assert not is_in(client)


def test_who_chose_another_language_is_told_that_these_pages_are_in_english(client: Client) -> None:
    words = "sa Bheurla a-mhàin"
    assert words not in client.get("/sign-in").text
    client.get("/?lang=gd")
    shown = client.get("/sign-in")
    assert words in shown.text
    assert '<html lang="en" dir="ltr">' in shown.text
