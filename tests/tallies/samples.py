"""Small surveys, made-up answers and a slow honest count, for the tests of this room."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from app.surveys.definition import Option, Page, Question, Row, Survey, Text
from app.surveys.expressions import Expression
from app.surveys.shapes import Choice, Choices, Nothing, Number, Parts, Ranking, Rows, Shape, Words
from app.tallies.layout import Layout


def text(words: str) -> Text:
    return Text({"en": words})


def survey(
    shapes: Mapping[str, Shape],
    breakdowns: tuple[str, ...] = (),
    sensitive: Collection[str] = (),
    relevant: Mapping[str, Expression] = MappingProxyType({}),
) -> Survey:
    """A survey of one page with a question of each shape; its types are of no matter here."""
    questions = []
    for key, shape in shapes.items():
        options = tuple(Option(o, text(o)) for o in getattr(shape, "options", ()))
        rows = tuple(Row(r, text(r)) for r in getattr(shape, "rows", ()))
        questions.append(
            Question(
                key,
                "any",
                text(key),
                options=options,
                rows=rows,
                sensitive=key in sensitive,
                relevant=relevant.get(key),
            )
        )
    return Survey(
        "sample", "1", text("Sample"), (Page("only", text("Only"), tuple(questions)),),
        languages=("en", "gd"), breakdowns=breakdowns,
    )  # fmt: skip


HELP = Choices(("family", "paid", "none"), frozenset({"none"}))
FIRST: dict[str, Shape] = {
    "role": Choice(("self", "partner", "other")),
    "helped": Choices(("breaks", "money", "training", "people", "time", "home", "none"), frozenset({"none"})),
    "agree": Rows(("say", "rest"), ("yes", "no")),
    "hours": Number(),
    "comment": Words(),
    "note": Nothing(),
    "best": Ranking(("breaks", "money", "heard"), 2),
    "week": Parts((("day", HELP), ("night", HELP))),
    "used": Parts(
        (("home", Parts((("good", Choice(("yes", "no"))), ("hours", Number()), ("who", Words())))),)
    ),
    "long": Choice(tuple(f"o{i}" for i in range(300))),
}
# The next version: an option gone, one new, another order, a question gone, one new.
SECOND: dict[str, Shape] = {
    "role": Choice(("partner", "neighbour", "self")),
    "helped": Choices(("money", "breaks", "none", "advice"), frozenset({"none"})),
    "agree": Rows(("say",), ("no", "yes")),
    "hours": Number(),
    "age": Choice(("under_16", "older")),
    "best": Ranking(("money", "rest", "breaks"), 3),
    "week": Parts((("night", HELP),)),
    "used": Parts((("home", Parts((("hours", Number()),))), ("day", Parts((("good", Choice(("no",))),))))),
    "long": Choice(tuple(f"o{i}" for i in range(300))),
}


def layout(shapes: Mapping[str, Shape]) -> Layout:
    return Layout.build(survey(shapes), shapes, ("web", "library"))


def _answer(shape: Shape) -> st.SearchStrategy[Any]:
    match shape:
        case Choice(options):
            return st.sampled_from(options[:6])
        case Choices(options):
            return st.sets(st.sampled_from(options), min_size=1).map(lambda s: [o for o in options if o in s])
        case Rows(rows, options):
            row = st.sampled_from(rows)
            return st.dictionaries(row, st.sampled_from(options), min_size=1)
        case Ranking(options, most):
            return st.permutations(options).flatmap(
                lambda order: st.integers(1, most).map(lambda many: list(order[:many]))
            )
        case Parts(parts):
            return st.dictionaries(
                st.sampled_from([part for part, _ in parts]), st.none(), min_size=1
            ).flatmap(
                lambda some: st.fixed_dictionaries(
                    {part: _answer(own) for part, own in parts if part in some}
                )
            )
        case Number():
            return st.integers(0, 168) | st.floats(0, 168, allow_nan=False)
        case Words():
            return st.just("some words")
        case _:
            return st.nothing()


CARER = {
    "audience": "carer", "kind": "person", "route": "web",
    "language": "en", "collector": "web", "complete": "yes",
}  # fmt: skip
ATTRIBUTES = st.fixed_dictionaries(
    {
        "audience": st.sampled_from(("carer", "public")),
        "kind": st.sampled_from(("person", "organisation")),
        "route": st.sampled_from(("web", "paper")),
        "language": st.sampled_from(("en", "gd")),
        "collector": st.sampled_from(("web", "library")),
        "complete": st.sampled_from(("no", "yes")),
    }
)


@st.composite
def responses(
    draw: st.DrawFn, shapes: Mapping[str, Shape]
) -> tuple[dict[str, Any], frozenset[str], dict[str, str]]:
    """A document, the questions asked, and the attributes of one response."""
    keys = [key for key, shape in shapes.items() if not isinstance(shape, Nothing)]
    asked = draw(st.sets(st.sampled_from(keys)))
    answered = draw(st.sets(st.sampled_from(keys))) & asked
    document = {key: draw(_answer(shapes[key])) for key in keys if key in answered}
    return document, frozenset(asked), draw(ATTRIBUTES)
