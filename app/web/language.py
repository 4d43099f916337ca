"""The interface's language: chosen by the person, kept through the whole way, English by default."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, force_locale, get_translations

from app.config import Config

NAMES = {"en": "English", "gd": "Gàidhlig"}
DIRECTIONS: dict[str, str] = {}  # languages written from right to left


def register(app: Flask, config: Config) -> None:
    """Flask-Babel with the choice below."""
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/London"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.root_path) + "/translations"
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
        return {"language": current(), "language_names": NAMES, "offered_languages": config.offered_languages}


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
