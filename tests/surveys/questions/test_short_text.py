"""What a short text question reads from a form, refuses from elsewhere, and says in plain words."""

from pathlib import Path

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
