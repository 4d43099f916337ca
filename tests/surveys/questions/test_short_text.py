"""What a short text question reads from a form, refuses from elsewhere, and says in plain words."""

from pathlib import Path

import pytest

from app.surveys.questions import short_text
from tests.surveys.making import form, question_of

LINE = "{id: name, type: short_text, text: Name?, max_length: 10}"


def test_read_makes_one_line(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE)
    assert short_text.read(question, form(name=" a \r\n b\x00 ")).values == {"name": "a b"}
    assert short_text.read(question, form()).values == {}


def test_nothing_is_cut(tmp_path: Path) -> None:
    read = short_text.read(question_of(tmp_path, LINE), form(name="x" * 12))
    assert read.values == {"name": "x" * 12}
    assert [dict(slip.detail) for slip in read.slips] == [{"max": "10", "over": "2"}]


def test_a_wrong_value_from_elsewhere_is_refused(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE)
    assert short_text.check(question, "fine") is None
    assert short_text.check(question, 5) is not None
    assert short_text.check(question, "x" * 11) is not None
    assert list(short_text.say(question, {"name": "fine"}, "en")) == ["fine"]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("email", "name@example.org", "name@example.org"),
        ("email", " name.o'neill+x@mail.example.org ", "name.o'neill+x@mail.example.org"),
        ("email", "name@example", None),
        ("email", "name example.org", None),
        ("email", "a@b@example.org", None),
        ("telephone", "01632 960 001", "01632 960 001"),
        ("telephone", "+44 (0)1632-960001", "+44 (0)1632-960001"),
        ("telephone", "960", None),
        ("telephone", "call me", None),
        ("postcode", "ky169aj", "KY16 9AJ"),
        ("postcode", "G1 1AA", "G1 1AA"),
        ("postcode", "KY16", None),
        ("url", "https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("url", "www.example.org", "https://www.example.org"),
        ("url", "javascript://example.org", None),
        ("url", "not a link", None),
    ],
)
def test_a_kind_of_text_is_looked_at_and_what_is_none_is_kept(
    tmp_path: Path, kind: str, typed: str, value: str | None
) -> None:
    question = question_of(tmp_path, f"{{id: reach, type: short_text, kind: {kind}, text: Reach?}}")
    read = short_text.read(question, form(reach=typed))
    assert read.values == {"reach": value if value is not None else typed.strip()}
    assert [slip.code for slip in read.slips] == ([] if value is not None else [f"not_{kind}"])
    assert (short_text.check(question, read.values["reach"]) is None) is (value is not None)
