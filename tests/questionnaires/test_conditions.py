"""A condition in plain words, as a form on paper says it."""

from functools import cache

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given

from app.consultations import library
from app.questionnaires.conditions import in_words, of_whom
from app.questionnaires.printing import printed
from app.surveys.definition import Page, Question, Survey, Text
from app.surveys.expressions import Expression, parse, references
from app.surveys.parser import read_survey
from app.web.language import speaking
from tests.builders import small_survey
from tests.surveys.expressions.trees import TREES

NUMBERS = {"role": 1, "helped": 2, "breaks": 3, "agree": 4}
TABLE = [
    ("selected(helped, 'breaks')", "you chose “Breaks” at question 2"),
    ("not selected(helped, 'breaks')", "you did not choose “Breaks” at question 2"),
    ("role == 'parent'", "you chose “My parent” at question 1"),
    ("role != 'parent'", "you did not choose “My parent” at question 1"),
    ("role == 'parent' or role == 'other'", "you chose “My parent” or “Someone else” at question 1"),
    (
        "answered(role) and role != 'parent' and role != 'other'",
        "you chose something other than “My parent” or “Someone else” at question 1",
    ),
    ("not (role == 'parent' or role == 'other')",
     "you did not choose “My parent” or “Someone else” at question 1"),
    ("breaks >= 3", "your answer to question 3 is 3 or more"),
    ("not breaks >= 3", "your answer to question 3 is less than 3, or you left out question 3"),
    ("breaks == 3", "your answer to question 3 is 3"),
    ("answered(breaks)", "you answered question 3"),
    ("not answered(helped)", "you left out question 2"),
    ("agree.say == 'agree'", "you chose “Agree” for “I have a say” at question 4"),
    (
        "role == 'parent' and selected(helped, 'money')",
        "you chose “My parent” at question 1 and you chose “Money” at question 2",
    ),
    (
        "breaks > 1 and (role == 'parent' or selected(helped, 'money'))",
        "your answer to question 3 is more than 1 and (you chose “My parent” at question 1, or you chose "
        "“Money” at question 2)",
    ),
    ("breaks + 2 > 5", "your answer to question 3 plus 2 is more than 5"),
    ("not breaks * 2 <= breaks - 1",
     "your answer to question 3 times 2 is more than your answer to question 3 minus 1"),
    ("(breaks + 1) / 2 == 3", "(your answer to question 3 plus 1) divided by 2 is 3"),
    ("count_selected(helped) >= 2", "how many were chosen in your answer to question 2 is 2 or more"),
    ("sum(breaks, 1, 2) > 1", "your answer to question 3, 1 and 2 together is more than 1"),
    ("today() > date('2026-12-31')", "today’s date is more than 31 December 2026"),
    ("contains(label(role), 'x')", "your answer to question 1 has “x” in it"),
    ("not starts_with(label(role), 'x')", "your answer to question 1 does not begin with “x”"),
    ("if(breaks > 1, 1, 2) == 1",
     "1 if your answer to question 3 is more than 1, otherwise 2 is 1"),
    ("true", "always"),
    ("not true", "never"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "words"), TABLE)
def test_a_condition_in_words(sqlite_app: Flask, condition: str, words: str) -> None:
    with sqlite_app.test_request_context():
        assert in_words(parse(condition), small_survey(), NUMBERS, "en") == words


OF_THEM = [
    ("selected(helped, 'breaks')", "who chose “Breaks” at “What has helped?”"),
    ("role != 'parent'", "who did not choose “My parent” at “Who do you care for?”"),
    (
        "answered(role) and role != 'parent'",
        "who chose something other than “My parent” at “Who do you care for?”",
    ),
    ("not breaks >= 3",
     "whose answer to “How many breaks did you have last month?” is less than 3, or who left out “How many "
     "breaks did you have last month?”"),
    ("agree.say == 'agree' and answered(helped)",
     "who chose “Agree” for “I have a say” at “How much do you agree?” and who answered “What has helped?”"),
    ("count_selected(helped) >= 2",
     "for whom how many were chosen in the answer to “What has helped?” is 2 or more"),
    ("true", "for whom always"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "words"), OF_THEM)
