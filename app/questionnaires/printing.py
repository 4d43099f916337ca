"""A survey on paper: its questions numbered through, with what a screen would have done said in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from app.questionnaires.conditions import in_words, value_in_words
from app.questionnaires.sentences import how_many
from app.surveys.definition import Option, Page, Question, Row, Survey
from app.surveys.expressions import Expression, Reference, put_in
from app.surveys.questions import SILENT, UNSEEN, date, entries, exact, longest, parts, shape
from app.surveys.shapes import Choice, Choices, Entries, Files, Parts, Ranking, Rows, Words
from app.web.language import apart_plainly

ROOMY = 1_000  # characters: from here on an answer gets a box to write in, and not a line
ENTRIES = 3  # of a repeat: who has more writes about them on a sheet of their own
MANY = 12  # options: from here on they stand in two columns


@dataclass(frozen=True, slots=True)
class PrintedQuestion:
    """A question as it stands on paper.

    `number` is 0 for what asks nothing; `kind` names how it is answered: the shape of its answers, with
    `Lines` for words that fit on a line, and `Date`. `only_if` says who is asked it, `how` what to do.
    """

    question: Question
    number: int
    kind: str
    only_if: str
    how: str
    parts: Sequence["PrintedQuestion"] = ()

    @property
    def in_columns(self) -> bool:
        """Whether its options are so many that they stand in two columns."""
        return len(self.question.options) >= MANY


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page of a survey as a part of the form.

    Who is not asked it goes on to the part `otherwise`, the next for other people; 0 where there is none.
    """

    page: Page
    number: int
    only_if: str
    otherwise: int
    questions: Sequence[PrintedQuestion]


def printed(survey: Survey, language: str) -> Sequence[PrintedPage]:
    """The whole survey for paper, in a language."""
    numbers = _numbers(survey)
    return [
        PrintedPage(
            page,
            place,
            in_words(page.relevant, survey, numbers, language) if page.relevant else "",
            _otherwise(survey, place),
            [_printed(one, survey, numbers, language) for one in page.questions if one.type not in UNSEEN],
        )
        for place, page in enumerate(survey.pages, 1)
    ]


def _otherwise(survey: Survey, place: int) -> int:
    """The number of the first part after this one that is not for the same people only; 0 for none."""
    same = survey.pages[place - 1].relevant
    later = enumerate(survey.pages[place:], place + 1)
    return next((number for number, page in later if page.relevant != same), 0)


def _numbers(survey: Survey) -> Mapping[str, int]:
    """The numbers of the questions that take an answer, from 1."""
    asking = (question for question in survey.questions if question.type not in SILENT | UNSEEN)
    return {question.id: number for number, question in enumerate(asking, 1)}


def _printed(
    question: Question, survey: Survey, numbers: Mapping[str, int], language: str
) -> PrintedQuestion:
    only_if = in_words(question.relevant, survey, numbers, language) if question.relevant else ""
    kind = shape(question)
    name = type(kind).__name__
    if isinstance(kind, Words) and (exact(question) or longest(question) < ROOMY):
        name = "Date" if question.type == date.name else "Lines"
    if isinstance(kind, Parts) and not question.parts:
        name = "Rows"  # the same boxes on each line, of which any number are ticked
    small = () if name == "Rows" else parts(question)
    if isinstance(kind, Entries):
        return _printed_entries(question, survey, numbers, language, only_if)
    return PrintedQuestion(
        question,
        numbers.get(question.id, 0),
        name,
        only_if,
        " ".join((*_how(question, language), *_some_only(question, survey, numbers, language))),
        [_printed(one, survey, numbers, language) for one in small],
    )


def _printed_entries(
    question: Question, survey: Survey, numbers: Mapping[str, int], language: str, only_if: str
) -> PrintedQuestion:
    """A repeat: a few entries, each with its questions; a condition speaks of the same entry."""
    found = []
    every = entries(question)
    for entry in every[:ENTRIES]:
        within: list[PrintedQuestion] = []
        named: Mapping[str, Expression] = {
            one.id.rpartition(".")[2]: Reference(one.id) for one in entry.parts
        }
        for part in entry.parts:
            within.append(_printed(_spelt_out(part, named), survey, numbers, language))
        found.append(PrintedQuestion(replace(question, text=entry.title), 0, "Entry", "", "", within))
    how = []
    if question.count is not None:
        value = value_in_words(question.count, survey, numbers, language)
        how.append(_("How many to fill in: %(value)s.", value=value))
    if len(every) > ENTRIES:
        how.append(_("If there are more, write about them on a sheet of your own and send it with the form."))
    number = numbers.get(question.id, 0)
    return PrintedQuestion(question, number, "Entries", only_if, " ".join(how), found)


def _some_only(
    question: Question, survey: Survey, numbers: Mapping[str, int], language: str
) -> Iterator[str]:
    """Which options and rows are for some people only."""
    offered: tuple[Option | Row, ...] = (*question.options, *question.rows)
    for one in offered:
        if one.relevant is not None:
            condition = in_words(one.relevant, survey, numbers, language)
            text = apart_plainly(one.text.in_language(language))
            yield _("“%(option)s” is for you only if %(condition)s.", option=text, condition=condition)


def _spelt_out(question: Question, named: Mapping[str, Expression]) -> Question:
    """A part of an entry whose condition, and those within it, give the full ids of what they name."""
    relevant = put_in(question.relevant, named) if question.relevant is not None else None
    return replace(question, relevant=relevant, parts=tuple(_spelt_out(one, named) for one in question.parts))


def _how(question: Question, language: str) -> Iterator[str]:
    """What to do with a pen."""
    match shape(question):
        case Choice():
            yield _("Tick one box.")
        case Choices(exclusive=alone):
            yield how_many(question)
            for option in question.options:
                if option.id in alone:
                    text = apart_plainly(option.text.in_language(language))
                    yield _("If you tick “%(option)s”, tick nothing else.", option=text)
        case Rows():
            yield _("Tick one box on each line.")
        case Parts() if not question.parts:
            yield _("Tick all that apply on each line.")
        case Files():
            yield _("Put a copy of it in with this form, and write the number of the question on it.")
        case Ranking(options, most):
            if most < len(options):
                yield _(
                    "Write 1 beside what comes first, and so on up to %(most)s. Leave the others empty.",
                    most=most,
                )
            else:
                yield _("Write 1 beside what comes first, 2 beside what comes second, and so on.")
        case _:
            return
