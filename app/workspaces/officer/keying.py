"""Keying in what came on paper, by telephone or with help: every question on one page, then the next one."""

import uuid
from datetime import timedelta
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from markupsafe import Markup
from wtforms import HiddenField, MultipleFileField, RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than it
from wtforms.validators import InputRequired

from app.accounts import store as accounts
from app.accounts.permissions import require
from app.config import Config
from app.consultations.moves import takes_keying
from app.errors import Conflict
from app.questionnaires.compiled import State, render_questions
from app.questionnaires.sentences import file_limits, sentence
from app.responses import keying, live, store
from app.responses.attaching import SCAN, Brought
from app.responses.keying import Keyed
from app.responses.live import Live
from app.responses.reading import Typed
from app.responses.watching import LABELS
from app.surveys.questions import taking_files
from app.surveys.questions.file import accepted
from app.web.access import staff, takes_files
from app.web.language import called, speaking
from app.web.sessions import keep_cookie
from app.workspaces.officer.blueprint import bp
from app.workspaces.officer.forms import StaffForm
from app.workspaces.officer.loading import Place, load

HERE = "/<board>/<engagement>/<consultation>/key-in/"
RECEIPT, RECEIPT_FOR = "speir_keyed", timedelta(minutes=15)


class KeyForm(StaffForm):
    """What is the same for every survey; its questions are read by their own types."""

    route = RadioField(
        "How did it reach you?",
        [InputRequired("Choose how it reached you.")],
        choices=[SelectChoice(route, LABELS[route]) for route in keying.BY_STAFF],
        name="_route",
    )
    submit_key = HiddenField()
    scan = MultipleFileField(
        "A scan of the paper form, if you have one",
        name=SCAN.id,
        render_kw={"accept": accepted(SCAN)},
        description="It is kept beside the answers, and deleted with them.",
    )


@bp.get(HERE)
@staff("key_in")
def key_in(board: str, engagement: str, consultation: str) -> str:
    """An empty form; how the last one came is chosen already."""
    place, one = _enter(board, engagement, consultation)
    form = KeyForm(route=request.args.get("route"), submit_key=uuid.uuid4().hex)
    return _page(place, one, form, Keyed())


@bp.post(HERE)
@takes_files
@staff("key_in")
def keyed(board: str, engagement: str, consultation: str) -> Any:
    """Keep it. What has a slip is shown again as it was typed."""
    place, one = _enter(board, engagement, consultation)
    account = require("key_in", place.engagement.board_code)
    form = KeyForm()
    right = form.validate_on_submit()
    try:
        key = uuid.UUID(form.submit_key.data or "")
    except ValueError:
        raise Conflict("This page was not whole. Go back, reload it and key the answers in again.") from None
    brought = Brought((*taking_files(one.survey.questions), SCAN), request.files)
    made = keying.key_in(
        one,
        Typed(request.form),
        route=form.route.data if right else None,
        language=_language(one),
        by=account.id,
        submit_key=key,
        secret=_config().secret_key,
        brought=brought,
        without_others=request.form.get("go") == "without",
    )
    if made.empty:
        form.wrong("route", "Nothing is keyed in yet. Choose or type at least one answer.")
    for slip in made.slips:
        if slip.question == SCAN.id:
            form.wrong("scan", sentence(SCAN, slip, "en"))
    if not made.code:
        return _page(place, one, form, made, again=brought.any), 422
    at = place.at(one.slug)
    told = {"route": form.route.data, "language": _language(one)}
    answer = redirect(url_for("officer.key_in_done", **at, **told), 303)
    keep_cookie(answer, RECEIPT, made.code, RECEIPT_FOR, url_for("officer.key_in_done", **at))
    return answer


@bp.get(f"{HERE}done")
@staff("key_in")
def key_in_done(board: str, engagement: str, consultation: str) -> Any:
    """The receipt, to be read out or sent to whoever answered; then the next one."""
    place, one = _enter(board, engagement, consultation)
    code = request.cookies.get(RECEIPT, "")
    at = place.at(one.slug)
    route = request.args.get("route")
    following = url_for("officer.key_in", **at, route=route, language=_language(one))
    if not code:
        return redirect(following, 303)
    return render_template(
        "workspaces/officer/keyed.html",
        place=place,
        one=one,
        code=code,
        route=route,
        following=following,
    )


def _enter(board: str, engagement: str, consultation: str) -> tuple[Place, Live]:
    """The consultation into which answers may be keyed. Raises NotFound, NotAllowed, Conflict."""
    place = load(board, engagement, "key_in")
    one = place.one(consultation)
    if not takes_keying(one.status, one.opens_at):
        raise Conflict("Answers are keyed in from the opening of a consultation until it is reported.")
    return place, live.load(place.board.slug, one.slug)


def _page(place: Place, one: Live, form: KeyForm, made: Keyed, again: bool = False) -> str:
    """The form with what was typed, and what is wrong with it; `again` where files must be chosen again."""
    names = accounts.called(by := store.keyed_in(one.id))
    return render_template(
        "workspaces/officer/key_in.html",
        place=place,
        one=one,
        form=form,
        wrong=bool(form.errors or made.slips),
        not_asked=made.not_asked,
        again=again,
        limits=file_limits(SCAN),
        questions=_questions(one, made, told=not form.errors),
        asked_in=_language(one),
        languages=[(code, called(code)) for code in _languages(one)],
        at=place.at(one.slug),
        closed=not one.is_open(),
        done=sorted((names.get(str(who), "Somebody who has left"), count) for who, count in by.items()),
    )


def _questions(one: Live, made: Keyed, told: bool) -> Markup:
    """The questions in the language of the form that was filled in; with what is wrong in them, if `told`."""
    language = _language(one)
    slips = [slip for slip in made.slips if slip.question != SCAN.id]
    state = State(answers=made.answers or {}, asked=frozenset(), slips=slips if told else ())
    with speaking(language):
        return render_questions(one.survey, language, f"{one.id}:{one.definition_no}", state)


def _languages(one: Live) -> tuple[str, ...]:
    config = _config()
    return one.languages(config.offered_languages, config.production)


def _language(one: Live) -> str:
    wanted = request.args.get("language", "")
    return wanted if wanted in _languages(one) else "en"


def _config() -> Config:
    config: Config = current_app.extensions["speir_config"]
    return config
