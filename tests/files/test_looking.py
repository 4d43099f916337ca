"""What is taken for what it is, and what is refused; everything here stays in memory."""

import io
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.files import uploads
from app.files.looking import MOST_UNPACKED, Refused, look
from tests.files import making

MAKERS: dict[str, Callable[[], bytes]] = {
    "pdf": cache(making.pdf), "docx": cache(making.docx), "odt": cache(making.odt),
    "xlsx": cache(making.xlsx), "png": cache(making.png), "jpg": cache(making.jpeg),
}  # fmt: skip


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as found:
        look(data)
    return found.value.code


@pytest.mark.parametrize("kind", MAKERS)
def test_each_kind_is_known_by_its_content(kind: str) -> None:
    assert look(MAKERS[kind]())[0] == kind


@pytest.mark.parametrize("kind", ["pdf", "docx", "odt", "xlsx"])
def test_a_document_is_kept_as_it_came(kind: str) -> None:
    data = MAKERS[kind]()
    assert look(data)[1] == data


def test_of_a_photo_only_what_is_to_be_seen_is_kept() -> None:
    photo = making.jpeg(turned=6)
    assert b"A telephone" in photo
    assert b"taken at home" in photo
    kept = look(photo)[1]
    assert b"A telephone" not in kept
    assert b"taken at home" not in kept
    with Image.open(io.BytesIO(kept)) as after, Image.open(io.BytesIO(photo)) as before:
        exif = after.getexif()
        assert dict(exif) == {0x0112: 6}, "it is still held the same way"
        assert not exif.get_ifd(0x8825), "where it was taken is gone"
        assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()


def test_of_a_png_texts_and_times_are_gone() -> None:
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    said.add_text("Author", "Somebody Made-Up")
    picture = making.png(pnginfo=said)
    kept = look(picture)[1]
    assert b"Made-Up" in picture
    assert b"Made-Up" not in kept
    with Image.open(io.BytesIO(kept)) as after:
        after.load()
        assert after.size == (40, 30)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "I;16"])
def test_pngs_of_every_colour_are_pictures(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (33, 7)).save(out, "PNG")
    assert look(out.getvalue())[0] == "png"


def test_a_second_picture_behind_a_photo_is_cut_off() -> None:
    photo = making.jpeg()
    assert look(photo + making.jpeg())[1] == look(photo)[1]
    assert look(photo + b"\x00\x00\x00\x18ftypmp42" + b"film" * 9)[1] == look(photo)[1]


@pytest.mark.parametrize(
    "data",
    [
        b"plain words", b"<!doctype html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00", b"#!/bin/sh\n", b"GIF89a" + b"\x00" * 20, b"\x7fELF", b"RIFF\x00\x00\x00\x00WEBP",
        b" %PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ],
)  # fmt: skip
def test_other_kinds_are_refused(data: bytes) -> None:
    assert refused(data) == "unknown_kind"


def test_nothing_is_refused_as_nothing() -> None:
    assert refused(b"") == "empty"


def zipped(members: dict[str, bytes], comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        archive.comment = comment
    return out.getvalue()


def test_an_archive_that_is_no_document_is_refused() -> None:
    assert refused(zipped({"a.txt": b"hello"})) == "unknown_kind"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../etc/passwd", "odd_names"), ("/etc/passwd", "odd_names"), ("a\\..\\b", "odd_names"),
        ("c:evil", "odd_names"), ("word/vbaProject.bin", "active"), ("word/activeX/activeX1.xml", "active"),
        ("word/embeddings/oleObject1.bin", "active"),
    ],
)  # fmt: skip
def test_members_that_lead_elsewhere_or_run_are_refused(name: str, code: str) -> None:
    assert refused(making.with_member(making.docx(), name, b"x")) == code


def test_a_document_that_runs_basic_is_refused() -> None:
    assert refused(making.with_member(making.odt(), "Basic/Standard/Module1.xml", b"<x/>")) == "active"


def test_a_document_that_fetches_its_template_is_refused() -> None:
    relation = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        b'TargetMode="External" Id="r" Target="https://evil.example/t.dotm" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
        b"</Relationships>"
    )
    made = making.with_member(making.docx(), "word/_rels/settings.xml.rels", relation)
    assert refused(made) == "active"


def test_a_document_with_entities_is_refused() -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    assert refused(making.with_member(making.docx(), "word/extra.xml", entity)) == "active"


def test_what_unpacks_to_more_than_there_is_room_for_is_refused() -> None:
    bomb = making.with_member(making.docx(), "word/media/a.bin", b"\x00" * (MOST_UNPACKED + 1))
    assert len(bomb) < 1_000_000
    assert refused(bomb) == "bomb"


def test_an_archive_that_lies_about_its_sizes_is_refused() -> None:
    lying = bytearray(making.with_member(making.docx(), "word/media/a.bin", b"\x00" * 1_000_000))
    at = lying.rindex(b"word/media/a.bin") - 46  # the entry of the directory at the end
    lying[at + 24 : at + 28] = struct.pack("<I", 10)
    assert refused(bytes(lying)) in ("broken", "bomb")


