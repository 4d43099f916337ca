"""Publishing step by step: what everybody said is kept before how groups differ, and later steps agree."""

import pytest

from app.errors import Conflict
from app.reports.publishing import ATTRIBUTES, breakdowns_of, publication
from app.surveys.questions import shapes
from app.tallies import counting
from app.tallies.ledger import Ledger
from app.tallies.rule import Rule
from app.tallies.suppression import publish
from tests.reports import samples
from tests.reports.samples import codes, published, survey


def test_every_breakdown_and_attribute_is_there() -> None:
    shown = published("carers", 240).tally
    assert set(shown.by) == {"age", "locality", "hours", "kind", "route"}
    assert shown.overall.responses == 240


def test_more_attributes_change_nothing_that_was_shown() -> None:
    parts, asks = [codes("third-sector", 60)], survey("third-sector")
    few = publication(parts, asks, Ledger()).tally
    all_ = publication(parts, asks, Ledger(), ATTRIBUTES).tally
    assert few.overall == all_.overall
    assert all(few.by[key] == all_.by[key] for key in few.by)


def test_the_whole_is_shown_before_the_groups() -> None:
    """Published all at once, the breakdowns would hide numbers of the whole; here they do not."""
    asks, parts = survey("services"), [codes("services", 130, 2)]
    rule, own = Rule.for_survey(asks, shapes(asks)), breakdowns_of(asks)
    alone = publish(counting.count(parts), rule, Ledger()).overall
    assert published("services", 130, 2).tally.overall == alone
    assert own


def test_no_number_is_shown_in_one_table_and_hidden_in_another() -> None:
    """One group that is everybody is the whole itself."""
    shown = published("carers", 240).tally
    assert shown.by["kind"] == {"person": shown.overall}


def test_people_and_organisations_are_counted_apart() -> None:
    one = samples.consultation("carers", 240, kinds=("organisation",))
    assert one.mixed
    assert set(one.groups) == {"person", "organisation"}
    counts = [group.responses for group in one.groups.values()]
    assert sum(count or 0 for count in counts) == 240


def test_too_few_new_answers_are_refused() -> None:
    asks = survey("carers")
    layout, joined = codes("carers", 240)
    first = publication([(layout, joined[: 236 * layout.width])], asks, Ledger())
    ledger = Ledger()
    for entry in first.entries:
        ledger = ledger.with_(entry)
    with pytest.raises(Conflict, match="since the last edition"):
        publication([(layout, joined)], asks, ledger)


def test_the_same_answers_publish_the_same_again() -> None:
    asks, parts = survey("carers"), [codes("carers", 240)]
    ledger = Ledger()
    for entry in published("carers", 240).entries:
        ledger = ledger.with_(entry)
    before = published("carers", 240).tally
    again = publication(parts, asks, ledger, last=before)
    assert again.tally == before
    assert again.entries == ()


def test_no_answers_at_all_can_be_published() -> None:
    layout, _ = codes("carers", 1)
    assert publication([(layout, b"")], survey("carers"), Ledger()).tally.overall.responses == 0
    assert publication([], survey("carers"), Ledger()).tally.overall.responses == 0
