"""The interface's language: chosen by the person, kept through the whole way, English by default.

What a language calls itself and which way it is written is known from the Unicode CLDR that Babel brings:
a further language needs its words, and one line in the configuration.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, force_locale, get_translations
from markupsafe import Markup

from app.config import Config

FIRST_STRONG, POP = "\u2068", "\u2069"  # Unicode's isolates: what is between them has a direction of its own


@cache
def called(language: str) -> str:
    """What a language calls itself.

    >>> called("gd"), called("pl")
    ('Gàidhlig', 'Polski')
    """
    try:
        name = str(Locale.parse(language).get_display_name(language) or language)
    except (ValueError, UnknownLocaleError):
        return language  # a survey's own; `speir survey check` says that there is no such language
    return name[:1].upper() + name[1:]


@cache
def direction(language: str) -> str:
    """Which way a language is written: "ltr" or "rtl"."""
    return str(Locale.parse(language).text_direction)


def register(app: Flask, config: Config) -> None:
    """Flask-Babel with the choice below."""
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/London"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.root_path) + "/translations"
    app.jinja_env.globals.update(lang=lang, language_name=called, direction=direction)
    app.jinja_env.filters["apart"] = apart
    Babel(app, locale_selector=current)
    _keep_catalogues(app)

    @app.before_request
    def choose() -> None:
        if not request.query_string:  # nearly every page: looking into nothing costs as much
            return
        chosen = request.args.get("lang")
        if chosen in config.offered_languages and session.get("language") != chosen:
            session["language"] = chosen

    @app.context_processor
    def words() -> dict[str, object]:
        return {"language": current(), "offered_languages": config.offered_languages}


def _keep_catalogues(app: Flask) -> None:
    """Let templates find a language's words at once: Flask-Babel looks for them anew at every text."""
    kept: dict[str, Any] = {}

    def catalogue() -> Any:
        language = current()
        found = kept.get(language)
        if found is None:
            found = kept[language] = get_translations()
        return found

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of Jinja's i18n extension
        lambda one: catalogue().ugettext(one),
        lambda one, many, number: catalogue().ungettext(one, many, number),
        newstyle=True,
    )


def current() -> str:
    """The language of this page: one set for it, else the person's choice, else English."""
    page: str | None = g.get("page_language")
    if page:
        return page
    if not has_request_context():
        return "en"
    chosen: str = session.get("language", "en")
    return chosen


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is rendered in the block is in this language, whatever the page around it speaks."""
    before = g.get("page_language")
    g.page_language = language
    try:
        with force_locale(language):
            yield
    finally:
        g.page_language = before


def lang(language: str, page: str = "") -> Markup:
    """The attributes of an element whose words are in `language`: on a page in `page`, or on this.

    The direction is said wherever one of the two is written from right to left.

    >>> lang("en", "gd"), lang("en", "ar")
    (Markup('lang="en"'), Markup('lang="en" dir="ltr"'))
    """
    way = direction(language)
    if way == direction(page or current()) == "ltr":
        return Markup('lang="{}"').format(language)
    return Markup('lang="{}" dir="{}"').format(language, way)


def apart(words: str) -> Markup:
    """Somebody's own words, or a name, within a sentence: of whatever direction, they do not reorder it."""
    return Markup("<bdi>{}</bdi>").format(words)


def apart_plainly(words: str) -> str:
    """As `apart`, where there can be no element: needed only on a page that is written from right to left."""
    return f"{FIRST_STRONG}{words}{POP}" if direction(current()) == "rtl" else words
