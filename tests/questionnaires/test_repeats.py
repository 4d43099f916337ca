"""A repeat on paper, and texts that take up an answer where nobody's answers are known."""

from pathlib import Path

from flask import Flask

from app.questionnaires.compiled import State, render_questions
from app.questionnaires.printing import PrintedQuestion, printed
from app.surveys.definition import Survey
from app.surveys.parser import read_survey
from tests.serving import ROOT

EXAMPLES = ROOT / "surveys" / "examples"


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
    source = (EXAMPLES / "repeat.yaml").read_text()
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
