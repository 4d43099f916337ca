"""Counting bytes gives what counting the answers one by one gives."""

import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Invalid
from app.surveys.shapes import Choices, Nothing, Number, Parts, Ranking, Rows, Words
from app.tallies.codes import encode
from app.tallies.counting import count, equals
from app.tallies.layout import ATTRIBUTES
from tests.tallies.samples import CARER, FIRST, SECOND, layout, responses

LAYOUTS = (layout(FIRST), layout(SECOND))
MANY = st.tuples(st.lists(responses(FIRST), max_size=25), st.lists(responses(SECOND), max_size=25))


def parts(many):
    return [
        (lay, b"".join(encode(lay, *response) for response in some))
        for lay, some in zip(LAYOUTS, many, strict=True)
    ]


def group_of(by, document, asked, attributes):
    if by in ATTRIBUTES:
        return attributes[by]
    if by not in asked:
        return "_not_asked"
    return document.get(by, "_not_answered")


def items():
    found = {}
    for shapes in (FIRST, SECOND):
        for key, shape in shapes.items():
            found_in = dict(each(key, shape))
            for item, options in found_in.items():
                found[item] = (key, tuple(dict.fromkeys((*found.get(item, ("", ()))[1], *options))))
    return found


def each(path, shape):
    """What is counted on its own, and its options."""
    match shape:
        case Rows(rows, options):
            yield from ((f"{path}.{row}", options) for row in rows)
        case Ranking(options, most):
            yield from ((f"{path}.{option}", tuple(str(n + 1) for n in range(most))) for option in options)
        case Parts(parts):
            for part, own in parts:
                yield from each(f"{path}.{part}", own)
        case Nothing():
            return
        case _:
            yield path, getattr(shape, "options", ())


def said_of(item, value, shape):
    """(answer, its shape) of one item in the answer of a question."""
    if item and isinstance(shape, Ranking):
        return (str(value.index(item[0]) + 1) if item[0] in (value or ()) else None), shape
    for step in item:
        value = (value or {}).get(step)
        shape = dict(shape.parts)[step] if isinstance(shape, Parts) else shape
    return value, shape


def slowly(responses_):
    """Counts as anybody would, from the documents."""
    result = {}
    for item, (key, options) in items().items():
        said, not_answered, not_asked = [], 0, 0
        for shapes, document, asked, _ in responses_:
            if key not in asked or key not in shapes or item not in dict(each(key, shapes[key])):
                not_asked += 1
                continue
            value, shape = said_of(item.split(".")[1:], document.get(key), shapes[key])
            if value is None:
                not_answered += 1
            else:
                said.append((value, shape))
        counts = dict.fromkeys(options, 0)
        numbers = []
        for value, shape in said:
            if isinstance(shape, Choices):
                for option in value:
                    counts[option] += 1
            elif isinstance(shape, Number):
                numbers.append(float(value))
            elif not isinstance(shape, Words):
                counts[value] += 1
        result[item] = (len(said), not_answered, not_asked, counts, numbers)
    return result


def assert_same(group, responses_):
    assert group.responses == len(responses_)
    expected = slowly(responses_)
    assert set(group.items) == set(expected)
    for key, (base, not_answered, not_asked, counts, numbers) in expected.items():
        item = group.items[key]
        assert (item.base, item.not_answered, item.not_asked) == (base, not_answered, not_asked), key
        assert dict(item.counts) == counts, key
        if numbers:
            n = item.number
            assert n.n == len(numbers)
            assert n.mean == pytest.approx(statistics.fmean(numbers))
            assert n.median == pytest.approx(statistics.median(numbers))
            assert (n.minimum, n.maximum) == (min(numbers), max(numbers))
        else:
            assert item.number is None


def flat(many):
    return [(shapes, *r) for shapes, some in zip((FIRST, SECOND), many, strict=True) for r in some]


@settings(deadline=None, max_examples=40)
@given(MANY)
def test_two_versions_together_equal_a_slow_count(many):
    assert_same(count(parts(many)).overall, flat(many))


@settings(deadline=None, max_examples=40)
@given(MANY, st.sampled_from(["audience", "language", "role", "age", "long"]))
def test_groups_equal_a_slow_count_of_each_and_add_up(many, by):
    tally = count(parts(many), by=(by,))
    assert_same(tally.overall, flat(many))
    groups = {}
    for shapes, *response in flat(many):
        groups.setdefault(group_of(by, *response), []).append((shapes, *response))
    assert {k for k, g in tally.by[by].items() if g.responses} == set(groups)
    assert sum(group.responses for group in tally.by[by].values()) == tally.overall.responses
    for key, group in tally.by[by].items():
        assert_same(group, groups.get(key, []))


@settings(deadline=None, max_examples=25)
@given(MANY)
def test_a_question_with_several_choices_splits_into_groups_that_overlap(many):
    tally = count(parts(many), by=("helped", "kind"))
    for key, group in tally.by["helped"].items():

        def within(response, key=key):
            document, asked = response[1], response[2]
            if key.startswith("_"):
                return group_of("helped", document, asked, {}) == key
            return key in document.get("helped", ())

        assert_same(group, [r for r in flat(many) if within(r)])


@settings(deadline=None, max_examples=25)
@given(MANY, st.sampled_from([("audience", "carer"), ("role", "self"), ("helped", "money"),
                              ("age", "_not_asked"), ("role", "_not_answered"), ("long", "o3")]))  # fmt: skip
def test_a_filter_counts_only_who_fits(many, condition):
    key, value = condition

    def fits(response):
        chosen = group_of(key, *response[1:])
        return value in chosen if isinstance(chosen, list) else value == chosen

    assert_same(count(parts(many), where=equals(key, value)).overall, [r for r in flat(many) if fits(r)])


def test_more_responses_than_one_block_are_all_counted():
    one = encode(LAYOUTS[0], {"role": "self"}, {"role"}, CARER)
    tally = count([(LAYOUTS[0], one * 70_000)], by=("role",))
    assert tally.overall.items["role"].counts["self"] == 70_000
    assert tally.by["role"]["self"].responses == 70_000


def test_nobody_yet_is_a_tally_of_noughts():
    tally = count([(LAYOUTS[0], b"")], by=("role",))
    assert tally.overall.responses == 0
    assert tally.overall.items["role"].counts == {"self": 0, "partner": 0, "other": 0}
    assert [group.responses for group in tally.by["role"].values()] == [0, 0, 0]


@pytest.mark.parametrize("by", ["hours", "comment", "nothing_of_that_name"])
def test_what_cannot_split_is_refused(by):
    one = encode(LAYOUTS[0], {}, set(), CARER)
    with pytest.raises(Invalid, match=by):
        count([(LAYOUTS[0], one)], by=(by,))
