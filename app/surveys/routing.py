"""Which questions these answers are asked, and what is kept of them. The one place that says so.

Web, paper, keying in, the loader and the command line all come here. What is irrelevant now is left out of
what is stored and stays in the draft, so that it is there again when somebody changes back.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.surveys.answers import Answers
from app.surveys.definition import SOURCE_LANGUAGE, Beside, Option, Page, Question, Row, Survey, Text
from app.surveys.expressions import Expression, Scope, called, compiled, evaluate, named
from app.surveys.expressions.evaluation import Work
from app.surveys.expressions.functions import is_number
from app.surveys.questions import SILENT, UNSEEN, repeat


@dataclass(slots=True)
class Routed:
    """What answers are asked and what is kept of them.

    `answers` is the document that is stored: relevant answers and calculated ones. `hidden` names the rows
    and options that are not offered, as `question.row` and `question=option`. `otherwise` has the places of
    what is asked and was not while nothing was answered, or the other way round: all else is known already.
    """

    plan: "_Plan"
    otherwise: frozenset[int]
    answers: Mapping[str, Any]
    hidden: frozenset[str]

    @property
    def questions(self) -> Sequence[Question]:
        """Those that are asked, in order."""
        if not self.otherwise:
            return self.plan.questions
        places = enumerate(self.plan.asked)
        return [
            self.plan.steps[place].question for place, asked in places if asked ^ (place in self.otherwise)
        ]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of those that are asked."""
        return self.plan.ids.symmetric_difference([one.id for one in self._changed()])

    @property
    def taking_answers(self) -> frozenset[str]:
        """The ids of those that are asked and that take an answer."""
        return self.plan.taking.symmetric_difference(
            [one.id for one in self._changed() if one.type not in SILENT]
        )

    @property
    def pages(self) -> Sequence[Page]:
        """The pages that have anything to show."""
        if not self.otherwise:
            return self.plan.pages
        ids, shown = self.ids, {page.id for page in self.plan.pages}
        changed = {self.plan.pages_of[place] for place in self.otherwise}
        return [
            page
            for place, page in enumerate(self.plan.all_pages)
            if (with_any((page,), ids) if place in changed else page.id in shown)
        ]

    def _changed(self) -> list[Question]:
        return [self.plan.steps[place].question for place in self.otherwise]


