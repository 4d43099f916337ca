"""Drafts, and the one moment at which a draft becomes a response."""

import hashlib
import json
import secrets
import time
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from app.consultations import store as consultations
from app.consultations.service import today
from app.crypto import seal, unseal
from app.driver import Driver, reading, writing, writing_once
from app.errors import Conflict, NotFound
from app.files import uploads
from app.responses import attaching, receipts, store
from app.responses.attaching import Brought
from app.responses.live import Live
from app.responses.merging import Merged, merge
from app.responses.reading import PageRead, read_page
from app.surveys.answers import Answers
from app.surveys.changes import SAYS_OTHERWISE, carried, differences, lost
from app.surveys.definition import Page
from app.surveys.entries import changed
from app.surveys.problems import Slip
from app.surveys.questions import asks_for_files
from app.surveys.questions.base import NOTHING, Form
from app.surveys.routing import asked, asked_ids, relevant_only, with_any
from app.surveys.validation import sendable, usable_only
from app.surveys.versions import apart
from app.tallies.codes import encode

DRAFT_DAYS = 30
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
PURPOSE_DRAFT, PURPOSE_RESPONSE = "draft", "response"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a draft holds, sealed: the answers, the pages that were left, the start in minutes."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    seen: tuple[str, ...] = ()
    started: int = 0
    language: str = "en"
    again: tuple[str, ...] = ()
    """Pages that were left, and on which other things have been asked since."""
    view: str = ""
    """The screen that was saved last: what it saved itself is no change of somebody else's."""


@dataclass(frozen=True, slots=True)
class DraftState:
    """A draft that a browser's token has opened, and the `sealed` contents it was opened from."""

    token_hash: bytes
    submit_key: uuid.UUID
    sealed: bytes
    contents: Contents


class Saved(NamedTuple):
    """The draft as it is now, what was read from the page, and what of it was changed elsewhere meanwhile."""

    draft: DraftState
    read: PageRead
    merged: Merged


@dataclass(frozen=True, slots=True)
class Attributes:
    """What a response is, beside what it says; product.md gives the words."""

    audience: str
    kind: str
    route: str
    language: str
    collector: str
    complete: str

    def words(self) -> dict[str, str]:
        """The attributes by name, as layouts and documents keep them."""
        return {name: getattr(self, name) for name in self.__slots__}


def token_hash(token: str) -> bytes:
    """What is stored of a browser's token."""
    return hashlib.sha256(token.encode()).digest()


def start(live: Live, language: str, secret: str, brought: Mapping[str, Any] = NOTHING) -> str:
    """A new draft with what the link brought along; the token that opens it, for the browser alone."""
    if not live.is_open():
        raise Conflict("This consultation is not open.")
    return _begin(live, Contents(brought, started=_minutes(), language=language), uuid.uuid4(), secret)


def _begin(live: Live, contents: Contents, submit_key: uuid.UUID, secret: str) -> str:
    """Store a draft; the token that opens it."""
    token = secrets.token_urlsafe(32)
    hashed = token_hash(token)
    with writing_once() as driver:
        store.add_draft(
            driver,
            consultation_id=live.id,
            token_hash=hashed,
            definition_no=live.definition_no,
            submit_key=submit_key,
            sealed=_seal(secret, hashed, contents),
            expires_on=today() + timedelta(days=DRAFT_DAYS),
        )
    return token


def load(live: Live, token: str, secret: str) -> DraftState | None:
    """The draft that a token opens, or None where there is none (any more)."""
    hashed = token_hash(token)
    with reading() as driver:
        row = store.find_draft(driver, live.id, hashed)
    if row is None:
        return None
    submit_key, sealed, no = row
    kept = json.loads(unseal(secret, PURPOSE_DRAFT, sealed, hashed))
    contents = Contents(
        kept["a"],
        tuple(kept["p"]),
        kept["s"],
        kept["l"],
        tuple(kept["c"]) if "c" in kept else (),
        kept.get("v", ""),
    )
    if no != live.definition_no:
        contents = _moved_on(live, no, contents)
    return DraftState(hashed, submit_key, sealed, contents)


