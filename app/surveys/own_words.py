"""The few words that are ours in anybody's survey, such as "Yes", in each language that the interface has.

They come from the same catalogues as the words of the pages, so that a further language brings them along.
Python's own gettext reads those: a survey knows nothing of pages.
"""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from app.surveys.definition import SOURCE_LANGUAGE, Text

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"


def own_words(english: str) -> Text:
    """Words of ours in every language.

    >>> own_words("Yes").in_language("gd")
    'Tha'
    """
    said = {language: one.gettext(english) for language, one in _catalogues().items()}
    return Text({SOURCE_LANGUAGE: english, **{one: words for one, words in said.items() if words != english}})


@cache
def _catalogues() -> Mapping[str, GNUTranslations]:
    found = {}
    for file in sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.mo")):
        with file.open("rb") as opened:
            found[file.parts[-3]] = GNUTranslations(opened)
    return found
