"""Every question about comments and themes that goes to the database."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from typing import cast as typed

from sqlalchemy import LargeBinary, Row, Table, and_, delete, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql

from app.db import db
from app.errors import NotFound
from app.responses.models import Response
from app.themes.models import HELD, RELEASED, WAITING, Coding, Comment, ReadResponse, Theme

TAG = 16  # bytes: the authentication tag at the end of a sealed text

Unread = Sequence[Row[uuid.UUID, int, bytes]]
_read = typed(Table, ReadResponse.__table__)
_comment = typed(Table, Comment.__table__)
_tag = func.substr(Response.sealed, func.length(Response.sealed) - TAG + 1, type_=LargeBinary)


def unread(consultation_id: uuid.UUID, most: int) -> Unread:
    """(id, definition number, sealed document) of responses that are new, or not what they were when read."""
    query = (
        select(Response.id, Response.definition_no, Response.sealed)
        .outerjoin(
            ReadResponse,
            and_(
                ReadResponse.consultation_id == Response.consultation_id,
                ReadResponse.response_id == Response.id,
            ),
        )
        .where(
            Response.consultation_id == consultation_id,
            or_(ReadResponse.tag.is_(None), ReadResponse.tag != _tag),
        )
    )
    return db.session.execute(query.limit(most)).all()


def note_read(consultation_id: uuid.UUID, tags: Mapping[uuid.UUID, bytes]) -> None:
    """These responses have been read, as their tags say."""
    insert = postgresql.insert(_read)
    rows = [{"consultation_id": consultation_id, "response_id": key, "tag": tag} for key, tag in tags.items()]
    on_conflict = insert.on_conflict_do_update(
        index_elements=["consultation_id", "response_id"], set_={"tag": insert.excluded.tag}
    )
    if rows:
        db.session.connection().execute(on_conflict, rows)


def add_comments(rows: Sequence[dict[str, Any]]) -> None:
    """New comments; one that is there already is left as it was."""
    insert = postgresql.insert(_comment).on_conflict_do_nothing(
        index_elements=["consultation_id", "response_id", "question"]
    )
    if rows:
        db.session.connection().execute(insert, list(rows))


def of_responses(consultation_id: uuid.UUID, responses: Collection[uuid.UUID]) -> Sequence[Comment]:
    """The comments of some responses."""
    query = select(Comment).where(
        Comment.consultation_id == consultation_id, Comment.response_id.in_(responses)
    )
    return db.session.scalars(query).all()


def remove(comment: Comment) -> None:
    """A comment and its themes are gone."""
    db.session.execute(delete(Comment).where(Comment.id == comment.id))


def begin_again(comment_id: uuid.UUID, **values: Any) -> None:
    """A comment waits again, and nothing is left of what was decided on it."""
    db.session.execute(delete(Coding).where(Coding.comment_id == comment_id))
    db.session.execute(
        update(Comment)
        .where(Comment.id == comment_id)
        .values(state=WAITING, reason="", sealed=None, quoted=False, attribute="", **values)
    )


def comment(consultation_id: uuid.UUID, comment_id: uuid.UUID) -> Comment:
    """A comment of a consultation. Raises NotFound."""
    found = db.session.get(Comment, comment_id, populate_existing=True)
    if found is None or found.consultation_id != consultation_id:
        raise NotFound("There is no such comment. Whoever wrote it may have withdrawn it.")
    return found


def document(comment: Comment) -> tuple[int, bytes]:
    """The definition number and the sealed document of the response that a comment stands in."""
    query = select(Response.definition_no, Response.sealed).where(
        Response.consultation_id == comment.consultation_id, Response.id == comment.response_id
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound("There is no such comment. Whoever wrote it may have withdrawn it.")
    return found.definition_no, found.sealed


def decide(comment_id: uuid.UUID, was: str, **values: Any) -> bool:
    """Whether the comment is now as `values` say: not if it is no longer as it `was`."""
    wanted = update(Comment).where(Comment.id == comment_id, Comment.state == was)
    found: Any = db.session.execute(wanted.values(**values))
    return bool(found.rowcount == 1)


def next_waiting(
    consultation_id: uuid.UUID, question: str = "", after: uuid.UUID | None = None
) -> uuid.UUID | None:
    """The next comment of the queue: those that may speak of harm first, otherwise in no order of time."""
    query = select(Comment.id).where(Comment.consultation_id == consultation_id, Comment.state == WAITING)
    if question:
        query = query.where(Comment.question == question)
    if after is not None:
        passed = db.session.get(Comment, after)
        if passed is not None:
            later = Comment.id > passed.id
            query = query.where(
                or_(~Comment.urgent, later) if passed.urgent else and_(~Comment.urgent, later)
            )
    return db.session.scalar(query.order_by(Comment.urgent.desc(), Comment.id).limit(1))


def waiting(consultation_ids: Sequence[uuid.UUID]) -> int:
    """How many comments of these consultations nobody has decided on yet."""
    query = select(func.count()).select_from(Comment)
    wanted = query.where(Comment.consultation_id.in_(consultation_ids), Comment.state == WAITING)
    return db.session.scalar(wanted) or 0


def numbers(consultation_id: uuid.UUID) -> Mapping[str, Counter[str]]:
    """How many comments stand in each state, by question; "urgent" are those of the waiting."""
    query = (
        select(Comment.question, Comment.state, Comment.urgent, func.count())
        .where(Comment.consultation_id == consultation_id)
        .group_by(Comment.question, Comment.state, Comment.urgent)
    )
    found: dict[str, Counter[str]] = {}
    for question, state, urgent, many in db.session.execute(query):
        counts = found.setdefault(question, Counter())
        counts[state] += many
        if urgent and state == WAITING:
            counts["urgent"] += many
    return found


def decided(
    consultation_id: uuid.UUID, state: str, question: str, quoted: bool, start: int, most: int
) -> Sequence[Comment]:
    """Comments in a state, of one question or (with "") of all, in the order of their ids."""
    query = select(Comment).where(Comment.consultation_id == consultation_id, Comment.state == state)
    if question:
        query = query.where(Comment.question == question)
    if quoted:
        query = query.where(Comment.quoted)
    return db.session.scalars(query.order_by(Comment.id).offset(start).limit(most)).all()


def quoted(consultation_id: uuid.UUID) -> Sequence[Comment]:
    """The released comments that were chosen to be quoted, in the order of their ids, which tells nothing."""
    query = select(Comment).where(
        Comment.consultation_id == consultation_id, Comment.state == RELEASED, Comment.quoted
    )
    return db.session.scalars(query.order_by(Comment.id)).all()


def released(consultation_id: uuid.UUID, question: str) -> Sequence[Comment]:
    """The released comments on a question."""
    query = select(Comment).where(
        Comment.consultation_id == consultation_id, Comment.state == RELEASED, Comment.question == question
    )
    return db.session.scalars(query.order_by(Comment.id)).all()


def themes(consultation_id: uuid.UUID, question: str = "") -> Sequence[Theme]:
    """The themes of a consultation, or of one of its questions, by name."""
    query = select(Theme).where(Theme.consultation_id == consultation_id)
    if question:
        query = query.where(Theme.question == question)
    return sorted(db.session.scalars(query), key=lambda theme: (theme.question, theme.name.casefold()))


def theme(consultation_id: uuid.UUID, theme_id: uuid.UUID) -> Theme:
    """A theme of a consultation. Raises NotFound."""
    found = db.session.get(Theme, theme_id, populate_existing=True)
    if found is None or found.consultation_id != consultation_id:
        raise NotFound("There is no such theme. Somebody may have deleted it.")
    return found


def uses(consultation_id: uuid.UUID) -> Counter[uuid.UUID]:
    """How many comments each theme of a consultation is ticked for."""
    query = (
        select(Coding.theme_id, func.count())
        .join(Theme, Theme.id == Coding.theme_id)
        .where(Theme.consultation_id == consultation_id)
        .group_by(Coding.theme_id)
    )
    return Counter(dict(db.session.execute(query).all()))


def delete_unused(theme_id: uuid.UUID) -> bool:
    """Whether the theme is gone: not while it is ticked for a comment."""
    ticked = exists().where(Coding.theme_id == theme_id)
    found: Any = db.session.execute(delete(Theme).where(Theme.id == theme_id, ~ticked))
    return bool(found.rowcount == 1)


def ticked(comment_id: uuid.UUID) -> set[uuid.UUID]:
    """The themes of a comment."""
    return set(db.session.scalars(select(Coding.theme_id).where(Coding.comment_id == comment_id)))


def tick(comment_id: uuid.UUID, themes: Iterable[uuid.UUID]) -> None:
    """The comment is about these themes and no others."""
    db.session.execute(delete(Coding).where(Coding.comment_id == comment_id))
    db.session.add_all(Coding(comment_id=comment_id, theme_id=one) for one in themes)
    db.session.flush()


def sorted_comments(consultation_id: uuid.UUID) -> Counter[tuple[str, str]]:
    """How many decided comments have a theme, by (kind of respondent, question)."""
    query = (
        select(Comment.kind, Comment.question, func.count())
        .where(
            Comment.consultation_id == consultation_id,
            Comment.state.in_((RELEASED, HELD)),
            exists().where(Coding.comment_id == Comment.id),
        )
        .group_by(Comment.kind, Comment.question)
    )
    return Counter({(kind, question): many for kind, question, many in db.session.execute(query)})


def by_theme(consultation_id: uuid.UUID) -> Counter[tuple[str, uuid.UUID]]:
    """How many decided comments are about each theme, by (kind of respondent, theme)."""
    query = (
        select(Comment.kind, Coding.theme_id, func.count())
        .join(Comment, Comment.id == Coding.comment_id)
        .where(Comment.consultation_id == consultation_id, Comment.state.in_((RELEASED, HELD)))
        .group_by(Comment.kind, Coding.theme_id)
    )
    return Counter({(kind, theme): many for kind, theme, many in db.session.execute(query)})
