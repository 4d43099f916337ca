"""A calculated value is a sum of other counts: it gives none of them away."""

from pathlib import Path

from app.surveys.questions import shapes
from app.surveys.routing import asked_ids, relevant_only
from app.tallies.codes import encode
from app.tallies.counting import count
from app.tallies.layout import Layout
from app.tallies.ledger import Ledger
from app.tallies.rule import Rule
from app.tallies.suppression import publish
from tests.surveys.making import problems_of, with_questions

ABOUT = {"audience": "public", "kind": "person", "route": "web", "language": "en", "collector": "web"}
ROLES = "options: [{id: a, text: A}, {id: b, text: B}, {id: c, text: C}, {id: d, text: D}]"
LINES = f"""{{id: role, type: single_choice, text: Role?, {ROLES}}}
{{id: load, type: calculated, text: Load, calculation: "if(role == 'b' or role == 'd', 'x', 'y')", \
options: [{{id: x, text: X}}, {{id: y, text: Y}}]}}
{{id: more, type: number, text: More?, relevant: load == 'x'}}"""


def test_no_count_of_it_is_published(tmp_path: Path) -> None:
    survey = with_questions(tmp_path, LINES)
    of_it = shapes(survey)
    layout, rule = Layout.build(survey, of_it), Rule.for_survey(survey, of_it)
    codes = b""
    for role, times in (("a", 60), ("b", 3), ("c", 40), ("d", 20)):
        kept = relevant_only(survey, {"role": role})
        codes += encode(layout, kept, asked_ids(survey, kept), {**ABOUT, "complete": "yes"}) * times
    exact = count([(layout, codes)])
    assert exact.overall.items["load"].counts == {"x": 23, "y": 100}
    published = publish(exact, rule, Ledger()).overall.items
    assert published["role"].counts["b"] is None
    assert set(published["load"].counts.values()) == {None}
    # Nor is how many were asked what hangs on it: 23 less the 20 of "d" would be those of "b".
    assert published["more"].not_asked is None or published["role"].counts["d"] is None
    assert {"role"} <= {route.source for route in rule.routes if "more" in route.items}


def test_it_is_no_breakdown(tmp_path: Path) -> None:
    head = (
        "survey: made\ntitle: A\nbreakdowns: [load]\npages:\n  - page: one\n    title: One\n    questions:\n"
    )
    lines = "".join(f"      - {line}\n" for line in LINES.splitlines())
    [problem] = problems_of(tmp_path, head + lines)
    assert "'load' is not a single choice" in problem.what
