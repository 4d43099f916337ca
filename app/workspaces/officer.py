"""A desk for the staff of a board: what is asked, how many answered, and the words of an engagement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_wtf import FlaskForm
from wtforms import DateField, TextAreaField
from wtforms.validators import Length, Optional

from app.accounts.permissions import boards_where, may, require
from app.accounts.sessions import current_account
from app.boards import store as boards
from app.boards.models import Board
from app.consultations import service
from app.consultations import store as consultations
from app.consultations.models import Consultation, Engagement
from app.responses import store as responses
from app.surveys.questions.words import clean
from app.web.access import signed_in, staff

bp = Blueprint("officer", __name__, url_prefix="/workspace")
LONGEST = 4_000  # characters of one text
REPORT_ONLY = ("officer_words", "ask_of_group")
"""The words that respondents never see."""


@dataclass(frozen=True, slots=True)
class Line:
    """A consultation on the desk; `count` is None for those who see editions only."""

    consultation: Consultation
    open_now: bool
    count: int | None

    @property
    def state(self) -> str:
        """In a word: one that the clock has not opened yet, or has closed, is "not open"."""
        status = self.consultation.status
        said = "not open" if status == "open" and not self.open_now else status
        return said.replace("_", " ").capitalize()

    @property
    def is_public(self) -> bool:
        """Whether there is a page about it that anybody may see."""
        return self.consultation.status not in ("draft", "in_review")


@dataclass(frozen=True, slots=True)
class Exercise:
    """An engagement on the desk."""

    engagement: Engagement
    lines: Sequence[Line]
    may_describe: bool
    may_export: bool


class WordsForm(FlaskForm):
    """What people are told of an engagement, and what stands in the officer's own words in its report."""

    purpose = TextAreaField("Why you ask", [Length(max=LONGEST)])
    promise = TextAreaField("What answers can change, and what they cannot", [Length(max=LONGEST)])
    decides = TextAreaField("Who decides", [Length(max=LONGEST)])
    respond_by = DateField("By when people will hear what was decided", [Optional()])
    contact = TextAreaField("Other ways to take part: post, e-mail, telephone", [Length(max=LONGEST)])
    controller = TextAreaField("Who holds the answers (the data controller)", [Length(max=LONGEST)])
    officer_words = TextAreaField("What you say about the results, in your own words", [Length(max=LONGEST)])
    ask_of_group = TextAreaField("What the planning group is asked to do", [Length(max=LONGEST)])


@bp.get("/")
@signed_in
def desk() -> str:
    """Every board on which the person has a role, with its engagements."""
    account = current_account()
    codes = boards_where(account, "see_reports") if account else frozenset()
    found = [board for board in boards.all() if codes is None or board.code in codes]
    desks = [(board, _exercises(board)) for board in found]
    return render_template("workspaces/desk.html", desks=[(board, rows) for board, rows in desks if rows])


@bp.get("/<board>/<engagement>/")
@staff("manage_consultations")
def words(board: str, engagement: str) -> str:
    """The words of an engagement, to be changed."""
    found_board, found = _load(board, engagement)
    return _words_page(found_board, found, WordsForm(obj=found))


@bp.post("/<board>/<engagement>/")
@staff("manage_consultations")
def describe(board: str, engagement: str) -> Any:
    """Keep the words."""
    found_board, found = _load(board, engagement)
    form = WordsForm()
    if not form.validate_on_submit():
        return _words_page(found_board, found, form), 422
    texts = {name: clean(form[name].data or "") for name in service.WORDS}
    service.describe(found, **texts, respond_by=form.respond_by.data)
    return redirect(url_for("officer.desk"), 303)


def _exercises(board: Board) -> list[Exercise]:
    """A board's engagements, those that are open first; live counts for those who may see exact figures."""
    account = current_account()
    counted = may(account, "see_exact", board.code)
    found = [
        Exercise(
            engagement,
            [
                Line(one, consultations.is_open(one), responses.count(one.id) if counted else None)
                for one in consultations.of_engagement(engagement.id)
            ],
            may(account, "manage_consultations", board.code),
            may(account, "export_raw", board.code),
        )
        for engagement in consultations.engagements_of(board.code)
    ]
    return sorted(found, key=lambda one: not any(line.open_now for line in one.lines))


def _load(board: str, engagement: str) -> tuple[Board, Engagement]:
    """An engagement of a board on which the person may manage consultations. Raises NotFound, NotAllowed."""
    found = consultations.engagement(board, engagement)
    require("manage_consultations", found.board_code)
    return boards.by_code(found.board_code), found


def _words_page(board: Board, engagement: Engagement, form: WordsForm) -> str:
    return render_template(
        "workspaces/words.html", board=board, engagement=engagement, form=form, report_only=REPORT_ONLY
    )
