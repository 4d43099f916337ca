"""Whether a comment may speak of harm, so that somebody reads it first. An aid: it promises no monitoring."""

import re
from functools import lru_cache

from app.themes.lists import harm, plain


def may_speak_of_harm(text: str) -> bool:
    """Whether a phrase of the list is in the text.

    Much that speaks of harm has none of them, and much that has one does not speak of harm.

    >>> may_speak_of_harm("Some days I want to die."), may_speak_of_harm("The grape harvest")
    (True, False)
    >>> may_speak_of_harm("Chan eil mi sàbhailte aig an taigh."), may_speak_of_harm("أخاف منه كثيرًا")
    (True, True)
    """
    return _phrases().search(plain(text)) is not None


@lru_cache(maxsize=1)
def _phrases() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(_pattern, harm())) + ")")


def _pattern(phrase: str) -> str:
    whole = phrase.endswith(".")
    words = r"\s+".join(map(re.escape, phrase.removesuffix(".").split()))
    return words + (r"(?!\w)" if whole else "")