def _moved_on(live: Live, no: int, contents: Contents) -> Contents:
    """What a draft begun under an earlier definition holds under the one that is asked now.

    Pages that were left are to be seen again where something on them is new, or an answer could not be kept.
    """
    versions = consultations.versions_between(live.id, no, live.definition_no)
    old = versions[0].survey if versions and versions[0].no == no else None
    answers = carried(old, live.survey, contents.answers, apart(versions) if old is not None else ())
    touched = set(lost(contents.answers, answers))
    if old is not None:
        touched |= {one.about for one in differences(old, live.survey) if one.kind in SAYS_OTHERWISE}
    pages = {live.survey.page_of[one].id for one in touched if one in live.survey.page_of}
    again = tuple(one for one in contents.seen if one in pages)
    return replace(
        contents,
        answers=answers,
        seen=tuple(one for one in contents.seen if one not in pages),
        again=tuple(dict.fromkeys((*contents.again, *again))),
    )


def save_page(
    live: Live,
    token: str,
    page: Page,
    form: Form,
    language: str,
    secret: str,
    *,
    left: bool = True,
    button: str = "",
    brought: Brought | None = None,
    view: str = "",
    shown: str = "",
) -> Saved | None:
    """Lay a page as it was left over a draft.

    Somebody who has not `left` the page for good comes back to it; a `button` that was pressed adds an entry
    to a repeat or takes one away. `brought` are the files that come with the page. `view` tells one screen
    from another, and `shown` what it had shown (`merging.marks`). None where there is no draft: it has been
    sent or cleared, perhaps from another tab.
    """
    while (draft := load(live, token, secret)) is not None:
        before = draft.contents
        merged = Merged(form)
        if shown and before.view != view:
            merged = merge(page, shown, form, before.answers)
        laid = merged.form if brought is None else _with_files(live, draft, brought, merged.form, secret)
        read = read_page(live.survey, page, laid, before.answers)
        seen = before.seen if page.id in before.seen or not left else (*before.seen, page.id)
        answers = changed(live.survey, read.answers, button) if button else read.answers.document()
        again = tuple(one for one in before.again if one != page.id or not left) if before.again else ()
        contents = Contents(answers, seen, before.started, language, again, view)
        sealed = _seal(secret, draft.token_hash, contents)
        with writing_once() as driver:
            saved = store.save_draft(
                driver, live.id, draft.token_hash, draft.sealed, sealed, live.definition_no
            )
        if saved:  # otherwise another tab was quicker: this page is laid over what that one saved
            if brought is not None:
                attaching.forget_removed(live.id, live.survey, before.answers, answers)
            return Saved(DraftState(draft.token_hash, draft.submit_key, sealed, contents), read, merged)
    return None


def _with_files(live: Live, draft: DraftState, brought: Brought, form: Form, secret: str) -> Form:
    """The form with the files of its questions, which are kept from now on for as long as the draft is."""
    owner = attaching.owner_of(live.id, draft.submit_key)
    laid = brought.over(form, draft.contents.answers, owner, secret)
    if brought.any:
        until = store.expiry_of_draft(live.id, draft.token_hash)
        rows = brought.rows(laid, live.id, draft.submit_key, until or today(), secret)
        with writing() as driver:
            store.add_uploads(driver, rows)
    return laid


def clear(live: Live, token: str) -> None:
    """Delete a draft, and the files that it had and that were never sent."""
    hashed = token_hash(token)
    if not asks_for_files(live.survey):
        with writing_once() as driver:
            store.delete_draft(driver, live.id, hashed)
        return
    with writing() as driver:
        draft = store.find_draft(driver, live.id, hashed)
        store.delete_draft(driver, live.id, hashed)
        gone = attaching.forget_unsent(driver, live.id, draft[0]) if draft is not None else ()
    uploads.drop(gone)


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of sending: a receipt's code, or what is to be mended first."""

    code: str = ""
    slips: Sequence[Slip] = ()


