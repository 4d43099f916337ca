"""Paper handed to a browser, for respondents and for staff: as a page to print, or as a PDF."""

from typing import Any

from flask import render_template, request, send_file

from app.responses import paper
from app.responses.live import Live


def as_page(found: Live, kind: str, language: str, back: str) -> str:
    """A document as a page, with the way back to where it was chosen."""
    return paper.html(found, kind, language, back)


def as_pdf(found: Live, kind: str, language: str, back: str) -> Any:
    """A document as a PDF; while the worker makes it, a page that says so."""
    path = paper.find(found, kind, language)
    if path is None:
        return render_template("responses/paper/making.html", live=found, again=request.path, back=back), 202
    return send_file(
        path,
        "application/pdf",
        as_attachment=True,
        download_name=paper.called(found, kind, language),
        conditional=False,
    )
