"""Files of each kind, made here: nobody's, and as small as they can be."""

import io
import struct
import zipfile
import zlib

import pikepdf
import xlsxwriter
from docx import Document
from PIL import Image

ODT = "application/vnd.oasis.opendocument.text"
CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">'
    "<office:body><office:text/></office:body></office:document-content>"
)


def pdf(**root: object) -> bytes:
    """A PDF of one empty page; `root` are more keys of its catalogue."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        for key, value in root.items():
            made.Root[f"/{key}"] = made.make_indirect(value)  # type: ignore[call-overload]  # a dictionary
        made.save(out)
    return out.getvalue()


def docx() -> bytes:
    """A Word document."""
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("Our views, agreed by the trustees.")
    document.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    """An Excel workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "Breaks")
    return out.getvalue()


def odt(**members: str) -> bytes:
    """An OpenDocument text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), ODT)
        archive.writestr("content.xml", CONTENT)
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def with_member(document: bytes, name: str, data: bytes) -> bytes:
    """A packed document with one member more."""
    out = io.BytesIO(document)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def png(**settings: object) -> bytes:
    """A picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG", **settings)  # type: ignore[arg-type]  # Pillow's own
    return out.getvalue()


def jpeg(turned: int = 1) -> bytes:
    """A photo, as a telephone takes it: with the place and the maker of the camera, held `turned`."""
    picture = Image.new("RGB", (40, 30), "teal")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turned, "A telephone"
    exif.get_ifd(0x8825)[2] = (56.0, 20.0, 22.0)  # latitude
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"taken at home")
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
