"""Languages of the interface: what they call themselves, and which way what is in them is written."""

import pytest
from flask import Flask
from flask_babel import Babel

from app.config import Config
from app.web.language import apart_plainly, called, direction, lang, speaking
from tests.browser import Client
from tests.owed import Page

SHEETS = {"ltr": "vendor/design-system.min.css", "rtl": "vendor/design-system.rtl.css"}
TABLE = [("en", "English", "ltr"), ("gd", "Gàidhlig", "ltr"), ("ar", "العربية", "rtl"), ("ur", "اردو", "rtl")]


@pytest.mark.parametrize(("language", "name", "way"), TABLE)
def test_a_language_is_known_by_its_code_alone(language: str, name: str, way: str) -> None:
    assert (called(language), direction(language)) == (name, way)


@pytest.mark.parametrize("language", Config.__dataclass_fields__["languages"].default)
def test_a_page_is_written_in_the_direction_of_its_language(client: Client, language: str) -> None:
    page = Page(client.get(f"/?lang={language}"))
    way = direction(language)
    assert (page.html.get("lang"), page.html.get("dir")) == (language, way)
    assert [one for one in SHEETS.values() if one in page.source] == [SHEETS[way]]
    assert page.links().get("العربية") == (None if language == "ar" else "?lang=ar")


@pytest.mark.parametrize(
    ("language", "page", "said"),
    [
        ("en", "en", 'lang="en"'),
        ("gd", "en", 'lang="gd"'),
        ("en", "ar", 'lang="en" dir="ltr"'),
        ("ar", "en", 'lang="ar" dir="rtl"'),
        ("ur", "ar", 'lang="ur" dir="rtl"'),
    ],
)
def test_the_direction_is_said_where_one_is_written_from_right_to_left(
    language: str, page: str, said: str
) -> None:
    assert lang(language, page) == said


def test_words_in_a_plain_sentence_are_kept_apart_only_where_they_could_reorder_it() -> None:
    app = Flask(__name__)
    Babel(app)
    with app.app_context():
        assert apart_plainly("Fife (NHS)") == "Fife (NHS)"
        with speaking("ar"):
            assert apart_plainly("Fife (NHS)") == "\u2068Fife (NHS)\u2069"
