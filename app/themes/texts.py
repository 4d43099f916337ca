"""Which answers of a response are comments: what was written at length, in a line, and beside an option."""

from collections.abc import Mapping
from typing import Any

from app.surveys.definition import Survey
from app.surveys.expressions import Reference, Scope, compiled
from app.surveys.expressions.functions import one_by_one
from app.surveys.questions import comment_asked, exact, shape, tallied
from app.surveys.shapes import Words

NAME, CONSENT = "organisation_name", "publish_consent"
"""The questions of surveys for organisations that say what they are called, and what may be shown of them."""
NAMED, UNPUBLISHED = "named", "not_published"
"""Answers to CONSENT: with the name; only to be counted."""


def comments_in(survey: Survey, answers: Mapping[str, Any]) -> dict[str, str]:
    """The comments of a document of answers, by the key under which they stand in it."""
    found = {key: "\n\n".join(_words_at(answers, key)) for key in keys(survey)}
    return {key: words for key, words in found.items() if words}


def keys(survey: Survey) -> list[str]:
    """The keys under which comments can stand: first those of texts, then the words beside options.

    Words of a part stand under `question.part`; those of all entries of a repeat are one comment.
    """
    every = [small for one in survey.questions for small in (one, *tallied(one))]
    texts = [one.id for one in every if isinstance(shape(one), Words) and not exact(one)]
    return [*texts, *survey.beside]


def says(survey: Survey, key: str) -> str:
    """What was asked, in words."""
    return comment_asked(survey, key) or f"A question that is no longer asked ({key})"


def _words_at(answers: Mapping[str, Any], key: str) -> list[str]:
    """The words under a key of `keys`; of each entry of a repeat those that are there."""
    if key in answers:
        return [answers[key]] if isinstance(answers[key], str) and answers[key] else []
    found = compiled(Reference(key))(Scope(answers))
    return [one for one in one_by_one([found]) if isinstance(one, str)]
