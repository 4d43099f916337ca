"""How long a survey takes to answer, so that a start page can say so and an author can keep it short.

minutes = words to read / 200
        + seconds for each answer / 60, by the shape of the question:
          choice 5, several choices 8, grid row 4, number 8, one line of text 15, long text 90;
          of what is answered in parts, for each part

200 words a minute is a careful reader (adults read non-fiction in English at 238 words a minute:
M. Brysbaert, Journal of Memory and Language 109, 2019). 90 seconds is a comment of 50 words typed on
a phone at 36 words a minute (K. Palin and others, "How do people type on mobile devices?", MobileHCI
2019) with a few seconds to think. Of the options of a choice half the words count, for people stop
reading at theirs. The other figures are ours too, to be set against what a pilot measures.
Every question is counted, also those that only some people are asked, so nobody is told too little.
"""

import math
from collections.abc import Mapping

from app.surveys.definition import Question, Survey
from app.surveys.questions import check, shape
from app.surveys.readability import count
from app.surveys.shapes import Choice, Choices, Item, Number, Rows, Words, items
from app.surveys.text import to_plain

WORDS_A_MINUTE = 200
CHOICE, CHOICES, ROW, NUMBER, LINE, COMMENT = 5, 8, 4, 8, 15, 90  # seconds
SECONDS: Mapping[type[Item], int] = {Choice: CHOICE, Choices: CHOICES, Number: NUMBER, Words: LINE}
LONGEST_LINE = 500  # characters: a text that takes no more is answered with a line


def estimate_minutes(survey: Survey, blocks: bool = True) -> int:
    """Whole minutes, rounded up, at least 1. Without `blocks`, those of shared blocks are left out."""
    pages = [
        [question for question in page.questions if blocks or not question.block] for page in survey.pages
    ]
    words = float(_words(str(survey.intro)))
    seconds = 0.0
    for page, questions in zip(survey.pages, pages, strict=True):
        if questions:
            words += _words(str(page.title)) + _words(str(page.intro))
        for question in questions:
            words += _to_read(question)
            seconds += _to_answer(question)
    return max(1, math.ceil(words / WORDS_A_MINUTE + seconds / 60))


def _to_read(question: Question) -> float:
    """The words of a question that somebody reads; the options of a grid once, not with every row."""
    options = float(sum(_words(str(option.text)) for option in question.options))
    if isinstance(shape(question), Choice):
        options /= 2
    options += sum(_to_read(part) for part in question.parts)
    texts = (question.text, question.help, question.limits.unit, *(row.text for row in question.rows))
    return options + sum(_words(str(text)) for text in texts)


def _to_answer(question: Question) -> float:
    """The seconds that choosing or typing takes."""
    kind = shape(question)
    if isinstance(kind, Words):
        return LINE if check(question, "x" * (LONGEST_LINE + 1)) else COMMENT
    each = [one for _, one in items(question.id, kind)]
    return sum(ROW if isinstance(kind, Rows) else SECONDS[type(one)] for one in each)


def _words(text: str) -> int:
    """The words of a text in the Markdown subset."""
    return count(to_plain(text)).words
