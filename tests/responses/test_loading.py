"""Responses from a file: every row is stored, or refused with a reason."""

import csv
import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from app.cli import speir
from app.consultations import store as consultations
from app.errors import Invalid
from app.responses import live, loading, store
from app.tallies.counting import count
from tests.builders import make_consultation
from tests.conftest import SECRET
from tests.surveys.making import with_questions

HEADER = "role,role.other,helped,breaks,agree.say,agree.rest,comment,_key,_route,_on\n"


def load(app: Flask, folder: Path, source: str, name: str = "rows.csv") -> loading.Loaded:
    file = folder / name
    file.write_text(source, encoding="utf-8")
    with app.app_context():
        live.forget()
        return loading.load(live.load("fife", "small"), file, SECRET)


def test_rows_are_stored_once_by_key(app: Flask, tmp_path: Path) -> None:
    make_consultation(app)
    rows = HEADER + "parent,,breaks;money,3,agree,,Hello,k1,paper,2026-11-02\nMy partner,,,,,,,k2,,\n"
    first = load(app, tmp_path, rows)
    assert (first.accepted, first.duplicates, first.rejected) == (2, 0, [])
    again = load(app, tmp_path, rows + "parent,,,,,,,k3,,\nparent,,,,,,,k3,,\n")
    assert (again.accepted, again.duplicates) == (1, 3)


@pytest.mark.parametrize(
    ("row", "question", "problem"),
    [
        (",,,,,,,,,", "role", "it must be answered"),
        ("nobody,,,,,,,,,", "role", "'nobody' is not one of its options"),
        ("parent,,breaks,lots,,,,,,", "breaks", "'lots' is not a number"),
        ("parent,,breaks,99,,,,,,", "breaks", "99 is more than "),
        ("parent,,money;none,,,,,,,", "helped", "an option that stands alone is chosen together with others"),
        ("parent,,,,,,,,pigeon,", "_route", "'pigeon' is not one of"),
        ("parent,,,,,,,,,02/11/2026", "_on", "is not a date such as"),
        ("parent,,,,,,,,,,,too,many", "", "the row has more cells than the header"),
    ],
)
def test_a_wrong_row_is_refused_and_the_others_are_stored(
    sqlite_app: Flask, tmp_path: Path, row: str, question: str, problem: str
) -> None:
    make_consultation(sqlite_app)
    result = load(sqlite_app, tmp_path, HEADER + row + "\nparent,,,,,,,,,\n")
    assert result.accepted == 1
    assert result.rejected[0]["row"] == 1
    assert result.rejected[0]["question"] == question
    assert problem in result.rejected[0]["problem"]


def test_an_irrelevant_value_is_left_out_and_counted(sqlite_app: Flask, tmp_path: Path) -> None:
    make_consultation(sqlite_app)
    assert load(sqlite_app, tmp_path, HEADER + "parent,,money,3,,,,,,\n").irrelevant_values == 1


def test_json_lines_with_lists_and_grids(sqlite_app: Flask, tmp_path: Path) -> None:
    make_consultation(sqlite_app)
    rows = json.dumps({"role": "parent", "helped": ["money"], "agree": {"say": "agree"}, "comment": "Hello"})
    assert load(sqlite_app, tmp_path, rows + "\n", "rows.jsonl").accepted == 1


def test_a_column_that_nobody_knows_is_refused(sqlite_app: Flask, tmp_path: Path) -> None:
    make_consultation(sqlite_app)
    with pytest.raises(Invalid, match="'rolle'"):
        load(sqlite_app, tmp_path, "rolle\nparent\n")


def test_the_command_prints_one_document(
    sqlite_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_consultation(sqlite_app)
    file = tmp_path / "rows.csv"
    file.write_text(HEADER + "parent,,,,,,,,,\n,,,,,,,,,\n", encoding="utf-8")
    runner = sqlite_app.test_cli_runner()
    result = runner.invoke(speir.commands["responses"], ["load", "fife/small", str(file), "--json"])
    assert json.loads(result.output)["accepted"] == 1, result.output
    assert CliRunner().invoke(speir.commands["responses"], ["load"]).exit_code == 2


def test_the_tally_of_many_equals_a_count_of_the_file(app: Flask, database_url: str, tmp_path: Path) -> None:
    """An independent count: the csv module and nothing of ours; a hundred thousand rows on one database."""
    many = 100_000 if database_url.startswith("sqlite") else 5_000
    rng = random.Random(7)
    file = tmp_path / "many.csv"
    with file.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(["role", "helped", "agree.say", "breaks"])
        for _ in range(many):
            helped = rng.choice(["", "breaks", "money", "breaks;money", "none"])
            breaks = rng.randint(0, 31) if "breaks" in helped and rng.random() < 0.8 else ""
            role = rng.choice(["partner", "parent", "other"])
            writer.writerow([role, helped, rng.choice(["", "agree", "disagree"]), breaks])
    make_consultation(app)
    assert load(app, tmp_path, file.read_text()).accepted == many
    with app.app_context():
        overall = count(store.codes_of(consultations.load("fife", "small").id), by=["role"])
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    for group, tally in [(None, overall.overall), *overall.by["role"].items()]:
        mine = [row for row in rows if group is None or row["role"] == group]
        assert tally.responses == len(mine)
        for option in ("breaks", "money", "none"):
            expected = sum(option in row["helped"].split(";") for row in mine)
            assert tally.items["helped"].counts[option] == expected
        assert tally.items["agree.say"].counts["agree"] == sum(row["agree.say"] == "agree" for row in mine)
        numbers = [int(row["breaks"]) for row in mine if row["breaks"]]
        summary = tally.items["breaks"].number
        if numbers:
            assert summary is not None
            assert (summary.n, summary.mean) == (len(numbers), pytest.approx(sum(numbers) / len(numbers)))


def test_answers_of_a_set_form_are_checked(sqlite_app: Flask, tmp_path: Path) -> None:
    lines = """{id: plan, type: yes_no, text: A}
{id: rate, type: rating, text: A, low: Poor}
{id: agree, type: consent, text: A}
{id: day, type: date, text: A, partial: month}
{id: at, type: time, text: A}
{id: post, type: short_text, text: A, kind: postcode}
{id: two, type: multiple_choice, text: A, max: 1, options: [{id: x, text: X}, {id: y, text: Y}]}"""
    make_consultation(sqlite_app, survey=with_questions(tmp_path, lines))
    head = "plan,rate,agree,day,at,post,two\n"
    good = "Not quite,,,,,,\nNo,1 – Poor,I agree,2026-11,14:30,KY7 5LT,x\nyes,5,yes,2026-11-24,,,\n"
    bad = ",9,,,,,\n,,no,,,,\n,,,24.11.2026,,,\n,,,,2pm,,\n,,,,,KY7,\n,,,,,,x;y\n"
    loaded = load(sqlite_app, tmp_path, head + good + bad)
    assert loaded.accepted == 2
    refused = [one["question"] for one in loaded.rejected]
    assert refused == ["plan", "rate", "agree", "day", "at", "post", "two"]
