"""Multiple choice: any of several options, shown as check boxes; one may exclude all others."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.problems import Slip
from app.surveys.questions.base import LONGEST_OTHER, Form, Read
from app.surveys.questions.words import clean, stray, too_long
from app.surveys.shapes import Choices

name = "multiple_choice"
keys = frozenset({"options"})
needs = frozenset({"options"})


def shape(question: Question) -> Choices:
    """Any of the option ids."""
    return Choices(
        tuple(option.id for option in question.options),
        frozenset(option.id for option in question.options if option.exclusive),
    )


def controls(question: Question) -> tuple[str, ...]:
    """The check boxes, and the text of an "other"."""
    others = (f"{question.id}.other",) if any(option.other for option in question.options) else ()
    return (question.id, *others)


def read(question: Question, form: Form) -> Read:
    """The chosen option ids in the options' order. Who writes the words of the one "other" has chosen it."""
    beside = form.get(f"{question.id}.other", "")
    others = [option.id for option in question.options if option.other] if beside else []
    words = clean(beside) if others else ""
    typed = set(form.getlist(question.id)) - {""}
    if words and len(others) == 1 and not any(o.exclusive for o in question.options if o.id in typed):
        typed.add(others[0])
    chosen = [option for option in question.options if option.id in typed]
    slips: list[Slip] = []
    if len(chosen) < len(typed):
        slips.append(Slip(question.id, question.id, "unknown_option"))
    exclusive = next((option for option in chosen if option.exclusive), None)
    if exclusive and len(chosen) > 1:
        slips.append(Slip(question.id, question.id, "exclusive", (("option", exclusive.id),)))
    values: dict[str, Value] = {question.id: [option.id for option in chosen]} if chosen else {}
    if words:
        values[f"{question.id}.other"] = words
        slips.extend(too_long(question, f"{question.id}.other", words, LONGEST_OTHER))
        slips.extend(stray(question, [option.id for option in chosen], words))
    return Read(values, tuple(slips))


def check(question: Question, value: Value) -> str | None:
    """A list of different option ids is wanted, an exclusive one alone."""
    if not isinstance(value, list):
        return f"{value!r} is not a list of its options"
    for one in value:
        if not isinstance(one, str) or question.option(one) is None:
            return f"{one!r} is not one of its options"
    if len(set(value)) < len(value):
        return "an option is there twice"
    if len(value) > 1 and any(option.exclusive for option in question.options if option.id in value):
        return "an option that stands alone is chosen together with others"
    return None


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """A line for each chosen option."""
    chosen = values[question.id]
    words = values.get(f"{question.id}.other")
    for option in question.options:
        if option.id in chosen:
            after = f": {words}" if option.other and words else ""
            yield option.text.in_language(language) + after
