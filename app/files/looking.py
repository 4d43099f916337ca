"""What a file is, by its content: one of the few kinds that are taken, and nothing else beside it.

A file from outside can be made to harm whoever reads it: to unpack to more than there is room for, to be
two things at once, to run when it is opened. So it is read by a process of its own, with limits of time and
memory (`uploads` starts it), and this module knows nothing of the application. It is run as a script:

    python -I looking.py < file     a line with the kind, then the file as it is to be kept; exit 0
                                    or a line with the code of why it is refused; exit 1

Of pictures only what is to be seen is kept: a photograph often says where and when it was taken, and by whom.
"""

import io
import re
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

SECONDS, MEMORY = 20, 1_500_000_000  # of the processor; bytes
MOST_MEMBERS, MOST_UNPACKED = 5_000, 100_000_000  # of a packed document; bytes
MOST_PIXELS = 150_000_000
END_OF_DIRECTORY = 22  # bytes: what an archive ends with
CHUNK = 1 << 20

PDF, PNG, JPEG, ZIP = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"PK\x03\x04"
DOCX = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
ODT = b"application/vnd.oasis.opendocument.text"
CONTENT_TYPES, MIMETYPE = "[Content_Types].xml", "mimetype"

# What no reader of pictures or documents needs, and what makes a file two things at once.
OTHER_THINGS = re.compile(rb"<!doctype|<html|<script|<svg|<\?php|%pdf-|PK\x03\x04", re.IGNORECASE)
ACTIVE_PARTS = re.compile(
    r"vbaproject\.bin|vbadata\.xml|activex|oleobject|(^|/)(basic|scripts)/", re.IGNORECASE
)
RELATION = re.compile(rb"<Relationship\b[^>]*>", re.IGNORECASE)
FETCHES = re.compile(rb'/(attachedTemplate|oleObject|frame|subDocument)"', re.IGNORECASE)
ACTIVE_KEYS = frozenset(
    {"/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/EmbeddedFile", "/RichMedia", "/XFA"}
)


