"""Publishing editions: asked for by an officer, made by the worker, told to the planning group."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app

from app.accounts.models import Account
from app.audit import service as trail
from app.boards import store as boards
from app.config import Config
from app.consultations import store as consultations
from app.consultations.models import Consultation, Engagement
from app.db import db
from app.errors import Conflict, NotFound
from app.files import service as files
from app.jobs.service import Progress, enqueue, handler, only_reading
from app.mail import service as mail
from app.reports import store
from app.reports.formats import DOWNLOADS, FORMATS
from app.reports.frozen import from_json, to_json
from app.reports.gathering import entries_of, gather, publish_all, sealed_ledger, today
from app.reports.models import FAILED, PENDING, READY, Edition
from app.reports.sections import compose
from app.reports.source import ReportSource
from app.responses import store as responses
from app.themes import store as themes
from app.themes.arriving import take_in

FOLDER = "editions"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U: typed off paper without a mistake
FEW = 20  # answers to one consultation, below which nearly every number of it is hidden
SHORT = 6  # letters; a code tells nothing but whether its edition is the newest


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing an edition now would do: which number it has, what it counts, how many are told.

    `making` is the edition that is being made already, `last` the newest that is published, `unread` the
    number of comments nobody has decided on: none of them is quoted. `few` are the consultations of which
    nearly every number would be hidden.
    """

    no: int
    asked: Sequence[Consultation]
    told: int
    unread: int
    few: Sequence[Consultation]
    making: Edition | None
    last: Edition | None


def plan_of(engagement: Engagement) -> Plan:
    """What `publish_edition` would do."""
    before = store.of_engagement(engagement.id)
    newest = before[0] if before else None
    failed = newest is not None and newest.state == FAILED
    asked = _asked(engagement)
    for one in asked:
        take_in(one.id)
    return Plan(
        no=newest.no + (not failed) if newest is not None else 1,
        asked=asked,
        told=len(store.planners_of(engagement.board_code)),
        unread=themes.waiting([one.id for one in asked]),
        few=[one for one in asked if responses.count(one.id) < FEW],
        making=newest if newest is not None and newest.state == PENDING else None,
        last=store.latest(engagement.id),
    )


def _asked(engagement: Engagement) -> list[Consultation]:
    """The consultations that people have been asked to answer."""
    every = consultations.of_engagement(engagement.id)
    return [one for one in every if one.status not in ("draft", "in_review")]


def publish_edition(engagement: Engagement, account: Account | None) -> Edition:
    """Ask for a new edition; the worker makes it. While one is being made, this is that one.

    An edition that failed is made again under its number. Raises Conflict if nothing has been asked yet.
    """
    store.lock(engagement.id)
    before = store.of_engagement(engagement.id)
    if before and before[0].state == PENDING:
        db.session.commit()
        return before[0]
    if not _asked(engagement):
        raise Conflict("Nothing has been asked yet, so there is nothing to report.")
    if before and before[0].state == FAILED:
        edition = before[0]
        edition.state, edition.error = PENDING, ""
    else:
        edition = Edition(
            engagement_id=engagement.id,
            board_code=engagement.board_code,
            no=before[0].no + 1 if before else 1,
            short="".join(secrets.choice(ALPHABET) for _ in range(SHORT)),
            state=PENDING,
            file=f"{secrets.token_hex(16)}.pdf",
            error="",
        )
        db.session.add(edition)
    edition.as_at, edition.published_at = today(), datetime.now(UTC)
    edition.published_by = account.id if account else None
    db.session.flush()
    board = boards.by_code(engagement.board_code)
    trail.record(
        "edition_published",
        board=board.code,
        subject=f"{board.slug}/{engagement.slug} edition {edition.no}",
    )
    edition.job_id = enqueue("make_edition", {"edition": str(edition.id)}, f"{engagement.id}/{edition.no}")
    db.session.commit()
    return edition


def source_of(edition: Edition) -> ReportSource:
    """What a published edition says. Raises NotFound if it is not ready."""
    if edition.state != READY or edition.report is None:
        raise NotFound("This edition is not there yet.")
    return from_json(edition.report)


