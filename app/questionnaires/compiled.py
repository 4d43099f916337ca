"""A page of a survey, rendered once per definition and language and then filled for each person."""

from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flask import render_template
from flask_babel import format_time
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.questionnaires.sentences import file_limits, how_many, named, sentence
from app.questionnaires.slots import Compiled, Place, Templates, fill, fill_part, slot
from app.surveys.definition import SOURCE_LANGUAGE, Page, Question, Survey, Text
from app.surveys.expressions import named as names
from app.surveys.piping import MISSING, filled, pieces, takes_up, worth
from app.surveys.problems import Slip
from app.surveys.questions import (
    UNSEEN,
    asks_for_files,
    controls,
    empty_places,
    entries,
    file,
    parts,
    scripts,
    shape,
    taking_files,
    typed,
)
from app.surveys.shapes import Choice, Choices, Rows
from app.surveys.text import to_html
from app.web.language import apart, lang


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for everybody on a page: where it stands and under whose name.

    `key` tells one setting of a definition from another; `links` are (language, its name) pairs.
    `preview_of` is the address of the staff's page where this is a preview, else empty.
    """

    key: str
    board: str
    title: str
    action: str
    start: str
    demonstration: bool
    links: tuple[tuple[str, str], ...]
    unreviewed: tuple[str, ...] = ()
    preview_of: str = ""
    paused: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """What is a person's own on a page."""

    answers: Mapping[str, Any]
    asked: frozenset[str]
    slips: Sequence[Slip] = ()
    csrf: str = ""
    submit_key: str = ""
    shown: str = ""
    """What tells, when the page comes back, which of its answers were changed on it."""
    number: int = 1
    of: int = 1
    saved: bool = False
    added: bool = False
    merged: bool = False
    unsaved: bool = False
    """Whether the page holds what somebody typed and could not be saved: they are to press once more."""
    again: Sequence[tuple[str, str]] = ()
    """Pages that were left and ask other things now: (address, title)."""
    to_check: bool = False
    back: str = ""
    then: str = ""
    """The query after the form's address, such as `?to=check`: where to go once the page is saved."""
    kept: Mapping[str, Any] | None = None
    """The answers that would be stored, for texts that take some up; None: `answers`."""
    hidden: frozenset[str] = frozenset()
    """Options and rows that are not offered, as `routing.Routed` names them."""

    @property
    def said(self) -> Mapping[str, Any]:
        """The answers that a text may take up."""
        return self.answers if self.kept is None else self.kept


_templates = Templates()
PIPED, MARK = "piped", "\ue000"  # a character for private use, which no text has


def render_page(survey: Survey, page: Page, language: str, setting: Setting, state: State) -> bytes:
    """A page of a survey as HTML in UTF-8, with what the person has said, and with slips if there are any."""
    compiled = _templates.compiled(
        (setting.key, page.id, language), lambda: _render(survey, page, language, setting), _usual
    )
    hidden = frozenset([question.id for question in page.questions if question.id not in state.asked])
    if state.hidden:
        hidden |= state.hidden
    for question in taking_files(page.questions) if asks_for_files(survey) else ():
        hidden |= empty_places(question, state.answers.get(question.id))
    words = _said(compiled, survey, state.answers) | _own(compiled, state)
    if PIPED in compiled.kinds:
        words |= taken_up(compiled, survey, state.said, language)
    if state.slips:
        words |= _mistakes(compiled, survey, state, language)
    return fill(compiled, words, hidden)


def render_moved(
    survey: Survey,
    page: Page,
    language: str,
    setting: Setting,
    before: State,
    now: State,
    *,
    merged: bool = False,
) -> bytes:
    """What the page shows otherwise now than before, each part marked for HTMX with where it stands.

    And that it is saved, and when; where it was `merged` with what was changed elsewhere, that too.
    """
    compiled = _templates.compiled(
        (setting.key, page.id, language), lambda: _render(survey, page, language, setting), _usual
    )
    words = _said(compiled, survey, now.answers) | taken_up(compiled, survey, now.said, language)
    found, more, fewer = [], False, False
    hidden = now.hidden | {question.id for question in page.questions if question.id not in now.asked}
    swapped: tuple[str, ...] = ()
    for unit, things in _units(page):
        was, shown = _shows(unit, things, before), _shows(unit, things, now)
        if was == shown or unit.startswith(swapped):
            continue
        swapped = (*swapped, f"{unit}.")
        more, fewer = more or bool(shown - was), fewer or bool(was - shown)
        found.append(f'<div id="part-{_dom(unit)}" hx-swap-oob="true">'.encode())
        found += [fill_part(compiled, words, hidden, unit), b"</div>"]
    said = [str(_("Your answer adds something to this page."))] if more else []
    said += [str(_("Your answer takes something away from this page."))] if fewer else []
    status = f'<p class="visually-hidden" id="moved" role="status" hx-swap-oob="true">{" ".join(said)}</p>'
    return b"".join([*found, status.encode(), _kept_at(merged).encode()])


