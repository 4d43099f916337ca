"""One response's closed answers to bytes, in the INSERT that stores it, and back for checking.

The document stays the truth: `encode` of it must always equal the codes that lie beside it.
"""

import math
import struct
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import Invalid
from app.tallies.layout import (
    ATTRIBUTE,
    FIRST_CODE,
    MULTI,
    NOT_ANSWERED_CODE,
    NUMBER,
    PLACE,
    SINGLE,
    WIDE,
    WORDS,
    Column,
    Layout,
)  # fmt: skip

_NUMBER = struct.Struct("<Bd")
_Write = Callable[[bytearray, Any], None]


@dataclass(frozen=True, slots=True)
class _Tables:
    """A layout turned into look-ups, because encoding stands on the path of every submission."""

    unanswered: bytes
    """A response that was asked everything and answered nothing."""
    attributes: tuple[tuple[str, int, Mapping[str, int]], ...]
    singles: Mapping[str, tuple[int, Mapping[str | None, int]]]
    others: Mapping[str, _Write]
    questions: frozenset[str]
    spans: Mapping[str, tuple[tuple[int, int], ...]]
    """Where each question's bytes lie, as (offset, width)."""


def encode(
    layout: Layout, document: Mapping[str, Any], asked: Collection[str], attributes: Mapping[str, str]
) -> bytes:
    """The codes of one response: `layout.width` bytes.

    `asked` are the ids of the questions that were shown; an answer to any other is left out.
    `attributes` holds all six of `layout.ATTRIBUTES`. Raises Invalid for an option or an attribute
    that the layout does not know.
    """
    tables = _tables(layout)
    codes = bytearray(tables.unanswered)
    singles, others = tables.singles, tables.others
    try:
        for name, offset, indices in tables.attributes:
            codes[offset] = indices[attributes[name]]
        for name, value in document.items():
            if name in singles:
                offset, slots = singles[name]
                codes[offset] = slots[value]
            elif name in others:
                others[name](codes, value)
    except KeyError as error:
        raise Invalid(f"{name}: {error.args[0]!r} is not one of its options in this version") from None
    for question in tables.questions.difference(asked):
        for offset, width in tables.spans[question]:
            codes[offset : offset + width] = bytes(width)
    return bytes(codes)


def decode(layout: Layout, codes: bytes) -> tuple[dict[str, Any], frozenset[str], dict[str, str]]:
    """The document without its texts, the ids of the questions asked, and the attributes."""
    document: dict[str, Any] = {}
    asked: set[str] = set()
    attributes: dict[str, str] = {}
    places: dict[tuple[str, int], str] = {}
    for column in layout.columns:
        part = codes[column.offset : column.offset + column.width]
        if column.kind == ATTRIBUTE:
            attributes[column.key] = column.options[part[0]]
            continue
        value = part[0] if column.kind in (NUMBER, WORDS) else int.from_bytes(part, "little")
        if value:
            asked.add(column.question)
        if column.kind == MULTI and value & 2:
            chosen = [option for i, option in enumerate(column.options) if value >> (i + FIRST_CODE) & 1]
            _put(document, column.key, chosen)
        elif column.kind == NUMBER and value == FIRST_CODE:
            _put(document, column.key, _NUMBER.unpack(part)[1])
        elif column.kind in (SINGLE, WIDE) and value >= FIRST_CODE:
            _put(document, column.key, column.options[value - FIRST_CODE])
        elif column.kind == PLACE and value >= FIRST_CODE:
            places[column.question, value] = column.key.removeprefix(column.question + ".")
    for (question, _place), option in sorted(places.items()):
        document.setdefault(question, []).append(option)
    return document, frozenset(asked), attributes


def _put(document: dict[str, Any], key: str, value: Any) -> None:
    """Lay a value where it belongs: that of a part within the answer of its question."""
    *owners, last = key.split(".")
    for owner in owners:
        document = document.setdefault(owner, {})
    document[last] = value


def _tables(layout: Layout) -> _Tables:
    tables: _Tables | None = layout.memo.get("codes")
    if tables is None:
        tables = layout.memo["codes"] = _build(layout)
    return tables