def submit(live: Live, token: str, submit_key: uuid.UUID | None, partial: bool, secret: str) -> Sent:
    """Store a draft as a response, once, however often and from however many tabs this is called.

    The unique key (consultation, submit key) decides. A second call finds no draft, but the key that
    came with the form, and answers with the same code. Raises NotFound where there is neither, and
    Conflict where the consultation has closed meanwhile; the draft is kept then.
    """
    while (draft := load(live, token, secret)) is not None:
        if not live.is_open():
            raise Conflict("This consultation has closed, so your answers could not be sent.")
        made = _response(live, draft, partial, secret)
        if isinstance(made, Sent):
            return made
        with writing() as driver:
            taken = store.take_draft(driver, live.id, draft.token_hash, draft.sealed)
            # Where it is not taken, another tab was quicker: see what that one did.
            if taken and not store.add_response(driver, made):
                _correct(driver, live, draft, made, secret)
            with_files = taken and asks_for_files(live.survey)
            gone = _settled(driver, live, draft, secret, made) if with_files else ()
        uploads.drop(gone)
        if taken:
            return Sent(receipts.code(secret, live.receipt_prefix, live.id, draft.submit_key))
    with reading() as driver:
        if submit_key is not None and store.has_submit_key(driver, live.id, submit_key):
            return Sent(receipts.code(secret, live.receipt_prefix, live.id, submit_key))
    raise NotFound("We have no answers of yours here: they were deleted, or the time to finish them is over.")


def _settled(
    driver: Driver, live: Live, draft: DraftState, secret: str, made: Mapping[str, Any]
) -> Collection[uuid.UUID]:
    """The files that the response made of a draft names are sent; the ids of the others, which go."""
    answers = open_document(secret, made["id"], made["sealed"])["answers"]
    return attaching.settle(driver, live.id, draft.submit_key, attaching.named_in(live.survey, answers))


def _correct(driver: Driver, live: Live, draft: DraftState, made: Mapping[str, Any], secret: str) -> None:
    """Put what a draft says in the place of the response it was opened from, in the caller's transaction.

    How the response came stays as it was; the draft tells only what it says now.
    """
    found = store.find_for_correction(driver, live.id, draft.submit_key)
    if found is None:
        return
    response_id, sealed = found
    new = open_document(secret, made["id"], made["sealed"])
    kept = open_document(secret, response_id, sealed)["attributes"]
    document = new | {"attributes": kept | {"complete": new["attributes"]["complete"]}}
    survey, answers = live.survey, Answers(new["answers"])
    shown = frozenset(new["asked"]) if "asked" in new else asked_ids(survey, answers)
    store.correct_response(
        driver,
        live.id,
        response_id,
        contents=seal(secret, PURPOSE_RESPONSE, _as_json(document).encode(), response_id.bytes),
        coded=encode(live.layout, answers, shown, document["attributes"]),
        no=live.definition_no,
    )


def reopen(
    live: Live, submit_key: uuid.UUID, no: int, answers: Mapping[str, Any], language: str, secret: str
) -> str:
    """A draft of the answers of a response that is to be corrected; the token that opens it.

    `no` is the number of the definition that it answered. Raises Conflict where the
    consultation takes no answers.
    """
    if not live.is_open():
        raise Conflict("This consultation is not open.")
    survey = live.survey
    asked_now = asked_ids(survey, Answers(answers))
    seen = tuple(page.id for page in with_any(survey.pages, asked_now))
    contents = Contents(answers, seen, _minutes(), language)
    if no != live.definition_no:
        contents = _moved_on(live, no, contents)
    return _begin(live, contents, submit_key, secret)


