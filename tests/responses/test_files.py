"""Files that come with answers: kept with them, read by staff only, and gone with them."""

import io
import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.audit.models import AuditLine
from app.config import Config
from app.consultations import store as consultations
from app.consultations.service import today
from app.db import db
from app.files import uploads
from app.responses import attaching, service, store
from app.responses.models import Draft, Response, Upload
from app.surveys.parser import read_survey
from app.upkeep.retention import carry_out
from tests.browser import Client
from tests.builders import make_consultation
from tests.files import making
from tests.owed import Page, what_is_owed
from tests.people import FIFE, HIGHLAND, signed_in_as
from tests.responses.test_receipts import look

SURVEY = """\
survey: sending
title: Sending
pages:
  - page: one
    title: One
    questions:
      - {id: who, type: short_text, text: Who are you?}
      - {id: views, type: file, text: Your views, megabytes: 1}
      - {id: photos, type: file, text: Photos, most: 2, accept: pictures}
      - {id: about, type: long_text, text: What do they show?, relevant: answered(photos)}
  - page: two
    title: Two
    questions:
      - {id: more, type: short_text, text: Anything else?}
"""
BASE = "/boards/fife/sending/"
ONE = BASE + "p/one"


@pytest.fixture
def person(app: Flask, tmp_path: Path) -> Client:
    source = tmp_path / "sending.yaml"
    source.write_text(SURVEY)
    make_consultation(app, slug="sending", survey=read_survey(source))
    client = app.test_client()
    assert isinstance(client, Client)
    client.submit(BASE, button="next")
    return client


def a(data: bytes, name: str) -> Any:
    """A file as the client sends one."""
    return io.BytesIO(data), name


def send(client: Client, go: str = "next", **values: Any) -> TestResponse:
    """Fill in the first page and press a button."""
    return client.submit(ONE, values, button=go)


def finish(client: Client) -> str:
    """Send the answers: the receipt's code."""
    sent = client.submit(BASE + "check", button="submit")
    code = re.search(r"<code data-receipt>([A-Z0-9-]+)</code>", client.get(sent.location).text)
    assert code is not None
    return code[1]


def rows(app: Flask) -> list[Upload]:
    with app.app_context():
        return list(db.session.query(Upload).all())


def folder(app: Flask) -> set[str]:
    config: Config = app.extensions["speir_config"]
    place = config.data / "uploads"
    return {one.name for one in place.iterdir()} if place.is_dir() else set()


def stored(app: Flask) -> dict[str, Any]:
    """The answers of the one response."""
    secret = app.extensions["speir_config"].secret_key
    with app.app_context():
        found = db.session.query(Response).one()
        answers: dict[str, Any] = service.open_document(secret, found.id, found.sealed)["answers"]
        return answers


def test_a_file_is_kept_and_read_by_those_who_may(app: Flask, person: Client) -> None:
    page = person.get(ONE)
    assert not what_is_owed(page)
    assert "PDF, Word (.docx), OpenDocument (.odt), Excel (.xlsx), PNG or JPEG" in page.text
    assert "at most 1 MB" in page.text
    document = making.docx()
    assert send(person, who="The Made-Up Trust", views=[a(document, "Our views.docx")]).status_code == 303
    assert "We have “Our views.docx”" in Page(person.get(ONE)).text
    [before] = rows(app)
    assert before.expires_on is not None
    person.submit(BASE + "p/two", button="next")
    assert "Our views.docx" in person.get(BASE + "check").text
    code = finish(person)
    assert "Our views.docx" in look(app, code).text

    [row] = rows(app)
    assert (row.question, row.kind, row.size, row.expires_on) == ("views", "docx", len(document), None)
    assert stored(app)["views"] == [f"{row.id.hex}.docx/Our views.docx"]
    assert folder(app) == {row.id.hex}
    config: Config = app.extensions["speir_config"]
    raw = (config.data / "uploads" / row.id.hex).read_bytes()
    assert document[:40] not in raw, "it is sealed"
    assert b"Our views" not in row.sealed_name

    analyst = signed_in_as(app, "analyst", FIFE)
    listed = analyst.get("/workspace/fife/consultations/sending/files/")
    assert not what_is_owed(listed)
    link = Page(listed).links()["Our views.docx"]
    got = analyst.get(link)
    assert got.data == document
    assert got.headers["Content-Disposition"] == 'attachment; filename="Our views.docx"'
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.headers["Cache-Control"] == "no-store"
    with app.app_context():
        line = db.session.query(AuditLine).filter_by(act="file_opened").one()
        assert line.detail == {"question": "views", "kind": "docx"}
    assert "1 file" in signed_in_as(app, "officer", FIFE).get("/workspace/fife/sending/").text
    assert signed_in_as(app, "planner", FIFE).get(link).status_code == 403
    assert signed_in_as(app, "analyst", HIGHLAND).get(link).status_code == 404
    assert person.get(link).status_code == 303
    assert analyst.get(link.replace(row.id.hex[:4], "0000")).status_code == 404
    assert analyst.get(f"/static/uploads/{row.id.hex}").status_code == 404


