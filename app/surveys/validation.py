"""Raw words of a form to values and slips; and whether what is there is enough to be sent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.surveys.answers import Answers
from app.surveys.definition import Question, Survey
from app.surveys.expressions import Scope, compiled
from app.surveys.problems import Slip
from app.surveys.questions import TYPES, UNSEEN, check, controls, gathered, parts, read, repeat
from app.surveys.questions.base import Form
from app.surveys.questions.parts import flat, put
from app.surveys.questions.words import slips_beside
from app.surveys.routing import asked, labels, relevant_only, route

LACKING = ("required", "too_few_entries")
"""Slips of those who send a part: they are asked for no more."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A page's worth of answers laid over those before, and what is to be mended."""

    answers: Answers
    slips: tuple[Slip, ...]


def carried(survey: Survey, link: Form) -> dict[str, Any]:
    """What the link to a survey brings along: the answers to questions that nobody is asked."""
    found: dict[str, Any] = {}
    for question in survey.questions:
        if question.type in UNSEEN:
            found.update(read(question, link).values)
    return found


def fill(questions: Iterable[Question], form: Form, before: Mapping[str, Any]) -> Filled:
    """Read the controls of `questions` and lay them over the answers so far.

    What has a slip is in the answers as it was typed, wherever it can be, so that nothing is lost;
    `sendable` finds it again before anything is stored as a response.
    """
    answers = dict(before)
    slips: list[Slip] = []
    for question in questions:
        if question.type in UNSEEN:
            continue  # no page has a control of theirs
        values, wrong = TYPES[question.type].read(question, form)
        if before:
            answers.pop(question.id, None)
            for one in question.beside:
                answers.pop(one.key, None)
        answers.update(values)
        if wrong:
            slips.extend(wrong)
        elif question.required and question.id not in values:
            slips.append(Slip(question.id, controls(question)[0], "required"))
    return Filled(Answers(answers), tuple(slips))


def ruled(survey: Survey, answers: Mapping[str, Any], questions: Iterable[Question]) -> Iterator[Slip]:
    """What the conditions of these questions find wrong: an answer that is needed here, or that cannot be.

    A constraint is asked of an answer that is there; `this` is that answer.
    """
    with_rules = [
        one for one in questions if one.required_if is not None or one.constraints or one.type == repeat.name
    ]
    if not with_rules:
        return
    routed = route(survey, answers)
    there = {one.id for one in routed.questions}
    scope = Scope(routed.answers, label=labels(survey))
    for question in with_rules:
        if question.id not in there:
            continue
        if question.type == repeat.name:
            given = answers.get(question.id)
            given = given if isinstance(given, list) else []
            yield from _Entries(question, routed.hidden).wrong(question, question.id, given, scope)
        control = (controls(question) or (question.id,))[0]
        if question.id in routed.answers:
            own = Scope({**routed.answers, "this": routed.answers[question.id]}, label=labels(survey))
            for number, constraint in enumerate(question.constraints):
                if compiled(constraint.valid)(own) is not True:
                    yield Slip(question.id, control, "constraint", (("number", str(number)),))
        elif question.required_if is not None and compiled(question.required_if)(scope) is True:
            yield Slip(question.id, control, "required")


