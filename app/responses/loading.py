"""Many responses from a file: CSV with question ids in its header, or JSON lines.

A row that cannot be stored is refused with its question and reason, and the others are stored. The
grammar of the columns is in docs/survey-format.md.
"""

import csv
import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from app.consultations.service import today
from app.db import db
from app.errors import Conflict, Invalid
from app.responses import service, store
from app.responses.live import Live
from app.surveys.answers import Value
from app.surveys.definition import Question, Survey
from app.surveys.questions import check, gathered, parts, shape
from app.surveys.questions.parts import flat, put
from app.surveys.questions.words import clean
from app.surveys.routing import asked_ids, relevant_only
from app.surveys.shapes import Choice, Choices, Nothing, Number, Ranking
from app.surveys.validation import sendable
from app.tallies.layout import KINDS, ROUTES

RESERVED = ("_audience", "_kind", "_route", "_collector", "_language", "_on", "_organisation", "_key")
AT_ONCE = 2_000  # rows of one INSERT
UNESCAPED = re.compile(r"(?<!\\);")


class _Refused(Exception):
    """Why one row is not stored."""

    def __init__(self, question: str, problem: str) -> None:
        super().__init__(problem)
        self.question, self.problem = question, problem


@dataclass
class Loaded:
    """What came of a file, as the command prints it."""

    accepted: int = 0
    duplicates: int = 0
    irrelevant_values: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The object that contract.md names."""
        return {
            "accepted": self.accepted,
            "duplicates": self.duplicates,
            "irrelevant_values": self.irrelevant_values,
            "rejected": self.rejected,
        }


def load(
    live: Live, path: Path, secret: str, key_column: str = "_key", even_if_closed: bool = False
) -> Loaded:
    """Store the rows of a file as responses of a consultation, in blocks of `AT_ONCE`."""
    if not even_if_closed and not live.is_open():
        raise Conflict(
            f"{live.board_slug}/{live.slug} is not open; --even-if-closed loads into it all the same."
        )
    reader = _Reader(live, key_column)
    result = Loaded()
    known = store.submit_keys(live.id)
    block: list[dict[str, Any]] = []
    for number, row in _rows(path, reader):
        try:
            made = reader.response(row, secret, result)
        except _Refused as refused:
            result.rejected.append({"row": number, "question": refused.question, "problem": refused.problem})
            continue
        if made["submit_key"] in known:
            result.duplicates += 1
            continue
        known.add(made["submit_key"])
        block.append(made)
        if len(block) == AT_ONCE:
            _store(block, result)
    _store(block, result)
    return result


def _store(block: list[dict[str, Any]], result: Loaded) -> None:
    """Store a block and empty it."""
    stored = store.add_responses(block)
    db.session.commit()
    stored = len(block) if stored < 0 else stored  # a driver may not count the rows of many statements
    result.accepted += stored
    result.duplicates += len(block) - stored
    block.clear()


def _rows(path: Path, reader: "_Reader") -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows of a file with their numbers, the first row of answers being 1."""
    try:
        if path.suffix == ".jsonl":
            with path.open(encoding="utf-8") as file:
                for number, line in enumerate(filter(str.strip, file), 1):
                    yield number, _object(number, line, reader)
            return
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, restkey="_too_many")
            reader.check_header(rows.fieldnames or [])
            yield from enumerate(rows, 1)
    except FileNotFoundError:
        raise Invalid(f"There is no file {path}.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise Invalid(
            f"{path} cannot be read: {error}. Save it as UTF-8 {path.suffix[1:] or 'csv'}."
        ) from None


