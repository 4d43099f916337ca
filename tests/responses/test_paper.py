"""A consultation on paper: the form and the posters say what they must, and the worker makes PDFs of them."""

import io
from pathlib import Path

import pypdf
import pytest
from flask import Flask
from markupsafe import escape

from app.consultations import library
from app.consultations import store as consultations
from app.db import db
from app.jobs.models import Job
from app.responses import live, paper
from app.surveys.parser import read_survey
from app.surveys.questions import UNSEEN
from tests.browser import Client
from tests.builders import make_consultation
from tests.documents.checking import check_pdf, fonts, headings, tags
from tests.owed import Page, what_is_owed
from tests.people import FIFE, signed_in_as
from tests.reports.test_editions import work

HERE = "/boards/fife/carers/paper/"
EXAMPLES = library.files(library.LIBRARY / "examples")


@pytest.fixture
def person(app: Flask) -> Client:
    """Somebody who would rather answer the carers' survey with a pen."""
    make_consultation(app, slug="carers", survey=library.by_key("carers"))
    with app.app_context():
        engagement = consultations.engagement("fife", "carers")
        engagement.contact_post = "1 Made-up Road, Example Town"
        engagement.contact_telephone = "01632 960000"
        db.session.commit()
    client = app.test_client()
    assert isinstance(client, Client)
    return client


def download(client: Client, path: str) -> bytes:
    """A PDF that is there."""
    with client.get(path) as made:
        assert made.status_code == 200
        assert made.mimetype == "application/pdf"
        assert "attachment; filename=fife-" in made.headers["Content-Disposition"]
        return made.data