@dataclass(frozen=True, slots=True)
class _Entries:
    """What the rules of a repeat's parts find wrong. `hidden` has the full ids of what is not asked."""

    question: Question
    hidden: frozenset[str]

    def wrong(
        self, repeated: Question, path: str, given: Sequence[Mapping[str, Any]], scope: Scope
    ) -> Iterator[Slip]:
        """The slips of the entries of a repeat, or of one within an entry."""
        least, most = repeat.bounds(replace(repeated, id=path))
        there = sum(map(repeat.is_filled, given))
        least = max(least, 1) if repeated.required else least
        if there < least and (there or repeated.required):
            control = self._control(repeated.parts[0], f"{path}.{there + 1}.{repeated.parts[0].id}")
            few = Slip(self.question.id, control, "too_few_entries", (("min", str(least)),))
            yield Slip(self.question.id, control, "required") if least == 1 else few
            return
        counted = repeated.count is not None and repeated.required
        for place in range(1, most + 1 if counted else len(given) + 1):
            said = given[place - 1] if place <= len(given) else {}
            if f"{path}.{place}" not in self.hidden and (repeat.is_filled(said) or counted):
                position = 1 + sum(map(repeat.is_filled, given[: place - 1]))
                yield from self._of_one(repeated, f"{path}.{place}", position, said, scope)

    def _of_one(
        self, repeated: Question, path: str, position: int, said: Mapping[str, Any], outer: Scope
    ) -> Iterator[Slip]:
        scope = Scope({**outer.answers}, outer.today, position, outer.label)
        for part in repeated.parts:
            full = f"{path}.{part.id}"
            if full in self.hidden:
                continue
            value = said.get(part.id)
            if isinstance(value, str) and f"{full}={value}" in self.hidden:
                value = None
            if part.type == repeat.name:
                yield from self.wrong(part, full, value or [], scope)
            if value is None:
                needed = part.required_if is not None and compiled(part.required_if)(scope) is True
                if part.required or needed:
                    yield Slip(self.question.id, self._control(part, full), "required")
                continue
            own = Scope({**scope.answers, part.id: value, "this": value}, scope.today, position, scope.label)
            for number, constraint in enumerate(part.constraints):
                if compiled(constraint.valid)(own) is not True:
                    detail = (("number", str(number)),)
                    yield Slip(self.question.id, self._control(part, full), "constraint", detail)
            scope.answers = {**scope.answers, part.id: value}

    def _control(self, part: Question, path: str) -> str:
        return (controls(replace(part, id=path)) or (path,))[0]


def sendable(survey: Survey, answers: Mapping[str, Any], partial: bool = False) -> tuple[Slip, ...]:
    """What must be mended before these answers can be stored. `partial` asks for no required ones."""
    slips: list[Slip] = []
    questions = asked(survey, answers)
    for question in questions:
        fields = controls(question)
        if question.id in answers:
            needed = replace(question, required=False) if partial else question
            if check(needed, answers[question.id]) is not None:
                places = [*_unusable_at(question, answers[question.id])] or [*fields, question.id][:1]
                slips += [Slip(question.id, place, "not_usable") for place in places]
        elif question.required and not partial and fields:
            slips.append(Slip(question.id, fields[0], "required"))
        slips.extend(_beside(question, answers))
    wrong = {slip.question for slip in slips}
    for slip in ruled(survey, answers, questions):
        if slip.question not in wrong and not (partial and slip.code in LACKING):
            slips.append(slip)
    return tuple(slips)


def _unusable_at(question: Question, value: Any) -> Iterator[str]:
    """The controls of those parts of an answer that cannot be used."""
    small = {part.id: replace(part, required=False) for part in parts(question)}
    for path, one in flat(question.id, value) if small else ():
        if path in small and check(small[path], one) is not None:
            yield controls(small[path])[0]


def usable_only(survey: Survey, answers: Mapping[str, Any]) -> Answers:
    """The answers that could be stored as they are; for sending part of a survey."""
    kept = relevant_only(survey, answers)
    bad = [slip.question for slip in ruled(survey, kept, asked(survey, kept)) if slip.code == "constraint"]
    whole: dict[str, Any] = {}
    for question in asked(survey, kept):
        if question.id in kept and question.type in TYPES:
            usable = _usable(question, kept[question.id])
            if usable is None:
                bad.append(question.id)
            else:
                whole[question.id] = usable
    return kept.with_(whole).without(*(key for key in kept if key.partition(".")[0] in bad))


def _usable(question: Question, value: Any) -> Any:
    """What of an answer could be stored: all of it, the parts of it that are as they should be, or None."""
    question = replace(question, required=False)
    if check(question, value) is None:
        return value
    found: dict[str, Any] = {}
    for path, one in flat(question.id, value):
        alone: dict[str, Any] = {}
        put(alone, path, one)
        if path != question.id and check(question, gathered(question, alone[question.id])) is None:
            put(found, path, one)
    return gathered(question, found[question.id]) if found else None


def _beside(question: Question, answers: Mapping[str, Any]) -> tuple[Slip, ...]:
    """What is wrong with words beside options. Who sends a part sends them too: nothing is lost."""
    chosen = answers.get(question.id, ())
    return slips_beside(question, (chosen,) if isinstance(chosen, str) else chosen, answers)
