"""The demonstration: made up from a seed, through the real routing, and refused in production."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import pytest
from flask import Flask

from app.accounts import store as accounts
from app.config import Config
from app.consultations import store as consultations
from app.errors import NotAllowed
from app.responses import store
from app.surveys.parser import read_survey
from app.surveys.routing import asked_ids
from app.surveys.validation import sendable
from app.tallies.counting import count
from app.themes import results
from app.themes import store as themes
from app.themes.arriving import take_in
from app.workspaces import commands
from app.workspaces.demo import service
from app.workspaces.demo.drawing import draw
from tests.builders import make_consultation, small_survey
from tests.conftest import running
from tests.people import FIFE, signed_in_as
from tests.surveys.making import with_questions

LIBRARY = Path(__file__).resolve().parents[2] / "surveys"


@pytest.mark.parametrize("name", ["carers", "services", "third-sector"])
def test_every_drawn_answer_could_have_been_given(name: str) -> None:
    survey = read_survey(LIBRARY / f"{name}.yaml")
    rng = random.Random(1)
    for number in range(150):
        answers = draw(survey, rng, number, {})
        assert {key.removesuffix(".other") for key in answers} <= asked_ids(survey, answers)
        assert not sendable(survey, answers)


def test_something_is_said_beside_options(tmp_path: Path) -> None:
    survey = read_survey(LIBRARY / "examples" / "comments-beside.yaml")
    rng = random.Random(3)
    drawn = [draw(survey, rng, number, {}) for number in range(150)]
    assert not any(sendable(survey, answers) for answers in drawn)
    assert {key for answers in drawn for key in answers} >= {*survey.beside}


STRANGE = """\
{id: one, type: multiple_choice, required: true, text: Which?, options: [{id: a, text: A}, {id: b, text: B}]}
{id: all, type: grid_single, required: true, text: Agree?, rows: [{id: x, text: X}], options: [{id: y, text: Y}, {id: z, text: Z}]}
{id: much, type: number, required: true, text: How much?, min: -4, max: -2}
{id: short, type: short_text, required: true, text: In a word?, max_length: 7}
{id: long, type: long_text, required: true, text: In words?, max_length: 90}
"""  # noqa: E501


def test_a_survey_that_it_does_not_know_is_drawn_by_its_shapes(tmp_path: Path) -> None:
    for survey in (small_survey(), with_questions(tmp_path, STRANGE)):
        rng = random.Random(2)
        for number in range(100):
            assert not sendable(survey, draw(survey, rng, number, {}))


def test_the_same_seed_draws_the_same_people() -> None:
    survey = read_survey(LIBRARY / "carers.yaml")

    def people(seed: int) -> list[dict[str, object]]:
        rng = random.Random(seed)
        return [draw(survey, rng, number, {}) for number in range(20)]

    assert people(7) == people(7)
    assert people(7) != people(8)


def test_what_is_rare_stays_rare() -> None:
    survey = read_survey(LIBRARY / "carers.yaml")
    rng = random.Random(4)
    groups = [draw(survey, rng, number, {}).get("ethnic_group") for number in range(1_000)]
    assert groups.count("white_scottish") > 50 * groups.count("white_roma")


def test_comments_are_of_a_comments_length_and_differ() -> None:
    survey = read_survey(LIBRARY / "services.yaml")
    rng = random.Random(5)
    people = [draw(survey, rng, number, {}) for number in range(500)]
    said = [str(one["biggest_difference"]) for one in people if "biggest_difference" in one]
    lengths = sorted(len(one.split()) for one in said)
    assert 30 <= lengths[len(lengths) // 2] <= 80
    assert len(set(said)) > 0.97 * len(said)
    assert 200 < len(said) < 400, "not everybody writes one"


def test_those_who_care_longer_are_less_often_in_balance() -> None:
    survey = read_survey(LIBRARY / "carers.yaml")
    rng = random.Random(3)
    people = [draw(survey, rng, number, {}) for number in range(1_500)]

    def share(hours: str) -> float:
        rows = [
            one["involved"].get("balance")
            for one in people
            if one.get("hours") == hours and "involved" in one
        ]
        return sum(row in ("strongly_agree", "agree") for row in rows) / len(rows)

    assert share("1_19") > share("50_over") + 0.1


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration with fewer people, for tests that do not count them."""
    for name in ("NOW", "BEFORE"):
        runs = tuple(replace(run, answers=(50, 50)) for run in getattr(service, name))
        monkeypatch.setattr(service, name, runs)


