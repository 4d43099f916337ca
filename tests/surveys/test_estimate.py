"""The time a survey takes is stated by a formula that can be worked by hand."""

from pathlib import Path

import pytest

from app.surveys.estimate import estimate_minutes
from tests.surveys.making import survey_of, with_questions

CHOICE = (
    "{{id: q{n}, type: single_choice, text: Do you?, options: [{{id: x, text: Yes}}, {{id: y, text: No}}]}}"
)


def test_one_short_question_takes_a_minute(tmp_path: Path) -> None:
    assert estimate_minutes(with_questions(tmp_path, CHOICE.format(n=1))) == 1


def test_words_are_read_at_two_hundred_a_minute(tmp_path: Path) -> None:
    """199 words of help, 2 of text and 1 of the page's title: 202 words are 1.01 minutes."""
    words = " ".join(["word"] * 199)
    question = f"{{id: a, type: information, text: Read this, help: {words}}}"
    assert estimate_minutes(with_questions(tmp_path, question)) == 2
    assert estimate_minutes(with_questions(tmp_path, question.replace("word word word", "word", 1))) == 1


@pytest.mark.parametrize(
    ("question", "number", "minutes"),
    [
        # 30 times 3 words read of a choice (half of its two options) and 5 seconds: 0.45 + 2.5
        (CHOICE, 30, 3),
        # 4 times 3 words and 90 seconds: 0.06 + 6
        ("{{id: q{n}, type: long_text, text: What would help}}", 4, 7),
        # 4 times 3 words and 15 seconds: 0.06 + 1
        ("{{id: q{n}, type: short_text, text: What would help}}", 4, 2),
        ("{{id: q{n}, type: long_text, max_length: 500, text: What would help}}", 4, 2),
        # 7 times 2 words and 8 seconds: 0.07 + 0.93, and the page's title
        ("{{id: q{n}, type: number, text: How many}}", 7, 2),
    ],
)
def test_answers_take_their_time(tmp_path: Path, question: str, number: int, minutes: int) -> None:
    questions = "\n".join(question.format(n=n) for n in range(number))
    assert estimate_minutes(with_questions(tmp_path, questions)) == minutes


def test_blocks_can_be_left_out(tmp_path: Path) -> None:
    page = "pages:\n  - page: {name}\n    title: One\n    questions:\n"
    long = "".join(f"      - {{id: b{n}, type: long_text, text: What}}\n" for n in range(4))
    (tmp_path / "extra.yaml").write_text("survey: extra\ntitle: E\n" + page.format(name="more") + long)
    source = "survey: made\ntitle: M\n" + page.format(name="one")
    survey = survey_of(tmp_path, source + "      - {id: a, type: number, text: How many}\n  - block: extra\n")
    assert estimate_minutes(survey, blocks=False) == 1
    assert estimate_minutes(survey) == 7
