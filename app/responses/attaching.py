"""Files that come with answers: looked into as a page brings them, kept and gone with the answers.

A draft and the response that it becomes have one key, and so have the files of both; until they are sent they
have a last day, as their draft has. What an answer names and what is kept are made equal when it is sent.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from app.crypto import seal, unseal
from app.db import db
from app.driver import Driver, writing
from app.errors import NotFound
from app.files import uploads
from app.responses import store
from app.surveys.definition import Question, Survey, Text
from app.surveys.questions import file, taking_files
from app.surveys.questions.base import Form

NAME = "upload name"
BEFORE: Mapping[str, Any] = {}

SCAN = Question("_scan", file.name, Text({"en": "Scan"}), settings={"most": 5, "megabytes": 20})
"""What staff put beside an answer that they keyed in: the form itself, as it came. No survey asks it."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it was brought: its kind and what is to be kept of it; or the code of why it is refused."""

    name: str
    kind: str = ""
    data: bytes = b""
    refused: str = ""


class Brought:
    """The files that a form brings for questions that take some, looked into once."""

    def __init__(self, questions: Sequence[Question], files: MultiDict[str, FileStorage]) -> None:
        self.questions = questions
        self._looked = {
            question.id: [_look(question, one) for one in files.getlist(question.id) if one.filename]
            for question in questions
        }

    @property
    def any(self) -> bool:
        """Whether there is a file at all."""
        return any(self._looked.values())

    def over(self, form: Form, before: Mapping[str, Any], owner: bytes, secret: str) -> Form:
        """The form, with what becomes of the files of each question as its type reads it.

        Those of the answer `before` stay, but for those that the form takes away, and for a single one
        where another comes.
        """
        return _Laid(form, {one.id: self._values(one, form, before, owner, secret) for one in self.questions})

    def _values(
        self, question: Question, form: Form, before: Mapping[str, Any], owner: bytes, secret: str
    ) -> list[str]:
        gone = set(form.getlist(f"{question.id}.remove"))
        kept = [one for one in before.get(question.id, ()) if one.partition("/")[0] not in gone]
        most, refused = file.most(question), []
        for one in self._looked[question.id]:
            value = f"{_id(question, one, owner, secret).hex}.{one.kind}/{one.name}"
            if one.refused:
                refused.append(f"refused:{one.refused}/{one.name}")
            elif most == 1:
                kept = [value]
            elif value not in kept and len(kept) >= most:
                refused.append(f"refused:too_many/{one.name}")
            elif value not in kept:
                kept.append(value)
        return kept + refused

    def rows(
        self,
        form: Form,
        consultation_id: uuid.UUID,
        submit_key: uuid.UUID,
        expires_on: date | None,
        secret: str,
    ) -> list[dict[str, Any]]:
        """Keep those files that `form`, made by `over`, has; the rows about them, for the caller to add."""
        owner, found = owner_of(consultation_id, submit_key), []
        for question in self.questions:
            wanted = ids_of(form.getlist(question.id))
            for one in self._looked[question.id]:
                id_ = _id(question, one, owner, secret)
                if one.refused or id_ not in wanted:
                    continue
                uploads.keep(secret, id_, one.data)
                found.append(
                    {
                        "consultation_id": consultation_id,
                        "id": id_,
                        "submit_key": submit_key,
                        "question": question.id,
                        "kind": one.kind,
                        "size": len(one.data),
                        "sealed_name": seal(secret, NAME, one.name.encode(), id_.bytes),
                        "expires_on": expires_on,
                    }
                )
        return found


class _Laid:
    """A form with other values for some of its controls."""

    def __init__(self, form: Form, values: Mapping[str, list[str]]) -> None:
        self._form, self._values = form, values

    def get(self, key: str, default: str) -> str:
        """The first value of a control."""
        return next(iter(self._values[key]), default) if key in self._values else self._form.get(key, default)

    def getlist(self, key: str) -> list[str]:
        """All values of a control."""
        return self._values[key] if key in self._values else self._form.getlist(key)


def brought(questions: Sequence[Question], files: MultiDict[str, FileStorage]) -> Brought | None:
    """What a form brings for those of the questions that take files; None where none does."""
    taking = taking_files(questions)
    return Brought(taking, files) if taking else None


