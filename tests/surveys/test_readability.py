"""The reading age is what the formula's authors say it is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveys.readability import Counts, ReadingAge, coleman_liau, count, reading_age
from tests.surveys.making import survey_of, with_questions


def test_the_worked_example_of_the_formula() -> None:
    """The abstract of Coleman and Liau's paper: 639 letters, 119 words, 5 sentences, grade 14.5."""
    assert coleman_liau(Counts(639, 119, 5)) == pytest.approx(14.5, abs=0.05)


@pytest.mark.parametrize(
    ("letters", "sentences", "grade"),
    [(400, 10, 4.76), (450, 5, 9.18), (350, 20, -1.14)],
)
def test_grades_worked_by_hand(letters: int, sentences: int, grade: float) -> None:
    assert coleman_liau(Counts(letters, 100, sentences)) == pytest.approx(grade, abs=0.005)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("", Counts(0, 0, 0)),
        ("…?!", Counts(0, 0, 0)),
        ("Yes", Counts(3, 1, 1)),
        ("I care. You do not!", Counts(13, 5, 2)),
        ("Don't stop", Counts(8, 2, 1)),
        ("A well-run service", Counts(15, 3, 1)),
        ("About 12.5 hours a week.", Counts(18, 5, 1)),
        ("An office of the U.S. Office of Education", Counts(32, 8, 1)),
        ("“Stop.” She did.", Counts(10, 3, 2)),
        ("Cùram dhòmhsa", Counts(12, 2, 1)),
    ],
)
def test_what_is_counted(text: str, counts: Counts) -> None:
    assert count(text) == counts


def test_no_words_have_no_grade() -> None:
    with pytest.raises(ValueError, match="no words"):
        coleman_liau(Counts(0, 0, 0))


def test_it_is_printed_with_its_formula() -> None:
    assert str(ReadingAge(10.2)) == "reading age 10.2 (Coleman-Liau index plus 5)"


def test_harder_words_make_an_older_reader(tmp_path: Path) -> None:
    easy = with_questions(tmp_path, "{id: a, type: long_text, text: What would help you most in your day?}")
    hard = with_questions(
        tmp_path,
        "{id: a, type: long_text, text: Which multidisciplinary interventions facilitate resilience?}",
    )
    assert reading_age(easy).years < 9 < 18 < reading_age(hard).years


def test_options_are_left_out_and_markup_is_not_read(tmp_path: Path) -> None:
    line = "{{id: a, type: single_choice, text: A break?, help: {}, "
    line += "options: [{{id: x, text: {}}}, {{id: y, text: Y}}]}}"
    longer = with_questions(tmp_path, line.format("'**Do** say'", "Intergovernmental"))
    marked = with_questions(tmp_path, line.format("Do say", "X"))
    assert reading_age(longer) == reading_age(marked)


def test_items_of_a_list_are_sentences_of_their_own(tmp_path: Path) -> None:
    source = "survey: made\ntitle: T\nintro: |\n  {}\npages:\n  - page: one\n    title: One\n    questions:\n"
    source += "      - {{id: a, type: number, text: How many}}\n"
    listed = survey_of(tmp_path, source.format("- one thing\n  - one more"))
    stopped = survey_of(tmp_path, source.format("one thing. one more."))
    assert reading_age(listed) == reading_age(stopped)


@given(st.text())
def test_any_text_can_be_counted(text: str) -> None:
    counts = count(text)
    assert counts.letters >= counts.words >= counts.sentences >= 0
    assert bool(counts.words) == bool(counts.sentences)
