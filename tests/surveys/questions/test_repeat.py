"""What a repeat reads from a form, refuses from elsewhere, says, and how it is routed and counted."""

from pathlib import Path
from typing import Any

import pytest

from app.surveys.definition import Survey
from app.surveys.entries import changed, leads_to
from app.surveys.parser import read_survey
from app.surveys.questions import check, gathered, parts, read, say, shape, tallied, typed
from app.surveys.questions.parts import flat, put
from app.surveys.routing import route
from app.surveys.shapes import Choices, Entries, Number, Words
from app.surveys.validation import ruled, sendable, usable_only
from app.tallies.codes import encode
from app.tallies.counting import count
from app.tallies.layout import Layout
from tests.serving import ROOT
from tests.surveys.making import HEAD, example, form, problems_of

EXAMPLE = ROOT / "surveys" / "examples" / "repeat.yaml"


@pytest.fixture
def survey() -> Survey:
    return read_survey(EXAMPLE)


@pytest.mark.parametrize(
    ("given", "values", "codes"),
    [
        ({}, {}, []),
        ({"people.count": "1"}, {}, []),
        ({"people.count": "3"}, [{}, {}, {}], []),
        ({"people.1.who": "parent", "people.1.hours": "12"}, [{"who": "parent", "hours": 12}], []),
        ({"people.2.who": "child", "people.2.age": "7"}, [{}, {"who": "child", "age": 7}], []),
        ({"people.1.who": "parent", "people.count": "2"}, [{"who": "parent"}, {}], []),
        ({"people.1.who": "parent", "people.count": "999"}, [{"who": "parent"}, {}, {}, {}, {}, {}], []),
        ({"people.1.who": "parent", "people.count": "-1"}, [{"who": "parent"}], []),
        ({"people.1.hours": "many"}, [{"hours": "many"}], [("not_a_number", "people.1.hours")]),
        ({"people.1.hours": "200"}, [{"hours": 200}], [("too_large", "people.1.hours")]),
        (
            {"people.1.helpers.2.helper": "A neighbour"},
            [{"helpers": [{}, {"helper": "A neighbour"}]}],
            [],
        ),
        ({"people.7.hours": "3"}, {}, []),
    ],
)
def test_read(survey: Survey, given: dict[str, str], values: Any, codes: list[tuple[str, str]]) -> None:
    question = survey.by_id["people"]
    found = read(question, form(**{key.replace(".", "__"): one for key, one in given.items()}))
    assert found.values == ({"people": values} if values else {})
    assert [(slip.code, slip.control) for slip in found.slips] == codes
    assert all(slip.question == "people" for slip in found.slips)
    if values:  # what was typed stands in the form again, and is read again as it was
        again = form(**{key.replace(".", "__"): one for key, one in typed(question, values).items()})
        assert read(question, again).values == found.values


@pytest.mark.parametrize(
    "value",
    ["x", {"1": {"hours": 3}}, [3], [{"what": 3}], [{"hours": "3"}], [{"hours": 169}], [{}] * 7,
     [{"helpers": [{"visits": "often"}]}], [{"who": "nobody"}]],
)  # fmt: skip
def test_a_wrong_value_from_elsewhere_is_refused(survey: Survey, value: Any) -> None:
    assert check(survey.by_id["people"], value) is not None


def test_the_columns_of_a_file_are_gathered(survey: Survey) -> None:
    question = survey.by_id["people"]
    value = [{"who": "child", "age": 7, "helpers": [{"helper": "Gran"}]}, {"who": "parent"}]
    laid_out = dict(flat("people", value))
    assert laid_out == {
        "people.1.who": "child", "people.1.age": 7, "people.1.helpers.1.helper": "Gran",
        "people.2.who": "parent",
    }  # fmt: skip
    assert set(laid_out) <= {part.id for part in parts(question)}
    again: dict[str, Any] = {}
    for path, one in laid_out.items():
        put(again, path, one)
    assert gathered(question, again["people"]) == value
    assert check(question, value) is None


def test_say_names_the_entry(survey: Survey) -> None:
    value = [{"who": "parent", "hours": 12, "helpers": [{"helper": "Gran"}]}, {"hours": 3}]
    assert list(say(survey.by_id["people"], {"people": value}, "en")) == [
        "Person 1 – Who is it?: A parent",
        "Person 1 – How many hours a week do you care?: 12 hours",
        "Person 1 – Who helps you with this care?: Helper 1 – Who is it?: Gran",
        "Person 2 – How many hours a week do you care?: 3 hours",
    ]


