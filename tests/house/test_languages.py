"""All languages are complete: every word of the interface that is marked for translation has one in each."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "app" / "translations"
pytestmark = pytest.mark.contract

METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "own_words": None}
OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}}


def marked() -> set[str]:
    """The English words that stand in a call of gettext, in code and templates."""
    found = set()
    for folder in ("app", "templates"):
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, METHODS, OPTIONS, keywords=KEYWORDS
        ):
            found.add(message if isinstance(message, str) else message[0])
    return found - {""}


def languages() -> list[str]:
    """The languages that the interface has words for besides English."""
    return sorted(file.parts[-3] for file in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))


def test_each_offered_language_has_its_words() -> None:
    from app.config import Config

    offered = Config.__dataclass_fields__["languages"].default
    assert set(offered) == {"en", *languages()}


@pytest.mark.parametrize("language", languages())
def test_a_language_is_complete(language: str) -> None:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    translated = {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in catalogue
        if message.id
    }
    words = marked()
    missing = sorted(words - set(translated))
    empty = sorted(
        key for key, message in translated.items() if key in words and (not message.string or message.fuzzy)
    )
    stale = sorted(set(translated) - words)
    assert not missing, f"{language} lacks {len(missing)} words: {missing[:10]}"
    assert not empty, f"{language} leaves {len(empty)} words empty or fuzzy: {empty[:10]}"
    assert not stale, f"{language} has {len(stale)} words that nothing says any more: {stale[:10]}"


@pytest.mark.parametrize("language", languages())
def test_placeholders_are_kept(language: str) -> None:
    """A translation that drops %(name)s, or makes one up, would break the page it stands on."""
    from babel.messages.checkers import python_format

    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message in catalogue:
        if message.id and message.python_format:
            python_format(catalogue, message)
