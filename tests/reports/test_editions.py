"""An edition: asked for by an officer, made once by the worker, read by the planning group, never changed."""

import threading
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from app.accounts import store as accounts
from app.audit.models import AuditLine
from app.config import Config
from app.consultations import store as consultations
from app.db import db
from app.jobs.models import Job
from app.jobs.worker import Worker
from app.reports import service, store
from app.reports.formats import DOWNLOADS, FORMATS
from app.reports.models import Edition
from app.reports.sections import compose
from tests.browser import Client
from tests.builders import make_consultation
from tests.owed import Page
from tests.people import FIFE, HIGHLAND, enter, make_person, signed_in_as
from tests.reports.stored import add, asked

EDITIONS = "/boards/fife/engagements/small/editions/"


def work(app: Flask) -> int:
    """Do all jobs that wait; returns how many."""
    worker, done = Worker(app, threading.Event()), 0
    while worker.one():
        done += 1
    return done


def publish(app: Flask, officer: str = "") -> int:
    """Publish an edition of Fife's small engagement and have it made; returns its number."""
    with app.app_context():
        account = accounts.by_email(officer) if officer else None
        no = service.publish_edition(consultations.engagement("fife", "small"), account).no
    work(app)
    return no


def edition(no: int = 1) -> Edition:
    return store.by_no(consultations.engagement("fife", "small").id, no)


def kept(app: Flask, format_: str = "pdf") -> list[Path]:
    """The files of that format, of all editions."""
    config: Config = app.extensions["speir_config"]
    return sorted((config.data / "editions").glob(f"*.{format_}"))


def test_an_edition_is_made_frozen_and_told(app: Flask, tmp_path: Path) -> None:
    asked(app, tmp_path)
    planner = make_person(app, "planner", FIFE)
    make_person(app, "planner", HIGHLAND)
    officer = make_person(app, "officer", FIFE)
    assert publish(app, officer) == 1
    with app.app_context():
        made = edition()
        assert (made.state, made.error) == ("ready", "")
        [file] = kept(app)
        assert file.name == made.file
        assert all(len(kept(app, name)) == 1 for name in DOWNLOADS)
        assert file.read_bytes().startswith(b"%PDF")
        source = service.source_of(store.by_id(made.id))
        assert source.consultations[0].tally.overall.responses == 60
        trail = db.session.scalars(select(AuditLine).where(AuditLine.act == "edition_published")).one()
        assert trail.subject == "fife/small edition 1"
    letters = [file.read_text() for file in (tmp_path / "mail").iterdir()]
    assert len(letters) == 1, "the planner of Fife, and nobody of Highland"
    assert f"To: {planner}" in letters[0]
    assert "/boards/fife/engagements/small/editions/1/" in letters[0]


def test_two_requests_make_one_job(app: Flask, tmp_path: Path) -> None:
    asked(app, tmp_path)
    start, numbers = threading.Barrier(4), []

    def ask() -> None:
        with app.app_context():
            engagement = consultations.engagement("fife", "small")
            db.session.rollback()
            start.wait()
            numbers.append(service.publish_edition(engagement, None).no)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers == [1, 1, 1, 1]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Job)) == 1
        lines = select(func.count()).select_from(AuditLine).where(AuditLine.act == "edition_published")
        assert db.session.scalar(lines) == 1
    work(app)
    assert len(kept(app)) == 1


def test_an_edition_never_changes(sqlite_app: Flask, tmp_path: Path) -> None:
    path = asked(sqlite_app, tmp_path)
    publish(sqlite_app)
    with sqlite_app.app_context():
        before = compose(service.source_of(store.by_id(edition().id)))
    file = kept(sqlite_app)[0].read_bytes()
    add(sqlite_app, tmp_path, path, 40, seed=2)
    with sqlite_app.app_context():
        assert compose(service.source_of(store.by_id(edition().id))) == before
        assert service.superseded(edition()) is None
    assert publish(sqlite_app) == 2
    with sqlite_app.app_context():
        after = service.source_of(store.by_id(edition(2).id))
        assert after.consultations[0].tally.overall.responses == 100
        assert compose(service.source_of(store.by_id(edition(1).id))) == before
        newer = service.superseded(edition(1))
        assert newer is not None
        assert newer.no == 2
        assert service.superseded(edition(2)) is None
    assert file in [one.read_bytes() for one in kept(sqlite_app)]


