"""`speir survey route` and the slow, obvious reference, on files and answers at random.

The command is run 10,000 times, on 40 sets of answers to each of 250 definitions, which are written to files.
Each file is read once, for that is slow; test_writer.py has it that it gives what was written. Beside this,
10,000 definitions are routed without the command in test_routing.py.
"""

import functools
import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from app.consultations import library
from app.consultations.commands import survey as group
from app.surveys.definition import Constraint, Question, Survey, Text
from app.surveys.expressions import Comparison, Literal, Reference
from app.surveys.writer import written
from tests.surveys.random_surveys import condition, random_answers, sound_survey
from tests.surveys.reference import Slowly

DEFINITIONS, ANSWERS, BLOCKS = 250, 40, 25
assert DEFINITIONS * ANSWERS == 10_000


def with_rules(survey: Survey, rng: Random) -> Survey:
    """The survey with answers that are needed by some, and numbers that are too large."""
    before: list[Question] = []
    pages = []
    for page in survey.pages:
        questions = []
        for question in page.questions:
            most = Comparison(Reference("this"), "<=", Literal(rng.randint(3, 9)))
            if question.type == "number" and rng.random() < 0.5:
                question = replace(question, constraints=(Constraint(most, Text({"en": "Less"})),))
            if question.type != "calculated" and before and rng.random() < 0.2:
                question = replace(question, required=False, required_if=condition(rng, before))
            questions.append(question)
            before.append(question)
        pages.append(replace(page, questions=tuple(questions)))
    return replace(survey, pages=tuple(pages))


def with_slips(survey: Survey, answers: dict[str, Any], rng: Random) -> dict[str, Any]:
    """The answers, a few of which cannot be."""
    wrong = {"single_choice": "zz", "multiple_choice": ["a", "zz"], "short_text": 5}
    slipped = {
        one.id: wrong[one.type] for one in survey.questions if one.type in wrong and rng.random() < 0.05
    }
    return answers | slipped


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_command_says_what_the_slow_way_says(
    block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "read", functools.cache(library.read))
    runner, answered = CliRunner(), tmp_path / "answers.json"
    for seed in range(block * DEFINITIONS // BLOCKS, (block + 1) * DEFINITIONS // BLOCKS):
        survey = sound_survey(seed, lambda one, seed=seed: with_rules(one, Random(seed)))
        file = tmp_path / str(seed) / "random.yaml"
        file.parent.mkdir()
        file.write_text(written(survey)["random.yaml"], encoding="utf-8")
        for number in range(seed * ANSWERS, (seed + 1) * ANSWERS):
            answers = with_slips(survey, random_answers(survey, number), Random(number))
            answered.write_text(json.dumps(answers), encoding="utf-8")
            done = runner.invoke(group, ["route", str(file), str(answered), "--json"])
            assert done.exit_code == 0, (seed, number, done.output)
            told, slowly = json.loads(done.stdout), Slowly(survey, answers)
            stored = slowly.stored()
            assert told["asked"] == slowly.asked(), (seed, number)
            assert told["stored"] == stored, (seed, number)
            slips = [(one["question"], one["problem"]) for one in told["problems"]]
            assert sorted(slips) == sorted(slowly.problems(stored)), (seed, number)
