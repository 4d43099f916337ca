"""Looks into a PDF: what a validator of PDF/UA-1 finds, and what a screen reader would be given."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import page
import pikepdf


def check_pdf(data: bytes) -> list[str]:
    """What PDF/UA-1 finds wrong, one sentence each; empty for a document that is as it should be."""
    report = page.validate_pdf_bytes(data, profile="ua1")
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


@dataclass(frozen=True)
class Tag:
    """One element of the structure: its kind ("H1", "Figure", "TD"), alternative text and attributes."""

    kind: str
    alternative: str
    element: Any


def tags(data: bytes) -> list[Tag]:
    """Every element of the structure, in the order of reading."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return list(_walk(document.Root.StructTreeRoot))


def headings(data: bytes) -> list[int]:
    """The levels of the headings, in the order of reading."""
    return [int(tag.kind[1]) for tag in tags(data) if len(tag.kind) == 2 and tag.kind[0] == "H"]


def bookmarks(data: bytes) -> list[str]:
    """The titles of the outline, all levels, in order."""
    with pikepdf.open(io.BytesIO(data)) as document, document.open_outline() as outline:
        found: list[str] = []

        def walk(items: Any) -> None:
            for item in items:
                found.append(item.title)
                walk(item.children)

        walk(outline.root)
        return found


def fonts(data: bytes) -> set[str]:
    """The families of the fonts inside: "Roboto" of "DZRABS+Roboto-Semi-Bold"."""
    with pikepdf.open(io.BytesIO(data)) as document:
        found = [font for page in document.pages for font in (page.Resources.get("/Font") or {}).values()]
        return {str(font.BaseFont).partition("+")[2].partition("-")[0] for font in found}


def attachments(data: bytes) -> dict[str, bytes]:
    """The files inside, by name."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return {name: one.get_file().read_bytes() for name, one in document.attachments.items()}


def _walk(element: Any) -> Iterator[Tag]:
    kinds = element.get("/K", [])
    for child in kinds if isinstance(kinds, pikepdf.Array) else [kinds]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield Tag(str(child["/S"])[1:], str(child.get("/Alt", "")), child)
            yield from _walk(child)
