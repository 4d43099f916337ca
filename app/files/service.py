"""Keeping a file so that a crash at any moment leaves the old one, the new one, or none: never a part.

Written beside its place, flushed to the disk, then renamed over it: POSIX makes the renaming one step.
"""

import os
import re
import tempfile
from pathlib import Path

from flask import current_app

from app.config import Config
from app.errors import NotFound

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*(\.[a-z0-9]+)?")
_PART = ".part"


def keep(folder: str, name: str, data: bytes) -> None:
    """Keep `data` as `folder/name` in the data folder, in place of what was there."""
    place = _place(folder, name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(suffix=_PART, prefix=f"{name}.", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, place)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    _flush_folder(place.parent)
    for left in place.parent.glob(f"{name}.*{_PART}"):  # of one who was killed while writing it
        left.unlink(missing_ok=True)


def kept(folder: str, name: str) -> Path:
    """Where a kept file is. Raises NotFound if it is not there."""
    place = _place(folder, name)
    if not place.is_file():
        raise NotFound("That file is not there any more.")
    return place


def has(folder: str, name: str) -> bool:
    """Whether a file is kept."""
    return _place(folder, name).is_file()


def drop(folder: str, name: str) -> None:
    """A kept file is gone; one that is gone already does no harm."""
    _place(folder, name).unlink(missing_ok=True)


def all_in(folder: str) -> list[Path]:
    """Every file of a folder."""
    place = _place(folder, "any").parent
    return [one for one in place.iterdir() if one.is_file()] if place.is_dir() else []


def drop_others(folder: str, prefix: str, name: str) -> None:
    """Delete the files of a folder whose names begin with `prefix` and a hyphen, but for this one."""
    place = _place(folder, name)
    for other in place.parent.glob(f"{prefix}-*"):
        if other.name != name:
            other.unlink(missing_ok=True)


def _place(folder: str, name: str) -> Path:
    """The path; both parts come from our own code, and are checked all the same."""
    if not (_NAME.fullmatch(folder) and _NAME.fullmatch(name)):
        raise NotFound("There is no such file.")
    config: Config = current_app.extensions["speir_config"]
    return config.data / folder / name


def _flush_folder(folder: Path) -> None:
    """Have the renaming itself on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
