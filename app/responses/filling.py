"""Filling in a consultation, page by page: the one room for those who answer and for those who try it out.

What each function is given is a consultation as somebody meets it; its `base` says under which address,
and its `preview` whether what is sent is thrown away.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from secrets import token_urlsafe
from typing import Any

from flask import (
    Response,
    current_app,
    g,
    render_template,
    request,
    session,
)
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from app.config import Config
from app.documents.qr import svg
from app.errors import Conflict, Invalid, NotFound
from app.questionnaires.compiled import Setting, State, render_moved, render_page
from app.responses import around, attaching, lookup, mailing, resuming, service
from app.responses.live import Live
from app.responses.merging import marks
from app.responses.reading import Typed, read_page
from app.surveys.definition import Page
from app.surveys.entries import ADD, REMOVE, leads_to
from app.surveys.piping import takes_up
from app.surveys.problems import Slip
from app.surveys.questions import asks_for_files
from app.surveys.routing import Routed, defaults, route, with_any
from app.surveys.translations import reviewed
from app.surveys.validation import carried
from app.web.htmx import wants_fragment
from app.web.language import called
from app.web.sessions import form_token, keep_cookie

DRAFT, RECEIPT = "speir_draft", "speir_receipt"
RECEIPT_FOR = timedelta(minutes=15)
VIEW, LONGEST_VIEW = 6, 8
"""Random bytes, and letters, by which one screen is known from another."""


def start_page(live: Live) -> bytes:
    """Who asks, why, what happens next, by when people will hear, and how."""
    return around.start(
        live,
        g.setting,
        g.page_language,
        form_token(),
        has_draft=_draft(live) is not None,
        cleared="cleared" in request.args,
        left="left" in request.args,
        brought=carried(live.survey, Typed(request.args)) if request.query_string else {},
    )


def start(live: Live) -> Answer:
    """A draft, and a cookie that opens it; a draft that is there already goes on."""
    draft = _draft(live)
    if draft is not None and request.form.get("go") != "new":
        return _go(live, resuming.where(live, draft))
    if not live.is_open():
        raise Conflict(_not_open(live))
    brought = carried(live.survey, Typed(request.form))
    token = service.start(live, g.page_language, _secret(), brought)
    answer = _go(live, "p/" + live.survey.pages[0].id)
    remember(answer, live, token)
    return answer


def page(live: Live, page_id: str) -> bytes | Answer:
    """One page of the survey, with what was said so far."""
    draft = _draft(live)
    if draft is None:
        return _go(live, "")
    found = _page(live, page_id)
    flags = request.args
    return _render(
        live,
        found,
        draft,
        saved="saved" in flags,
        added="added" in flags,
        merged="merged" in flags,
        then=_then(),
    )


def save_page(live: Live, page_id: str) -> Any:
    """Save the page as it is left. What has a slip is saved as typed, and shown again."""
    then, go = _then(), request.form.get("go")
    if go == "clear":
        return _cleared(live)
    found = _page(live, page_id)
    typed = Typed(request.form)
    if wants_fragment():
        return _moved(live, found, typed)
    button = go if go is not None and go.startswith((ADD, REMOVE)) else ""
    left = go != "later" and not button
    saved = _save(live, found, typed, left=left, button=button)
    if saved is None:
        return _no_draft(live)
    draft, read, merged = saved
    if button:
        place = leads_to(button, live.survey, draft.contents.answers).replace(".", "--")
        return _go(live, f"p/{page_id}{then}#{place}")
    if go == "partial":
        return _go(live, "check?part=1")
    if go == "later":
        return _put_off(live)
    if read.slips:
        return _render(live, found, draft, slips=read.slips, then=then), 422
    if read.added or merged.any:
        flag = "merged" if merged.any else "added"
        return _go(live, f"p/{page_id}?{flag}=1" + ("&to=check" if then else ""))
    if then:
        more = with_any(live.survey.pages, read.elsewhere)
        return _go(live, f"p/{more[0].id}?added=1&to=check" if more else "check?saved=1")
    following = _next_page(live, read.routed, page_id)
    return _go(live, f"p/{following.id}?saved=1" if following.id != page_id else "check?saved=1")


def _moved(live: Live, found: Page, typed: Typed) -> Any:
    """What an answer changes on the page that it stands on, while somebody is still at it."""
    before = _draft(live)
    saved = _save(live, found, typed, left=False)
    if before is None or saved is None:
        return Response(status=204)  # the next whole page says what has happened
    was, now = (
        State(
            draft.contents.answers,
            routed.ids,
            kept=routed.answers,
            hidden=routed.hidden,
        )
        for draft in (before, saved.draft)
        for routed in (route(live.survey, draft.contents.answers),)
    )
    merged = saved.merged.any
    return render_moved(live.survey, found, g.page_language, g.setting, was, now, merged=merged)


def ask_again(live: Live, page_id: str) -> Any:
    """A page that came with no session to prove that it is ours: nothing is saved, and nothing is lost.

    It stands there again with what was typed on it, and with a new token: to press once more is enough.
    """
    found, draft = _page(live, page_id), _draft(live)
    if draft is None:
        return _no_draft(live)
    read = read_page(live.survey, found, Typed(request.form), draft.contents.answers)
    return _render(live, found, draft, unsaved=read.answers.document(), then=_then()), 400


def _save(live: Live, found: Page, typed: Typed, *, left: bool, button: str = "") -> service.Saved | None:
    """The page of this request, laid over its draft."""
    view, _dot, rest = typed.get("shown", "").partition(".")
    no, _dot, shown = rest.partition(".")
    return service.save_page(
        live,
        _token(),
        found,
        typed,
        g.page_language,
        _secret(),
        left=left,
        button=button,
        brought=_brought(live, found),
        view=view[:LONGEST_VIEW],
        shown=shown if no == str(live.definition_no) else "",
    )


def check(live: Live) -> bytes | Answer:
    """Every answer in plain words, each with a link to change it."""
    draft = _draft(live)
    if draft is None:
        return _go(live, "")
    return _check_page(live, draft, partial="part" in request.args)


def submit(live: Live) -> Any:
    """Send, once."""
    if request.form.get("go") == "clear":
        return _cleared(live)
    if request.form.get("go") == "later":
        return _put_off(live) if _draft(live) is not None else _no_draft(live)
    partial = request.form.get("part") == "1"
    send = service.try_out if live.preview else service.submit
    try:
        sent = send(live, _token(), _submit_key(), partial, _secret())
    except NotFound:
        return _no_draft(live)
    except Conflict:
        raise Conflict(_not_open(live)) from None
    if sent.slips:
        draft = _draft(live)
        if draft is None:
            return _no_draft(live)
        return _check_page(live, draft, partial, sent.slips), 422
    answer = _go(live, "sent")
    _forget(answer, live, DRAFT)
    keep_cookie(answer, RECEIPT, sent.code, RECEIPT_FOR, f"{live.base}sent")
    return answer


def sent(live: Live) -> bytes | Answer:
    """The receipt. Its cookie lasts some minutes, so that a reload on a bad line loses nothing."""
    code = request.cookies.get(RECEIPT, "")
    if not code:
        return _go(live, "")
    survey = live.survey
    knows = bool(survey.endings) or takes_up(survey.thanks)
    said = lookup.document(code, _secret()) if knows and not live.preview else {}
    return around.sent(live, g.setting, g.page_language, form_token(), code, said)


def later(live: Live, typed: str = "", problem: str = "") -> str | Answer:
    """The code of words with which somebody finishes later, until when, and as a picture and by e-mail."""
    draft = _draft(live)
    if draft is None:
        return _go(live, "")
    words = resuming.code(_secret(), live, draft.token_hash)
    picture = svg(mailing.address_of(words), _("QR code with the link to carry on"))
    return render_template(
        "responses/later.html",
        live=live,
        setting=g.setting,
        words=words,
        picture=Markup(picture),  # drawn by us
        until=resuming.last_day(live, draft),
        go_on=live.base + resuming.where(live, draft),
        csrf=form_token(),
        mailed="mailed" in request.args,
        typed=typed,
        problem=problem,
    )


def mail_link(live: Live) -> Any:
    """A message with the link to carry on, to the address that was typed; or what is wrong with it."""
    draft, typed = _draft(live), request.form.get("email", "")
    if draft is None:
        return _no_draft(live)
    words, until = resuming.keep(live, _token(), _secret()), resuming.last_day(live, draft)
    try:
        mailing.send(live, words, until, typed, g.page_language)
    except Invalid:
        return later(live, typed, _("This is not one e-mail address. Write it like name@example.org.")), 422
    except Conflict as error:
        return later(live, typed, error.message), 429
    return _go(live, "later?mailed=1")


def leave(live: Live) -> Answer:
    """This device forgets the draft; its code still opens it."""
    answer = _go(live, "?left=1")
    _forget(answer, live, DRAFT)
    return answer


def remember(answer: Answer, live: Live, token: str) -> None:
    """Let the browser keep what opens a draft, for as long as there is one."""
    keep_cookie(answer, DRAFT, token, timedelta(days=service.DRAFT_DAYS), live.base)


def privacy(live: Live) -> bytes:
    """The privacy notice."""
    return around.privacy(live, g.setting, g.page_language)


def clear(live: Live) -> Answer:
    """Delete the draft and every cookie of this consultation from this device."""
    return _cleared(live)


def enter(live: Live) -> Live:
    """The consultation, with the page's language and setting settled."""
    config: Config = current_app.extensions["speir_config"]
    languages = live.languages(config.offered_languages, config.production)
    wanted = session.get("language", "en")
    g.page_language = wanted if wanted in languages else "en"
    g.setting = _setting(live, languages)
    return live


