"""One set of answers taken through a survey without a browser, and everything that comes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from app.surveys.answers import Answers, Value
from app.surveys.definition import Option, Question, Survey, Text
from app.surveys.problems import Slip
from app.surveys.questions import check, parts, repeat
from app.surveys.questions.parts import flat
from app.surveys.routing import ending, relevant_only, route
from app.surveys.validation import sendable


def rehearsed(survey: Survey, document: Mapping[str, Any]) -> dict[str, Any]:
    """The object of `speir survey route`.

    asked        the ids of the questions that these answers are asked, in order
    not_offered  what is not offered there, as `question=option` and `question.row`; and of a repeat the
                 entries, `people.3`, and parts, `people.1.age`, that are not asked
    stored       the answers that would be stored
    left_out     what of the document would not be, each with the reason
    problems     what must be mended before it could be sent
    ending       what would be said afterwards
    """
    survey = _with_places(survey, document)
    stored = relevant_only(survey, Answers(document))
    routed = route(survey, document)
    asked = [question.id for question in routed.questions]
    there = {one.partition(".")[0].partition("=")[0] for one in routed.hidden} & {*asked}
    return {
        "asked": asked,
        "not_offered": sorted(
            one for one in routed.hidden if one.partition(".")[0].partition("=")[0] in there
        ),
        "stored": stored.document(),
        "left_out": [
            {"at": at, "because": why} for at, why in _left_out(survey, document, stored.document(), {*asked})
        ],
        "problems": [_problem(survey, stored, slip) for slip in sendable(survey, stored)],
        "ending": str(ending(survey, stored)),
    }


def _problem(survey: Survey, stored: Answers, slip: Slip) -> dict[str, Any]:
    """A slip with its control, its figures, and why, where that can be said in a sentence."""
    question = survey.by_id[slip.question]
    detail, why = dict(slip.detail), ""
    if slip.code == "constraint":
        part = next((one for one in parts(question) if one.id == slip.control), question)
        why = str(part.constraints[int(detail.pop("number"))].message)
    elif slip.code == "not_usable":
        why = check(replace(question, required=False), stored[slip.question]) or ""
    return {
        "question": slip.question,
        "problem": slip.code,
        "at": slip.control,
        **({"why": why} if why else {}),
        **({"detail": detail} if detail else {}),
    }


def _left_out(
    survey: Survey, document: Mapping[str, Any], stored: Mapping[str, Any], asked: set[str]
) -> Iterator[tuple[str, str]]:
    """The parts of a document that are not stored."""
    for key, value in document.items():
        question = survey.by_id.get(key) or (survey.beside[key][0] if key in survey.beside else None)
        if question is None:
            yield key, "no question has this id"
        elif question.id not in asked:
            yield key, "it is not asked"
        elif question.type == repeat.name and isinstance(value, list):
            yield from _of_entries(question, value, stored.get(key, []))
        elif key not in stored:
            yield key, "it is not offered, or empty"
        else:
            kept = {path for path, _ in flat(key, stored[key])}
            lost = (path for path, _ in flat(key, value) if path not in kept)
            yield from ((path, "it is not offered, or empty") for path in lost)
            if isinstance(value, list):
                yield from ((f"{key}={one}", "it is not offered") for one in value if one not in stored[key])


def _of_entries(question: Question, given: list[Any], stored: list[Any]) -> Iterator[tuple[str, str]]:
    """What of the entries of a repeat is not stored."""
    known = {part.id for part in question.parts}
    filled = 0
    for place, entry in enumerate(given, 1):
        if not isinstance(entry, Mapping) or not entry:
            yield f"{question.id}.{place}", "it is empty"
            continue
        filled += 1
        if filled > len(stored):
            yield f"{question.id}.{place}", "there are not so many entries, or nothing of it is asked"
            continue
        for key in entry:
            if key not in known:
                yield f"{question.id}.{place}.{key}", "no part has this id"
            elif key not in stored[filled - 1]:
                yield f"{question.id}.{place}.{key}", "it is not asked"


def _with_places(survey: Survey, document: Mapping[str, Any]) -> Survey:
    """The survey with the answers of the document as places, where a board's localities will stand."""

    def offered(value: Value) -> tuple[Option, ...]:
        ids = {"not_sure": None, "elsewhere": None, **({value: None} if isinstance(value, str) else {})}
        return tuple(Option(one, Text({"en": one})) for one in ids)

    pages = tuple(
        replace(
            page,
            questions=tuple(
                replace(one, options=offered(document.get(one.id))) if one.options_from else one
                for one in page.questions
            ),
        )
        for page in survey.pages
    )
    return replace(survey, pages=pages)
