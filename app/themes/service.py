"""What an analyst does with a comment: read it, take words out, release or hold it, sort it, choose it."""

import json
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app

from app.audit import service as trail
from app.boards import store as boards
from app.consultations import store as consultations
from app.consultations.models import Consultation
from app.crypto import seal, unseal
from app.db import db
from app.errors import Conflict, Invalid
from app.responses.service import open_document
from app.surveys.definition import Survey
from app.surveys.questions import commented, shape
from app.surveys.questions.words import clean
from app.surveys.shapes import Choice
from app.tallies.rule import ALWAYS_SENSITIVE
from app.themes import store
from app.themes.arriving import digest_of, take_in
from app.themes.choices import LONGEST_NAME, REASONS, Choices, Mistake
from app.themes.marks import Mark, find
from app.themes.models import HELD, RELEASED, WAITING, Comment, Theme
from app.themes.redaction import Redacted, redact
from app.themes.texts import CONSENT, UNPUBLISHED, keys

PURPOSE = "comment"
MADE_UP, MADE_UP_QUOTES = 120, 3  # comments of a demonstration that are released, and quoted


@dataclass(frozen=True, slots=True)
class Opened:
    """A comment with its words as they were written, and what the aid marks in them.

    `released` are its words as they were released, or "". `attributes` are the (breakdown, what this
    respondent is) of which a quotation may name one. `quotable` is what `may_be_quoted` says.
    """

    comment: Comment
    text: str
    marks: Sequence[Mark]
    released: str
    themes: frozenset[uuid.UUID]
    attributes: Sequence[tuple[str, str]]
    quotable: bool

    @property
    def seen(self) -> str:
        """What tells that these words were the ones decided on."""
        return self.comment.digest.hex()[:32]


def open_comment(consultation: Consultation, comment_id: uuid.UUID) -> Opened:
    """A comment to be read. Raises NotFound where it is gone, Conflict where it has been changed."""
    comment = store.comment(consultation.id, comment_id)
    survey, answers, same = _in_its_response(comment)
    if not same:
        take_in(consultation.id)
        raise Conflict("Whoever wrote this comment has just corrected it. Open the queue again.")
    text = answers[comment.question]
    return Opened(
        comment,
        text,
        find(text),
        released_text(comment),
        frozenset(store.ticked(comment.id)),
        attributes(survey, answers),
        may_be_quoted(survey, answers, comment.question),
    )


def beside(comment: Comment) -> tuple[Survey, Mapping[str, Any]] | None:
    """The answers beside a comment; None where its words are no longer those decided on."""
    survey, answers, same = _in_its_response(comment)
    return (survey, answers) if same else None


def may_be_quoted(survey: Survey, answers: Mapping[str, Any], key: str) -> bool:
    """Whether a comment may be quoted: none on a sensitive question, nor of who asked only to be counted."""
    question = commented(survey, key)
    return question is not None and not question.sensitive and answers.get(CONSENT) != UNPUBLISHED


def released_text(comment: Comment) -> str:
    """The words of a comment as they were released, or ""."""
    if comment.sealed is None:
        return ""
    kept: str = json.loads(unseal(_secret(), PURPOSE, comment.sealed, comment.id.bytes))["text"]
    return kept


