"""A filter over bytes holds exactly where the condition holds for the document."""

import random

import pytest

from app.errors import Invalid
from app.reports.filtering import mask, one_group
from app.surveys.expressions import evaluate, parse
from app.surveys.questions import shapes
from app.surveys.routing import relevant_only
from app.tallies.codes import encode
from app.tallies.counting import Columns
from app.tallies.layout import Layout
from tests.reports.samples import BASE, answer, survey

CONDITIONS = [
    "age == '16_24'",
    "age != '16_24'",
    "age == 3",
    "selected(support_had, 'breaks') and not selected(support_had, 'money')",
    "selected(support_had, 'unheard_of')",
    "selected(age, '16_24')",
    "support_had == 'breaks'",
    "involved.say == 'agree' or involved.rest == 'agree'",
    "involved.say != 'agree'",
    "people_cared_for == 2",
    "people_cared_for != 2",
    "people_cared_for >= 2 and people_cared_for < 3",
    "people_cared_for > 'many'",
    "answered(people_cared_for) and answered(involved)",
    "not answered(biggest_difference)",
    "not (answered(heard_back) or age == 'under_16')",
    "answered(involved.say)",
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_it_agrees_with_the_document(condition: str) -> None:
    asks, dice = survey("carers"), random.Random(7)
    layout = Layout.build(asks, shapes(asks))
    attributes = {**BASE, "audience": "carer", "kind": "person", "route": "web"}
    documents, codes = [], b""
    for _ in range(300):
        document, ids = answer(asks, dice)
        documents.append(relevant_only(asks, document))
        codes += encode(layout, document, ids, attributes)
    [columns] = Columns.read(layout, codes)
    if "involved.rest" in condition:
        condition = condition.replace("involved.rest", "involved.balance")
    expected = [evaluate(parse(condition), document) for document in documents]
    assert mask(condition, [layout])(columns).tolist() == expected


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("unheard_of == 'x'", "no question or attribute"),
        ("biggest_difference == 'x'", "is a text"),
        ("age ==", "cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_refused(condition: str, why: str) -> None:
    asks = survey("carers")
    with pytest.raises(Invalid, match=why):
        mask(condition, [Layout.build(asks, shapes(asks))])


def test_attributes_are_asked_like_questions() -> None:
    asks = survey("carers")
    layout = Layout.build(asks, shapes(asks))
    routes = ["web", "paper", "web"]
    attributes = {**BASE, "audience": "carer", "kind": "person"}
    codes = b"".join(encode(layout, {}, (), {**attributes, "route": route}) for route in routes)
    [columns] = Columns.read(layout, codes)
    assert mask("route == 'web'", [layout])(columns).tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("condition", "group"),
    [
        ("age == '16_24'", ("age", "16_24")),
        ("selected(age, '16_24')", ("age", "16_24")),
        ("age != '16_24'", None),
        ("age == '16_24' and kind == 'person'", None),
        ("hours == 3", None),
    ],
)
def test_a_condition_that_picks_one_group(condition: str, group: tuple[str, str] | None) -> None:
    assert one_group(condition) == group
