"""Making an engagement, saying what people are told, and choosing what is asked."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditLine
from app.consultations import drafting, service, store
from app.db import db
from tests.browser import Client
from tests.owed import Page
from tests.people import HIGHLAND
from tests.workspaces.officer.made import HUB, ONE, complete, in_days, make, officer, opened


def test_each_survey_becomes_a_draft(app: Flask) -> None:
    by = officer(app)
    make(app, by, ("carers", "services"), respond_by=in_days(200))
    with app.app_context():
        found = store.of_engagement(store.engagement("fife", "our-plan").id)
        assert [(one.slug, one.status) for one in found] == [("carers", "draft"), ("services", "draft")]
        assert drafting.apart(found[0].closes_at, end_of_day=True)[0] is not None
    shown = by.get(HUB).text
    assert shown.count(">to do<") == 3
    assert officer(app).get("/boards/fife/carers/").status_code == 404


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"title": ""}, "title", "Give it a title"),
        ({"surveys": []}, "surveys", "Choose at least one"),
        ({"opens_on": "someday"}, "opens_on", "Write a day such as"),
        ({"closes_at": "noonish"}, "closes_at", "Write a time such as"),
        ({"slug": "Big Letters"}, "slug", "small letters"),
        ({"slug": "new"}, "slug", "a page of ours"),
        ({"opens_on": in_days(9), "closes_on": in_days(3)}, "closes_on", "closes before it opens"),
        ({"title": "x" * 201}, "title", "Shorten this"),
    ],
)
def test_a_slip_is_told_beside_its_field(
    sqlite_app: Flask, values: dict[str, str | list[str]], field: str, says: str
) -> None:
    by = officer(sqlite_app)
    typed = {"title": "A title to keep", "surveys": ["carers"], **values}
    shown = by.submit("/workspace/fife/new", typed)
    assert shown.status_code == 422
    tree = Page(shown).html
    assert says in tree.xpath(f"string(//*[@id='{field}-error'])")
    assert tree.xpath(f"//a[@href='#{field}']")
    if "title" not in values:
        assert "A title to keep" in shown.text


def test_two_engagements_need_two_addresses(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    shown = by.submit("/workspace/fife/new", {"title": "Our plan", "surveys": ["carers"]})
    assert shown.status_code == 422
    assert "has an engagement" in Page(shown).html.xpath("string(//*[@id='slug-error'])")


def test_words_to_begin_from_are_kept_when_they_are_saved(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    assert "article 6(1)(e)" in by.get(f"{HUB}privacy").text
    with sqlite_app.app_context():
        assert store.engagement("fife", "our-plan").lawful_basis == ""
    assert by.submit(f"{HUB}privacy").status_code == 303
    with sqlite_app.app_context():
        kept = store.engagement("fife", "our-plan")
        assert "article 6(1)(e)" in kept.lawful_basis
        assert kept.delete_on is not None


def test_the_words_are_kept_and_shown_to_respondents(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    opened(sqlite_app, by)
    done = by.submit(
        f"{HUB}words", {"purpose": "To learn what helps.\x00", "cannot_change": "The Isle of Made-up"}
    )
    assert done.status_code == 303
    done = by.submit(f"{HUB}contact", {"contact_email": "alex@board.example", "contact_text": "07700 900000"})
    assert done.status_code == 303
    shown = sqlite_app.test_client().get("/boards/fife/carers/").text
    for words in ("To learn what helps.", "The Isle of Made-up", "07700 900000", "Alex Example"):
        assert words in shown
    assert 'href="mailto:alex@board.example"' in shown
    assert "contactSCOTLAND-BSL" in shown
    notice = sqlite_app.test_client().get("/boards/fife/carers/privacy").text
    for words in ("Public task.", "We keep little.", "07700 900000"):
        assert words in notice
    with sqlite_app.app_context():
        lines = db.session.scalars(select(AuditLine).where(AuditLine.act == "engagement_described")).all()
        assert lines[-2].detail == {"changed": ["cannot_change", "purpose"]}


def test_what_people_were_told_is_not_taken_away_while_they_answer(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    opened(sqlite_app, by)
    shown = by.submit(f"{HUB}words", {"promise": "", "purpose": "Typed just now"})
    assert shown.status_code == 422
    assert "cannot be empty" in Page(shown).html.xpath("string(//*[@id='promise-error'])")
    assert "Typed just now" in shown.text


def test_a_slip_in_the_words_loses_nothing(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    shown = by.submit(
        f"{HUB}contact",
        {"contact": "x" * 4_001, "contact_person": "Alex", "contact_email": "no", "contact_telephone": "abc"},
    )
    assert shown.status_code == 422
    assert 'value="Alex"' in shown.text
    assert {"#contact", "#contact_email", "#contact_telephone"} <= set(Page(shown).links().values())


def test_title_address_and_days_of_a_draft(app: Flask) -> None:
    by = officer(app)
    make(app, by, ("carers", "services"))
    done = by.submit(
        f"{ONE}settings",
        {"title": "Caring", "slug": "caring", "closes_on": "2030-07-01", "closes_at": "17:00"},
    )
    assert (done.status_code, done.location) == (303, f"{HUB}caring/?saved=1")
    with app.app_context():
        assert str(store.load("fife", "caring").closes_at) == "2030-07-01 16:00:00+00:00"
    shown = by.submit(f"{HUB}caring/settings", {"slug": "services"})
    assert shown.status_code == 422
    assert "already" in Page(shown).html.xpath("string(//*[@id='slug-error'])")
    assert 'value="17:00"' in by.get(f"{HUB}caring/settings").text


def ticked(by: Client, name: str) -> list[str]:
    shown = Page(by.get(f"{ONE}questions")).html
    return [str(one) for one in shown.xpath(f"//input[@name='{name}'][@checked]/@value")]


def test_questions_are_left_out(app: Flask) -> None:
    by = officer(app)
    make(app, by)
    asked, places = ticked(by, "asked"), ticked(by, "locality")
    values = {
        "asked": [one for one in asked if one != "lives"], "locality": places[:2], "breakdown": ["age"],
    }  # fmt: skip
    assert by.submit(f"{ONE}questions", values).status_code == 303
    with app.app_context():
        survey = store.survey_of(store.load("fife", "carers"))
        assert "lives" not in survey.by_id
        assert len(survey.by_id["locality"].options) == 4
        assert survey.breakdowns == ("age",)
    assert ticked(by, "locality") == places[:2]
    assert "Where do you live?" in by.get(ONE).text
    assert by.submit(f"{ONE}questions", {"block": []}).status_code == 303
    with app.app_context():
        assert not any(one.block for one in store.survey_of(store.load("fife", "carers")).questions)


def test_what_others_hang_on_is_told_beside_it(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    asked = [one for one in ticked(by, "asked") if one not in ("age", "lives")]
    shown = by.submit(f"{ONE}questions", {"asked": asked})
    assert shown.status_code == 422
    tree = Page(shown).html
    assert "decides whether to ask" in tree.xpath("string(//*[@id='age-error'])")
    assert tree.xpath("//a[@href='#q-age']")
    assert not tree.xpath("//input[@value='lives'][@checked]")
    with sqlite_app.app_context():
        assert store.load("fife", "carers").definition_no == 1


def test_questions_of_ones_own(app: Flask) -> None:
    by = officer(app)
    make(app, by)
    own = {"type": "single_choice", "text": "Which day suits you?", "options": "Monday\n\nTuesday"}
    assert by.submit(f"{ONE}own/new", own).status_code == 303
    assert (
        by.submit(f"{ONE}own/new", {"type": "long_text", "text": "Why?", "options": "a\na"}).status_code
        == 303
    )
    with app.app_context():
        survey = store.survey_of(store.load("fife", "carers"))
        assert [str(option.text) for option in survey.by_id["own_1"].options] == ["Monday", "Tuesday"]
        assert survey.by_id["own_2"].options == ()
    changed = by.submit(f"{ONE}own/1", {"options": "Monday\nFriday"}, form="/own/1")
    assert changed.status_code == 303, changed.text
    assert by.submit(f"{ONE}own/2", form="/own/out/2").status_code == 303
    with app.app_context():
        survey = store.survey_of(store.load("fife", "carers"))
        assert "own_2" not in survey.by_id
    assert by.get(f"{ONE}own/2").status_code == 404


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": ""}, "text"),
        ({"options": "Only one"}, "options"),
        ({"options": "Same\nsame"}, "options"),
        ({"type": "grid_single", "options": "a\nb", "rows": ""}, "rows"),
        ({"help": "x" * 501}, "help"),
    ],
)
def test_a_fault_of_ones_own_is_told_beside_it(sqlite_app: Flask, values: dict[str, str], field: str) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    typed = {"type": "single_choice", "text": "Typed", "options": "A\nB", **values}
    shown = by.submit(f"{ONE}own/new", typed)
    assert shown.status_code == 422
    assert Page(shown).html.xpath(f"//*[@id='{field}-error']")
    assert typed["options"] in shown.text.replace("\r", "")


def test_there_is_room_for_five(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    for number in range(5):
        assert by.submit(f"{ONE}own/new", {"type": "number", "text": f"N {number}"}).status_code == 303
    assert by.get(f"{ONE}own/new").status_code == 409
    assert "Add a question" not in by.get(ONE).text


def test_once_open_what_is_asked_stays(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    opened(sqlite_app, by)
    for page in ("settings", "questions", "own/new", "discard"):
        assert by.get(f"{ONE}{page}").status_code == 409, page


def test_a_draft_is_thrown_away_with_what_was_tried_out(app: Flask) -> None:
    by = officer(app)
    make(app, by, ("carers", "services"))
    assert by.submit(f"{ONE}preview/", form="/start").status_code == 303
    assert by.submit(f"{ONE}discard").status_code == 303
    assert by.get(ONE).status_code == 404


def test_another_survey_is_added(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    assert by.submit(f"{HUB}add", {}).status_code == 422
    done = by.submit(f"{HUB}add", {"survey": "services"})
    assert done.location == f"{HUB}services/"


def test_another_boards_officer_finds_nothing(sqlite_app: Flask) -> None:
    make(sqlite_app, officer(sqlite_app))
    other = officer(sqlite_app, board=HIGHLAND)
    for path in ("", "words", "add", "carers/", "carers/questions", "carers/preview/", "watch"):
        assert other.get(HUB + path).status_code == 404, path
    assert other.get("/workspace/fife/new").status_code == 404


def test_a_consultation_is_found_under_its_own_engagement_only(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    by.submit("/workspace/fife/new", {"title": "Other", "surveys": ["services"]})
    assert by.get("/workspace/fife/other/carers/").status_code == 404


def test_the_hub_says_to_each_what_they_may(sqlite_app: Flask, page: Callable[..., Page]) -> None:
    make(sqlite_app, officer(sqlite_app))
    complete(sqlite_app)
    planner = page(HUB, by=officer(sqlite_app, "planner"))
    assert "Watch the answers come in" not in planner.text
    assert "Words and promise" not in planner.text
    analyst = page(HUB, by=officer(sqlite_app, "analyst"))
    assert "Watch the answers come in" in analyst.text
    mine = page(HUB, by=officer(sqlite_app))
    assert mine.response.text.count(">done<") == 3
    assert service.today().year
