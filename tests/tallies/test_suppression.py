"""What is hidden stays hidden from an attacker with an integer programme."""

import contextlib
import dataclasses
import random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.errors import Conflict
from app.surveys.shapes import Choice, Choices, Ranking, Rows
from app.tallies import choices, partition
from app.tallies.codes import encode
from app.tallies.counting import count
from app.tallies.groups import completed
from app.tallies.layout import Layout
from app.tallies.ledger import Edition, Ledger
from app.tallies.rule import Rule
from app.tallies.suppression import publish
from tests.tallies.attacker import Attacker
from tests.tallies.made_up import Consultation
from tests.tallies.samples import CARER, survey

# Shrinking would run the attacker thousands of times; a seed says enough.
QUICK = settings(deadline=None, max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])
ALIKE = ({"grid.a", "grid.b"},)


def consultations(**more):
    return st.builds(
        Consultation,
        seed=st.integers(0, 100_000),
        groups=st.integers(2, 5),
        most=st.integers(2, 6),
        sensitive=st.sampled_from([(), ("one",), ("many", "grid")]),
        locality=st.booleans(),
        **{key: st.just(value) for key, value in more.items()},
    )


def assert_hidden_stays_hidden(consultation, editions):
    attacker = Attacker(editions, consultation.items(), ALIKE)
    narrow = attacker.narrow(consultation.rule.threshold_of)
    assert not narrow, narrow


@QUICK
@given(consultations(), st.integers(0, 200))
def test_overall(consultation, people):
    tally = consultation.answer(people).tally()
    assert_hidden_stays_hidden(consultation, [publish(tally, consultation.rule, Ledger())])


@QUICK
@given(consultations(few=True), st.integers(5, 200))
def test_by_a_question(consultation, people):
    tally = consultation.answer(people).tally([consultation.split])
    assert_hidden_stays_hidden(consultation, [publish(tally, consultation.rule, Ledger())])


@QUICK
@given(consultations(few=True), st.integers(5, 200))
def test_by_a_question_and_an_attribute(consultation, people):
    tally = consultation.answer(people).tally([consultation.split, "route"])
    assert_hidden_stays_hidden(consultation, [publish(tally, consultation.rule, Ledger())])


@QUICK
@given(consultations(few=True), st.integers(5, 150), st.lists(st.integers(0, 60), min_size=1, max_size=2))
def test_editions(consultation, people, more):
    ledger, editions = Ledger(), []
    for grown in (people, *more):
        tally = consultation.answer(grown).tally([consultation.split])
        try:
            published = publish(tally, consultation.rule, ledger)
        except Conflict:
            continue
        entry = Ledger.entry(tally, published)
        assert Edition.from_json(entry.to_json()) == entry
        ledger = ledger.with_(entry)
        editions.append(published)
    assert_hidden_stays_hidden(consultation, editions)


@QUICK
@given(consultations(routed=True), st.integers(5, 200))
def test_an_attacker_who_knows_the_routing_learns_no_small_number(consultation, people):
    """Who is asked a question tells of the answers to the one it hangs on."""
    tally = consultation.answer(people).tally()
    published = publish(tally, consultation.rule, Ledger())
    attacker = Attacker([published], consultation.items(), ALIKE, consultation.relevant)
    narrow = attacker.narrow(consultation.rule.threshold_of)
    for (_, _, _, item, _), (low, high) in narrow.items():
        assert low == high >= consultation.rule.threshold_of(item), narrow


def test_without_secondary_suppression_the_attacker_wins(monkeypatch):
    """So the properties above can fail."""
    monkeypatch.setattr(partition, "protect", lambda sheet: set())
    monkeypatch.setattr(choices, "protect", lambda sheet: set())
    monkeypatch.setattr(choices, "protect_overall", lambda sheet, least: True)
    won = 0
    for seed in range(6):
        consultation = Consultation(seed, groups=3, most=4, few=True).answer(80)
        tally = consultation.tally([consultation.split])
        attacker = Attacker([publish(tally, consultation.rule, Ledger())], consultation.items(), ALIKE)
        won += bool(attacker.narrow(consultation.rule.threshold_of))
    assert won >= 3


@pytest.mark.parametrize("forgotten", [0, 1])
def test_without_the_ledger_the_attacker_wins(forgotten):
    """A later edition made as if there had been none before gives something away by subtraction."""
    won = 0
    for seed in range(5):
        consultation = Consultation(seed, groups=3, most=4, few=True).answer(70)
        ledger, editions = Ledger(), []
        for _ in range(3):
            tally = consultation.tally([consultation.split])
            published = publish(tally, consultation.rule, Ledger() if forgotten else ledger)
            ledger = ledger.with_(Ledger.entry(tally, published))
            editions.append(published)
            consultation.answer(12)
        won += bool(Attacker(editions, consultation.items(), ALIKE).narrow(consultation.rule.threshold_of))
    assert (won > 0) == bool(forgotten)


def shuffled(tally, seed):
    """The same tally with its groups and items in another order."""
    r = random.Random(seed)

    def mixed(mapping):
        return dict(r.sample(sorted(mapping.items()), len(mapping)))

    def group(one):
        return dataclasses.replace(one, items=mixed(one.items))

    by = {b: mixed({key: group(one) for key, one in groups.items()}) for b, groups in tally.by.items()}
    return dataclasses.replace(tally, overall=group(tally.overall), by=by)


