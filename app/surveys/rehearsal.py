"""One set of answers taken through a survey without a browser, and everything that comes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from app.surveys.answers import Answers, Value
from app.surveys.definition import SOURCE_LANGUAGE, Option, Question, Survey, Text
from app.surveys.expressions import Literal, Scope, compiled, source
from app.surveys.piping import filled
from app.surveys.problems import Slip
from app.surveys.questions import check, controls, parts, repeat
from app.surveys.questions.parts import flat
from app.surveys.routing import Routed, ending, labels, relevant_only, route
from app.surveys.validation import sendable

BUTTONS = ("add", "remove")
"""What routing hides of a repeat that is neither asked nor offered."""


def rehearsed(survey: Survey, document: Mapping[str, Any]) -> dict[str, Any]:
    """The object of `speir survey route`.

    asked        the ids of the questions that these answers are asked, in order
    not_asked    each other question, with the condition that does not hold: its page's, or its own
    not_offered  what is not offered there, as `question=option` and `question.row`; and of a repeat the
                 entries that a count has no room for, and parts that are not asked, `people.1.age`
    stored       the answers that would be stored
    left_out     what of the document would not be, each with the reason
    problems     what must be mended before it could be sent
    ending       what would be said afterwards, in English
    """
    survey = _with_places(survey, document)
    kept = relevant_only(survey, Answers(document))
    routed = route(survey, document)
    stored = {key: kept[key] for key in _in_order(survey, kept)}
    asked = [question.id for question in routed.questions]
    return {
        "asked": asked,
        "not_asked": dict(_not_asked(survey, routed)),
        "not_offered": [*_not_offered(survey, routed)],
        "stored": stored,
        "left_out": [{"at": at, "because": why} for at, why in _left_out(survey, document, stored, {*asked})],
        "problems": [_problem(survey, kept, slip) for slip in sendable(survey, kept)],
        "ending": filled(ending(survey, kept), survey, kept, SOURCE_LANGUAGE),
    }


def _in_order(survey: Survey, kept: Mapping[str, Any]) -> list[str]:
    """The keys of answers as their questions stand in the survey, then words beside their options."""
    places = {question.id: place for place, question in enumerate(survey.questions)}
    return sorted(kept, key=lambda key: (places[key.partition(".")[0]], key))


def _not_asked(survey: Survey, routed: Routed) -> Iterator[tuple[str, str]]:
    scope = Scope(routed.answers, label=labels(survey))
    for page in survey.pages:
        for question in page.questions:
            if question.id not in routed.ids:
                failing = (
                    one
                    for one in (page.relevant, question.relevant)
                    if one and compiled(one)(scope) is not True
                )
                yield question.id, source(next(failing, question.count or Literal(True)))


def _not_offered(survey: Survey, routed: Routed) -> Iterator[str]:
    for question in routed.questions:
        begins = (f"{question.id}.", f"{question.id}=")
        for one in sorted(routed.hidden, key=_by_number):
            last = one.rpartition(".")[2]
            still_to_add = last.isdecimal() and question.count is None and question.type == repeat.name
            if one.startswith(begins) and last not in BUTTONS and not still_to_add:
                yield one


def _by_number(path: str) -> list[tuple[int, str]]:
    """So that entry 10 comes after entry 9."""
    return [(int(one) if one.isdecimal() else 0, one) for one in path.split(".")]


def _problem(survey: Survey, stored: Mapping[str, Any], slip: Slip) -> dict[str, Any]:
    """A slip with its control, its figures, and why, where that can be said in a sentence."""
    question = survey.by_id[slip.question]
    detail, why = dict(slip.detail), ""
    given = dict(flat(question.id, stored.get(question.id)))
    small = (one for one in parts(question) if slip.control in controls(one) and one.id in given)
    part = next(small, question)
    if slip.code == "constraint":
        why = str(part.constraints[int(detail.pop("number"))].message)
    elif slip.code == "not_usable":
        value = given[part.id] if part is not question else stored[question.id]
        why = check(replace(part, required=False), value) or ""
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
        elif question.calculation is not None:
            if value != stored.get(key):
                yield key, "it is worked out"
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
