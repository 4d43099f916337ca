"""What a information question reads from a form, refuses from elsewhere, and says in plain words."""

from pathlib import Path

from app.surveys.questions import information, shape
from app.surveys.shapes import Nothing
from tests.surveys.making import form, question_of

LINE = "{id: note, type: information, text: Please read, help: Some words}"


def test_it_takes_no_answer(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE)
    assert information.read(question, form(note="x")).values == {}
    assert information.check(question, "x") is not None
    assert information.controls(question) == ()
    assert list(information.say(question, {}, "en")) == []
    assert shape(question) == Nothing()
