"""The rule in the cases a board will meet, one at a time."""

import dataclasses

import pytest

from app.errors import Conflict, Invalid
from app.surveys.shapes import Choice, Choices, Number, Rows, Words
from app.tallies.ledger import Ledger
from app.tallies.rule import Rule
from app.tallies.suppression import publish, why_hidden
from app.tallies.tally import GroupTally, ItemTally, NumberSummary, Tally
from tests.tallies.samples import survey

SHAPES = {"role": Choice(("a", "b", "c")), "age": Choice(("young", "old")), "hours": Number()}
RULE = Rule.for_survey(survey(SHAPES, ("role", "age"), {"age"}), SHAPES)


def item(counts, not_answered=0, not_asked=0, base=None, number=None):
    return ItemTally(sum(counts.values()) if base is None else base, not_answered, not_asked, counts, number)


def group(**items):
    one = next(iter(items.values()))
    return GroupTally(one.base + one.not_answered + one.not_asked, items)


def alone(counts, rule=RULE, key="role", **rest):
    return publish(Tally(group(**{key: item(counts, **rest)})), rule, Ledger()).overall.items[key]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 40, "b": 30, "c": 5}, {"a": 40, "b": 30, "c": 5}),
        ({"a": 40, "b": 30, "c": 0}, {"a": 40, "b": 30, "c": 0}),
        ({"a": 40, "b": 30, "c": 4}, {"a": 40, "b": None, "c": None}),
        ({"a": 40, "b": 2, "c": 4}, {"a": 40, "b": None, "c": None}),
        ({"a": 40, "b": 1, "c": 1}, {"a": None, "b": None, "c": None}),
        ({"a": 19, "b": 0, "c": 0}, {"a": None, "b": None, "c": None}),
        ({"a": 20, "b": 0, "c": 0}, {"a": 20, "b": 0, "c": 0}),
    ],
)
def test_small_counts_and_small_groups_of_one_mind(counts, shown):
    assert alone(counts).counts == shown


@pytest.mark.parametrize(("young", "shown"), [(10, 10), (9, None)])
def test_a_sensitive_question_hides_below_ten(young, shown):
    assert alone({"young": young, "old": 50}, key="age").counts["young"] == shown


def test_a_consultation_of_a_handful_shows_nothing():
    published = publish(Tally(group(role=item({"a": 2, "b": 2, "c": 0}))), RULE, Ledger())
    assert published.overall.responses is None
    assert set(published.overall.items["role"].counts.values()) == {None}


def test_nobody_is_shown_as_nobody():
    published = publish(Tally(group(role=item({"a": 0, "b": 0, "c": 0}))), RULE, Ledger())
    assert published.overall.responses == 0
    assert set(published.overall.items["role"].counts.values()) == {0}


def test_percentages_are_whole_and_halves_go_up():
    assert alone({"a": 5, "b": 35, "c": 0}).percents == {"a": 13, "b": 88, "c": 0}
    assert alone({"a": 9, "b": 10, "c": 0}).percents == {"a": None, "b": None, "c": None}


def test_one_small_group_takes_a_second_with_it():
    counts = {"a": 50, "b": 20, "c": 3}
    young = {"a": 25, "b": 10, "c": 1}
    by = {
        key: group(role=item({k: n if k == key else 0 for k, n in counts.items()}),
                   age=item({"young": young[key], "old": counts[key] - young[key]}))
        for key in counts
    }  # fmt: skip
    tally = Tally(group(role=item(counts), age=item({"young": 36, "old": 37})), {"role": by})
    published = publish(tally, RULE, Ledger())
    assert {key: g.responses for key, g in published.by["role"].items()} == {"a": 50, "b": None, "c": None}
    assert published.overall.items["role"].counts == {"a": 50, "b": None, "c": None}
    # The split's own question is the split itself, so its table is not given again.
    assert set(published.by["role"]["a"].items) == {"age"}


def number(n, low=0, high=10):
    return item({}, base=n, number=NumberSummary(n, 4.25, 4, low, high)) if n else item({}, base=0)


@pytest.mark.parametrize(
    ("summary", "shown"),
    [(number(9), False), (number(10), True), (number(19, 4, 4), False), (number(20, 4, 4), True)],
)  # fmt: skip
def test_a_mean_needs_ten_people_not_all_alike(summary, shown):
    found = publish(Tally(group(hours=summary)), RULE, Ledger()).overall.items["hours"].number
    assert (found is not None) == shown
    if found:
        assert (found.mean, found.median) == (4.2, 4)


def test_a_groups_mean_is_not_told_by_the_other_means():
    sizes = {"web": 30, "paper": 12, "telephone": 6}
    by = {key: group(hours=number(n)) for key, n in sizes.items()}
    published = publish(Tally(group(hours=number(48)), {"route": by}), RULE, Ledger())
    shown = {key: g.items["hours"].number is not None for key, g in published.by["route"].items()}
    assert shown == {"web": True, "paper": False, "telephone": False}


