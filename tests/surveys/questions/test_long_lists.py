"""Long lists: which can be searched by typing, and what becomes of words that are in none of them."""

from pathlib import Path

import pytest

from app.surveys.questions import check, read, scripts, typed
from app.surveys.validation import sendable, usable_only
from tests.surveys.making import form, problems_of, question_of, with_questions

LISTS = (
    "{id: where, type: single_choice, appearance: autocomplete, text: Where?, options: "
    "[{id: ile, text: Ìle}, {id: else, text: Else, other: true}]}",
    "{id: where, type: place, appearance: autocomplete, text: Where?, options: "
    "[{id: ile, text: Ìle}, {id: bute, text: Bute}]}",
)
HEAD = "survey: made\ntitle: A\npages:\n  - page: one\n    title: One\n    questions:\n      - "


@pytest.mark.parametrize("line", LISTS)
def test_what_is_typed_and_in_no_list_is_kept_and_said(tmp_path: Path, line: str) -> None:
    question = question_of(tmp_path, line)
    found = read(question, form(where=" Narnia\x00 "))
    assert found.values == {"where": "Narnia"}
    [slip] = found.slips
    assert (slip.code, dict(slip.detail)) == ("not_in_list", {"typed": "Narnia"})
    assert read(question, form(**typed(question, "Narnia"))) == found
    assert read(question, form(where="ile")).values == {"where": "ile"}
    assert len(read(question, form(where="x" * 9000)).values["where"]) == 500


@pytest.mark.parametrize("line", LISTS)
def test_it_is_never_sent(tmp_path: Path, line: str) -> None:
    survey = with_questions(tmp_path, line)
    assert check(survey.questions[0], "Narnia") is not None
    assert [slip.code for slip in sendable(survey, {"where": "Narnia"})] == ["not_usable"]
    assert not usable_only(survey, {"where": "Narnia"})


@pytest.mark.parametrize("line", LISTS)
def test_of_a_list_to_open_nothing_else_can_be_chosen(tmp_path: Path, line: str) -> None:
    found = read(question_of(tmp_path, line.replace("autocomplete", "dropdown")), form(where="Narnia"))
    assert (dict(found.values), [slip.code for slip in found.slips]) == ({}, ["unknown_option"])


@pytest.mark.parametrize("line", LISTS)
def test_only_pages_with_such_a_list_carry_what_it_needs(tmp_path: Path, line: str) -> None:
    needed = ["vendor/accessible-autocomplete.min.js", "autocomplete.js"]
    assert scripts([question_of(tmp_path, line)] * 2) == needed
    assert scripts([question_of(tmp_path, line.replace("autocomplete", "dropdown"))]) == []
    part = LISTS[0].replace(", other: true", "")
    within = f"{{id: people, type: repeat, text: People, item: Person, parts: [{part}]}}"
    assert scripts([question_of(tmp_path, within)]) == needed


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{id: q, type: place, text: Q, appearance: dropdown}", "'appearance' is of a list"),
        ("{id: q, type: single_choice, text: Q, appearance: big, options_from: localities}", "'appearance'"),
    ],
)
def test_a_look_that_there_is_not_is_refused(tmp_path: Path, line: str, what: str) -> None:
    [problem] = problems_of(tmp_path, HEAD + line + "\n")
    assert what in problem.what
