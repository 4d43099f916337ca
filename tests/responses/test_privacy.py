"""The privacy notice is in words for those who are asked: for children in short ones of their own."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from app.consultations import library
from app.responses.around import NOTICES
from app.surveys.parser import PRIVACY
from app.surveys.readability import coleman_liau, count
from tests.builders import make_consultation, small_survey
from tests.owed import Page

NOTICE = "/boards/fife/small/privacy"


def test_there_is_one_for_each_word_that_a_survey_may_write() -> None:
    assert set(NOTICES) == set(PRIVACY)


def test_children_are_told_in_short_sentences(sqlite_app: Flask, page: Callable[..., Page]) -> None:
    make_consultation(sqlite_app, survey=library.by_key("young-carers"))
    shown = page(NOTICE)
    assert shown.heading == "What happens with your answers"
    said = [" ".join(one.text_content().split()) for one in shown.html.iterfind(".//dl[@class='facts']/*")]
    counts = [count(words) for words in said]
    words, sentences = sum(one.words for one in counts), sum(one.sentences for one in counts)
    assert words / sentences < 12
    assert coleman_liau(sum(counts[1:], counts[0])) + 5 <= 9, "what a child of nine can read"
    for needed in (
        "Childline",
        "0800 1111",
        "999",
        "Information Commissioner",
        "30 days",
        "grown-up you trust",
    ):
        assert needed in shown.text


@pytest.mark.parametrize("language", ["en", "gd"])
def test_nothing_that_the_law_wants_said_is_left_out(
    sqlite_app: Flask, page: Callable[..., Page], language: str
) -> None:
    """Both notices say how long answers are kept, and where to look them up and to complain."""
    for slug, privacy in (("grown", "standard"), ("young", "children")):
        survey = replace(small_survey(), privacy=privacy, languages=("en", "gd"))
        make_consultation(sqlite_app, slug=slug, survey=survey)
        shown = page(f"/boards/fife/{slug}/privacy?lang={language}")
        assert shown.html.get("lang") == language
        assert {"/receipts/", "https://ico.org.uk/make-a-complaint/"} <= set(shown.links().values())
        assert "30" in shown.text
    assert ("Cò chì na freagairtean agam?" in shown.text) == (language == "gd")


def test_others_read_the_usual_one(sqlite_app: Flask, page: Callable[..., Page]) -> None:
    make_consultation(sqlite_app)
    shown = page(NOTICE)
    assert shown.heading == "Privacy notice"
    assert "Who is asking?" not in shown.text
