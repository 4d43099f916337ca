"""Ranking: options put in an order, or only the first few of them; a place is chosen for each."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.problems import Slip
from app.surveys.questions.base import Form, Key, Kind, Read, Wrong
from app.surveys.shapes import Ranking

name = "ranking"
keys = frozenset({"options"})
needs = frozenset({"options"})
settings: Mapping[str, Key] = {"most": Key(Kind.WHOLE)}


def scripts(question: Question) -> tuple[str, ...]:
    """Buttons that move an option up and down."""
    return ("ranking.js",)


def shape(question: Question) -> Ranking:
    """An order of some of the option ids, as long as `most`, or of all."""
    most = question.settings.get("most") or len(question.options)
    return Ranking(tuple(option.id for option in question.options), most)


def faults(question: Question) -> Iterator[Wrong]:
    """Not more can be ranked than there are."""
    most = question.settings.get("most", 1)
    if not 1 <= most <= len(question.options):
        mend = f"Write a number from 1 to {len(question.options)}, or leave it out."
        yield Wrong(f"'most' is {most}.", mend, ("most",))


def controls(question: Question) -> tuple[str, ...]:
    """The place of each option."""
    return tuple(f"{question.id}.{option.id}" for option in question.options)


def read(question: Question, form: Form) -> Read:
    """The option ids in order of their places, gaps closed up; what has a slip is kept as it was typed."""
    typed = {option.id: form.get(f"{question.id}.{option.id}", "").strip() for option in question.options}
    typed = {option: place for option, place in typed.items() if place}
    slips: list[Slip] = []
    taken: list[str] = []
    for option, place in typed.items():
        control = f"{question.id}.{option}"
        if place not in shape(question).places:
            slips.append(Slip(question.id, control, "unknown_option"))
        elif taken.count(place) == 1:  # of three, two are told once
            slips.append(Slip(question.id, control, "same_place", (("place", place),)))
        taken.append(place)
    if slips:
        return Read({question.id: typed}, tuple(slips))
    order = sorted(typed, key=lambda option: int(typed[option]))
    if question.required and len(order) < _needed(question):
        lacking = next(control for control in controls(question) if control.split(".")[1] not in typed)
        slips.append(Slip(question.id, lacking, "rank_more", (("most", str(_needed(question))),)))
    return Read({question.id: order} if order else {}, tuple(slips))


def check(question: Question, value: Value) -> str | None:
    """A list of different option ids is wanted, as many as are asked for where the question is required."""
    if not isinstance(value, list):
        return f"{value!r} is not an order of its options"
    for one in value:
        if not isinstance(one, str) or question.option(one) is None:
            return f"{one!r} is not one of its options"
    if len(set(value)) < len(value):
        return "an option is there twice"
    if len(value) > shape(question).most:
        return f"more than {shape(question).most} are ranked"
    if question.required and len(value) < _needed(question):
        return f"fewer than {_needed(question)} are ranked"
    return None


def typed(question: Question, value: Value) -> Mapping[str, str]:
    """The place of each option that has one."""
    places = value if isinstance(value, dict) else {one: str(at) for at, one in enumerate(value, 1)}
    return {f"{question.id}.{option}": place for option, place in places.items()}


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """The options in order, a line each; of an order with a slip, what was typed."""
    value = values[question.id]
    places = value if isinstance(value, dict) else {one: at for at, one in enumerate(value, 1)}
    for one, place in places.items():
        option = question.option(one)
        if option is not None:
            yield f"{place}. {option.text.in_language(language)}"


def _needed(question: Question) -> int:
    """How many must be ranked. Options that are not for everybody need no place."""
    return min(shape(question).most, sum(option.relevant is None for option in question.options))
