"""Whether a whole survey is sound: ids, references, types in conditions, order, breakdowns."""

from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from app.surveys.definition import Page, Question, Survey
from app.surveys.expressions import Answered, Comparison, Expression, Selected, references
from app.surveys.problems import Problem
from app.surveys.questions import shape
from app.surveys.shapes import Choice, Choices, Number, Rows
from app.surveys.translations import missing

MOST_QUESTIONS = 500
MOST_OPTIONS = 10_000
RESERVED = frozenset({"csrf_token", "go", "submit_key", "audience", "kind", "route", "language", "collector"})


def check_survey(survey: Survey, path: str, lines: Mapping[tuple[str, str], int]) -> Iterator[Problem]:
    """Every problem of a survey that could be read.

    `lines` has the line of each word of a list, by the list's key and the word.
    """
    yield from _ids(survey, path)
    yield from _conditions(survey, path)
    yield from _breakdowns(survey, path, lines)
    if len(survey.questions) > MOST_QUESTIONS:
        yield Problem(path, 1, f"There are more than {MOST_QUESTIONS} questions.", "Split the survey.")
    for language in survey.languages[1:]:
        for text in missing(survey, language):
            yield Problem(
                path,
                1,
                f"There is no '{language}' for “{text[:60]}”.",
                f"Add it to {survey.key}.{language}.yaml.",
            )


def _ids(survey: Survey, path: str) -> Iterator[Problem]:
    """Ids are there once, and are not words of ours."""
    seen: set[str] = set()
    for question in survey.questions:
        if question.id in seen:
            yield Problem(
                path, question.line, f"Two questions are called '{question.id}'.", "Rename one of them."
            )
        if question.id in RESERVED:
            yield Problem(
                path, question.line, f"'{question.id}' is a word of Speir's own.", "Choose another id."
            )
        seen.add(question.id)
        if len(question.options) > MOST_OPTIONS:
            yield Problem(
                path, question.line, f"'{question.id}' has too many options.", f"Keep below {MOST_OPTIONS}."
            )
        for what, ids in (
            ("options", [one.id for one in question.options]),
            ("rows", [one.id for one in question.rows]),
        ):
            for one, times in Counter(ids).items():
                if times > 1:
                    yield Problem(
                        path,
                        question.line,
                        f"Two {what} of '{question.id}' are called '{one}'.",
                        "Rename one of them.",
                    )
    for page, times in Counter(page.id for page in survey.pages).items():
        if times > 1:
            line = [one.line for one in survey.pages if one.id == page][-1]
            yield Problem(path, line, f"Two pages are called '{page}'.", "Rename one of them.")


def _conditions(survey: Survey, path: str) -> Iterator[Problem]:
    """A condition speaks only of questions before it, of options that exist, and in fitting types."""
    before: dict[str, Question] = {}
    for page in survey.pages:
        yield from _condition(survey, path, page, page.relevant, before)
        for question in page.questions:
            yield from _condition(survey, path, question, question.relevant, before)
            before[question.id] = question


def _condition(
    survey: Survey,
    path: str,
    owner: Page | Question,
    condition: Expression | None,
    before: dict[str, Question],
) -> Iterator[Problem]:
    """The problems of one condition."""
    for leaf in references(condition) if condition is not None else ():
        question_id, _, row = leaf.reference.partition(".")
        if question_id not in before:
            yield _unknown(survey, path, owner, question_id, before)
            continue
        question = before[question_id]
        if row and row not in {one.id for one in question.rows}:
            yield Problem(
                path,
                owner.line,
                f"A condition asks for the row '{leaf.reference}', which does not exist.",
                "Use a row's id.",
            )
        else:
            yield from _leaf(path, owner, leaf, question, row)


def _unknown(
    survey: Survey, path: str, owner: Page | Question, question_id: str, before: dict[str, Question]
) -> Problem:
    """A reference to a question that does not exist, or that comes later."""
    if question_id in survey.by_id:
        return Problem(
            path,
            owner.line,
            f"The condition of '{owner.id}' asks for '{question_id}', which does not come before it.",
            f"Move '{question_id}' before it.",
        )
    near = get_close_matches(question_id, before, 1)
    mend = f"Did you mean '{near[0]}'?" if near else "Use the id of a question before this one."
    return Problem(
        path,
        owner.line,
        f"The condition of '{owner.id}' asks for '{question_id}', which does not exist.",
        mend,
    )


def _leaf(
    path: str, owner: Page | Question, leaf: Comparison | Selected | Answered, question: Question, row: str
) -> Iterator[Problem]:
    """Whether one comparison can ever hold."""
    kind = shape(question) if question.type else None
    choice = isinstance(kind, Choice | Choices) or (isinstance(kind, Rows) and bool(row))
    match leaf:
        case Answered():
            return
        case Selected(reference, option):
            wanted: object = option
            fits = choice
        case Comparison(reference, sign, value):
            wanted = value
            fits = isinstance(kind, Number) if not isinstance(value, str) else choice and sign in ("==", "!=")
            if isinstance(kind, Choices):
                yield Problem(
                    path,
                    owner.line,
                    f"'{reference}' may have several answers, so '{sign}' cannot be asked of it.",
                    f"Write selected({reference}, '{value}').",
                )
                return
    if not fits:
        yield Problem(
            path,
            owner.line,
            f"The condition of '{owner.id}' compares '{leaf.reference}' ({question.type}) with {wanted!r}.",
            "Compare numbers with numbers, and choices with an option's id in quotes.",
        )
    elif isinstance(wanted, str) and not question.options_from and question.option(wanted) is None:
        near = get_close_matches(wanted, [one.id for one in question.options], 1)
        mend = f"Did you mean '{near[0]}'?" if near else "Use the id of one of its options."
        yield Problem(path, owner.line, f"'{leaf.reference}' has no option '{wanted}'.", mend)


def _breakdowns(survey: Survey, path: str, lines: Mapping[tuple[str, str], int]) -> Iterator[Problem]:
    """A breakdown is a single choice that exists."""
    for one in survey.breakdowns:
        question = survey.by_id.get(one)
        if question is None or not question.type or not isinstance(shape(question), Choice):
            line = lines.get(("breakdowns", one), 1)
            what = f"The breakdown '{one}' is not a single choice question."
            yield Problem(path, line, what, "Use the id of one.")
