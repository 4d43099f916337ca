"""Which questions these answers are asked. The one place that says so, for web, paper and loader."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from app.surveys.answers import Answers
from app.surveys.definition import Page, Question, Survey
from app.surveys.expressions import evaluate
from app.surveys.questions import SILENT


def asked(survey: Survey, answers: Mapping[str, Any]) -> list[Question]:
    """The questions that are asked, in order. A question hangs only on questions before it.

    The answers of questions that are not asked count as missing, so a change upstream removes all
    that hangs on it.
    """
    hung_on = survey.hung_on
    found: list[Question] = []
    counted: dict[str, Any] = {}
    for page in survey.pages:
        if page.relevant is not None and not evaluate(page.relevant, counted):
            continue
        for question in page.questions:
            if question.relevant is None or evaluate(question.relevant, counted):
                found.append(question)
                if question.id in hung_on and question.id in answers:
                    counted[question.id] = answers[question.id]
    return found


def asked_ids(survey: Survey, answers: Mapping[str, Any]) -> frozenset[str]:
    """The ids of the questions that are asked and that take an answer."""
    return taking_answers(asked(survey, answers))


def taking_answers(questions: Iterable[Question]) -> frozenset[str]:
    """The ids of those questions that take an answer."""
    return frozenset([one.id for one in questions if one.type not in SILENT])


def pages_asked(survey: Survey, answers: Mapping[str, Any]) -> list[Page]:
    """The pages that have anything to show."""
    return with_any(survey.pages, {question.id for question in asked(survey, answers)})


def with_any(pages: Iterable[Page], ids: Collection[str]) -> list[Page]:
    """Those pages on which any of these questions stands."""
    return [page for page in pages if any(question.id in ids for question in page.questions)]


def relevant_only(
    survey: Survey, answers: Mapping[str, Any], within: Collection[str] | None = None
) -> Answers:
    """The answers to questions that are asked; of those in `within` only, where it is given."""
    kept: dict[str, Any] = {}
    for question in asked(survey, answers):
        if within is not None and question.id not in within:
            continue
        for key in (question.id, f"{question.id}.other"):
            if key in answers:
                kept[key] = answers[key]
    return Answers(kept)
