"""What a survey shows: kept when its definition is, served by its content alone, and seen on its pages."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.consultations import drafting, library, revising, service
from app.consultations import store as consultations
from app.db import db
from app.errors import Conflict
from app.files import service as files
from app.questionnaires import media
from app.surveys.definition import Survey
from app.surveys.parser import read_survey
from app.surveys.tailoring import Choices
from tests.browser import Client
from tests.builders import make_consultation
from tests.owed import Page, what_is_owed
from tests.surveys.drawn import CAPTIONS, mp4, png
from tests.surveys.making import survey_of

SHOWN = """\
survey: shown
title: Shown
languages: [en, gd]
pages:
  - page: one
    title: One
    questions:
      - id: by
        type: single_choice
        text: How
        options:
          - {id: letter, text: Letter, image: {file: letter.png, alt: ""}}
          - {id: call, text: Call, image: {file: bridge.png, alt: A telephone <on> a table}}
          - {id: none, text: Not at all}
      - id: plan
        type: information
        text: The plan
        image: {file: bridge.png, alt: A bridge}
        video: {file: visit.mp4, captions: visit.vtt, title: A visit}
        bsl: {file: signed.mp4}
      - {id: hours, type: number, text: How long}
"""
GAELIC = """\
language: gd
texts:
  title: Seall
  pages: {one: {title: Aon}}
  questions:
    by: {text: Ciamar, options: {letter: Litir, call: Gairm, none: Idir}, pictures: {call: Fòn}}
    hours: {text: Dè cho fada}
    plan: {text: Am plana, image: Drochaid, video: {title: Turas, captions: visit-gd.vtt}}
"""

FILES = {
    "letter.png": png(8, 8), "bridge.png": png(6, 4), "visit.mp4": mp4(), "signed.mp4": mp4(320, 240),
    "visit.vtt": CAPTIONS.encode(), "visit-gd.vtt": CAPTIONS.replace("The sun", "A’ ghrian").encode(),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the survey lies, with what it shows."""
    made = tmp_path / "library"
    (made / "media").mkdir(parents=True)
    for name, data in FILES.items():
        (made / "media" / name).write_bytes(data)
    (made / "shown.gd.yaml").write_text(GAELIC, encoding="utf-8")
    return made


@pytest.fixture
def survey(folder: Path) -> Survey:
    return survey_of(folder, SHOWN, "shown")


def named(survey: Survey, file: str) -> str:
    return next(one.name for one in survey.media() if one.file == file)


def at(survey: Survey, file: str) -> str:
    return f"/media/{named(survey, file)}"


def answering(app: Flask) -> Client:
    """Somebody on the page."""
    client = app.test_client()
    assert isinstance(client, Client)
    client.submit("/boards/fife/shown/", button="next")
    return client


def test_it_is_kept_with_the_definition_and_served_by_its_content(app: Flask, survey: Survey) -> None:
    make_consultation(app, slug="shown", survey=survey)
    client = app.test_client()
    for file, type_ in (("bridge.png", "image/png"), ("visit.mp4", "video/mp4"),
                        ("visit.vtt", "text/vtt; charset=utf-8")):  # fmt: skip
        with client.get(at(survey, file)) as answer:
            assert answer.status_code == 200
            assert answer.headers["Content-Type"] == type_
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Disposition"].startswith("inline")
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert "Vary" not in answer.headers
            assert "Set-Cookie" not in answer.headers
            original = next(one for one in survey.media() if one.file == file)
            assert answer.data == Path(original.place).read_bytes()
            with client.get(at(survey, file), headers={"If-None-Match": answer.headers["ETag"]}) as again:
                assert again.status_code == 304


def test_a_player_may_ask_for_a_part(app: Flask, survey: Survey) -> None:
    make_consultation(app, slug="shown", survey=survey)
    with app.test_client().get(at(survey, "visit.mp4"), headers={"Range": "bytes=4-7"}) as answer:
        assert answer.status_code == 206
        assert answer.data == b"ftyp"
        assert answer.headers["Content-Range"] == f"bytes 4-7/{len(mp4())}"
    too_far = app.test_client().get(at(survey, "visit.mp4"), headers={"Range": "bytes=999999-"})
    assert too_far.status_code == 416


@pytest.mark.parametrize(
    "change",
    [
        lambda name: name.replace(".png", ".jpg"),
        lambda name: name.replace(".png", ".html"),
        lambda name: name.replace(".png", ""),
        lambda name: name[1:],
        lambda name: name.upper(),
        lambda name: "0" * 64 + ".png",
        lambda name: "../secret_key",
        lambda name: "..%2f..%2fsecret_key",
        lambda name: name + "%00",
    ],
)
def test_no_other_name_is_served(app: Flask, survey: Survey, change: Callable[[str], str]) -> None:
    make_consultation(app, slug="shown", survey=survey)
    answer = app.test_client().get(f"/media/{change(named(survey, 'bridge.png'))}")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert app.test_client().post(at(survey, "bridge.png")).status_code in (400, 405)