def test_too_few_new_answers_make_no_edition_and_say_why(sqlite_app: Flask, tmp_path: Path) -> None:
    path = asked(sqlite_app, tmp_path)
    publish(sqlite_app)
    add(sqlite_app, tmp_path, path, 2, seed=2)
    publish(sqlite_app)
    with sqlite_app.app_context():
        assert edition(2).state == "failed"
        assert "have answered since the last edition" in edition(2).error
    officer = signed_in_as(sqlite_app, "officer", FIFE)
    page = Page(officer.get(EDITIONS + "2/"))
    assert "could not be made" in page.text
    add(sqlite_app, tmp_path, path, 30, seed=3)
    assert isinstance(officer, Client)
    assert officer.submit(EDITIONS + "2/").status_code == 303
    work(sqlite_app)
    with sqlite_app.app_context():
        assert (edition(2).state, edition(2).no) == ("ready", 2)
        assert len(store.of_engagement(edition(2).engagement_id)) == 2


def test_the_ledger_is_sealed(sqlite_app: Flask, tmp_path: Path) -> None:
    asked(sqlite_app, tmp_path)
    publish(sqlite_app)
    with sqlite_app.app_context():
        sealed = db.session.scalar(select(Edition.ledger))
    assert sealed is not None
    assert b"responses" not in sealed


def test_the_officer_watches_and_the_planner_downloads(sqlite_app: Flask, tmp_path: Path) -> None:
    asked(sqlite_app, tmp_path)
    officer, planner = (signed_in_as(sqlite_app, role, FIFE) for role in ("officer", "planner"))
    assert isinstance(officer, Client)
    assert Page(officer.get(EDITIONS)).links()["Publish a new edition"] == EDITIONS + "new"
    answer = officer.submit(EDITIONS + "new")
    assert answer.status_code == 303
    assert answer.location == EDITIONS + "1/"
    page = Page(officer.get(EDITIONS + "1/"))
    assert "Waiting for its turn" in page.text
    assert page.links()["See how far it is"] == EDITIONS + "1/", "it works without JavaScript"
    fragment = officer.get(EDITIONS + "1/progress", headers={"HX-Request": "true"}).text
    assert fragment.lstrip().startswith('<div id="progress"')
    assert officer.get(EDITIONS + "1/progress").status_code == 303
    assert planner.get(EDITIONS + "1/").status_code == 404, "not there before it is published"
    assert planner.get(EDITIONS + "1/progress").status_code == 404
    assert planner.get(EDITIONS + "1/report.pdf").status_code == 404
    work(sqlite_app)
    assert "is ready" in officer.get(EDITIONS + "1/progress", headers={"HX-Request": "true"}).text
    listed = Page(planner.get("/reports/"))
    assert listed.links()["A consultation on small, edition 1"] == EDITIONS + "1/"
    for name in DOWNLOADS:
        answer = planner.get(EDITIONS + f"1/report.{name}")
        assert answer.mimetype == FORMATS[name].media_type
        assert answer.data == kept(sqlite_app, name)[0].read_bytes()
        answer.close()
        assert f'report.{name}"' in planner.get(EDITIONS + "1/").text
    assert planner.get(EDITIONS + "1/report.exe").status_code == 404
    pdf = planner.get(EDITIONS + "1/report.pdf")
    assert pdf.status_code == 200
    assert pdf.mimetype == "application/pdf"
    assert pdf.headers["Cache-Control"] == "no-store"
    assert "fife-small-edition-1.pdf" in pdf.headers["Content-Disposition"]
    assert pdf.data.startswith(b"%PDF")
    pdf.close()


def test_before_publishing_the_officer_reads_what_it_does(sqlite_app: Flask, tmp_path: Path) -> None:
    asked(sqlite_app, tmp_path)
    make_person(sqlite_app, "planner", HIGHLAND)
    officer = signed_in_as(sqlite_app, "officer", FIFE)
    first = Page(officer.get(EDITIONS + "new")).text
    assert "A consultation on small" in first
    assert "cannot be taken back" in first
    assert "Nobody gets an email" in first, "the planner is of another board"
    make_person(sqlite_app, "planner", FIFE)
    assert "1 planning group member of" in Page(officer.get(EDITIONS + "new")).text
    assert isinstance(officer, Client)
    officer.submit(EDITIONS + "new")
    waiting = Page(officer.get(EDITIONS + "new"))
    assert "Edition 1 is being made now" in waiting.text
    assert not waiting.html.xpath("//main//form")
    work(sqlite_app)
    again = Page(officer.get(EDITIONS + "new")).text
    assert "Publish edition 2" in again
    assert "will no longer be the newest" in again


