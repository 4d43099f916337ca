"""The queue of comments: plain pages for whoever works by keyboard, without a mouse or JavaScript."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, g, redirect, render_template, request, url_for

from app.accounts.permissions import require
from app.boards import store as boards
from app.boards.models import Board
from app.consultations import store as consultations
from app.consultations.models import Consultation, Engagement
from app.errors import Invalid, NotFound
from app.surveys.definition import Survey
from app.themes import service, store
from app.themes.arriving import take_in
from app.themes.choices import REASONS, Mistake
from app.themes.forms import CommentForm, ThemeForm
from app.themes.marks import Mark
from app.themes.models import HELD, RELEASED, WAITING, Theme
from app.themes.service import Opened
from app.themes.texts import keys, says
from app.web.access import staff

bp = Blueprint("themes", __name__, url_prefix="/workspace/<board>/<engagement>/comments")
A_PAGE = 50  # decided comments on a page
ACT = "code_comments"


def register(app: Flask) -> None:
    """The pages of comments and themes."""
    app.register_blueprint(bp)


@bp.before_request
def in_english() -> None:
    """Staff pages exist in English only today."""
    g.page_language = "en"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an analyst is: what is asked by whom. `names` is what its addresses begin with."""

    board: Board
    engagement: Engagement
    consultation: Consultation
    survey: Survey

    @property
    def names(self) -> dict[str, Any]:
        """The parts of an address."""
        return {
            "board": self.board.slug,
            "engagement": self.engagement.slug,
            "consultation": self.consultation.slug,
        }


@dataclass(frozen=True, slots=True)
class Line:
    """A question in the overview, with how many of its comments stand where."""

    key: str
    words: str
    waiting: int
    urgent: int
    released: int
    held: int
    themes: int


@bp.get("/")
@staff(ACT)
def queue(board: str, engagement: str) -> str:
    """Every question of an engagement whose answers are words, with what is still to be read."""
    found = consultations.engagement(board, engagement)
    require(ACT, found.board_code)
    places = [
        Place(boards.by_code(found.board_code), found, one, consultations.ever_asked(one))
        for one in consultations.of_engagement(found.id)
        if one.status not in ("draft", "in_review")
    ]
    for place in places:
        take_in(place.consultation.id)
    return render_template(
        "themes/queue.html",
        board=boards.by_code(found.board_code),
        engagement=found,
        places=[(place, _lines(place)) for place in places],
        finished=request.args.get("end", ""),
    )


@bp.get("/<consultation>/next")
@staff(ACT)
def following(board: str, engagement: str, consultation: str) -> Any:
    """The comment that is next in the queue, after the one named by `after`; `question` keeps to one."""
    place = _load(board, engagement, consultation)
    take_in(place.consultation.id)
    question = _question(place)
    found = store.next_waiting(place.consultation.id, question, _id(request.args.get("after", "")))
    if found is not None:
        return redirect(
            url_for("themes.comment", **place.names, comment=found, question=question or None), 303
        )
    left = store.next_waiting(place.consultation.id, question) is not None
    end = "skipped" if left else "empty"
    return redirect(url_for("themes.queue", board=board, engagement=engagement, end=end), 303)


@bp.get("/<consultation>/<uuid:comment>/")
@staff(ACT)
def comment(board: str, engagement: str, consultation: str, comment: uuid.UUID) -> str:
    """One comment, with what the aid marks in it and what was decided."""
    place = _load(board, engagement, consultation)
    opened = service.open_comment(place.consultation, comment)
    form = _form(place, opened)
    if opened.comment.state == WAITING:
        form.hide.data = [mark.key for mark in opened.marks]
    form.seen.data = opened.seen
    form.themes.data = [one.hex for one in opened.themes]
    form.quoted.data, form.attribute.data = opened.comment.quoted, opened.comment.attribute
    return _page(place, opened, form)


@bp.post("/<consultation>/<uuid:comment>/")
@staff(ACT)
def decide(board: str, engagement: str, consultation: str, comment: uuid.UUID) -> Any:
    """Release it, hold it back, sort it, take back what was decided, or only show what would be released."""
    place = _load(board, engagement, consultation)
    opened = service.open_comment(place.consultation, comment)
    form, go = _form(place, opened), request.form.get("go", "")
    if not form.validate_on_submit():
        return _page(place, opened, form), 422
    try:
        choices = form.choices()
        match go:
            case "preview":
                return _page(place, opened, form, service.preview(opened, choices).text)
            case "release":
                service.release(place.consultation, comment, choices, form.seen.data or "")
            case "hold":
                service.hold(place.consultation, comment, choices, form.seen.data or "")
            case "sort":
                service.sort(place.consultation, comment, choices)
            case "undo":
                service.undo(place.consultation, comment)
            case _:
                raise Invalid("Go back and press one of the buttons under the comment.")
    except Mistake as mistake:
        form.blame(mistake)
        return _page(place, opened, form), 422
    question = _question(place) or None
    if go in ("sort", "undo"):
        here = url_for("themes.comment", **place.names, comment=comment, question=question, saved=1)
        return redirect(here, 303)
    return redirect(url_for("themes.following", **place.names, after=comment, question=question), 303)


@bp.get("/<consultation>/decided")
@staff(ACT)
def decided(board: str, engagement: str, consultation: str) -> str:
    """The comments that were released (or `state=held`, or `state=quoted`), as a report would have them."""
    place = _load(board, engagement, consultation)
    state = request.args.get("state", RELEASED)
    state = state if state in (RELEASED, HELD, "quoted") else RELEASED
    typed = request.args.get("start", "")
    start = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else 0
    question = _question(place)
    found = store.decided(
        place.consultation.id,
        RELEASED if state == "quoted" else state,
        question,
        state == "quoted",
        start,
        A_PAGE + 1,
    )
    return render_template(
        "themes/decided.html",
        place=place,
        state=state,
        question=question,
        rows=[
            (
                one,
                says(place.survey, one.question),
                service.released_text(one),
                REASONS.get(one.reason, ""),
            )
            for one in found[:A_PAGE]
        ],
        later=start + A_PAGE if len(found) > A_PAGE else None,
        begun=start > 0,
    )


