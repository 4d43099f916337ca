"""What is wrong, said so that it can be mended: in a definition, or in an answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in a definition: in which file and line, what it is, and how to mend it."""

    path: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what} {self.mend}"


@dataclass(frozen=True, slots=True)
class Slip:
    """Something about an answer that the respondent is asked to mend; a value, not an exception.

    `control` is the name of the form control to go to, `code` a fixed word such as `required`, and
    `detail` the figures that the sentence in the respondent's language needs, e.g. {"max": 168}.
    """

    question: str
    control: str
    code: str
    detail: tuple[tuple[str, str], ...] = ()
