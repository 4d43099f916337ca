"""The ONE table of question types. A new type is a file beside this one and a line here."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from app.surveys.answers import Value
from app.surveys.definition import Question, Survey
from app.surveys.expressions.kinds import Kind, Known
from app.surveys.questions import (
    calculated,
    consent,
    date,
    file,
    grid_mixed,
    grid_multiple,
    grid_single,
    hidden,
    information,
    long_text,
    multiple_choice,
    number,
    place,
    ranking,
    rating,
    repeat,
    short_text,
    short_texts,
    single_choice,
    time,
    yes_no,
)
from app.surveys.questions.base import KNOWN, LONGEST_TEXT, Form, Key, QuestionType, Read, Wrong
from app.surveys.questions.parts import alone_for_nothing, called, plain_options
from app.surveys.questions.words import as_typed
from app.surveys.shapes import Choice, Choices, Entries, Number, Parts, Ranking, Rows, Shape, Words

TYPES: Mapping[str, QuestionType] = {
    type_.name: type_
    for type_ in (
        single_choice,
        multiple_choice,
        grid_single,
        number,
        short_text,
        long_text,
        information,
        yes_no,
        rating,
        consent,
        date,
        time,
        calculated,
        hidden,
        grid_multiple,
        ranking,
        short_texts,
        grid_mixed,
        repeat,
        place,
        file,
    )
}
KNOWN.update(TYPES)

SILENT = frozenset({information.name})
"""Types that take no answer."""

UNSEEN = frozenset(type_name for type_name, type_ in TYPES.items() if getattr(type_, "unseen", False))
"""Types that nobody is shown: their answers come from elsewhere."""


def shape(question: Question) -> Shape:
    """How a question's answers are counted."""
    return TYPES[question.type].shape(question)


def shapes(survey: Survey) -> dict[str, Shape]:
    """The shape of every question of a survey, by id."""
    return {question.id: shape(question) for question in survey.questions}


def known(survey_questions: Iterable[Question]) -> dict[str, Known]:
    """What is known of the answers of these questions, by the paths that an expression may name."""
    found: dict[str, Known] = {}
    for question in survey_questions:
        if question.type in TYPES and question.type not in SILENT:
            found.update(_known(question.id, question, shape(question)))
    return found


def _known(path: str, question: Question, of: Shape) -> Iterator[tuple[str, Known]]:
    match of:
        case Choice(options):
            yield path, Known(Kind.CHOICE, None if question.options_from else options)
        case Choices(options, alone):
            yield path, Known(Kind.CHOICES, options, alone=alone)
        case Ranking(options):
            yield path, Known(Kind.CHOICES, options)
        case Number():
            yield path, Known(Kind.NUMBER)
        case Words():
            yield path, Known(getattr(TYPES[question.type], "gives", Kind.TEXT))
        case Rows(rows, options):
            yield path, Known(Kind.MANY, options, of=Kind.CHOICE)
            for row in rows:
                yield f"{path}.{row}", Known(Kind.CHOICE, options)
        case Entries():
            yield path, Known(Kind.MANY)
            for small in question.parts:
                for key, one in _known(f"{path}.{small.id}", small, shape(small)):
                    yield key, one if one.kind is Kind.MANY else Known(Kind.MANY, one.options, of=one.kind)
        case Parts(parts):
            yield path, Known(Kind.MANY)
            for part, own in parts:
                yield from _known(f"{path}.{part}", question, own)


def parts(question: Question) -> tuple[Question, ...]:
    """The small questions of which this one is made, as the rows of a grid, each with its full id."""
    of_it: Callable[[Question], tuple[Question, ...]] | None = getattr(TYPES[question.type], "parts", None)
    return of_it(question) if of_it else ()


def tallied(question: Question) -> tuple[Question, ...]:
    """The small questions by which it is counted: its parts, or what all its entries say together."""
    of_it: Callable[[Question], tuple[Question, ...]] | None = getattr(TYPES[question.type], "tallied", None)
    return of_it(question) if of_it else parts(question)


def counted_as(survey: Survey, item: str) -> Question | None:
    """The question, or the small question, whose answers are counted under an id such as `people.note`."""
    question = survey.by_id.get(item.partition(".")[0])
    if question is None or question.id == item:
        return question
    part = next((one for one in tallied(question) if one.id == item), None)
    return None if part is None else replace(part, text=called(question, part), sensitive=question.sensitive)


def gathered(question: Question, value: Value) -> Value:
    """An answer as it is kept, from one laid out by the ids of parts as a file has it."""
    of_it: Callable[[Question, Value], Value] | None = getattr(TYPES[question.type], "gathered", None)
    return of_it(question, value) if of_it else value


