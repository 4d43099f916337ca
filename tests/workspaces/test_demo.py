"""The demonstration: made up from a seed, through the real routing, and refused in production."""

import random
from pathlib import Path

import pytest
from flask import Flask

from app.consultations import store as consultations
from app.errors import NotAllowed
from app.responses import store
from app.surveys.parser import read_survey
from app.surveys.routing import asked_ids
from app.surveys.validation import sendable
from app.tallies.counting import count
from app.workspaces.demo import service
from app.workspaces.demo.drawing import draw
from tests.builders import small_survey

LIBRARY = Path(__file__).resolve().parents[2] / "surveys"


@pytest.mark.parametrize("name", ["carers", "services", "third-sector"])
def test_every_drawn_answer_could_have_been_given(name: str) -> None:
    survey = read_survey(LIBRARY / f"{name}.yaml")
    rng = random.Random(1)
    for number in range(150):
        answers = draw(survey, rng, number, {})
        assert {key.removesuffix(".other") for key in answers} <= asked_ids(survey, answers)
        assert not sendable(survey, answers)


def test_any_survey_can_be_drawn_and_the_same_seed_draws_the_same() -> None:
    survey = small_survey()
    first, second = ([draw(survey, random.Random(7), 1, {}) for _ in range(3)] for _ in range(2))
    assert first == second
    assert (
        draw(survey, random.Random(8), 1, {}) != first[0] or draw(survey, random.Random(9), 1, {}) != first[0]
    )


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


def test_production_refuses_it(sqlite_app: Flask, make_config: object) -> None:
    from dataclasses import replace

    config = replace(sqlite_app.extensions["speir_config"], production=True)
    with sqlite_app.app_context(), pytest.raises(NotAllowed):
        service.make(config)


def test_two_boards_with_open_and_closed_consultations(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [
        tuple(service.Run(run.survey, run.title, (60, 55)) for run in runs)
        for runs in (service.NOW, service.BEFORE)
    ]
    monkeypatch.setattr(service, "NOW", few[0])
    monkeypatch.setattr(service, "BEFORE", few[1])
    with sqlite_app.app_context():
        addresses = service.make(sqlite_app.extensions["speir_config"])
        assert {"officer@demo.example", "planner2@demo.example", "auditor@demo.example"} <= set(addresses)
        assert service.is_made()
        for board in ("fife", "highland"):
            for slug in ("carers", "services", "third-sector"):
                now, before = consultations.load(board, slug), consultations.load(board, f"{slug}-2025")
                assert consultations.is_open(now)
                assert before.status == "closed"
                assert now.demonstration
                assert store.count(now.id) >= 50
        tally = count(store.codes_of(consultations.load("fife", "carers").id), by=["route"])
        assert len(tally.by["route"]) > 1


def test_its_pages_are_marked(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "NOW", (service.Run("carers", "Carers", (1, 1)),))
    monkeypatch.setattr(service, "BEFORE", ())
    with sqlite_app.app_context():
        service.make(sqlite_app.extensions["speir_config"])
    client = sqlite_app.test_client()
    assert "are made up" in client.get("/boards/fife/carers/").text
