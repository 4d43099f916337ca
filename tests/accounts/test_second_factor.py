"""The second factor: asked of everybody where it must be, right once, and helped by codes on paper."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import second, service, store
from app.audit.models import AuditLine
from app.config import Config, read
from app.db import db
from app.errors import Invalid
from tests.browser import Client
from tests.conftest import running
from tests.owed import Page, what_is_owed
from tests.people import FIFE

WHO, PASSWORD = "officer@fife.example", "kettle bracken ferry"


@pytest.fixture
def guarded(database_url: str, make_config: Callable[..., Config]) -> Iterator[Flask]:
    """An installation that asks everybody for a second factor, with an officer who has none yet."""
    with running(make_config(database_url, second_factor=True)) as app:
        with app.app_context():
            service.add_account(WHO, "officer", FIFE, PASSWORD, "Morag")
        yield app


def browser(app: Flask) -> Client:
    made = app.test_client()
    assert isinstance(made, Client)
    return made


def password_typed(client: Client, path: str = "/sign-in") -> str:
    """Where the right password leads."""
    answer = client.submit(path, {"email": WHO, "password": PASSWORD})
    assert answer.status_code == 303
    return answer.headers["Location"]


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def figures(app: Flask, secret: str, later: int = 0) -> str:
    """What an app shows, now or so many seconds later."""
    with app.app_context():
        made = second.factory()._totp.from_source(secret).generate(time=int(time.time()) + later)
    return str(made.token)


def set_up(app: Flask, client: Client) -> tuple[str, list[str], str]:
    """Sign in for the first time; the secret, the recovery codes, and the figures that were typed."""
    assert password_typed(client) == "/second-factor"
    shown = client.get("/second-factor")
    assert what_is_owed(shown) == []
    with client.session_transaction() as session:
        secret = session["pending_factor"]
    typed = figures(app, secret)
    done = client.send(shown, {"code": typed}, form="/second-factor")
    assert done.status_code == 200, done.text
    assert what_is_owed(done) == []
    return secret, re.findall(r"<code>([0-9a-f-]{14})</code>", done.text), typed


def test_from_the_first_sign_in_to_the_last_code(guarded: Flask) -> None:
    client = browser(guarded)
    secret, codes, typed = set_up(guarded, client)
    assert len(set(codes)) == 10
    assert is_in(client)
    # Again, from another browser: the figures already used are refused, the next ones are taken.
    other = browser(guarded)
    assert password_typed(other, "/sign-in?next=/workspace/") == "/sign-in/code?next=/workspace/"
    assert not is_in(other)
    assert other.get("/second-factor").headers["Location"] == "/sign-in/code"
    refused = other.submit("/sign-in/code?next=/workspace/", {"code": typed})
    assert refused.status_code == 422
    assert what_is_owed(refused) == []
    assert "was used already" in Page(refused).text
    assert not is_in(other)
    right = other.send(refused, {"code": figures(guarded, secret, later=30)}, form="/sign-in/code")
    assert (right.status_code, right.headers["Location"]) == (303, "/workspace/")
    assert is_in(other)
    # By paper, once.
    for status in (303, 422):
        third = browser(guarded)
        password_typed(third)
        assert third.submit("/sign-in/code", {"code": codes[0].upper()}).status_code == status
    with guarded.app_context():
        acts = list(db.session.scalars(select(AuditLine.act).order_by(AuditLine.no)))
    assert acts == [
        "account_created", "role_granted", "second_factor_set", "signed_in", "sign_in_refused", "signed_in",
        "recovery_code_used", "signed_in", "sign_in_refused",
    ]  # fmt: skip


def test_new_recovery_codes_take_the_place_of_the_old(guarded: Flask) -> None:
    client = browser(guarded)
    _, codes, _ = set_up(guarded, client)
    assert "Get new recovery codes" in client.get("/account/").text
    shown = client.get("/account/recovery-codes")
    assert what_is_owed(shown) == []
    wrong = client.send(shown, {"code": "000000"}, form="recovery-codes")
    assert wrong.status_code == 422
    assert what_is_owed(wrong) == []
    made = client.send(shown, {"code": codes[0]}, form="recovery-codes")
    new = re.findall(r"<code>([0-9a-f-]{14})</code>", made.text)
    assert len(set(new)) == 10
    assert not set(new) & set(codes)
    for code, status in ((codes[1], 422), (new[0], 303)):
        other = browser(guarded)
        password_typed(other)
        assert other.submit("/sign-in/code", {"code": code}).status_code == status


def test_what_is_kept_tells_nothing(guarded: Flask) -> None:
    secret, codes, _ = set_up(guarded, browser(guarded))
    with guarded.app_context():
        account = store.by_email(WHO)
        assert account is not None
        kept = store.second_factor(account.id)
        assert kept is not None
        key = second.factory().get_totp_b32_key(secret)
        assert key not in kept.secret
        digests = " ".join(db.session.scalars(select(second.RecoveryCode.digest)))
    assert not any(code in digests or code.replace("-", "") in digests for code in codes)


def test_the_right_password_does_not_buy_more_guesses(guarded: Flask) -> None:
    set_up(guarded, browser(guarded))
    answers = []
    for _ in range(12):
        client = browser(guarded)
        password_typed(client)
        answers.append(client.submit("/sign-in/code", {"code": "000000"}).status_code)
    assert answers == [422] * 10 + [429] * 2


def test_the_operator_takes_it_away(guarded: Flask) -> None:
    client = browser(guarded)
    set_up(guarded, client)
    with guarded.app_context():
        second.reset(WHO)
    assert not is_in(client)
    assert password_typed(browser(guarded)) == "/second-factor"


def test_a_choice_where_it_is_not_asked_for(app: Flask) -> None:
    with app.app_context():
        service.add_account(WHO, "officer", FIFE, PASSWORD)
    client = browser(app)
    assert password_typed(client) == "/account/"
    shown = client.get("/second-factor")
    wrong = client.send(shown, {"code": "12345x"}, form="/second-factor")
    assert wrong.status_code == 422
    assert what_is_owed(wrong) == []
    with client.session_transaction() as session:
        secret = session["pending_factor"]
    assert client.send(wrong, {"code": figures(app, secret)}, form="/second-factor").status_code == 200
    assert "Set up an authenticator app" not in client.get("/account/").text
    assert password_typed(browser(app)) == "/sign-in/code"


def test_production_cannot_do_without(tmp_path: object) -> None:
    settings = {"SPEIR_ENV": "production", "SPEIR_SECRET_KEY": "k3yzAq81mLw0dTt5uQbXc7Rj2VnHs9EfGpYi"}
    assert read(settings).second_factor
    assert not read(settings | {"SPEIR_ENV": "development"}).second_factor
    with pytest.raises(Invalid, match="SPEIR_SECOND_FACTOR=off"):
        read(settings | {"SPEIR_SECOND_FACTOR": "off"})
