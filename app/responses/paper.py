"""A consultation on paper: its questionnaire in two sizes of print and its posters, in each language.

A document is named by what it says, so that one whose words have changed is another. The worker makes the
PDF, for web workers never load what makes one; it holds no answer, and can be made again at any time.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.config import Config
from app.db import db, may_write
from app.documents.qr import svg
from app.errors import NotFound
from app.files import service as files
from app.jobs.service import Progress, enqueue, handler
from app.questionnaires.compiled import printed_tellers
from app.questionnaires.printing import printed
from app.responses import live as lives
from app.responses.live import Live
from app.surveys.text import to_html
from app.surveys.translations import reviewed
from app.web.language import speaking

FOLDER = "paper"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document. `sheets` are the style sheets of its PDF, as `documents` names them."""

    template: str
    sheets: tuple[str, ...]
    file_name: str


_FORM = ("paper:fonts.css", "paper:form.css")
_POSTER = ("paper:fonts.css", "paper:poster.css")
FORMS: Mapping[str, Kind] = MappingProxyType(
    {
        "form": Kind("responses/paper/form.html", _FORM, "form"),
        "large": Kind("responses/paper/form.html", _FORM, "form-large-print"),
    }
)
POSTERS: Mapping[str, Kind] = MappingProxyType(
    {
        "a4": Kind("responses/paper/poster.html", _POSTER, "poster-a4"),
        "a3": Kind("responses/paper/poster.html", _POSTER, "poster-a3"),
    }
)
KINDS: Mapping[str, Kind] = MappingProxyType({**FORMS, **POSTERS})


def languages(live: Live) -> tuple[str, ...]:
    """The languages in which there is paper: those in which it may be answered."""
    config = _config()
    return live.languages(config.offered_languages, config.production)


def short_address(live: Live) -> str:
    """What somebody types who has only paper: it leads to the start page."""
    return f"{_config().base_url.partition('://')[2]}/s/{live.receipt_prefix}"


def html(live: Live, kind: str, language: str, back: str = "") -> str:
    """The document as a page: for a browser with a way back, else for the PDF.

    Raises NotFound for a kind or a language that there is not.
    """
    if kind not in KINDS or language not in languages(live):
        raise NotFound("There is no such paper.")
    short = short_address(live)
    address = f"{_config().base_url}/s/{live.receipt_prefix}?lang={language}"
    with speaking(language):
        return render_template(
            KINDS[kind].template,
            live=live,
            survey=live.survey,
            size=kind,
            language=language,
            sheets=KINDS[kind].sheets,
            back=back,
            parts=printed(live.survey, language) if kind in FORMS else (),
            introduction=Markup(to_html(live.introduction)),  # cleaned there
            short=short,
            code=Markup(svg(address, _("QR code: %(address)s", address=short))),
            picture_at=lambda media: (
                url_for("media.file", kept=media.name) if back else f"paper:media/{media.name}"
            ),
            watch_at=lambda question, clip: clip.link.removeprefix("https://") or f"{short}/{question.id}",
            foot=_foot(live, short),
            mark=_mark(live, language),
            **printed_tellers(language),
        )


def find(live: Live, kind: str, language: str) -> Path | None:
    """The PDF, if it is there; else the worker is asked for it."""
    wanted = html(live, kind, language)
    name = _name(live, kind, language, wanted)
    if files.has(FOLDER, name):
        return files.kept(FOLDER, name)
    path = f"{live.board_slug}/{live.slug}"
    db.session.commit()  # what was read so far was read without a right to write
    with may_write():
        args = {"path": path, "kind": kind, "language": language}
        enqueue("paper", args, f"{path} {kind} {language}")
        db.session.commit()
    return None


def called(live: Live, kind: str, language: str) -> str:
    """The name under which somebody saves it."""
    return f"{live.board_slug}-{live.slug}-{KINDS[kind].file_name}-{language}.pdf"


@handler("paper")
def make(args: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    """The job: the PDF is there afterwards, and one that says something older is gone."""
    from app.documents.pdf import to_pdf

    board, _slash, slug = args["path"].partition("/")
    lives.forget()
    live = lives.load(board, slug, preview=True)
    wanted = html(live, args["kind"], args["language"])
    db.session.commit()
    name = _name(live, args["kind"], args["language"], wanted)
    if not files.has(FOLDER, name):
        files.keep(FOLDER, name, to_pdf(wanted))
        files.drop_others(FOLDER, name.rpartition("-")[0], name)
    return {"file": name}


def _name(live: Live, kind: str, language: str, wanted: str) -> str:
    """The name under which a document is kept: whose it is, and a digest of all that it says."""
    digest = hashlib.sha256(wanted.encode()).hexdigest()[:32]
    return f"{live.id.hex}-{kind}-{language}-{digest}.pdf"


def _foot(live: Live, short: str) -> str:
    """The line at the foot of every page."""
    title = live.title if len(live.title) <= 60 else live.title[:59] + "…"
    return f"{title} {short}"


def _mark(live: Live, language: str) -> str:
    """What is to be known first of this paper: that it is made up, or not final, or not checked."""
    marks = []
    if live.demonstration:
        marks.append(_("Demonstration – made-up answers"))
    if live.status in ("draft", "in_review"):
        marks.append(_("Draft: not open yet"))
    if not reviewed(live.survey, language):
        marks.append(_("Nobody has checked this translation yet."))
    return ". ".join(str(one).rstrip(".") for one in marks)


def _config() -> Config:
    config: Config = current_app.extensions["speir_config"]
    return config