def test_members_over_one_another_are_refused() -> None:
    """As the bombs that unpack one part many times: two entries of the directory name one member."""
    two = zipped({"[Content_Types].xml": b"a" * 100, "word/document.xml": b"b" * 100})
    start = two.rindex(b"PK\x01\x02")
    second = bytearray(two[start : two.rindex(b"PK\x05\x06")])
    second[42:46] = struct.pack("<I", 0)
    assert refused(two[:start] + bytes(second) + two[two.rindex(b"PK\x05\x06") :]) in ("bomb", "broken")


def test_what_is_locked_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(making.pdf())) as made:
        made.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refused(out.getvalue()) == "locked"
    locked = bytearray(making.docx())
    for found in re.finditer(b"PK\x01\x02", bytes(locked)):
        locked[found.start() + 8] |= 1
    assert refused(bytes(locked)) == "locked"


def runs() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


@pytest.mark.parametrize(
    "root",
    [
        {"OpenAction": runs()},
        {"AA": pikepdf.Dictionary(WC=runs())},
        {"OpenAction": pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))},
        {"Names": pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=pikepdf.Array([])))},
        {"AcroForm": pikepdf.Dictionary(XFA=pikepdf.String("x"), Fields=pikepdf.Array([]))},
    ],
    ids=["javascript", "deep", "launch", "files", "xfa"],
)
def test_a_pdf_that_runs_or_holds_files_is_refused(root: dict[str, object]) -> None:
    assert refused(making.pdf(**root)) == "active"


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize(
    "behind", [zipped({"a.html": b"<script>"}), b"<script>alert(1)</script>", b"<?php system('id');"]
)
def test_what_is_something_else_at_its_end_is_refused(kind: str, behind: bytes) -> None:
    assert refused(MAKERS[kind]() + behind) in ("two_things", "broken")


def test_what_is_something_else_inside_is_refused() -> None:
    assert refused(making.pdf().replace(b"\n", b"\n%<script>alert(1)</script>\n", 1)) == "two_things"
    picture = making.png()
    text = making.chunk(b"tEXt", b"Comment\x00<script>alert(1)</script>")
    assert refused(picture[:33] + text + picture[33:]) == "two_things"
    photo = making.jpeg()
    comment = b"<html><script>alert(1)</script>"
    segment = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment
    assert refused(photo[:2] + segment + photo[2:]) == "two_things"
    assert refused(zipped({"mimetype": b"x"}, comment=b"<script>")) == "two_things"
    assert refused(b"PK\x03\x04" + making.docx()) in ("two_things", "broken")


def test_a_picture_that_unpacks_for_ever_is_refused() -> None:
    head = struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" * 50_000_000)
    made = (
        b"\x89PNG\r\n\x1a\n"
        + making.chunk(b"IHDR", head)
        + making.chunk(b"IDAT", body)
        + making.chunk(b"IEND", b"")
    )
    assert refused(made) == "bomb"
    vast = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    assert refused(made.replace(making.chunk(b"IHDR", head), making.chunk(b"IHDR", vast))) == "bomb"


@settings(max_examples=300)
@given(kind=st.sampled_from(sorted(MAKERS)), data=st.data())
def test_nothing_but_a_refusal_comes_of_damage(kind: str, data: st.DataObject) -> None:
    damaged = bytearray(MAKERS[kind]())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(1, len(damaged)))
    with suppress(Refused):
        look(bytes(damaged[:end]))


def test_it_is_looked_into_by_a_process_of_its_own() -> None:
    assert uploads.look(making.png())[0] == "png"
    with pytest.raises(uploads.Refused) as found:
        uploads.look(b"plain words")
    assert found.value.code == "unknown_kind"


def test_the_process_has_limits() -> None:
    """A document that would take more memory than there may be is refused; the application is not ended."""
    script = uploads.LOOKING.read_text().replace("MEMORY = 20, 1_500_000_000", "MEMORY = 20, 60_000_000")
    assert "60_000_000" in script
    many = making.with_member(making.docx(), "word/a.xml", b" " * (MOST_UNPACKED - 1_000_000))
    done = subprocess.run([sys.executable, "-I", "-c", script], input=many, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"bomb\n")


@pytest.mark.parametrize(
    "name", ["../x.pdf", "a/b.pdf", "..\\x.pdf", "a\x00.pdf", "a\nb.pdf", "..", " ", "\u202efdp.exe"]
)
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(uploads.Refused) as found:
        uploads.plain_name(name, "pdf")
    assert found.value.code == "odd_name"


def test_a_name_has_the_ending_of_what_the_file_is() -> None:
    assert uploads.plain_name("invoice.exe", "pdf") == "invoice.exe.pdf"
    assert uploads.plain_name("x" * 500 + ".jpeg", "jpg").endswith(".jpeg")
    assert len(uploads.plain_name("x" * 500, "docx")) == uploads.LONGEST_NAME
