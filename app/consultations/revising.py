"""Moving an open consultation to a new version of its questions.

What has been asked never changes: the new version stands beside it, under the next number. Those who have
begun go on with their answers, and results add the versions up by the ids of questions and options.
"""

from dataclasses import dataclass
from pathlib import Path

from app.audit import service as trail
from app.boards import store as boards
from app.consultations import library, service, store
from app.consultations.drafting import choices_of, is_tailored
from app.consultations.models import Consultation, Tailoring
from app.consultations.running import catch_up
from app.db import db
from app.errors import Conflict, Invalid, NotFound
from app.questionnaires import media
from app.surveys import snapshot
from app.surveys.changes import Change, differences, obstacles
from app.surveys.definition import Survey
from app.surveys.tailoring import Choices, tailor
from app.surveys.tailoring import obstacles as obstacles_to
from app.surveys.versions import Version

STATES = frozenset({"open", "paused"})


@dataclass(frozen=True, slots=True)
class Revision:
    """A version that could be asked next: how it is `made`, what is `different`, what stands against it."""

    source: Survey
    made: Survey
    choices: Choices
    different: tuple[Change, ...]
    against: tuple[str, ...]


def revision(consultation: Consultation, source: Survey) -> Revision:
    """What it would mean to ask `source` from now on, with what was chosen of the survey before it."""
    board = boards.by_code(consultation.board_code)
    choices = choices_of(consultation) if is_tailored(consultation) else Choices()
    against = [one.what for one in obstacles_to(source, choices)]
    made = source if against else service.with_places(tailor(source, choices), board, choices.localities)
    now = store.survey_of(consultation)
    return Revision(source, made, choices, differences(now, made), (*against, *obstacles(now, made)))


def revise(consultation: Consultation, source: Survey, reason: str = "") -> Revision:
    """Ask `source` from now on. Raises Conflict where it cannot move now, Invalid with what is in the way."""
    catch_up(consultation)
    if consultation.status not in STATES:
        raise Conflict(
            f"A consultation that is {consultation.status.replace('_', ' ')} cannot move to new questions: "
            "only one that is open or paused can. A draft is changed as a draft."
        )
    found = revision(consultation, source)
    if found.against:
        raise Invalid("\n".join(found.against))
    if not found.different:
        raise Conflict("This is what it asks already: nothing is different.")
    board = boards.by_code(consultation.board_code)
    media.keep(source)  # all of it: what is left out today may be chosen tomorrow
    consultation.definition_no += 1
    service.freeze(
        consultation, found.made, board, consultation.definition_no, found.choices.localities, service.today()
    )
    kept = db.session.get(Tailoring, consultation.id)
    if kept is not None:
        kept.source = snapshot.to_json(source)
    kinds = [one.kind for one in found.different]
    trail.record(
        "consultation_revised",
        board=board.code,
        subject=f"{board.slug}/{consultation.slug}",
        detail={
            "definition": consultation.definition_no,
            "changes": {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)},
        },
        reason=reason,
    )
    db.session.commit()
    return found


def revise_from_file(path: str, survey_path: Path, reason: str, *, only_say: bool = False) -> Revision:
    """The same of the consultation that `BOARD/SLUG` names; with `only_say` nothing is changed."""
    consultation, source = store.by_path(path), library.read(survey_path)
    return revision(consultation, source) if only_say else revise(consultation, source, reason)


def from_the_library(consultation: Consultation) -> Revision | None:
    """What the library has now of the survey that it asks; None where it has none of that name."""
    try:
        source = library.by_key(store.survey_of(consultation).key)
    except NotFound:
        return None
    return revision(consultation, source)


def history(consultation: Consultation) -> list[tuple[Version, tuple[Change, ...]]]:
    """The versions that were asked, the newest first, each with what was new in it."""
    versions = store.versions_of(consultation)
    pairs = zip(versions, versions[1:], strict=False)
    return [(new, differences(old.survey, new.survey)) for old, new in pairs][::-1]
