"""The queue as an analyst goes through it with a keyboard: no JavaScript, nothing typed is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from lxml.html import HtmlElement

from app.consultations import service as consultations
from app.db import db
from app.themes import service, store
from app.themes.choices import REASONS
from tests.browser import Client
from tests.owed import Page
from tests.people import FIFE, HIGHLAND, signed_in_as
from tests.themes.making import comment, queue, release, said, small

QUEUE = "/workspace/fife/small/comments/"
NEXT = QUEUE + "small/next"
TEXT = "Ring Morag Smith on 01632 960123 about it."


@pytest.fixture
def analyst(sqlite_app: Flask, tmp_path: Path) -> Client:
    """Somebody who codes, before a queue of three."""
    said(sqlite_app, tmp_path, [TEXT, "He hits me.", {"role": "other", "role.other": "my aunt"}])
    made = signed_in_as(sqlite_app, "analyst", FIFE)
    assert isinstance(made, Client)
    return made


def at(app: Flask, text: str) -> str:
    """The address of a waiting comment."""
    with app.app_context():
        return f"{QUEUE}small/{comment(text)}/"


def marked(html: HtmlElement) -> list[str]:
    return [" ".join(mark.text_content().split()) for mark in html.iterfind(".//mark")]


def test_the_overview_counts_and_says_that_it_is_no_monitoring(
    analyst: Client, page: Callable[..., Page]
) -> None:
    shown = page(QUEUE, by=analyst)
    assert "2 waiting, 1 may speak of harm; 0 released; 0 held back; 0 themes" in shown.text
    assert "no monitoring" in shown.text
    assert "safeguarding" in shown.text


def test_harm_comes_first_and_says_so(analyst: Client, page: Callable[..., Page]) -> None:
    first = analyst.get(NEXT)
    assert first.status_code == 303
    shown = page(first.location, by=analyst)
    assert "He hits me." in shown.text
    assert "This may speak of harm" in shown.text
    assert "You cannot reach whoever wrote it" in shown.text


def test_marks_are_told_in_words_and_ticked(
    analyst: Client, sqlite_app: Flask, page: Callable[..., Page]
) -> None:
    shown = page(at(sqlite_app, TEXT), by=analyst)
    assert marked(shown.html) == ["Morag Smith [name]", "01632 960123 [telephone]"]
    boxes = shown.html.xpath("//fieldset[legend]//input[@name='hide']")
    assert [box.get("type") for box in boxes] == ["checkbox", "checkbox"]
    assert all(box.get("checked") is not None for box in boxes)


def test_all_can_be_reached_by_tab_in_the_order_of_the_work(
    analyst: Client, sqlite_app: Flask, page: Callable[..., Page]
) -> None:
    shown = page(at(sqlite_app, TEXT), by=analyst)
    controls = "//main//form//*[self::input or self::select or self::textarea or self::button]"
    stops = [one.get("name") for one in shown.html.xpath(f"{controls}[not(@type='hidden')]")]
    assert list(dict.fromkeys(stops)) == [
        "hide", "words", "reason", "new_theme", "quoted", "attribute", "go",
    ]  # fmt: skip
    assert not shown.html.xpath("//*[@tabindex > 0]")
    keys = shown.html.xpath("//main//@accesskey")
    assert keys == ["r", "h", "p", "n"]
    assert len(set(keys)) == len(keys)


def test_release_and_next(analyst: Client, sqlite_app: Flask) -> None:
    address = at(sqlite_app, TEXT)
    answer = analyst.submit(
        address,
        {"reason": "names_others", "new_theme": "Being heard", "words": "about  it"},
        button="release",
    )
    assert answer.status_code == 303
    follow = analyst.get(answer.location)
    assert follow.status_code == 303
    shown = Page(analyst.get(address))
    assert "Ring [name removed] on [telephone removed] [words removed]." in shown.text
    assert "words were hidden: it names or describes somebody else" in shown.text
    assert shown.html.xpath("//input[@name='themes']")[0].get("checked") is not None


def test_preview_saves_nothing(analyst: Client, sqlite_app: Flask) -> None:
    address = at(sqlite_app, TEXT)
    answer = analyst.submit(address, {"words": "about it"}, button="preview")
    shown = Page(answer)
    assert "Ring [name removed] on [telephone removed] [words removed]." in shown.text
    assert "Nothing is saved yet" in shown.text
    with sqlite_app.app_context():
        assert len(queue()) == 3


def test_what_is_wrong_is_said_and_what_was_typed_is_there(analyst: Client, sqlite_app: Flask) -> None:
    address = at(sqlite_app, TEXT)
    first = Page(analyst.get(address)).html.xpath("//input[@name='hide']/@value")[0]
    typed = {"hide": [first], "words": "Fiona", "new_theme": "Being heard", "reason": "staff"}
    answer = analyst.submit(address, typed, button="release")
    shown = Page(answer)
    assert answer.status_code == 422
    assert "“Fiona” is not in the comment" in shown.text
    assert shown.html.find(".//title").text.startswith("Error: ")
    assert shown.html.xpath("string(//textarea[@name='words'])").strip() == "Fiona"
    assert shown.html.xpath("//input[@name='new_theme']/@value") == ["Being heard"]
    ticks = [box.get("checked") is not None for box in shown.html.xpath("//input[@name='hide']")]
    assert ticks == [True, False]
    assert analyst.submit(address, {"reason": ""}, button="release").status_code == 422
    held = Page(analyst.submit(address, {"reason": ""}, button="hold"))
    assert "Say why this comment is held back" in held.text
    assert held.html.xpath("//a[@href='#reason']")
    with sqlite_app.app_context():
        assert len(queue()) == 3
        assert store.themes(small().id) == []


def test_hold_take_back_and_skip(analyst: Client, sqlite_app: Flask) -> None:
    address = at(sqlite_app, "my aunt")
    assert analyst.submit(address, {"reason": "no_comment"}, button="hold").status_code == 303
    shown = Page(analyst.get(address))
    assert f"Held back: {REASONS['no_comment'][0].lower()}{REASONS['no_comment'][1:]}" in shown.text
    assert "quoted" not in shown.html.xpath("//input/@name")
    assert "my aunt" not in Page(analyst.get(QUEUE + "small/decided?state=held")).text
    assert analyst.submit(address, button="undo").status_code == 303
    assert "Hide other words" in Page(analyst.get(address)).text
    skipped = analyst.get(f"{NEXT}?question=role.other&after={address.split('/')[-2]}")
    assert skipped.location.endswith("?end=skipped")
    assert "Those that you skipped still wait" in Page(analyst.get(skipped.location)).text


def test_themes_and_quotation_of_a_released_comment_can_be_changed(
    analyst: Client, sqlite_app: Flask, page: Callable[..., Page]
) -> None:
    address = at(sqlite_app, "He hits me.")
    with sqlite_app.app_context():
        release(comment("He hits me."))
    answer = analyst.submit(
        address, {"new_theme": "Safety", "quoted": "y", "attribute": "role"}, button="sort"
    )
    assert answer.status_code == 303
    assert "Saved." in page(answer.location, by=analyst).text
    chosen = page(QUEUE + "small/decided?state=quoted", by=analyst)
    assert "He hits me." in chosen.text
    answer = analyst.submit(address, {"quoted": None, "themes": None}, button="sort")
    with sqlite_app.app_context():
        assert store.quoted(small().id) == []


def test_the_end_of_the_queue(analyst: Client, sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        for key, _ in queue():
            release(key)
    answer = analyst.get(NEXT)
    assert answer.location.endswith("?end=empty")
    assert "Every comment there has been dealt with" in Page(analyst.get(answer.location)).text


def test_themes_by_page(analyst: Client, sqlite_app: Flask, page: Callable[..., Page]) -> None:
    address = QUEUE + "small/themes"
    shown = page(address, by=analyst)
    forms = [
        form for form in shown.html.forms if form.xpath(".//input[@name='question' and @value='comment']")
    ]
    assert len(forms) == 1
    token = forms[0].fields["csrf_token"]

    def send(path: str, **fields: str) -> Page:
        answer = analyst.post(path, data={"csrf_token": token, **fields})
        if answer.status_code == 303:
            return page(answer.location, by=analyst)
        assert answer.status_code == 422
        return Page(answer)

    assert "ticked for 0 comments" in send(address, question="comment", name="Breaks").text
    wrong = send(address, question="comment", name="breaks")
    assert "has a theme “breaks” already" in wrong.text
    assert wrong.html.xpath("//input[@id='new-comment']/@value") == ["breaks"]
    assert wrong.html.xpath("//a[@href='#new-comment']")
    with sqlite_app.app_context():
        [theme] = store.themes(small().id)
        key = f"{address}/{theme.id}"
    assert send(key, go="rename", name="Rest").html.xpath("//input[@value='Rest']")
    assert "Write a name" in send(key, go="rename", name=" ").text
    assert not send(key, go="delete").html.xpath("//input[@value='Rest']")


def test_other_roles_boards_and_consultations(analyst: Client, sqlite_app: Flask) -> None:
    address = at(sqlite_app, TEXT)
    for role, board, status in (
        ("planner", FIFE, 403),
        ("auditor", FIFE, 403),
        ("officer", FIFE, 200),
        ("analyst", HIGHLAND, 404),
    ):
        assert signed_in_as(sqlite_app, role, board).get(address).status_code == status
    with sqlite_app.app_context():
        from app.boards import store as boards
        from tests.builders import small_survey

        consultations.create(boards.by_slug("fife"), small_survey(), "draft", "A draft")
        db.session.commit()
    assert analyst.get("/workspace/fife/small/comments/draft/themes").status_code == 404
    assert analyst.get("/workspace/fife/draft/comments/small/themes").status_code == 404
    assert analyst.get("/workspace/fife/draft/comments/").status_code == 200


def test_a_comment_that_was_corrected_is_not_decided_on(analyst: Client, sqlite_app: Flask) -> None:
    address = at(sqlite_app, TEXT)
    shown = analyst.get(address)
    with sqlite_app.app_context():
        key = comment(TEXT)
        store.begin_again(key, digest=service.digest_of(store.comment(small().id, key).response_id, "x"))
        db.session.commit()
    assert analyst.send(shown, {"reason": "staff"}, form=address, button="release").status_code == 409