def attributes(survey: Survey, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(breakdown, option) of what a quotation may say of whoever wrote it.

    Only questions by which results may be split, none of them sensitive and none of them a place. Whether
    its group has the twenty people that disclosure control asks for is settled when a report is made.
    """
    return [
        (key, answers[key])
        for key in survey.breakdowns
        if key not in ALWAYS_SENSITIVE
        and not survey.by_id[key].sensitive
        and isinstance(shape(survey.by_id[key]), Choice)
        and isinstance(answers.get(key), str)
    ]


def preview(opened: Opened, choices: Choices) -> Redacted:
    """A comment without what was chosen to be hidden. Raises Mistake."""
    chosen = [mark for mark in opened.marks if mark.key in choices.hide]
    if len(chosen) < len(choices.hide):
        raise Mistake("hide", "Choose again what to hide: these marks are not those of this comment.")
    try:
        return redact(opened.text, chosen, choices.words)
    except Mistake:
        raise
    except Invalid as wrong:
        raise Mistake("words", wrong.message) from None


def release(consultation: Consultation, comment_id: uuid.UUID, choices: Choices, seen: str) -> None:
    """Release a comment without the words that were chosen. Raises Mistake, Conflict."""
    opened = _waiting(consultation, comment_id, seen)
    cut = preview(opened, choices)
    if cut.hidden and choices.reason not in REASONS:
        raise Mistake("reason", "Say why words are taken out.")
    _settle(consultation, opened, RELEASED, choices, cut)


def hold(consultation: Consultation, comment_id: uuid.UUID, choices: Choices, seen: str) -> None:
    """Hold a comment back: nobody reads it in a report. Raises Mistake, Conflict."""
    opened = _waiting(consultation, comment_id, seen)
    if choices.reason not in REASONS:
        raise Mistake("reason", "Say why this comment is held back.")
    if choices.quoted:
        raise Mistake("quoted", "A comment that is held back cannot be quoted.")
    _settle(consultation, opened, HELD, choices, None)


def release_made_up(consultation: Consultation, question: str, about: Callable[[str], list[str]]) -> None:
    """Release the first of a demonstration's comments on a question, which a program wrote; commits nothing.

    `about` says which themes a text has. What the aid marks is hidden; three of the others are quoted.
    """
    themes: dict[str, Theme] = {}
    quotes = 0
    for comment in store.decided(consultation.id, WAITING, question, False, 0, MADE_UP):
        survey, answers, _ = _in_its_response(comment)
        text = answers[question]
        marks, names = find(text), about(text)
        for name in names:
            if name not in themes:
                themes[name] = Theme(consultation_id=consultation.id, question=question, name=name)
                db.session.add(themes[name])
        db.session.flush()
        comment.state, comment.sealed = RELEASED, seal_text(comment.id, redact(text, marks).text)
        comment.reason = "names_others" if marks else ""
        comment.quoted = quotes < MADE_UP_QUOTES and len(names) > 1 and not marks and not comment.urgent
        said = attributes(survey, answers)
        comment.attribute = said[0][0] if comment.quoted and said and not quotes else ""
        quotes += comment.quoted
        store.tick(comment.id, [themes[name].id for name in names])
    subject = f"{_path(consultation)} {question}"
    trail.record("demonstration_sorted", board=consultation.board_code, subject=subject)


def sort(consultation: Consultation, comment_id: uuid.UUID, choices: Choices) -> None:
    """Change the themes of a comment that has been decided on, and whether it is quoted. Raises Mistake."""
    opened = open_comment(consultation, comment_id)
    comment = opened.comment
    if comment.state == WAITING:
        raise Conflict("Somebody has taken back what was decided on this comment. Open it again.")
    if choices.quoted and comment.state != RELEASED:
        raise Mistake("quoted", "A comment that is held back cannot be quoted.")
    values = _quotation(opened, choices)
    themes = _themes(consultation, comment.question, choices)
    if not store.decide(comment.id, comment.state, **values):
        raise Conflict("Somebody else was quicker: open this comment again.")
    store.tick(comment.id, themes)
    _note("comment_sorted", consultation, comment, {"themes": len(themes), "quoted": values["quoted"]})
    db.session.commit()


def undo(consultation: Consultation, comment_id: uuid.UUID) -> None:
    """Take back what was decided on a comment: it waits again, without redaction, themes or quotation."""
    comment = store.comment(consultation.id, comment_id)
    if comment.state != WAITING:
        _note("comment_undone", consultation, comment, {"was": comment.state})
        store.begin_again(comment.id)
    db.session.commit()


def add_theme(consultation: Consultation, question: str, name: str) -> Theme:
    """A new theme of a question. Raises Mistake for a name that will not do."""
    theme = _new_theme(consultation, question, name)
    db.session.commit()
    return theme


def rename_theme(consultation: Consultation, theme_id: uuid.UUID, name: str) -> None:
    """Another name for a theme; what is ticked stays ticked. Raises Mistake."""
    theme = store.theme(consultation.id, theme_id)
    theme.name = _name(consultation, theme.question, name, theme)
    _note_theme("theme_renamed", consultation, theme.question)
    db.session.commit()


def delete_theme(consultation: Consultation, theme_id: uuid.UUID) -> None:
    """Delete a theme that no comment has. Raises Mistake."""
    theme = store.theme(consultation.id, theme_id)
    question = theme.question
    if not store.delete_unused(theme.id):
        raise Mistake("name", f"“{theme.name}” is ticked for comments. Take it off them first, or rename it.")
    _note_theme("theme_deleted", consultation, question)
    db.session.commit()


def seal_text(comment_id: uuid.UUID, text: str) -> bytes:
    """Released words as they are kept."""
    return seal(_secret(), PURPOSE, json.dumps({"text": text}).encode(), comment_id.bytes)


def _in_its_response(comment: Comment) -> tuple[Survey, Mapping[str, Any], bool]:
    """The questions, the answers beside a comment, and whether its words are still the same."""
    no, sealed = store.document(comment)
    answers = open_document(_secret(), comment.response_id, sealed)["answers"]
    text = answers.get(comment.question)
    same = isinstance(text, str) and digest_of(comment.response_id, text) == comment.digest
    return consultations.definition(comment.consultation_id, no)[0], answers, same


def _waiting(consultation: Consultation, comment_id: uuid.UUID, seen: str) -> Opened:
    """A comment on which nothing has been decided, with the words that the analyst has seen."""
    opened = open_comment(consultation, comment_id)
    if opened.comment.state != WAITING:
        raise Conflict("Somebody has decided on this comment meanwhile. Open it again to see what.")
    if opened.seen != seen:
        raise Conflict("Whoever wrote this comment has just corrected it. Open it again.")
    return opened


def _settle(
    consultation: Consultation, opened: Opened, state: str, choices: Choices, cut: Redacted | None
) -> None:
    """Write down what was decided, with the line about it, and commit."""
    comment = opened.comment
    hidden = cut.hidden if cut else Counter[str]()
    values = {
        **_quotation(opened, choices),
        "state": state,
        "reason": choices.reason if hidden or cut is None else "",
        "sealed": seal_text(comment.id, cut.text) if cut else None,
    }
    themes = _themes(consultation, comment.question, choices)
    if not store.decide(comment.id, WAITING, **values):
        raise Conflict("Somebody else was quicker: open this comment again.")
    store.tick(comment.id, themes)
    detail: dict[str, Any] = {"themes": len(themes), "quoted": values["quoted"]}
    if values["reason"]:
        detail["reason"] = values["reason"]
    if hidden:
        detail["hidden"] = dict(sorted(hidden.items()))
    _note(f"comment_{state}", consultation, comment, detail)
    db.session.commit()


def _quotation(opened: Opened, choices: Choices) -> dict[str, Any]:
    """Whether a comment is quoted, and with which attribute. Raises Mistake."""
    if choices.quoted and not opened.quotable:
        raise Mistake(
            "quoted",
            "This cannot be quoted: it says too much of a person, or its group asked only to be counted.",
        )
    if choices.attribute and choices.attribute not in dict(opened.attributes):
        raise Mistake("attribute", "Choose one of the groups in the list, or none.")
    return {"quoted": choices.quoted, "attribute": choices.attribute if choices.quoted else ""}


def _themes(consultation: Consultation, question: str, choices: Choices) -> set[uuid.UUID]:
    """The ticked themes, the new one among them. Raises Mistake."""
    known = {theme.id: theme for theme in store.themes(consultation.id, question)}
    if not choices.themes <= set(known):
        raise Mistake("themes", "One of these themes has been deleted meanwhile. Choose again.")
    found = set(choices.themes)
    if typed := _tidy(choices.new_theme):
        same = [theme for theme in known.values() if theme.name.casefold() == typed.casefold()]
        found.add((same[0] if same else _new_theme(consultation, question, typed, "new_theme")).id)
    return found


def _new_theme(consultation: Consultation, question: str, name: str, field: str = "name") -> Theme:
    if question not in keys(consultations.ever_asked(consultation)):
        raise Mistake("question", "This consultation has no such question.")
    theme = Theme(
        consultation_id=consultation.id,
        question=question,
        name=_name(consultation, question, name, None, field),
    )
    db.session.add(theme)
    db.session.flush()
    _note_theme("theme_added", consultation, question)
    return theme


def _name(
    consultation: Consultation, question: str, name: str, own: Theme | None, field: str = "name"
) -> str:
    """A theme's name, tidied. Raises Mistake where there is none, it is too long, or it is taken."""
    tidy = _tidy(name)
    if not tidy:
        raise Mistake(field, "Write a name for the theme.")
    if len(tidy) > LONGEST_NAME:
        raise Mistake(
            field, f"Shorten the name of the theme to {LONGEST_NAME} characters; it has {len(tidy)}."
        )
    others = (theme for theme in store.themes(consultation.id, question) if theme is not own)
    if any(theme.name.casefold() == tidy.casefold() for theme in others):
        raise Mistake(field, f"This question has a theme “{tidy}” already.")
    return tidy


def _tidy(words: str) -> str:
    return " ".join(clean(words).split())


def _note(act: str, consultation: Consultation, comment: Comment, detail: Mapping[str, Any]) -> None:
    """A line in the trail: which comment, how many of what. Never a word of it."""
    subject = f"{_path(consultation)} comment {comment.id}"
    trail.record(act, board=consultation.board_code, subject=subject, detail=dict(detail))


def _note_theme(act: str, consultation: Consultation, question: str) -> None:
    trail.record(
        act, board=consultation.board_code, subject=_path(consultation), detail={"question": question}
    )


def _path(consultation: Consultation) -> str:
    return f"{boards.by_code(consultation.board_code).slug}/{consultation.slug}"


def _secret() -> str:
    secret: str = current_app.extensions["speir_config"].secret_key
    return secret
