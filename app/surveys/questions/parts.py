"""What is the same for every type that is answered in parts: each part is left to its own type."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.surveys.answers import Value
from app.surveys.definition import NO_TEXT, Question, Text
from app.surveys.problems import Slip
from app.surveys.questions.base import KNOWN, Form, Read, Wrong
from app.surveys.shapes import Choice, Ranking, Rows

RULES = (
    "relevant",
    "required_if",
    "constraints",
    "default",
    "sensitive",
    "housekeeping",
    "options_from",
    "not_comparable",
)


def rows_of(question: Question, type_name: str) -> tuple[Question, ...]:
    """A small question of that type for each row of a grid. One that is not for everybody is not required."""
    return tuple(
        replace(
            question,
            id=f"{question.id}.{row.id}",
            type=type_name,
            text=row.text,
            required=question.required and row.relevant is None,
            rows=(),
        )
        for row in question.rows
    )


def parts_of(question: Question, owner: str = "", required: bool = True) -> tuple[Question, ...]:
    """The parts under their full ids: beneath the question, or beneath a row of it, the `owner`.

    All of them are needed where the question is, or those that say so where some do.
    """
    some = any(part.required for part in question.parts)
    return tuple(
        replace(
            part,
            id=f"{owner or question.id}.{part.id}",
            required=required and question.required and (part.required or not some),
        )
        for part in question.parts
    )


def required_by_parts(question: Question) -> Question:
    """The question, required where one of its parts is."""
    return replace(question, required=True) if any(one.required for one in question.parts) else question


def called(question: Question, part: Question) -> Text:
    """What a part is called: its own text, after that of its row in a grid of several columns."""
    row = next((row for row in question.rows if part.id.startswith(f"{question.id}.{row.id}.")), None)
    if row is None:
        return part.text
    languages = {**row.text.words, **part.text.words}
    return Text({one: f"{row.text.in_language(one)} – {part.text.in_language(one)}" for one in languages})


def controls(parts: Sequence[Question]) -> tuple[str, ...]:
    """The controls of all parts."""
    return tuple(control for part in parts for control in KNOWN[part.type].controls(part))


def read(question: Question, parts: Sequence[Question], form: Form) -> Read:
    """The answers of the parts, one within the other as their ids are."""
    found: dict[str, Any] = {}
    slips: list[Slip] = []
    for part in parts:
        values, wrong = KNOWN[part.type].read(part, form)
        slips += [replace(slip, question=question.id) for slip in wrong]
        if part.id in values:
            put(found, part.id.removeprefix(f"{question.id}."), values[part.id])
        elif part.required and not wrong:
            slips.append(Slip(question.id, part.id, "required"))
    return Read({question.id: found} if found else {}, tuple(slips))


def check(question: Question, parts: Sequence[Question], value: Value) -> str | None:
    """A mapping of the ids of parts to what their types take is wanted."""
    if not isinstance(value, dict):
        return f"{value!r} is not a set of parts"
    by_id = {part.id: part for part in parts}
    given = dict(_given(question.id, value, by_id))
    for path, one in given.items():
        if path not in by_id:
            return f"{path!r} is not one of its parts"
        problem = KNOWN[by_id[path].type].check(by_id[path], one)
        if problem is not None:
            return f"{path}: {problem}"
    lacking = next((part.id for part in parts if part.required and part.id not in given), None)
    return f"{lacking} has no answer" if lacking else None


def say(question: Question, parts: Sequence[Question], value: Value, language: str) -> Iterator[str]:
    """A line for each part that was answered."""
    given = dict(_given(question.id, value, {part.id for part in parts})) if isinstance(value, dict) else {}
    for part in parts:
        if part.id in given:
            said = KNOWN[part.type].say(part, {part.id: given[part.id]}, language)
            yield f"{called(question, part).in_language(language).rstrip('.')}: {'; '.join(said)}"


def faults(question: Question, types: Collection[str]) -> Iterator[Wrong]:
    """What is wrong with the definition of a question whose parts are to be of these types."""
    seen: set[str] = set()
    for place, part in enumerate(question.parts):
        at = ("parts", place)
        if part.id in seen:
            yield Wrong(f"two parts are called '{part.id}'.", "Rename one of them.", at)
        seen.add(part.id)
        if part.type not in types:
            what = f"its part '{part.id}' cannot be of that type."
            yield Wrong(what, f"Use one of {', '.join(types)}.", (*at, "type"))
        rules = [name for name in RULES if getattr(part, name) not in (None, False, (), "", NO_TEXT)]
        if rules:
            key = "required" if rules[0] == "required_if" else rules[0]
            what = f"its part '{part.id}' has '{key}' of its own."
            yield Wrong(what, "Put it on the whole question.", (*at, key))
        yield from of_part(place, plain_options(part))


def of_part(place: int, found: Iterable[Wrong]) -> Iterator[Wrong]:
    """What is wrong with a part, as something that is wrong with its question."""
    for wrong in found:
        yield wrong._replace(at=("parts", place, *wrong.at))


def plain_options(question: Question) -> Iterator[Wrong]:
    """Where there is no room for it, an option asks for no words of one's own."""
    for place, option in enumerate(question.options):
        for key in ("other", "comment"):
            if getattr(option, key):
                what = f"its option '{option.id}' has '{key}'."
                yield Wrong(what, "Ask for words in a short_text after it.", ("options", place, key))


def alone_for_nothing(question: Question) -> Iterator[Wrong]:
    """Where only one option can be chosen, none excludes others."""
    if isinstance(KNOWN[question.type].shape(question), Choice | Rows | Ranking):
        for place, option in enumerate(question.options):
            if option.exclusive:
                what = f"its option '{option.id}' is 'exclusive', and only one can be chosen."
                yield Wrong(
                    what, "Take 'exclusive' out, or ask a multiple_choice.", ("options", place, "exclusive")
                )


def flat(path: str, value: Value) -> Iterator[tuple[str, Value]]:
    """An answer laid out by full ids: `question`, `question.row`, `question.row.column`."""
    return _given(path, value, ())


def put(found: dict[str, Any], path: str, value: Value) -> None:
    """Lay a value under a full id into an answer or a document, one part within the other."""
    *owners, last = path.split(".")
    for owner in owners:
        found = found.setdefault(owner, {})
    found[last] = value


def _given(path: str, value: Value, known: Collection[str]) -> Iterator[tuple[str, Value]]:
    """What is answered, by full ids; the entries of a repeat are numbered from 1."""
    if isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        value = {str(place): one for place, one in enumerate(value, 1)}
    if path not in known and isinstance(value, Mapping):
        for key, one in value.items():
            yield from _given(f"{path}.{key}", one, known)
    else:
        yield path, value