def test_a_part_hangs_on_its_own_entry(survey: Survey) -> None:
    said = {"people": [{"who": "parent", "age": 80}, {"who": "child", "age": 7}, {}, {"hours": 5}]}
    routed = route(survey, said)
    assert routed.answers["people"] == [{"who": "parent"}, {"who": "child", "age": 7}, {"hours": 5}]
    assert {"people.1.age", "people.3.age", "people.5", "people.6"} <= routed.hidden
    assert not {"people.2.age", "people.4"} & routed.hidden
    assert routed.answers["all_hours"] == 5
    # Whoever changes back has what was typed.
    said["people"][0]["who"] = "child"
    assert route(survey, said).answers["people"][0] == {"who": "child", "age": 80}


def test_a_count_rules_how_many_entries_there_are(survey: Survey) -> None:
    said = {
        "people": [{"who": "child"}, {"who": "parent"}],
        "breaks": [{"days": 1}, {"days": 2}, {"days": 3}],
    }
    routed = route(survey, said)
    assert routed.answers["breaks"] == [{"days": 1}, {"days": 2}]
    assert {"breaks.2", "breaks.3"} & routed.hidden == {"breaks.3"}
    assert "breaks" not in [one.id for one in route(survey, {}).questions]


def test_rules_of_parts(survey: Survey) -> None:
    def codes(people: Any) -> list[tuple[str, str]]:
        return [(one.code, one.control) for one in ruled(survey, {"people": people}, survey.questions)]

    assert codes([{"who": "parent"}]) == []
    assert codes([{"who": "parent"}, {}]) == []
    assert codes([{"hours": 3}]) == [("required", "people.1.who")]
    assert codes([{"who": "child", "age": 40}]) == [("constraint", "people.1.age")]
    assert codes([{"who": "parent"}, {"who": "child", "age": 40}]) == []  # position() > 1
    assert codes([{"who": "parent", "age": 40}]) == []  # not asked, so not looked at
    assert [one.code for one in sendable(survey, {"people": [{"hours": 3}]})] == ["required"]
    assert sendable(survey, {"people": [{"hours": 3}]}, partial=True) == ()
    assert usable_only(survey, {"people": [{"who": "parent", "hours": "many"}]})["people"] == [
        {"who": "parent"}
    ]


def test_too_few_entries(tmp_path: Path) -> None:
    source = example("repeat").replace("min: 1\n        max: 6", "min: 2\n        max: 6")
    (tmp_path / "repeat.yaml").write_text(source)
    survey = read_survey(tmp_path / "repeat.yaml")
    [slip] = ruled(survey, {"people": [{"who": "parent"}]}, survey.questions)
    assert (slip.code, slip.control) == ("too_few_entries", "people.2.who")
    assert list(ruled(survey, {}, survey.questions)) == []


@pytest.mark.parametrize(
    ("people", "button", "left", "to"),
    [
        (None, "add:people", [{}, {}], "people.2"),
        ([{"who": "parent"}], "add:people", [{"who": "parent"}, {}], "people.2"),
        ([{"hours": 1}, {"hours": 2}], "remove:people.1", [{"hours": 2}], "people-text"),
        ([{}] * 6, "add:people", [{}] * 6, "people.6"),
        (None, "add:people.2.helpers", [{}, {"helpers": [{}, {}]}], "people.2.helpers.2"),
        ([{"helpers": [{"helper": "A"}]}], "remove:people.1.helpers.1", [{"helpers": []}],
         "people.1.helpers-text"),
        ([{"hours": 1}], "remove:people.9", [{"hours": 1}], "people-text"),
        ([{"hours": 1}], "remove:people.x", [{"hours": 1}], "people-text"),
        ([{"hours": 1}], "add:nothing", [{"hours": 1}], ""),
        ([{"hours": 1}], "add:people.1.who", [{"hours": 1}], ""),
    ],
)  # fmt: skip
def test_the_buttons(survey: Survey, people: Any, button: str, left: Any, to: str) -> None:
    before = {"people": people} if people is not None else {}
    found = changed(survey, before, button)
    assert found["people"] == left
    assert leads_to(button, survey, found) == to
    assert before == ({"people": people} if people is not None else {})  # what was there is not touched


