"""Changing a password, and which passwords are good enough."""

import email
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask

from app.accounts import passwords, service, store
from app.audit import service as trail
from app.errors import Invalid, NotFound
from tests.browser import Client
from tests.owed import what_is_owed
from tests.people import FIFE

WHO, OLD, NEW = "analyst@fife.example", "kettle bracken ferry", "lantern oatcake tide"


@pytest.fixture
def analyst(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        service.add_account(WHO, "analyst", FIFE, OLD)


def entered(app: Flask, password: str = OLD) -> Client:
    client = app.test_client()
    assert isinstance(client, Client)
    assert client.submit("/sign-in", {"email": WHO, "password": password}).status_code == 303
    return client


def change(client: Client, now: str = OLD, new: str = NEW, again: str | None = None) -> int:
    fields = {"current_password": now, "new_password": new, "again": new if again is None else again}
    answer = client.submit("/account/password", fields)
    assert answer.status_code == 303 or what_is_owed(answer) == []
    return answer.status_code


@pytest.mark.usefixtures("analyst")
def test_every_other_session_ends(sqlite_app: Flask, tmp_path: Path) -> None:
    here, there = entered(sqlite_app), entered(sqlite_app)
    cookie = here.get_cookie("speir")
    assert cookie is not None
    assert change(here) == 303
    shown = here.get("/account/")
    assert shown.status_code == 200
    assert "Your password is changed" in shown.text
    assert there.get("/account/").status_code == 303
    there.set_cookie("speir", cookie.value)
    assert there.get("/account/").status_code == 303
    assert there.submit("/sign-in", {"email": WHO, "password": OLD}).status_code == 422
    entered(sqlite_app, NEW)
    (mail,) = (tmp_path / "mail").glob("*.eml")
    message = email.message_from_bytes(mail.read_bytes(), policy=default)
    assert (message["To"], message["Subject"]) == (WHO, "Your Speir password was changed")
    assert NEW not in message.get_content()
    with sqlite_app.app_context():
        assert trail.verify().broken is None


@pytest.mark.usefixtures("analyst")
@pytest.mark.parametrize(
    ("now", "new", "again"),
    [
        ("not my password", NEW, NEW),
        ("", NEW, NEW),
        (OLD, "short", "short"),
        (OLD, NEW, "lantern oatcake tied"),
        (OLD, OLD, OLD),
        (OLD, "", ""),
    ],
)
def test_a_change_that_is_refused_changes_nothing(sqlite_app: Flask, now: str, new: str, again: str) -> None:
    client = entered(sqlite_app)
    assert change(client, now, new, again) == 422
    assert client.get("/account/").status_code == 200
    entered(sqlite_app, OLD)


@pytest.mark.usefixtures("analyst")
def test_somebody_at_an_open_desk_cannot_guess_for_ever(sqlite_app: Flask) -> None:
    client = entered(sqlite_app)
    assert [change(client, f"guess {number}") for number in range(11)] == [422] * 10 + [429]


@pytest.mark.usefixtures("analyst")
def test_a_mail_that_does_not_leave_breaks_nothing(sqlite_app: Flask, tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file in the way")
    assert change(entered(sqlite_app)) == 303
    entered(sqlite_app, NEW)


@pytest.mark.usefixtures("analyst")
def test_a_new_password_from_the_shell(sqlite_app: Flask) -> None:
    client = entered(sqlite_app)
    with sqlite_app.app_context():
        service.set_password(WHO.upper(), NEW)
        with pytest.raises(NotFound):
            service.set_password("nobody@fife.example", NEW)
    assert client.get("/account/").status_code == 303
    entered(sqlite_app, NEW)


@pytest.mark.usefixtures("analyst")
def test_what_is_kept_is_an_argon2_hash_mixed_with_the_installations_key(sqlite_app: Flask) -> None:
    from argon2 import PasswordHasher
    from argon2.exceptions import VerifyMismatchError

    with sqlite_app.app_context():
        account = store.by_email(WHO)
        assert account is not None
        kept = account.password
    assert kept.startswith("$argon2id$")
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(kept, OLD)


@pytest.mark.parametrize(
    "password",
    [
        "too short",
        "x" * 1001,
        "aaaaaaaaaaaa",
        "abababababab",
        "1234567890",
        "Password1234",
        "!!Scotland2026",
        "demonstration only",
        "QWERTYUIOP",
        "margaret.0001",
    ],
)
def test_passwords_that_are_refused(password: str) -> None:
    with pytest.raises(Invalid):
        passwords.checked(password, "margaret@fife.example")


@pytest.mark.parametrize(
    "password", [OLD, "Passw0rd!long", "ceilidh-7-bothan", "песня о встречном", "x7$kQ2!vLp"]
)
def test_passwords_that_will_do(password: str) -> None:
    assert passwords.checked(password, "margaret@fife.example") == password


def test_made_passwords_are_good_and_all_different() -> None:
    made = {passwords.generated() for _ in range(200)}
    assert len(made) == 200
    assert all(passwords.checked(one, WHO) for one in made)
