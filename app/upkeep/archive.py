"""What a backup is: one ZIP with the database, the kept files, and a manifest that vouches for each member.

A reader believes nothing but the manifest's own list: names outside one pattern, members too many or too
few, and bytes that are not the ones written are all refused before anything is put into place.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from app.errors import Invalid

FORMAT = 1
MANIFEST, KEY = "manifest.json", "secret_key"
SQLITE, POSTGRESQL = "database.sqlite3", "database.pgdump"
NAME = re.compile(r"files/([a-z0-9][a-z0-9_-]*)/([a-z0-9][a-z0-9_-]*(?:\.[a-z0-9]+)?)")
FOLDER_NOT_KEPT = "mail"
LARGEST_MANIFEST = 64 * 1024 * 1024  # bytes
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Facts:
    """What a database holds: its migration, the rows of each table, and the end of its audit chain."""

    revision: str
    rows: dict[str, int]
    audit_lines: int
    audit_head: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`members` maps a name to its size in bytes and SHA-256; `key_check` tells whose secret key it was."""

    format: int
    speir: str
    made_at: str
    key_check: str
    database: str
    facts: Facts
    members: dict[str, tuple[int, str]]

    def written(self) -> bytes:
        """As it stands in the archive."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def copy(source: IO[bytes], target: IO[bytes]) -> tuple[int, str]:
    """Copy a stream in pieces; its size and SHA-256."""
    size, digest = 0, hashlib.sha256()
    while piece := source.read(CHUNK):
        target.write(piece)
        digest.update(piece)
        size += len(piece)
    return size, digest.hexdigest()


def kept_files(data: Path) -> Iterator[tuple[str, Path]]:
    """Each file in the data folder that a backup needs, by its name in the archive."""
    for place in sorted(data.glob("*/*")):
        name = f"files/{place.parent.name}/{place.name}"
        regular = place.is_file() and not place.is_symlink() and not place.parent.is_symlink()
        if regular and place.parent.name != FOLDER_NOT_KEPT and NAME.fullmatch(name):
            yield name, place


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """The manifest, if the archive has exactly the members it lists. Raises Invalid."""
    names = archive.namelist()
    if names.count(MANIFEST) != 1 or archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise Invalid("This is no backup of Speir: it has no manifest.")
    try:
        said = json.loads(archive.read(MANIFEST))
        manifest = _manifest(said)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Invalid("The manifest of this backup cannot be read. Take another backup.") from error
    if manifest.format != FORMAT:
        raise Invalid("This backup was made by a newer Speir. Install that release, then restore.")
    wrong = [name for name in manifest.members if not _is_ours(name)]
    if wrong:
        raise Invalid(f"The backup names a file outside its place: {wrong[0]!r}. Nothing was restored.")
    if sorted(names) != sorted([MANIFEST, *manifest.members]) or manifest.database not in manifest.members:
        raise Invalid("The backup's files are not those of its manifest. Take another backup.")
    return manifest


def _manifest(said: dict[str, Any]) -> Manifest:
    facts = Facts(**said.pop("facts"))
    members = {str(name): (int(size), str(digest)) for name, (size, digest) in said.pop("members").items()}
    return Manifest(facts=facts, members=members, **said)


def _is_ours(name: str) -> bool:
    return name in (SQLITE, POSTGRESQL, KEY) or NAME.fullmatch(name) is not None
