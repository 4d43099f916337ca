"""Making consultations: what is refused, what is frozen, and how they move."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.boards import store as boards
from app.consultations import service, store
from app.consultations.models import DefinitionVersion
from app.consultations.moves import MOVES, STATES, move
from app.db import db
from app.errors import Conflict, Invalid, NotFound
from app.surveys import snapshot
from tests.builders import make_consultation, small_survey

FIFE = "S37000032"


def test_opening_freezes_the_survey_with_the_boards_localities(app: Flask) -> None:
    make_consultation(app)
    with app.app_context():
        consultation = store.load("fife", "small")
        row = db.session.get(DefinitionVersion, (consultation.id, 1))
        assert row is not None
        assert row.content_hash == snapshot.content_hash(row.survey)
        options = [option.id for option in store.survey_of(consultation).by_id["locality"].options]
        assert options == [service.option_id(one.name) for one in boards.localities_of(FIFE)] + [
            "not_sure",
            "elsewhere",
        ]


@pytest.mark.parametrize("slug", ["", "Has Capitals", "a--b", "-a", "editions", "x" * 61, "ünicode", "a/b"])
def test_an_address_that_cannot_be_is_refused(sqlite_app: Flask, slug: str) -> None:
    with sqlite_app.app_context(), pytest.raises(Invalid):
        service.create(boards.by_slug("fife"), small_survey(), slug, "T")


def test_two_consultations_of_a_board_have_different_addresses(app: Flask) -> None:
    make_consultation(app)
    make_consultation(app, board="highland")
    with app.app_context(), pytest.raises(Conflict):
        service.create(boards.by_slug("fife"), small_survey(), "small", "T")


def test_one_that_closes_before_it_opens_is_refused(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), pytest.raises(Invalid, match="closes before"):
        service.create(
            boards.by_slug("fife"), small_survey(), "small", "T",
            opens_at=datetime(2027, 1, 2, tzinfo=UTC), closes_at=datetime(2027, 1, 1, tzinfo=UTC),
        )  # fmt: skip


def test_a_production_installation_wants_a_confirmed_board(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        made = service.create(boards.by_slug("fife"), small_survey(), "small", "T")
        with pytest.raises(Conflict, match="confirm"):
            service.open_(made, production=True)


def test_a_survey_with_problems_makes_no_consultation(sqlite_app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("survey: bad\n", encoding="utf-8")
    with sqlite_app.app_context():
        with pytest.raises(Invalid, match=r"bad\.yaml:1"):
            service.create_from_file(
                "fife",
                file,
                "bad",
                "T",
                opens=None,
                closes=None,
                respond_by=None,
                open_now=True,
                production=False,
            )
        with pytest.raises(NotFound):
            store.load("fife", "bad")


@pytest.mark.parametrize(
    ("typed", "end", "expected"),
    [
        ("2027-01-31", True, datetime(2027, 2, 1, 0, 0, tzinfo=UTC)),
        ("2027-07-31", True, datetime(2027, 7, 31, 23, 0, tzinfo=UTC)),
        ("2027-07-31T17:00", True, datetime(2027, 7, 31, 16, 0, tzinfo=UTC)),
        ("2027-01-31T17:00+00:00", False, datetime(2027, 1, 31, 17, 0, tzinfo=UTC)),
        ("2027-03-28", True, datetime(2027, 3, 28, 23, 0, tzinfo=UTC)),  # the clocks go forward that night
        ("2027-10-31", True, datetime(2027, 11, 1, 0, 0, tzinfo=UTC)),  # and back in this one
    ],
)
def test_times_are_scottish_and_a_bare_closing_date_lasts_all_day(
    typed: str, end: bool, expected: datetime
) -> None:
    assert service.moment(typed, "--closes", end_of_day=end) == expected


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid, match="2027-03-31"):
        service.moment("31/3/2027", "--closes")


def test_closing_by_the_clock_is_exact(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        ends = datetime(2027, 1, 1, 12, 0, tzinfo=UTC)
        made = service.create(boards.by_slug("fife"), small_survey(), "small", "T", closes_at=ends)
        service.open_(made, production=False)
        assert store.is_open(made, datetime(2027, 1, 1, 11, 59, 59, 999999, tzinfo=UTC))
        assert not store.is_open(made, ends)


@given(st.sampled_from(STATES), st.sampled_from(STATES))
def test_the_table_of_moves_is_the_only_way(now: str, to: str) -> None:
    if to in MOVES[now]:
        assert move(now, to) == to
    else:
        with pytest.raises(Conflict):
            move(now, to)


def test_every_state_has_a_row() -> None:
    assert set(MOVES) == set(STATES)
    assert set().union(*MOVES.values()) <= set(STATES)
