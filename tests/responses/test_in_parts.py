"""What is ranked or answered in parts comes out of the house as it went in: loaded, counted, exported."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.consultations import store as consultations
from app.reports.tallying import Asked, exact
from app.responses import export, live, loading
from app.surveys.definition import Survey
from app.workspaces.demo.drawing import draw
from tests.browser import Client
from tests.builders import make_consultation
from tests.conftest import SECRET
from tests.surveys.making import with_questions

QUESTIONS = """
{id: best, type: ranking, text: Best?, options: [{id: a, text: Apples}, {id: b, text: Bread}, {id: c, text: Cheese}]}
{id: help, type: grid_multiple, text: Help?, options: [{id: kin, text: Family}, {id: paid, text: Paid}], rows: [{id: day, text: Day}, {id: night, text: Night}]}
{id: group, type: short_texts, text: Group?, parts: [{id: name, type: short_text, text: Name}, {id: people, type: number, text: People, max: 50}]}
{id: used, type: grid_mixed, text: Used?, rows: [{id: home, text: Home}], parts: [{id: good, type: single_choice, text: Good, options: [{id: 'y', text: Very}, {id: 'n', text: Not}]}, {id: hours, type: number, text: Hours}]}
"""  # noqa: E501
ROWS = [
    {"best": "b;a", "help.day": "kin;paid", "group.name": "Tea", "group.people": "12", "used.home.good": "y"},
    {"best": "b;c;a", "help.day": "paid", "help.night": "kin", "used.home.good": "n", "used.home.hours": "3"},
    {"group.people": "20"},
]


@pytest.fixture
def asks(tmp_path: Path) -> Survey:
    return with_questions(tmp_path, QUESTIONS)


def loaded(app: Flask, asks: Survey, file: Path) -> loading.Loaded:
    make_consultation(app, slug="parts", survey=asks)
    with app.app_context():
        live.forget()
        return loading.load(live.load("fife", "parts"), file, SECRET)


def in_csv(folder: Path, rows: list[dict[str, str]]) -> Path:
    file = folder / "rows.csv"
    with file.open("w", newline="") as out:
        lines = csv.DictWriter(out, sorted({name for row in rows for name in row}))
        lines.writeheader()
        lines.writerows(rows)
    return file


def test_loaded_counted_and_exported(sqlite_app: Flask, asks: Survey, tmp_path: Path) -> None:
    assert loaded(sqlite_app, asks, in_csv(tmp_path, ROWS)).accepted == 3
    with sqlite_app.app_context():
        found = exact(Asked("fife/parts"), "To see that it is right")
        made = export.export(
            consultations.load("fife", "parts"), "csv", "To see that it is right", SECRET, "somebody"
        )
    items = {
        f"{one['id']}.{row['id']}": row for one in found["questions"] for row in one["rows"] or [{"id": ""}]
    }
    counts = {key: {o["id"]: o["count"] for o in row["options"]} for key, row in items.items()}
    assert counts["best.b"] == {"1": 2, "2": 0, "3": 0}
    assert counts["best.a"] == {"1": 0, "2": 1, "3": 1}
    assert (items["best.c"]["base"], items["best.c"]["not_answered"]) == (1, 2)
    assert counts["help.day"] == {"kin": 1, "paid": 2}
    assert counts["used.home.good"] == {"y": 1, "n": 1}
    assert items["used.home.good"]["label"] == "Home – Good"
    assert (items["group.people"]["number"]["mean"], items["group.name"]["base"]) == (16, 1)
    exported = csv.DictReader(io.StringIO(made.decode("utf-8-sig")))
    answered = [{key: one for key, one in row.items() if one and key[0] != "_"} for row in exported]
    assert sorted(answered, key=str) == sorted(ROWS, key=str)


def test_json_lines_take_objects_within_objects(sqlite_app: Flask, asks: Survey, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    row = {"best": ["c"], "help": {"day": ["kin"]}, "used": {"home": {"good": "Very", "hours": 2.0}}}
    file.write_text(json.dumps(row) + "\n")
    assert loaded(sqlite_app, asks, file).accepted == 1
    with sqlite_app.app_context():
        made = export.export(
            consultations.load("fife", "parts"), "jsonl", "To see that it is right", SECRET, "somebody"
        )
    found = {key: one for key, one in json.loads(made).items() if key[0] != "_"}
    assert found == {"best": ["c"], "help.day": ["kin"], "used.home.good": "y", "used.home.hours": 2}


@pytest.mark.parametrize(
    ("row", "question", "problem"),
    [
        ({"best": "b;b"}, "best", "an option is there twice"),
        ({"best": "b;pears"}, "best", "'pears' is not one of its options"),
        ({"help.day": "nobody"}, "help", "'nobody' is not one of its options"),
        ({"group.people": "51"}, "group", "51 is more than 50"),
        ({"used.home.hours": "many"}, "used", "'many' is not a number"),
    ],
)
def test_what_cannot_be_an_answer_is_refused(
    sqlite_app: Flask, asks: Survey, tmp_path: Path, row: dict[str, str], question: str, problem: str
) -> None:
    [refused] = loaded(sqlite_app, asks, in_csv(tmp_path, [row])).rejected
    assert refused["question"] == question
    assert problem in refused["problem"]


def test_made_up_respondents_answer_them(asks: Survey) -> None:
    import random

    from app.surveys.validation import sendable

    drawn: list[dict[str, Any]] = [draw(asks, random.Random(seed), seed, {}) for seed in range(30)]
    assert not [slip for answers in drawn for slip in sendable(asks, answers)]
    assert {key for answers in drawn for key in answers} == {"best", "help", "group", "used"}


def test_a_ranking_with_the_same_place_twice_is_shown_again_as_it_was_typed(
    sqlite_app: Flask, asks: Survey
) -> None:
    make_consultation(sqlite_app, slug="parts", survey=asks)
    client = sqlite_app.test_client()
    assert isinstance(client, Client)
    here = client.submit("/boards/fife/parts/", button="next").location
    shown = client.submit(here, {"best.a": "2", "best.b": "2", "group.people": "lots"}, button="next")
    assert shown.status_code == 422
    assert shown.text.count(" selected>2<") == 2
    assert 'value="lots"' in shown.text
    assert 'href="#best--b"' in shown.text
    assert 'href="#group--people"' in shown.text
    checked = client.submit(
        here, {"best.a": "3", "best.b": "1", "group.people": "4", "used.home.good": "y"}, button="next"
    )
    page = client.get(checked.location).text
    for said in ("1. Bread", "2. Apples", "People: 4", "Home – Good: Very"):
        assert said in page


def test_the_script_is_loaded_only_where_something_is_ranked(sqlite_app: Flask, asks: Survey) -> None:
    make_consultation(sqlite_app, slug="parts", survey=asks)
    make_consultation(sqlite_app)
    for slug, there in (("parts", True), ("small", False)):
        client = sqlite_app.test_client()
        assert isinstance(client, Client)
        page = client.get(client.submit(f"/boards/fife/{slug}/", button="next").location)
        assert ("ranking" in page.text and "<script" in page.text) is there
