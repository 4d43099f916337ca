"""Several versions of one survey, as those read them who look at the answers to all of them.

An answer is known by the id of its question in whatever version it was given. Where an author says that
answers to the words before cannot be compared (`not_comparable`), they are answers to two questions: the
one from version 2 on is called `hours@2` in results, and `hours` stays what it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from app.surveys.definition import Option, Page, Question, Row, Survey
from app.surveys.expressions import Expression, Reference, put_in, references
from app.surveys.questions import shape
from app.surveys.shapes import Words

Offered = TypeVar("Offered", Option, Row)
Names = Mapping[str, str]
"""What questions, by id, are called in results, where that is not their id."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the questions: its number, and the day since when it is asked, if it was not the first."""

    no: int
    survey: Survey
    since: date | None = None


def names_of(versions: Sequence[Version]) -> Mapping[int, Names]:
    """What the questions of each version, by its number, are called in results. `versions` in their order."""
    found: dict[int, Names] = {}
    names: dict[str, str] = {}
    before: Survey | None = None
    for version in versions:
        for question in version.survey.questions:
            was = before.by_id.get(question.id) if before is not None else None
            if was is not None and breaks(was, question):
                names[question.id] = f"{question.id}@{version.no}"
        found[version.no] = {key: name for key, name in names.items() if key in version.survey.by_id}
        before = version.survey
    return found


def breaks(old: Question, new: Question) -> bool:
    """Whether the author says, of this change, that answers before and after it cannot be compared.

    Comments are read one by one, and never added up: of those nothing needs to be said.
    """
    said = str(new.not_comparable)
    return bool(said) and said != str(old.not_comparable) and not isinstance(shape(new), Words)


def apart(versions: Sequence[Version]) -> frozenset[str]:
    """The ids of the questions whose answers to the first of the versions are none to the last."""
    names = names_of(versions)
    first, last = names[versions[0].no], names[versions[-1].no]
    return frozenset(key for key, name in last.items() if first.get(key, key) != name)


def united(versions: Sequence[Version]) -> Survey:
    """Everything that was ever asked, as one survey: what is asked now, and in its places what was before.

    Words, order and conditions are the newest ones. It is for reading answers by, and for nothing else.
    """
    if len(versions) == 1:
        return versions[0].survey
    *earlier, newest = renamed(versions)
    pages = list(newest.pages)
    for survey in reversed(earlier):
        for page in survey.pages:
            pages = _with(pages, page)
    known = {question.id for page in pages for question in page.questions}
    split = [
        one for key in versions[-1].survey.breakdowns for one in sorted(known) if one.partition("@")[0] == key
    ]
    return replace(newest, pages=tuple(pages), breakdowns=tuple(split))


def renamed(versions: Sequence[Version]) -> list[Survey]:
    """The versions, each question called as it is in results."""
    names = names_of(versions)
    return [_renamed(one.survey, names[one.no]) for one in versions]


def _renamed(survey: Survey, names: Names) -> Survey:
    if not names:
        return survey

    def called(expression: Expression | None) -> Expression | None:
        if expression is None:
            return None
        paths = {path: path.partition(".") for path in references(expression)}
        put = {
            path: Reference(names[head] + dot + rest)
            for path, (head, dot, rest) in paths.items()
            if head in names
        }
        return put_in(expression, put)

    def question(one: Question) -> Question:
        return replace(
            one,
            id=names.get(one.id, one.id),
            relevant=called(one.relevant),
            calculation=called(one.calculation),
            count=called(one.count),
        )

    return replace(
        survey,
        pages=tuple(
            replace(page, relevant=called(page.relevant), questions=tuple(map(question, page.questions)))
            for page in survey.pages
        ),
        breakdowns=tuple(names.get(one, one) for one in survey.breakdowns),
    )


def _with(pages: list[Page], old: Page) -> list[Page]:
    """The pages, with everything of an older page in its place."""
    at = {question.id: number for number, page in enumerate(pages) for question in page.questions}
    own = next((number for number, page in enumerate(pages) if page.id == old.id), None)
    pages = list(pages)
    for place, question in enumerate(old.questions):
        where = at.get(question.id)
        if where is not None:
            both = tuple(
                _both(one, question) if one.id == question.id else one for one in pages[where].questions
            )
            pages[where] = replace(pages[where], questions=both)
            continue
        if own is None:
            pages.append(replace(old, questions=()))
            own = len(pages) - 1
        before = [one.id for one in old.questions[:place]]
        here = list(pages[own].questions)
        after = max((number + 1 for number, one in enumerate(here) if one.id in before), default=0)
        here.insert(after, question)
        pages[own] = replace(pages[own], questions=tuple(here))
    return pages


def _both(now: Question, old: Question) -> Question:
    """A question with the options, rows and parts that it had, and with all that protects answers to it.

    What was sensitive in any version, was worked out, or hung within an entry on a condition, still is.
    """
    mine = {part.id: part for part in now.parts}
    was = {part.id: part for part in old.parts}
    return replace(
        now,
        sensitive=now.sensitive or old.sensitive,
        calculation=now.calculation or old.calculation,
        options=_with_words(_joined(now.options, old.options), old),
        rows=_joined(now.rows, old.rows),
        parts=(
            *(_part(part, was[part.id]) if part.id in was else part for part in now.parts),
            *(part for part in old.parts if part.id not in mine),
        ),
    )


def _part(now: Question, old: Question) -> Question:
    return replace(_both(now, old), relevant=now.relevant or old.relevant)


def _with_words(options: Sequence[Option], old: Question) -> tuple[Option, ...]:
    """The options, each with room for the words that could stand beside it."""
    pairs = ((one, old.option(one.id) or one) for one in options)
    return tuple(
        replace(one, other=one.other or was.other, comment=one.comment or was.comment) for one, was in pairs
    )


def _joined(now: Sequence[Offered], old: Sequence[Offered]) -> tuple[Offered, ...]:
    """What is offered now, and after it what was before."""
    found = {one.id: one for one in now}
    for one in old:
        found.setdefault(one.id, one)
    return tuple(found.values())