def test_the_file_of_another_consultation_is_not_there(app: Flask, person: Client) -> None:
    send(person, views=[a(making.pdf(), "a.pdf")])
    finish(person)
    [row] = rows(app)
    make_consultation(app)
    analyst = signed_in_as(app, "analyst", FIFE)
    assert analyst.get(f"/workspace/fife/consultations/small/files/{row.id}").status_code == 404
    assert analyst.get(f"/workspace/fife/consultations/sending/files/{row.id}").status_code == 200


def test_what_is_not_sent_is_not_listed(app: Flask, person: Client) -> None:
    send(person, views=[a(making.pdf(), "a.pdf")])
    [row] = rows(app)
    analyst = signed_in_as(app, "analyst", FIFE)
    assert "None came yet" in analyst.get("/workspace/fife/consultations/sending/files/").text
    assert analyst.get(f"/workspace/fife/consultations/sending/files/{row.id}").status_code == 404


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"<script>alert(1)</script>", "views.html", "is not of a kind that we can take"),
        (b"MZ" + b"\x00" * 100, "views.pdf", "is not of a kind that we can take"),
        (b"", "views.pdf", "is empty"),
        (making.pdf() + b" " * 1_000_001, "views.pdf", "is larger than 1 MB"),
        (making.pdf() + b"<script>", "views.pdf", "is not built as such a file should be"),
        (making.with_member(making.docx(), "word/vbaProject.bin", b"x"), "views.docx", "holds macros"),
        (making.with_member(making.docx(), "../../x", b"x"), "v.docx", "is not built as such a file"),
        (making.pdf(), "../../../tmp/views.pdf", "give the file a name without slashes"),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_with_its_name_and_nothing_else_is_lost(
    app: Flask, person: Client, data: bytes, name: str, words: str
) -> None:
    shown = send(person, who="The Made-Up Trust", views=[a(data, name)])
    assert shown.status_code == 422
    assert not what_is_owed(shown)
    assert words in shown.text
    assert name.rpartition("/")[2].rpartition("\\")[2] in shown.text
    assert "../" not in shown.text
    assert "The Made-Up Trust" in shown.text, "what was typed is still there"
    assert rows(app) == []
    assert folder(app) == set()


def test_a_picture_where_documents_are_asked_for_is_refused_by_its_content(
    app: Flask, person: Client
) -> None:
    shown = send(person, photos=[a(making.pdf(), "photo.png")])
    assert shown.status_code == 422
    assert "send it as PNG or JPEG" in shown.text
    assert rows(app) == []


def test_several_files_one_by_one_and_no_more_than_are_asked_for(app: Flask, person: Client) -> None:
    one, two, three = (making.png(dpi=(dots, dots)) for dots in (72, 96, 120))
    assert send(person, photos=[a(one, "one.png")]).status_code == 303
    shown = send(person, photos=[a(two, "two.png"), a(three, "three.png")])
    assert shown.status_code == 422
    assert "“three.png” was not kept: you can send 2 files" in shown.text
    again = Page(person.get(ONE)).text
    assert "We have “one.png”" in again
    assert "We have “two.png”" in again
    assert "three.png" not in again