def test_the_page_shows_it_and_loads_no_clip(app: Flask, survey: Survey) -> None:
    make_consultation(app, slug="shown", survey=survey)
    answer = answering(app).get("/boards/fife/shown/p/one")
    assert not what_is_owed(answer)
    assert "media-src 'self'" in answer.headers["Content-Security-Policy"]
    html = Page(answer).html
    first, second, plan = html.iterfind(".//img")
    assert (first.get("src"), first.get("alt"), first.get("loading")) == (at(survey, "letter.png"), "", None)
    assert (second.get("alt"), second.get("loading")) == ("A telephone <on> a table", "lazy")
    assert (plan.get("width"), plan.get("height"), plan.get("decoding")) == ("6", "4", "async")
    assert first.xpath("ancestor::label/input/@value") == ["letter"]
    assert " ".join(first.xpath("string(ancestor::label)").split()) == "Letter"
    signed, visit = html.iterfind(".//video")
    assert [one.get("src") for one in signed.iterfind(".//source")] == [at(survey, "signed.mp4")]
    assert signed.find(".//track") is None
    for clip, title in ((signed, "Watch this in British Sign Language"), (visit, "A visit")):
        assert clip.get("preload") == "none"
        assert clip.get("autoplay") is None
        assert {"controls", "playsinline"} <= set(clip.attrib)
        assert html.xpath(f"string(//*[@id='{clip.get('aria-labelledby')}'])") == title
    assert [(one.get("srclang"), "default" in one.attrib) for one in visit.iterfind(".//track")] == [
        ("en", True),
        ("gd", False),
    ]


def test_the_page_speaks_its_language(app: Flask, survey: Survey) -> None:
    make_consultation(app, slug="shown", survey=survey)
    html = Page(answering(app).get("/boards/fife/shown/p/one?lang=gd")).html
    assert [one.get("alt") for one in html.iterfind(".//img")] == ["", "Fòn", "Drochaid"]
    tracks = html.xpath("//track[@default]")
    assert [one.get("src") for one in tracks] == [at(survey, "visit-gd.vtt")]


def test_a_link_is_a_link_and_nothing_of_it_is_there(app: Flask) -> None:
    survey = read_survey(library.LIBRARY / "examples" / "information.yaml")
    make_consultation(app, slug="shown", survey=survey)
    html = Page(answering(app).get("/boards/fife/shown/p/bridge")).html
    [link] = html.xpath("//a[@href='https://example.org/all-about-the-bridge']")
    assert link.get("rel") == "noopener noreferrer"
    said = " ".join(link.getparent().text_content().split())
    assert said == (
        "Watch it on example.org, in a new tab – All about the bridge. "
        "This leads to another site. It has captions."
    )
    elsewhere = [one for one in html.xpath("//@src") if not one.startswith("/")]
    assert not elsewhere


def test_what_was_changed_since_it_was_read_stops_it(app: Flask, folder: Path, survey: Survey) -> None:
    (folder / "media" / "letter.png").write_bytes(png(9, 9))
    with pytest.raises(Conflict, match=r"letter\.png is not there any more, or is another"):
        make_consultation(app, slug="shown", survey=survey)
    (folder / "media" / "letter.png").unlink()
    with pytest.raises(Conflict, match=r"letter\.png"):
        make_consultation(app, slug="shown", survey=survey)


def test_a_draft_is_tailored_and_a_consultation_revised_with_what_it_shows(
    app: Flask, folder: Path, survey: Survey
) -> None:
    make_consultation(app, slug="shown", survey=survey, opened=False)
    for file in (folder / "media").iterdir():
        file.write_bytes(png(1, 1))  # the library moves on; the draft does not
    with app.app_context():
        consultation = consultations.by_path("fife/shown")
        assert drafting.choose(consultation, Choices(left_out=frozenset({"by"}))) == ()
        assert [one.file for one in consultations.survey_of(consultation).media()][0] == "bridge.png"
        assert drafting.choose(consultation, Choices()) == ()
        assert media.missing(consultations.survey_of(consultation)) == []
        service.open_(consultation, production=False)
        db.session.commit()
    for name, data in {**FILES, "letter.png": png(3, 3)}.items():
        (folder / "media" / name).write_bytes(data)
    newer = survey_of(folder, SHOWN, "shown")
    with app.app_context():
        found = revising.revise(consultations.by_path("fife/shown"), newer)
        assert any("The picture of “Letter”" in one.says for one in found.different)
        assert files.has(media.FOLDER, named(newer, "letter.png"))
        assert files.has(media.FOLDER, named(survey, "letter.png"))  # for those who saw it


def test_a_picture_that_is_new_in_the_library_is_seen_at_once(
    folder: Path, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "LIBRARY", folder)
    before = named(library.by_key("shown"), "letter.png")
    (folder / "media" / "letter.png").write_bytes(png(30, 30))
    assert named(library.by_key("shown"), "letter.png") != before


def test_the_examples_are_small() -> None:
    shown = list((library.LIBRARY / "examples" / "media").iterdir())
    assert {one.suffix for one in shown} == {".png", ".webm", ".vtt"}
    assert max(one.stat().st_size for one in shown) < 20_000
    assert all(re.fullmatch(r"[a-z]+\.[a-z0-9]+", one.name) for one in shown)
