"""Going on with an unfinished form by its code of words: one form, and a POST so that no address keeps it."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, session
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField

from app.responses import filling, guessing, resuming
from app.web.access import respondent

bp = Blueprint("resume", __name__, url_prefix="/resume")


class WordsForm(FlaskForm):
    """Six words."""

    words = StringField()


@bp.get("/")
@respondent
def ask() -> str:
    """The form."""
    return _page(WordsForm())


@bp.get("/<string(maxlength=120):words>")
@respondent
def link(words: str) -> str:
    """Where a link leads: the form with its code in it. Whoever only looks at links opens nothing."""
    return _page(WordsForm(data={"words": resuming.normal(words)}), came_by_link=True)


@bp.post("/")
@respondent
def found() -> Any:
    """To the page where somebody stopped, with the cookie that opens their draft; or what is wrong."""
    form = WordsForm()
    form.validate()
    typed = form.words.data or ""
    if guessing.must_wait():
        return _page(form, guessing.wait()), 429
    draft = resuming.resume(typed, current_app.extensions["speir_config"].secret_key)
    if draft is None:
        guessing.note_wrong()
        return _page(form, _problem(typed)), 422
    answer = redirect(draft.live.base + draft.where, 303)
    filling.remember(answer, draft.live, draft.token)
    session["language"] = draft.language
    return answer


def _problem(typed: str) -> str:
    """What to look at in words that open nothing."""
    words = resuming.normal(typed).split()
    if not words:
        return _("Type the six words of your code.")
    if len(words) != resuming.WORDS:
        return _("A code has six words; this one has %(typed)s.", typed=len(words))
    for word in words:
        if word not in resuming.word_list():
            return _("“%(word)s” is no word of a code. Look at it again.", word=word[:40])
    return _(
        "These words open nothing. Look at each again. If they are right, the answers were sent or deleted."
    )


def _page(form: WordsForm, error: str = "", came_by_link: bool = False) -> str:
    return render_template("responses/resume.html", form=form, error=error, came_by_link=came_by_link)