def entries(question: Question) -> tuple[repeat.Entry, ...]:
    """The entries that a repeat may have; none of any other question."""
    return repeat.entries(question) if question.type == repeat.name else ()


def exact(question: Question) -> bool:
    """Whether an answer in words is of a set form, such as a date: nobody reads it as a comment."""
    found: Callable[[Question], bool] | None = getattr(TYPES[question.type], "exact", None)
    return found(question) if found else False


def taking_files(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Those questions with whose controls files come."""
    return tuple(one for one in questions if getattr(TYPES[one.type], "takes_files", False))


def asks_for_files(survey: Survey) -> bool:
    """Whether any question of a survey takes files."""
    found: bool | None = survey.memo.get("takes files")
    if found is None:
        found = survey.memo["takes files"] = bool(taking_files(survey.questions))
    return found


def empty_places(question: Question, value: Value) -> frozenset[str]:
    """The places that a page has for the answers of a question and that hold none, by their names."""
    find: Callable[[Question, Value], frozenset[str]] | None = getattr(
        TYPES[question.type], "empty_places", None
    )
    return find(question, value) if find else frozenset()


def shows_pictures(question: Question) -> bool:
    """Whether pictures of options stand above their words: a list to open has no place for them."""
    return getattr(TYPES.get(question.type), "pictures", False) and "appearance" not in question.settings


def scripts(questions: Iterable[Question]) -> Sequence[str]:
    """The files of `app/static` that make the controls of these questions easier to use."""
    found: dict[str, None] = {}
    for question in (small for one in questions for small in (one, *one.parts)):
        own: Callable[[Question], tuple[str, ...]] | None = getattr(TYPES[question.type], "scripts", None)
        found |= dict.fromkeys(own(question) if own else ())
    return [*found]


def controls(question: Question) -> tuple[str, ...]:
    """The names of a question's form controls."""
    return TYPES[question.type].controls(question)


def read(question: Question, form: Form) -> Read:
    """A question's part of a form."""
    return TYPES[question.type].read(question, form)


def check(question: Question, value: Value) -> str | None:
    """Why a value cannot be stored, or None."""
    return TYPES[question.type].check(question, value)


def longest(question: Question) -> int:
    """How many characters an answer in words may have."""
    of_its_type = short_text.LONGEST if question.type == short_text.name else LONGEST_TEXT
    return question.limits.max_length or of_its_type


def settings(type_name: str) -> Mapping[str, Key]:
    """The keys of a type's own."""
    found: Mapping[str, Key] = getattr(TYPES.get(type_name), "settings", {})
    return found


def complete(question: Question) -> Question:
    """The question with what follows from its keys, such as the options of a scale."""
    add: Callable[[Question], Question] | None = getattr(TYPES.get(question.type), "complete", None)
    return add(question) if add else question


def bare(question: Question) -> Question:
    """The question as its keys say it: `complete` makes the same question of it."""
    take_out: Callable[[Question], Question] | None = getattr(TYPES.get(question.type), "bare", None)
    return take_out(question) if take_out else question


def faults(question: Question) -> Iterator[Wrong]:
    """What is wrong with the definition of a question, and how to mend it."""
    find: Callable[[Question], Iterable[Wrong]] | None = getattr(TYPES.get(question.type), "faults", None)
    yield from find(question) if find else ()
    yield from alone_for_nothing(question)
    # Only types that have a control for it have room for words beside an option.
    if question.beside and not {one.key for one in question.beside} <= set(controls(question)):
        yield from plain_options(question)


def commented(survey: Survey, key: str) -> Question | None:
    """The question, or the small question, to which a comment belongs that stands under a key."""
    return survey.beside[key][0] if key in survey.beside else counted_as(survey, key)


def comment_asked(survey: Survey, key: str) -> str | None:
    """What a comment under a key answers, in English; None where it is no longer asked."""
    question = commented(survey, key)
    if question is None or key not in survey.beside:
        return str(question.text) if question is not None else None
    field = survey.beside[key][1]
    beside = field.options[0].text if field.comment else "other"
    return f"{question.text} – “{beside}”, in their own words"


def typed(question: Question, value: Value) -> Mapping[str, str | list[str]]:
    """The words of the form from which `read` would read this value, by the names of its controls."""
    own: Callable[[Question, Value], Mapping[str, str | list[str]]] | None = getattr(
        TYPES.get(question.type), "typed", None
    )
    return own(question, value) if own else dict(as_typed(question.id, value))


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """An answer in plain words; nothing where there is none."""
    return TYPES[question.type].say(question, values, language) if question.id in values else iter(())
