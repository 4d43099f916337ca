"""`speir tally` and `speir report`: the numbers of a report and of the command line are the same numbers."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import click
import lxml.html
import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditLine
from app.consultations import store as consultations
from app.db import db
from app.errors import Invalid, NotFound
from app.jobs.worker import Worker
from app.reports import commands, service, store, tallying
from app.reports.models import Edition
from app.reports.tallying import Asked
from tests.documents.checking import check_pdf
from tests.reports.stored import add, asked


@pytest.fixture
def path(sqlite_app: Flask, tmp_path: Path) -> str:
    return asked(sqlite_app, tmp_path, 80)


def run(app: Flask, *words: str) -> str:
    """What a command prints."""
    group = click.Group("speir")
    commands.register(group)
    result = app.test_cli_runner().invoke(group, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def tally(app: Flask, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(app, "tally", *words, "--json"))
    return found


def counts(group: dict[str, Any]) -> dict[str, int | None]:
    """Every number of a group by item and column, as a table's cells are named."""
    found: dict[str, int | None] = {"/responses": group["responses"]}
    for question in group["questions"]:
        for row in question["rows"] or [question]:
            item = question["id"] if row is question else f"{question['id']}.{row['id']}"
            found[f"{item}/base"] = row["base"]
            found.update({f"{item}/{option['id']}": option["count"] for option in row["options"]})
    return found


def test_exact_counts_are_the_counts_of_the_documents(app: Flask, tmp_path: Path) -> None:
    path = asked(app, tmp_path, 1)
    documents = add(app, tmp_path, path, 50, seed=9)
    found = counts(tally(app, path, "--exact"))
    expected = Counter(str(document["role"]) for document in documents)
    for option, n in expected.items():
        assert found[f"role/{option}"] in (n, n + 1)
    assert found["/responses"] == 51


def test_exact_counts_leave_a_line_in_the_trail(sqlite_app: Flask, path: str) -> None:
    run(sqlite_app, "tally", path, "--exact", "--reason", "checking a complaint", "--by", "role", "--json")
    with sqlite_app.app_context():
        line = db.session.scalars(select(AuditLine).where(AuditLine.act == "tally_exact")).one()
        assert (line.actor, line.reason) == ("cli", "checking a complaint")
        assert line.subject == f"consultation {path}"
        assert line.detail["by"] == "role"


def test_published_counts_leave_none(sqlite_app: Flask, path: str) -> None:
    tally(sqlite_app, path)
    with sqlite_app.app_context():
        assert db.session.scalars(select(AuditLine).where(AuditLine.act == "tally_exact")).all() == []


def test_what_is_published_is_true_or_hidden(sqlite_app: Flask, path: str) -> None:
    true, shown = counts(tally(sqlite_app, path, "--exact")), counts(tally(sqlite_app, path))
    assert {key: n for key, n in shown.items() if n is not None} == {
        key: true[key] for key, n in shown.items() if n is not None
    }
    assert any(n is not None for n in shown.values())
    assert tally(sqlite_app, path)["rule"] == {"threshold": 5, "sensitive_threshold": 10, "rounding": None}


def test_exact_takes_any_filter_and_gives_least_and_most(sqlite_app: Flask, path: str) -> None:
    whole = tally(sqlite_app, path, "--exact")
    some = tally(sqlite_app, path, "--exact", "--where", "role == 'partner' and answered(breaks)")
    assert 0 < some["responses"] < whole["responses"]
    assert counts(some)["role/parent"] == 0
    number = next(question for question in some["questions"] if question["id"] == "breaks")["number"]
    assert 0 <= number["min"] <= number["median"] <= number["max"] <= 31
    shown = next(q for q in tally(sqlite_app, path)["questions"] if q["id"] == "breaks")["number"]
    assert shown is None or (shown["min"], shown["max"]) == (None, None)


def test_a_filter_of_one_group_is_that_group(sqlite_app: Flask, path: str) -> None:
    by = tally(sqlite_app, path, "--by", "role")["by"]["partner"]
    where = tally(sqlite_app, path, "--where", "role == 'partner'")
    assert counts(where) == counts(by)


@pytest.mark.parametrize("by", ["audience", "kind", "route", "language", "collector", "role"])
def test_it_splits_by_breakdowns_and_attributes(sqlite_app: Flask, path: str, by: str) -> None:
    assert tally(sqlite_app, path, "--by", by)["by"]