def test_what_comes_twice_is_kept_once(app: Flask, person: Client) -> None:
    for _ in range(2):
        send(person, photos=[a(making.png(), "one.png")])
    assert len(rows(app)) == len(folder(app)) == 1
    send(person, views=[a(making.pdf(), "old.pdf")])
    send(person, views=[a(making.pdf(Lang="en"), "new.pdf")])
    text = person.get(ONE).text
    assert "new.pdf" in text
    assert "old.pdf" not in text, "another takes the place of the only one"
    assert len(rows(app)) == len(folder(app)) == 2, "and the one before is gone"


def test_a_page_that_is_left_again_keeps_its_files_and_one_can_be_removed(app: Flask, person: Client) -> None:
    send(person, photos=[a(making.png(), "one.png")], views=[a(making.pdf(), "v.pdf")])
    send(person, who="Somebody")
    shown = person.get(ONE)
    assert "We have “one.png”" in Page(shown).text
    assert "What do they show?" in shown.text, "a condition may ask whether there is a file"
    kept = Page(shown).html.xpath("//input[@name='photos.remove']/@value")
    person.send(shown, {"photos.remove": kept}, button="next")
    shown = person.get(ONE)
    assert "one.png" not in shown.text
    assert "We have “v.pdf”" in Page(shown).text
    assert "What do they show?" not in shown.text
    finish(person)
    [row] = rows(app)
    assert row.question == "views", "what was removed is gone for good"
    assert folder(app) == {row.id.hex}


def test_nobody_gets_a_file_by_naming_it(app: Flask, person: Client) -> None:
    send(person, views=[a(making.pdf(), "secret.pdf")])
    [row] = rows(app)
    other = app.test_client()
    assert isinstance(other, Client)
    shown = other.submit(BASE, button="next")
    token = re.search(r'name="csrf_token" value="([^"]+)"', other.get(shown.location).text)
    assert token is not None
    forged = {"csrf_token": token[1], "go": "next", "views": f"{row.id.hex}.pdf/secret.pdf"}
    assert other.post(ONE, data=forged).status_code == 303
    assert "secret.pdf" not in other.get(ONE).text


def test_a_fragment_of_htmx_leaves_the_files_alone(app: Flask, person: Client) -> None:
    send(person, photos=[a(making.png(), "one.png")])
    token = re.search(r'name="csrf_token" value="([^"]+)"', person.get(ONE).text)
    assert token is not None
    moved = person.post(
        ONE + "?show=1",
        data={"csrf_token": token[1], "who": "x"},
        headers={"HX-Request": "true"},
        content_type="multipart/form-data",
    )
    assert moved.status_code == 200
    assert "We have “one.png”" in Page(person.get(ONE)).text


def test_all_goes_with_the_draft_or_the_response(app: Flask, person: Client) -> None:
    send(person, photos=[a(making.png(), "one.png")])
    person.submit(ONE, {}, button="clear")
    assert (rows(app), folder(app)) == ([], set())
    person.submit(BASE, button="next")
    send(person, photos=[a(making.png(), "one.png")])
    code = finish(person)
    assert len(folder(app)) == 1
    look(app, code, "withdraw-now")
    assert (rows(app), folder(app)) == ([], set())


def test_a_correction_changes_the_files_and_one_that_is_given_up_does_not(app: Flask, person: Client) -> None:
    send(person, photos=[a(making.png(), "one.png")])
    code = finish(person)
    [first] = rows(app)

    def correct() -> Client:
        other = app.test_client()
        assert isinstance(other, Client)
        page = other.get("/receipts/").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token is not None
        other.post("/receipts/", data={"code": code, "go": "correct", "csrf_token": token[1]})
        return other

    given_up = correct()
    shown = given_up.get(ONE)
    kept = Page(shown).html.xpath("//input[@name='photos.remove']/@value")
    given_up.send(shown, {"photos.remove": kept, "views": [a(making.pdf(), "v.pdf")]}, button="next")
    given_up.submit(ONE, {}, button="clear")
    assert [row.id for row in rows(app)] == [first.id], "what was sent stands until something else is sent"

    changed = correct()
    shown = changed.get(ONE)
    changed.send(shown, {"photos.remove": kept, "views": [a(making.pdf(), "v.pdf")]}, button="next")
    changed.submit(BASE + "check", button="submit")
    [row] = rows(app)
    assert (row.question, row.expires_on) == ("views", None)
    assert folder(app) == {row.id.hex}


