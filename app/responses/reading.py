"""One page of a form laid over the answers so far, with the questions that it brings up itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from werkzeug.datastructures import MultiDict

from app.surveys.answers import Answers
from app.surveys.definition import Page, Question, Survey
from app.surveys.problems import Slip
from app.surveys.questions import controls, entries
from app.surveys.questions.base import Form
from app.surveys.routing import Routed, route
from app.surveys.validation import LACKING, fill, ruled

BUTTONS = (".add", ".remove")
"""How what routing says of the buttons of a repeat ends: they are no more to answer."""


@dataclass(frozen=True, slots=True)
class PageRead:
    """The answers with the page's laid over them, and what they are asked now.

    `added` when the page now asks or offers more than it showed; `elsewhere` are the questions that are asked
    on other pages because of what this one says now.
    """

    answers: Answers
    routed: Routed
    slips: tuple[Slip, ...]
    added: bool
    elsewhere: frozenset[str] = frozenset()


class Typed(dict[str, str]):
    """The words of a form: the first value of each control, and `getlist` for all of them.

    The framework's own form raises and catches an error for each empty control.
    """

    def __init__(self, form: MultiDict[str, str]) -> None:
        held = cast("dict[str, list[str]]", form)  # as werkzeug's form is one
        self._lists = dict(dict.items(held))
        super().__init__({name: values[0] for name, values in self._lists.items()})

    def getlist(self, key: str) -> list[str]:
        """All values of a control."""
        return self._lists.get(key, [])


def read_page(survey: Survey, page: Page, form: Form, before: Mapping[str, Any]) -> PageRead:
    """Read the questions that the page showed, and those its own answers bring up if the form has them.

    Slips of questions that the page's answers have just made irrelevant do not count.
    """
    first = routed = route(survey, before)
    asked_before = first.taking_answers
    shown = [question for question in page.questions if question.id in asked_before]
    read = fill(shown, form, before)
    if survey.hung_on.isdisjoint([question.id for question in page.questions]):
        slips = _with_rules(survey, read.answers, shown, read.slips)
        return PageRead(read.answers, first, slips, False)
    found = list(read.slips)
    done = {question.id for question in shown}
    while True:
        routed = route(survey, read.answers)
        now = routed.taking_answers
        fresh = [one for one in page.questions if one.id in now and one.id not in done]
        typed = [one for one in fresh if any(form.getlist(control) for control in controls(one))]
        if not typed:
            break
        more = fill(typed, form, read.answers)
        found.extend(more.slips)
        done.update(one.id for one in typed)
        read = more
    here_now = [one for one in page.questions if one.id in done]
    kept = _with_rules(survey, read.answers, here_now, [slip for slip in found if slip.question in now])
    unseen = first.hidden - routed.hidden
    kept = tuple(slip for slip in kept if not (slip.code in LACKING and _within(slip.control, unseen)))
    here = {question.id for question in page.questions}
    added = bool(fresh) or _offers_more(unseen, now & asked_before & here)
    return PageRead(read.answers, routed, kept, added, now - asked_before - here)


def _within(control: str, things: frozenset[str]) -> bool:
    """Whether a control is of something among these, such as `people.2.age` of `people.2`."""
    names = control.split(".")
    return any(".".join(names[:end]) in things for end in range(1, len(names) + 1))


def _offers_more(offered: frozenset[str], questions: frozenset[str]) -> bool:
    """Whether any of these options and rows is of one of these questions."""
    return any(
        one.partition("=")[0].partition(".")[0] in questions for one in offered if not one.endswith(BUTTONS)
    )


def _with_rules(
    survey: Survey, answers: Answers, shown: Sequence[Question], slips: Sequence[Slip]
) -> tuple[Slip, ...]:
    """These slips, and what conditions find in the answers that have none, in the order of the page."""
    # Of a repeat each part of each entry can be wrong on its own.
    several = {question.id: controls(question) for question in shown if entries(question)}
    wrong = {slip.control if slip.question in several else slip.question for slip in slips}
    more = [
        slip
        for slip in ruled(survey, answers, shown)
        if (slip.control if slip.question in several else slip.question) not in wrong
    ]
    if not more:
        return tuple(slips)
    places = {question.id: place for place, question in enumerate(shown)}

    def place(slip: Slip) -> tuple[int, int]:
        own = several.get(slip.question, ())
        return places[slip.question], own.index(slip.control) if slip.control in own else 0

    return tuple(sorted((*slips, *more), key=place))
