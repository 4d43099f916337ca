"""Paper: accessible as PDF/UA-1 asks, the same bytes for the same words, nothing fetched from anywhere."""

import io
import re
import subprocess
import sys
import time
from pathlib import Path

import pypdf
import pytest
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont

from app.documents.pdf import FILES, Attached, to_pdf
from tests.documents.checking import attachments, bookmarks, check_pdf, fonts, headings, tags

PAGE = """<!doctype html><html lang="en" data-foot="Foot" data-mark=""><head><meta charset="utf-8">
<title>A paper</title><link rel="stylesheet" href="paper:fonts.css">
<link rel="stylesheet" href="paper:paper.css"></head><body>{}</body></html>"""
CHART = (
    '<figure><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 20"><title>Yes: 5; no: hidden.</title>'
    '<rect width="50" height="10" fill="#0065bd"/></svg></figure>'
)
TABLE = (
    '<table><caption>Answers</caption><thead><tr><td>Answer</td><th scope="col">Number</th></tr></thead>'
    '<tbody><tr><th scope="row">Yes</th><td>5</td></tr></tbody></table>'
)
WORDS = "<h1>One</h1><p>Na h-Eileanan Siar, Comhairle nan Eilean. £5 – “quoted” … ŵ ā ğ</p><h2>Two</h2>"


def test_a_paper_is_accessible() -> None:
    made = to_pdf(PAGE.format(WORDS + CHART + TABLE))
    assert check_pdf(made) == []
    assert headings(made) == [1, 2]
    assert bookmarks(made) == ["One", "Two"]
    assert [tag.alternative for tag in tags(made) if tag.kind == "Figure"] == ["Yes: 5; no: hidden."]


@pytest.mark.parametrize(
    "spoilt",
    [
        PAGE.format("<h1>One</h1>").replace("<title>A paper</title>", ""),
        PAGE.format("<h1>One</h1>" + CHART.replace("<title>Yes: 5; no: hidden.</title>", "")),
    ],
)
def test_the_check_finds_what_is_missing(spoilt: str) -> None:
    assert check_pdf(to_pdf(spoilt)) != []


def test_the_same_words_give_the_same_bytes() -> None:
    page = PAGE.format(WORDS + TABLE)
    first = to_pdf(page)
    time.sleep(1.1)
    assert to_pdf(page) == first


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/x.png", "https://x.example/", "file:///etc/passwd", "paper:other.css", "data:,x"],
)
def test_nothing_is_fetched(address: str) -> None:
    with pytest.raises(LookupError, match="not ours"):
        to_pdf(PAGE.format(f'<img src="{address}" alt="x">'))


NOT_THERE = ".notdef glyph rendered"  # what WeasyPrint says of a letter that no font has
ARABIC = "هل تقدّم الرعاية لشخص ما؟ أخبرنا بكلماتك أنت، ثوانٍ قليلة تكفي لضغط أظهر في غيث"
WITHIN = "ليلًا أو نهارًا، وإلّا فلا"
POLISH = "Zażółć gęślą jaźń. Źdźbło"
UKRAINIAN = "Щастям б’єш жук їх глицю в фон й ґедзь пріч"
CATALOGUES = sorted(Path("app/translations").resolve().glob("*/LC_MESSAGES/messages.po"))
DRAWN_BY_NOBODY = re.compile("[\n\u200e\u200f\u2066-\u2069]")  # line ends, and marks of direction
URDU = "آپ کس کی دیکھ بھال کرتے ہیں؟ ٹھیک ہے، ڈاک سے بھیجیں، گڑیا، ژالہ، چائے"


@pytest.mark.parametrize("words", [ARABIC, WITHIN, URDU], ids=["ar", "within-a-ligature", "ur"])
def test_letters_from_right_to_left_are_there_and_told_rightly(
    words: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A reader aloud is given letters, not the shapes that they have in a word."""
    page = PAGE.replace("<html", '<html dir="rtl"').replace("paper:paper.css", "paper:form.css")
    made = to_pdf(page.format(f"<h1>{words}</h1><p>{words} KY16 9AJ</p>"))
    assert check_pdf(made) == []
    assert fonts(made) <= {"Roboto", "Vazirmatn"}
    assert NOT_THERE not in caplog.text
    told = set(pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text())
    assert set(words) <= told


@pytest.mark.parametrize("words", [POLISH, UKRAINIAN], ids=["pl", "uk"])
def test_letters_of_other_alphabets_are_there_and_told_rightly(
    words: str, caplog: pytest.LogCaptureFixture
) -> None:
    made = to_pdf(PAGE.replace("paper:paper.css", "paper:form.css").format(f"<h1>{words}</h1><p>{words}</p>"))
    assert check_pdf(made) == []
    assert fonts(made) == {"Roboto"}
    assert NOT_THERE not in caplog.text
    assert words in " ".join(pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text().split())


@pytest.mark.parametrize("language", sorted(one.parent.parent.name for one in CATALOGUES))
def test_every_letter_of_a_language_of_the_interface_is_in_a_font_of_ours(language: str) -> None:
    known: set[int] = set()
    for name, (file, _kind) in FILES.items():
        if name.endswith(".woff2"):
            known |= set(TTFont(file).getBestCmap())
    [catalogue] = [one for one in CATALOGUES if one.parent.parent.name == language]
    with catalogue.open("rb") as file_:
        words = "".join(
            "".join([*message.string]) for message in read_po(file_, locale=language) if message.id
        )
    assert {one for one in words if ord(one) not in known and not DRAWN_BY_NOBODY.match(one)} == set()


def test_a_letter_that_no_font_has_is_found(caplog: pytest.LogCaptureFixture) -> None:
    to_pdf(PAGE.format("<h1>\U000f0000</h1>"))
    assert NOT_THERE in caplog.text


def test_a_file_can_be_attached() -> None:
    made = to_pdf(PAGE.format(WORDS), [Attached("numbers.csv", b"a,b\n1,2\n", "The numbers")])
    assert check_pdf(made) == []
    assert attachments(made) == {"numbers.csv": b"a,b\n1,2\n"}


def test_who_only_imports_the_room_does_not_load_weasyprint() -> None:
    program = "import sys, app.documents.pdf; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
