"""Raw answers: only with a reason and a line in the trail, in no order, and no cell a formula."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import lxml.etree
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditLine
from app.cli import speir
from app.consultations import store as consultations
from app.db import db
from app.errors import Invalid
from app.responses import export, live, loading
from tests.builders import make_consultation
from tests.conftest import SECRET
from tests.people import FIFE, signed_in_as

REASON = "To code the comments for the report"
HEADER = "role,role.other,helped,breaks,agree.say,agree.rest,comment,_route,_on\n"
ROWS = (
    'parent,,breaks;money,3,agree,disagree,"=HYPERLINK(""http://x"")",paper,2026-11-02\n'
    "other,@friend,none,,,,+44 made up,web,2026-11-03\n"
    "partner,,,,,,Plain words,telephone,2026-11-03\n"
)


@pytest.fixture
def asked(app: Flask, tmp_path: Path) -> Flask:
    """A consultation with three responses, some of whose words look like formulas."""
    make_consultation(app)
    file = tmp_path / "rows.csv"
    file.write_text(HEADER + ROWS, encoding="utf-8")
    with app.app_context():
        assert loading.load(live.load("fife", "small"), file, SECRET).accepted == 3
    return app


def made(app: Flask, format_: str) -> bytes:
    with app.app_context():
        return export.export(consultations.load("fife", "small"), format_, REASON, SECRET, "somebody")


def test_csv_has_every_answer_and_a_line_is_in_the_trail(asked: Flask) -> None:
    rows = list(csv.DictReader(io.StringIO(made(asked, "csv").decode("utf-8-sig"))))
    by_role = {row["role"]: row for row in rows}
    parent = by_role["parent"]
    assert (parent["helped"], parent["breaks"], parent["agree.rest"]) == ("breaks;money", "3", "disagree")
    assert (parent["_route"], parent["_on"], parent["_complete"]) == ("paper", "2026-11-02", "yes")
    assert parent["comment"].startswith("'=HYPERLINK")
    assert (by_role["other"]["role.other"], by_role["other"]["comment"]) == ("'@friend", "'+44 made up")
    with asked.app_context():
        line = db.session.scalars(select(AuditLine).where(AuditLine.act == "responses_exported")).one()
        assert (line.reason, line.detail) == (REASON, {"format": "csv", "responses": 3})


def test_json_lines_are_the_answers_as_given(asked: Flask) -> None:
    rows = [json.loads(line) for line in made(asked, "jsonl").splitlines()]
    assert {row["comment"] for row in rows} == {'=HYPERLINK("http://x")', "+44 made up", "Plain words"}
    assert {row["role"]: row.get("helped") for row in rows} == {
        "partner": None,
        "other": ["none"],
        "parent": ["breaks", "money"],
    }


def test_a_workbook_holds_no_formula(asked: Flask) -> None:
    with zipfile.ZipFile(io.BytesIO(made(asked, "xlsx"))) as book:
        sheet = lxml.etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not sheet.xpath("//*[local-name()='f']")
    words = sheet.xpath("//*[local-name()='t']/text()")
    assert "'@friend" in words
    assert not [one for one in words if one[0] in "=+-@"]


def test_the_order_is_drawn_anew(asked: Flask, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    file.write_text("role,comment\n" + "".join(f"parent,c{n}\n" for n in range(40)), encoding="utf-8")
    with asked.app_context():
        loading.load(live.load("fife", "small"), file, SECRET)
    assert made(asked, "csv") != made(asked, "csv")


def test_nothing_leaves_without_a_reason(asked: Flask) -> None:
    with asked.app_context(), pytest.raises(Invalid, match="Say why"):
        export.export(consultations.load("fife", "small"), "csv", "  why   ", SECRET, "somebody")


def test_an_analyst_downloads_after_saying_why(asked: Flask) -> None:
    analyst: Any = signed_in_as(asked, "analyst", FIFE)
    address = "/workspace/fife/consultations/small/raw/"
    assert "3 responses" in analyst.get(address).text
    refused = analyst.submit(address, {"reason": "", "format": "csv"})
    assert refused.status_code == 422
    assert "Say why you need them" in refused.text
    given = analyst.submit(address, {"reason": REASON, "format": "csv"})
    assert given.status_code == 200
    assert "fife-small-responses.csv" in given.headers["Content-Disposition"]
    assert given.headers["Cache-Control"] == "no-store"
    with asked.app_context():
        line = db.session.scalars(select(AuditLine).where(AuditLine.act == "responses_exported")).one()
        assert line.actor not in ("cli", "anonymous")


def test_the_command_writes_a_file_for_its_owner_alone(asked: Flask, tmp_path: Path) -> None:
    out = tmp_path / "raw.jsonl"
    with asked.app_context():
        asked_for = ["export", "fife/small", "--format", "jsonl", "--out", str(out)]
        done = CliRunner().invoke(speir.commands["responses"], asked_for)
    assert done.exit_code == 0, done.output
    assert len(out.read_text().splitlines()) == 3
    assert out.stat().st_mode & 0o077 == 0
