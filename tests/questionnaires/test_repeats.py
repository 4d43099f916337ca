"""A repeat on paper, and texts that take up an answer where nobody's answers are known."""

from dataclasses import replace
from pathlib import Path

from flask import Flask

from app.questionnaires.compiled import State, render_questions
from app.questionnaires.printing import PrintedQuestion, printed
from app.surveys.definition import Question, Survey, Text
from app.surveys.expressions import parse
from app.surveys.parser import read_survey
from tests.surveys.making import EXAMPLES, example


def conditions(one: PrintedQuestion) -> list[str]:
    return [one.only_if, *(words for part in one.parts for words in conditions(part))]


def on_paper(app: Flask, survey: Survey) -> list[str]:
    with app.test_request_context():
        return [
            words
            for page in printed(survey, "en")
            for words in (page.only_if, *(one for question in page.questions for one in conditions(question)))
            if words
        ]


def test_a_condition_on_paper_speaks_of_the_same_entry(sqlite_app: Flask, tmp_path: Path) -> None:
    source = example("repeat")
    # One within an entry's own repeat may hang on the entry around it.
    source = source.replace("relevant: answered(helper)", "relevant: answered(helper) and who != 'other'")
    (tmp_path / "repeat.yaml").write_text(source)
    said = on_paper(sqlite_app, read_survey(tmp_path / "repeat.yaml"))
    assert "you chose “A child of mine” for “Person 2 – Who is it?” at question 1" in said
    [inner] = [one for one in said if "Person 2 – Helper 1" in one]
    assert "you answered “Person 2 – Helper 1 – Who is it?” at question 1" in inner
    assert "“Somebody else” for “Person 2 – Who is it?”" in inner
    assert any("you chose “A child of mine” for “Who is it?” at question 1" in one for one in said)


def test_where_nobody_is_known_an_ellipsis_stands(sqlite_app: Flask) -> None:
    survey = read_survey(EXAMPLES / "piping.yaml")
    with sqlite_app.test_request_context():
        page = render_questions(survey, "en", "made", State({}, frozenset()))
    assert "How many hours a week does … help you?" in page


def test_what_is_offered_to_some_only_and_how_many_to_fill_in_stand_on_paper(
    sqlite_app: Flask, tmp_path: Path
) -> None:
    source = example("repeat")
    file = tmp_path / "repeat.yaml"
    file.write_text(source)
    survey = read_survey(file)
    counted = next(one for one in survey.questions if one.count is not None)
    page = survey.page_of[counted.id]
    option = replace(survey.questions[0].parts[0].options[0], relevant=parse("answered(people)"))
    choice = Question("pick", "single_choice", Text({"en": "Pick"}), options=(option,))
    with_one = replace(page, questions=(*page.questions, choice))
    made = replace(survey, pages=tuple(with_one if one is page else one for one in survey.pages))
    with sqlite_app.test_request_context():
        told = {one.question.id: one.how for part in printed(made, "en") for one in part.questions}
    assert told[counted.id].startswith("How many to fill in: ")
    assert f"“{option.text}” is for you only if you answered question 1." in told["pick"]