def elsewhere() -> str:
    """What somebody is told who uses two devices, or two tabs, at once."""
    return str(
        _(
            "Answers on this page were also changed on another device or in another tab. What you changed "
            "here stands; the others are as they were changed there."
        )
    )


def _kept_at(merged: bool) -> str:
    """When a page was saved while somebody was at it, for the eye alone: it changes often."""
    when = _("Saved at %(time)s.", time=format_time(format="HH:mm"))
    more = f" {elsewhere()}" if merged else ""
    return f'<p class="ds_hint-text" id="kept" hx-swap-oob="innerHTML">{when}{more}</p>'


def moving(page: Page) -> frozenset[str]:
    """What of a page hangs on other answers of the same page: questions, entries of repeats, their parts."""
    return frozenset([unit for unit, _ in _units(page)])


def _units(page: Page) -> Sequence[tuple[str, tuple[str, ...]]]:
    """What can come and go while somebody is on a page: its full id, and those of what is seen in it."""
    here = {question.id for question in page.questions}
    found: list[tuple[str, tuple[str, ...]]] = []
    for question in page.questions:
        if question.type in UNSEEN:
            continue
        counted = question.count is not None and bool(names(question.count) & here)
        if counted or any(names(one) & here for one in question.offering()):
            found.append((question.id, _seen_in(question)))
        for entry in entries(question):
            if counted:
                found.append((entry.id, (entry.id,)))
            found += [
                (part.id, _seen_in(part))
                for part in entry.parts
                if any(True for _ in part.offering())
                or any(True for one in part.parts for _ in one.offering())
            ]
    return found


def _seen_in(question: Question) -> tuple[str, ...]:
    """A question, or a part of an entry, and what it may offer."""
    within = [part for entry in entries(question) for part in entry.parts] if "." in question.id else []
    return (
        question.id,
        *(f"{question.id}={one.id}" for one in question.options),
        *(f"{question.id}.{one.id}" for one in question.rows),
        *(f"{part.id}" for part in within),
        *(f"{part.id}={one.id}" for part in within for one in part.options),
    )


def _shows(unit: str, things: Sequence[str], state: State) -> frozenset[str]:
    """What there is to see of it."""
    owners = unit.split(".")
    if owners[0] not in state.asked or unit in state.hidden or ".".join(owners[:2]) in state.hidden:
        return frozenset()
    return frozenset(things) - state.hidden


def render_questions(survey: Survey, language: str, key: str, state: State) -> Markup:
    """Every question of a survey, one after another, for a form that shows all at once; the slips first.

    `key` tells one definition from another. What is asked of whom is not looked at: staff copy what is there.
    """
    compiled = _templates.compiled(
        ("questions", key, language),
        lambda: render_template(
            "questionnaires/_questions.html",
            keyed_in=True,
            survey=survey,
            language=language,
            moving=frozenset(),
            **_tools(),
            **tellers(language),
        ),
        _usual,
    )
    words = _said(compiled, survey, state.answers)
    if state.slips:
        words |= _mistakes(compiled, survey, state, language)
    return Markup(fill(compiled, words).decode())  # a template of ours, filled with escaped words


def _render(survey: Survey, page: Page, language: str, setting: Setting) -> str:
    """The template of a page with marks where a person's own words go."""
    return render_template(
        "questionnaires/page.html",
        survey=survey,
        page=page,
        setting=setting,
        language=language,
        moving=moving(page),
        answered=any(controls(question) for question in page.questions),
        taking_files=[one.id for one in taking_files(page.questions)],
        needed=any(one.required for question in page.questions for one in (question, *question.parts)),
        scripts=scripts(page.questions),
        **_tools(),
        **tellers(language),
    )


def _tools() -> Mapping[str, Callable[..., Any]]:
    """What the templates of questions are made with."""
    return {
        "slot": slot,
        "dom": _dom,
        "parts": parts,
        "entries": entries,
        "how_many": how_many,
        "file_limits": file_limits,
        "accepted": file.accepted,
    }


def tellers(language: str) -> Mapping[str, Callable[[Text], str]]:
    """How a template says a text in a language: plainly with `say`, as Markdown with `markdown`."""
    return {
        "say": lambda text: spoken(text, language),
        "markdown": lambda text: piped_markdown(text, language),
    }


def printed_tellers(language: str) -> Mapping[str, Callable[[Text], str]]:
    """As `tellers`, for paper: nobody's answers are known there."""
    told = tellers(language)
    return {
        "say": lambda text: told["say"](_of_nobody(text)),
        "markdown": lambda text: told["markdown"](_of_nobody(text)),
    }