def words_of(pdf: bytes) -> str:
    """The words of a PDF on one line."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_the_start_page_leads_to_the_form_and_the_form_is_whole(person: Client) -> None:
    start = Page(person.get("/boards/fife/carers/"))
    listing = person.get(start.links()["Answer on paper"])
    assert not what_is_owed(listing)
    form = person.get(HERE + "form/en")
    assert not what_is_owed(form)
    text = Page(form).text
    for question in library.by_key("carers").questions:
        assert " ".join(str(question.text).split()) in text, question.id
    assert "1 Made-up Road, Example Town" in text
    assert "Answer this only if you chose something other than “Nobody asked me” at question 10." in text
    assert "/s/" in text


def test_the_worker_makes_the_pdf_once_and_anew_when_words_change(app: Flask, person: Client) -> None:
    assert person.get(HERE + "form/en.pdf").status_code == 202
    assert person.get(HERE + "form/en.pdf").status_code == 202  # asking twice asks for one
    with app.app_context():
        assert db.session.query(Job).filter_by(kind="paper").count() == 1
    assert work(app) == 1
    assert check_pdf(download(person, HERE + "form/en.pdf")) == []
    with app.app_context():
        consultations.engagement("fife", "carers").contact_post = "2 Made-up Road"
        db.session.commit()
        live.forget()
    assert person.get(HERE + "form/en.pdf").status_code == 202
    work(app)
    assert "2 Made-up Road" in words_of(download(person, HERE + "form/en.pdf"))
    folder = app.extensions["speir_config"].data / paper.FOLDER
    assert len(list(folder.iterdir())) == 1  # what said something older is gone


@pytest.mark.parametrize("language", ["en", "gd"])
@pytest.mark.parametrize("kind", paper.KINDS)
def test_every_kind_passes_pdf_ua_in_each_language(sqlite_app: Flask, kind: str, language: str) -> None:
    make_consultation(sqlite_app, slug="carers", survey=library.by_key("carers"))
    with sqlite_app.app_context():
        from app.documents.pdf import to_pdf

        made = live.load("fife", "carers")
        pdf = to_pdf(paper.html(made, kind, language))
    assert check_pdf(pdf) == []
    assert headings(pdf)[0] == 1
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(language)  # type: ignore[index]
    assert (len(reader.pages) == 1) == (kind in paper.POSTERS)
    width = float(reader.pages[0].mediabox.width)
    assert round(width) == (842 if kind == "a3" else 595)
    assert "/s/" + made.receipt_prefix in words_of(pdf)


def test_the_qr_code_and_the_short_address_lead_to_the_start_page(app: Flask, person: Client) -> None:
    with app.app_context():
        prefix = consultations.load("fife", "carers").receipt_prefix
    for typed in (prefix, prefix.lower()):
        assert person.get(f"/s/{typed}").location == "/boards/fife/carers/"
    in_gaelic = person.get(f"/s/{prefix}?lang=gd")
    assert in_gaelic.location == "/boards/fife/carers/?lang=gd"
    assert person.get("/s/QQQQQ").status_code == 404


def test_a_draft_has_paper_for_staff_that_says_so_and_none_for_others(app: Flask) -> None:
    make_consultation(app, slug="later", opened=False)
    officer = signed_in_as(app, "officer", FIFE)
    here = "/workspace/fife/later/later/paper/"
    listing = officer.get(here)
    assert not what_is_owed(listing)
    assert "no address to which people can send a form" in listing.text
    assert "Draft: not open yet" in officer.get(here + "form/en").text
    for name in ("a3/en.pdf", "large/en.pdf"):
        assert officer.get(here + name).status_code == 202
    assert officer.get(here + "a3/gd.pdf").status_code == 404  # it is in English only
    work(app)
    assert check_pdf(download(officer, here + "a3/en.pdf")) == []
    stranger = app.test_client()
    assert stranger.get("/boards/fife/later/paper/").status_code == 404
    with app.app_context():
        prefix = consultations.load("fife", "later").receipt_prefix
    assert stranger.get(f"/s/{prefix}").status_code == 404


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: str(file.stem))
def test_every_type_can_be_printed(
    sqlite_app: Flask, file: Path, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    survey = read_survey(file)
    make_consultation(sqlite_app, slug=survey.key, survey=survey)
    with sqlite_app.app_context():
        from app.documents.pdf import to_pdf

        html = paper.html(live.load("fife", survey.key), "form", language)
    asked = [one for one in survey.questions if one.type not in UNSEEN]
    assert [one.id for one in asked if str(escape(one.text.in_language(language))) not in html] == []
    assert (' dir="rtl"' in html.partition("<head>")[0]) == (language == "ar")
    made = to_pdf(html)
    assert check_pdf(made) == []
    assert fonts(made) <= {"Roboto", "Vazirmatn"}
    assert ".notdef glyph" not in caplog.text


def test_pictures_are_printed_and_clips_are_said_as_an_address(app: Flask) -> None:
    survey = read_survey(library.LIBRARY / "examples" / "information.yaml")
    make_consultation(app, slug="bridge", survey=survey)
    client = app.test_client()
    assert isinstance(client, Client)
    with app.app_context():
        from app.documents.pdf import to_pdf

        made = live.load("fife", "bridge")
        pdf = to_pdf(paper.html(made, "form", "en"))
    address = f"localhost/s/{made.receipt_prefix}/plan"
    assert check_pdf(pdf) == []
    pictures = [tag.alternative for tag in tags(pdf) if tag.kind == "Figure"]
    assert pictures[-1] == "A footbridge over water with a handrail on both sides"
    said = words_of(pdf)
    assert f"Watch “The bridge in the morning” at {address}" in said
    assert "Watch this in British Sign Language at example.org/bridge-in-bsl" in said
    form = client.get("/boards/fife/bridge/paper/form/en")
    assert not what_is_owed(form)
    with client.get(Page(form).html.xpath("string(//main//img/@src)")) as picture:
        assert picture.mimetype == "image/png"
    watched = client.get(address.removeprefix("localhost"))
    assert not what_is_owed(watched)
    assert Page(watched).heading == "What is planned"
    assert Page(watched).html.xpath("count(//video//track)") == 1
    for nothing in ("build", "none", "plan/more"):
        assert client.get(f"/s/{made.receipt_prefix}/{nothing}").status_code == 404


def test_a_decorative_picture_is_said_on_paper_as_its_option(sqlite_app: Flask) -> None:
    survey = read_survey(library.LIBRARY / "examples" / "pictures.yaml")
    make_consultation(sqlite_app, slug="pictures", survey=survey)
    with sqlite_app.app_context():
        from app.documents.pdf import to_pdf

        pdf = to_pdf(paper.html(live.load("fife", "pictures"), "large", "en"))
    told = [tag.alternative for tag in tags(pdf) if tag.kind == "Figure"]
    assert told[1:4] == ["By letter", "On the telephone", "Four people around a table"]
