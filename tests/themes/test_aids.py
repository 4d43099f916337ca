"""The aids: what may be personal data is marked with its kind, what may speak of harm comes first."""

from pathlib import Path

import pytest

from app.errors import Invalid
from app.themes import lists
from app.themes.harm import may_speak_of_harm
from app.themes.marks import Mark, find
from app.themes.redaction import redact

# Telephone numbers are of the ranges that Ofcom keeps for drama; the others are made up to pass their check.
TEXTS = [
    ("Ring 01632 960 123 before noon", "telephone", "01632 960 123", True),
    ("mobile 07700900123.", "telephone", "07700900123", True),
    ("or +44 (0)131 496 0000", "telephone", "+44 (0)131 496 0000", True),
    ("or +44 1632 960001 please", "telephone", "+44 1632 960001", True),
    ("at (01632) 960001", "telephone", "(01632) 960001", True),
    ("old style 01632 96012", "telephone", "01632 96012", False),
    ("Write to a.b-c@example.org.", "email", "a.b-c@example.org", True),
    ("We are at KY16 9AA now", "postcode", "KY16 9AA", True),
    ("we are at ky169aa now", "postcode", "ky169aa", True),
    ("she moved to SW1A 1AA", "postcode", "SW1A 1AA", False),
    ("CHI 010180 1238", "chi", "010180 1238", True),
    ("his NHS number is 943 476 5919", "nhs", "943 476 5919", True),
    ("NI is AB 12 34 56 C", "ni", "AB 12 34 56 C", True),
    ("and ab123456c too", "ni", "ab123456c", True),
    ("My sister Morag comes", "name", "Morag", True),
    ("since Mòrag came", "name", "Mòrag", True),
    ("since Fiona Exampleson came", "name", "Fiona Exampleson", True),
    ("Rose Brown is kind", "name", "Rose Brown", True),
    ("Mrs. Macdonald's boy", "name", "Mrs. Macdonald", True),
    ("I saw Dr Nemo about it", "name", "Dr Nemo", False),
    ("then fiona came", "name", "fiona", False),
]


@pytest.mark.parametrize(("text", "kind", "words", "sure"), TEXTS)
def test_a_thing_is_marked_with_its_kind(text: str, kind: str, words: str, sure: bool) -> None:
    assert [(m.kind, text[m.start : m.end], m.sure) for m in find(text)] == [(kind, words, sure)]


@pytest.mark.parametrize(
    "text",
    [
        "It took 30 hours in 2025, and 1,234 pounds.",
        "Reference 9434765919 45 is nobody's number",  # twelve digits
        "Young people in May. Rose bushes. A Grant for us.",
        "GB 12 34 56 C is no such number, nor is QQ 12 34 56 C",
        "1234567890",  # ten digits whose check does not hold
        "They may mark it, or will they?",
        "",
    ],
)
def test_what_is_nothing_is_not_marked(text: str) -> None:
    assert find(text) == []


def test_marks_stand_in_order_and_never_over_one_another() -> None:
    text = "Morag Smith, KY16 9AA, 01632 960123, m.smith@example.org, Morag again, 010180 1238"
    marks = find(text)
    assert [mark.kind for mark in marks] == ["name", "postcode", "telephone", "email", "name", "chi"]
    assert all(a.end <= b.start for a, b in zip(marks, marks[1:], strict=False))


def test_long_text_is_no_trap() -> None:
    """Nothing in it goes back and back: a comment may be as long as the longest that is taken."""
    for piece in ("0 ", "a.", "Mrs ", "1-", "K Y", "@a", "(0"):
        find(piece * 5_000)
        may_speak_of_harm(piece * 5_000)


@pytest.mark.parametrize(
    "text",
    [
        "I have thought of suicide.",
        "He hits  me when he drinks.",
        "I can’t go on like this",
        "She was ABUSED there",
        "Tha mi a' faireachdainn nach eil mi SÀBHAILTE. Chan eil mi sàbhailte.",
        "Bha ainneart ann.",
    ],
)
def test_what_may_speak_of_harm(text: str) -> None:
    assert may_speak_of_harm(text)


@pytest.mark.parametrize(
    "text", ["It is grand.", "The grape harvest", "Therapeutic help", "", "A hit melody"]
)
def test_what_does_not(text: str) -> None:
    assert not may_speak_of_harm(text)


def test_the_lists_say_where_they_come_from_and_how_they_are_read() -> None:
    for name in ("names.tsv", "harm.tsv"):
        head = (Path(lists.DATA) / name).read_text(encoding="utf-8").split("\n\n")[0]
        assert head.startswith("#")
    assert "National Records of Scotland" in (Path(lists.DATA) / "names.tsv").read_text(encoding="utf-8")
    rows = [row.split("\t") for row in (Path(lists.DATA) / "harm.tsv").read_text("utf-8").splitlines()]
    assert {row[0] for row in rows if not row[0].startswith("#")} == {"en", "gd", "ar"}


def test_marks_and_words_are_taken_out() -> None:
    text = "Fiona said so. Her sister at the Old Mill, and FIONA too: 01632 960123."
    marks = [mark for mark in find(text) if mark.kind != "name"]
    cut = redact(text, marks, ["fiona", "old  mill"])
    assert cut.text == (
        "[words removed] said so. Her sister at the [words removed], "
        "and [words removed] too: [telephone removed]."
    )
    assert cut.hidden == {"words": 3, "telephone": 1}


def test_a_mark_and_words_that_overlap_leave_one_note() -> None:
    cut = redact("Ann Smith came", [Mark(0, 9, "name")], ["Smith came"])
    assert cut.text == "[name removed]"


def test_words_that_are_not_there_are_a_mistake() -> None:
    with pytest.raises(Invalid, match="not in the comment"):
        redact("Nothing here", [], ["Fiona"])
