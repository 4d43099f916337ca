"""Drawing plausible answers: one made-up respondent at a time, from a seed, through the real routing.

Two hidden traits, how hard things are and how well supported somebody is, pull at the answers, so
that those who care for longer are more often worn down. Every survey can be answered; the library's
own questions have weights of their own, any other is drawn by its shape.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.surveys.definition import Question, Survey
from app.surveys.questions import shape
from app.surveys.routing import asked_ids
from app.surveys.shapes import Choice, Choices, Number, Rows, Words
from app.workspaces.demo import comments

AGREEMENT = ("strongly_agree", "agree", "neither", "disagree", "strongly_disagree")

# Weights of options by question, in the options' order; questions not named are drawn at random.
WEIGHTS: Mapping[str, tuple[float, ...]] = {
    "answering": (78, 14, 8),
    "age": (2, 5, 9, 22, 34, 25, 3),
    "hours": (34, 17, 13, 28, 8),
    "lives": (55, 33, 12),
    "heard_back": (18, 57, 25),
    "equality_choice": (72, 28),
    "choice": (38, 9, 12, 31, 10),
    "publish_consent": (62, 26, 12),
    "reach": (38, 41, 14, 7),
    "answered_before": (52, 36, 12),
    "sex": (66, 30, 4),
    "trans_status": (95, 2, 3),
    "sexual_orientation": (86, 3, 3, 1, 7),
    "long_term_condition": (47, 46, 7),
    "activity_limited": (36, 44, 15, 5),
}
BY_HARDSHIP = frozenset({"rating"})
SKIPPED = 0.06  # share of optional questions that somebody passes over
OTHER_WORDS = (
    "A neighbour",
    "My church group",
    "It is hard to say",
    "The school",
    "An old friend",
    "The lunch club",
)


@dataclass(frozen=True)
class Person:
    """One made-up respondent. Both traits lie around 0; more is harder, and better supported."""

    hardship: float
    support: float
    rng: random.Random


def draw(survey: Survey, rng: random.Random, number: int, places: Mapping[str, float]) -> dict[str, Any]:
    """The answers of one made-up respondent. `places` are the weights of the board's localities."""
    answers: dict[str, Any] = {}
    person = Person(rng.gauss(0, 1), rng.gauss(0, 1), rng)
    for question in survey.questions:
        if question.id not in asked_ids(survey, answers):
            continue
        if not question.required and rng.random() < SKIPPED:
            continue
        value = _value(question, person, answers, number, places)
        if value in (None, [], {}, ""):
            continue
        answers[question.id] = value
        chosen = value if isinstance(value, list) else [value]
        if any(option.other and option.id in chosen for option in question.options) and rng.random() < 0.8:
            answers[f"{question.id}.other"] = rng.choice(OTHER_WORDS)
        if question.id == "hours":
            # Long hours wear people down: this is what the report should find.
            heavier = {"35_49": 0.6, "50_over": 1.1}.get(str(value), 0.0)
            person = Person(person.hardship + heavier, person.support - heavier / 2, rng)
    return answers


def _value(
    question: Question, person: Person, answers: Mapping[str, Any], number: int, places: Mapping[str, float]
) -> Any:
    """One answer by the shape of its question."""
    rng = person.rng
    match shape(question):
        case Choice(options):
            return _choice(question, options, person, places) if options else None
        case Choices(options, exclusive):
            return _several(question, options, exclusive, person)
        case Rows(rows, options):
            return {row: _agreement(row, options, person) for row in rows if rng.random() > 0.03}
        case Number():
            return _number(question, rng)
        case Words():
            return comments.words(question.id, person.hardship - person.support, rng, number, answers)
        case _:
            return None


def _choice(question: Question, options: tuple[str, ...], person: Person, places: Mapping[str, float]) -> str:
    """One option."""
    rng = person.rng
    if question.id == "locality":
        return rng.choices(options, [places.get(option, 1.0) for option in options])[0]
    if question.id in BY_HARDSHIP:
        return _agreement(question.id, options, person)
    weights = WEIGHTS.get(question.id)
    if weights is None or len(weights) != len(options):
        taste = random.Random(question.id)  # the same for everybody, so that some options are liked more
        weights = tuple(taste.uniform(1, 6) for _ in options)
        if question.sensitive:
            # Of most protected characteristics one answer is far more frequent than the others.
            weights = tuple(one * (12 if index == 0 else 0.6) for index, one in enumerate(weights))
    return rng.choices(options, weights)[0]


def _several(
    question: Question, options: tuple[str, ...], exclusive: frozenset[str], person: Person
) -> list[str]:
    """Any options; an exclusive one alone, sooner where there is little support."""
    rng = person.rng
    alone = [option for option in options if option in exclusive]
    if alone and rng.random() < min(0.7, max(0.05, 0.22 - 0.12 * person.support)):
        return [rng.choice(alone)]
    taste = random.Random(question.id)
    chances = {option: taste.uniform(0.08, 0.5) + 0.05 * person.support for option in options}
    return [option for option in options if option not in exclusive and rng.random() < chances[option]]


def _agreement(row: str, options: tuple[str, ...], person: Person) -> str:
    """A place on a scale from good to bad, pulled by the two traits and by what the row is about."""
    lean = random.Random(row).uniform(-0.5, 0.7)
    pull = lean + 0.6 * person.hardship - 0.7 * person.support + person.rng.gauss(0, 0.8)
    middle = (len(options) - 1) / 2
    place = round(middle + pull * len(options) / 5)
    return options[max(0, min(len(options) - 1, place))]


def _number(question: Question, rng: random.Random) -> int:
    """A whole number within the limits, mostly small."""
    least, most = int(question.limits.minimum or 0), int(question.limits.maximum or 1_000)
    if most - least <= 20:
        return min(most, least + int(rng.expovariate(1.2)))
    return min(most, max(least, round(rng.lognormvariate(3.6, 1.0))))
