"""The pictures and clips of surveys: kept by their digest when a definition is, and handed to every browser.

A definition names each by the digest of its content, so what people saw can be neither changed nor mixed up;
and a browser, or a cache on the way, may keep it for ever.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from app.errors import Conflict, NotFound
from app.files import service as files
from app.surveys.definition import Media, Survey

FOLDER = "media"
TYPES: Mapping[str, str] = MappingProxyType(
    {
        "png": "image/png",
        "jpg": "image/jpeg",
        "webp": "image/webp",
        "mp4": "video/mp4",
        "webm": "video/webm",
        "vtt": "text/vtt",
    }
)
NAME = re.compile(rf"[0-9a-f]{{64}}\.({'|'.join(TYPES)})")


def keep(survey: Survey) -> None:
    """Keep what a survey shows. Raises Conflict where a file is gone, or is no longer what was checked."""
    for media in survey.media():
        if not files.has(FOLDER, media.name):
            files.keep(FOLDER, media.name, _content(media))


def missing(survey: Survey) -> list[Media]:
    """What a survey shows and is not kept."""
    return [media for media in survey.media() if not files.has(FOLDER, media.name)]


def kept(name: str) -> tuple[Path, str]:
    """Where one is, and its type. Raises NotFound, for any name that is not the digest of one."""
    found = NAME.fullmatch(name)
    if found is None:
        raise NotFound("There is no such picture or clip.")
    return files.kept(FOLDER, name), TYPES[found[1]]


def _content(media: Media) -> bytes:
    try:
        data = Path(media.place).read_bytes() if media.place else b""
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != media.sha256:
        raise Conflict(f"{media.file} is not there any more, or is another since the survey was read.")
    return data
