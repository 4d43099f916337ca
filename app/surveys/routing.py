"""Which questions these answers are asked, and what is kept of them. The one place that says so.

Web, paper, keying in, the loader and the command line all come here. What is irrelevant now is left out of
what is stored and stays in the draft, so that it is there again when somebody changes back.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.surveys.answers import Answers
from app.surveys.definition import SOURCE_LANGUAGE, Beside, Option, Page, Question, Row, Survey
from app.surveys.expressions import Scope, compiled
from app.surveys.expressions.evaluation import Work
from app.surveys.expressions.functions import is_number
from app.surveys.questions import SILENT, UNSEEN, repeat


@dataclass(frozen=True, slots=True)
class Routed:
    """What answers are asked and what is kept of them.

    `questions` are those that are asked, in order; `answers` the document that is stored: relevant answers
    and calculated ones. `hidden` names the rows and options that are not offered, as `question.row` and
    `question=option`.
    """

    questions: Sequence[Question]
    answers: Mapping[str, Any]
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Step:
    """A question with its conditions made ready to be called."""

    question: Question
    beside: tuple[Beside, ...]
    relevant: Work | None
    calculation: Work | None
    options: tuple[tuple[str, Work], ...]
    rows: tuple[tuple[str, Work], ...]
    parts: tuple["_Step", ...] = ()
    """Of a repeat: what each of its entries is asked."""
    count: Work | None = None


def route(survey: Survey, answers: Mapping[str, Any], today: str | None = None) -> Routed:
    """What these answers are asked, from the first page to the last.

    A question hangs only on those before it. The answers of questions that are not asked count as missing, so
    a change upstream removes all that hangs on it. `today` is an ISO date, and the day in Scotland where it
    is left out.
    """
    found: list[Question] = []
    kept: dict[str, Any] = {}
    hidden: set[str] = set()
    scope = Scope(kept, today, label=labels(survey))
    for relevant, steps in _plan(survey):
        if relevant is not None and relevant(scope) is not True:
            continue
        for step in steps:
            question, asked_if = step.question, step.relevant
            if asked_if is not None and asked_if(scope) is not True:
                continue
            if step.count is not None and not _any(step.count(scope)):
                continue
            found.append(question)
            key = question.id
            if step.calculation is not None:
                value = _fitting(question, step.calculation(scope))
                if value is not None:
                    kept[key] = value
                continue
            if step.options or step.rows:
                _offer(step, scope, answers, kept, hidden, key)
                continue
            if step.parts:
                entries = _entries(step, scope, answers.get(key), hidden, key)
                if entries:
                    kept[key] = entries
                continue
            if key in answers:
                kept[key] = answers[key]
            for one in step.beside:
                if one.key in answers:
                    kept[one.key] = answers[one.key]
    return Routed(found, kept, frozenset(hidden))


def defaults(page: Page, routed: Routed) -> dict[str, Any]:
    """The answers with which the questions of a page begin, where they have none yet."""
    with_one = [one for one in page.questions if one.default is not None and one.id not in routed.answers]
    scope = Scope(routed.answers)
    found = {one.id: compiled(one.default)(scope) for one in with_one if one.default is not None}
    return {key: value for key, value in found.items() if value not in (None, "")}


def asked(survey: Survey, answers: Mapping[str, Any]) -> Sequence[Question]:
    """The questions that are asked, in order."""
    return route(survey, answers).questions


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
    """Those pages on which any of these questions can be seen."""
    return [page for page in pages if any(one.id in ids and one.type not in UNSEEN for one in page.questions)]


def relevant_only(
    survey: Survey, answers: Mapping[str, Any], within: Collection[str] | None = None
) -> Answers:
    """The answers to questions that are asked; of those in `within` only, where it is given."""
    kept = route(survey, answers).answers
    if within is not None:
        kept = {key: value for key, value in kept.items() if key.partition(".")[0] in within}
    return Answers(kept)


@dataclass(slots=True)
class _Labels:
    """The words of an option, looked up when an expression asks for them."""

    survey: Survey
    language: str
    by_path: dict[str, Question] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for question in self.survey.questions:
            for part in question.parts:  # within an entry of a repeat by its own id, elsewhere by both
                self.by_path[part.id] = self.by_path[f"{question.id}.{part.id}"] = part
        self.by_path.update(self.survey.by_id)

    def __call__(self, path: str, value: Any) -> str:
        question = self.by_path.get(path) or self.by_path.get(path.partition(".")[0])
        option = question.option(str(value)) if question is not None else None
        return option.text.in_language(self.language) if option is not None else str(value)


def labels(survey: Survey, language: str = SOURCE_LANGUAGE) -> _Labels:
    """How the options of a survey are called: in what is stored in English, whoever answers."""
    found: _Labels | None = survey.memo.get(f"labels {language}")
    if found is None:
        found = survey.memo[f"labels {language}"] = _Labels(survey, language)
    return found


def _plan(survey: Survey) -> Sequence[tuple[Work | None, Sequence[_Step]]]:
    """The pages and questions of a survey with their conditions ready; made once."""
    plan: Sequence[tuple[Work | None, Sequence[_Step]]] | None = survey.memo.get("plan")
    if plan is None:
        plan = [
            (compiled(page.relevant) if page.relevant is not None else None, [*map(_step, page.questions)])
            for page in survey.pages
        ]
        survey.memo["plan"] = plan
    return plan


def _step(question: Question) -> _Step:
    return _Step(
        question,
        question.beside(),
        compiled(question.relevant) if question.relevant is not None else None,
        compiled(question.calculation) if question.calculation is not None else None,
        _offered(question.options),
        _offered(question.rows),
        tuple(map(_step, question.parts)) if question.type == repeat.name else (),
        compiled(question.count) if question.count is not None else None,
    )


def _offered(things: Iterable[Option | Row]) -> tuple[tuple[str, Work], ...]:
    """Those that hang on a condition, with it."""
    return tuple((one.id, compiled(one.relevant)) for one in things if one.relevant is not None)


def _any(count: Any) -> bool:
    """Whether a repeat has any entries at all, by what was counted."""
    return is_number(count) and count >= 1


def _entries(step: _Step, scope: Scope, given: Any, hidden: set[str], path: str) -> list[dict[str, Any]]:
    """The entries of a repeat that are kept, each with the answers to what it is asked; empty ones are not.

    `path` is the full id of the repeat. What is not there of the entries that there may be is hidden.
    """
    given = given if isinstance(given, list) else []
    least, most = repeat.bounds(replace(step.question, id=path))
    shown = max(1, least, len(given))
    if step.count is not None:
        counted = step.count(scope)
        shown = int(counted) if is_number(counted) else 0
    shown = max(0, min(shown, most))
    hidden.update([f"{path}.{place}" for place in range(shown + 1, most + 1)])
    if shown == most:
        hidden.add(f"{path}.add")
    if shown == 1:
        hidden.add(f"{path}.remove")
    found: list[dict[str, Any]] = []
    seen = {**scope.answers, step.question.id: found}
    for place in range(1, shown + 1):
        said = given[place - 1] if place <= len(given) else {}
        entry: dict[str, Any] = {}
        # The empty ones before it are not kept, so they do not count.
        inner = Scope({**seen}, scope.today, len(found) + 1, scope.label)
        for part in step.parts:
            _take(part, inner, said, entry, hidden, f"{path}.{place}.{part.question.id}")
        if entry:
            found.append(entry)
    return found


def _take(
    step: _Step, scope: Scope, said: Mapping[str, Any], entry: dict[str, Any], hidden: set[str], path: str
) -> None:
    """Keep the answer to one part of an entry, where it is asked, and let the parts after it know of it."""
    key = step.question.id
    if step.relevant is not None and step.relevant(scope) is not True:
        hidden.add(path)
        return
    if step.parts:
        inner = _entries(step, scope, said.get(key), hidden, path)
        if inner:
            entry[key] = inner
    elif step.options:
        _offer(step, scope, said, entry, hidden, path)
    elif key in said:
        entry[key] = said[key]
    if key in entry:
        scope.answers = {**scope.answers, key: entry[key]}


def _offer(
    step: _Step,
    scope: Scope,
    answers: Mapping[str, Any],
    kept: dict[str, Any],
    hidden: set[str],
    path: str,
) -> None:
    """Keep of an answer what chooses options and rows that are offered. `path` is the question's full id."""
    key = step.question.id
    options = {one for one, offered in step.options if offered(scope) is not True}
    rows = {one for one, offered in step.rows if offered(scope) is not True}
    hidden.update([f"{path}={one}" for one in options] + [f"{path}.{one}" for one in rows])
    value = _without(answers.get(key), options, rows)
    if value not in (None, [], {}):
        kept[key] = value
    for beside in step.beside:
        if beside.key in answers and not all(option.id in options for option in beside.options):
            kept[beside.key] = answers[beside.key]


def _without(value: Any, options: Collection[str], rows: Collection[str] = ()) -> Any:
    """An answer less the options and rows that are not offered."""
    if isinstance(value, list):
        return [one for one in value if one not in options]
    if isinstance(value, Mapping):
        left = {row: _without(one, options) for row, one in value.items() if row not in rows}
        return {row: one for row, one in left.items() if one not in (None, [], {})}
    return None if isinstance(value, str) and value in options else value


def _fitting(question: Question, value: Any) -> Any:
    """A calculated value as an answer of its question; None where it is none."""
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if question.options and question.option(str(value)) is None:
        return None
    return value if value != "" else None
