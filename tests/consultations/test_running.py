"""Opening and what comes after it: refused with a list while something is missing, and written down."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditLine
from app.boards import store as boards
from app.consultations import checklist, drafting, library, running, service, store
from app.consultations.models import Consultation
from app.db import db
from app.errors import Conflict, Invalid
from tests.consultations.ready import ready

DAY = timedelta(days=1)


@pytest.fixture
def one(app: Flask) -> Iterator[Consultation]:
    """A draft with nothing missing."""
    with app.app_context():
        made = drafting.make(
            boards.by_slug("fife"), [library.by_key("carers")], "Our plan", "plan",
            opens_at=None, closes_at=datetime.now(UTC) + 84 * DAY, respond_by=None,
        )  # fmt: skip
        ready(made)
        yield store.load("fife", "carers")


def acts() -> list[str]:
    lines = db.session.scalars(select(AuditLine).order_by(AuditLine.no)).all()
    return [line.act for line in lines if line.subject == "fife/carers"]


@pytest.mark.parametrize(
    ("field", "page"),
    [
        ("promise", "words"), ("cannot_change", "words"), ("decides", "words"), ("respond_by", "words"),
        ("contact_person", "contact"), ("contact_post", "contact"), ("controller", "privacy"),
        ("lawful_basis", "privacy"), ("privacy", "privacy"), ("delete_on", "privacy"),
    ],
)  # fmt: skip
def test_each_missing_thing_stands_between_it_and_opening(one: Consultation, field: str, page: str) -> None:
    engagement = store.engagement_of(one)
    setattr(engagement, field, None if field.endswith(("_by", "_on")) else "  ")
    with pytest.raises(checklist.Unready) as refused:
        running.open_(one, production=False)
    assert [(missing.page, missing.field) for missing in refused.value.missing] == [(page, field)]
    assert one.status == "draft"


def test_dates_must_follow_one_another(one: Consultation) -> None:
    engagement = store.engagement_of(one)
    for change, field in (
        ({"closes_at": None}, "closes_on"),
        ({"closes_at": datetime.now(UTC) - DAY}, "closes_on"),
    ):
        found = checklist.to_mend(engagement, Consultation(**change))
        assert [missing.field for missing in found] == [field]
    late = Consultation(closes_at=datetime.now(UTC) + 900 * DAY)
    assert {missing.field for missing in checklist.to_mend(engagement, late)} == {"respond_by", "delete_on"}


def test_the_whole_way(one: Consultation) -> None:
    running.open_(one, production=False)
    assert (one.status, one.opens_at is not None) == ("open", True)
    assert store.is_open(one)
    running.pause(one, "A mistake in a question")
    assert not store.is_open(one)
    running.reopen(one, "")
    assert store.is_open(one)
    running.close(one, "")
    assert not store.is_open(one)
    with pytest.raises(Conflict):
        running.pause(one, "")
    wanted = ["created", "opened", "paused", "reopened", "closed"]
    assert acts() == [f"consultation_{verb}" for verb in wanted]


def test_extending_is_for_later_only(one: Consultation) -> None:
    running.open_(one, production=False)
    closes = one.closes_at
    assert closes is not None
    with pytest.raises(Invalid, match="later day"):
        running.extend(one, (closes - DAY).date(), None, "")
    with pytest.raises(Invalid, match="deleted before"):
        running.extend(one, (closes + 1_000 * DAY).date(), None, "")
    running.close(one, "")
    running.extend(one, (closes + 7 * DAY).date(), time(17), "People asked for more time")
    assert store.is_open(one)
    assert acts()[-1] == "consultation_extended"


def test_one_that_is_scheduled_opens_by_the_clock(one: Consultation) -> None:
    opens = datetime.now(UTC) + DAY
    drafting.settle(one, one.title, one.slug, opens, one.closes_at)
    running.open_(one, production=False)
    assert one.status == "scheduled"
    assert not store.is_open(one)
    assert store.is_open(one, opens)
    running.take_back(one)
    assert one.status == "draft"
    running.open_(one, production=False)
    one.opens_at = datetime.now(UTC) - timedelta(minutes=1)
    db.session.commit()
    assert store.is_open(one)
    with pytest.raises(Conflict):
        running.take_back(one)
    db.session.rollback()
    assert running.keep_the_clock({}, lambda *_: None) == {"opened": 1, "closed": 0}
    assert (one.status, acts()[-1]) == ("open", "consultation_opened")


def test_one_that_has_ended_is_closed_by_the_clock(one: Consultation) -> None:
    running.open_(one, production=False)
    one.closes_at = datetime.now(UTC) - timedelta(minutes=1)
    db.session.commit()
    assert running.keep_the_clock({}, lambda *_: None) == {"opened": 0, "closed": 1}
    assert one.status == "closed"
    with pytest.raises(Invalid, match="later one first"):
        running.reopen(one, "")


def test_a_production_installation_opens_nothing_that_lacks_words(one: Consultation) -> None:
    board = boards.by_slug("fife")
    board.name_confirmed = True
    bare = service.create(board, library.by_key("services"), "bare", "Bare")
    service.open_(bare, production=False)
    other = service.create(board, library.by_key("services"), "other", "Other")
    with pytest.raises(checklist.Unready):
        service.open_(other, production=True)
    service.open_(one, production=True)
    assert one.status == "open"
