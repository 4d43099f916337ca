"""Small made-up consultations with small groups and lopsided answers: what suppression finds hard."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from app.surveys.expressions import Answered, Expression, Selected, evaluate, parse
from app.surveys.shapes import Choice, Choices, Number, Rows, Shape, Words
from app.tallies.codes import encode
from app.tallies.counting import count
from app.tallies.layout import Layout
from app.tallies.rule import Rule
from app.tallies.tally import Tally
from tests.tallies.samples import CARER, survey

Response = tuple[dict[str, Any], frozenset[str], dict[str, str]]


def options(n: int) -> tuple[str, ...]:
    return tuple(f"o{i}" for i in range(n))


class Consultation:
    """Questions `split` and `other` to split by, and one of each shape; answers from a seed."""

    def __init__(
        self,
        seed: int,
        groups: int,
        most: int,
        sensitive: Sequence[str] = (),
        locality: bool = False,
        routed: bool = False,
        few: bool = False,
    ) -> None:
        self.random = random.Random(seed)
        r = self.random
        self.split = "locality" if locality else "split"
        self.shapes: dict[str, Shape] = {
            self.split: Choice(options(groups)),
            "one": Choice(options(r.randint(2, most))),
            "many": Choices((*options(r.randint(2, most)), "none"), frozenset({"none"})),
            "grid": Rows(("a", "b"), options(r.randint(2, 4))),
            "hours": Number(),
            "words": Words(),
            "more": Choice(options(r.randint(2, 4))),
            "why": Choice(options(2)),
        }
        # "more" is asked of some who answered "one", "why" of some who chose something of "many".
        self.relevant: dict[str, Expression] = {}
        if routed:
            some = r.choice((parse("one == 'o0'"), parse("one != 'o1'"), Answered("one")))
            self.relevant = {"more": some, "why": Selected("many", r.choice(("o0", "o1", "none")))}
        elif few:  # a smaller table, which an attacker is through with sooner
            kept = {self.split, *r.sample(sorted(set(self.shapes) - {self.split}), 2)}
            self.shapes = {key: shape for key, shape in self.shapes.items() if key in kept}
        self.survey = survey(self.shapes, (self.split,), sensitive, self.relevant)
        self.layout = Layout.build(self.survey, self.shapes)
        self.rule = Rule.for_survey(self.survey, self.shapes)
        self.skew = {key: r.choice((0.3, 1.0, 3.0, 8.0)) for key in (*self.shapes, "route")}
        self.silent = {key: r.choice((0.0, 0.02, 0.1, 0.4)) for key in self.shapes}
        self.unasked = {key: r.choice((0.0, 0.0, 0.05, 0.3)) for key in self.shapes}
        self.responses: list[Response] = []

    def _pick(self, key: str, among: Sequence[str]) -> str:
        weights = [1 / (i + 1) ** self.skew[key] for i in range(len(among))]
        return self.random.choices(among, weights)[0]

    def _answer(self, key: str, shape: Shape) -> Any:
        r = self.random
        match shape:
            case Choice(among):
                return self._pick(key, among)
            case Choices(among, exclusive):
                if r.random() < 0.1:
                    return list(exclusive)
                chosen = {self._pick(key, among[:-1]) for _ in range(r.randint(1, 3))}
                return [o for o in among if o in chosen]
            case Rows(rows, among):
                return {row: self._pick(key, among) for row in rows if r.random() < 0.9}
            case Number():
                return r.randint(0, 60)
            case _:
                return "words"

    def answer(self, people: int) -> "Consultation":
        """That many more people answer."""
        for _ in range(people):
            asked: set[str] = set()
            document: dict[str, Any] = {}
            for key, shape in self.shapes.items():
                condition = self.relevant.get(key)
                if (
                    self.random.random() < self.unasked[key]
                    if condition is None
                    else not evaluate(condition, document)
                ):
                    continue
                asked.add(key)
                if self.random.random() >= self.silent[key]:
                    document[key] = self._answer(key, shape)
            attributes = {**CARER, "route": self._pick("route", ("web", "paper", "telephone"))}
            self.responses.append((document, frozenset(asked), attributes))
        return self

    def tally(self, by: Sequence[str] = ()) -> Tally:
        codes = b"".join(encode(self.layout, *response) for response in self.responses)
        return count([(self.layout, codes)], by=tuple(by))

    def items(self) -> Mapping[str, Shape]:
        """The shapes of the items, as an attacker reads them in the survey."""
        return self.rule.shapes
