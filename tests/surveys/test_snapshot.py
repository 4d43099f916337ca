"""What is kept of a definition gives the same definition again."""

import json
from pathlib import Path

import pytest

from app.consultations import library
from app.surveys.parser import read_survey
from app.surveys.routing import route
from app.surveys.snapshot import content_hash, from_json, to_json
from tests.surveys.random_surveys import random_answers, random_survey

FILES = [*library.files(library.LIBRARY), *library.files(library.LIBRARY / "examples")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_every_survey_of_ours_comes_back_as_it_was(file: Path) -> None:
    survey = read_survey(file)
    kept = json.loads(json.dumps(to_json(survey)))
    again = from_json(kept)
    assert to_json(again) == kept
    assert content_hash(to_json(again)) == content_hash(kept)
    # Lines are those of a file, and no part of what a survey is.
    assert [one.id for one in again.questions] == [one.id for one in survey.questions]
    assert [one.options for one in again.questions] == [one.options for one in survey.questions]


def test_random_surveys_come_back_equal_and_route_alike() -> None:
    for seed in range(500):
        survey = random_survey(seed)
        again = from_json(json.loads(json.dumps(to_json(survey))))
        assert again == survey, seed
        answers = random_answers(survey, seed)
        assert route(again, answers).answers == route(survey, answers).answers, seed
