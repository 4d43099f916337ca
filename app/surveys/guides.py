"""What a survey is good for and where its words come from, read for the officer who chooses it.

These texts are in English only and no respondent reads them. A source is named once in a survey, and
each question says whether its words are ours or whose they are, so that a report can say it too.
"""

from dataclasses import fields
from typing import Any

from ruamel.yaml.comments import CommentedMap

from app.surveys.definition import OURS, Guide, Source, Wording
from app.surveys.paper import Paper, items, line_of, listed, only, shown

GUIDE_KEYS = tuple(one.name for one in fields(Guide))
SOURCE_KEYS = ("title", "url", "used_for")
WORDING_KEYS = ("status", "source")
STATUSES = ("ours", "adapted", "verbatim")


def guide(paper: Paper, tree: CommentedMap) -> Guide | None:
    """What an officer should know before choosing the survey, or None."""
    item = _mapping(paper, tree, "guide", "guide: {purpose: …}")
    if item is None:
        return None
    only(paper, item, frozenset(GUIDE_KEYS), "a guide")
    return Guide(**{key: _words(paper, item, key, "the guide") for key in GUIDE_KEYS})


def sources(paper: Paper, tree: CommentedMap) -> tuple[Source, ...]:
    """What the survey was written from."""
    found = []
    for _, item in items(paper, tree, "sources", "source"):
        only(paper, item, frozenset(SOURCE_KEYS), "a source")
        url = str(item.get("url", ""))
        if url and not url.startswith(("https://", "http://")):
            paper.problem(line_of(item, "url"), f"'{url}' is no link.", "Begin it with https://.")
        title = _words(paper, item, "title", "a source")
        found.append(Source(title, _words(paper, item, "used_for", "a source"), url))
    return tuple(found)


def with_those_of_blocks(paper: Paper, tree: CommentedMap) -> tuple[Source, ...]:
    """The sources of the survey and then those of its blocks, each once."""
    found = tuple(dict.fromkeys((*paper.sources, *paper.lent)))
    for number, one in enumerate(found):
        if one.title in [earlier.title for earlier in found[:number]]:
            paper.problem(
                line_of(tree, "sources"),
                f"Two sources are called '{one.title}'.",
                "Give one of them another title, or say the same of both.",
            )
    return found


def wording(paper: Paper, item: CommentedMap) -> Wording:
    """Whose words a question is in. A source is named by its title, or by its number in the list from 1."""
    said = _mapping(paper, item, "wording", "wording: {status: adapted, source: 1}")
    if said is None:
        return OURS
    only(paper, said, frozenset(WORDING_KEYS), "a wording")
    line = line_of(item, "wording")
    status = str(said.get("status", OURS.status))
    if status not in STATUSES:
        paper.problem(
            line, f"The status of a wording cannot be '{status}'.", f"Use one of {listed(STATUSES)}."
        )
    source = said.get("source")
    if source is None:
        if status in STATUSES[1:]:
            paper.problem(
                line,
                f"A wording that is {status} names no source.",
                "Add 'source:' with its title or number.",
            )
        return Wording(status)
    title = _title(paper, source)
    if not title:
        paper.problem(
            line,
            f"The survey has no source {shown(source)}.",
            "Name one of its 'sources:', by title or number from 1.",
        )
    return Wording(status, title)


def _title(paper: Paper, source: Any) -> str:
    """The title of the source that is meant, or nothing."""
    titles = [one.title for one in paper.sources]
    if isinstance(source, int) and not isinstance(source, bool):
        return titles[source - 1] if 1 <= source <= len(titles) else ""
    return str(source) if str(source) in titles else ""


def _mapping(paper: Paper, item: CommentedMap, key: str, example: str) -> CommentedMap | None:
    """The keys under a key, or None."""
    value = item.get(key)
    if value is None or isinstance(value, CommentedMap):
        return value
    paper.problem(line_of(item, key), f"'{key}' is not a set of keys.", f"Write it like '{example}'.")
    return None


def _words(paper: Paper, item: CommentedMap, key: str, of: str) -> str:
    """Some words, which must be there."""
    value = item.get(key)
    if isinstance(value, str) and value.strip():
        return " ".join(value.split())
    paper.problem(line_of(item, key), f"'{key}' of {of} is missing.", f"Add '{key}:' with some words.")
    return ""
