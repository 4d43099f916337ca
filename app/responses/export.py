"""Raw answers for an analyst: they leave only as a RawExport, with a reason and a line in the audit trail.

The columns are those that `speir responses load` reads. The rows come in no order, with the day and nothing
more exact, and with nothing that leads to a receipt.
"""

import csv
import io
import json
import secrets
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.audit import service as trail
from app.boards import store as boards
from app.consultations import store as consultations
from app.consultations.models import Consultation
from app.db import db
from app.errors import Invalid
from app.files.cells import plain
from app.responses import service, store
from app.surveys.definition import Survey
from app.surveys.questions import parts, shape
from app.surveys.questions.parts import flat
from app.surveys.shapes import Nothing
from app.surveys.versions import Names, names_of, united

ABOUT = ("_on", "_audience", "_kind", "_route", "_collector", "_language", "_complete")
LONGEST_CELL = 32_767  # characters: what a cell of a workbook holds
LEAST_REASON = 10  # characters
MARK = "\ufeff"  # without it a spreadsheet program reads accents wrongly


@dataclass(frozen=True, slots=True)
class RawExport:
    """Raw answers that `reader` may have for `reason`; made only after both are in the audit trail.

    A row has a value for each column: None where there is no answer.
    """

    columns: tuple[str, ...]
    rows: Iterator[Mapping[str, Any]]
    reader: str
    reason: str


@dataclass(frozen=True, slots=True)
class Format:
    """How raw answers are written; `media_type` is what a browser is told."""

    write: Callable[[RawExport], bytes]
    media_type: str


def export(consultation: Consultation, format_: str, reason: str, secret: str, reader: str) -> bytes:
    """All responses of a consultation as a file. Raises Invalid without a reason.

    The line in the trail is committed before anything is read.
    """
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise Invalid(
            "Say why these answers are needed, in a few words: who reads the audit trail will see it."
        )
    board = boards.by_code(consultation.board_code)
    trail.record(
        "responses_exported",
        board=board.code,
        subject=f"consultation {board.slug}/{consultation.slug}",
        detail={"format": format_, "responses": store.count(consultation.id)},
        reason=reason,
    )
    db.session.commit()
    versions = consultations.versions_of(consultation)
    survey = united(versions)
    return FORMATS[format_].write(
        RawExport(columns_of(survey), _rows(consultation.id, names_of(versions), secret), reader, reason)
    )


def columns_of(survey: Survey) -> tuple[str, ...]:
    """The columns of raw answers: those about the response, then each question, or each of its parts."""
    found = list(ABOUT)
    for question in survey.questions:
        small = parts(question)
        found += [part.id for part in small]
        if not small and not isinstance(shape(question), Nothing):
            found.append(question.id)
        found += [one.key for one in question.beside]
    return tuple(found)


def _rows(consultation_id: uuid.UUID, names: Mapping[int, Names], secret: str) -> Iterator[dict[str, Any]]:
    """The responses in an order drawn anew each time: the order of storing would tell of the people.

    `names` has what questions of each version, by its number, are called in results.
    """
    ids = store.ids_of(consultation_id)
    secrets.SystemRandom().shuffle(ids)
    for response_id, sealed, on, no in store.documents(consultation_id, ids):
        document = service.open_document(secret, response_id, sealed)
        row: dict[str, Any] = {f"_{name}": value for name, value in document["attributes"].items()}
        row["_on"] = on.isoformat()
        for key, value in document["answers"].items():
            owner, dot, rest = key.partition(".")
            row.update(flat(names[no].get(owner, owner) + dot + rest, value))
        yield row


def _cell(value: Any) -> str | int | float:
    """A value as words or a number: never a formula. Several choices are joined by `;`."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, list):
        return plain(";".join(str(one).replace(";", "\\;") for one in value))
    return plain(str(value))


def _as_csv(raw: RawExport) -> bytes:
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(map(plain, raw.columns))
    for row in raw.rows:
        lines.writerow([_cell(row.get(name)) for name in raw.columns])
    return (MARK + out.getvalue()).encode()


def _as_jsonl(raw: RawExport) -> bytes:
    lines = (
        json.dumps({name: row[name] for name in raw.columns if name in row}, ensure_ascii=False)
        for row in raw.rows
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _as_xlsx(raw: RawExport) -> bytes:
    import xlsxwriter  # not before somebody asks for a workbook: web workers carry none of it

    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Responses")
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(raw.columns):
            sheet.write_string(0, column, plain(name))
        for line, row in enumerate(raw.rows, 1):
            for column, name in enumerate(raw.columns):
                cell = _cell(row.get(name))
                if isinstance(cell, str):
                    sheet.write_string(line, column, cell[:LONGEST_CELL])
                else:
                    sheet.write_number(line, column, cell)
    return out.getvalue()


FORMATS: Mapping[str, Format] = {
    "csv": Format(_as_csv, "text/csv"),
    "xlsx": Format(_as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "jsonl": Format(_as_jsonl, "application/x-ndjson"),
}