def _of_nobody(text: Text) -> Text:
    if not takes_up(text):
        return text
    return Text({one: text.in_language(one) for one in text.words})


def piped_markdown(text: Text, language: str) -> Markup:
    """A text in the Markdown subset, with marks where it takes up answers; one in English only says so."""
    made = _marked_up(text, language)
    if not made or text.is_in(language):
        return made
    return Markup("<div {}>{}</div>").format(lang(SOURCE_LANGUAGE, language), made)


def _marked_up(text: Text, language: str) -> Markup:
    found = list(pieces(text.written(language)))
    if len(found) == 1:
        return Markup(to_html(found[0][0]))  # cleaned by surveys.text
    # A mark goes in after the Markdown is made: what somebody typed is never read as Markdown.
    made = to_html(MARK.join(words for words, _expression in found))
    for expression in [one for _words, one in found[:-1]]:
        made = made.replace(MARK, slot(PIPED, expression), 1)
    return Markup(made)


def taken_up(
    compiled: Compiled, survey: Survey, answers: Mapping[str, Any], language: str
) -> dict[Place, str]:
    """What stands where texts take up answers; `answers` are those that would be stored."""
    places = compiled.kinds.get(PIPED, ())
    return {place: str(apart(worth(place[1], survey, answers, language))) for place in places}


def spoken(text: Text, language: str) -> str:
    """A text for a page in `language`; one that is in English only says so, for those who hear it read.

    >>> spoken(Text({"en": "Fish & chips"}), "gd")
    Markup('<span lang="en">Fish &amp; chips</span>')
    >>> spoken(Text({"en": "Really?"}), "ar")
    Markup('<span lang="en" dir="ltr">Really?</span>')
    """
    found: str = text.written(language)
    if "{{" in found:
        found = Markup("").join(
            Markup("{}{}").format(words, slot(PIPED, expression) if expression else "")
            for words, expression in pieces(found)
        )
    if not found or text.is_in(language):
        return found
    return Markup("<span {}>{}</span>").format(lang(SOURCE_LANGUAGE, language), found)


def _usual(place: Place) -> str:
    """What stands in a place while nothing is wrong: nothing, or which texts describe a control."""
    kind, *names = place
    if kind == PIPED:
        return MISSING  # where nobody's answers are known, as on the page for keying in
    return _described(names[1:]) if kind in ("described", "group_described") else ""


def _described(ids: Sequence[str]) -> str:
    """The attribute that names the texts about a control."""
    there = [one for one in ids if one]
    return f' aria-describedby="{" ".join(there)}"' if there else ""


def _said(compiled: Compiled, survey: Survey, answers: Mapping[str, Any]) -> dict[Place, str]:
    """What somebody said, in the places where it is shown: a tick, or the words themselves."""
    found: dict[Place, str] = {}
    rows, in_parts = _kinds(survey)
    for key, value in answers.items():
        if key in rows:
            found.update((("checked", f"{key}.{row}", option), " checked") for row, option in value.items())
        elif key in in_parts:
            for control, words in typed(survey.by_id[key], value).items():
                _say_one(found, compiled.at, control, words)
        else:
            _say_one(found, compiled.at, key, value)
    for place in compiled.kinds.get("selected", ()):  # an option of a list to open
        if ("checked", *place[1:]) in found:
            found[place] = " selected"
    for place in compiled.kinds.get("unlisted", ()):  # what was typed and is none of a list
        words = found.get(("value", place[1]), "")
        if words and _part_of(survey, place[1]).option(words) is None:
            found[place] = words
    return found


def _part_of(survey: Survey, control: str) -> Question:
    """The question, or the part of one, whose control this is."""
    question = survey.by_id[control.partition(".")[0]]
    return next((part for part in parts(question) if part.id == control), question)


def _say_one(found: dict[Place, str], at: Container[Place], control: str, said: Any) -> None:
    """What stands in one control, of those places that there are. A list holds what is chosen of several."""
    if isinstance(said, list):
        found.update((("checked", control, one), " checked") for one in said)
        return
    words = str(said)
    found["checked", control, words] = " checked"
    if ("value", control) in at or ("unlisted", control) in at:
        found["value", control] = str(escape(words))