@dataclass(frozen=True, slots=True)
class _Step:
    """A question with its conditions, and that of its page, made ready to be called."""

    question: Question
    beside: tuple[Beside, ...]
    page: Work | None
    relevant: Work | None
    calculation: Work | None
    options: tuple[tuple[str, Work], ...]
    rows: tuple[tuple[str, Work], ...]
    parts: tuple["_Step", ...] = ()
    """Of a repeat: what each of its entries is asked."""
    count: Work | None = None

    @property
    def hangs_on_nothing(self) -> bool:
        """Whether it is always asked, and all of it offered."""
        rules = (self.page, self.relevant, self.calculation, self.count, self.options, self.rows, self.parts)
        return not any(rules)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A survey made ready to be routed, and what is asked while nothing is answered.

    Only what an answer may change has to be looked at, so that a long survey takes no longer than a short
    one: `touched` has the places of those steps by the key of the answer, `always` those of which that cannot
    be said. `asked` and `hidden` are of each step, by its place, what they are while nothing is answered.
    """

    steps: tuple[_Step, ...]
    plain: frozenset[str]
    """The keys of answers that are kept whatever else is said: their question hangs on nothing."""
    touched: Mapping[str, tuple[int, ...]]
    always: frozenset[int]
    asked: tuple[bool, ...]
    hidden: tuple[frozenset[str], ...]
    all_hidden: frozenset[str]
    all_pages: tuple[Page, ...]
    pages_of: tuple[int, ...]
    """The place of the page of each step."""
    questions: tuple[Question, ...]
    """Those that are asked then; their ids, those that take an answer, and the pages that show any."""
    ids: frozenset[str]
    taking: frozenset[str]
    pages: tuple[Page, ...]


def route(survey: Survey, answers: Mapping[str, Any], today: str | None = None) -> Routed:
    """What these answers are asked, from the first page to the last.

    A question hangs only on those before it. The answers of questions that are not asked count as missing, so
    a change upstream removes all that hangs on it. `today` is an ISO date, and the day in Scotland where it
    is left out.
    """
    plan = _plan(survey)
    touched = {*plan.always}
    for key in answers:
        if key in plan.touched:
            touched.update(plan.touched[key])
    kept: dict[str, Any] = {key: value for key, value in answers.items() if key in plan.plain}
    scope = Scope(kept, today, label=labels(survey))
    otherwise: set[int] = set()
    hidden: set[str] = set()
    for place in sorted(touched):
        if _ask(plan.steps[place], scope, answers, kept, hidden) is not plan.asked[place]:
            otherwise.add(place)
    changed = frozenset(otherwise)
    if not plan.all_hidden:
        return Routed(plan, changed, kept, frozenset(hidden))
    usual = frozenset().union(*[plan.hidden[place] for place in touched])
    return Routed(plan, changed, kept, (plan.all_hidden - usual) | hidden)


def _ask(
    step: _Step, scope: Scope, answers: Mapping[str, Any], kept: dict[str, Any], hidden: set[str]
) -> bool:
    """Whether a question is asked. What is answered to it is kept, what it does not offer is hidden."""
    for condition in (step.page, step.relevant):
        if condition is not None and condition(scope) is not True:
            return False
    if step.count is not None and not _any(step.count(scope)):
        return False
    question, key = step.question, step.question.id
    if step.calculation is not None:
        value = _fitting(question, step.calculation(scope))
        if value is not None:
            kept[key] = value
    elif step.options or step.rows:
        _offer(step, scope, answers, kept, hidden, key)
    elif step.parts:
        entries = _entries(step, scope, answers.get(key), hidden, key)
        if entries:
            kept[key] = entries
    else:
        if key in answers:
            kept[key] = answers[key]
        for one in step.beside:
            if one.key in answers:
                kept[one.key] = answers[one.key]
    return True


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
    return route(survey, answers).taking_answers


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


def ending(survey: Survey, answers: Mapping[str, Any]) -> Text:
    """What is said after sending to those who answered this: the first ending for them, or the thanks."""
    fitting = (one.text for one in survey.endings if evaluate(one.relevant, answers) is True)
    return next(fitting, survey.thanks)


def labels(survey: Survey, language: str = SOURCE_LANGUAGE) -> _Labels:
    """How the options of a survey are called: in what is stored in English, whoever answers."""
    found: _Labels | None = survey.memo.get(f"labels {language}")
    if found is None:
        found = survey.memo[f"labels {language}"] = _Labels(survey, language)
    return found


def _plan(survey: Survey) -> _Plan:
    """A survey made ready; made once."""
    plan: _Plan | None = survey.memo.get("plan")
    if plan is None:
        plan = survey.memo["plan"] = _made(survey)
    return plan


def _made(survey: Survey) -> _Plan:
    """A survey made ready. What a question hangs on through calculated values counts as what it hangs on."""
    steps = tuple(_step(question, page.relevant) for page in survey.pages for question in page.questions)
    plain: set[str] = set()
    touched: dict[str, list[int]] = {}
    always: set[int] = set()
    hangs_on: dict[str, frozenset[str]] = {}
    kept: dict[str, Any] = {}
    scope = Scope(kept, label=labels(survey))
    asked, hidden = [], []
    for place, step in enumerate(steps):
        question = step.question
        rules = [*_rules(question, survey.page_of[question.id].relevant)]
        names = frozenset[str]().union(*map(named, rules))
        names |= frozenset[str]().union(*[hangs_on.get(name, frozenset()) for name in names])
        if any("today" in called(rule) for rule in rules):
            names |= {TODAY}
        if question.calculation is not None:
            hangs_on[question.id] = names
        if question.calculation is not None or TODAY in names:
            always.add(place)
        own = {question.id, *(one.key for one in question.beside)}
        if step.hangs_on_nothing:
            plain |= own
        for key in names if step.hangs_on_nothing else own | names:
            touched.setdefault(key, []).append(place)
        concealed: set[str] = set()
        asked.append(_ask(step, scope, {}, kept, concealed))
        hidden.append(frozenset(concealed))
    questions = tuple(step.question for step, one in zip(steps, asked, strict=True) if one)
    ids = frozenset(question.id for question in questions)
    return _Plan(
        steps,
        frozenset(plain),
        {key: tuple(places) for key, places in touched.items()},
        frozenset(always),
        tuple(asked),
        tuple(hidden),
        frozenset().union(*hidden),
        survey.pages,
        tuple(place for place, page in enumerate(survey.pages) for _ in page.questions),
        questions,
        ids,
        frozenset(one.id for one in questions if one.type not in SILENT),
        tuple(with_any(survey.pages, ids)),
    )


TODAY = "today()"
"""What something hangs on that the day may change."""


def _rules(question: Question, page: Expression | None) -> Iterator[Expression]:
    """Everything by which a question is asked, what it offers, and what is worked out."""
    yield from (one for one in (page, question.calculation, question.count) if one is not None)
    yield from question.offering()
    for part in question.parts:
        yield from _rules(part, None)


def _step(question: Question, page: Expression | None = None) -> _Step:
    return _Step(
        question,
        question.beside,
        _ready(page),
        _ready(question.relevant),
        _ready(question.calculation),
        _offered(question.options),
        _offered(question.rows),
        tuple(map(_step, question.parts)) if question.type == repeat.name else (),
        _ready(question.count),
    )


def _ready(expression: Expression | None) -> Work | None:
    return compiled(expression) if expression is not None else None


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
        said = said if isinstance(said, Mapping) else {}  # whatever a file may hold
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
        return [one for one in value if not (isinstance(one, str) and one in options)]
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
