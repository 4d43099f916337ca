"""HTML to an accessible PDF: tagged, PDF/UA-1, with our own font and nothing fetched from anywhere.

WeasyPrint is imported when the first document is made: web workers never make one, so they never load it.
What the HTML must bring: a language on <html>, a <title>, an alternative text for each picture (of an inline
SVG a <title> inside it), and a <td>, not a <th>, in the corner of a table with row headers.
"""

import hashlib
import logging
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.files import service as files

APP = Path(__file__).resolve().parent.parent
FONTS = APP / "static" / "vendor"

# Every file that a document may ask for, by the name it asks with; all else is refused.
FILES: Mapping[str, tuple[Path, str]] = {
    "paper:fonts.css": (APP / "documents" / "fonts.css", "text/css"),
    "paper:paper.css": (APP / "documents" / "paper.css", "text/css"),
    "paper:form.css": (APP / "static" / "form.css", "text/css"),
    "paper:poster.css": (APP / "documents" / "poster.css", "text/css"),
    "paper:roboto.woff2": (FONTS / "roboto-latin-wght-normal.woff2", "font/woff2"),
    "paper:roboto-ext.woff2": (FONTS / "roboto-latin-ext-wght-normal.woff2", "font/woff2"),
    "paper:roboto-cyrillic.woff2": (FONTS / "roboto-cyrillic-wght-normal.woff2", "font/woff2"),
    "paper:vazirmatn.woff2": (FONTS / "vazirmatn-arabic-wght-normal.woff2", "font/woff2"),
}

# Marks that are typed between the two letters of the Arabic ligature lam-alef. A PDF could not tell which
# glyph is what: whoever reads it aloud would get the ligature where the mark is, and nothing where it is.
# After the alef, where many write them anyway, they are told rightly.
WITHIN_LAM_ALEF = re.compile("\u0644([\u064b-\u0652\u0670]+)([\u0622\u0623\u0625\u0627])")


KEPT_PICTURE = re.compile(r"paper:media/([0-9a-f]{64}\.(png|jpg|webp))")
"""A picture of a survey, as it is kept: by the digest of its content, so that it is that one and no other."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF; `name` is what a reader sees."""

    name: str
    data: bytes
    description: str


def to_pdf(html: str, attachments: Sequence[Attached] = ()) -> bytes:
    """The document as a PDF. The same HTML gives the same bytes.

    Raises LookupError if the HTML asks for a file that is not in FILES, and is no kept picture: a document
    that lacks something is not made at all.
    """
    from weasyprint import HTML, Attachment
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    _quiet()
    html = WITHIN_LAM_ALEF.sub("\u0644\\2\\1", html)
    attached = [
        Attachment(string=one.data, name=one.name, description=one.description, created=None, modified=None)
        for one in attachments
    ]
    # The clock would go into each font otherwise, and the same words would make another file.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    try:
        made = HTML(string=html, url_fetcher=_fetcher()).write_pdf(
            font_config=FontConfiguration(),
            pdf_variant="pdf/ua-1",
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
            attachments=attached,
        )
    except FatalURLFetchingError as refused:  # no Exception: it would end a worker
        raise LookupError(f"a document asks for a file that is not ours: {refused}") from None
    return bytes(made)


@cache
def _fetcher() -> Any:
    """WeasyPrint's way to files, narrowed to ours."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        """Reads the files of FILES and the pictures of surveys; refuses any other address of any protocol."""

        def fetch(self, url: str, headers: object = None) -> Any:
            known = FILES.get(url) or _picture(url)
            if known is None:
                raise FatalURLFetchingError(url)
            path, kind = known
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return OwnFilesOnly()


def _picture(url: str) -> tuple[Path, str] | None:
    """Where a kept picture is, and its type."""
    found = KEPT_PICTURE.fullmatch(url)
    if found is None or not files.has("media", found[1]):
        return None
    return files.kept("media", found[1]), f"image/{'jpeg' if found[2] == 'jpg' else found[2]}"


@cache
def _quiet() -> None:
    """Font tools log every table they write."""
    for name in ("fontTools", "fontTools.subset", "fontTools.ttLib"):
        logging.getLogger(name).setLevel(logging.WARNING)