def draft_source(engagement: Engagement) -> ReportSource:
    """A report of how things stand now, published by nobody. What it may show is held against the editions.

    Where too few have answered since the last edition to show anything new, it is that edition.
    """
    gathered = gather(engagement)
    try:
        published = publish_all(gathered)
    except Conflict:
        last = store.latest(engagement.id)
        if last is None:
            raise
        return source_of(last)
    return gathered.source(published, 0, today(), "")


def file_name(pdf: str, format_: str) -> str:
    """What a kept file of an edition is called, from what its PDF is called.

    >>> file_name("3f9a.pdf", "docx")
    '3f9a.docx'
    """
    return f"{pdf.removesuffix('.pdf')}.{format_}"


def downloads(edition: Edition) -> list[str]:
    """The formats in which an edition was kept: those before the second release have a PDF only."""
    return [name for name in DOWNLOADS if files.has(FOLDER, file_name(edition.file, name))]


def superseded(edition: Edition) -> Edition | None:
    """The newest published edition, if that is not this one."""
    newest = store.latest(edition.engagement_id)
    return newest if newest is not None and newest.no > edition.no else None


def status_address(short: str) -> str:
    """The short address that stands on every page of an edition."""
    return f"{_config().base_url}/e/{short}"


def _gave_up(args: dict[str, Any], error: str) -> None:
    store.make_failed(uuid.UUID(args["edition"]), error)


@handler("make_edition", failed=_gave_up)
def make_edition(args: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Count, freeze, make the PDF, then say that it is there, in one step that happens once."""
    edition_id = uuid.UUID(args["edition"])
    progress(5, "Reading the answers")
    with only_reading():
        edition = store.by_id(edition_id)
        no, short, file, state = edition.no, edition.short, edition.file, edition.state
        engagement = store.engagement_of(edition)
        gathered, board_code = gather(engagement), engagement.board_code
        db.session.remove()
    if state == READY:
        return {"edition": str(edition_id)}
    published = []
    for number, one in enumerate(gathered.consultations):
        progress(15 + 35 * number // len(gathered.consultations), f"Counting: {one.title}")
        published.append(one.publish())
    source = gathered.source(published, no, today(), status_address(short))
    report = compose(source)
    made = {}
    for number, name in enumerate(DOWNLOADS):
        progress(55 + 10 * number, f"Making the {FORMATS[name].label} file")
        made[name] = FORMATS[name].write(report)
    progress(95, "Putting them in their place")
    both = zip(gathered.consultations, published, strict=True)
    entries = {key: entry for one, shown in both for key, entry in entries_of(one, shown).items()}
    ledger = sealed_ledger(edition_id, entries)
    if store.make_ready(edition_id, report=to_json(source), ledger=ledger, as_at=source.as_at):
        # Before the commit: a row that says ready has its files. After a crash here the next worker
        # writes the same names again.
        for name, written in made.items():
            files.keep(FOLDER, file_name(file, name), written)
        for planner in store.planners_of(board_code):
            whom = {"edition": str(edition_id), "account": str(planner.id)}
            enqueue("tell_planner", whom, f"{edition_id}/{planner.id}")
    db.session.commit()
    return {"edition": str(edition_id), "bytes": {name: len(written) for name, written in made.items()}}


@handler("tell_planner")
def tell_planner(args: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """One message to one planning group member: that there is an edition, and where. No number is in it."""
    with only_reading():
        edition = store.by_id(uuid.UUID(args["edition"]))
        planner = db.session.get(Account, uuid.UUID(args["account"]))
        engagement = store.engagement_of(edition)
        board = boards.by_code(edition.board_code)
        address = (
            f"{_config().base_url}/boards/{board.slug}/engagements/{engagement.slug}/editions/{edition.no}/"
        )
        to = planner.email if planner is not None and planner.active else None
        title, name, no = engagement.title, board.name, edition.no
        db.session.remove()
    if to is None:
        return {"sent": False}
    mail.send(
        to,
        f"A new report: {title}",
        f"{name} has published edition {no} of its report on “{title}”.\n\n"
        f"Sign in to read it or to download the PDF:\n{address}\n",
    )
    return {"sent": True}


def _config() -> Config:
    config: Config = current_app.extensions["speir_config"]
    return config
