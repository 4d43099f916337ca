"""What a survey's expressions do to somebody who answers it, by GET, POST and cookies alone."""

from pathlib import Path

import pytest
from flask import Flask

from tests.browser import Client
from tests.builders import make_consultation
from tests.responses.test_moving import stored
from tests.surveys.making import survey_of

WEEK = """survey: week
title: Your week
thanks: Thank you all.
endings:
  - {relevant: total >= 50, text: Thank you for so much care.}
pages:
  - page: hours
    title: Hours
    questions:
      - {id: day, type: number, text: By day?, max: 100}
      - id: night
        type: number
        text: By night?
        default: 3 + 4
        constraints: [{valid: "coalesce(day, 0) + this <= 168", message: A week has 168 hours.}]
      - {id: total, type: calculated, text: In all, calculation: "sum(day, night)"}
  - page: breaks
    title: Breaks
    questions:
      - id: last
        type: single_choice
        text: When was your last break?
        required: total >= 35
        options: [{id: night, text: A night off, relevant: night > 0}, {id: week, text: This week}, \
{id: long, text: Long ago}]
      - id: agree
        type: grid_single
        text: Say how far you agree
        rows: [{id: rest, text: I rest}, {id: sleep, text: I sleep, relevant: night > 0}]
        options: [{id: yes, text: I do}, {id: no, text: I do not}]
"""
BASE = "/boards/fife/week/"


@pytest.fixture
def person(app: Flask, tmp_path: Path) -> Client:
    make_consultation(app, slug="week", survey=survey_of(tmp_path, WEEK, "week"))
    client = app.test_client()
    assert isinstance(client, Client)
    client.submit(BASE, button="next")
    return client


def test_a_default_stands_there_until_the_page_is_left_and_not_again(person: Client) -> None:
    page = BASE + "p/hours"
    assert 'value="7"' in person.get(page).text
    person.submit(page, {"day": "10", "night": ""}, button="next")
    assert 'value="7"' not in person.get(page).text


def test_a_constraint_says_its_own_message_and_keeps_what_was_typed(person: Client) -> None:
    again = person.submit(BASE + "p/hours", {"day": "100", "night": "100"}, button="next")
    assert again.status_code == 422
    assert again.text.count("A week has 168 hours.") == 2
    assert again.text.count('value="100"') == 2


def test_options_and_rows_come_and_go_and_so_do_their_answers(person: Client) -> None:
    person.submit(BASE + "p/hours", {"day": "10", "night": "2"}, button="next")
    breaks = person.get(BASE + "p/breaks").text
    assert "A night off" in breaks
    assert "I sleep" in breaks
    person.submit(
        BASE + "p/breaks", {"last": "night", "agree.rest": "yes", "agree.sleep": "no"}, button="next"
    )
    assert "A night off" in person.get(BASE + "check").text
    person.submit(BASE + "p/hours", {"day": "10", "night": "0"}, button="next")
    breaks = person.get(BASE + "p/breaks").text
    assert "A night off" not in breaks
    assert "I sleep" not in breaks
    person.submit(BASE + "p/hours", {"day": "10", "night": "2"}, button="next")
    assert 'value="night" id="last-night" checked' in person.get(BASE + "p/breaks").text


def test_what_is_needed_under_a_condition_is_needed(person: Client) -> None:
    person.submit(BASE + "p/hours", {"day": "40", "night": "0"}, button="next")
    again = person.submit(BASE + "p/breaks", {}, button="next")
    assert again.status_code == 422
    assert "Choose an answer" in again.text
    assert 'href="#last-week"' in again.text  # the first option is not offered to them
    person.submit(BASE + "p/hours", {"day": "4", "night": "0"}, button="next")
    assert person.submit(BASE + "p/breaks", {}, button="next").status_code == 303


@pytest.mark.parametrize(("day", "words"), [("60", "Thank you for so much care."), ("6", "Thank you all.")])
def test_the_end_is_for_whom_it_is_meant_and_the_total_is_kept(person: Client, day: str, words: str) -> None:
    person.submit(BASE + "p/hours", {"day": day, "night": "1"}, button="next")
    person.submit(BASE + "p/breaks", {"last": "week"}, button="next")
    checked = person.get(BASE + "check")
    assert "In all" not in checked.text  # nobody typed it, so nobody is asked to change it
    sent = person.send(checked, button="submit")
    receipt = person.get(sent.location).text
    assert words in receipt
    code = receipt.partition("data-receipt>")[2].partition("<")[0]
    person.submit("/receipts/", {"code": code})


LINK = """survey: link
title: A link
pages:
  - page: one
    title: One
    questions:
      - {id: source, type: hidden, text: Where the link stood, options: [{id: leaflet, text: On a leaflet}, \
{id: mail, text: In a mail}]}
      - {id: found, type: short_text, text: What did you look for?}
"""


@pytest.mark.parametrize(
    ("link", "kept"), [("?source=leaflet", "leaflet"), ("?source=<b>", None), ("", None)]
)
def test_a_link_brings_what_nobody_is_asked(
    sqlite_app: Flask, tmp_path: Path, link: str, kept: str | None
) -> None:
    make_consultation(sqlite_app, slug="link", survey=survey_of(tmp_path, LINK, "link"))
    client = sqlite_app.test_client()
    assert isinstance(client, Client)
    base = "/boards/fife/link/"
    client.send(client.get(base + link), button="next")
    assert "Where the link stood" not in client.get(base + "p/one").text
    client.submit(base + "p/one", {"found": "A break"}, button="next")
    checked = client.get(base + "check")
    assert "Where the link stood" not in checked.text
    client.send(checked, button="submit")
    [answers] = stored(sqlite_app, "link")
    assert answers == {"found": "A break"} | ({"source": kept} if kept else {})
