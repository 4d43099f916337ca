"""What is published of a consultation: the whole comes before how groups differ, and all tables agree."""

import pytest

from app.errors import Conflict
from app.reports.publishing import Publication, breakdowns_of, publication
from app.surveys.questions import shapes
from app.tallies import counting
from app.tallies.ledger import Ledger
from app.tallies.rule import ATTRIBUTE_BREAKDOWNS, Rule
from app.tallies.suppression import publish
from tests.reports import samples
from tests.reports.samples import codes, published, survey


def test_every_breakdown_and_attribute_is_there() -> None:
    shown = published("carers", 240).tally
    assert set(shown.by) == {"age", "locality", "hours", *ATTRIBUTE_BREAKDOWNS}
    assert shown.overall.responses == 240


@pytest.mark.parametrize("seed", range(3))
def test_breakdowns_cost_the_whole_no_number(seed: int) -> None:
    asks, parts = survey("services"), [codes("services", 130, seed)]
    alone = publish(counting.count(parts), Rule.for_survey(asks, shapes(asks)), Ledger()).overall
    assert published("services", 130, seed).tally.overall == alone
    assert breakdowns_of(asks)


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
    assert first.entry is not None
    ledger = Ledger().with_(first.entry)
    with pytest.raises(Conflict, match="since the last edition"):
        publication([(layout, joined)], asks, ledger)


def test_the_same_answers_publish_the_same_again() -> None:
    asks, parts = survey("carers"), [codes("carers", 240)]
    first = published("carers", 240)
    assert first.entry is not None
    again = publication(parts, asks, Ledger().with_(first.entry), last=first.tally)
    assert again == Publication(first.tally, None)


def test_no_answers_at_all_can_be_published() -> None:
    layout, _ = codes("carers", 1)
    assert publication([(layout, b"")], survey("carers"), Ledger()).tally.overall.responses == 0
    assert publication([], survey("carers"), Ledger()).tally.overall.responses == 0
