"""Multiple choice: any of several options, shown as check boxes; one may exclude all others."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.problems import Slip
from app.surveys.questions.base import Form, Read, Wrong
from app.surveys.questions.words import meant, read_beside, slips_beside
from app.surveys.shapes import Choices

name = "multiple_choice"
keys = frozenset({"options", "min", "max"})
needs = frozenset({"options"})
pictures = True


def shape(question: Question) -> Choices:
    """Any of the option ids."""
    return Choices(
        tuple(option.id for option in question.options),
        frozenset(option.id for option in question.options if option.exclusive),
    )


def faults(question: Question) -> Iterator[Wrong]:
    """As many can be chosen as are wanted, and at least one of them always may."""
    least, most = bounds(question)
    if least > len(question.options) or not 1 <= most <= len(question.options):
        at = "min" if least > len(question.options) else "max"
        yield Wrong(
            f"nobody can choose {least} to {most} of its options.",
            f"Mend '{at}': there are {len(question.options)}.",
            (at,),
        )


def bounds(question: Question) -> tuple[int, int]:
    """How many options may be chosen by whoever chooses any: at least, at most."""
    limits = question.limits
    most = len(question.options) if limits.maximum is None else int(limits.maximum)
    return max(1, int(limits.minimum or 1)), most


def controls(question: Question) -> tuple[str, ...]:
    """The check boxes, and the words beside options."""
    return (question.id, *(one.key for one in question.beside))


def read(question: Question, form: Form) -> Read:
    """The chosen option ids in the options' order. Who writes beside an option has chosen it."""
    beside = read_beside(question, form)
    typed = set(form.getlist(question.id)) - {""}
    if beside and not any(option.exclusive for option in question.options if option.id in typed):
        by_words = meant(question, beside)
        alone = not typed and len(by_words) == 1
        typed.update(option.id for option in by_words if alone or not option.exclusive)
    if not typed and not beside:
        return Read()
    chosen = [option for option in question.options if option.id in typed]
    slips: list[Slip] = []
    if len(chosen) < len(typed):
        slips.append(Slip(question.id, question.id, "unknown_option"))
    exclusive = next((option for option in chosen if option.exclusive), None)
    if exclusive and len(chosen) > 1:
        slips.append(Slip(question.id, question.id, "exclusive", (("option", exclusive.id),)))
    if chosen and not slips and not (exclusive and len(chosen) == 1):
        slips.extend(_number(question, len(chosen)))
    values: dict[str, Value] = {question.id: [option.id for option in chosen]} if chosen else {}
    if beside:
        values |= beside
        slips.extend(slips_beside(question, [option.id for option in chosen], beside))
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
    alone = len(value) == 1 and any(option.exclusive for option in question.options if option.id in value)
    if value and not alone and list(_number(question, len(value))):
        return "too few or too many of its options are chosen"
    return None


def _number(question: Question, chosen: int) -> Iterator[Slip]:
    """What is wrong with how many are chosen, if anything."""
    least, most = bounds(question)
    if chosen < least:
        yield Slip(question.id, question.id, "too_few", (("min", str(least)),))
    if chosen > most:
        yield Slip(question.id, question.id, "too_many", (("max", str(most)),))


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """A line for each chosen option."""
    chosen = values[question.id]
    for option in question.options:
        if option.id in chosen:
            beside = [one.key for one in question.beside if option in one.options]
            words = [values[key] for key in beside if key in values]
            yield ": ".join([option.text.in_language(language), *words])
