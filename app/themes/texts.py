"""Which answers of a response are comments: what was written at length, in a line, and beside an "other"."""

from collections.abc import Mapping
from typing import Any

from app.surveys.definition import Survey
from app.surveys.questions import exact, shape
from app.surveys.shapes import Words

OTHER = ".other"
NAME, CONSENT = "organisation_name", "publish_consent"
"""The questions of surveys for organisations that say what they are called, and what may be shown of them."""
NAMED, UNPUBLISHED = "named", "not_published"
"""Answers to CONSENT: with the name; only to be counted."""


def comments_in(survey: Survey, answers: Mapping[str, Any]) -> dict[str, str]:
    """The comments of a document of answers, by the key under which they stand in it."""
    return {key: answers[key] for key in keys(survey) if isinstance(answers.get(key), str) and answers[key]}


def keys(survey: Survey) -> list[str]:
    """The keys under which comments can stand: first those of texts, then the words beside an "other"."""
    texts = [one.id for one in survey.questions if isinstance(shape(one), Words) and not exact(one)]
    others = [one.id + OTHER for one in survey.questions if any(option.other for option in one.options)]
    return [*texts, *others]


def says(survey: Survey, key: str) -> str:
    """What was asked, in words."""
    question = survey.by_id.get(key.removesuffix(OTHER))
    if question is None:
        return f"A question that is no longer asked ({key})"
    return f"{question.text} – “other”, in their own words" if key.endswith(OTHER) else str(question.text)
