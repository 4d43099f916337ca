"""Whether a whole survey is sound: ids, references, types in conditions, order, breakdowns."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from app.surveys.definition import SOURCE_LANGUAGE, Option, Page, Question, Row, Survey, Text
from app.surveys.expressions import Call, Expression, ExpressionError, Literal, Reference, parse, source
from app.surveys.expressions.checking import Check, Fault, check
from app.surveys.expressions.kinds import Kind, Known
from app.surveys.groups import without
from app.surveys.piping import slips, written
from app.surveys.problems import Problem
from app.surveys.questions import SILENT, information, known, shape
from app.surveys.reach import unreached
from app.surveys.shapes import Choice, Entries

Lines = Mapping[tuple[str, str], int]
COMES_LATER = ("does not come before it", "Move '{}' before it.")
ON_THE_SAME_PAGE = ("stands on the same page", "Move '{}' to a page before it.")
TAKES_NONE = ("takes no answer", "Name a question that is answered.")
ITSELF = ("is what this is asked of", "Name a question before it.")
"""Why a question cannot be named somewhere, and what to do about it."""
NAMES = {
    "default": "The default",
    "calculation": "The calculation",
    "valid": "A constraint",
    "count": "The count",
    "text": "A text",
}

MOST_QUESTIONS = 500
MOST_OPTIONS = 10_000
RESERVED = frozenset({"csrf_token", "go", "submit_key", "audience", "kind", "route", "language", "collector"})


def check_survey(survey: Survey, path: str, lines: Lines) -> Iterator[Problem]:
    """Every problem of a survey that could be read.

    `lines` has the line of each word of a list, by the list's key and the word, and of each expression, by
    whose it is and its key.
    """
    found = [*_ids(survey, path, lines), *_breakdowns(survey, path, lines)]
    if len(survey.questions) > MOST_QUESTIONS:
        found.append(
            Problem(path, 1, f"There are more than {MOST_QUESTIONS} questions.", "Split the survey.")
        )
    # What conditions name is clear once ids are; and whether they can hold, once they mean something.
    yield from found or [*_conditions(survey, path, lines)] or _unreached(survey, path, lines)


def _ids(survey: Survey, path: str, lines: Lines) -> Iterator[Problem]:
    """Ids are there once, and are not words of ours."""
    seen: set[str] = set()
    for question in survey.questions:
        if question.id in seen:
            yield Problem(
                path, question.line, f"Two questions are called '{question.id}'.", "Rename one of them."
            )
        yield from _names_of_parts(survey, question, path)
        if question.id in RESERVED:
            yield Problem(
                path, question.line, f"'{question.id}' is a word of Speir's own.", "Choose another id."
            )
        seen.add(question.id)
        if len(question.options) > MOST_OPTIONS:
            yield Problem(
                path, question.line, f"'{question.id}' has too many options.", f"Keep below {MOST_OPTIONS}."
            )
        yield from _offered(question, question.id, path, lines)
    for page, times in Counter(page.id for page in survey.pages).items():
        if times > 1:
            line = [one.line for one in survey.pages if one.id == page][-1]
            yield Problem(path, line, f"Two pages are called '{page}'.", "Rename one of them.")


def _offered(question: Question, name: str, path: str, lines: Lines) -> Iterator[Problem]:
    """Options and rows, those of parts too: each has an id and words of its own."""
    of_both: tuple[tuple[str, str, Sequence[Option | Row]], ...] = (
        ("options", "=", question.options),
        ("rows", ".", question.rows),
    )
    for what, mark, offered in of_both:
        ids: set[str] = set()
        texts: set[str] = set()
        for one in offered:
            line = lines.get((f"{name}{mark}{one.id}", "id"), question.line)
            if one.id in ids:
                told = f"Two {what} of '{question.id}' are called '{one.id}'."
                yield Problem(path, line, told, "Rename one of them.")
            elif str(one.text) in texts:
                told = f"Two {what} of '{question.id}' read “{one.text}”."
                yield Problem(path, line, told, "Say how they differ, or take one out.")
            ids.add(one.id)
            texts.add(str(one.text))
    for part in question.parts:
        yield from _offered(part, f"{name}.{part.id}", path, lines)


def _names_of_parts(survey: Survey, question: Question, path: str) -> Iterator[Problem]:
    """What a part of a repeat is called in its conditions is the name of nothing else."""
    if not question.parts or not isinstance(shape(question), Entries):
        return
    inner = [(part, one) for part in question.parts for one in part.parts]
    for part, owner in [(part, question) for part in question.parts] + [(one, part) for part, one in inner]:
        if part.id in survey.by_id or (owner is not question and part.id in {p.id for p in question.parts}):
            yield Problem(
                path,
                part.line,
                f"Something else is called '{part.id}' as this part of '{owner.id}' is.",
                "Rename one of them.",
            )


def _conditions(survey: Survey, path: str, lines: Lines) -> Iterator[Problem]:
    """An expression speaks only of questions before it, of options that exist, and in fitting kinds."""
    spot = _Spot(survey, path, lines)
    for page in survey.pages:
        before = dict(spot.known)
        yield from spot.takes_up(page, page.id, page.intro, before)
        yield from spot.takes_up_nothing(page, page.id, (page.title,))
        yield from spot.condition(page, "relevant", page.relevant)
        group: Expression | None = None
        for question in page.questions:
            yield from spot.texts(question, before)
            # What a group hangs on was checked at its heading: its questions need not say it again.
            yield from spot.question(replace(question, relevant=without(question.relevant, group)))
            spot.pass_by(question)
            if question.settings.get(information.HEADING):
                group = question.relevant
    yield from _around(survey, spot)
    for number, ending in enumerate(survey.endings, 1):
        yield from spot.check(f"ending_{number}", "relevant", ending.relevant, Kind.FLAG, 1, path)


def _unreached(survey: Survey, path: str, lines: Lines) -> Iterator[Problem]:
    """Conditions each of which can mean something, and that never hold together."""
    spot = _Spot(survey, path, lines)
    for owner, name, key, fault in unreached(survey):
        if owner is not None:
            yield spot.problem(owner, (name, key), fault)
        else:
            yield Problem(path, lines.get((name, key), 1), _sentence(name, key, fault), fault.mend)


def _around(survey: Survey, spot: "_Spot") -> Iterator[Problem]:
    """What is said at the end may take up any answer; what is said at the start none."""
    if not survey.pages:
        return
    whole = replace(survey.pages[-1], id=survey.key, questions=(), line=1)
    endings = {f"ending_{number}": ending.text for number, ending in enumerate(survey.endings, 1)}
    for name, text in {"thanks": survey.thanks, **endings}.items():
        yield from spot.takes_up(replace(whole, id=name), name, text, spot.known)
    yield from spot.takes_up_nothing(whole, survey.key, (survey.title, survey.intro))


class _Spot:
    """A place in a survey: what has been asked before it may be named there."""

    def __init__(self, survey: Survey, path: str, lines: Lines) -> None:
        self.path, self.lines = path, lines
        self.known: dict[str, Known] = {}
        self.later = {one.id: TAKES_NONE if one.type in SILENT else COMES_LATER for one in survey.questions}

    def has(self, name: str) -> bool:
        """Whether the survey has a question of this id."""
        return name in self.known or name in self.later

    def pass_by(self, question: Question) -> None:
        """From now on a question may be named."""
        if question.type not in SILENT:
            self.later.pop(question.id, None)
            self.known.update(known([question]))

    def texts(
        self, question: Question, known_there: Mapping[str, Known], inside: bool = False
    ) -> Iterator[Problem]:
        """What the texts of a question take up, itself or one of its parts."""
        for text in (question.text, question.help):
            yield from self.takes_up(question, question.id, text, known_there, inside)
        others = [question.limits.unit]
        others += [one.text for one in question.options] + [one.text for one in question.rows]
        others += [one.comment_text for one in question.options]
        others += [one.message for one in question.constraints]
        others += [value for value in question.settings.values() if isinstance(value, Text)]
        others += [text for shown in question.shown() for text in shown.texts()]
        yield from self.takes_up_nothing(question, question.id, others)
        for part in question.parts:
            yield from self.texts(part, known_there, isinstance(shape(question), Entries))

    def takes_up(
        self,
        owner: Page | Question,
        name: str,
        text: Text,
        known_there: Mapping[str, Known],
        inside: bool = False,
    ) -> Iterator[Problem]:
        """The answers that a text takes up stand on pages before it, so that they are there."""
        yield from self._slips(owner, name, text)
        for language, expression in written(text):
            try:
                tree = parse(expression.strip())
            except ExpressionError as error:
                fault = Fault(f"'{{{{{expression}}}}}' {error}.", "Write it like: {{name}}.")
                yield self.problem(owner, (name, "text"), fault, language)
                continue
            here = self.known.keys() - known_there.keys()
            later = {**dict.fromkeys(here, ON_THE_SAME_PAGE), **self.later}
            for found in check(tree, Kind.ANY, Check(known_there, later, inside)):
                if language != SOURCE_LANGUAGE:
                    found = replace(found, mend=f"{found.mend} What stands in {{{{ }}}} is as in English.")
                yield self.problem(owner, (name, "text"), found, language)

    def takes_up_nothing(self, owner: Page | Question, name: str, texts: Iterable[Text]) -> Iterator[Problem]:
        """Texts in which no answer can be taken up."""
        for text in texts:
            yield from self._slips(owner, name, text)
            for language, expression in written(text):
                fault = Fault(
                    f"'{{{{{expression}}}}}' stands where no answer can be taken up.",
                    "Put it into a 'text' or 'help' of a question, a page's 'intro', 'thanks' or an ending.",
                )
                yield self.problem(owner, (name, "text"), fault, language)

    def _slips(self, owner: Page | Question, name: str, text: Text) -> Iterator[Problem]:
        """Braces that take up nothing, and look as if they should."""
        for language, what, mend in slips(text, self.has):
            yield self.problem(owner, (name, "text"), Fault(what, mend), language)

    def question(self, question: Question) -> Iterator[Problem]:
        """Every expression of a question."""
        if question.id in self.later and question.type not in SILENT:
            self.later[question.id] = ITSELF
        if question.count is not None:
            yield from self._check(question, question.id, "count", question.count, Kind.NUMBER)
        if isinstance(shape(question), Entries):
            yield from self._entries(question, question.id, known([question]))
        yield from self._rules(question)

    def _entries(self, question: Question, path: str, before: Mapping[str, Known]) -> Iterator[Problem]:
        """The expressions of the parts of a repeat: each may speak of those before it in the same entry."""
        own: dict[str, Known] = dict(before)
        self.later |= {part.id: COMES_LATER for part in question.parts}
        for part in question.parts:
            of_it = known([part])
            full = f"{path}.{part.id}"
            this = {"this" + key.removeprefix(part.id): one for key, one in of_it.items()}
            for key, expression in (("relevant", part.relevant), ("required", part.required_if)):
                if expression is not None:
                    yield from self._inside(part, full, key, expression, own)
            if part.count is not None:
                yield from self._inside(part, full, "count", part.count, own, Kind.NUMBER)
            for number, constraint in enumerate(part.constraints):
                seen = {**own, **of_it, **this}
                yield from self._inside(part, f"{full} constraint {number}", "valid", constraint.valid, seen)
            for option in part.options:
                if option.relevant is not None:
                    yield from self._inside(part, f"{full}={option.id}", "relevant", option.relevant, own)
            if part.parts:
                yield from self._entries(part, full, {**own, **of_it})
            own.update(of_it)
            self.later.pop(part.id, None)

    def _inside(
        self,
        part: Question,
        name: str,
        key: str,
        expression: Expression,
        own: Mapping[str, Known],
        kind: Kind = Kind.FLAG,
    ) -> Iterator[Problem]:
        """An expression in an entry, where there is a position."""
        later = {one: what for one, what in self.later.items() if one not in own}
        for fault in check(expression, kind, Check({**self.known, **own}, later, inside=True)):
            yield self.problem(part, (name, key), fault)

    def _rules(self, question: Question) -> Iterator[Problem]:
        """The expressions that every question may have."""
        own = known([question])
        yield from self.condition(question, "relevant", question.relevant)
        yield from self.condition(question, "required", question.required_if)
        if question.default is not None:
            yield from self._gives(question, "default", question.default, own)
        if question.calculation is not None:
            yield from self._gives(question, "calculation", question.calculation, own)
        for mark, offered in (("=", question.options), (".", question.rows)):
            for one in offered:
                if one.relevant is not None:
                    yield from self._check(question, f"{question.id}{mark}{one.id}", "relevant", one.relevant)
        this = {"this" + key.removeprefix(question.id): one for key, one in own.items()}
        for number, constraint in enumerate(question.constraints):
            owner = f"{question.id} constraint {number}"
            yield from self._check(question, owner, "valid", constraint.valid, Kind.FLAG, {**own, **this})

    def condition(self, owner: Page | Question, key: str, condition: Expression | None) -> Iterator[Problem]:
        """A condition of a page or a question."""
        if condition is not None:
            yield from self._check(owner, owner.id, key, condition)

    def _gives(
        self, question: Question, key: str, expression: Expression, own: Mapping[str, Known]
    ) -> Iterator[Problem]:
        """An expression that gives the answer of a question gives one of its kind."""
        wanted = own[question.id] if question.id in own else Known(Kind.ANY)
        options = wanted.options or ()
        meant = [one for one in options if isinstance(expression, Reference) and expression.path == one]
        if isinstance(expression, Reference) and not self.has(expression.path.partition(".")[0]):
            meant += get_close_matches(expression.path, options, 1)
        if meant:
            what = f"'{source(expression)}' stands there like the id of a question."
            fault = Fault(
                what, f"The id of an option stands in quotes within quotes: {key}: \"'{meant[0]}'\"."
            )
            yield self.problem(question, (question.id, key), fault)
            return
        kind = Kind.TEXT if wanted.kind is Kind.CHOICE else wanted.kind
        if wanted.kind is Kind.CHOICE:
            # Every option that is written out must be there; a text that is put together may be one.
            for option in given_by(expression):
                if wanted.options is not None and option not in wanted.options:
                    yield self.problem(
                        question,
                        (question.id, key),
                        Fault(
                            f"'{question.id}' has no option '{option}'.", "Use the id of one of its options."
                        ),
                    )
            kind = Kind.ANY
        yield from self._check(question, question.id, key, expression, kind)

    def _check(
        self,
        owner: Page | Question,
        name: str,
        key: str,
        expression: Expression,
        kind: Kind = Kind.FLAG,
        more: Mapping[str, Known] = MappingProxyType({}),
    ) -> Iterator[Problem]:
        for fault in check(expression, kind, Check({**self.known, **more}, self.later)):
            yield self.problem(owner, (name, key), fault)

    def check(
        self, name: str, key: str, expression: Expression, kind: Kind, line: int, path: str
    ) -> Iterator[Problem]:
        """An expression that belongs to no page and no question."""
        for fault in check(expression, kind, Check(self.known, self.later)):
            yield Problem(path, self.lines.get((name, key), line), _sentence(name, key, fault), fault.mend)

    def problem(
        self, owner: Page | Question, at: tuple[str, str], fault: Fault, language: str = SOURCE_LANGUAGE
    ) -> Problem:
        path, line = path_of(self.path, owner), self.lines.get(at, owner.line)
        if language != SOURCE_LANGUAGE:
            path = str(Path(path).with_suffix(f".{language}.yaml"))
            line = self.lines.get((at[0], f"text.{language}"), 1)
        return Problem(path, line, _sentence(owner.id, at[1], fault), fault.mend)


def _sentence(owner: str, key: str, fault: Fault) -> str:
    return f"{NAMES.get(key, 'The condition')} of '{owner}': {fault.what}"


def path_of(path: str, owner: Page | Question) -> str:
    """The file in which a page or a question stands: a block has one of its own."""
    block = owner.block if isinstance(owner, Question) else next((one.block for one in owner.questions), "")
    return str(Path(path).with_name(f"{block}.yaml")) if block else path


def given_by(expression: Expression) -> Iterator[str]:
    """The texts that an expression may give as they are written in it."""
    match expression:
        case Literal(str(value)):
            yield value
        case Call("if", (_, then, otherwise)):
            yield from given_by(then)
            yield from given_by(otherwise)
        case Call("coalesce", arguments):
            for one in arguments:
                yield from given_by(one)
        case _:
            return


def _breakdowns(survey: Survey, path: str, lines: Lines) -> Iterator[Problem]:
    """A breakdown is a single choice that exists."""
    for one in survey.breakdowns:
        question = survey.by_id.get(one)
        chosen = question is not None and question.type and isinstance(shape(question), Choice)
        if question is None or not chosen or question.calculation is not None:
            line = lines.get(("breakdowns", one), 1)
            what = f"The breakdown '{one}' is not a single choice question."
            yield Problem(path, line, what, "Use the id of one.")