def _object(number: int, line: str, reader: "_Reader") -> Mapping[str, Any]:
    """One JSON line, a grid given as an object laid out as `question.row`, its parts likewise."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise Invalid(f"Line {number} is not JSON: {error}.") from None
    if not isinstance(row, dict):
        raise Invalid(f"Line {number} is not an object of question ids and values.")
    laid_out: dict[str, Any] = {}
    for key, value in row.items():
        laid_out.update(flat(key, value))
    reader.check_header(list(laid_out))
    return laid_out


class _Reader:
    """Reads the rows of one consultation: which columns there are, and what a cell means."""

    def __init__(self, live: Live, key_column: str) -> None:
        self.live = live
        self.key_column = key_column
        self.cells = dict(_columns(live.survey))
        self._seen: set[str] = set()

    def check_header(self, names: Sequence[str]) -> None:
        """Refuse a column that nobody knows: its answers would be lost in silence."""
        unknown = [
            name for name in names
            if name not in self._seen and name not in self.cells
            and name not in RESERVED and name not in (self.key_column, "_too_many")
        ]  # fmt: skip
        if unknown:
            raise Invalid(
                f"The file has the column {unknown[0]!r}, which is no question of {self.live.slug}. "
                f"Its columns are: {', '.join((*self.cells, *RESERVED))}."
            )
        self._seen.update(names)

    def response(self, row: Mapping[str, Any], secret: str, result: Loaded) -> dict[str, Any]:
        """The row of the response table for one row of the file. Raises _Refused."""
        if row.get("_too_many"):
            raise _Refused("", "the row has more cells than the header")
        answers = self._answers(row)
        survey = self.live.survey
        kept = relevant_only(survey, answers)
        result_irrelevant = len(answers) - len(kept)
        slips = sendable(survey, kept)
        if slips:
            raise _Refused(
                slips[0].question, "it must be answered" if slips[0].code == "required" else slips[0].code
            )
        attributes = self._attributes(row)
        given = row.get(self.key_column)
        key = uuid.uuid5(self.live.id, str(given)) if given not in (None, "") else uuid.uuid4()
        result.irrelevant_values += result_irrelevant
        return service.row(
            self.live,
            kept,
            asked_ids(survey, kept),
            attributes,
            key,
            secret,
            _day(row.get("_on")),
            "unknown",
            False,
        )

    def _answers(self, row: Mapping[str, Any]) -> dict[str, Value]:
        """The values of a row."""
        answers: dict[str, Value] = {}
        for name, raw in row.items():
            cell = self.cells.get(name)
            if cell is None or raw is None or raw == "" or raw == []:
                continue
            value = cell.read(raw)
            if value is None:
                continue
            if cell.in_parts:
                put(answers, name, value)
            else:
                answers[name] = value
        for question_id in {cell.question.id for cell in self.cells.values()} & set(answers):
            question = self.live.survey.by_id[question_id]
            value = answers[question_id] = gathered(question, answers[question_id])
            # Whether all that must be answered is there is seen once it is known what is asked.
            problem = check(replace(question, required=False), value)
            if problem:
                raise _Refused(question_id, problem)
        return answers

    def _attributes(self, row: Mapping[str, Any]) -> service.Attributes:
        """The attributes of a row, the consultation's own where it names none."""
        survey_languages = self.live.survey.languages
        return service.Attributes(
            audience=_one_of(
                row, "_audience", self.live.layout.by_key["audience"].options, self.live.audience
            ),
            kind=_one_of(row, "_kind", KINDS, self.live.kind),
            route=_one_of(row, "_route", ROUTES, "import"),
            language=_one_of(row, "_language", survey_languages, survey_languages[0]),
            collector=_one_of(row, "_collector", self.live.layout.by_key["collector"].options, "web"),
            complete="yes",
        )


@dataclass(frozen=True)
class _Cell:
    """What a column holds."""

    question: Question
    in_parts: bool
    read: Callable[[Any], Value | None]


def _columns(survey: Survey) -> Iterator[tuple[str, _Cell]]:
    """Every column that a survey's file may have."""
    for question in survey.questions:
        kind = shape(question)
        if isinstance(kind, Nothing):
            continue
        small = parts(question)
        for part in small:
            yield part.id, _Cell(question, True, _reader(part, question))
        if small:
            continue
        yield question.id, _Cell(question, False, _reader(question, question))
        for beside in question.beside:
            yield beside.key, _Cell(question, False, _text)


def _reader(part: Question, whole: Question) -> Callable[[Any], Value | None]:
    """How a cell of a question, or of one of its parts, is read; what is wrong is said of the whole."""
    of = replace(part, id=whole.id)
    match shape(part):
        case Choice():
            return _one(of)
        case Choices():
            return _many(of)
        case Ranking():
            return _order(of)
        case Number():
            return _number(of)
        case _:
            return _text


def _by_label(question: Question) -> dict[str, str]:
    """Option ids by themselves and by their exact English labels."""
    labels = {str(option.text): option.id for option in question.options}
    return labels | {option.id: option.id for option in question.options}


def _one(question: Question) -> Callable[[Any], Value | None]:
    known = _by_label(question)

    def read(raw: Any) -> Value | None:
        found = known.get(str(raw).strip())
        if found is None:
            raise _Refused(question.id, f"{str(raw)[:80]!r} is not one of its options")
        return found

    return read


def _many(question: Question) -> Callable[[Any], Value | None]:
    read_one = _one(question)
    order = [option.id for option in question.options]

    def read(raw: Any) -> Value | None:
        chosen = {read_one(part) for part in _several(raw)}
        return [one for one in order if one in chosen] or None

    return read


def _order(question: Question) -> Callable[[Any], Value | None]:
    """Of a ranking the order is what was answered."""
    read_one = _one(question)

    def read(raw: Any) -> Value | None:
        return [read_one(part) for part in _several(raw)] or None

    return read


def _several(raw: Any) -> list[Any]:
    """What stands in one cell, apart; empty ones left out."""
    given = raw if isinstance(raw, list) else [one.replace("\\;", ";") for one in UNESCAPED.split(str(raw))]
    return [one for one in given if str(one).strip()]


def _number(question: Question) -> Callable[[Any], Value | None]:
    def read(raw: Any) -> Value | None:
        try:
            number = float(raw)
        except (TypeError, ValueError):
            raise _Refused(question.id, f"{str(raw)[:80]!r} is not a number") from None
        if number != number or number in (float("inf"), float("-inf")):
            raise _Refused(question.id, f"{str(raw)[:80]!r} is not a number")
        return int(number) if number.is_integer() else number

    return read


def _text(raw: Any) -> Value | None:
    return clean(str(raw)) or None


def _one_of(row: Mapping[str, Any], column: str, known: tuple[str, ...], default: str) -> str:
    value = row.get(column) or default
    if value not in known:
        raise _Refused(column, f"{str(value)[:80]!r} is not one of {', '.join(known)}")
    return str(value)


def _day(raw: Any) -> date:
    if raw in (None, ""):
        return today()
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        raise _Refused("_on", f"{str(raw)[:80]!r} is not a date such as 2026-11-30") from None
