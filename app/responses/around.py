"""The pages around a survey: start, check and sent, rendered once and filled for each person."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import render_template
from markupsafe import Markup, escape

from app.consultations.service import today
from app.questionnaires.compiled import (
    Setting,
    first_control,
    notices,
    piped_markdown,
    printed_tellers,
    spoken,
    taken_up,
    with_answers,
)
from app.questionnaires.sentences import named
from app.questionnaires.slots import Place, Templates, fill, slot
from app.responses import service
from app.responses.live import Live
from app.surveys.definition import Page
from app.surveys.problems import Slip
from app.surveys.questions import controls, say
from app.surveys.routing import ending, route, with_any
from app.surveys.text import to_html

_templates = Templates()
NOTICES = {"standard": "responses/privacy.html", "children": "responses/privacy_children.html"}
"""The privacy notice by whom it is worded for."""


def start(
    live: Live,
    setting: Setting,
    language: str,
    csrf: str,
    *,
    has_draft: bool,
    cleared: bool,
    left: bool,
    brought: Mapping[str, str],
) -> bytes:
    """Who asks, why, what happens next, by when people will hear, and how.

    `brought` is what the link brought along; the form that starts hands it on.
    """
    open_, overdue = live.is_open(), live.is_overdue(today())
    template = _templates.compiled(
        ("start", live, language, open_, overdue, has_draft, cleared, left),
        lambda: render_template(
            "responses/start.html",
            live=live,
            setting=setting,
            survey=live.survey,
            open=open_,
            over=live.is_over(),
            overdue=overdue,
            has_draft=has_draft,
            cleared=cleared,
            left=left,
            intro=printed_tellers(language)["markdown"](live.survey.intro),
            introduction=_as_typed(live.introduction),
            csrf=slot("csrf"),
            brought=slot("brought"),
        ),
    )
    inputs = (Markup('<input type="hidden" name="{}" value="{}">').format(*pair) for pair in brought.items())
    return fill(template, {("csrf",): csrf, ("brought",): "".join(inputs)})


def privacy(live: Live, setting: Setting, language: str) -> bytes:
    """The privacy notice: the same for everybody."""
    template = _templates.compiled(
        ("privacy", live, language),
        lambda: render_template(
            NOTICES[live.survey.privacy],
            live=live,
            setting=setting,
            words=_as_typed(live.privacy),
            basis=_as_typed(live.lawful_basis),
        ),
    )
    return fill(template, {})


def sent(live: Live, setting: Setting, language: str, csrf: str, code: str, said: Mapping[str, Any]) -> bytes:
    """The receipt, with what is said to those who `said` this; nothing is known of what was tried out."""
    thanks = ending(live.survey, said) if said else live.survey.thanks
    template = _templates.compiled(
        ("sent", live, language, thanks.written(language)),
        lambda: render_template(
            "responses/sent.html",
            live=live,
            setting=setting,
            code=slot("code"),
            thanks=piped_markdown(thanks, language),
            csrf=slot("csrf"),
        ),
    )
    words = taken_up(template, live.survey, said, language)
    return fill(template, {("csrf",): csrf, ("code",): str(escape(code)), **words})


def check(
    live: Live,
    setting: Setting,
    language: str,
    csrf: str,
    draft: service.DraftState,
    *,
    partial: bool,
    saved: bool,
    correcting: bool = False,
    slips: Sequence[Slip] = (),
) -> bytes:
    """Every answer in plain words; of a part that is sent, those of the pages that were left."""
    template = _templates.compiled(
        ("check", live, language, partial),
        lambda: render_template(
            "responses/check.html",
            live=live,
            setting=setting,
            partial=partial,
            slot=slot,
            section=_section,
            answered=lambda page: [one for one in page.questions if controls(one)],
            say=lambda text: spoken(text, language),
            first_control=lambda question: first_control(question, Slip(question.id, question.id, "")),
        ),
        usual=lambda place: _lines([place[2]]) if place[0] == "answer" else "",
    )
    survey, answers = live.survey, draft.contents.answers
    routed = route(survey, answers)
    asked = routed.taking_answers
    pages = [page for page in with_any(survey.pages, asked) if not partial or page.id in draft.contents.seen]
    shown = {question.id for page in pages for question in page.questions if question.id in asked}
    words: dict[Place, str] = {
        ("csrf",): csrf,
        ("submit_key",): draft.submit_key.hex,
        ("back",): f"{live.base}p/{pages[-1].id}" if pages else live.base,
    }
    words |= taken_up(template, survey, routed.answers, language)
    for place in template.kinds["answer"]:
        question = survey.by_id[place[1]]
        if question.id in shown and question.id in answers:
            words[place] = _lines(say(question, answers, language)) or _lines([place[2]])
    if not pages:
        words |= {place: f"<p>{escape(place[1])}</p>" for place in template.kinds["nothing"]}
    if slips:
        words |= {place: place[1] for place in template.kinds["title_prefix"]}
    again = pages_again(live, draft, language)
    if slips or saved or correcting or again:
        errors = [_error(live, slip, language, routed.answers) for slip in slips]
        words["notices",] = notices(errors, saved, correcting=correcting, again=again)
    hidden = {question.id for question in survey.questions if question.id not in shown}
    hidden |= {_section(page) for page in survey.pages if page not in pages}
    return fill(template, words, frozenset(hidden))


def pages_again(live: Live, draft: service.DraftState, language: str) -> list[tuple[str, str]]:
    """The (address, title) of pages that were left and ask other things now, where there is any such page."""
    pages = [page for page in live.survey.pages if page.id in draft.contents.again]
    return [(f"{live.base}p/{page.id}", page.title.in_language(language)) for page in pages]


def _section(page: Page) -> str:
    """The name of a page's part of the list, which is no question's id."""
    return f"page {page.id}"


def _lines(lines: Iterable[str]) -> str:
    """An answer, a line each."""
    return "<br>".join(
        f'<span class="ds_summary-list__answer" dir="auto">{escape(line)}</span>' for line in lines
    )


def _error(live: Live, slip: Slip, language: str, answers: Mapping[str, Any]) -> tuple[str, str]:
    """Where an error is mended, and what it is."""
    question = with_answers(live.survey, slip.question, answers, language)
    page = live.survey.page_of[slip.question]
    return f"{live.base}p/{page.id}#{first_control(question, slip)}", named(question, slip, language)


def _as_typed(words: str) -> Markup:
    """An officer's words, with their paragraphs."""
    return Markup(to_html(words))  # cleaned there
