"""`speir user …` and `speir audit verify`, as an operator types them."""

import json
import re

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from app.accounts import commands, passwords, store
from app.db import db
from app.errors import SpeirError
from tests.people import FIFE, HIGHLAND


@pytest.fixture
def speir(sqlite_app: Flask) -> "Speir":
    return Speir(sqlite_app)


class Speir:
    """The command line over an application."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.cli = click.Group()
        commands.register(self.cli)

    def __call__(self, line: str, stdin: str = "") -> Result:
        from flask.cli import ScriptInfo

        info = ScriptInfo(create_app=lambda: self.app)
        return CliRunner().invoke(self.cli, line.split(), obj=info, input=stdin)

    def done(self, line: str, stdin: str = "") -> str:
        """What a command that is carried out prints."""
        result = self(line, stdin)
        assert result.exit_code == 0, result.output or result.exception
        return result.stdout

    def refused(self, line: str, stdin: str = "") -> str:
        """The reason of one that is not."""
        result = self(line, stdin)
        assert isinstance(result.exception, SpeirError), result.output
        return result.exception.message


def test_a_password_is_made_and_shown_once(speir: Speir) -> None:
    shown = speir.done("user add Jean@Fife.example --role planner --board fife")
    assert "planner on fife" in shown
    found = re.search(r"Password, shown only this once: (\S+)", shown)
    assert found
    with speir.app.app_context():
        account = store.by_email("jean@fife.example")
        assert account is not None
        assert passwords.matches(found[1], account.password)
        assert account.roles_on(FIFE) == {"planner"}


def test_a_password_from_standard_input(speir: Speir) -> None:
    shown = speir.done(
        "user add jean@fife.example --role officer --board fife --password-stdin", "kettle bracken\n"
    )
    assert "kettle" not in shown
    with speir.app.app_context():
        account = store.by_email("jean@fife.example")
        assert account is not None
        assert passwords.matches("kettle bracken", account.password)


def test_a_second_role_for_the_same_person(speir: Speir) -> None:
    speir.done("user add jean@fife.example --role officer --board fife --password-stdin", "kettle bracken\n")
    assert "Password" not in speir.done("user add JEAN@fife.example --role planner --board highland")
    speir.done("user add jean@fife.example --role analyst --board fife --password-stdin", "kettle bracken\n")
    with speir.app.app_context():
        account = store.by_email("jean@fife.example")
        assert account is not None
        assert account.roles_on(FIFE) == {"officer", "analyst"}
        assert account.roles_on(HIGHLAND) == {"planner"}
    other = speir.refused(
        "user add jean@fife.example --role auditor --board fife --password-stdin", "another one\n"
    )
    assert "another password" in other
    assert "already" in speir.refused("user add jean@fife.example --role analyst --board fife")


def test_administrators_and_auditors_may_be_everywhere(speir: Speir) -> None:
    for role in ("administrator", "auditor"):
        speir.done(f"user add {role}@scotland.example --role {role}")
        assert "already" in speir.refused(f"user add {role}@scotland.example --role {role}")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("user add jean@fife.example --role king --board fife", "no role 'king'"),
        ("user add jean@fife.example --role approver --board fife", "no role 'approver'"),
        ("user add jean@fife.example --role owner --organisation carers-centre", "no role 'owner'"),
        ("user add jean@fife.example --role officer", "add --board"),
        ("user add jean@fife.example --role officer --board atlantis", "no board 'atlantis'"),
        ("user add jean --role officer --board fife", "not an e-mail address"),
        ("user add jean@fife.example --role officer --board fife --password-stdin", "no password"),
        ("user password nobody@fife.example", "no account"),
        ("user close nobody@fife.example", "no account"),
    ],
)
def test_refusals_say_why_and_change_nothing(speir: Speir, line: str, reason: str) -> None:
    assert reason in speir.refused(line)
    with speir.app.app_context():
        assert store.all() == []


def test_wrong_usage(speir: Speir) -> None:
    assert speir("user add jean@fife.example").exit_code == 2
    assert speir("user add a@b.example --role owner --board fife --organisation x").exit_code == 2
    assert speir("user add a@b.example --role officer --bord fife").exit_code == 2


def test_the_list(speir: Speir) -> None:
    speir.done("user add jean@fife.example --role officer --board fife")
    speir.done("user add ann@scotland.example --role administrator --name Ann")
    speir.done("user close jean@fife.example")
    rows = json.loads(speir.done("user list --json"))
    assert [row["email"] for row in rows] == ["ann@scotland.example", "jean@fife.example"]
    assert rows[1] == {
        "email": "jean@fife.example",
        "name": "",
        "active": False,
        "grants": [{"role": "officer", "board": "fife"}],
    }
    assert "administrator everywhere" in speir.done("user list")


def test_a_new_password(speir: Speir) -> None:
    speir.done("user add jean@fife.example --role officer --board fife")
    assert "Shown only this once" in speir.done("user password jean@fife.example")
    assert "kettle" not in speir.done("user password jean@fife.example --password-stdin", "kettle bracken\n")
    assert "at least" in speir.refused("user password jean@fife.example --password-stdin", "short\n")


def test_the_trail_is_verified(speir: Speir) -> None:
    assert speir.done("audit verify").startswith("0 lines, unbroken")
    speir.done("user add jean@fife.example --role officer --board fife")
    noted = speir.done("audit verify").split()[-1]
    speir.done("user close jean@fife.example")
    assert speir.done("audit verify").startswith("3 lines")
    assert speir.done(f"audit verify --head {noted}").startswith("3 lines")
    assert "not the one noted" in speir.refused("audit verify --head 2:" + "0" * 64)
    with speir.app.app_context():
        db.session.execute(text("DROP TRIGGER audit_line_no_update"))
        db.session.execute(text("UPDATE audit_line SET reason = 'none' WHERE no = 2"))
        db.session.commit()
    assert (
        speir.refused("audit verify")
        == "The trail is broken at line 2: its words are not those that were written."
    )
