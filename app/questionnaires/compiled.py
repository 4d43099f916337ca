"""A page of a survey, rendered once per definition and language and then filled for each person."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import render_template
from markupsafe import Markup, escape

from app.questionnaires.sentences import sentence
from app.questionnaires.slots import Piece, compile_, slot
from app.questionnaires.slots import fill as fill_slots
from app.surveys.definition import Page, Question, Survey
from app.surveys.problems import Slip
from app.surveys.questions import controls
from app.surveys.text import to_html

MOST_PAGES = 2_000  # compiled pages kept in one process


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for everybody on a page: where it stands and under whose name.

    `key` tells one setting of a definition from another; `links` are (language, its name) pairs.
    """

    key: str
    board: str
    title: str
    action: str
    start: str
    demonstration: bool
    links: tuple[tuple[str, str], ...]
    unreviewed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """What is a person's own on a page."""

    answers: Mapping[str, Any]
    asked: frozenset[str]
    slips: Sequence[Slip] = ()
    csrf: str = ""
    submit_key: str = ""
    number: int = 1
    of: int = 1
    saved: bool = False
    added: bool = False
    to_check: bool = False
    back: str = ""


class Pages:
    """Compiled pages of this process. Definitions never change, so nothing is ever stale."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], tuple[Piece, ...]] = {}
        self._lock = threading.Lock()

    def pieces(self, survey: Survey, page: Page, language: str, setting: Setting) -> tuple[Piece, ...]:
        """The pieces of a page, rendered now if they were not before."""
        key = (setting.key, page.id, language)
        found = self._kept.get(key)
        if found is None:
            found = compile_(_render(survey, page, language, setting))
            with self._lock:
                if len(self._kept) >= MOST_PAGES:
                    self._kept.clear()
                self._kept[key] = found
        return found


_pages = Pages()


def render_page(survey: Survey, page: Page, language: str, setting: Setting, state: State) -> str:
    """A page of a survey as HTML, with what the person has said, and with slips if there are any."""
    pieces = _pages.pieces(survey, page, language, setting)
    hidden = frozenset(question.id for question in page.questions if question.id not in state.asked)
    return fill_slots(pieces, _fillers(survey, state, language), hidden)


def _render(survey: Survey, page: Page, language: str, setting: Setting) -> str:
    """The template of a page with marks where a person's own words go."""
    return render_template(
        "questionnaires/page.html",
        survey=survey,
        page=page,
        setting=setting,
        language=language,
        slot=slot,
        markdown=lambda text: Markup(to_html(text.in_language(language))),  # cleaned by surveys.text
        say=lambda text: text.in_language(language),
    )


def _fillers(survey: Survey, state: State, language: str) -> Mapping[str, Any]:
    """What goes into each kind of place."""
    chosen = _chosen(state.answers)
    if state.slips:
        wrong = {slip.control: slip for slip in state.slips}
        words = {slip: sentence(survey.by_id[slip.question], slip, language) for slip in state.slips}
    else:
        wrong, words = {}, {}

    def error(names: tuple[str, ...]) -> str:
        slip = wrong.get(names[0])
        if slip is None:
            return ""
        return f'<p class="ds_question__error-message" id="{_dom(names[0])}-error">{escape(words[slip])}</p>'

    def described(names: tuple[str, ...]) -> str:
        control, *others = names
        ids = [one for one in others if one]
        if control not in wrong:
            return f' aria-describedby="{" ".join(ids)}"' if ids else ""
        ids.append(f"{_dom(control)}-error")
        return f' aria-describedby="{" ".join(ids)}" aria-invalid="true"'

    def group_described(names: tuple[str, ...]) -> str:
        control, *others = names
        ids = [one for one in others if one]
        if control in wrong:
            ids.append(f"{_dom(control)}-error")
        return f' aria-describedby="{" ".join(ids)}"' if ids else ""

    return {
        "csrf": lambda names: state.csrf,
        "submit_key": lambda names: state.submit_key,
        "checked": lambda names: " checked" if names in chosen else "",
        "value": lambda names: str(escape(_value(state.answers, names[0]))),
        "error": error,
        "described": described,
        "group_described": group_described,
        "error_class": lambda names: f" {names[1]}" if names[0] in wrong else "",
        "any_error_class": lambda names: (
            f" {names[1]}" if any(slip.question == names[0] for slip in state.slips) else ""
        ),
        "notices": lambda names: _notices(survey, state, words),
        "title_prefix": lambda names: names[0] if state.slips else "",
        "progress": lambda names: names[0].replace("NN", str(state.number)).replace("MM", str(state.of)),
        "if_to_check": lambda names: names[0] if state.to_check else names[1],
        "back": lambda names: str(escape(state.back)),
    }


def _chosen(answers: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Every (control, option id) that is ticked."""
    found: set[tuple[str, str]] = set()
    for key, value in answers.items():
        if isinstance(value, str):
            found.add((key, value))
        elif isinstance(value, list):
            found.update((key, one) for one in value)
        elif isinstance(value, dict):
            found.update((f"{key}.{row}", option) for row, option in value.items())
    return found


def _value(answers: Mapping[str, Any], control: str) -> str:
    """What a text field holds."""
    value = answers.get(control)
    return "" if value is None or isinstance(value, list | dict) else str(value)


def _notices(survey: Survey, state: State, words: Mapping[Slip, str]) -> str:
    """The error summary, or that the answers are saved, or why the page is shown again."""
    if not (state.slips or state.saved or state.added):
        return ""
    errors = [(first_control(survey.by_id[slip.question], slip), words[slip]) for slip in state.slips]
    return render_template(
        "questionnaires/_notices.html", errors=errors, saved=state.saved, added=state.added
    )


def first_control(question: Question, slip: Slip) -> str:
    """The id of the element that an error leads to: the first input of its group."""
    if slip.control.endswith(".other"):
        return _dom(slip.control)
    choices = question.options and question.type != "grid_single"
    if choices and slip.control == question.id:
        return f"{_dom(question.id)}-{question.options[0].id}"
    if question.rows:
        control = slip.control if "." in slip.control else controls(question)[0]
        return f"{_dom(control)}-{question.options[0].id}"
    return _dom(slip.control)


@lru_cache(maxsize=20_000)
def _dom(control: str) -> str:
    """The name of a control as an element's id: a dot there would upset selectors."""
    return control.replace(".", "--")