@pytest.fixture
def demo() -> click.Command:
    """The command."""
    group = click.Group()
    commands.register(group)
    return group.commands["demo"]


def test_its_sizes_are_those_of_real_consultations() -> None:
    for run in (*service.NOW, *service.BEFORE):
        least, most = (50, 80) if run.survey == "third-sector" else (50, 1_500)
        assert all(least <= one <= most for one in run.answers)


def test_production_refuses_it(
    sqlite_url: str, make_config: Callable[..., Config], demo: click.Command
) -> None:
    with running(make_config(sqlite_url, production=True)) as app:
        refused = app.test_cli_runner().invoke(demo)
        assert isinstance(refused.exception, NotAllowed)
        assert app.test_cli_runner().invoke(demo, ["--once"]).output == ""
        with app.app_context():
            assert not service.is_made()
            assert accounts.by_email("officer@demo.example") is None


@pytest.mark.usefixtures("few")
def test_two_boards_with_open_and_closed_consultations(app: Flask) -> None:
    with app.app_context():
        addresses = service.make(app.extensions["speir_config"])
        assert {"officer@demo.example", "planner2@demo.example", "auditor@demo.example"} <= set(addresses)
        for board in ("fife", "highland"):
            for slug in ("carers", "services", "third-sector"):
                now, before = consultations.load(board, slug), consultations.load(board, f"{slug}-2025")
                assert consultations.is_open(now)
                assert before.status == ("answered" if board == "fife" else "closed")
                assert now.demonstration
                assert store.count(now.id) == store.count(before.id) == 50
        assert "Monitoring Committee" in consultations.engagement("highland", "strategic-plan").decides
        tally = count(store.codes_of(consultations.load("fife", "services").id), by=["route"])
        assert len(tally.by["route"]) > 1


@pytest.mark.usefixtures("few")
def test_the_comments_of_last_year_are_sorted_and_this_years_wait(app: Flask) -> None:
    with app.app_context():
        service.make(app.extensions["speir_config"])
        closed, asked = (consultations.by_path(f"fife/{slug}") for slug in ("carers-2025", "carers"))
        assert results.sorted_comments(closed.id)
        assert len(results.quotations(closed)) == 3
        assert all(quote.text for quote in results.quotations(closed))
        assert results.sorted_comments(asked.id) == []
        take_in(asked.id)
        assert themes.next_waiting(asked.id) is not None


@pytest.mark.usefixtures("few")
def test_once_is_once(sqlite_app: Flask, demo: click.Command) -> None:
    runner = sqlite_app.test_cli_runner()
    first = runner.invoke(demo, ["--once"], catch_exceptions=False).output
    assert first == "Made-up answers are ready to look at.\n", (
        "`make run` serves next, and that says the accounts"
    )
    kept = (sqlite_app.extensions["speir_config"].data / "demonstration.txt").read_text()
    assert "officer@demo.example" in kept
    assert "Password of all: demonstration only" in kept
    assert runner.invoke(demo, ["--once"], catch_exceptions=False).output == ""
    assert "here already" in runner.invoke(demo, catch_exceptions=False).output
    with sqlite_app.app_context():
        assert store.count(consultations.load("fife", "carers").id) == 50


def test_once_stays_away_from_work_that_has_begun(sqlite_app: Flask, demo: click.Command) -> None:
    make_consultation(sqlite_app, slug="carers")
    assert sqlite_app.test_cli_runner().invoke(demo, ["--once"], catch_exceptions=False).output == ""
    with sqlite_app.app_context():
        assert not service.is_made()


def test_its_pages_are_marked(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "NOW", (service.Run("carers", "Carers", (1, 1)),))
    monkeypatch.setattr(service, "BEFORE", ())
    with sqlite_app.app_context():
        service.make(sqlite_app.extensions["speir_config"])
    officer = signed_in_as(sqlite_app, "officer", FIFE)
    for path in (
        "/boards/fife/",
        "/boards/fife/carers/",
        "/workspace/",
        "/workspace/fife/strategic-plan/",
        "/boards/fife/engagements/strategic-plan/editions/",
        "/reports/",
    ):
        assert "demonstration" in officer.get(path).text.split("<main")[-1].lower() or (
            "<strong>Demonstration</strong>" in officer.get(path).text
        ), path
