"""What is hidden stays hidden from an attacker with an integer programme."""

import dataclasses
import random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.errors import Conflict
from app.surveys.shapes import Choices
from app.tallies import choices, partition
from app.tallies.groups import completed
from app.tallies.ledger import Edition, Ledger
from app.tallies.suppression import publish
from tests.tallies.attacker import Attacker
from tests.tallies.made_up import Consultation

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