class Refused(Exception):
    """A file that is not taken; `code` says why in a word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def look(data: bytes) -> tuple[str, bytes]:
    """The kind of a file (`pdf`, `docx`, `odt`, `xlsx`, `png` or `jpg`) and the bytes to keep of it.

    Raises Refused.
    """
    if not data:
        raise Refused("empty")
    if data.startswith(PNG):
        return "png", _png(data)
    if data.startswith(JPEG):
        return "jpg", _jpeg(data)
    if data.startswith(PDF):
        return _pdf(data), data
    if data.startswith(ZIP):
        return _packed(data), data
    raise Refused("unknown_kind")


# --- PNG (ISO/IEC 15948) -----------------------------------------------------------------------------------

PNG_KEPT = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"pHYs",
        b"bKGD",
    )
)
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type


def _png(data: bytes) -> bytes:
    """The picture without texts, times and the like; whole, and with nothing after it."""
    kept, pixels = [PNG], io.BytesIO()
    place, ended = len(PNG), False
    while not ended:
        if place + 12 > len(data):
            raise Refused("broken")
        size, name = struct.unpack(">I4s", data[place : place + 8])
        end = place + 12 + size
        if end > len(data):
            raise Refused("broken")
        body = data[place + 8 : end - 4]
        if zlib.crc32(data[place + 4 : end - 4]) != struct.unpack(">I", data[end - 4 : end])[0]:
            raise Refused("broken")
        if (place == len(PNG)) != (name == b"IHDR"):
            raise Refused("broken")
        if name in PNG_KEPT:
            kept.append(data[place:end])
        elif OTHER_THINGS.search(body):
            raise Refused("two_things")
        if name == b"IDAT":
            pixels.write(body)
        ended = name == b"IEND"
        place = end
    if data[place:].strip(b"\x00\r\n "):
        raise Refused("two_things")
    header = data[len(PNG) + 8 : len(PNG) + 21]
    if len(header) != 13:
        raise Refused("broken")
    _check_pixels(header, pixels.getvalue())
    return b"".join(kept)


def _check_pixels(header: bytes, packed: bytes) -> None:
    """The picture unpacks to what its size says, and to no more."""
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    if not width or not height or colour not in CHANNELS or depth not in (1, 2, 4, 8, 16):
        raise Refused("broken")
    if width * height > MOST_PIXELS:
        raise Refused("bomb")
    line = (width * CHANNELS[colour] * depth + 7) // 8 + 1
    # Interlaced pictures have up to seven times as many lines' beginnings, and ends that are filled up.
    most = line * height + (7 * (height + width) * 2 if interlaced else 0)
    unpacked, reader = 0, zlib.decompressobj()
    try:
        piece = reader.decompress(packed, CHUNK)
        while piece:
            unpacked += len(piece)
            if unpacked > most:
                raise Refused("bomb")
            piece = reader.decompress(reader.unconsumed_tail, CHUNK)
    except zlib.error as error:
        raise Refused("broken") from error
    if not unpacked or (not interlaced and unpacked != most):
        raise Refused("broken")


# --- JPEG (ITU T.81) ---------------------------------------------------------------------------------------

SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
JPEG_KEPT = frozenset((*FRAMES, 0xC4, 0xCC, 0xDB, 0xDC, 0xDD, SOS, 0xE0, 0xEE))  # JFIF and Adobe among them
ORIENTATION = 0x0112


def _jpeg(data: bytes) -> bytes:
    """The picture without what the camera wrote beside it, but for which way up it is held."""
    kept, frames = [data[:2]], 0
    for marker, start, end in _segments(data):
        body = data[start + 4 : end]
        if marker in FRAMES:
            frames += 1
            height, width = struct.unpack(">HH", body[1:5]) if len(body) >= 5 else (0, 0)
            if not height or not width:
                raise Refused("broken")
            if height * width > MOST_PIXELS:
                raise Refused("bomb")
        if marker in JPEG_KEPT or (marker == 0xE2 and body.startswith(b"ICC_PROFILE\x00")):
            kept.append(data[start:end])
        elif marker == 0xE1 and body.startswith(b"Exif\x00\x00"):
            kept.append(_which_way_up(body[6:]))
        elif OTHER_THINGS.search(body):
            raise Refused("two_things")
        if marker == EOI:
            rest = data[end:].lstrip(b"\r\n ")
            if (rest.strip(b"\x00") and not _from_a_telephone(rest)) or zipfile.is_zipfile(io.BytesIO(data)):
                raise Refused("two_things")
    if not frames:
        raise Refused("broken")
    return b"".join((*kept, b"\xff\xd9"))


def _from_a_telephone(rest: bytes) -> bool:
    """Whether what is behind a picture is another one, a moving one, or a maker's notes: all are cut off."""
    return rest.lstrip(b"\x00").startswith(JPEG) or rest[4:8] == b"ftyp" or rest.endswith(b"SEFT")


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """(marker, from, until) of each segment up to the end of the picture; a scan with its pixels."""
    place = 2
    while True:
        if place + 2 > len(data) or data[place] != 0xFF:
            raise Refused("broken")
        marker = data[place + 1]
        if marker == 0xFF:  # filling
            place += 1
            continue
        if marker == EOI:
            yield marker, place, place + 2
            return
        if place + 4 > len(data):
            raise Refused("broken")
        end = place + 2 + int(struct.unpack(">H", data[place + 2 : place + 4])[0])
        if marker == SOS:
            end = _end_of_scan(data, end)
        if end > len(data) or end < place + 4:
            raise Refused("broken")
        yield marker, place, end
        place = end


_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)


def _end_of_scan(data: bytes, place: int) -> int:
    """Where the pixels of a scan end: at the next marker that is no part of them."""
    found = _MARKER.search(data, place)
    if found is None:
        raise Refused("broken")
    return found.start()


def _which_way_up(tiff: bytes) -> bytes:
    """A segment that says how the picture is turned and no more; nothing where it need not be turned."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return b""
    (first,) = struct.unpack(order + "I", tiff[4:8])
    if first + 2 > len(tiff):
        return b""
    (entries,) = struct.unpack(order + "H", tiff[first : first + 2])
    for place in range(first + 2, min(first + 2 + 12 * entries, len(tiff) - 11), 12):
        tag, kind, number, value = struct.unpack(order + "HHIH", tiff[place : place + 10])
        if (tag, kind, number) == (ORIENTATION, 3, 1) and 2 <= value <= 8:
            said = b"Exif\x00\x00MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, value, 0, 0)
            return b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said
    return b""


# --- PDF ---------------------------------------------------------------------------------------------------


def _pdf(data: bytes) -> str:
    """A PDF that nothing runs in, that holds no other files, and that is nothing else besides."""
    import pikepdf

    end = data.rfind(b"%%EOF")
    if end < 0:
        raise Refused("broken")
    if data[end + 5 :].strip(b"\x00\r\n\t ") or zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused("two_things")
    if re.search(rb"<html|<script|<\?php", data[:1024], re.IGNORECASE):
        raise Refused("two_things")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise Refused("locked")
            if not len(pdf.pages):
                raise Refused("broken")
            for one in pdf.objects:
                if _runs(one, pikepdf):
                    raise Refused("active")
    except pikepdf.PasswordError as error:
        raise Refused("locked") from error
    except (pikepdf.PdfError, ValueError, RuntimeError, OverflowError, RecursionError) as error:
        raise Refused("broken") from error
    return "pdf"


def _runs(one: Any, pikepdf: Any) -> bool:
    """Whether an object runs something, or holds a file; what lies in it directly is looked at, too."""
    waiting = [one]
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Stream | pikepdf.Dictionary):
            if ACTIVE_KEYS.intersection(found.keys()):
                return True
            for key in ("/S", "/Type", "/Subtype"):
                if str(found.get(key, "")) in ACTIVE_KEYS:
                    return True
            inner = found.stream_dict if isinstance(found, pikepdf.Stream) else found
            waiting += [value for value in inner.values() if _is_direct(value, pikepdf)]
        elif isinstance(found, pikepdf.Array):
            waiting += [value for value in found if _is_direct(value, pikepdf)]
    return False


def _is_direct(value: Any, pikepdf: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect


# --- Packed documents: Office Open XML (ECMA-376), OpenDocument (ISO/IEC 26300) -----------------------------


def _packed(data: bytes) -> str:
    """The kind of a document that is an archive, once all of it has been unpacked and thrown away."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(archive, members, data)
            return _kind_of(archive, members)
    # NotImplementedError and RuntimeError are zipfile's for a way of packing it does not know, or a lock.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Refused("broken") from error


