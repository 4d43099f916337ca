"""What a long text question reads from a form, refuses from elsewhere, and says in plain words."""

from pathlib import Path

from app.surveys.questions import long_text
from tests.surveys.making import form, question_of

LINE = "{id: said, type: long_text, text: Say?, max_length: 20}"


def test_read_keeps_lines(tmp_path: Path) -> None:
    assert long_text.read(question_of(tmp_path, LINE), form(said="one\r\ntwo ")).values == {
        "said": "one\ntwo"
    }


def test_nothing_is_cut(tmp_path: Path) -> None:
    read = long_text.read(question_of(tmp_path, LINE), form(said="x" * 25))
    assert read.values == {"said": "x" * 25}
    assert [slip.code for slip in read.slips] == ["too_long"]


def test_a_wrong_value_from_elsewhere_is_refused(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE)
    assert long_text.check(question, "one\ntwo") is None
    assert long_text.check(question, None) is not None
    assert list(long_text.say(question, {"said": "one\ntwo"}, "en")) == ["one", "two"]
