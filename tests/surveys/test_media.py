"""What a file is, by its content: what may be shown is told with its size, the rest refused with a mend."""

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from app.surveys.media import CAPTIONS, CLIP, PICTURE, WIDEST, Sort, Unfit, look
from tests.surveys.drawn import CAPTIONS as WORDS
from tests.surveys.drawn import box, encoded, mp4, png

WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(40)


def photograph(tag: int = 0, value: object = None, gps: bool = False) -> bytes:
    """A JPEG with notes of its own."""
    notes = Image.Exif()
    if tag:
        notes[tag] = value
    if gps:
        notes.get_ifd(0x8825)[1] = "N"
        notes[0x8825] = {1: "N", 2: (56.0, 12.0, 0.0)}
    return encoded(Image.new("RGB", (6, 4), "red"), "JPEG", exif=notes)


def moving() -> bytes:
    """A picture of two frames."""
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    held = io.BytesIO()
    frames[0].save(held, "PNG", save_all=True, append_images=frames[1:])
    return held.getvalue()


def tracks_of(*heads: bytes) -> bytes:
    return box(b"ftyp", b"isom" + bytes(4)) + box(b"moov", b"".join(heads))


def written(folder: Path, name: str, data: bytes) -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


@pytest.mark.parametrize(
    ("name", "data", "sort", "found"),
    [
        ("a.png", png(7, 5), PICTURE, ("png", 7, 5)),
        ("a.svg", png(7, 5), PICTURE, ("png", 7, 5)),  # a name says nothing
        ("a.jpg", photograph(), PICTURE, ("jpg", 6, 4)),
        ("turned.jpg", photograph(0x0112, 6), PICTURE, ("jpg", 4, 6)),
        ("a.webp", encoded(Image.new("RGB", (3, 9)), "WEBP"), PICTURE, ("webp", 3, 9)),
        ("a.mp4", mp4(1280, 720), CLIP, ("mp4", 1280, 720)),
        ("a.mp4", mp4(brand=b"mp42"), CLIP, ("mp4", 640, 360)),
        ("a.webm", WEBM, CLIP, ("webm", 0, 0)),
        ("a.vtt", WORDS.encode(), CAPTIONS, ("vtt", 0, 0)),
        ("a.vtt", b"\xef\xbb\xbfWEBVTT one\r\n\r\n00:01.000 --> 00:02.000\r\nHi", CAPTIONS, ("vtt", 0, 0)),
    ],
)  # fmt: skip
def test_what_may_be_shown(tmp_path: Path, name: str, data: bytes, sort: Sort, found: object) -> None:
    media = look(written(tmp_path, name, data), sort)
    assert (media.kind, media.width, media.height) == found
    assert media.name == f"{hashlib.sha256(data).hexdigest()}.{media.kind}"
    assert (media.file, media.size) == (name, len(data))


@pytest.mark.parametrize(
    ("data", "sort", "what", "mend"),
    [
        (b"", PICTURE, "is no PNG, JPEG or WebP", "one of these"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PICTURE, "is no PNG, JPEG or WebP", "one of these"),
        (encoded(Image.new("RGB", (4, 4)), "GIF"), PICTURE, "is no PNG, JPEG or WebP", "one of these"),
        (mp4(), PICTURE, "is no PNG, JPEG or WebP", "one of these"),
        (png(60, 60)[:-40], PICTURE, "is not whole", "Save it again"),
        (png(WIDEST + 1, 1), PICTURE, "is 4097 x 1 pixels", "4096 are the most"),
        (moving(), PICTURE, "moves, and nobody could stop it", "stands still"),
        (photograph(gps=True), PICTURE, "tells where it was taken", "without that"),
        (png() + bytes(1_000_000), PICTURE, "has 1 MB, and a picture at most 1 MB", "1,200 pixels"),
        (png(), CLIP, "is no MP4 or WebM", "one of these"),
        (mp4(brand=b"qt  "), CLIP, "is no MP4 or WebM", "one of these"),
        (mp4()[:-30], CLIP, "has no film in it, or is not whole", "Save it again"),
        (mp4(0, 0), CLIP, "has no film in it, or is not whole", "Save it again"),
        (tracks_of(b"\0\0\0\1trak" + bytes(7)), CLIP, "has no film in it, or is not whole", "Save it again"),
        (tracks_of(b"\0\0\0\4trak" + bytes(90)), CLIP, "has no film in it, or is not whole", "Save it again"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nSubRip", CAPTIONS, "is no WebVTT", "Begin it with the line"),
        (b"WEBVTT\n\nnothing is said", CAPTIONS, "is no WebVTT", "times such as"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n\xff\xfe", CAPTIONS, "is no WebVTT", "UTF-8"),
        (b"WEBVTTX\n\n00:01.000 --> 00:02.000\n", CAPTIONS, "is no WebVTT", "Begin it with the line"),
    ],
)  # fmt: skip
def test_what_may_not_is_refused_with_a_mend(
    tmp_path: Path, data: bytes, sort: Sort, what: str, mend: str
) -> None:
    with pytest.raises(Unfit) as refused:
        look(written(tmp_path, "file", data), sort)
    assert what in refused.value.what
    assert mend in refused.value.mend


def test_a_cut_picture_is_refused_also_after_a_report_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(Unfit, match="not whole"):
        look(written(tmp_path, "a.png", png(60, 60)[:-40]), PICTURE)


def test_what_is_not_there_is_unfit_too(tmp_path: Path) -> None:
    with pytest.raises(Unfit, match="cannot be read"):
        look(tmp_path / "none.png", PICTURE)


def test_who_only_imports_the_room_does_not_load_what_reads_pictures() -> None:
    program = "import sys, app.surveys.parser; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