def test_where_nothing_has_been_asked_nothing_can_be_published(sqlite_app: Flask) -> None:
    make_consultation(sqlite_app, slug="small", opened=False)
    officer = signed_in_as(sqlite_app, "officer", FIFE)
    page = Page(officer.get(EDITIONS + "new"))
    assert "Nothing has been asked yet" in page.text
    assert not page.html.xpath("//main//form")


def test_a_planner_cannot_publish_and_never_sees_live_numbers(sqlite_app: Flask, tmp_path: Path) -> None:
    path = asked(sqlite_app, tmp_path)
    publish(sqlite_app)
    add(sqlite_app, tmp_path, path, 40, seed=2)
    planner = signed_in_as(sqlite_app, "planner", FIFE)
    page = Page(planner.get(EDITIONS))
    assert not page.html.xpath("//main//form")
    assert "60" in Page(planner.get(EDITIONS + "1/")).text
    assert "100" not in Page(planner.get(EDITIONS + "1/")).text.replace("100,", "")


def test_another_boards_edition_is_not_there(sqlite_app: Flask, tmp_path: Path) -> None:
    asked(sqlite_app, tmp_path)
    publish(sqlite_app)
    stranger = signed_in_as(sqlite_app, "officer", HIGHLAND)
    for path in (EDITIONS, EDITIONS + "1/", EDITIONS + "1/report.pdf", EDITIONS + "1/progress"):
        assert stranger.get(path).status_code == 404
    assert "edition 1" not in Page(stranger.get("/reports/")).text
    assert stranger.get("/boards/highland/engagements/small/editions/1/").status_code == 404


def test_the_right_to_a_pdf_is_asked_each_time(sqlite_app: Flask, tmp_path: Path) -> None:
    asked(sqlite_app, tmp_path)
    publish(sqlite_app)
    email = make_person(sqlite_app, "planner", FIFE)
    planner = enter(sqlite_app, sqlite_app.test_client(), email)
    given = planner.get(EDITIONS + "1/report.pdf")
    assert given.status_code == 200
    given.close()
    with sqlite_app.app_context():
        account = accounts.by_email(email)
        assert account is not None
        db.session.delete(account.grants[0])
        db.session.commit()
    assert planner.get(EDITIONS + "1/report.pdf").status_code == 404


@pytest.mark.parametrize("role", ["planner", "officer"])
def test_the_pages_owe_nothing(sqlite_app: Flask, tmp_path: Path, page: object, role: str) -> None:
    asked(sqlite_app, tmp_path)
    publish(sqlite_app)
    person = signed_in_as(sqlite_app, role, FIFE)
    for path in (EDITIONS, EDITIONS + "1/", "/reports/", *([EDITIONS + "new"] if role == "officer" else [])):
        page(path, by=person)  # type: ignore[operator]


def test_the_short_address_says_whether_there_is_a_newer_one(
    sqlite_app: Flask, tmp_path: Path, page: object
) -> None:
    path = asked(sqlite_app, tmp_path)
    publish(sqlite_app)
    with sqlite_app.app_context():
        short = edition().short
    anybody = sqlite_app.test_client()
    fetch = lambda: page(f"/e/{short.lower()}", by=anybody)  # type: ignore[operator]  # noqa: E731
    assert "Yes." in fetch().text
    add(sqlite_app, tmp_path, path, 40, seed=2)
    publish(sqlite_app)
    shown = fetch()
    assert "No." in shown.text
    assert shown.links()["Read edition 2"] == EDITIONS + "2/"
    assert anybody.get(EDITIONS + "2/").status_code == 303, "to the sign-in page"
    assert anybody.get("/e/NOPE22").status_code == 404


def test_the_pdf_of_an_edition_names_it_on_every_page(sqlite_app: Flask, tmp_path: Path) -> None:
    asked(sqlite_app, tmp_path)
    publish(sqlite_app)
    with sqlite_app.app_context():
        address = f"http://localhost/e/{edition().short}"
    for one in PdfReader(kept(sqlite_app)[0]).pages:
        text = " ".join(one.extract_text().split())
        assert "Edition 1, as at" in text
        assert address in text
