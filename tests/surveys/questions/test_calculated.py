"""A calculated answer: nobody types it, a number, a text or one of its options."""

from pathlib import Path

from app.surveys.questions import UNSEEN, calculated, shape
from app.surveys.routing import relevant_only, route
from app.surveys.shapes import Choice, Number, Words
from tests.surveys.making import form, problems_of, with_questions

SUM = """{id: a, type: number, text: A}
{id: total, type: calculated, text: Total, calculation: a + 1}"""


def test_it_is_worked_out_and_never_read(tmp_path: Path) -> None:
    survey = with_questions(tmp_path, SUM)
    total = survey.by_id["total"]
    assert calculated.read(total, form(total="99")) == calculated.Read()
    assert calculated.controls(total) == ()
    assert dict(relevant_only(survey, {"a": 2, "total": 99})) == {"a": 2, "total": 3}
    assert dict(relevant_only(survey, {"total": 99})) == {}
    assert list(calculated.say(total, {"total": 3}, "en")) == ["3"]


def test_it_is_counted_as_what_it_gives(tmp_path: Path) -> None:
    lines = (
        SUM
        + """
{id: words, type: calculated, text: W, gives: text, calculation: "concat('a', a)"}
{id: load, type: calculated, text: L, calculation: "if(a > 1, 'x', 'y')", options: [{id: x, text: X}, \
{id: y, text: Y}]}"""
    )
    survey = with_questions(tmp_path, lines)
    assert shape(survey.by_id["total"]) == Number()
    assert shape(survey.by_id["words"]) == Words()
    assert shape(survey.by_id["load"]) == Choice(("x", "y"))
    assert list(calculated.say(survey.by_id["load"], {"load": "x"}, "en")) == ["X"]


def test_a_page_of_nothing_else_is_not_shown(tmp_path: Path) -> None:
    survey = with_questions(tmp_path, "{id: n, type: calculated, text: N, calculation: 1 + 1}")
    assert [*route(survey, {}).pages] == []
    assert "calculated" in UNSEEN


def test_what_is_wrong_with_it_is_said(tmp_path: Path) -> None:
    head = "survey: made\ntitle: A\npages:\n  - page: one\n    title: One\n    questions:\n"
    for line, what in (
        ("{id: n, type: calculated, text: N}", "has no 'calculation'"),
        ("{id: n, type: calculated, text: N, calculation: \"'x'\"}", "is a text, and a number is needed"),
        ("{id: n, type: calculated, text: N, calculation: n + 1}", "'n' is what this is asked of"),
        ("{id: n, type: calculated, text: N, calculation: 1, required: true}", "cannot be required"),
        ("{id: n, type: calculated, text: N, calculation: \"'z'\", options: [{id: x, text: X}, "
         "{id: y, text: Y}]}", "has no option 'z'"),
    ):  # fmt: skip
        [problem] = problems_of(tmp_path, head + f"      - {line}\n")
        assert what in problem.what
        assert problem.line == 7
