"""The error of a definition that cannot be used, with every problem found in it."""

from collections.abc import Sequence

from app.errors import Invalid
from app.surveys.problems import Problem


class BrokenSurvey(Invalid):
    """A definition that has problems; `problems` holds them all."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