@pytest.mark.parametrize("by", ["hours", "complete", "nothing"])
def test_a_split_that_the_survey_does_not_list_is_refused(by):
    with pytest.raises(Invalid, match=by):
        publish(Tally(group(role=item({"a": 9})), {by: {}}), RULE, Ledger())


def test_a_split_into_groups_that_overlap_is_refused():
    shapes = {"helped": Choices(("x", "y"))}
    rule = Rule.for_survey(survey(shapes, ("helped",)), shapes)
    with pytest.raises(Invalid, match="several of its groups"):
        publish(Tally(group(helped=item({"x": 9})), {"helped": {}}), rule, Ledger())


@pytest.mark.parametrize(
    "laxer",
    [{"threshold": 4}, {"sensitive_threshold": 9}, {"percent_base": 19}, {"number_base": 9},
     {"small_group": 19}, {"threshold": 12, "sensitive_threshold": 11}],
)  # fmt: skip
def test_a_board_may_be_stricter_never_laxer(laxer):
    with pytest.raises(Invalid):
        dataclasses.replace(RULE, **laxer)
    assert RULE.stricter(7, 12).threshold_of("role") == 7


def test_a_locality_is_sensitive_whatever_the_survey_says():
    assert Rule(sensitive=frozenset()).threshold_of("anything", "locality") == 10


def test_the_rule_of_a_survey():
    shapes = {"agree": Rows(("x", "y"), ("yes", "no")), "why": Words(), "age": Choice(("a", "b"))}
    rule = Rule.for_survey(survey(shapes, ("age",), {"agree"}), shapes)
    assert rule.threshold_of("agree.x") == rule.threshold_of("why", "agree") == 10
    assert rule.threshold_of("why") == 5
    assert set(rule.shapes) == {"agree.x", "agree.y", "why", "age"}
    assert rule.breakdowns[-1] == "age"


def test_a_reader_is_told_why():
    assert "below 5" in why_hidden(RULE)
    assert "below 10" in why_hidden(RULE, sensitive=True)


# Editions


def edition(ledger, counts, **groups):
    by = {"route": {key: group(role=item(n)) for key, n in groups.items()}} if groups else {}
    tally = Tally(group(role=item(counts)), by)
    published = publish(tally, RULE, ledger)
    return published, ledger.with_(Ledger.entry(tally, published))


@pytest.mark.parametrize(
    "counts",
    [{"a": 41, "b": 30, "c": 0}, {"a": 40, "b": 33, "c": 1}, {"a": 39, "b": 30, "c": 0},
     {"a": 39, "b": 31, "c": 0}],
)  # fmt: skip
def test_an_edition_waits_for_enough_new_responses(counts):
    _, ledger = edition(Ledger(), {"a": 40, "b": 30, "c": 0})
    with pytest.raises(Conflict):
        edition(ledger, counts)


def test_nothing_new_gives_the_same_numbers():
    first, ledger = edition(Ledger(), {"a": 40, "b": 30, "c": 3}, web={"a": 30, "b": 10, "c": 2},
                            paper={"a": 10, "b": 20, "c": 1})  # fmt: skip
    second, _ = edition(ledger, {"a": 40, "b": 30, "c": 3}, web={"a": 30, "b": 10, "c": 2},
                        paper={"a": 10, "b": 20, "c": 1})  # fmt: skip
    assert first == second


def test_a_group_with_too_few_new_responses_is_hidden():
    whole = {"web": {"a": 60, "b": 30, "c": 30}, "paper": {"a": 30, "b": 20, "c": 20},
             "kiosk": {"a": 40, "b": 20, "c": 20}}  # fmt: skip
    _, ledger = edition(Ledger(), {"a": 130, "b": 70, "c": 70}, **whole)
    whole["web"], whole["paper"] = {"a": 80, "b": 50, "c": 50}, {"a": 31, "b": 21, "c": 20}
    whole["kiosk"] = {"a": 60, "b": 30, "c": 30}
    second, _ = edition(ledger, {"a": 171, "b": 101, "c": 100}, **whole)
    assert {key: g.responses for key, g in second.by["route"].items()} == {
        "web": 180, "paper": None, "kiosk": None,
    }  # fmt: skip


def test_what_was_hidden_is_shown_again_once_it_has_grown():
    first, ledger = edition(Ledger(), {"a": 40, "b": 30, "c": 3})
    assert first.overall.items["role"].counts == {"a": 40, "b": None, "c": None}
    second, _ = edition(ledger, {"a": 60, "b": 33, "c": 9})
    assert second.overall.items["role"].counts == {"a": 60, "b": None, "c": None}
    third, _ = edition(ledger, {"a": 60, "b": 36, "c": 9})
    assert third.overall.items["role"].counts == {"a": 60, "b": 36, "c": 9}
