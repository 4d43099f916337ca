"""Repeat: the same few questions once more for each person, thing or time, as often as there are any.

The answer is a list with an object for each entry, `[{"hours": 12, "who": "parent"}, …]`. A part of it may
hang on the parts before it in the same entry; one of its parts may be a repeat itself. It is counted by how
many entries there are and, of each part, by what they say together: see `tallied`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.surveys.answers import Value
from app.surveys.definition import PIPED, Question, Text
from app.surveys.problems import Slip
from app.surveys.questions import parts as of_parts
from app.surveys.questions.base import KNOWN, Form, Key, Kind, Read, Wrong
from app.surveys.questions.words import as_typed
from app.surveys.shapes import Choice, Choices, Entries

MOST, MOST_WITHIN = 10, 5  # entries, where a definition does not say
MOST_AT_ALL, MOST_CONTROLS = 30, 400
PLAIN = (
    ("single_choice", "multiple_choice", "yes_no", "rating", "number")
    + ("short_text", "long_text", "date", "time")
)  # fmt: skip
COUNT = "count"
"""How the number of entries is called where it is counted, and the control that says how many are shown."""

name = "repeat"
keys = frozenset({"parts", "count", "min", "max"})
needs = frozenset({"parts", "item"})
settings: Mapping[str, Key] = {"item": Key(Kind.TEXT), "add": Key(Kind.TEXT)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is asked: its full id, such as `people.2`, what it is called, and its questions."""

    id: str
    title: Text
    parts: tuple[Question, ...]


def bounds(question: Question) -> tuple[int, int]:
    """How many entries there may be: at least, at most."""
    limits = question.limits
    most = (MOST_WITHIN if "." in question.id else MOST) if limits.maximum is None else int(limits.maximum)
    return int(limits.minimum or 0), most


def entries(question: Question) -> tuple[Entry, ...]:
    """As many entries as there may ever be, each with its questions under their full ids."""
    languages = {*question.settings["item"].words, *question.text.words}
    return tuple(
        Entry(
            f"{question.id}.{place}",
            Text({one: f"{question.settings['item'].in_language(one)} {place}" for one in languages}),
            tuple(
                replace(
                    part,
                    id=f"{question.id}.{place}.{part.id}",
                    text=_placed(part.text, place),
                    help=_placed(part.help, place),
                )
                for part in question.parts
            ),
        )
        for place in range(1, bounds(question)[1] + 1)
    )


def _placed(text: Text, place: int) -> Text:
    """A text of an entry: where it takes up an answer by `position()`, that is the entry's number."""
    if not any("{{" in words for words in text.words.values()):
        return text
    return Text(
        {
            language: PIPED.sub(lambda found: found[0].replace("position()", str(place)), words)
            for language, words in text.words.items()
        }
    )


def parts(question: Question) -> tuple[Question, ...]:
    """Every question of every entry that there may be, called by the entry and itself."""
    found: list[Question] = []
    for entry in entries(question):
        for part in entry.parts:
            inner = parts(part) if part.type == name else (part,)
            found += [replace(one, text=_joined(entry.title, one.text), required=False) for one in inner]
    return tuple(found)


def tallied(question: Question) -> tuple[Question, ...]:
    """The small questions by which the entries are counted together.

    The first is how many entries there are. Of a choice it is in how many responses at least one entry chose
    each option; a number is added up over the entries; of words only that there are any.
    """
    found = [replace(question, id=f"{question.id}.{COUNT}", type="number", parts=(), settings={})]
    for part in question.parts:
        whole = replace(part, id=f"{question.id}.{part.id}", relevant=None, required=False)
        if part.type == name:
            found += tallied(whole)
        elif isinstance(KNOWN[part.type].shape(part), Choice | Choices):
            options = tuple(replace(one, exclusive=False) for one in part.options)
            found.append(replace(whole, type="multiple_choice", options=options))
        else:
            found.append(whole)
    return tuple(found)


def _derived(question: Question) -> frozenset[str]:
    """The ids of what is counted and follows from other answers.

    How many were asked a part is not kept, only how many answered it: of a part that hangs on a condition
    that would tell for how many it holds. A number of entries that is worked out tells what it is made of.
    """
    found = {f"{question.id}.{COUNT}"} if question.count is not None else set()
    for part in question.parts:
        whole = replace(part, id=f"{question.id}.{part.id}")
        of_it = {one.id for one in tallied(whole)} if part.type == name else {whole.id}
        if part.relevant is not None or part.count is not None:
            found |= of_it
        elif part.type == name:
            found |= _derived(whole)
    return frozenset(found)


def shape(question: Question) -> Entries:
    """The shapes of what is counted of the entries together."""
    within = f"{question.id}."
    return Entries(
        tuple((one.id.removeprefix(within), KNOWN[one.type].shape(one)) for one in tallied(question)),
        frozenset(one.removeprefix(within) for one in _derived(question)),
    )


def _has_an_end(part: Question) -> bool:
    """Whether a part is no repeat of more entries than can be laid out: that is its own fault to tell."""
    return part.type != name or bounds(replace(part, id=f"{name}.{part.id}"))[1] <= MOST_AT_ALL


