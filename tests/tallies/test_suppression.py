"""What is hidden stays hidden from an attacker with an integer programme."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Conflict
from app.tallies.ledger import Edition, Ledger
from app.tallies.suppression import publish
from tests.tallies.attacker import Attacker
from tests.tallies.made_up import Consultation

QUICK = settings(deadline=None, max_examples=25)
ALIKE = ({"grid.a", "grid.b"},)


def thresholds(rule, tally):
    """The threshold of each table; of a group's or the whole's size, the lowest."""
    return lambda item, breakdown: rule.threshold_of(item, breakdown)


def assert_hidden_stays_hidden(consultation, editions):
    attacker = Attacker(editions, consultation.items(), ALIKE)
    narrow = attacker.narrow(consultation.rule.threshold_of)
    assert not narrow, narrow


consultations = st.builds(
    Consultation,
    seed=st.integers(0, 100_000),
    groups=st.integers(2, 5),
    most=st.integers(2, 6),
    sensitive=st.sampled_from([(), ("one",), ("many", "grid")]),
    locality=st.booleans(),
)


@QUICK
@given(consultations, st.integers(0, 200))
def test_overall(consultation, people):
    tally = consultation.answer(people).tally()
    assert_hidden_stays_hidden(consultation, [publish(tally, consultation.rule, Ledger())])


@QUICK
@given(consultations, st.integers(5, 200))
def test_by_a_question(consultation, people):
    tally = consultation.answer(people).tally([consultation.split])
    assert_hidden_stays_hidden(consultation, [publish(tally, consultation.rule, Ledger())])


@QUICK
@given(consultations, st.integers(5, 200))
def test_by_a_question_and_an_attribute(consultation, people):
    tally = consultation.answer(people).tally([consultation.split, "route"])
    assert_hidden_stays_hidden(consultation, [publish(tally, consultation.rule, Ledger())])


@QUICK
@given(consultations, st.integers(5, 150), st.lists(st.integers(0, 60), min_size=1, max_size=2))
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