def test_retention_deletes_files_with_what_they_belong_to(app: Flask, person: Client) -> None:
    send(person, photos=[a(making.png(), "one.png")])
    with app.app_context():
        gone = carry_out(today() + timedelta(days=31))
        assert (gone["drafts"], gone["files of drafts"]) == (1, 1)
    assert folder(app) == set()


def test_files_that_a_killed_process_left_are_swept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = app.extensions["speir_config"].secret_key
    with app.app_context():
        uploads.keep(secret, uuid.uuid4(), b"left")
        assert attaching.sweep() == 0, "it may be of an answer that is being stored just now"
        monkeypatch.setattr(uploads, "ABANDONED", -1)
        assert attaching.sweep() == 1
    assert folder(app) == set()


def test_a_form_without_files_stays_small(app: Flask, person: Client) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', person.get(ONE).text)
    assert token is not None
    large = {"csrf_token": token[1], "views": a(b"x" * 3_000_000, "a.pdf")}
    assert person.post(BASE + "check", data=dict(large)).status_code == 413
    large["views"] = a(b"x" * 3_000_000, "a.pdf")
    assert person.post(ONE, data=dict(large)).status_code == 422
    large["views"] = a(b"x" * 50_000_001, "a.pdf")
    shown = person.post(ONE, data=dict(large))
    assert shown.status_code == 413
    assert "send fewer of them" in shown.text


def test_staff_put_a_scan_beside_what_they_key_in(app: Flask, person: Client) -> None:
    officer = signed_in_as(app, "officer", FIFE)
    assert isinstance(officer, Client)
    here = "/workspace/fife/sending/sending/key-in/"
    scan = making.jpeg()
    shown = officer.submit(here, {"who": "The Made-Up Trust", "_scan": [a(scan, "form 12.jpg")]})
    assert shown.status_code == 422, "nobody said by which way it came"
    assert "Choose the files once more" in shown.text
    assert folder(app) == set()
    wrong = officer.send(shown, {"_route": "paper", "_scan": [a(b"x", "form 12.jpg")]})
    assert wrong.status_code == 422
    assert "not of a kind that we can take" in wrong.text
    assert not what_is_owed(wrong)
    kept = officer.send(
        wrong, {"_scan": [a(scan, "form 12.jpg")], "views": [a(making.pdf(), "enclosed.pdf")]}
    )
    assert kept.status_code == 303, kept.text
    assert {row.question for row in rows(app)} == {"_scan", "views"}
    assert "_scan" not in stored(app)
    listed = signed_in_as(app, "analyst", FIFE).get("/workspace/fife/consultations/sending/files/").text
    assert "A scan of a paper form" in listed
    assert "form 12.jpg" in listed
    assert "enclosed.pdf" in listed


def test_a_draft_thrown_away_takes_what_was_tried_out_along(app: Flask, tmp_path: Path) -> None:
    source = tmp_path / "sending.yaml"
    source.write_text(SURVEY)
    make_consultation(app, slug="later", survey=read_survey(source), opened=False)
    officer = signed_in_as(app, "officer", FIFE)
    assert isinstance(officer, Client)
    preview = "/workspace/fife/later/later/preview/"
    officer.submit(preview, button="next")
    officer.submit(preview + "p/one", {"views": [a(making.pdf(), "a.pdf")]}, button="next")
    assert len(rows(app)) == 1
    officer.submit("/workspace/fife/later/later/discard")
    assert (rows(app), folder(app)) == ([], set())


def test_an_abandoned_draft_leaves_no_row(app: Flask, person: Client) -> None:
    send(person, views=[a(making.pdf(), "a.pdf")])
    with app.app_context():
        consultation = consultations.load("fife", "sending")
        draft = db.session.query(Draft).one()
        [row] = db.session.query(Upload).all()
        assert row.expires_on == draft.expires_on
        assert row.submit_key == draft.submit_key
        assert store.sent_uploads(consultation.id) == []


def test_the_files_are_in_a_backup(app: Flask, person: Client, make_config: Callable[..., Config]) -> None:
    from app.upkeep.archive import kept_files

    send(person, views=[a(making.pdf(), "a.pdf")])
    [row] = rows(app)
    config: Config = app.extensions["speir_config"]
    assert f"files/uploads/{row.id.hex}" in dict(kept_files(config.data))
