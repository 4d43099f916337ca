"""A place, by postcode or from a list, and how little of a postcode is kept."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveys.definition import Question, Text
from app.surveys.questions import exact, gathered, place, shape
from app.surveys.shapes import Choice, Words
from tests.surveys.making import form, problems_of, question_of

POSTCODE = "{{id: at, type: place, text: Where?{}}}"
LISTED = "{id: at, type: place, text: Where?, options: [{id: n, text: North}, {id: s, text: South}]}"


@pytest.mark.parametrize(
    ("keep", "typed", "value", "slip"),
    [
        ("", "", None, ""),
        ("", "ky16 9aj", "KY16 9", ""),
        ("", "KY169", "KY16 9", ""),
        ("", "KY16", "KY16", ""),
        ("", "KY7 5", "KY7 5", ""),
        ("", "KY75", "KY75", ""),
        ("", "KY7 5LT", "KY7 5", ""),
        ("", "k y 7 5 l t", "KY7 5", ""),
        ("", "g1 1aa", "G1 1", ""),
        ("", "EC1A 1BB", "EC1A 1", ""),
        ("", "St Andrews", "St Andrews", "not_place"),
        ("", "somewhere in the far north of it", "somewhere in the far", "not_place"),
        (", keep: district", "KY16 9AJ", "KY16", ""),
        (", keep: postcode", "ky169aj", "KY16 9AJ", ""),
        (", keep: postcode", "KY16", "KY16", "not_postcode"),
    ],
)
def test_a_postcode_is_kept_as_far_as_it_is_needed(
    tmp_path: Path, keep: str, typed: str, value: str | None, slip: str
) -> None:
    read = place.read(question_of(tmp_path, POSTCODE.format(keep)), form(at=typed))
    assert read.values.get("at") == value
    assert [one.code for one in read.slips] == ([slip] if slip else [])


@given(st.from_regex(place.WHOLE, fullmatch=True), st.sampled_from(["district", "sector", "postcode"]))
def test_what_is_kept_is_right_as_it_stands(postcode: str, keep: str) -> None:
    question = Question("at", "place", Text({"en": "Where?"}), settings={"keep": keep})
    kept = place.kept_of(question, postcode)
    assert kept is not None
    assert place.check(question, kept) is None


def test_a_list_is_a_choice(tmp_path: Path) -> None:
    question = question_of(tmp_path, LISTED)
    assert shape(question) == Choice(("n", "s"))
    assert place.read(question, form(at="s")).values == {"at": "s"}
    assert [one.code for one in place.read(question, form(at="x")).slips] == ["unknown_option"]
    assert list(place.say(question, {"at": "s"}, "en")) == ["South"]


def test_postcodes_are_not_counted_and_no_comment(tmp_path: Path) -> None:
    question = question_of(tmp_path, POSTCODE.format(""))
    assert shape(question) == Words()
    assert exact(question)


@pytest.mark.parametrize(
    ("value", "fits"), [("KY16 9", True), ("KY16 9AJ", False), ("ky16", False), (16, False)]
)
def test_a_value_from_elsewhere(tmp_path: Path, value: Any, fits: bool) -> None:
    question = question_of(tmp_path, POSTCODE.format(""))
    assert (place.check(question, value) is None) is fits


def test_a_whole_postcode_of_a_file_is_kept_no_further(tmp_path: Path) -> None:
    question = question_of(tmp_path, POSTCODE.format(""))
    assert gathered(question, "ky16 9aj") == "KY16 9"
    assert gathered(question, "nowhere") == "nowhere"


def test_what_is_kept_of_a_list_is_nothing_to_say(tmp_path: Path) -> None:
    line = LISTED.replace("options:", "keep: sector, options:")
    source = (
        "survey: made\ntitle: A\npages:\n  - page: p\n    title: P\n    questions:\n      - " + line + "\n"
    )
    [problem] = problems_of(tmp_path, source)
    assert "'keep' is of postcodes" in problem.what
