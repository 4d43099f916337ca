"""File: one or a few documents or pictures. An answer says which files are kept, and not what is in them.

Looking into files and keeping them is none of this module's work: it is given what became of each. An answer
is a list of `ID.ENDING/NAME`, the name as its sender gave it.
"""

import re
from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.expressions.kinds import Kind as Many
from app.surveys.problems import Slip
from app.surveys.questions.base import Form, Key, Kind, Read, Wrong
from app.surveys.shapes import Files

name = "file"
gives = Many.MANY  # to an expression: how many there are
takes_files = True
keys: frozenset[str] = frozenset()
needs: frozenset[str] = frozenset()
DOCUMENTS, PICTURES = ("pdf", "docx", "odt", "xlsx"), ("png", "jpg")
MOST, MEGABYTES = 5, 20
settings: Mapping[str, Key] = {
    "accept": Key(Kind.WORD, ("documents", "pictures")),
    "most": Key(Kind.WHOLE, default=1),
    "megabytes": Key(Kind.WHOLE, default=10),
}

KEPT = re.compile(r"[0-9a-f]{32}\.(pdf|docx|odt|xlsx|png|jpg)/[^/\\\x00-\x1f]{1,120}")
REFUSED = re.compile(r"refused:([a-z_]+)/(.*)", re.DOTALL)


def scripts(question: Question) -> tuple[str, ...]:
    """What says at once that a file is too large."""
    return ("file.js",)


def endings(question: Question) -> tuple[str, ...]:
    """The kinds of file that are taken, by the endings of their names."""
    only = question.settings.get("accept")
    return DOCUMENTS if only == "documents" else PICTURES if only == "pictures" else DOCUMENTS + PICTURES


def accepted(question: Question) -> str:
    """The kinds of file that are taken, as a control names them. By its type a telephone knows a picture."""
    types = {"png": "image/png", "jpg": "image/jpeg"}
    return ",".join(types.get(one, f".{one}") for one in endings(question))


def most(question: Question) -> int:
    """How many files are taken."""
    return int(question.settings.get("most", 1))


def megabytes(question: Question) -> int:
    """How large a file may be, in megabytes of a million bytes."""
    return int(question.settings.get("megabytes", 10))


def faults(question: Question) -> Iterator[Wrong]:
    """As many and as large as can be kept."""
    if not 1 <= most(question) <= MOST:
        yield Wrong(f"nobody can send {most(question)} files.", f"Let 'most' be 1 to {MOST}.", ("most",))
    if not 1 <= megabytes(question) <= MEGABYTES:
        what = f"a file cannot have {megabytes(question)} megabytes."
        yield Wrong(what, f"Let 'megabytes' be 1 to {MEGABYTES}.", ("megabytes",))


def shape(question: Question) -> Files:
    """That something was sent."""
    return Files()


def exact(question: Question) -> bool:
    """A file's name is no comment."""
    return True


def controls(question: Question) -> tuple[str, ...]:
    """The control with which files are chosen."""
    return (question.id,)


def read(question: Question, form: Form) -> Read:
    """The files that are kept, and what is wrong with those that are not; `form` says what became of each."""
    kept: list[str] = []
    slips: list[Slip] = []
    for said in form.getlist(question.id):
        refused = REFUSED.fullmatch(said)
        if refused is not None:
            detail = (("name", refused[2]), ("max", str(megabytes(question))), ("most", str(most(question))))
            slips.append(Slip(question.id, question.id, f"file_{refused[1]}", detail))
        elif said and check(question, [said]) is None:
            kept.append(said)
    return Read({question.id: kept} if kept else {}, tuple(slips))


def check(question: Question, value: Value) -> str | None:
    """A list of files that are kept is wanted, of the kinds that are taken, and not too many."""
    if not isinstance(value, list):
        return f"{value!r} is not a list of files"
    for one in value:
        if not isinstance(one, str) or not KEPT.fullmatch(one):
            return (
                f"{one!r} is not a file that is kept: files come with a form, and not with a file of answers"
            )
        if ending(one) not in endings(question):
            return f"{one!r} is not of a kind that is taken"
    return f"there are more than {most(question)} files" if len(value) > most(question) else None


def ending(kept: str) -> str:
    """The ending of a kept file, which is its kind."""
    return kept.partition("/")[0].partition(".")[2]


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """The name of each file."""
    for one in values[question.id]:
        yield one.partition("/")[2]


def typed(question: Question, value: Value) -> Mapping[str, str | list[str]]:
    """Of each file its name and its id, for the list of those that are there already."""
    found: dict[str, str | list[str]] = {}
    for place, one in enumerate(value, 1):
        id_, _, called = one.partition("/")
        found |= {f"{question.id}.{place}.name": called, f"{question.id}.{place}.id": id_}
    return found


def empty_places(question: Question, value: Value) -> frozenset[str]:
    """The places of the list that have no file, by their names on a page."""
    there = len(value) if isinstance(value, list) else 0
    return frozenset([f"{question.id}.{place}" for place in range(there + 1, most(question) + 1)])