def test_of_whom_it_holds(sqlite_app: Flask, condition: str, words: str) -> None:
    with sqlite_app.test_request_context():
        assert of_whom(parse(condition), small_survey(), "en") == words


@pytest.mark.parametrize("language", ["gd", "ar"])
def test_of_whom_it_holds_in_other_languages(sqlite_app: Flask, language: str) -> None:
    with sqlite_app.test_request_context(), speaking(language):
        for condition, words in OF_THEM:
            told = of_whom(parse(condition), small_survey(), language)
            assert told
            assert told != words


def test_what_is_english_in_an_arabic_condition_stays_as_it_is_read(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context(), speaking("ar"):
        told = in_words(parse("selected(helped, 'breaks')"), small_survey(), NUMBERS, "ar")
    assert told == "اخترت «\u2068Breaks\u2069» في السؤال 2"


@given(TREES)
def test_anything_that_can_be_written_is_said(tree: Expression) -> None:
    """Also what no check would let pass: a form on paper is never an error."""
    names = {path: path.replace(".", "_") for path in references(tree)}
    survey = with_names(frozenset(path.partition(".")[0] for path in names))
    assert said_in_english(tree, survey)


def with_names(names: frozenset[str]) -> Survey:
    questions = tuple(Question(name, "number", Text({"en": name})) for name in sorted(names))
    return Survey("made", "1", Text({"en": "Made"}), (Page("one", Text({"en": "One"}), questions),))


def said_in_english(tree: Expression, survey: Survey) -> str:
    numbers = {question.id: place for place, question in enumerate(survey.questions, 1)}
    with speaking_app().test_request_context():
        return in_words(tree, survey, numbers, "en")


@cache
def speaking_app() -> Flask:
    """As little of an application as words need."""
    app = Flask("words")
    Babel(app)
    return app


def test_a_question_stands_on_paper_by_the_shape_of_its_answers(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        parts = printed(library.by_key("third-sector"), "en")
    kinds = {one.question.type: one.kind for part in parts for one in part.questions}
    assert kinds == {
        "information": "Nothing", "short_text": "Lines", "long_text": "Words", "number": "Number",
        "single_choice": "Choice", "multiple_choice": "Choices", "grid_single": "Rows",
    }  # fmt: skip


@pytest.mark.parametrize(("example", "kind"), [("date", "Date"), ("time", "Lines"), ("place", "Lines")])
def test_what_has_a_set_form_takes_little_room_on_paper(sqlite_app: Flask, example: str, kind: str) -> None:
    survey = read_survey(library.LIBRARY / "examples" / f"{example}.yaml")
    with sqlite_app.test_request_context():
        first = printed(survey, "en")[0].questions[0]
    assert (first.question.type, first.kind) == (example, kind)


@pytest.mark.parametrize("language", ["en", "gd"])
@pytest.mark.parametrize("key", ["carers", "services", "third-sector"])
def test_every_condition_of_the_library_is_said_and_speaks_of_questions_before_it(
    sqlite_app: Flask, key: str, language: str
) -> None:
    survey = library.by_key(key)
    with sqlite_app.test_request_context(), speaking(language):
        parts = printed(survey, language)
    numbers = {one.question.id: one.number for part in parts for one in part.questions if one.number}
    assert list(numbers.values()) == list(range(1, len(numbers) + 1))
    for part in parts:
        assert bool(part.only_if) == (part.page.relevant is not None)
        assert part.otherwise == 0 or part.otherwise > part.number
        for one in part.questions:
            assert bool(one.only_if) == (one.question.relevant is not None)
            if one.question.relevant is not None:
                for path in references(one.question.relevant):
                    number = numbers[path.partition(".")[0]]
                    assert f" {number}" in one.only_if
                    assert number < one.number
