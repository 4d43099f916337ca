"""Every page of the library can be shown, in every language of its survey, with no name or id twice."""

import re
from collections import Counter

import pytest
from flask import Flask, g
from flask_babel import force_locale

from app.consultations import library
from app.questionnaires.compiled import Setting, State, render_page


@pytest.mark.parametrize("key", [one.key for one in library.all()])
def test_each_page_is_whole(sqlite_app: Flask, key: str) -> None:
    survey = library.by_key(key)
    asked = frozenset(question.id for question in survey.questions)
    links = tuple((language, language) for language in survey.languages)
    for language in survey.languages:
        setting = Setting(f"{key}-{language}", "A board", "A title", "/p/", "/", False, links)
        for page in survey.pages:
            with sqlite_app.test_request_context("/"), force_locale(language):
                g.page_language = language
                html = render_page(survey, page, language, setting, State({}, asked)).decode()
            assert f'<html lang="{language}"' in html
            ids = Counter(re.findall(r'\sid="([^"]*)"', html))
            assert [one for one, times in ids.items() if times > 1] == [], page.id
            texts = Counter(re.findall(r'<(?:input[^>]*type="text"|textarea)[^>]*\sname="([^"]*)"', html))
            assert [one for one, times in texts.items() if times > 1] == [], page.id
            for question in page.questions:
                assert (f'name="{question.id}.other"' in html) == any(one.other for one in question.options)