def test_it_is_counted_by_what_all_entries_say_together(survey: Survey) -> None:
    question = survey.by_id["people"]
    of = shape(question)
    assert isinstance(of, Entries)
    assert dict(of.parts) == {
        "count": Number(), "who": Choices(("partner", "parent", "child", "other")), "age": Number(),
        "hours": Number(), "helpers.count": Number(), "helpers.helper": Words(), "helpers.visits": Number(),
    }  # fmt: skip
    assert [one.id for one in tallied(question)] == [f"people.{key}" for key, _ in of.parts]
    layout = Layout.build(survey, {one.id: shape(one) for one in survey.questions})
    people = [
        {"who": "child", "hours": 10, "helpers": [{"helper": "A", "visits": 2}, {"visits": 3}]},
        {"who": "parent", "hours": 30, "helpers": [{"visits": 1}]},
        {"who": "child"},
    ]
    attributes = {"audience": "carer", "kind": "person", "route": "web", "language": "en",
                  "collector": "web", "complete": "yes"}  # fmt: skip
    rows = [
        encode(layout, {"people": people}, {"people"}, attributes),
        encode(layout, {"people": [{"who": "other"}]}, {"people"}, attributes),
        encode(layout, {}, {"people"}, attributes),
    ]
    items = count([(layout, b"".join(rows))]).overall.items
    assert {key: one for key, one in items["people.who"].counts.items() if one} == {
        "child": 1, "parent": 1, "other": 1,
    }  # fmt: skip
    assert (items["people.count"].base, items["people.count"].not_answered) == (2, 1)
    assert items["people.count"].number.mean == 2  # type: ignore[union-attr]
    assert items["people.hours"].number.mean == 40  # type: ignore[union-attr]
    assert items["people.helpers.count"].number.mean == 3  # type: ignore[union-attr]
    assert items["people.helpers.visits"].number.mean == 6  # type: ignore[union-attr]
    assert items["people.helpers.helper"].base == 1


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("parts: [{id: a, type: number, text: A}, {id: a, type: time, text: B}]", "two parts are called 'a'"),
        ("parts: [{id: count, type: number, text: A}]", "cannot be called 'count'"),
        ("parts: [{id: a, type: information, text: A, help: B}]", "of that type"),
        ("max: 99, parts: [{id: a, type: number, text: A}]", "99 entries"),
        ("min: 3, max: 2, parts: [{id: a, type: number, text: A}]", "'min' (3) is larger than 'max' (2)"),
        ("parts: [{id: a, type: number, text: A, relevant: b > 1}]", "'b' does not exist"),
        ("parts: [{id: before, type: number, text: A}]", "Something else is called 'before'"),
        ("count: \"'many'\", parts: [{id: a, type: number, text: A}]", "is a text, and a number is needed"),
        ("parts: [{id: a, type: number, text: A}, {id: b, type: number, text: B, relevant: a > position()}, "
         "{id: c, type: number, text: C, relevant: d > 1}]", "'d' does not exist"),
    ],
)  # fmt: skip
def test_what_it_cannot_be_is_said(tmp_path: Path, line: str, what: str) -> None:
    head = HEAD.format(name="made") + "  - page: one\n    title: One\n    questions:\n"
    head += "      - {id: before, type: number, text: Before}\n      - "
    [problem] = problems_of(
        tmp_path, head + "{id: again, type: repeat, item: Thing, text: Again, " + line + "}\n"
    )
    assert what in problem.what
    assert problem.line == 8


@pytest.mark.parametrize("most", [10**9, 10**18])
@pytest.mark.parametrize("within", [False, True])
def test_no_number_of_entries_keeps_the_check_from_ending(tmp_path: Path, most: int, within: bool) -> None:
    part = "{id: a, type: number, text: A}"
    inner = f"{{id: i, type: repeat, text: I, item: J, max: {most}, parts: [{part}]}}"
    outer = f"max: {2 if within else most}, parts: [{inner if within else part}]"
    line = f"      - {{id: r, type: repeat, text: R, item: I, {outer}}}\n"
    source = "survey: made\ntitle: A\npages:\n  - page: one\n    title: One\n    questions:\n" + line
    assert any("entries" in str(problem) for problem in problems_of(tmp_path, source))