@bp.get("/<consultation>/themes")
@staff(ACT)
def themes(board: str, engagement: str, consultation: str) -> str:
    """The lists of themes of a consultation, a list a question."""
    return _themes_page(_load(board, engagement, consultation), ThemeForm(formdata=None))


@bp.post("/<consultation>/themes")
@staff(ACT)
def add_theme(board: str, engagement: str, consultation: str) -> Any:
    """Add a theme to a question."""
    place, form = _load(board, engagement, consultation), ThemeForm()
    try:
        service.add_theme(place.consultation, form.question.data or "", form.name.data or "")
    except Mistake as mistake:
        return _themes_page(place, form, mistake=mistake), 422
    return redirect(url_for("themes.themes", **place.names), 303)


@bp.post("/<consultation>/themes/<uuid:theme>")
@staff(ACT)
def change_theme(board: str, engagement: str, consultation: str, theme: uuid.UUID) -> Any:
    """Give a theme another name, or delete one that no comment has."""
    place, form = _load(board, engagement, consultation), ThemeForm()
    try:
        if request.form.get("go") == "delete":
            service.delete_theme(place.consultation, theme)
        else:
            service.rename_theme(place.consultation, theme, form.name.data or "")
    except Mistake as mistake:
        return _themes_page(place, form, theme, mistake), 422
    return redirect(url_for("themes.themes", **place.names), 303)


def _load(board: str, engagement: str, consultation: str) -> Place:
    """A consultation of an engagement on whose board the person may read comments.

    Raises NotFound, NotAllowed.
    """
    found = consultations.engagement(board, engagement)
    require(ACT, found.board_code)
    asked = consultations.load(board, consultation)
    if asked.engagement_id != found.id or asked.status in ("draft", "in_review"):
        raise NotFound("There is no such consultation.")
    return Place(boards.by_code(found.board_code), found, asked, consultations.ever_asked(asked))


def _lines(place: Place) -> list[Line]:
    numbers = store.numbers(place.consultation.id)
    lists = [theme.question for theme in store.themes(place.consultation.id)]
    every = [*keys(place.survey), *sorted(set(numbers) - set(keys(place.survey)))]
    return [
        Line(
            key,
            says(place.survey, key),
            waiting=numbers[key][WAITING] if key in numbers else 0,
            urgent=numbers[key]["urgent"] if key in numbers else 0,
            released=numbers[key][RELEASED] if key in numbers else 0,
            held=numbers[key][HELD] if key in numbers else 0,
            themes=lists.count(key),
        )
        for key in every
    ]


def _question(place: Place) -> str:
    """The question that the address keeps to, or ""; one that is not asked keeps to nothing."""
    typed = request.args.get("question", "")
    return typed if typed in keys(place.survey) else ""


def _id(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def _form(place: Place, opened: Opened) -> CommentForm:
    """The form of a comment with what there is to choose from."""
    form = CommentForm()
    form.offer(
        [(mark.key, f"{opened.text[mark.start : mark.end]} – {_called(mark)}") for mark in opened.marks],
        [(one.id.hex, one.name) for one in store.themes(place.consultation.id, opened.comment.question)],
        [(key, f"{_short(place, key)} {_option(place, key, option)}") for key, option in opened.attributes],
    )
    return form


def _called(mark: Mark) -> str:
    return mark.called if mark.sure else f"perhaps a {mark.called}"


def _short(place: Place, key: str) -> str:
    question = place.survey.by_id.get(key)
    return str(question.text) if question else key


def _option(place: Place, key: str, option: str) -> str:
    question = place.survey.by_id.get(key)
    found = question.option(option) if question else None
    return str(found.text) if found else option


def _page(place: Place, opened: Opened, form: CommentForm, shown: str | None = None) -> str:
    return render_template(
        "themes/comment.html",
        place=place,
        opened=opened,
        comment=opened.comment,
        asked=says(place.survey, opened.comment.question),
        pieces=_pieces(opened),
        form=form,
        shown=shown,
        reason=REASONS.get(opened.comment.reason, ""),
        question=_question(place),
        saved="saved" in request.args and request.method == "GET",
    )


def _pieces(opened: Opened) -> Sequence[tuple[str, str]]:
    """The comment in pieces: (words, what they are marked as, or "")."""
    pieces, at = [], 0
    for mark in opened.marks:
        pieces += [(opened.text[at : mark.start], ""), (opened.text[mark.start : mark.end], _called(mark))]
        at = mark.end
    pieces.append((opened.text[at:], ""))
    return [piece for piece in pieces if piece[0]]


def _themes_page(
    place: Place, form: ThemeForm, wrong: uuid.UUID | None = None, mistake: Mistake | None = None
) -> str:
    """`wrong` is the theme whose form has a mistake; without one it is the form that adds one."""
    mine: dict[str, list[Theme]] = {key: [] for key in keys(place.survey)}
    for theme in store.themes(place.consultation.id):
        mine.setdefault(theme.question, []).append(theme)
    return render_template(
        "themes/themes.html",
        place=place,
        lists=[(key, says(place.survey, key), mine[key]) for key in mine],
        uses=store.uses(place.consultation.id),
        form=form,
        wrong=wrong,
        mistake=mistake,
    )
