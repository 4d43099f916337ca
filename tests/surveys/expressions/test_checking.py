"""What is wrong with an expression is said before anybody answers, with how to mend it."""

from typing import Any

import pytest
from hypothesis import given

from app.surveys.expressions import Expression, parse
from app.surveys.expressions.checking import Check, check
from app.surveys.expressions.kinds import Kind, Known
from tests.surveys.expressions.trees import TREES

KNOWN = {
    "role": Known(Kind.CHOICE, ("self", "parent")),
    "locality": Known(Kind.CHOICE, None),
    "hours": Known(Kind.NUMBER),
    "helped": Known(Kind.CHOICES, ("breaks", "money")),
    "town": Known(Kind.TEXT),
    "born": Known(Kind.DATE),
    "agree": Known(Kind.MANY, of=Kind.CHOICE),
    "agree.say": Known(Kind.CHOICE, ("yes", "no")),
    "people": Known(Kind.MANY),
    "people.hours": Known(Kind.MANY, of=Kind.NUMBER),
}
LATER = {"after": ("does not come before it", "Move '{}' before it.")}


@pytest.mark.parametrize(
    "written",
    [
        "hours >= 35 and selected(role, 'parent') and not answered(town)",
        "role == 'self' or role != 'parent'",
        "locality == 'anything'",
        "agree.say == 'yes'",
        "sum(people.hours) > 3 and how_many(people) < 5",
        "years(born, today()) < 16 and born > date('1990-01-01')",
        "count_selected(helped) > 1 and selected(helped, 'breaks', 'money')",
        "matches(town, '[A-Z].*') and length(town) < 10",
        "if(hours > 3, 1, 2) + round(hours / 7, 1) == 4",
        "label(role) == concat('Self', town)",
        "coalesce(hours, 0) > 3",
    ],
)
def test_what_means_something_passes(written: str) -> None:
    assert list(check(parse(written), Kind.FLAG, Check(KNOWN, LATER))) == []


@pytest.mark.parametrize(
    ("written", "what", "mend"),
    [
        ("hour >= 3", "'hour' does not exist", "Did you mean 'hours'?"),
        ("zebra == 3", "'zebra' does not exist", "Use the id of a question before"),
        ("after == 3", "'after' does not come before it", "Move 'after' before it"),
        ("agree.sya == 'yes'", "there is no 'agree.sya'", "Did you mean 'agree.say'?"),
        ("hours.day == 3", "there is no 'hours.day'", "'hours' has no parts"),
        ("hours", "'hours' is a number, and something that is true or false is needed", "hours >= 35"),
        ("hours and answered(town)", "and not something that holds or does not", "hours >= 35"),
        ("not role", "'role' is a choice", "role == 'yes'"),
        ("role == 'sefl'", "'role' has no option 'sefl'", "Did you mean 'self'?"),
        ("'zz' == role", "'role' has no option 'zz'", "Use one of"),
        ("selected(helped, 'break')", "'helped' has no option 'break'", "Did you mean 'breaks'?"),
        ("selected(hours, 'x')", "'hours' is a number, so nothing can be selected", "hours >= 35"),
        ("helped == 'breaks'", "'helped' may have several answers", "selected(helped, 'breaks')"),
        ("people.hours > 3", "'people.hours' may have several answers", "sum(people.hours) > 3"),
        ("hours == 'many'", "'hours' is a number and 'many' is a text", "Compare numbers with numbers"),
        ("born > 3", "'born' is a date and '3' is a number", "date('2026-11-30')"),
        ("role < 'self'", "'<' is asked of 'role'", "Use == or !="),
        ("town > 'A'", "'>' is asked of 'town', which is a text", "Use == or !="),
        ("role == town", "'role' is a choice and 'town' a text", "label("),
        ("town + 1 == 2", "'town' is a text, and not a number", "numbers only"),
        ("-role == 2", "'role' is a choice, and not a number", "numbers only"),
        ("summ(hours) > 1", "there is no function 'summ'", "Did you mean 'sum'?"),
        ("xyzzy(hours) > 1", "there is no function 'xyzzy'", "Use one of abs, answered"),
        ("round(hours, 1, 2) > 1", "'round' is given 3 values", "round(hours / 7, 1)"),
        ("today(1) > born", "'today' is given 1 values", "today()"),
        ("length(hours) > 1", "'length' cannot take 'hours', which is a number", "length(comment)"),
        ("if(hours, 1, 2) > 1", "'if' cannot take 'hours', which is a number", "if(hours >= 35"),
        ("sum(town) > 1", "'sum' cannot take 'town', which is a text", "sum(day_hours"),
        ("matches(town, '(')", "the pattern '(' cannot be read", "brackets and backslashes"),
        ("matches(town, town)", "the pattern 'town' is not written out", "in quotes"),
        ("born > date('2026-13-01')", "'2026-13-01' is not a date", "date('2026-11-30')"),
        ("label('x') == 'y'", "'label' cannot take ''x''", "label(role)"),
        ("position() > 1", "position() is asked outside a repeat", "questions of a repeat"),
    ],
)
def test_what_means_nothing_is_said_with_a_mend(written: str, what: str, mend: str) -> None:
    [fault] = check(parse(written), Kind.FLAG, Check(KNOWN, LATER))
    assert what in fault.what
    assert mend in fault.mend


def test_an_expression_may_have_so_many_parts_and_no_more() -> None:
    parts = " and ".join(["a==1"] * 200)
    [fault] = check(parse(parts), Kind.FLAG, Check({"a": Known(Kind.NUMBER)}))
    assert "more than 500 parts" in fault.what


@given(TREES)
def test_any_tree_is_checked_without_an_error(tree: Expression) -> None:
    faults: Any = list(check(tree, Kind.FLAG, Check(KNOWN, LATER)))
    assert all(fault.what and fault.mend for fault in faults)
