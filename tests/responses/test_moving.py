"""A page that shows and hides in place, and one that does not, lead to the same stored answers."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import lxml.html
import pytest
from flask import Flask

from app.surveys.definition import Survey
from app.surveys.questions import typed
from app.surveys.routing import route
from tests.browser import Client
from tests.builders import make_consultation
from tests.surveys.making import survey_of, with_questions
from tests.surveys.random_surveys import random_answers, random_survey

FRAGMENT = {"HX-Request": "true"}
ONE_PAGE = """survey: moving
title: Moving
pages:
  - page: one
    title: One
    questions:
      - {id: hours, type: number, text: Hours?}
      - {id: heavy, type: yes_no, text: Heavy?, relevant: hours >= 35}
      - {id: why, type: short_text, text: Why?, relevant: heavy == 'yes'}
      - {id: rest, type: single_choice, text: Rest?, options: [{id: day, text: By day}, {id: night, \
text: By night, relevant: hours > 10}]}
"""
TOLD = """  - page: told
    title: To know
    questions:
      - {id: known, type: information, text: Something to know}
"""


def begun(app: Flask, slug: str, survey: Survey) -> Client:
    make_consultation(app, slug=slug, survey=survey)
    client = app.test_client()
    assert isinstance(client, Client)
    client.submit(f"/boards/fife/{slug}/", button="next")
    return client


def stored(app: Flask, slug: str) -> list[Mapping[str, Any]]:
    """The answers of each response of a consultation."""
    from app.consultations import store as consultations
    from app.responses import service, store

    secret = app.extensions["speir_config"].secret_key
    with app.app_context():
        one = consultations.load("fife", slug).id
        rows = store.documents(one, store.ids_of(one))
        return [service.open_document(secret, key, sealed)["answers"] for key, sealed, *_ in rows]


def test_what_an_answer_brings_up_is_sent_for_its_place(sqlite_app: Flask, tmp_path: Path) -> None:
    person = begun(sqlite_app, "moving", survey_of(tmp_path, ONE_PAGE, "moving"))
    page = "/boards/fife/moving/p/one"
    shown = person.get(page).text
    assert 'id="part-heavy"' in shown
    assert "Heavy?" not in shown
    assert "htmx.min.js" in shown
    token = lxml.html.fromstring(shown).xpath("//input[@name='csrf_token']/@value")[0]

    def change(**answers: str) -> str:
        return person.post(f"{page}?show=1", data={"csrf_token": token, **answers}, headers=FRAGMENT).text

    more = change(hours="40")
    assert more.startswith('<div id="part-heavy" hx-swap-oob="true">')
    assert "Heavy?" in more
    assert "By night" in more
    assert "Your answer adds something to this page." in more
    assert "Why?" not in more
    assert "Why?" in change(hours="40", heavy="yes")
    assert change(hours="40", heavy="yes").count("<div id=") == 0  # nothing changes
    fewer = change(hours="4", heavy="yes")
    assert '<div id="part-heavy" hx-swap-oob="true"></div>' in fewer
    assert "Your answer takes something away from this page." in fewer
    again = change(hours="40")
    assert 'value="yes" id="heavy-yes" checked' in again  # what was said before is there again


def test_a_page_with_nothing_to_answer_saves_nothing_by_itself(sqlite_app: Flask, tmp_path: Path) -> None:
    still = ONE_PAGE.replace("moving", "still") + TOLD
    person = begun(sqlite_app, "still", survey_of(tmp_path, still, "still"))
    assert "htmx" in person.get("/boards/fife/still/p/one").text
    assert "htmx" not in person.get("/boards/fife/still/p/told").text


@pytest.mark.parametrize("seed", range(24))
def test_both_ways_store_the_same(sqlite_app: Flask, seed: int) -> None:
    survey = random_survey(seed)
    survey = replace(
        survey,
        pages=tuple(
            replace(page, questions=tuple(replace(one, required=False) for one in page.questions))
            for page in survey.pages
        ),
    )
    answers = random_answers(survey, seed)
    stray = [
        key
        for key in answers
        for question, _, option in [key.removesuffix(".comment").partition(".")]
        if option and ("e" if option == "other" else option) not in answers[question]
    ]
    answers = {key: value for key, value in answers.items() if key not in stray}
    results = []
    for slug in ("in-place", "by-pages"):
        person = begun(sqlite_app, slug, survey)
        walk(person, slug, survey, answers, Random(seed) if slug == "in-place" else None)
        results.append(stored(sqlite_app, slug))
    assert json.dumps(results[0], sort_keys=True) == json.dumps(results[1], sort_keys=True)
    wanted = route(survey, answers).answers
    assert results[0] == ([dict(wanted)] if wanted else [{}])


def walk(person: Client, slug: str, survey: Survey, answers: Mapping[str, Any], rng: Random | None) -> None:
    """Answer every page with what is there to be answered; in place, control by control, with an `rng`."""
    base = f"/boards/fife/{slug}/"
    form = fields(survey, answers)
    for page in survey.pages:
        address = f"{base}p/{page.id}"
        if rng is not None:
            in_place(person, address, survey, answers, form, rng)
        for _ in range(2 * len(page.questions) + 30):
            if more_entries(person, address, survey, answers):
                continue
            there = controls_of(person.get(address).text)
            here = {control: form[control] for control in there if control in form}
            saved = person.submit(address, here, button="next")
            if "added=1" not in (saved.location or ""):
                break
            assert rng is None, "what was added in place is there already"
    person.send(person.get(base + "check"), button="submit")


def in_place(
    person: Client,
    address: str,
    survey: Survey,
    answers: Mapping[str, Any],
    form: Mapping[str, Any],
    rng: Random,
) -> None:
    """Change one control after another, in any order; what that brings up is on the page as if drawn anew."""
    done: dict[str, Any] = {}
    while True:
        if more_entries(person, address, survey, answers):
            continue
        shown = person.get(address).text
        there = controls_of(shown)
        done = {control: words for control, words in done.items() if control in there}
        left = sorted(there & set(form) - set(done))
        if not left:
            return
        control = rng.choice(left)
        done[control] = form[control]
        hidden = lxml.html.fromstring(shown).xpath("//main//form//input[@type='hidden']")
        carried = {one.get("name"): one.get("value") or "" for one in hidden}
        person.post(f"{address}?show=1", data={**carried, **done}, headers=FRAGMENT)


def more_entries(person: Client, address: str, survey: Survey, answers: Mapping[str, Any]) -> bool:
    """Press the button for one more entry of a repeat where the page has fewer than are to be answered."""
    there = controls_of(person.get(address).text)
    for path, many in lists_of(survey, answers).items():
        if f"{path}.count" not in there:
            continue
        shown = {control.removeprefix(f"{path}.").partition(".")[0] for control in there - {f"{path}.count"}
                 if control.startswith(f"{path}.")}  # fmt: skip
        if len(shown) < many and (add := f"add:{path}") in buttons_of(person.get(address).text):
            person.submit(address, button=add)
            return True
    return False


def lists_of(survey: Survey, answers: Mapping[str, Any]) -> dict[str, int]:
    """How many entries each repeat is to have, and each repeat within an entry, by its full id."""
    wanted = {one.id: answers.get(one.id, []) for one in survey.questions if one.type == "repeat"}
    for key, entries in list(wanted.items()):
        for place, entry in enumerate(entries, 1):
            lists = {part: one for part, one in entry.items() if isinstance(one, list)}
            wanted |= {f"{key}.{place}.{part}": one for part, one in lists.items()}
    return {path: len(entries) for path, entries in wanted.items()}


def buttons_of(page: str) -> set[str]:
    """The values of the buttons that a page shows."""
    return set(lxml.html.fromstring(page).xpath("//main//button/@value"))


def fields(survey: Survey, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The words of the form for every answer."""
    found: dict[str, Any] = {}
    for key, value in answers.items():
        question = survey.by_id.get(key)
        found |= typed(question, value) if question is not None else {key: value}
    return found


def controls_of(page: str) -> set[str]:
    """The names of the controls that a page shows."""
    return set(lxml.html.fromstring(page).xpath("//main//form//@name"))


def test_a_list_that_was_not_opened_is_marked_where_it_must_be(sqlite_app: Flask, tmp_path: Path) -> None:
    lists = (
        "{id: where, type: single_choice, appearance: dropdown, required: true, text: Where?, "
        "options: [{id: a, text: A}, {id: b, text: B}]}"
    )
    person = begun(sqlite_app, "lists", with_questions(tmp_path, lists))
    assert "ds_select--error" not in person.get("/boards/fife/lists/p/one").text
    assert (
        'class="ds_select ds_select--error"' in person.submit("/boards/fife/lists/p/one", button="next").text
    )