def _check_members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], data: bytes) -> None:
    """Nothing before, between, behind or over one another; no odd names; no more than there is room for."""
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise Refused("bomb")
    if archive.comment or data[-END_OF_DIRECTORY:][:4] != b"PK\x05\x06":
        raise Refused("two_things")
    names = [one.filename for one in members]
    if len({name.lower() for name in names}) < len(names) or not all(map(_is_plain, names)):
        raise Refused("odd_names")
    place = 0
    for one in sorted(members, key=lambda one: one.header_offset):
        if one.flag_bits & 0x1:
            raise Refused("locked")
        # A header has 30 bytes and its name; a gap is a description of what came before it, of at most 24.
        if one.header_offset < place:
            raise Refused("bomb")
        if one.header_offset - place > 24 or (not place and one.header_offset):
            raise Refused("two_things")
        place = one.header_offset + _header(archive, one) + one.compress_size
    if place > archive.start_dir or archive.start_dir - place > 24:
        raise Refused("two_things")


def _header(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> int:
    """How long the header before a member is, in bytes."""
    file: Any = archive.fp
    file.seek(one.header_offset)
    header = file.read(30)
    if len(header) < 30 or not header.startswith(ZIP):
        raise Refused("broken")
    name, extra = struct.unpack("<HH", header[26:30])
    return int(30 + name + extra)


def _is_plain(name: str) -> bool:
    """Whether a name stays within the archive."""
    parts = name.rstrip("/").split("/")
    return not (set(name) & set("\\\x00:") or name.startswith("/") or {"", ".", ".."} & set(parts))


def _kind_of(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> str:
    """What the archive is; every member is read, so that what it says of its size is true."""
    kind = ""
    for number, one in enumerate(members):
        if ACTIVE_PARTS.search(one.filename):
            raise Refused("active")
        is_text = one.filename.endswith((".xml", ".rels")) or one.filename == MIMETYPE
        text = _unpacked(archive, one, is_text)
        if b"<!ENTITY" in text:
            raise Refused("active")
        if any(b'"External"' in tag and FETCHES.search(tag) for tag in RELATION.findall(text)):
            raise Refused("active")
        if number == 0 and one.filename == MIMETYPE and text == ODT:
            kind = "odt"
        elif one.filename == CONTENT_TYPES:
            if b"macroEnabled" in text:
                raise Refused("active")
            kind = "docx" if DOCX in text else "xlsx" if XLSX in text else kind
    names = {one.filename for one in members}
    needed = {"odt": "content.xml", "docx": "word/document.xml", "xlsx": "xl/workbook.xml"}.get(kind)
    if needed is None:
        raise Refused("unknown_kind")
    if needed not in names:
        raise Refused("broken")
    return kind


def _unpacked(archive: zipfile.ZipFile, one: zipfile.ZipInfo, is_text: bool) -> bytes:
    """The text of a member; of another, nothing, but it has been read to its end."""
    found, size = io.BytesIO(), 0
    with archive.open(one) as file:
        while piece := file.read(CHUNK):
            size += len(piece)
            if size > one.file_size:
                raise Refused("bomb")
            if is_text:
                found.write(piece)
    if size != one.file_size:
        raise Refused("broken")
    return found.getvalue()


def main() -> int:
    """Look at what comes on standard input."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        kind, kept = look(sys.stdin.buffer.read())
    except (Refused, MemoryError) as refused:
        sys.stdout.write(f"{getattr(refused, 'code', 'bomb')}\n")
        return 1
    sys.stdout.buffer.write(kind.encode() + b"\n" + kept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
