"""What a picture, a clip or a file of captions is: told by its content, never by its name.

A survey's files are shown to everybody who answers, so each is looked at before it may be: a picture is read
to its end, is not too large for a phone, does not move, and does not tell where it was taken.
"""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from app.surveys.definition import Media

PIECE = 1024 * 1024  # bytes read at a time
WIDEST = 4_096  # pixels of a picture, each way
GPS = 0x8825  # the part of a photograph's own notes that says where it was taken
ORIENTATION, TURNED = 0x0112, frozenset({5, 6, 7, 8})  # a quarter turn: its width is its height
BRANDS = (b"iso", b"mp4", b"avc1", b"M4V ", b"dash")  # of MP4 files; those of QuickTime are not among them


@dataclass(frozen=True, slots=True)
class Sort:
    """What a file is wanted for: which kinds will do, the most bytes it may have, what one may be called."""

    called: str
    kinds: str
    most: int
    example: str


PICTURE = Sort("picture", "PNG, JPEG or WebP", 1_000_000, "bridge.png")
CLIP = Sort("clip", "MP4 or WebM", 50_000_000, "visit.mp4")
CAPTIONS = Sort("file of captions", "WebVTT", 200_000, "visit.vtt")


class Unfit(Exception):
    """Why a file cannot be shown, and how to mend that."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


def look(path: Path, sort: Sort) -> Media:
    """What lies at a path. Raises Unfit."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            if size > sort.most:
                raise Unfit(
                    f"{path.name} has {megabytes(size)}, and a {sort.called} at most {megabytes(sort.most)}.",
                    "Save it smaller: a picture 1,200 pixels wide is enough, a clip 1,280."
                    if sort is not CAPTIONS
                    else "Save it as WebVTT.",
                )
            kind, width, height = _LOOKS[sort](file, path.name)
            file.seek(0)
            digest = hashlib.sha256()
            while piece := file.read(PIECE):
                digest.update(piece)
    except OSError as error:
        raise Unfit(f"{path.name} cannot be read: {error.strerror}.", "Look at its permissions.") from error
    return Media(path.name, digest.hexdigest(), kind, size, width, height, str(path))


def megabytes(size: int) -> str:
    """A size in bytes for people, never 0.

    >>> megabytes(2_340_000), megabytes(12)
    ('2.3 MB', '0.1 MB')
    """
    return f"{max(size / 1_000_000, 0.1):.1f} MB".replace(".0 ", " ")


def _picture(file: IO[bytes], name: str) -> tuple[str, int, int]:
    from PIL import Image, ImageFile  # here only: web workers seldom need it

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, once imported, has switched it on for everybody

    kinds = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
    data = file.read()
    try:
        picture = Image.open(BytesIO(data), formats=list(kinds))
    except Exception as error:  # a decoder may stumble in many ways over what is not its kind
        raise Unfit(f"{name} is no {PICTURE.kinds}.", "Save it as one of these.") from error
    if max(picture.size) > WIDEST:
        raise Unfit(f"{name} is {picture.size[0]} x {picture.size[1]} pixels.", f"{WIDEST} are the most.")
    if getattr(picture, "n_frames", 1) > 1:
        raise Unfit(
            f"{name} moves, and nobody could stop it.", "Show a clip, or a picture that stands still."
        )
    try:
        picture.load()
        notes = picture.getexif()
    except Exception as error:
        raise Unfit(f"{name} is not whole.", "Save it again.") from error
    if notes.get_ifd(GPS):
        raise Unfit(f"{name} tells where it was taken.", "Save it without that: a screenshot of it has none.")
    width, height = picture.size
    if notes.get(ORIENTATION) in TURNED:
        width, height = height, width
    return kinds[picture.format or ""], width, height


def _clip(file: IO[bytes], name: str) -> tuple[str, int, int]:
    head = file.read(64)
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head:
        return "webm", 0, 0
    if head[4:8] != b"ftyp" or not any(one in head[8 : _whole(head[:4])] for one in BRANDS):
        raise Unfit(f"{name} is no {CLIP.kinds}.", "Save it as one of these.")
    file.seek(0)
    sizes = list(_tracks(file, 0, file.seek(0, 2)))
    if not sizes:
        raise Unfit(f"{name} has no film in it, or is not whole.", "Save it again.")
    return "mp4", *max(sizes)


def _tracks(file: IO[bytes], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The width and height of each track with a picture, by ISO/IEC 14496-12: boxes within boxes."""
    while start + 8 <= end:
        file.seek(start)
        length, kind = struct.unpack(">I4s", file.read(8))
        body = start + 8
        if length == 1:  # the length is too large for 32 bits
            (length,), body = struct.unpack(">Q", file.read(8).rjust(8, b"\0")), start + 16
        after = start + length if length else end
        if after < body or after > end:
            return
        if kind in (b"moov", b"trak"):
            yield from _tracks(file, body, after)
        elif kind == b"tkhd" and after - body >= 8:
            file.seek(after - 8)
            width, height = struct.unpack(">HxxHxx", file.read(8))
            if width and height:
                yield width, height
        start = after


def _captions(file: IO[bytes], name: str) -> tuple[str, int, int]:
    try:
        words = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        words = ""
    first, *others = words.splitlines() or [""]
    if first.split(maxsplit=1)[:1] != ["WEBVTT"] or not any("-->" in line for line in others):
        raise Unfit(
            f"{name} is no {CAPTIONS.kinds}.",
            "Begin it with the line WEBVTT, in UTF-8; then times such as 00:01.000 --> 00:04.000 and words.",
        )
    return "vtt", 0, 0


def _whole(four: bytes) -> int:
    return int.from_bytes(four, "big")


_LOOKS = {PICTURE: _picture, CLIP: _clip, CAPTIONS: _captions}