@lru_cache(maxsize=200)  # a Live is its own key: what is asked anew of the database is another
def _setting(live: Live, languages: tuple[str, ...]) -> Setting:
    return Setting(
        key=f"{live.base}{live.id}:{live.definition_no}:{live.title}:{live.board_name}:{live.status}:"
        + "/".join(languages),
        board=live.board_name,
        title=live.title,
        action=f"{live.base}p/",
        start=live.base,
        demonstration=live.demonstration,
        links=tuple((one, called(one)) for one in languages),
        unreviewed=tuple(one for one in languages if not reviewed(live.survey, one)),
        preview_of=live.workspace if live.preview else "",
        paused=live.status == "paused" and not live.preview,
    )


def _secret() -> str:
    config: Config = current_app.extensions["speir_config"]
    return config.secret_key


def _draft(live: Live) -> service.DraftState | None:
    token = _token()
    return service.load(live, token, _secret()) if token else None


def _token() -> str:
    return request.cookies.get(DRAFT, "")


def _brought(live: Live, page: Page) -> attaching.Brought | None:
    """What the form brings for questions that take files; most surveys have none."""
    return attaching.brought(page.questions, request.files) if asks_for_files(live.survey) else None


def _submit_key() -> uuid.UUID | None:
    try:
        return uuid.UUID(request.form.get("submit_key", ""))
    except ValueError:
        return None


