"""What the entries of a repeat say together gives away no count that is hidden elsewhere."""

from dataclasses import replace

from app.surveys.definition import Survey
from app.surveys.expressions import Selected
from app.surveys.parser import read_survey
from app.surveys.questions import shapes
from app.surveys.routing import asked_ids, relevant_only
from app.tallies.codes import encode
from app.tallies.counting import count
from app.tallies.layout import Layout
from app.tallies.ledger import Ledger
from app.tallies.rule import Rule
from app.tallies.suppression import publish
from tests.serving import ROOT
from tests.tallies.test_calculated import ABOUT


def example() -> Survey:
    return read_survey(ROOT / "surveys" / "examples" / "repeat.yaml")


def test_what_hangs_on_a_condition_or_is_worked_out_has_no_figures() -> None:
    survey = example()
    survey = replace(survey, pages=survey.pages[:1])  # nothing else hangs on it
    of_it = shapes(survey)
    layout, rule = Layout.build(survey, of_it), Rule.for_survey(survey, of_it)
    codes = b""
    # How many gave an age is how many care for a child.
    for who, times in (("parent", 40), ("partner", 6), ("child", 3)):
        for _ in range(times):
            said = {
                "people": [{"who": who, "age": 7, "hours": 40, "helpers": [{"helper": "A", "visits": 1}]}]
            }
            kept = relevant_only(survey, said)
            codes += encode(layout, kept, asked_ids(survey, kept), {**ABOUT, "complete": "yes"})
    exact = count([(layout, codes)])
    assert exact.overall.items["people.age"].base == 3
    published = publish(exact, rule, Ledger()).overall.items
    assert published["people.who"].counts["child"] is None
    for item in ("people.age", "people.helpers.visits"):
        shown = published[item]
        assert (shown.base, shown.not_answered, shown.number) == (None, None, None), item
    assert published["people.hours"].base == 49
    assert published["people.hours"].number is not None
    assert published["people.helpers.helper"].base == 49


def test_who_is_asked_by_a_count_is_asked_by_what_it_is_worked_out_from() -> None:
    survey = example()
    rule = Rule.for_survey(survey, shapes(survey))
    sources = {route.source for route in rule.routes if "breaks.days" in route.items}
    assert {"people.count", "people.who", "people.hours"} <= sources
    assert rule.unpublished >= {"breaks.count"}
    [told] = [
        route
        for route in rule.routes
        if route.source == "people.who" and isinstance(route.leaf, Selected) and "breaks.days" in route.items
    ]
    assert (told.outcome("child"), told.outcome("parent"), told.outcome(None)) == (True, False, False)
