"""Earlier answers taken up in texts: what stands there, and what an author may not write."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveys.definition import Survey, Text
from app.surveys.parser import read_survey
from app.surveys.piping import MISSING, filled, pieces, worth
from tests.serving import ROOT
from tests.surveys.making import HEAD, problems_of, survey_of

SOURCE = """survey: made
title: Made
pages:
  - page: one
    title: One
    questions:
      - {id: name, type: short_text, text: Your name?}
      - {id: born, type: date, text: When were you born?}
      - id: role
        type: single_choice
        text: Role?
        options: [{id: a, text: A carer}, {id: b, text: Somebody}]
      - {id: likes, type: multiple_choice, text: Likes?, options: [{id: x, text: Tea}, {id: y, text: Cake}]}
      - id: people
        type: repeat
        text: People
        item: Person
        parts:
          - {id: called, type: short_text, text: Called?}
          - id: who
            type: single_choice
            text: Who?
            options: [{id: p, text: A parent}, {id: q, text: A child}]
  - page: two
    title: Two
    intro: "%s"
    questions:
      - {id: last, type: short_text, text: Last?}
"""


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    return survey_of(tmp_path, SOURCE % "Hello")


ANSWERS = {
    "name": "Ann <b>", "born": "1960-03", "role": "a", "likes": ["x", "y"],
    "people": [{"called": "Bea", "who": "p"}, {"who": "q"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("name", "Ann <b>"),
        (" name ", "Ann <b>"),
        ("born", "03/1960"),
        ("role", "A carer"),
        ("label(role)", "A carer"),
        ("likes", "Tea, Cake"),
        ("how_many(people)", "2"),
        ("at(people.called, 1)", "Bea"),
        ("at(people.called, 2)", MISSING),
        ("at(people.who, 2)", "A child"),
        ("label(people.who)", "A parent, A child"),
        ("people.called", MISSING),
        ("if(role == 'a', 'as a carer', 'as you are')", "as a carer"),
        ("role == 'a'", MISSING),
        ("last", MISSING),
        ("nothing", MISSING),
        ("not an expression (", MISSING),
    ],
)
def test_what_stands_there(survey: Survey, expression: str, said: str) -> None:
    assert worth(expression, survey, ANSWERS, "en") == said


def test_a_text_is_filled_and_neutral_where_nobody_is_known(survey: Survey) -> None:
    text = Text({"en": "Is {{name}} {{role}}?", "gd": "A bheil {{name}}?"})
    assert filled(text, survey, ANSWERS, "en") == "Is Ann <b> A carer?"
    assert filled(text, survey, {}, "gd") == "A bheil …?"
    assert str(text) == "Is … …?"
    assert text.in_language("gd") == "A bheil …?"


@given(st.text(max_size=60), st.text(max_size=30))
def test_whatever_is_written_and_said_nothing_is_raised(words: str, said: str) -> None:
    survey = read_survey(ROOT / "surveys" / "examples" / "piping.yaml")
    text = Text({"en": words + "{{helper}}" + words})
    assert "".join(f"{one}{{{{{two}}}}}" if two else one for one, two in pieces("a{{b}}c")) == "a{{b}}c"
    assert isinstance(filled(text, survey, {"helper": said}, "en"), str)


@pytest.mark.parametrize(
    ("intro", "what"),
    [
        ("Hello {{nam}}", "'nam' does not exist"),
        ("Hello {{last}}", "'last' does not come before it"),
        ("Hello {{name +}}", "'{{name +}}'"),
        ("Hello {{position()}}", "outside a repeat"),
        ("Hello {{role == 'c'}}", "'role' has no option 'c'"),
    ],
)
def test_what_cannot_be_taken_up_is_said(tmp_path: Path, intro: str, what: str) -> None:
    problems = problems_of(tmp_path, SOURCE % intro)
    assert [what in one.what for one in problems] == [True], problems
    assert problems[0].line == 26


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("{id: b, type: short_text, text: 'Is {{a}} so?'}", "'a' stands on the same page"),
        ("{id: b, type: yes_no, text: B, constraints: [{valid: this == 'yes', message: 'No {{a}}'}]}",
         "where no answer can be taken up"),
        ("{id: b, type: number, text: B, unit: '{{a}}'}", "where no answer can be taken up"),
    ],
)  # fmt: skip
def test_where_nothing_can_be_taken_up_is_said(tmp_path: Path, question: str, what: str) -> None:
    head = HEAD.format(name="made") + "  - page: one\n    title: One\n    questions:\n"
    head += "      - {id: a, type: short_text, text: A}\n"
    [problem] = problems_of(tmp_path, head + f"      - {question}\n")
    assert what in problem.what
    assert problem.line == 8


def test_the_number_of_an_entry_stands_in_its_texts(tmp_path: Path) -> None:
    from app.surveys.questions import entries

    source = SOURCE % "Hello" + (
        "      - {id: more, type: repeat, item: Person, count: how_many(people), text: More, parts: "
        "[{id: much, type: number, text: 'How much for {{at(people.called, position())}}?'}]}\n"
    )
    survey = survey_of(tmp_path, source)
    texts: list[Any] = [entry.parts[0].text for entry in entries(survey.by_id["more"])]
    assert filled(texts[0], survey, ANSWERS, "en") == "How much for Bea?"
    assert filled(texts[1], survey, ANSWERS, "en") == f"How much for {MISSING}?"