def faults(question: Question) -> Iterator[Wrong]:
    """Parts are plain questions, or one repeat that has no other in it."""
    least, most = bounds(question)
    if not 1 <= most <= MOST_AT_ALL or least > most:
        what = f"nobody can give {least} to {most} entries."
        yield Wrong(what, f"Mend 'min' or 'max': at most {MOST_AT_ALL}.", ("max",))
    elif all(map(_has_an_end, question.parts)) and len(parts(question)) > MOST_CONTROLS:
        what = f"it asks {len(parts(question))} questions when all entries are there."
        yield Wrong(what, "Make 'max' smaller.", ("max",))
    if question.count is not None and question.limits.minimum is not None:
        yield Wrong("it has 'count' and 'min'.", "Take one of the two out.", ("min",))
    seen: set[str] = set()
    for place, part in enumerate(question.parts):
        yield from of_parts.of_part(place, _faults_of(part, part.id in seen))
        seen.add(part.id)
        inner = [at for at, one in enumerate(part.parts) if one.type == name]
        if part.type == name and inner:
            what = f"its part '{part.id}' has a repeat in a repeat."
            yield Wrong(what, "Ask for the innermost on its own.", ("parts", place, "parts", inner[0]))


def _faults_of(part: Question, again: bool) -> Iterator[Wrong]:
    if again:
        yield Wrong(f"two parts are called '{part.id}'.", "Rename one of them.")
    if part.id in (COUNT, "other"):
        what = f"its part cannot be called '{part.id}', which is a word of Speir's own."
        yield Wrong(what, "Rename it.", ("id",))
    if part.type not in PLAIN and part.type != name:
        what = f"its part '{part.id}' cannot be of that type."
        yield Wrong(what, f"Use one of {', '.join((*PLAIN, name))}.", ("type",))
    for key in ("sensitive", "housekeeping", "options_from", "default"):
        if getattr(part, key):
            what = f"its part '{part.id}' has '{key}' of its own."
            yield Wrong(what, "Put it on the whole question.", (key,))
    yield from of_parts.plain_options(part)


def controls(question: Question) -> tuple[str, ...]:
    """The controls of every entry that there may be."""
    return of_parts.controls(parts(question))


def read(question: Question, form: Form) -> Read:
    """The entries; an empty one stays where it is, so that nothing moves on the page. None is stored."""
    found, slips = _read(question, form)
    there = any(map(is_filled, found)) or len(found) > 1
    return Read({question.id: found} if there else {}, tuple(slips))


def _read(question: Question, form: Form) -> tuple[list[dict[str, Any]], list[Slip]]:
    slips: list[Slip] = []
    found: list[dict[str, Any]] = []
    for entry in entries(question):
        own: dict[str, Any] = {}
        for part in entry.parts:
            key = part.id.removeprefix(f"{entry.id}.")
            if part.type == name:
                inner, wrong = _read(part, form)
                if any(map(is_filled, inner)) or len(inner) > 1:
                    own[key] = inner
            else:
                values, wrong_here = KNOWN[part.type].read(replace(part, required=False), form)
                wrong = list(wrong_here)
                if part.id in values:
                    own[key] = values[part.id]
            slips += wrong
        found.append(own)
    shown = form.get(f"{question.id}.{COUNT}", "")
    there = max((place for place, one in enumerate(found, 1) if one), default=0)
    many = max(there, min(int(shown), len(found)) if shown.isdecimal() and len(shown) < 4 else 0)
    return found[:many], [replace(slip, question=question.id) for slip in slips]


def is_filled(entry: Mapping[str, Any]) -> bool:
    """Whether anything was answered in an entry; empty entries within it are nothing."""
    return any(any(map(is_filled, one)) if _holds_entries(one) else True for one in entry.values())


def _holds_entries(value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(one, Mapping) for one in value)


def gathered(question: Question, value: Value) -> Value:
    """The list of entries from a mapping of their numbers to them, as columns of a file give it."""
    if not isinstance(value, Mapping):
        return value
    numbered = sorted((int(place), one) for place, one in value.items())
    inner = [part for part in question.parts if part.type == name]
    return [
        {**one, **{part.id: gathered(part, one[part.id]) for part in inner if part.id in one}}
        for _, one in numbered
    ]


def check(question: Question, value: Value) -> str | None:
    """A list of objects is wanted, each of ids of parts to what their types take."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return f"{value!r} is not a list of entries"
    if len(value) > bounds(question)[1]:
        return f"there are more than {bounds(question)[1]} entries"
    by_id = {part.id: replace(part, required=False) for part in question.parts}
    for place, entry in enumerate(value, 1):
        for key, one in entry.items():
            if key not in by_id:
                return f"entry {place}: {key!r} is not one of its parts"
            problem = KNOWN[by_id[key].type].check(by_id[key], one)
            if problem is not None:
                return f"entry {place}, {key}: {problem}"
    return None


def typed(question: Question, value: Value) -> Mapping[str, str | list[str]]:
    """What stands in the controls of each entry, and how many entries there are."""
    found: dict[str, str | list[str]] = {f"{question.id}.{COUNT}": str(len(value))}
    for entry, given in zip(entries(question), value, strict=False):
        for part in entry.parts:
            one = given.get(part.id.removeprefix(f"{entry.id}."))
            if one is not None:
                own = getattr(KNOWN[part.type], "typed", None)
                found.update(own(part, one) if own else as_typed(part.id, one))
    return found


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """A line for each part of each entry that was answered."""
    for entry, given in zip(entries(question), values[question.id], strict=False):
        for part in entry.parts:
            key = part.id.removeprefix(f"{entry.id}.")
            if key in given:
                title, text = entry.title.in_language(language), part.text.in_language(language)
                for line in _one_line(part, {part.id: given[key]}, language):
                    yield f"{title} – {text.rstrip('.')}: {line}"


def _one_line(part: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """What a part says on one line, or on one for each of its own entries' parts."""
    said = KNOWN[part.type].say(part, values, language)
    if part.type == name:
        yield from said
    else:
        yield "; ".join(said)


def _joined(title: Text, text: Text) -> Text:
    languages = {*title.words, *text.words}
    return Text({one: f"{title.written(one)} – {text.written(one)}" for one in languages})
