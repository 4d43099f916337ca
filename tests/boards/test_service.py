"""Boards in either database: loaded whole, confirmed by the operator, refused while a name is a guess."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditLine
from app.boards import commands, service, store
from app.boards.models import CouncilArea, HealthBoard, Locality
from app.boards.postcodes import Postcodes
from app.boards.service import Details
from app.db import db
from app.errors import Conflict, Invalid, NotFound


def test_the_migration_loads_scotland(app: Flask) -> None:
    with app.app_context():
        boards = store.all()
        assert len(boards) == 31
        assert [
            db.session.scalar(select(func.count()).select_from(t))
            for t in (CouncilArea, HealthBoard, Locality)
        ] == [
            32,
            14,
            127,
        ]
        assert not any(board.name_confirmed for board in boards)
        assert all(board.legal_name for board in boards if board.slug != "highland")
        assert not any(board.contact_email or board.web_address for board in boards)
        fife = store.by_slug("fife")
        assert fife is store.by_code("S37000032")
        assert (fife.name, fife.health_board_name) == ("Fife Health and Social Care Partnership", "NHS Fife")
        both = store.by_slug("clackmannanshire-and-stirling")
        assert [area.name for area in both.council_areas] == ["Clackmannanshire", "Stirling"]
        assert len(store.localities_of(fife.code)) == 7


@pytest.mark.parametrize("slug", ["", "atlantis", "Fife", "fife "])
def test_an_unknown_board_is_not_found(sqlite_app: Flask, slug: str) -> None:
    with sqlite_app.app_context(), pytest.raises(NotFound):
        store.by_slug(slug)


def test_an_unconfirmed_board_is_refused_in_production_only(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        fife = store.by_slug("fife")
        service.require_confirmed(fife, production=False)
        with pytest.raises(Conflict, match="speir boards confirm fife"):
            service.require_confirmed(fife, production=True)
        service.confirm(fife, Details())
        service.require_confirmed(fife, production=True)


def test_confirming_sets_what_was_given_and_leaves_a_line_in_the_trail(app: Flask) -> None:
    with app.app_context():
        service.confirm(
            store.by_slug("highland"),
            Details(
                legal_name=" Highland Integration Joint Board ",
                model="body_corporate",
                contact_email="a@b.example",
            ),
        )
    with app.app_context():
        highland = store.by_slug("highland")
        assert highland.name_confirmed
        assert highland.legal_name == "Highland Integration Joint Board"
        assert (highland.model, highland.contact_email, highland.contact_phone) == (
            "body_corporate",
            "a@b.example",
            None,
        )
        line = db.session.scalars(select(AuditLine)).one()
        assert (line.act, line.board_code) == ("board_confirmed", highland.code)
        assert line.detail == {"set": ["contact_email", "legal_name", "model"]}


@pytest.mark.parametrize(
    ("slug", "details", "said"),
    [
        ("highland", Details(), "has no legal name yet"),
        ("fife", Details(name="  "), "The name is empty"),
        ("fife", Details(name="x" * 201), "longer than 200"),
        ("fife", Details(contact_email="nobody"), "not an e-mail address"),
        ("fife", Details(web_address="javascript:alert(1)"), "not a web address"),
    ],
)
def test_what_cannot_be_right_is_refused_and_changes_nothing(
    sqlite_app: Flask, slug: str, details: Details, said: str
) -> None:
    with sqlite_app.app_context():
        with pytest.raises(Invalid, match=said):
            service.confirm(store.by_slug(slug), details)
        db.session.rollback()
        assert not store.by_slug(slug).name_confirmed


@pytest.fixture
def speir(sqlite_app: Flask) -> Callable[..., Result]:
    """Run `speir boards …`."""
    return lambda *words: sqlite_app.test_cli_runner().invoke(commands.boards, list(words))


def test_the_operator_confirms_a_board(speir: Callable[..., Result]) -> None:
    assert speir("list", "--unconfirmed").output.count("\n") == 31
    done = speir("confirm", "fife", "--phone", "01234 567890")
    assert done.exit_code == 0
    assert "is confirmed" in done.output
    assert speir("list", "--unconfirmed").output.count("\n") == 30
    assert isinstance(speir("confirm", "atlantis").exception, NotFound)


def test_new_postcodes_are_packed(speir: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("postcode,council_code\nKY16 9AA,S12000047\n", encoding="utf-8")
    done = speir("pack-postcodes", str(tmp_path / "new.csv"), "--out", str(tmp_path / "new.bin"))
    assert done.exit_code == 0, done.exception
    assert Postcodes((tmp_path / "new.bin").read_bytes()).council_of("KY169AA") == "S12000047"
    (tmp_path / "bad.csv").write_text("postcode,council_code\nnonsense,S12000047\n", encoding="utf-8")
    assert isinstance(
        speir("pack-postcodes", str(tmp_path / "bad.csv"), "--out", str(tmp_path / "x")).exception, Invalid
    )
