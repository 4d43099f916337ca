"""Words beside options: those that `other` options share, and those of each option with a `comment`."""

from pathlib import Path
from typing import Any

import pytest

from app.surveys.changes import carried, differences
from app.surveys.definition import Beside, Survey
from app.surveys.questions import comment_asked, commented, controls, read, say
from app.surveys.routing import route
from app.surveys.snapshot import content_hash, from_json, to_json
from app.surveys.validation import fill, sendable, usable_only
from app.surveys.versions import Version, united
from tests.surveys.making import form, problems_of, survey_of, with_questions

ONE = (
    "{id: who, type: single_choice, text: Who?, options: [{id: me, text: Me, comment: true}, "
    "{id: you, text: You, comment: true, comment_text: Since when?}, {id: else, text: Else, other: true}, "
    "{id: none, text: Nobody}]}"
)
MANY = (
    "{id: help, type: multiple_choice, text: Help?, options: [{id: a, text: A, comment: true}, "
    "{id: b, text: B, other: true}, {id: c, text: C, other: true}, "
    "{id: none, text: None, exclusive: true, comment: true}]}"
)
SOME = """\
survey: made
title: A survey
languages: [en, gd]
pages:
  - page: one
    title: One
    questions:
      - {id: carer, type: yes_no, text: Carer?}
      - id: help
        type: multiple_choice
        text: Help?
        options:
          - {id: a, text: A, comment: true, comment_text: What kind?}
          - {id: b, text: B, comment: true, relevant: carer == 'yes'}
          - {id: c, text: C}
"""
GAELIC = """\
survey: made
language: gd
texts:
  title: Suirbhidh
  pages: {one: {title: A h-aon}}
  questions:
    carer: {text: Neach-cùraim?, options: {"yes": Tha, "no": Chan eil}}
    help: {text: Cobhair?, options: {a: A, b: B, c: C}, comments: {a: Dè an seòrsa?}}
"""


@pytest.fixture
def some(tmp_path: Path) -> Survey:
    (tmp_path / "made.gd.yaml").write_text(GAELIC, encoding="utf-8")
    return survey_of(tmp_path, SOME)


def changed(folder: Path, old: str, new: str) -> Survey:
    assert old in SOME
    alone = folder / "changed"
    alone.mkdir(exist_ok=True)
    return survey_of(alone, SOME.replace(old, new).replace("languages: [en, gd]\n", ""))


@pytest.mark.parametrize(
    ("line", "typed", "values", "codes"),
    [
        (ONE, {"who": "me", "who__me__comment": " I  do "}, {"who": "me", "who.me.comment": "I  do"}, []),
        (ONE, {"who": "me", "who__me__comment": " "}, {"who": "me"}, []),
        (ONE, {"who__you__comment": "words"}, {"who": "you", "who.you.comment": "words"}, []),
        (
            ONE,
            {"who": "none", "who__you__comment": "words"},
            {"who": "none", "who.you.comment": "words"},
            ["other_not_chosen"],
        ),
        (
            ONE,
            {"who__you__comment": "words", "who__other": "more"},
            {"who.you.comment": "words", "who.other": "more"},
            ["other_not_chosen", "other_not_chosen"],
        ),
        (
            ONE,
            {"who": "me", "who__me__comment": "x" * 501},
            {"who": "me", "who.me.comment": "x" * 501},
            ["too_long"],
        ),
        (ONE, {"who": "zz", "who__me__comment": "kept"}, {"who.me.comment": "kept"}, ["unknown_option"]),
        (
            MANY,
            {"help": ["b"], "help__a__comment": "words"},
            {"help": ["a", "b"], "help.a.comment": "words"},
            [],
        ),
        (
            MANY,
            {"help": ["none"], "help__a__comment": "words"},
            {"help": ["none"], "help.a.comment": "words"},
            ["other_not_chosen"],
        ),
        (MANY, {"help__none__comment": "words"}, {"help": ["none"], "help.none.comment": "words"}, []),
        (
            MANY,
            {"help": ["a"], "help__none__comment": "words"},
            {"help": ["a"], "help.none.comment": "words"},
            ["other_not_chosen"],
        ),
        (MANY, {"help__other": "words"}, {"help.other": "words"}, ["other_not_chosen"]),
    ],
)
def test_read(
    tmp_path: Path, line: str, typed: dict[str, Any], values: dict[str, Any], codes: list[str]
) -> None:
    found = read(with_questions(tmp_path, line).questions[0], form(**typed))
    assert (found.values, [slip.code for slip in found.slips]) == (values, codes)


def test_a_field_is_known_by_one_key_everywhere(tmp_path: Path) -> None:
    question = with_questions(tmp_path, ONE).questions[0]
    assert controls(question) == ("who", "who.other", "who.me.comment", "who.you.comment")
    assert [*with_questions(tmp_path, ONE).beside] == [*controls(question)[1:]]
    assert question.beside[0] == Beside("who.other", (question.options[2],))


def test_each_is_said_after_its_option(tmp_path: Path) -> None:
    many = with_questions(tmp_path, MANY).questions[0]
    answers = {"help": ["a", "b"], "help.a.comment": "at home", "help.other": "a dog"}
    assert [*say(many, answers, "en")] == ["A: at home", "B: a dog"]
    one = with_questions(tmp_path, ONE).questions[0]
    assert [*say(one, {"who": "you", "who.you.comment": "May"}, "en")] == ["You: May"]


