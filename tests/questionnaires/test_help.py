"""Beside every box for words: that nobody reads it at once, and whom to call, in every language."""

from pathlib import Path

import pytest
from flask import Flask, g
from flask_babel import force_locale

from app.questionnaires.compiled import Setting, State, render_page
from app.surveys.parser import read_survey
from tests.builders import small_survey

LONG = Path(__file__).resolve().parents[2] / "bench" / "survey.yaml"
LINES = ("999", "111", "116 123", "0800 83 85 87")


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "Nobody reads this at once"), ("gd", "Chan eil duine a' leughadh seo sa bhad")],
)
def test_a_comment_box_says_whom_to_call(sqlite_app: Flask, language: str, says: str) -> None:
    survey = small_survey()
    setting = Setting(f"help {language}", "A board", "A title", "/p/", "/", False, (("en", "English"),))
    with sqlite_app.test_request_context("/"), force_locale(language):
        g.page_language = language
        asked = frozenset(question.id for question in survey.questions)
        html = render_page(survey, survey.pages[1], language, setting, State({}, asked)).decode()
    box = html.partition('id="comment-room"')[2].partition("<textarea")[0]
    assert says in box
    assert all(line in box for line in LINES)
    assert "<details" in box


def test_a_long_page_stays_small(sqlite_app: Flask) -> None:
    """Twenty questions fit thirty thousand bytes: somebody may pay for each, or wait for it."""
    survey = read_survey(LONG)
    setting = Setting("long", "A board", "A title", "/p/", "/", False, (("en", "English"),))
    with sqlite_app.test_request_context("/"):
        asked = frozenset(question.id for question in survey.questions)
        assert len(render_page(survey, survey.pages[0], "en", setting, State({}, asked))) <= 30_000
