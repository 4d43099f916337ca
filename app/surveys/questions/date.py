"""Date: a day in three fields, which no phone makes hard; or a month or a year where that is enough."""

from collections.abc import Iterator, Mapping
from datetime import date

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.expressions import kinds
from app.surveys.problems import Slip
from app.surveys.questions.base import Form, Key, Kind, Read, Wrong
from app.surveys.questions.words import clean
from app.surveys.shapes import Words

name = "date"
keys: frozenset[str] = frozenset()
needs: frozenset[str] = frozenset()
settings: Mapping[str, Key] = {
    "partial": Key(Kind.WORD, ("month", "year")),
    "earliest": Key(Kind.DATE),
    "latest": Key(Kind.DATE),
}
gives = kinds.Kind.DATE

FIELDS = ("day", "month", "year")
TOLD = {"too_early": "before", "too_late": "after"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONGEST_FIELD = 20  # characters that are kept of what was typed into one
LEAST_MOST = {"day": (1, 31), "month": (1, 12), "year": (1850, 2200)}
NAMED = 3  # letters of a month's name that tell it from the others


def fields(question: Question) -> tuple[str, ...]:
    """The fields that must be filled: all three, or fewer where a month or a year is enough."""
    return {"month": FIELDS[1:], "year": FIELDS[2:]}.get(question.settings.get("partial", ""), FIELDS)


def shape(question: Question) -> Words:
    """Only that there is a date is counted: a day of birth is nobody's business."""
    return Words()


def faults(question: Question) -> Iterator[Wrong]:
    """The earliest day comes before the latest."""
    earliest, latest = question.settings.get("earliest"), question.settings.get("latest")
    if earliest and latest and earliest > latest:
        what = f"'earliest' ({earliest}) comes after 'latest' ({latest})."
        yield Wrong(what, "Mend one of the two.", ("latest",))


def exact(question: Question) -> bool:
    """Always: a date is no comment."""
    return True


def controls(question: Question) -> tuple[str, ...]:
    """Three text fields."""
    return tuple(f"{question.id}.{field}" for field in FIELDS)


def read(question: Question, form: Form) -> Read:
    """The date as ISO 8601 has it; what is no date is kept as typed, with what to mend."""
    typed = {field: clean(form.get(f"{question.id}.{field}", ""))[:LONGEST_FIELD] for field in FIELDS}
    typed = {field: words for field, words in typed.items() if words}
    if not typed:
        return Read()
    made = _made(question, typed)
    if not isinstance(made, str):
        return Read({question.id: typed}, made)
    slip = _beyond(question, made)
    return Read({question.id: made}, (slip,) if slip else ())


def check(question: Question, value: Value) -> str | None:
    """A date as ISO 8601 has it, within the limits."""
    if not isinstance(value, str) or not value.replace("-", "").isdecimal():
        return f"{value!r} is not a date such as 2026-11-30"
    typed = dict(zip(("year", "month", "day"), value.split("-"), strict=False))
    made = _made(question, typed)
    if made != value:
        return f"{value!r} is not a date such as 2026-11-30"
    slip = _beyond(question, value)
    limit = dict(slip.detail).get("day") if slip else ""
    return f"{value} is {TOLD[slip.code]} {limit}" if slip else None


def typed(question: Question, value: Value) -> Mapping[str, str | list[str]]:
    """The three fields; the month and the day as digits without a zero before them."""
    if isinstance(value, dict):
        return {f"{question.id}.{field}": str(words) for field, words in value.items()}
    parts = zip(("year", "month", "day"), str(value).split("-"), strict=False)
    return {f"{question.id}.{field}": digits.lstrip("0") for field, digits in parts}


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """The date, its day first."""
    value = values[question.id]
    parts = [value.get(one, "") for one in FIELDS] if isinstance(value, dict) else reversed(value.split("-"))
    yield "/".join(filter(None, parts))


def _made(question: Question, typed: Mapping[str, str]) -> str | tuple[Slip, ...]:
    """The date that the words of the fields make, or what is wrong with each field."""
    needed = fields(question)
    numbers = {field: (_month if field == "month" else _number)(words) for field, words in typed.items()}
    slips: list[Slip] = []
    for field, (least, most) in LEAST_MOST.items():
        control = f"{question.id}.{field}"
        if field not in typed:
            if field in needed or (field == "month" and "day" in typed):
                slips.append(Slip(question.id, control, "date_part", (("part", field),)))
        elif (number := numbers[field]) is None or not least <= number <= most:
            slips.append(Slip(question.id, control, f"not_a_{field}"))
    if slips:
        return tuple(slips)
    year, month, day = (numbers.get(field) or 1 for field in ("year", "month", "day"))
    try:
        made = date(year, month, day).isoformat()
    except ValueError:
        return (Slip(question.id, f"{question.id}.day", "not_a_day"),)
    return made[: 10 if "day" in typed else 7 if "month" in typed else 4]


def _beyond(question: Question, made: str) -> Slip | None:
    """What is wrong with a date that is too early or too late, if anything."""
    earliest, latest = question.settings.get("earliest"), question.settings.get("latest")
    field = f"{question.id}.{fields(question)[0]}"
    if earliest and made < earliest[: len(made)]:
        return Slip(question.id, field, "too_early", (("day", earliest),))
    if latest and made > latest[: len(made)]:
        return Slip(question.id, field, "too_late", (("day", latest),))
    return None


def _number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdecimal() else None


def _month(words: str) -> int | None:
    """A month by its number, or by its English name or the first three letters of it."""
    name = words.lower().rstrip(".")
    if len(name) >= NAMED and name[:NAMED] in MONTHS and name.isalpha():
        return MONTHS.index(name[:NAMED]) + 1
    return _number(words)