def try_out(live: Live, token: str, submit_key: uuid.UUID | None, partial: bool, secret: str) -> Sent:
    """What `submit` would do, with nothing stored: the draft goes, and the code leads nowhere.

    Raises NotFound where there is no draft.
    """
    draft = load(live, token, secret)
    if draft is None:
        raise NotFound("There are no answers here to try out: they were sent or deleted.")
    made = _response(live, draft, partial, secret)
    if isinstance(made, Sent):
        return made
    clear(live, token)
    return Sent(receipts.code(secret, live.receipt_prefix, live.id, draft.submit_key))


def _response(live: Live, draft: DraftState, partial: bool, secret: str) -> dict[str, Any] | Sent:
    """The row of the response that a draft becomes, or the slips for which it cannot."""
    survey, answers = live.survey, Answers(draft.contents.answers)
    kept = relevant_only(survey, answers)
    slips = sendable(survey, kept, partial)
    if slips and not partial:
        return Sent(slips=slips)
    attributes = Attributes(
        audience=live.audience,
        kind=live.kind,
        route="web",
        language=draft.contents.language,
        collector="web",
        complete="no" if partial else "yes",
    )
    return row(
        live,
        usable_only(survey, answers) if partial else kept,
        _shown(live, answers, draft.contents.seen) if partial else asked_ids(survey, answers),
        attributes,
        draft.submit_key,
        secret,
        today(),
        duration_band(_minutes() - draft.contents.started),
        partial,
    )


def row(
    live: Live,
    answers: Mapping[str, Any],
    shown: frozenset[str],
    attributes: Attributes,
    submit_key: uuid.UUID,
    secret: str,
    on: date,
    band: str,
    partial: bool,
    keyed_by: uuid.UUID | None = None,
) -> dict[str, Any]:
    """The row of a response: the sealed document and, from the same answers, its codes."""
    words = attributes.words()
    document: dict[str, Any] = {"answers": dict(answers), "attributes": words}
    if partial:
        document["asked"] = sorted(shown)
    code = receipts.code(secret, live.receipt_prefix, live.id, submit_key)
    response_id = uuid.uuid4()
    kept = _as_json(document).encode()
    return {
        "consultation_id": live.id,
        "id": response_id,
        "definition_no": live.definition_no,
        "submit_key": submit_key,
        "receipt_digest": receipts.digest(secret, code),
        "sealed": seal(secret, PURPOSE_RESPONSE, kept, response_id.bytes),
        "codes": encode(live.layout, answers, shown, words),
        "submitted_on": on,
        "duration_band": band,
        "late": False,
        "keyed_by": keyed_by,
    }


def open_document(secret: str, response_id: uuid.UUID, sealed: bytes) -> dict[str, Any]:
    """The document of a response: answers, attributes, and of a partial one the ids asked."""
    document: dict[str, Any] = json.loads(unseal(secret, PURPOSE_RESPONSE, sealed, response_id.bytes))
    return document


def duration_band(minutes: int) -> str:
    """How long it took, in a band: the exact time would tell one response from another.

    >>> duration_band(7)
    '5_to_15'
    """
    return "under_5" if minutes < 5 else "5_to_15" if minutes < 15 else "over_15"


def _shown(live: Live, answers: Answers, seen: Sequence[str]) -> frozenset[str]:
    """The questions on the pages that were left: those of later pages were never asked."""
    pages = live.survey.page_of
    wanted = asked_ids(live.survey, answers)
    return frozenset(
        question.id
        for question in asked(live.survey, answers)
        if question.id in wanted and pages[question.id].id in seen
    )


def _seal(secret: str, hashed: bytes, contents: Contents) -> bytes:
    kept: dict[str, Any] = {
        "a": dict(contents.answers),
        "p": contents.seen,
        "s": contents.started,
        "l": contents.language,
    }
    if contents.again:
        kept["c"] = contents.again
    if contents.view:
        kept["v"] = contents.view
    return seal(secret, PURPOSE_DRAFT, _as_json(kept).encode(), hashed)


def _minutes() -> int:
    return int(time.time() // 60)
