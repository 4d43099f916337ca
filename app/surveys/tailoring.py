"""What a board may change of a library survey, as a pure function: a survey and choices give a survey.

A question may be left out that need not be answered and on whose answer nothing else hangs that stays;
a whole block may be left out; some questions of the board's own may be added. Ids, words and
conditions of what stays are as they were, so that boards and years can still be set side by side.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.surveys.checks import check_survey
from app.surveys.definition import SOURCE_LANGUAGE, Page, Question, Survey
from app.surveys.estimate import estimate_minutes
from app.surveys.expressions import named
from app.surveys.own_questions import OwnQuestion, faults, question_of
from app.surveys.own_words import own_words
from app.surveys.questions import SILENT

OWN_PAGE = "own"
OWN_TITLE = own_words("A few more questions")
MOST_OWN = 5
MOST_NAMED = 3  # questions in one sentence
LOCALITIES = "localities"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a board chose. None for breakdowns or localities is "all that there are".

    `left_out` are ids of questions, `blocks` the names of blocks that are left out; `localities` are the
    option ids that are offered.
    """

    left_out: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    breakdowns: tuple[str, ...] | None = None
    localities: tuple[str, ...] | None = None
    own: tuple[OwnQuestion, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As JSON; `from_json` gives equal choices."""
        return {
            "left_out": sorted(self.left_out),
            "blocks": sorted(self.blocks),
            "breakdowns": None if self.breakdowns is None else list(self.breakdowns),
            "localities": None if self.localities is None else list(self.localities),
            "own": [one.to_json() for one in self.own],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Choices":
        """The choices that `to_json` made; from an empty mapping, those that change nothing."""
        breakdowns, localities = kept.get("breakdowns"), kept.get("localities")
        return cls(
            left_out=frozenset(kept.get("left_out", ())),
            blocks=frozenset(kept.get("blocks", ())),
            breakdowns=None if breakdowns is None else tuple(breakdowns),
            localities=None if localities is None else tuple(localities),
            own=tuple(OwnQuestion.from_json(one) for one in kept.get("own", ())),
        )


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a survey cannot be tailored like that. `about` is a question's id, `localities` or `own`."""

    about: str
    what: str


def tailor(survey: Survey, choices: Choices) -> Survey:
    """The survey as chosen. It is sound wherever `obstacles` finds none.

    A survey that has questions of the board's own already, as one has that was asked and then written to a
    file, keeps them as they stand there.
    """
    gone = _gone(survey, choices)
    pages = [
        page
        for page in (
            replace(page, questions=tuple(one for one in page.questions if one.id not in gone))
            for page in survey.pages
        )
        if _says_anything(page, survey)
    ]
    own = tuple(question_of(one) for one in choices.own)
    if own and not any(one.id in survey.by_id for one in own):
        place = next((number for number, page in enumerate(pages) if _of_a_block(page)), len(pages))
        pages.insert(place, Page(id=OWN_PAGE, title=OWN_TITLE, questions=own))
    kept = replace(survey, pages=tuple(pages))
    wanted = survey.breakdowns if choices.breakdowns is None else choices.breakdowns
    longer = estimate_minutes(kept) - estimate_minutes(survey)
    return replace(
        kept,
        breakdowns=tuple(one for one in survey.breakdowns if one in wanted and one in kept.by_id),
        minutes=max(1, survey.minutes + longer) if survey.minutes else 0,
    )


def obstacles(survey: Survey, choices: Choices) -> tuple[Obstacle, ...]:
    """Everything that stands against these choices; nothing where they can be had."""
    found = [*_left_out(survey, choices)]
    asks_where = any(one.options_from == LOCALITIES for one in _staying(survey, choices))
    if asks_where and choices.localities is not None and not choices.localities:
        found.append(Obstacle(LOCALITIES, "Offer at least one locality, or leave the question out."))
    if len(choices.own) > MOST_OWN:
        found.append(Obstacle("own", f"There is room for {MOST_OWN} questions of your own."))
    if any(faults(one) for one in choices.own):
        found.append(Obstacle("own", "One of your own questions cannot be asked like this: change it."))
    if not found:
        made = tailor(survey, choices)
        if not any(one.type not in SILENT for one in made.questions):
            return (Obstacle("own", "Nothing would be asked: keep a question, or add one."),)
        # A question of one's own is in English only; it is shown so in every language.
        english = replace(made, languages=(SOURCE_LANGUAGE,))
        found = [Obstacle("own", f"{one.what} {one.mend}") for one in check_survey(english, "", {})]
    return tuple(found)


def may_leave_out(survey: Survey) -> tuple[Question, ...]:
    """The questions that a board may leave out: each takes an answer and demands none."""
    return tuple(one for one in survey.questions if not one.required and one.type not in SILENT)


def blocks_of(survey: Survey) -> tuple[str, ...]:
    """The names of the blocks in a survey, in order."""
    return tuple(dict.fromkeys(one.block for one in survey.questions if one.block))


def hanging_on(survey: Survey, question: str) -> tuple[Question, ...]:
    """The questions that are asked, or not, by the answer to this one."""
    return tuple(
        one
        for page in survey.pages
        for one in page.questions
        if question in _asked_by(page) or question in _asked_by(one)
    )


def _left_out(survey: Survey, choices: Choices) -> Iterator[Obstacle]:
    """What may not be left out, and what others hang on that stay."""
    gone, staying = _gone(survey, choices), {one.id for one in _staying(survey, choices)}
    for question in survey.questions:
        if question.id not in gone:
            continue
        if question.id in choices.left_out and question.block not in choices.blocks:
            if question.required:
                yield Obstacle(question.id, f"“{question.text}” must be asked: it cannot be left out.")
                continue
            if question.type in SILENT:
                yield Obstacle(question.id, f"“{question.text}” is a text to read: it stays.")
                continue
        left = [one for one in hanging_on(survey, question.id) if one.id in staying]
        left = [one for one in left if one.type not in SILENT]
        if left:
            names = ", ".join(f"“{one.text}”" for one in left[:MOST_NAMED])
            if len(left) > MOST_NAMED:
                names += f" and {len(left) - MOST_NAMED} more"
            yield Obstacle(
                question.id,
                f"“{question.text}” decides whether to ask {names}: leave those out too, or keep it.",
            )


def _gone(survey: Survey, choices: Choices) -> frozenset[str]:
    """The ids of all questions that are left out."""
    return frozenset(
        one.id
        for one in survey.questions
        if one.id in choices.left_out or (one.block and one.block in choices.blocks)
    )


def _staying(survey: Survey, choices: Choices) -> list[Question]:
    gone = _gone(survey, choices)
    return [one for one in survey.questions if one.id not in gone]


def _asked_by(owner: Page | Question) -> frozenset[str]:
    """The ids of the questions that a condition speaks of."""
    return named(owner.relevant) if owner.relevant is not None else frozenset()


def _says_anything(page: Page, survey: Survey) -> bool:
    """Whether a page still asks something, or is one that only ever told something."""
    before = survey.page(page.id)
    told_only = before is not None and all(one.type in SILENT for one in before.questions)
    return told_only or any(one.type not in SILENT for one in page.questions)


def _of_a_block(page: Page) -> bool:
    return bool(page.questions) and all(one.block for one in page.questions)
