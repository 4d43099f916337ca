"""Closed answers lie in bytes and come back as they were."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid
from app.surveys.shapes import Choice, Parts, Words
from app.tallies.codes import decode, encode
from app.tallies.layout import Layout
from tests.tallies.samples import CARER, FIRST, SECOND, layout, responses

LAYOUT = layout(FIRST)


def without_words(document, shapes):
    """A document as bytes can tell it: texts are gone, and what they leave empty."""
    kept = {}
    for key, value in document.items():
        own = shapes[key]
        if isinstance(own, Parts):
            value = without_words(value, dict(own.parts))
        if not isinstance(own, Words) and value != {}:
            kept[key] = value
    return kept


@given(st.data())
@pytest.mark.parametrize("shapes", [FIRST, SECOND], ids=["first", "second"])
def test_round_trip(shapes, data):
    document, asked, attributes = data.draw(responses(shapes))
    codes = encode(layout(shapes), document, asked, attributes)
    without_texts = without_words(document, shapes)
    assert decode(layout(shapes), codes) == (without_texts, asked, attributes)
    assert len(codes) == layout(shapes).width


@pytest.mark.parametrize("shapes", [FIRST, SECOND], ids=["first", "second"])
def test_a_layout_survives_being_kept_as_json(shapes):
    kept = Layout.from_spec(json.loads(json.dumps(layout(shapes).to_spec())))
    assert kept == layout(shapes)
    assert kept.width == layout(shapes).width


def test_an_answer_to_a_question_that_was_not_asked_is_left_out():
    codes = encode(LAYOUT, {"role": "self", "agree": {"say": "yes"}}, {"hours"}, CARER)
    assert decode(LAYOUT, codes)[:2] == ({}, frozenset({"hours"}))


@pytest.mark.parametrize(
    "document",
    [{"role": ""}, {"role": None}, {"helped": []}, {"agree": {}}, {"agree": None}, {"agree": {"say": ""}},
     {"hours": None}, {"hours": ""}, {"comment": "  "}, {"long": None}],
)  # fmt: skip
def test_nothing_said_is_not_answered_however_it_is_written(document):
    assert encode(LAYOUT, document, set(FIRST), CARER) == encode(LAYOUT, {}, set(FIRST), CARER)


def test_words_beside_an_option_are_no_column():
    document = {"role": "other", "role.other": "a neighbour"}
    assert decode(LAYOUT, encode(LAYOUT, document, {"role"}, CARER))[0] == {"role": "other"}


@pytest.mark.parametrize(
    "document",
    [{"role": "nobody"}, {"helped": ["nothing"]}, {"agree": {"say": "perhaps"}}, {"agree": {"what": "yes"}},
     {"hours": float("nan")}, {"long": "o300"}],
)  # fmt: skip
def test_what_the_layout_does_not_know_is_refused(document):
    with pytest.raises(Invalid):
        encode(LAYOUT, document, set(FIRST), CARER)


def test_an_attribute_the_layout_does_not_know_is_refused():
    with pytest.raises(Invalid, match="collector"):
        encode(LAYOUT, {}, set(FIRST), {**CARER, "collector": "moon"})


@pytest.mark.parametrize(("options", "width"), [(253, 1), (254, 2), (400, 2)])
def test_many_options_take_two_bytes(options, width):
    shapes = {"place": Choice(tuple(f"o{i}" for i in range(options)))}
    big = layout(shapes)
    assert big.by_key["place"].width == width
    for option in ("o0", f"o{options - 1}"):
        codes = encode(big, {"place": option}, {"place"}, CARER)
        assert decode(big, codes)[0] == {"place": option}
