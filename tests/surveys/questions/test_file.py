"""Files: what became of each is read as an answer or as a slip, and no name or id is believed unseen."""

from pathlib import Path

import pytest

from app.surveys.definition import Question, Text
from app.surveys.expressions import Scope, compiled, parse
from app.surveys.questions import exact, file, shape
from app.surveys.shapes import Files
from tests.surveys.making import form, problems_of, question_of

A, B = "0" * 32 + ".pdf/Our views.pdf", "f" * 32 + ".png/A step.png"


def question(**settings: object) -> Question:
    return Question("sent", "file", Text({"en": "Send us a file"}), settings=settings)


def test_what_is_kept_is_the_answer() -> None:
    both = question(most=2)
    read = file.read(both, form(sent=[A, B]))
    assert (read.values, read.slips) == ({"sent": [A, B]}, ())
    assert [*file.say(both, read.values, "en")] == ["Our views.pdf", "A step.png"]
    assert file.check(both, [A, B]) is None
    assert file.read(both, form()).values == {}


def test_what_is_refused_is_a_slip_with_its_name() -> None:
    read = file.read(question(megabytes=5), form(sent=[A, "refused:too_large/Film/2.pdf"]))
    assert read.values == {"sent": [A]}
    [slip] = read.slips
    assert (slip.code, dict(slip.detail)) == (
        "file_too_large",
        {"name": "Film/2.pdf", "max": "5", "most": "1"},
    )


@pytest.mark.parametrize(
    "value",
    [
        "words", [1], ["../../etc/passwd"], ["0" * 32 + ".exe/x.exe"], ["0" * 32 + ".pdf/a/b"], [A, A[:5]],
        ["0" * 32 + ".pdf/"], ["0" * 32 + ".pdf/a\n"], ["0" * 31 + ".pdf/a"],
    ],
)  # fmt: skip
def test_nothing_else_is_an_answer(value: object) -> None:
    assert file.check(question(most=5), value) is not None


def test_the_author_says_which_and_how_many() -> None:
    assert file.check(question(accept="pictures"), [A]) is not None
    assert file.check(question(accept="documents"), [A]) is None
    assert file.check(question(), [A, B]) == "there are more than 1 files"
    assert file.accepted(question(accept="pictures")) == "image/png,image/jpeg"
    assert file.accepted(question()) == ".pdf,.docx,.odt,.xlsx,image/png,image/jpeg"


def test_places_of_the_list_that_are_empty_are_known() -> None:
    three = question(most=3)
    assert file.typed(three, [A]) == {"sent.1.name": "Our views.pdf", "sent.1.id": A.partition("/")[0]}
    assert file.empty_places(three, [A]) == {"sent.2", "sent.3"}
    assert file.empty_places(three, None) == {"sent.1", "sent.2", "sent.3"}


def test_it_is_counted_as_answered_and_is_no_comment() -> None:
    assert shape(question()) == Files()
    assert exact(question())


def test_an_expression_may_ask_how_many() -> None:
    assert compiled(parse("how_many(sent) >= 2"))(Scope({"sent": [A, B]})) is True
    assert compiled(parse("answered(sent)"))(Scope({})) is False


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        ("most: 0", "nobody can send 0 files"),
        ("most: 9", "nobody can send 9 files"),
        ("megabytes: 900", "a file cannot have 900 megabytes"),
        ("accept: films", "'accept' cannot be 'films'"),
    ],
)
def test_an_author_is_told_what_to_mend(tmp_path: Path, keys: str, what: str) -> None:
    line = f"      - {{id: sent, type: file, text: Send it, {keys}}}\n"
    source = "survey: made\ntitle: A\npages:\n  - page: one\n    title: One\n    questions:\n" + line
    assert [what in str(problem) for problem in problems_of(tmp_path, source)] == [True]


def test_left_out_it_is_one_of_ten_megabytes(tmp_path: Path) -> None:
    made = question_of(tmp_path, "{id: sent, type: file, text: Send it}")
    assert (file.most(made), file.megabytes(made)) == (1, 10)
