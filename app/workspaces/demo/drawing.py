"""Drawing plausible answers: one made-up respondent at a time, from a seed, through the real routing.

Two hidden traits, how hard things are and how well supported somebody is, pull at the answers, so
that those who care for longer are more often worn down. Every survey can be answered; the library's
own questions lean as leanings.py says, any other is drawn by its shape.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.surveys.definition import Question, Survey
from app.surveys.questions import parts, shape
from app.surveys.questions.parts import put
from app.surveys.routing import asked_ids
from app.surveys.shapes import Choice, Choices, Entries, Files, Number, Parts, Ranking, Rows, Words
from app.workspaces.demo import comments, leanings

SCALES = frozenset({"rating"})  # questions with one answer whose options run from good to bad
SKIPPED = 0.06  # share of people who pass over a question that they need not answer
SKIPPED_ROW = 0.03
SAYS_WHAT = 0.8  # share of those who chose "something else" and then say what
ALONE = 0.12  # chance of an exclusive option that leanings.py does not know
ANYTHING = ("It is hard to say", "Something else again", "A bit of everything")

HARDER: Mapping[tuple[str, str], float] = {
    ("hours", "35_49"): 0.6,
    ("hours", "50_over"): 1.1,
    ("answering", "for_someone"): 0.3,
    ("age", "65_over"): 0.2,
}
"""What an answer adds to how hard things are; half of it is taken from how supported somebody feels."""


@dataclass(slots=True)
class Person:
    """One made-up respondent. Both traits lie around 0; more is harder, and better supported."""

    audience: str
    number: int
    rng: random.Random
    hardship: float = 0.0
    support: float = 0.0

    def learn(self, question_id: str, value: str) -> None:
        """Let an answer weigh on those that come after it. Places differ, too."""
        harder = HARDER.get((question_id, value), 0.0)
        if question_id == "locality":
            harder = random.Random(value).uniform(-0.4, 0.4)
        self.hardship += harder
        self.support -= harder / 2


def draw(survey: Survey, rng: random.Random, number: int, places: Mapping[str, float]) -> dict[str, Any]:
    """The answers of one made-up respondent. `places` are the weights of the board's localities.

    They could have been sent: what must be answered is, and nothing is answered that is not asked.
    """
    answers: dict[str, Any] = {}
    person = Person(survey.audience, number, rng, rng.gauss(0, 1), rng.gauss(0, 1))
    for page in survey.pages:
        for question in page.questions:
            hangs = page.relevant is not None or question.relevant is not None
            if hangs and question.id not in asked_ids(survey, answers):
                continue
            if not question.required and rng.random() < SKIPPED:
                continue
            value = _value(question, person, places)
            if value in (None, [], {}, ""):
                continue
            answers[question.id] = value
            chosen = value if isinstance(value, list) else [value]
            for one in question.beside:
                if any(option.id in chosen for option in one.options) and rng.random() < SAYS_WHAT:
                    answers[one.key] = rng.choice(leanings.BESIDE.get(one.key, ANYTHING))
            if isinstance(value, str):
                person.learn(question.id, value)
    return answers


def _value(question: Question, person: Person, places: Mapping[str, float]) -> Any:
    """One answer by the shape of its question."""
    match shape(question):
        case Choice(options):
            return _choice(question, options, person, places) if options else None
        case Choices(options, exclusive):
            return _several(question, options, exclusive, person)
        case Rows(rows, options):
            given = rows if question.required else [row for row in rows if person.rng.random() > SKIPPED_ROW]
            return {row: _on_scale(row, options, person) for row in given}
        case Ranking(options, most):
            taste = random.Random(question.id)
            liked = {option: taste.gauss(0, 1) + person.rng.gauss(0, 1) for option in options}
            return sorted(options, key=lambda option: -liked[option])[:most]
        case Entries():
            return [_in_parts(one, person, places) for one in _drawn(question, person.rng)]
        case Parts():
            return _in_parts(question, person, places)
        case Number():
            return _number(question, person.rng)
        case Files():
            return None  # nobody made up has any
        case Words():
            burden = person.hardship - person.support
            return comments.words(question, person.audience, burden, person.rng, person.number)
        case _:
            return None


def _drawn(question: Question, rng: random.Random) -> Iterator[Question]:
    """One entry of a repeat, or two, each as a question of its parts."""
    for _ in range(rng.randint(1, 2)):
        yield replace(question, type="short_texts", count=None)


def _in_parts(question: Question, person: Person, places: Mapping[str, float]) -> dict[str, Any]:
    """What is answered in parts, each by its own shape."""
    found: dict[str, Any] = {}
    for part in parts(question):
        if not part.required and person.rng.random() < SKIPPED_ROW:
            continue
        value = _value(part, person, places)
        if value not in (None, [], {}, ""):
            put(found, part.id.removeprefix(f"{question.id}."), value)
    return found


def _choice(question: Question, options: tuple[str, ...], person: Person, places: Mapping[str, float]) -> str:
    """One option."""
    if question.id in SCALES:
        return _on_scale(question.id, options, person)
    known = leanings.of(leanings.WEIGHTS, person.audience, question.id)
    if question.id == "locality":
        known = places
    elif known is None:
        taste = random.Random(question.id)  # the same for everybody, so that some options are liked more
        known = {option: taste.uniform(1, 6) for option in options}
        if question.sensitive:
            # Of most protected characteristics one answer is far more frequent than the others.
            known[options[0]] *= 20
    return person.rng.choices(options, [known.get(option, 1.0) for option in options])[0]


def _several(
    question: Question, options: tuple[str, ...], exclusive: frozenset[str], person: Person
) -> list[str]:
    """One or more options; an exclusive one alone, sooner where there is little support."""
    rng = person.rng
    taste = random.Random(question.id)
    known = leanings.of(leanings.CHANCES, person.audience, question.id) or {}
    chances = {one: known.get(one, ALONE if one in exclusive else taste.uniform(0.1, 0.5)) for one in options}
    for option in (one for one in options if one in exclusive):
        if rng.random() < chances[option] * (1 - 0.35 * max(-1.5, min(1.5, person.support))):
            return [option]
    helped = 1 + 0.2 * max(-2.0, min(2.0, person.support))
    beside = [one for one in options if one not in exclusive]
    chosen = [one for one in beside if rng.random() < chances[one] * helped]
    if not chosen and beside:
        return rng.choices(beside, [chances[one] for one in beside])
    return chosen


def _on_scale(name: str, options: tuple[str, ...], person: Person) -> str:
    """A place on a scale from good to bad, pulled by the two traits and by what it is about."""
    lean = leanings.LEANS.get(name)
    if lean is None:
        lean = random.Random(name).uniform(-0.5, 0.7)
    pull = lean + 0.6 * person.hardship - 0.6 * person.support + person.rng.gauss(0, 0.8)
    middle = (len(options) - 1) / 2
    place = round(middle + pull * len(options) / 6)
    return options[max(0, min(len(options) - 1, place))]


def _number(question: Question, rng: random.Random) -> int:
    """A whole number within the limits, mostly small."""
    least = int(question.limits.minimum or 0)
    most = int(question.limits.maximum if question.limits.maximum is not None else least + 1_000)
    middle = leanings.MIDDLES.get(question.id)
    if middle is None:
        middle = least + min(20.0, (most - least) / 4)
    return min(most, max(least, round(rng.lognormvariate(0, 0.8) * middle) if middle > 0 else least))
