"""Files that people send with their answers: looked into, sealed, and kept where no web server looks.

What is kept is `uploads/<id>` in the data folder: sealed under the installation's key, under a name that only
its holder can make. Who may have a file back, the slice decides that keeps the rows about them.
"""

import subprocess
import sys
import time
import unicodedata
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.crypto import keyed_digest, seal, unseal
from app.errors import SpeirError
from app.files import service

FOLDER, PURPOSE = "uploads", "upload"
LOOKING = Path(__file__).with_name("looking.py")
MOST_SECONDS = 60
LONGEST_NAME = 120  # characters
ABANDONED = 3_600  # seconds after which a file that no row names was left by a process that was killed


_NOT_EVERYWHERE = str.maketrans(dict.fromkeys(':*?"<>|', "-"))
"""What some systems cannot have in a file's name."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken: the endings of its names, the first the usual one; its media type."""

    endings: tuple[str, ...]
    media_type: str
    called: str


KINDS: Mapping[str, Kind] = {
    "pdf": Kind(("pdf",), "application/pdf", "PDF"),
    "docx": Kind(
        ("docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word (.docx)"
    ),
    "odt": Kind(("odt",), "application/vnd.oasis.opendocument.text", "OpenDocument (.odt)"),
    "xlsx": Kind(
        ("xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel (.xlsx)"
    ),
    "png": Kind(("png",), "image/png", "PNG"),
    "jpg": Kind(("jpg", "jpeg"), "image/jpeg", "JPEG"),
}


class Refused(SpeirError):
    """A file that is not taken. `code` says why in a word, for a sentence in the sender's language."""

    def __init__(self, code: str) -> None:
        super().__init__(f"The file is refused: {code}.")
        self.code = code


def look(data: bytes) -> tuple[str, bytes]:
    """The kind of a file, by its content, and what is to be kept of it. Raises Refused.

    A process of its own reads it, with limits of time and memory.
    """
    try:
        done = subprocess.run(  # our own file, run by our own Python
            [sys.executable, "-I", str(LOOKING)],
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused("bomb") from None
    first, _, kept = done.stdout.partition(b"\n")
    said = first.decode("ascii", "replace")
    if done.returncode == 0 and said in KINDS:
        return said, kept
    # A process that was ended by its limits said nothing.
    raise Refused(said if done.returncode == 1 and said else "bomb")


def plain_name(name: str, kind: str) -> str:
    """What a file is called, with the ending of its kind. Raises Refused for a name that leads elsewhere.

    >>> plain_name("Our views.PDF", "pdf"), plain_name("photo", "jpg")
    ('Our views.PDF', 'photo.jpg')
    """
    name = unicodedata.normalize("NFC", name).strip()
    odd = any(unicodedata.category(char)[0] == "C" for char in name)  # controls, and what turns text round
    if odd or set(name) & set('/\\:*?"<>|') or not name.strip(". "):
        raise Refused("odd_name")
    stem, dot, ending = name.rpartition(".")
    if not dot or ending.lower() not in KINDS[kind].endings:
        stem, ending = name, KINDS[kind].endings[0]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def shown_name(name: str) -> str:
    """The name of a file that is not taken, as it may be shown to whoever sent it.

    >>> shown_name("../../etc/passwd")
    'passwd'
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in last if unicodedata.category(char)[0] != "C")[:LONGEST_NAME]


def name_for(secret: str, owner: bytes, data: bytes) -> uuid.UUID:
    """The id of a file of an owner: the same for the same file, so that what is sent twice is kept once."""
    return uuid.UUID(bytes=keyed_digest(secret, PURPOSE, owner + data)[:16])


def keep(secret: str, id_: uuid.UUID, data: bytes) -> None:
    """Keep a file that was looked into, sealed."""
    service.keep(FOLDER, id_.hex, seal(secret, PURPOSE, data, id_.bytes))


def opened(secret: str, id_: uuid.UUID) -> bytes:
    """The file. Raises NotFound where it is not there."""
    return unseal(secret, PURPOSE, service.kept(FOLDER, id_.hex).read_bytes(), id_.bytes)


def drop(ids: Collection[uuid.UUID]) -> None:
    """The files are gone; of what is gone already nothing is said."""
    for id_ in ids:
        service.drop(FOLDER, id_.hex)


def drop_abandoned(known: Collection[uuid.UUID]) -> int:
    """Delete files that no row names, but for those that are being kept just now; how many they were."""
    names = {id_.hex for id_ in known}
    found = [place for place in service.all_in(FOLDER) if place.name not in names]
    old = [place for place in found if time.time() - place.stat().st_mtime > ABANDONED]
    for place in old:
        place.unlink(missing_ok=True)
    return len(old)
