"""One line of the benchmark: a goal's name, a figure, what it is held against, and whether it is met."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """`limit` is the largest ratio of `figure` to `yardstick` that meets the goal."""

    goal: str
    what: str
    figure: float
    unit: str
    against: str
    yardstick: float
    limit: float

    @property
    def ratio(self) -> float:
        """How many yardsticks the figure is."""
        return self.figure / self.yardstick if self.yardstick else float("inf")

    def __str__(self) -> str:
        verdict = "met" if self.ratio <= self.limit else "not met"
        beside = f"{self.against}: {self.yardstick:.4g} {self.unit}"
        held = f"{beside}; ratio {self.ratio:.3f} (limit {self.limit:.3g})"
        return f"{self.goal} {self.what}: {self.figure:.4g} {self.unit}; {held}: {verdict}"
