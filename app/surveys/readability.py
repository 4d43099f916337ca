"""How hard a survey's words are to read, so that an author sees it before a respondent suffers it.

The formula is the Coleman-Liau index: it counts letters and not syllables, so a machine works it out
the same way every time. It gives a United States school grade; children are five years older than
their grade, so the reading age is the grade plus five.

Source: M. Coleman and T. L. Liau, "A computer readability formula designed for machine scoring",
Journal of Applied Psychology 60 (1975), pages 283-284.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.surveys.definition import SOURCE_LANGUAGE, Survey
from app.surveys.text import to_html

FORMULA = "Coleman-Liau index plus 5"
AGE_OF_GRADE_NOUGHT = 5  # years

# Letters and digits, with what may stand inside a word: an apostrophe, a hyphen, a point or comma.
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
# A sentence ends with one of these marks before a space or the end, unless the mark follows a single
# capital letter, as in "U.S. Office".
_END = re.compile(r"(?<!\b[A-Z])[.!?:;]+[\"'”’)]*(?=\s|$)")
# What ends a line of print ends a sentence too: a list's items have no full stop.
_LINE = re.compile(r"</?(?:p|li|ul|ol|br)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Counts:
    """What the formula needs of a text: letters (digits among them), words, sentences."""

    letters: int
    words: int
    sentences: int

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.letters + other.letters, self.words + other.words, self.sentences + other.sentences
        )


@dataclass(frozen=True, slots=True)
class ReadingAge:
    """The age in years at which somebody reads these words with ease, and by which formula."""

    years: float

    def __str__(self) -> str:
        return f"reading age {self.years:.1f} ({FORMULA})"


def count(text: str) -> Counts:
    """The counts of a plain text. A text with any word in it has at least one sentence.

    >>> count("Who do you look after? You may tick more than one.")
    Counts(letters=38, words=11, sentences=2)
    """
    sentences = [words for part in _END.split(text) if (words := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    letters = sum(char.isalnum() for word in words for char in word)
    return Counts(letters, len(words), len(sentences))


def coleman_liau(counts: Counts) -> float:
    """The school grade: 0.0588 L - 0.296 S - 15.8, with L letters and S sentences per 100 words.

    Raises ValueError where there are no words.
    """
    if not counts.words:
        raise ValueError("there are no words to measure")
    letters = 100 * counts.letters / counts.words
    sentences = 100 * counts.sentences / counts.words
    return 0.0588 * letters - 0.296 * sentences - 15.8


def reading_age(survey: Survey) -> ReadingAge:
    """The reading age of a survey's English.

    Measured are the running words: title, introductions, questions, help, statements and thanks.
    The words of options are left out: a list of "Yes" and "No" is no prose, and would make every
    survey look easier than it is.
    """
    counts = Counts(0, 0, 0)
    for text in _running(survey):
        counts += text
    if not counts.words:
        return ReadingAge(float(AGE_OF_GRADE_NOUGHT))
    return ReadingAge(round(max(coleman_liau(counts), 0.0) + AGE_OF_GRADE_NOUGHT, 1))


def _running(survey: Survey) -> Iterator[Counts]:
    """The counts of every running text."""
    for text in (survey.title, survey.intro, survey.thanks):
        yield _markdown(text.in_language(SOURCE_LANGUAGE))
    for page in survey.pages:
        yield _markdown(page.title.in_language(SOURCE_LANGUAGE))
        yield _markdown(page.intro.in_language(SOURCE_LANGUAGE))
        for question in page.questions:
            yield _markdown(question.text.in_language(SOURCE_LANGUAGE))
            yield _markdown(question.help.in_language(SOURCE_LANGUAGE))
            yield from (_markdown(row.text.in_language(SOURCE_LANGUAGE)) for row in question.rows)
            yield from (_markdown(part.text.in_language(SOURCE_LANGUAGE)) for part in question.parts)


def _markdown(text: str) -> Counts:
    """The counts of a text in the Markdown subset: each paragraph and item of a list by itself."""
    return _sum(count(_TAG.sub("", part)) for part in _LINE.split(to_html(text)))


def _sum(parts: Iterable[Counts]) -> Counts:
    return sum(parts, Counts(0, 0, 0))