def _then() -> str:
    """Where somebody goes once a page is saved who came from the check page: back to it."""
    # Most forms are sent without a query: then nothing is parsed.
    return "?to=check" if request.query_string and request.args.get("to") == "check" else ""


def _page(live: Live, page_id: str) -> Page:
    found = live.survey.page(page_id)
    if found is None:
        raise NotFound(_("This survey has no such page."))
    return found


def _next_page(live: Live, routed: Routed, after: str) -> Page:
    """The page after one, of those that have something to ask; the same page again where it is the last."""
    places = {page.id: place for place, page in enumerate(live.survey.pages)}
    later = (page for page in routed.pages if places[page.id] > places[after])
    return next(later, live.survey.pages[places[after]])


def _render(
    live: Live,
    found: Page,
    draft: service.DraftState,
    slips: tuple[Slip, ...] = (),
    saved: bool = False,
    added: bool = False,
    merged: bool = False,
    unsaved: Mapping[str, Any] | None = None,
    then: str = "",
) -> bytes:
    """A page of the survey for this draft; what is `unsaved` stands there in the place of its answers."""
    answers = draft.contents.answers
    shown = f"{token_urlsafe(VIEW)}.{live.definition_no}.{marks(found, answers)}"
    answers = answers if unsaved is None else unsaved
    routed = route(live.survey, answers)
    if found.id not in draft.contents.seen:
        answers = {**defaults(found, routed), **answers}
    pages = [one.id for one in routed.pages]
    number = pages.index(found.id) + 1 if found.id in pages else 1
    return render_page(
        live.survey,
        found,
        g.page_language,
        g.setting,
        State(
            answers=answers,
            kept=routed.answers,
            asked=routed.ids,
            hidden=routed.hidden,
            slips=slips,
            csrf=form_token(),
            submit_key=draft.submit_key.hex,
            shown=shown,
            number=number,
            of=len(pages),
            saved=saved,
            added=added,
            merged=merged,
            unsaved=unsaved is not None,
            again=around.pages_again(live, draft, g.page_language) if draft.contents.again else (),
            to_check=bool(then) or number == len(pages),
            then=then,
            back=f"{live.base}check"
            if then
            else live.base
            if number == 1
            else f"{live.base}p/{pages[number - 2]}",
        ),
    )


def _check_page(live: Live, draft: service.DraftState, partial: bool, slips: Sequence[Slip] = ()) -> bytes:
    """Every answer, in plain words."""
    return around.check(
        live,
        g.setting,
        g.page_language,
        form_token(),
        draft,
        partial=partial,
        saved="saved" in request.args,
        correcting="correcting" in request.args,
        slips=slips,
    )


def _go(live: Live, where: str) -> Response:
    """A redirect to one of this consultation's own pages."""
    return Response(status=303, headers={"Location": live.base + where})


def _put_off(live: Live) -> Answer:
    """To the code with which a draft is finished later: from now on it opens it, unless this is a preview."""
    if not live.preview:
        resuming.keep(live, _token(), _secret())
    return _go(live, "later")


def _cleared(live: Live) -> Answer:
    token = _token()
    if token:
        service.clear(live, token)
    answer = _go(live, "?cleared=1")
    _forget(answer, live, DRAFT)
    answer.delete_cookie(RECEIPT, path=f"{live.base}sent")
    return answer


def _forget(answer: Response, live: Live, name: str) -> None:
    answer.delete_cookie(name, path=live.base)


def _no_draft(live: Live) -> tuple[str, int]:
    """There is nothing to save into: say so, keep what was typed on the screen by the Back button."""
    if not live.is_open():
        raise Conflict(_not_open(live))
    return (
        render_template("responses/no_draft.html", live=live, setting=g.setting, csrf=form_token()),
        409,
    )


def _not_open(live: Live) -> str:
    """Why no answers are taken, and what becomes of those that were begun."""
    if live.status == "paused":
        return str(
            _("This consultation is paused just now. What you wrote is kept: come back later and send it.")
        )
    if live.is_coming():
        return str(_("This consultation is not open yet."))
    return str(_("This consultation has closed, so your answers could not be sent."))