@settings(deadline=None, max_examples=40)
@given(consultations(), st.integers(0, 300), st.integers())
def test_what_every_published_tally_owes(consultation, people, seed):
    rule, split = consultation.rule, consultation.split
    tally = consultation.answer(people).tally([split, "route"])
    published = publish(tally, rule, Ledger())
    assert published == publish(tally, rule, Ledger())
    assert published == publish(shuffled(tally, seed), rule, Ledger())
    tally = completed(tally)
    places = [("", tally.overall, published.overall)]
    places += [
        (b, tally.by[b][g], shown) for b, groups in published.by.items() for g, shown in groups.items()
    ]
    for b, true, shown in places:
        assert shown.responses in (None, true.responses)
        for key, item in shown.items.items():
            exact, t = true.items[key], rule.threshold_of(key, b)
            numbers = [(item.base, exact.base), (item.not_answered, exact.not_answered),
                       (item.not_asked, exact.not_asked),
                       *((n, exact.counts[o]) for o, n in item.counts.items())]  # fmt: skip
            for given_, real in numbers:
                assert given_ in (None, real)
                assert given_ is None or real == 0 or real >= t
            if item.base is not None and 1 <= item.base < 20 and exact.base in exact.counts.values():
                assert set(item.counts.values()) == {None}
            for option, percent in item.percents.items():
                shows = item.base is not None and item.base >= 20 and item.counts[option] is not None
                assert (percent is not None) == shows
                assert percent is None or abs(percent - 100 * item.counts[option] / item.base) <= 0.5
            assert item.number is None or item.number.n == item.base >= 10
            if isinstance(consultation.items()[key], Choices) and item.base is not None:
                # Who did not choose is a count of people as well.
                for n in item.counts.values():
                    assert n is None or item.base - n == 0 or item.base - n >= t


def ranked(seed, people, options, most, skew):
    """A consultation with a ranking beside a grid, and answers from a seed."""
    r = random.Random(seed)
    shapes = {
        "split": Choice(("o0", "o1", "o2")),
        "best": Ranking(tuple(f"o{i}" for i in range(options)), min(most, options)),
        "grid": Rows(("a", "b"), ("yes", "no")),
    }
    asks = survey(shapes, ("split",))
    layout, rule = Layout.build(asks, shapes), Rule.for_survey(asks, shapes)
    codes = b""
    for _ in range(people):
        order = sorted(shapes["best"].options, key=lambda o: r.gauss(int(o[1:]) * skew, 1))
        document = {
            "split": r.choices(("o0", "o1", "o2"), (6, 3, 1))[0],
            "best": order[: r.choice((shapes["best"].most, r.randint(0, shapes["best"].most)))],
            "grid": {"a": r.choice(("yes", "no"))},
        }
        asked = set(shapes) - ({"best"} if r.random() < 0.02 else set())
        codes += encode(layout, {k: v for k, v in document.items() if v and k in asked}, asked, CARER)
    return rule, count([(layout, codes)], by=("split",))


def shown_of(item):
    return [item.base, item.not_answered, *item.counts.values()]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 100_000), st.integers(0, 400), st.integers(2, 4), st.integers(1, 4), st.floats(0, 2))
def test_of_a_ranking_all_numbers_of_a_table_are_shown_or_none(seed, people, options, most, skew):
    """One hidden count of it would follow from the others: each place is given to one option at a time."""
    rule, tally = ranked(seed, people, options, most, skew)
    assert rule.tied == (frozenset(f"best.o{i}" for i in range(options)),)
    published = publish(tally, rule, Ledger())
    assert_whole(published, rule)
    later = ranked(seed, people + 40, options, most, skew)[1]  # the same people answered first
    with contextlib.suppress(Conflict):
        assert_whole(publish(later, rule, Ledger().with_(Ledger.entry(tally, published))), rule)


def assert_whole(published, rule):
    for groups in ([published.overall], published.by["split"].values()):
        items = [group.items[one] for group in groups for one in rule.tied[0] if one in group.items]
        numbers = [number for item in items for number in shown_of(item)]
        assert all(n is None for n in numbers) or not any(n is None for n in numbers)
        with_table = {one for group in groups for one in rule.tied[0] if one in group.items}
        assert with_table in (set(), set(rule.tied[0]))


def test_a_ranking_is_shown_where_nothing_of_it_is_small():
    rule, tally = ranked(seed=1, people=4000, options=3, most=3, skew=0)
    published = publish(tally, rule, Ledger())
    assert published.overall.items["best.o0"].counts == tally.overall.items["best.o0"].counts
    assert published.by["split"]["o2"].items["best.o0"].counts["1"] is not None


def test_without_the_tie_some_would_be_hidden_and_some_shown():
    """So the property above can fail."""
    parted = 0
    for seed in range(10):
        rule, tally = ranked(seed, people=60, options=4, most=3, skew=1.0)
        loose = publish(tally, dataclasses.replace(rule, tied=()), Ledger()).overall
        numbers = [n for one in rule.tied[0] for n in shown_of(loose.items[one])]
        parted += any(n is None for n in numbers) and any(n is not None for n in numbers)
    assert parted >= 3
