"""One more entry in a repeat, or one fewer, as the buttons on a page ask for."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

from app.surveys.definition import Question, Survey
from app.surveys.questions import repeat

ADD, REMOVE = "add:", "remove:"
"""What begins the value of a button: the full id of a repeat follows, or of one of its entries."""


def changed(survey: Survey, answers: Mapping[str, Any], button: str) -> dict[str, Any]:
    """The answers after a button was pressed; as they are where it names nothing that is there."""
    document = deepcopy(dict(answers))
    if button.startswith(ADD):
        found = _list(survey, document, button.removeprefix(ADD))
        if found is not None:
            question, entries = found
            least, most = repeat.bounds(question)
            wanted = min(max(1, least, len(entries)) + 1, most)
            entries += [{} for _ in range(len(entries), wanted)]
    elif button.startswith(REMOVE):
        path, _, place = button.removeprefix(REMOVE).rpartition(".")
        found = _list(survey, document, path)
        if found is not None and _is_place(place) and int(place) <= len(found[1]):
            del found[1][int(place) - 1]
    return document


def leads_to(button: str, survey: Survey, answers: Mapping[str, Any]) -> str:
    """The full id of what is looked at next: the new entry, or the repeat that one was taken from."""
    if button.startswith(REMOVE):
        return button.removeprefix(REMOVE).rpartition(".")[0] + "-text"
    path = button.removeprefix(ADD)
    found = _list(survey, deepcopy(dict(answers)), path)
    return f"{path}.{max(1, len(found[1]))}" if found is not None else ""


def _list(
    survey: Survey, document: dict[str, Any], path: str
) -> tuple[Question, list[dict[str, Any]]] | None:
    """The repeat of that full id with its entries in the document, made where they are not there yet."""
    first, *rest = path.split(".")
    question = survey.by_id.get(first)
    owner, key = document, first
    while question is not None and question.type == repeat.name and question.count is None:
        entries = owner.setdefault(key, [])
        if not isinstance(entries, list):
            return None
        if not rest:
            return replace(question, id=path), entries
        if len(rest) == 1 or not _is_place(rest[0]) or int(rest[0]) > repeat.bounds(question)[1]:
            return None
        place, key, *rest = rest
        entries += [{} for _ in range(len(entries), int(place))]
        owner = entries[int(place) - 1]
        question = next((part for part in question.parts if part.id == key), None)
    return None


def _is_place(word: str) -> bool:
    return word.isascii() and word.isdecimal() and 1 <= int(word[:4]) <= repeat.MOST_AT_ALL and len(word) < 3