def _build(layout: Layout) -> _Tables:
    unanswered = bytearray(layout.width)
    attributes, singles, others = [], {}, {}
    spans: dict[str, list[tuple[int, int]]] = {}
    grids: dict[str, list[Column]] = {}
    for column in layout.columns:
        if column.kind == ATTRIBUTE:
            attributes.append((column.key, column.offset, {o: i for i, o in enumerate(column.options)}))
            continue
        unanswered[column.offset] = NOT_ANSWERED_CODE
        spans.setdefault(column.question, []).append((column.offset, column.width))
        if column.key != column.question:
            grids.setdefault(column.question, []).append(column)
        elif column.kind == SINGLE:
            singles[column.key] = (column.offset, _slots(column))
        else:
            others[column.key] = _WRITERS[column.kind](column)
    for question, parts in grids.items():
        ranked = parts[0].kind == PLACE
        others[question] = _ranking_writer(question, parts) if ranked else _parts_writer(question, parts)
    return _Tables(
        bytes(unanswered), tuple(attributes), singles, others,
        frozenset(spans), {question: tuple(places) for question, places in spans.items()},
    )  # fmt: skip


def _slots(column: Column) -> dict[str | None, int]:
    """Codes by option id. Nothing chosen, however it is written, is not answered."""
    slots: dict[str | None, int] = {None: NOT_ANSWERED_CODE, "": NOT_ANSWERED_CODE}
    slots.update((option, FIRST_CODE + i) for i, option in enumerate(column.options))
    return slots


def _wide_writer(column: Column) -> _Write:
    offset = column.offset
    slots = {option: code.to_bytes(2, "little") for option, code in _slots(column).items()}

    def write(codes: bytearray, value: Any) -> None:
        codes[offset : offset + 2] = slots[value]

    return write


def _parts_writer(question: str, parts: list[Column]) -> _Write:
    """Of a grid, or of anything else that is answered in parts; parts may have parts of their own."""
    writers = {part.key.removeprefix(question + "."): _WRITERS[part.kind](part) for part in parts}

    several = frozenset(part.key.removeprefix(question + ".") for part in parts if part.kind == MULTI)

    def write(codes: bytearray, value: Any, owner: str = "") -> None:
        if isinstance(value, list):
            value = _together(value, owner, several)
        for part, one in (value or {}).items():
            if isinstance(one, dict) or (isinstance(one, list) and owner + part not in several):
                write(codes, one, f"{owner}{part}.")
            else:
                writers[owner + part](codes, one)

    return write


def _together(entries: list[dict[str, Any]], owner: str, several: Collection[str]) -> dict[str, Any]:
    """What the entries of a repeat say together: see `surveys.questions.repeat.tallied`."""
    found: dict[str, Any] = {"count": len(entries)}
    for entry in entries:
        for part, one in entry.items():
            if owner + part in several:
                before = found.setdefault(part, [])
                before += [each for each in (one if isinstance(one, list) else [one]) if each not in before]
            else:
                found[part] = found[part] + one if part in found else one
    return found


def _ranking_writer(question: str, options: list[Column]) -> _Write:
    """The place of each option that was ranked; one that was not stays unanswered."""
    offsets = {column.key.removeprefix(question + "."): column.offset for column in options}

    def write(codes: bytearray, value: Any) -> None:
        for place, option in enumerate(value or ()):
            codes[offsets[option]] = FIRST_CODE + place

    return write


def _single_writer(column: Column) -> _Write:
    offset, slots = column.offset, _slots(column)

    def write(codes: bytearray, value: Any) -> None:
        codes[offset] = slots[value]

    return write


def _multi_writer(column: Column) -> _Write:
    start, width = column.offset, column.width
    bits = {option: 1 << (FIRST_CODE + i) for i, option in enumerate(column.options)}

    def write(codes: bytearray, value: Any) -> None:
        if value:
            mask = 3
            for option in value:
                mask |= bits[option]
            codes[start : start + width] = mask.to_bytes(width, "little")

    return write


def _number_writer(column: Column) -> _Write:
    offset = column.offset

    def write(codes: bytearray, value: Any) -> None:
        if value is not None and value != "":
            if not math.isfinite(value):
                raise Invalid(f"{column.key}: this is not a number that can be counted")
            _NUMBER.pack_into(codes, offset, FIRST_CODE, value)

    return write


def _words_writer(column: Column) -> _Write:
    offset = column.offset

    def write(codes: bytearray, value: Any) -> None:
        # Of files there is a list; of words some that are no mere spaces.
        if value and (isinstance(value, list) or value.strip()):
            codes[offset] = FIRST_CODE

    return write


_WRITERS: Mapping[str, Callable[[Column], _Write]] = {
    SINGLE: _single_writer, WIDE: _wide_writer, MULTI: _multi_writer,
    NUMBER: _number_writer, WORDS: _words_writer,
}  # fmt: skip