@pytest.mark.parametrize(
    ("asked_for", "why"),
    [
        ({"by": "helped"}, "may not be split by helped"),
        ({"by": "locality"}, "may not be split by locality"),
        ({"where": "breaks > 3"}, "one breakdown, or a filter of one group"),
        ({"where": "role == 'partner'", "by": "route"}, "one breakdown, or a filter of one group"),
        ({"where": "helped == 'breaks'"}, "may not be split by helped"),
        ({"where": "role == 'nobody'"}, "no group nobody"),
        ({"where": "role =="}, "cannot be read"),
    ],
)
def test_what_may_not_be_published_is_refused(
    sqlite_app: Flask, path: str, asked_for: dict[str, str], why: str
) -> None:
    with sqlite_app.app_context(), pytest.raises(Invalid, match=why):
        tallying.published(Asked(path, **asked_for))


def test_a_consultation_that_is_not_there(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), pytest.raises(NotFound, match="BOARD/SLUG"):
        tallying.published(Asked("fife/nothing"))


def test_no_cell_of_the_report_differs_from_the_tally(sqlite_app: Flask, path: str, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    run(sqlite_app, "report", path, "--format", "html", "--out", str(out))
    slug = path.split("/")[1]
    whole = counts(tally(sqlite_app, path))
    split = {by: tally(sqlite_app, path, "--by", by)["by"] for by in ("role", "kind", "route")}
    html, seen = lxml.html.fromstring(out.read_text(encoding="utf-8")), 0
    for table in html.iterfind(".//table[@data-item]"):
        keys = [th.get("data-key") for th in table.iterfind("thead/tr/th")]
        for row in table.iterfind("tbody/tr"):
            cells = [" ".join(td.text_content().split()) for td in row.iterfind("td")]
            for key, cell in zip(keys, cells, strict=True):
                expected = number_of(table.get("data-item"), row.get("data-key"), key, slug, whole, split)
                if expected is not OTHER:
                    assert cell == ("hidden" if expected is None else f"{expected:,}"), (
                        table.get("data-item"),
                        key,
                    )
                    seen += 1
    assert seen > 20


OTHER = "not a count"


def number_of(item: str, row: str, key: str, slug: str, whole: dict[str, Any], split: dict[str, Any]) -> Any:
    """What the tally says in the place that a cell names."""
    parts = item.split("/")
    if item == "responses":
        return split["kind"][key]["responses"] if key == "person" else OTHER
    if parts[0] != slug or key in ("number",):
        return OTHER
    if key == "percent":
        n, base = whole[f"{parts[1]}/{row}"], whole[f"{parts[1]}/base"]
        return None if n is None else (200 * n + base) // (2 * base)
    if parts[1] == "responses":
        return split[parts[2]][row]["responses"]
    if len(parts) == 3:
        return counts(split[parts[2]][row])[f"{parts[1]}/{key}"]
    if parts[1] == "*":
        return whole[f"{row}/base"]
    if key == "count":
        return whole[f"{parts[1]}/{row}"]
    return whole[f"{parts[1]}.{row}/{key}"]


def test_a_report_is_a_whole_file(sqlite_app: Flask, path: str, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    said = run(sqlite_app, "report", path, "--out", str(out))
    assert str(out) in said
    assert check_pdf(out.read_bytes()) == []
    assert not list(tmp_path.glob(".report.pdf.*"))


def test_a_report_that_cannot_be_written_says_so(sqlite_app: Flask, path: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be written"):
        run(sqlite_app, "report", path, "--format", "html", "--out", str(tmp_path / "nowhere" / "x.html"))


def test_for_a_person_it_prints_lines(sqlite_app: Flask, path: str) -> None:
    said = run(sqlite_app, "tally", path, "--by", "role")
    assert said.startswith(f"{path}, as at ")
    assert "My partner" in said
    assert "== partner" in said


def test_with_too_few_new_answers_it_is_the_last_edition(
    sqlite_app: Flask, path: str, tmp_path: Path
) -> None:
    with sqlite_app.app_context():
        service.publish_edition(consultations.engagement("fife", "small"), None)
    import threading

    worker = Worker(sqlite_app, threading.Event())
    while worker.one():
        pass
    before = tally(sqlite_app, path)
    add(sqlite_app, tmp_path, path, 2, seed=5)
    assert tally(sqlite_app, path) == before
    assert tally(sqlite_app, path, "--exact")["responses"] == 82
    with sqlite_app.app_context():
        assert tallying.published(Asked(path, "collector"))["by"]["web"]["responses"] == 80
        edition = db.session.scalars(select(Edition)).one()
        assert service.draft_source(store.engagement_of(edition)) == service.source_of(
            store.by_id(edition.id)
        )