def test_a_page_takes_the_words_with_its_question(some: Survey) -> None:
    help_ = some.by_id["help"]
    before = {"help": ["a"], "help.a.comment": "old"}
    assert dict(fill([help_], form(help=["c"]), before).answers) == {"help": ["c"]}
    assert [one.code for one in sendable(some, {"help": ["c"], "help.a.comment": "x" * 501})] == [
        "too_long", "other_not_chosen",
    ]  # fmt: skip
    assert dict(usable_only(some, {"help": ["zz"], "help.a.comment": "gone with it"})) == {}


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ({"carer": "yes", "help": ["b"], "help.b.comment": "x"}, {"help": ["b"], "help.b.comment": "x"}),
        ({"carer": "no", "help": ["b", "c"], "help.b.comment": "x"}, {"help": ["c"]}),
        ({"help.a.comment": "beside nothing"}, {"help.a.comment": "beside nothing"}),
    ],
)
def test_words_go_with_an_option_that_is_not_offered(
    some: Survey, answers: dict[str, Any], kept: dict[str, Any]
) -> None:
    found = dict(route(some, answers).answers)
    found.pop("carer", None)
    assert found == kept


def test_a_comment_belongs_to_its_question_and_names_its_option(some: Survey) -> None:
    assert commented(some, "help.a.comment") is some.by_id["help"]
    assert comment_asked(some, "help.a.comment") == "Help? – “A”, in their own words"
    assert comment_asked(some, "help.c.comment") is None


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ("{id: a, text: A, comment: true, other: true}", "'other' and 'comment'"),
        ("{id: a, text: A, comment_text: Why?}", "'comment_text' and no 'comment'"),
        ("{id: a, text: A, comment: perhaps}", "'comment' is 'perhaps'"),
    ],
)
def test_a_definition_that_says_too_much_is_refused(tmp_path: Path, options: str, what: str) -> None:
    [problem] = problems_of(tmp_path, SOME.replace("{id: c, text: C}", options).replace(", gd", ""))
    assert what in problem.what


@pytest.mark.parametrize("key", ["other", "comment"])
@pytest.mark.parametrize(
    "line",
    [
        "{id: q, type: place, text: Q, options: [%s, {id: b, text: B}]}",
        "{id: q, type: ranking, text: Q, options: [%s, {id: b, text: B}]}",
        "{id: q, type: grid_single, text: Q, rows: [{id: r, text: R}], options: [%s, {id: b, text: B}]}",
        "{id: q, type: grid_multiple, text: Q, rows: [{id: r, text: R}], options: [%s, {id: b, text: B}]}",
        "{id: q, type: repeat, text: Q, item: I, parts: "
        "[{id: p, type: single_choice, text: P, options: [%s, {id: b, text: B}]}]}",
    ],
)
def test_where_there_is_no_room_for_words_none_can_be_asked(tmp_path: Path, line: str, key: str) -> None:
    head = "survey: made\ntitle: A\npages:\n  - page: one\n    title: One\n    questions:\n      - "
    [problem] = problems_of(tmp_path, head + line % f"{{id: a, text: A, {key}: true}}" + "\n")
    assert f"option 'a' has '{key}'" in problem.what


def test_it_is_kept_in_a_snapshot_that_is_otherwise_as_before(some: Survey, tmp_path: Path) -> None:
    assert from_json(to_json(some)).by_id["help"].options == some.by_id["help"].options
    assert to_json(some)["pages"][0]["questions"][1]["options"][2] == [
        "c",
        {"en": "C", "gd": "C"},
        False,
        False,
    ]
    plain = changed(tmp_path, ", comment: true, comment_text: What kind?", "")
    assert content_hash(to_json(plain)) != content_hash(to_json(some))


def test_the_name_of_a_field_is_translated(some: Survey, tmp_path: Path) -> None:
    assert some.by_id["help"].options[0].comment_text.in_language("gd") == "Dè an seòrsa?"
    (tmp_path / "made.gd.yaml").write_text(GAELIC.replace(", comments: {a: Dè an seòrsa?}", ""), "utf-8")
    assert "'help' has no 'gd' for 'comments.a'" in problems_of(tmp_path, SOME)[0].what
    (tmp_path / "made.gd.yaml").write_text(GAELIC.replace("comments: {a:", "comments: {c:"), "utf-8")
    assert "There is no comment_text" in " ".join(str(one) for one in problems_of(tmp_path, SOME))


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (", comment_text: What kind?", "", ["reworded"]),
        ("What kind?", "Which?", ["reworded"]),
        ("text: C}", "text: C, comment: true}", ["ruled"]),
    ],
)
def test_a_change_of_it_is_told(tmp_path: Path, old: str, new: str, kinds: list[str]) -> None:
    first = changed(tmp_path, "Carer?", "Carer?")
    assert [one.kind for one in differences(first, changed(tmp_path, old, new))] == kinds


def test_words_go_over_to_a_version_that_has_room_for_them(tmp_path: Path) -> None:
    first = changed(tmp_path, "Carer?", "Carer?")
    second = changed(tmp_path, ", comment: true, comment_text: What kind?", "")
    answers = {"help": ["a", "b"], "help.a.comment": "x", "help.b.comment": "y"}
    assert carried(first, second, answers) == {"help": ["a", "b"], "help.b.comment": "y"}
    # Who reads the results still has a place for what was written before.
    assert "help.a.comment" in united([Version(1, first), Version(2, second)]).beside