def owner_of(consultation_id: uuid.UUID, submit_key: uuid.UUID) -> bytes:
    """Whose files they are."""
    return consultation_id.bytes + submit_key.bytes


def ids_of(value: Any) -> set[uuid.UUID]:
    """The ids of the files that an answer names."""
    return {uuid.UUID(one[:32]) for one in value or () if file.KEPT.fullmatch(one)}


def named_in(survey: Survey, answers: Mapping[str, Any]) -> set[uuid.UUID]:
    """The ids of all files that answers name."""
    return set().union(*(ids_of(answers.get(one.id)) for one in taking_files(survey.questions)))


def settle(
    driver: Driver, consultation_id: uuid.UUID, submit_key: uuid.UUID, named: Collection[uuid.UUID]
) -> Collection[uuid.UUID]:
    """What was sent with files is sent: those that it names stay, the rows of others go; the ids of these.

    In the caller's transaction; once that is over, the caller drops their files.
    """
    there = store.uploads_of(driver, consultation_id, submit_key)
    for id_ in there:
        if id_ in named:
            store.keep_upload(driver, consultation_id, id_)
        else:
            store.delete_upload(driver, consultation_id, id_)
    return there.keys() - named


def forget_unsent(driver: Driver, consultation_id: uuid.UUID, submit_key: uuid.UUID) -> Collection[uuid.UUID]:
    """The rows of files of a draft that is gone go, too, unless another draft has its key; their ids."""
    if store.has_draft_of(driver, consultation_id, submit_key):
        return ()
    there = store.uploads_of(driver, consultation_id, submit_key)
    gone = [id_ for id_, expires_on in there.items() if expires_on is not None]
    for id_ in gone:
        store.delete_upload(driver, consultation_id, id_)
    return gone


def forget_removed(
    consultation_id: uuid.UUID, survey: Survey, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Files that a draft named and names no more are gone at once, but for those that were sent before."""
    removed = named_in(survey, before) - named_in(survey, after)
    if removed:
        with writing() as driver:
            gone = [id_ for id_ in removed if store.delete_unsent_upload(driver, consultation_id, id_)]
        uploads.drop(gone)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was sent, for the staff who may read it: nothing says to which response it belongs."""

    id: uuid.UUID
    question: str
    kind: str
    size: int
    name: str


def sent(consultation_id: uuid.UUID, secret: str) -> Sequence[Kept]:
    """The files that were sent to a consultation, by question and name."""
    found = [_kept(row, secret) for row in store.sent_uploads(consultation_id)]
    return sorted(found, key=lambda one: (one.question, one.name.casefold(), one.id))


def opened(consultation_id: uuid.UUID, id_: uuid.UUID, secret: str) -> tuple[Kept, bytes]:
    """A file that was sent to a consultation. Raises NotFound."""
    row = store.sent_upload(consultation_id, id_)
    if row is None:
        raise NotFound("There is no such file.")
    return _kept(row, secret), uploads.opened(secret, id_)


def sweep() -> int:
    """Delete files that were left by a process that was killed; how many they were."""
    left = uploads.drop_abandoned(store.all_upload_ids())
    db.session.commit()
    return left


def _kept(row: Any, secret: str) -> Kept:
    name = unseal(secret, NAME, row.sealed_name, row.id.bytes).decode()
    return Kept(row.id, row.question, row.kind, row.size, name)


def _id(question: Question, one: Looked, owner: bytes, secret: str) -> uuid.UUID:
    return uploads.name_for(secret, owner + question.id.encode() + b"\x00", one.data)


def _look(question: Question, one: FileStorage) -> Looked:
    """Look into a file that was sent for a question."""
    name, most = one.filename or "", file.megabytes(question) * 1_000_000
    shown = uploads.shown_name(name)
    data = one.stream.read(most + 1)
    if len(data) > most:
        return Looked(shown, refused="too_large")
    try:
        kind, kept = uploads.look(data)
        if kind not in file.endings(question):
            return Looked(shown, refused="unknown_kind")
        return Looked(uploads.plain_name(name, kind), kind, kept)
    except uploads.Refused as refused:
        return Looked(shown, refused=refused.code)
