"""One value under a key of a survey file: words, a number, a date. Anything else is told with its line."""

import re
from datetime import date
from difflib import get_close_matches
from typing import Any

from babel import Locale
from ruamel.yaml.comments import CommentedMap

from app.surveys.definition import NO_TEXT, SOURCE_LANGUAGE, Text
from app.surveys.paper import Paper, line_of, listed, shown
from app.surveys.text import odd_links

ID = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
OPTION_ID = re.compile(r"[a-z0-9][a-z0-9_]{0,59}", re.ASCII)  # bands such as 16_24 begin with a digit
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)  # it is part of a file's name
KEY = re.compile(r"[a-z][a-z0-9-]{0,59}", re.ASCII)
MARKDOWN = ("intro", "help", "thanks")  # and the texts of endings
LARGEST = 10**15  # of a number: more than that no answer is


def text(paper: Paper, item: CommentedMap, key: str, required: bool = False) -> Text:
    """An English text; NO_TEXT where there is none, which is told where it is `required`."""
    value = item.get(key)
    if isinstance(value, str) and value.strip():
        if key in MARKDOWN:
            links(paper, item, key)
        return Text({SOURCE_LANGUAGE: value.strip()})
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Text({SOURCE_LANGUAGE: str(value)})
    if value is not None:
        how = "empty" if isinstance(value, str) else "not a text"
        paper.problem(
            line_of(item, key),
            f"'{key}' is {how}.",
            "Write words after it, in quotes if it is true or false, has a colon or begins with a brace.",
        )
    elif required and key not in paper.meant_in(item):
        name = item.get("id", item.get("page", ""))
        where = f" of '{name}'" if name else ""
        paper.problem(line_of(item, key), f"The '{key}'{where} is missing.", f"Add '{key}: …'.")
    return NO_TEXT


def links(paper: Paper, item: CommentedMap, key: str) -> None:
    """Tell which links under a key are no whole addresses."""
    for link in odd_links(str(item[key])):
        mend = "Begin it with https://, mailto: or tel:."
        paper.problem(line_of(item, key), f"The link '{link}' is no whole address.", mend)


def word(paper: Paper, item: CommentedMap, key: str, form: re.Pattern[str], example: str) -> str | None:
    """An id of a form such as `KEY`, as in the `example`; None where there is none."""
    if key not in item:
        paper.problem(line_of(item), f"'{key}' is missing.", f"Add it, for example {example}.")
        return None
    value = str(item[key])
    if item[key] is None:  # `only` says so
        return None
    if not isinstance(item[key], str) or not form.fullmatch(value):
        mark = "hyphens" if form is KEY else "underscores"
        first = "" if form is OPTION_ID else ", a letter first"
        paper.problem(
            line_of(item, key),
            f"The '{key}' cannot be {shown(item[key])}.",
            f"Use small letters, digits and {mark}{first}; put what begins with a digit in quotes.",
        )
        return None
    return value


def words(paper: Paper, item: CommentedMap, key: str) -> tuple[str, ...]:
    """A list of words; the line of each is kept for what is checked later."""
    value = item.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        paper.problem(line_of(item, key), f"'{key}' is not a list of words.", f"Write '{key}: [one, two]'.")
        return ()
    for index, one in enumerate(value):
        paper.lines.setdefault((key, one), line_of(value, index))
    return tuple(value)


def languages(paper: Paper, tree: CommentedMap) -> tuple[str, ...]:
    """The languages, English first."""
    found = words(paper, tree, "languages")
    for language in found:
        if not LANGUAGE.fullmatch(language) or not is_known(language):
            line = paper.lines["languages", language]
            what = f"'{language}' is no code of a language."
            paper.problem(line, what, "Write for example 'gd' for Scottish Gaelic, or 'pt-BR'.")
    if SOURCE_LANGUAGE in found[1:]:
        mend = f"Write '{SOURCE_LANGUAGE}' first: every survey is written in English."
        paper.problem(line_of(tree, "languages"), "English does not stand first, or twice.", mend)
    elif len({*found}) < len(found):
        paper.problem(line_of(tree, "languages"), "A language stands there twice.", "Take one out.")
    return tuple(dict.fromkeys((SOURCE_LANGUAGE, *found)))


def is_known(language: str) -> bool:
    """Whether Unicode's data have the language, whatever region is said with it.

    >>> is_known("gd"), is_known("pt-BR"), is_known("xx")
    (True, True, False)
    """
    return language.split("-")[0] in Locale(SOURCE_LANGUAGE).languages


def one_of(paper: Paper, item: CommentedMap, key: str, known: tuple[str, ...], default: str) -> str:
    """One of some known words; the `default` where the key is left out."""
    value = str(item.get(key, default))
    if value not in known:
        near = get_close_matches(value, known, 1)
        mend = f"Did you mean '{near[0]}'?" if near else f"Use one of {listed(known)}."
        paper.problem(line_of(item, key), f"'{key}' cannot be {shown(item[key])}.", mend)
    return value


def flag(paper: Paper, item: CommentedMap, key: str) -> bool:
    """true or false; false where the key is left out."""
    value = item.get(key, False)
    if not isinstance(value, bool):
        paper.problem(line_of(item, key), f"'{key}' is {shown(value)}.", "Write 'true' or 'false'.")
        return False
    return value


def number(paper: Paper, item: CommentedMap, key: str) -> float | None:
    """A number between -LARGEST and LARGEST, or None."""
    value: Any = item.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not -LARGEST <= value <= LARGEST:
        paper.problem(line_of(item, key), f"'{key}' is not a number.", f"Write for example '{key}: 10'.")
        return None
    return float(value)


def whole(paper: Paper, item: CommentedMap, key: str, most: int = LARGEST) -> int | None:
    """A whole number from 0 to `most`, or None."""
    value = number(paper, item, key)
    if value is None:
        return None
    if not 0 <= value <= most or not value.is_integer():
        mend = (
            "Write a whole number, 0 or more." if most == LARGEST else f"Write a whole number, 0 to {most}."
        )
        paper.problem(line_of(item, key), f"'{key}' is {value:g}.", mend)
        return None
    return int(value)


def day(paper: Paper, item: CommentedMap, key: str) -> str | None:
    """A date, as ISO 8601 says it, or None."""
    try:
        return date.fromisoformat(str(item[key])).isoformat()
    except ValueError:
        paper.problem(
            line_of(item, key), f"'{key}' is not a date.", f"Write for example '{key}: 2026-11-30'."
        )
        return None
