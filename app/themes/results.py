"""What a report takes from the comments: true counts for disclosure control, and the chosen quotations."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from app.consultations.models import Consultation
from app.themes import service, store
from app.themes.texts import CONSENT, NAME, NAMED


@dataclass(frozen=True, slots=True)
class Sorted:
    """The comments of one kind of respondent on one question that have a theme.

    `comments` is how many; `counts` how many are about each theme, by the theme's id, in the order of their
    names; `names` what themes are called. These are true counts, which nobody may be shown.
    """

    kind: str
    question: str
    comments: int
    counts: Mapping[str, int]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A released comment that was chosen to be quoted.

    `breakdown` and `group` are the one thing that may be said of whoever wrote it, or "".
    """

    kind: str
    question: str
    text: str
    breakdown: str
    group: str


def sorted_comments(consultation_id: uuid.UUID) -> list[Sorted]:
    """Of each kind and question, what comments are about; nothing where none has a theme."""
    themes = store.themes(consultation_id)
    about = store.by_theme(consultation_id)
    found = []
    for (kind, question), many in sorted(store.sorted_comments(consultation_id).items()):
        mine = [theme for theme in themes if theme.question == question]
        found.append(
            Sorted(
                kind,
                question,
                many,
                {theme.id.hex: about[kind, theme.id] for theme in mine},
                {theme.id.hex: theme.name for theme in mine},
            )
        )
    return found


def quotations(consultation: Consultation) -> list[Quoted]:
    """The comments chosen to be quoted, in an order that tells nothing of when they came."""
    found = []
    for comment in store.quoted(consultation.id):
        written = service.beside(comment)
        if written is None:  # corrected since it was released: its new words have to be read first
            continue
        if not service.may_be_quoted(*written, comment.question):  # they have changed what they consent to
            continue
        group = dict(service.attributes(*written)).get(comment.attribute, "")
        text = service.released_text(comment)
        found.append(Quoted(comment.kind, comment.question, text, comment.attribute if group else "", group))
    return found


def organisations(consultation: Consultation) -> list[str]:
    """The names of organisations that agreed to be named, as they were read and released, in their order."""
    found = set()
    for comment in store.released(consultation.id, NAME):
        written = service.beside(comment)
        if written is not None and written[1].get(CONSENT) == NAMED:
            found.add(service.released_text(comment))
    return sorted(found, key=str.casefold)
