"""The library on the officer's pages: what each survey is good for, before it is chosen."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.consultations import library
from tests.owed import Page
from tests.workspaces.officer.made import HUB, make, officer

KEYS = [one.key for one in library.all()]


def test_the_library_stands_by_whom_it_asks(sqlite_app: Flask, page: Callable[..., Page]) -> None:
    shown = page("/workspace/library", by=officer(sqlite_app))
    assert shown.html.xpath("//h2/text()")[:5] == [
        "Carers", "People who use services", "Third sector organisations", "Members of the public",
        "Members of planning groups",
    ]  # fmt: skip
    for one in library.all():
        assert shown.links()[str(one.title)] == f"/workspace/library/{one.key}"
    assert "/workspace/library" in page("/workspace/", by=officer(sqlite_app)).links().values()


@pytest.mark.parametrize("key", KEYS)
def test_a_survey_says_all_of_itself(sqlite_app: Flask, page: Callable[..., Page], key: str) -> None:
    survey = library.by_key(key)
    shown = page(f"/workspace/library/{key}", by=officer(sqlite_app))
    assert shown.heading == str(survey.title)
    assert survey.guide is not None
    for words in (survey.guide.purpose, survey.guide.not_for, *(one.used_for for one in survey.sources)):
        assert words in shown.text
    for part in survey.pages:
        assert str(part.title) in shown.html.xpath("//h3/text()")
    assert all(str(one.text) in shown.text for one in survey.questions)


def test_whose_words_a_question_has_is_shown(sqlite_app: Flask, page: Callable[..., Page]) -> None:
    shown = page("/workspace/library/social-care", by=officer(sqlite_app)).text
    assert "adapted from “Health and Care Experience survey”" in shown
    assert "verbatim from “Guidance on questions about disability”" in shown
    assert "Asked only if you chose something other than" in shown


def test_what_is_not_in_the_library_is_not_there(sqlite_app: Flask, page: Callable[..., Page]) -> None:
    for key in ("equality", "nothing"):
        page(f"/workspace/library/{key}", status=404, by=officer(sqlite_app))


@pytest.mark.parametrize("path", ["/workspace/fife/new", f"{HUB}add"])
def test_it_is_chosen_from_the_same_shelves(sqlite_app: Flask, page: Callable[..., Page], path: str) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    tree = page(path, by=by).html
    groups = [str(one) for one in tree.xpath("//fieldset/fieldset/legend/text()")]
    assert groups[0] == "Carers"
    assert len(groups) == 5
    assert sorted(tree.xpath("//fieldset/fieldset//input/@value")) == sorted(KEYS)
    assert len(tree.xpath("//fieldset/fieldset//a[@target='_blank']")) == len(KEYS)


def test_a_choice_is_kept_when_something_else_is_wrong(sqlite_app: Flask) -> None:
    typed = {"title": "", "surveys": ["meeting", "eqia"]}
    shown = officer(sqlite_app).submit("/workspace/fife/new", typed)
    assert shown.status_code == 422
    assert sorted(Page(shown).html.xpath("//input[@name='surveys'][@checked]/@value")) == ["eqia", "meeting"]
