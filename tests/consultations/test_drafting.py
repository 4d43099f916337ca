"""Drafts: made from the library, tailored and frozen again, and never changed once they have opened."""

import threading
from datetime import date, time

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.boards import store as boards
from app.consultations import drafting, library, running, service, store
from app.consultations.models import Consultation, DefinitionVersion, Engagement, Tailoring
from app.db import db
from app.errors import Conflict, Invalid, NotFound
from app.surveys.own_questions import OwnQuestion
from app.surveys.tailoring import Choices
from tests.consultations.ready import ready


def make(slug: str = "plan") -> Engagement:
    return drafting.make(
        boards.by_slug("fife"),
        [library.by_key("carers"), library.by_key("services")],
        "Our plan",
        slug,
        opens_at=None,
        closes_at=drafting.at(date(2027, 3, 31), None, end_of_day=True),
        respond_by=date(2027, 6, 1),
    )


def draft(slug: str = "carers") -> Consultation:
    return store.load("fife", slug)


def test_the_library_has_instruments_and_no_blocks() -> None:
    keys = {one.key for one in library.all()}
    assert {"carers", "services", "third-sector"} <= keys
    assert "equality" not in keys
    with pytest.raises(NotFound):
        library.by_key("equality")


def test_each_survey_becomes_a_draft(app: Flask) -> None:
    with app.app_context():
        made = make()
        found = store.of_engagement(made.id)
        assert [(one.slug, one.status, one.audience) for one in found] == [
            ("carers", "draft", "carer"),
            ("services", "draft", "service_user"),
        ]
        assert {one.respond_by for one in found} == {date(2027, 6, 1)}
        with pytest.raises(Conflict):
            make()
        assert {one.slug for one in store.of_engagement(make("again").id)} == {
            f"carers-{service.today().year}",
            f"services-{service.today().year}",
        }
        with pytest.raises(Invalid):
            make("New Plan")


def test_choices_are_frozen_under_the_next_number(app: Flask) -> None:
    with app.app_context():
        make()
        one = draft()
        places = [key for key, _ in service.localities(boards.by_slug("fife"))][:2]
        own = OwnQuestion("own_1", "single_choice", "Which?", options=("This", "That"))
        choices = Choices(
            left_out=frozenset({"lives"}), localities=tuple(places), own=(own,), breakdowns=("age",)
        )
        assert drafting.choose(one, choices) == ()
        asked = store.survey_of(draft())
        assert one.definition_no == 2
        assert "lives" not in asked.by_id
        assert "own_1" in asked.by_id
        assert asked.breakdowns == ("age",)
        assert [option.id for option in asked.by_id["locality"].options] == [*places, "not_sure", "elsewhere"]
        assert drafting.choices_of(one) == choices
        assert "lives" in drafting.source_of(one).by_id
        assert drafting.choose(one, Choices()) == ()
        assert store.survey_of(draft()) == store.definition(one.id, 1)[0]


def test_what_cannot_be_chosen_changes_nothing(app: Flask) -> None:
    with app.app_context():
        make()
        found = drafting.choose(draft(), Choices(left_out=frozenset({"answering"})))
        assert [one.about for one in found] == ["answering"]
        assert draft().definition_no == 1
        assert drafting.choices_of(draft()) == Choices()


def test_once_open_nothing_is_chosen_any_more(app: Flask) -> None:
    with app.app_context():
        ready(make())
        drafting.choose(draft(), Choices(left_out=frozenset({"lives"})))
        running.open_(draft(), production=False)
        kept = db.session.query(DefinitionVersion).filter_by(consultation_id=draft().id).all()
        assert [one.no for one in kept] == [2]
        with pytest.raises(Conflict, match="no longer a draft"):
            drafting.choose(draft(), Choices())
        with pytest.raises(Conflict):
            drafting.settle(draft(), "T", "t", None, None)
        with pytest.raises(Conflict):
            drafting.discard(draft())


def test_a_draft_can_be_settled_and_thrown_away(app: Flask) -> None:
    with app.app_context():
        make()
        drafting.settle(draft(), "Caring", "caring", None, None)
        assert draft("caring").title == "Caring"
        with pytest.raises(Conflict):
            drafting.settle(draft("caring"), "Caring", "services", None, None)
        drafting.discard(draft("caring"))
        with pytest.raises(NotFound):
            draft("caring")


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.booleans())
def test_days_come_back_as_they_went(day: date, end_of_day: bool) -> None:
    assert drafting.apart(drafting.at(day, None, end_of_day), end_of_day) == (day, None)


def test_clocks_go_forward_and_back() -> None:
    assert str(drafting.at(date(2027, 3, 28), None, end_of_day=True)) == "2027-03-28 23:00:00+00:00"
    assert str(drafting.at(date(2027, 10, 31), None, end_of_day=True)) == "2027-11-01 00:00:00+00:00"
    assert drafting.apart(drafting.at(date(2027, 7, 1), time(17)))[1] == time(17)


def test_two_officers_take_turns(app: Flask) -> None:
    """Both change a draft at once: each definition has a number of its own, and the last one stands."""
    with app.app_context():
        make()
    barrier, failed = threading.Barrier(2), list[Exception]()

    def change(left_out: str) -> None:
        with app.app_context():
            try:
                one = draft()
                db.session.commit()
                barrier.wait(10)
                assert drafting.choose(one, Choices(left_out=frozenset({left_out}))) == ()
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=change, args=(name,)) for name in ("lives", "hours")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failed
    with app.app_context():
        assert draft().definition_no == 3


def test_a_draft_of_an_older_version_stays_as_it_is(app: Flask) -> None:
    with app.app_context():
        make()
        db.session.delete(db.session.get(Tailoring, draft().id))
        db.session.commit()
        assert not drafting.is_tailored(draft())
        with pytest.raises(Conflict, match="stays as it is"):
            drafting.choose(draft(), Choices())
