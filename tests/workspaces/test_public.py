"""A board's own page brings together who they are and what they ask."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from app.boards import store
from app.consultations.models import Consultation, Engagement
from app.consultations.store import load
from app.db import db
from tests.builders import make_consultation, small_survey
from tests.owed import Page

Fetch = Callable[..., Page]
NOW = datetime.now(UTC)


@pytest.fixture
def asking(sqlite_app: Flask) -> None:
    """Consultations of Fife in several states."""
    with sqlite_app.app_context():
        fife = store.by_slug("fife").code
        engagement = Engagement(board_code=fife, slug="plan", title="The plan")
        db.session.add(engagement)
        db.session.flush()
        for slug, status, closes in [
            ("carers", "open", NOW + timedelta(days=30)),
            ("late", "open", NOW - timedelta(days=1)),
            ("carers-2025", "answered", NOW - timedelta(days=300)),
            ("soon", "scheduled", None),
            ("secret", "draft", None),
        ]:
            db.session.add(
                Consultation(
                    engagement_id=engagement.id,
                    board_code=fife,
                    slug=slug,
                    title=f"About {slug}",
                    status=status,
                    audience="carer",
                    kind="person",
                    receipt_prefix=slug[-5:],
                    opens_at=NOW + timedelta(days=9) if status == "scheduled" else NOW - timedelta(days=400),
                    closes_at=closes,
                    respond_by=date(2027, 3, 1),
                )
            )
        db.session.commit()


def under(page: Page, heading: str) -> str:
    """The words of the section with this heading's id."""
    return " ".join(page.html.xpath(f"//section[@aria-labelledby='{heading}']")[0].text_content().split())


@pytest.mark.usefixtures("asking")
def test_a_board_shows_what_it_asks_now_and_asked_before_and_no_draft(page: Fetch) -> None:
    fife = page("/boards/fife/")
    assert fife.links()["About carers"] == "/boards/fife/carers/"
    assert "About carers" in under(fife, "open")
    assert "The board will answer by 1 March 2027." in under(fife, "open")
    assert "About late" not in under(fife, "open")
    assert "About late" in under(fife, "over")
    assert "About carers-2025" in under(fife, "over")
    assert "About soon" in under(fife, "coming")
    assert "secret" not in fife.text


def test_a_board_that_asks_nothing_says_so(page: Fetch) -> None:
    assert "Nothing is open for answers just now." in page("/boards/fife/").text


def test_every_board_has_a_page_with_its_councils_and_localities(page: Fetch, sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        boards = [
            (
                one.path,
                one.name,
                [area.body_name for area in one.council_areas],
                len(store.localities_of(one.code)),
            )
            for one in store.all()
        ]
    assert len(boards) == 31
    for path, name, councils, localities in boards:
        shown = page(path)
        assert shown.heading == name
        assert all(council in under(shown, "about") for council in councils)
        assert len(shown.html.xpath("//section[@aria-labelledby='localities']//li")) == localities
        assert "do not have" in under(shown, "contact")


def test_highland_is_told_by_its_data_alone(page: Fetch) -> None:
    highland = under(page("/boards/highland/"), "about")
    assert "Integration Joint Monitoring Committee" in highland
    assert "each leads a part of it" in highland


def test_a_carer_may_choose_another_board(page: Fetch) -> None:
    fife = page("/boards/fife/")
    assert "choose the board for where that person lives" in fife.text
    assert fife.links()["Choose another board"] == "/boards/"


def test_a_board_that_does_not_exist_is_not_found(page: Fetch) -> None:
    page("/boards/atlantis/", status=404)


def test_what_ended_at_midnight_closed_on_the_day_before(sqlite_app: Flask, page: Fetch) -> None:
    make_consultation(sqlite_app)
    with sqlite_app.app_context():
        made = load("fife", "small")
        made.closes_at, made.respond_by = datetime(2025, 11, 25, tzinfo=UTC), date(2026, 3, 31)
        db.session.commit()
    over = under(page("/boards/fife/"), "over")
    assert "Closed on 24 November 2025." in over
    assert "The board promised to answer by 31 March 2026." in over


def test_third_sector_bodies_find_what_is_open_to_them_by_area(sqlite_app: Flask, page: Fetch) -> None:
    assert "Nothing is open for answers just now." in page("/third-sector/").text
    group = replace(small_survey(), kind="organisation", audience="third_sector")
    make_consultation(sqlite_app, "highland", "groups", group)
    make_consultation(sqlite_app, "fife", "people")
    shown = page("/third-sector/")
    assert "/boards/highland/groups/" in shown.links().values()
    assert "/boards/fife/people/" not in shown.links().values()
    assert "Highland" in [heading.text_content() for heading in shown.html.iterfind(".//h2")]
    assert "/third-sector/" in page("/").links().values()


def test_a_paused_consultation_stays_on_the_boards_page_and_says_so(sqlite_app: Flask) -> None:
    from app.consultations import running
    from app.consultations import store as consultations

    make_consultation(sqlite_app)
    with sqlite_app.app_context():
        running.pause(consultations.load("fife", "small"), "")
    page = Page(sqlite_app.test_client().get("/boards/fife/"))
    assert "/boards/fife/small/" in page.links().values()
    assert "This consultation is paused" in page.text
