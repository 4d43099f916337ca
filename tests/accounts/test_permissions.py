"""Who may do what: every role against every act, on its own board, on another, and on none."""

import pytest
from flask import Flask
from flask_login import login_user

from app.accounts import permissions, roles, store
from app.accounts.permissions import ACTS, boards_where, may, require
from app.errors import NotAllowed, NotFound
from tests.people import FIFE, HIGHLAND, make_person

# Written out again, on purpose: a change of the table has to be made twice, with open eyes.
EXPECTED = {
    "administrator": (
        "see_reports publish_edition see_exact manage_consultations decide code_comments see_audit"
        " manage_accounts key_in"
    ),
    "officer": "see_reports publish_edition see_exact manage_consultations decide code_comments key_in",
    "analyst": "see_reports see_exact export_raw code_comments key_in",
    "planner": "see_reports",
    "auditor": "see_reports see_audit",
}
ALL = {
    "see_reports",
    "publish_edition",
    "see_exact",
    "export_raw",
    "manage_consultations",
    "decide",
    "code_comments",
    "see_audit",
    "manage_accounts",
    "key_in",
}
CELLS = [(role, act) for role in EXPECTED for act in sorted(ALL)]


def test_every_role_has_its_row() -> None:
    assert set(EXPECTED) == set(permissions.MAY) == set(roles.ROLES)
    assert ACTS == ALL


@pytest.mark.parametrize(("role", "act"), CELLS)
def test_on_ones_own_board_and_on_another(sqlite_app: Flask, role: str, act: str) -> None:
    email = make_person(sqlite_app, role, FIFE)
    allowed = act in EXPECTED[role].split()
    with sqlite_app.test_request_context():
        person = store.by_email(email)
        assert person is not None
        assert may(person, act, FIFE) is allowed
        assert not may(person, act, HIGHLAND)
        assert not may(person, act, None)
        assert not may(None, act, FIFE)
        login_user(person)
        if allowed:
            assert require(act, FIFE) == person
        else:
            with pytest.raises(NotAllowed):
                require(act, FIFE)
        for foreign in (HIGHLAND, None):
            with pytest.raises(NotFound):
                require(act, foreign)
        assert boards_where(person, act) == (frozenset({FIFE}) if allowed else frozenset())


@pytest.mark.parametrize(("role", "act"), [cell for cell in CELLS if cell[0] in roles.EVERYWHERE])
def test_on_every_board(sqlite_app: Flask, role: str, act: str) -> None:
    email = make_person(sqlite_app, role, None)
    allowed = act in EXPECTED[role].split()
    with sqlite_app.app_context():
        person = store.by_email(email)
        assert person is not None
        for board in (FIFE, HIGHLAND, None):
            assert may(person, act, board) is allowed
        assert boards_where(person, act) == (None if allowed else frozenset())


def test_two_roles_add_up_on_their_own_boards_only(sqlite_app: Flask) -> None:
    email = make_person(sqlite_app, "planner", FIFE)
    make_person(sqlite_app, "analyst", FIFE, email)
    make_person(sqlite_app, "auditor", HIGHLAND, email)
    with sqlite_app.app_context():
        person = store.by_email(email)
        assert person is not None
        assert person.roles_on(FIFE) == {"planner", "analyst"}
        assert person.roles_on(HIGHLAND) == {"auditor"}
        assert may(person, "export_raw", FIFE)
        assert not may(person, "export_raw", HIGHLAND)
        assert not may(person, "see_audit", FIFE)


def test_nobody_is_signed_in(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context(), pytest.raises(NotFound):
        require("see_reports", FIFE)


def test_an_act_that_is_not_in_the_table(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), pytest.raises(KeyError):
        may(None, "see_report", FIFE)