def _kinds(survey: Survey) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the questions that are rows of choices, and of others with controls of other names."""
    found: tuple[frozenset[str], frozenset[str]] | None = survey.memo.get("controls")
    if found is None:
        rows = frozenset([one.id for one in survey.questions if isinstance(shape(one), Rows)])
        parts = [one.id for one in survey.questions if controls(one)[:1] not in ((one.id,), ())]
        parts += [one.id for one in taking_files(survey.questions)]
        found = survey.memo["controls"] = (rows, frozenset(parts) - rows)
    return found


def _own(compiled: Compiled, state: State) -> dict[Place, str]:
    """What is a person's own on a page, beside their answers."""
    found: dict[Place, str] = {
        ("csrf",): state.csrf,
        ("submit_key",): state.submit_key,
        ("shown",): state.shown,
        ("back",): str(escape(state.back)),
        ("then",): str(escape(state.then)),
    }
    for place in compiled.kinds.get("progress", ()):
        found[place] = place[1].replace("NN", str(state.number)).replace("MM", str(state.of))
    for place in compiled.kinds.get("if_to_check", ()):
        found[place] = place[1] if state.to_check else place[2]
    if state.saved or state.added or state.merged or state.unsaved or state.again:
        found["notices",] = _noticed(state)
    return found


def _mistakes(compiled: Compiled, survey: Survey, state: State, language: str) -> dict[Place, str]:
    """What is wrong, in a summary and beside each control."""
    slips = [(with_answers(survey, slip.question, state.said, language), slip) for slip in state.slips]
    words = {slip: sentence(question, slip, language) for question, slip in slips}
    errors = [
        ("#" + first_control(question, slip, state.hidden), named(question, slip, language))
        for question, slip in slips
    ]
    found: dict[Place, str] = {("notices",): _noticed(state, errors)}
    for place in compiled.kinds.get("title_prefix", ()):
        found[place] = place[1]
    wrong: dict[str, str] = {}
    for slip in state.slips:  # several files of one control can each be wrong
        wrong[slip.control] = ". ".join(filter(None, (wrong.get(slip.control), words[slip])))
    questions = {slip.question for slip in state.slips}
    for place in compiled.at:
        kind, *names = place
        name = names[0] if names else ""
        if kind == "any_error_class" and name in questions:
            found[place] = f" {names[1]}"
        elif name not in wrong:
            continue
        elif kind == "error":
            text = escape(wrong[name])
            found[place] = f'<p class="ds_question__error-message" id="{_dom(name)}-error">{text}</p>'
        elif kind == "error_class":
            found[place] = f" {names[1]}"
        elif kind in ("described", "group_described"):
            invalid = ' aria-invalid="true"' if kind == "described" else ""
            found[place] = _described([*names[1:], f"{_dom(name)}-error"]) + invalid
    return found


def with_answers(survey: Survey, key: str, answers: Mapping[str, Any], language: str) -> Question:
    """A question for words about it in a language: its texts have the answers in them that they take up."""

    def made(question: Question) -> Question:
        text = Text({**question.text.words, language: filled(question.text, survey, answers, language)})
        return replace(question, text=text, parts=tuple(map(made, question.parts)))

    question = survey.by_id[key]
    return made(question) if any(map(takes_up, question.texts())) else question


def notices(
    errors: Sequence[tuple[str, str]] = (),
    saved: bool = False,
    added: bool = False,
    correcting: bool = False,
    again: Sequence[tuple[str, str]] = (),
    merged: bool = False,
    unsaved: bool = False,
) -> str:
    """The error summary, or that the answers are saved or were sent before, or why the page is shown again.

    `errors` are (address of the control, what is wrong) pairs, `again` (address, title) of pages that ask
    other things than when they were left.
    """
    return render_template(
        "questionnaires/_notices.html",
        errors=errors,
        saved=saved,
        added=added,
        correcting=correcting,
        again=again,
        merged=merged,
        unsaved=unsaved,
        elsewhere=elsewhere,
    )


def _noticed(state: State, errors: Sequence[tuple[str, str]] = ()) -> str:
    """The notices of a page."""
    return notices(
        errors, state.saved, state.added, again=state.again, merged=state.merged, unsaved=state.unsaved
    )


def first_control(question: Question, slip: Slip, hidden: Collection[str] = ()) -> str:
    """The id of the element that an error leads to: the first input of its group that is there."""
    if any(slip.control == one.key for one in question.beside):
        return _dom(slip.control)
    control = slip.control if slip.control != question.id else controls(question)[0]
    of_it = shape(next((part for part in parts(question) if part.id == control), question))
    if isinstance(of_it, Choice | Choices) and of_it.options:
        gone = {one for key in (question.id, control) for one in of_it.options if f"{key}={one}" in hidden}
        offered = (option for option in of_it.options if option not in gone)
        return f"{_dom(control)}-{next(offered, of_it.options[0])}"
    return _dom(control)


@lru_cache(maxsize=20_000)
def _dom(control: str) -> str:
    """The name of a control as an element's id: a dot there would upset selectors."""
    return control.replace(".", "--")
