"""Consent: ticked is "yes", and not ticked is no answer."""

from pathlib import Path

from app.surveys.questions import consent, shape
from app.surveys.shapes import Choice
from app.surveys.validation import fill, sendable
from tests.surveys.making import form, question_of, with_questions

LINE = "{id: agreed, type: consent, text: May we?, required: true, statement: You may}"


def test_ticked_or_not(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE)
    assert consent.read(question, form(agreed="yes")).values == {"agreed": "yes"}
    assert [slip.code for slip in consent.read(question, form()).slips] == ["tick"]
    assert [slip.code for slip in consent.read(question, form(agreed="maybe")).slips] == ["unknown_option"]
    assert shape(question) == Choice(("yes",))
    assert list(consent.say(question, {"agreed": "yes"}, "en")) == ["You may"]


def test_one_slip_and_not_two(tmp_path: Path) -> None:
    survey = with_questions(tmp_path, LINE)
    assert [slip.code for slip in fill(survey.questions, form(), {}).slips] == ["tick"]
    assert [slip.code for slip in sendable(survey, {})] == ["required"]


def test_without_a_statement_it_says_i_agree(tmp_path: Path) -> None:
    question = question_of(tmp_path, "{id: agreed, type: consent, text: May we?}")
    assert str(question.options[0].text) == "I agree"
    assert consent.read(question, form()) == consent.Read()
