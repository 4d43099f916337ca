"""An open consultation moves on to new versions of its questions: nothing is lost, and all is counted."""

import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from app.consultations import revising, store
from app.consultations.commands import consultation
from app.errors import Conflict, Invalid
from app.reports.tallying import Asked, exact
from app.responses import live
from app.responses import store as responses
from app.responses.export import columns_of, export
from app.surveys.definition import Survey
from tests.browser import Client
from tests.builders import SMALL, make_consultation
from tests.owed import what_is_owed
from tests.responses.test_receipts import look, post
from tests.surveys.making import survey_of

BASE = "/boards/fife/small/"
PATH = "fife/small"


def changed(folder: Path, *pairs: tuple[str, str]) -> Survey:
    source = SMALL
    for old, new in pairs:
        assert old in source
        source = source.replace(old, new)
    return survey_of(folder, source, "small")


def move(app: Flask, survey: Survey) -> None:
    """The consultation asks this from now on."""
    with app.app_context():
        revising.revise(store.load("fife", "small"), survey)
        live.forget()


def person(app: Flask) -> Client:
    client = app.test_client()
    assert isinstance(client, Client)
    client.submit(BASE, button="next")
    return client


BREAKS = "text: How many breaks did you have last month?"
BREAKS_OF_A_YEAR = """text: How many breaks did you have last year?
        not_comparable: The time asked about is longer."""
SECOND = (
    ("{id: money, text: Money}", "{id: time, text: Time}"),
    ("text: Who do you care for?", "text: Whom do you care for?"),
)


def test_a_draft_goes_on_and_says_where_to_look_again(app: Flask, tmp_path: Path) -> None:
    make_consultation(app)
    somebody = person(app)
    somebody.submit(BASE + "p/caring", {"role": "parent", "helped": ["breaks", "money"]}, button="next")
    move(app, changed(tmp_path, *SECOND))
    views = somebody.get(BASE + "p/views")
    assert "Some questions were changed after you began" in views.text
    assert f'href="{BASE}p/caring"' in views.text
    what_is_owed(views)
    somebody.submit(BASE + "p/views", {"comment": "A break"}, button="next")
    checked = somebody.get(BASE + "check")
    assert "Some questions were changed" in checked.text
    again = somebody.get(BASE + "p/caring")
    assert re.search(r'value="parent"[^>]*checked', again.text)
    assert re.search(r'value="breaks"[^>]*checked', again.text)
    assert "Money" not in again.text
    somebody.submit(BASE + "p/caring", {"helped": ["breaks", "time"]}, button="next")
    assert "Some questions were changed" not in somebody.get(BASE + "check").text
    assert somebody.send(somebody.get(BASE + "check"), button="submit").location == BASE + "sent"
    with app.app_context():
        [(layout, _)] = responses.codes_of(store.load("fife", "small").id)
        assert layout.by_key["helped"].options == ("breaks", "time", "none")


def test_a_page_filled_in_before_the_change_is_kept(app: Flask, tmp_path: Path) -> None:
    make_consultation(app)
    somebody = person(app)
    shown = somebody.get(BASE + "p/caring")
    move(app, changed(tmp_path, *SECOND))
    left = somebody.send(shown, {"role": "parent", "helped": ["money"]}, button="next")
    assert left.status_code == 422  # what was chosen is no longer offered: it is said, and the rest is kept
    assert re.search(r'value="parent"[^>]*checked', left.text)


def test_a_response_is_corrected_under_the_new_version(app: Flask, tmp_path: Path) -> None:
    make_consultation(app)
    somebody = person(app)
    somebody.submit(BASE + "p/caring", {"role": "parent", "helped": ["money"]}, button="next")
    somebody.submit(BASE + "p/views", {"comment": "A break"}, button="next")
    sent = somebody.send(somebody.get(BASE + "check"), button="submit")
    found = re.search(r"<code data-receipt>([A-Z0-9-]+)</code>", somebody.get(sent.location).text)
    assert found is not None
    move(app, changed(tmp_path, *SECOND))
    shown = look(app, found[1])
    assert "Who do you care for?" in shown.text  # as it was asked
    assert "Money" in shown.text
    other = app.test_client()
    assert isinstance(other, Client)
    assert post(other, found[1], "correct").location == BASE + "check?correcting=1"
    checked = other.get(BASE + "check")
    assert "Whom do you care for?" in checked.text
    assert "Money" not in checked.text
    assert other.send(checked, button="submit").location == BASE + "sent"
    with app.app_context():
        one = store.load("fife", "small")
        assert responses.count(one.id) == 1
        [(layout, _)] = responses.codes_of(one.id)
        assert "time" in layout.by_key["helped"].options


def test_three_versions_count_as_the_answers_say(app: Flask, tmp_path: Path) -> None:
    """Added, removed, reordered and reworded questions and options, and words that cannot be compared."""
    make_consultation(app)
    comment = SMALL[SMALL.index("      - id: comment") :]
    new = "      - id: heard\n        type: yes_no\n        text: Do you feel heard?\n"
    versions = [
        changed(tmp_path, *SECOND, (comment, new)),
        changed(
            tmp_path,
            (BREAKS, BREAKS_OF_A_YEAR),
            ("{id: partner, text: My partner}", "{id: child, text: My child}"),
            ("{id: say, text: I have a say}, {id: rest", "{id: rest"),
            (comment, comment + new),
        ),
    ]  # fmt: skip
    rng = Random(7)
    counts: Counter[tuple[str, str]] = Counter()
    asked: Counter[str] = Counter()
    breaks: dict[str, list[int]] = {"breaks": [], "breaks@3": []}
    for number in range(3):
        if number:
            move(app, versions[number - 1])
        with app.app_context():
            survey = store.survey_of(store.load("fife", "small"))
        for _ in range(6):
            somebody = person(app)
            role = rng.choice([one.id for one in survey.by_id["role"].options if not one.other])
            offered = [one.id for one in survey.by_id["helped"].options if not one.exclusive]
            helped = [one for one in offered if rng.random() < 0.6]
            somebody.submit(BASE + "p/caring", {"role": role, "helped": helped}, button="next")
            if "breaks" in helped:
                days = rng.randint(0, 31)
                somebody.submit(BASE + "p/caring", {"breaks": str(days)}, button="next")
                breaks["breaks@3" if number == 2 else "breaks"].append(days)
            counts["role", role] += 1
            counts.update(("helped", one) for one in helped)
            second = {}
            for row in survey.by_id["agree"].rows:
                second[f"agree.{row.id}"] = rng.choice(["agree", "disagree"])
                counts[f"agree.{row.id}", second[f"agree.{row.id}"]] += 1
            if "heard" in survey.by_id:
                second["heard"] = rng.choice(["yes", "no"])
                counts["heard", second["heard"]] += 1
            asked.update(one.id for one in survey.questions)
            somebody.submit(BASE + "p/views", second, button="next")
            assert somebody.send(somebody.get(BASE + "check"), button="submit").location == BASE + "sent"
    with app.app_context():
        told = exact(Asked(PATH), "a test of versions")
        assert told["responses"] == 18
        found = {}
        for question in told["questions"]:
            for item in question["rows"] or [question]:
                name = f"{question['id']}.{item['id']}" if question["rows"] else question["id"]
                found |= {(name, option["id"]): option["count"] for option in item["options"]}
                number = item["number"]
                if question["id"] in breaks:
                    assert (number["n"], round(number["mean"] * number["n"])) == (
                        len(breaks[question["id"]]), sum(breaks[question["id"]]),
                    )  # fmt: skip
                elif not question["rows"] and question["id"] != "locality":
                    assert 18 - item["not_asked"] == asked[question["id"]]
        assert {key: n for key, n in found.items() if n} == dict(counts)
        one = store.load("fife", "small")
        both = store.ever_asked(one)
        assert {"breaks", "breaks@3", "comment", "heard"} <= both.by_id.keys()
        assert {"breaks", "breaks@3"} <= set(columns_of(both))
        raw = export(one, "csv", "a test of versions", app.config["SECRET_KEY"], "cli").decode("utf-8-sig")
        assert "breaks@3" in raw.splitlines()[0]


def test_only_an_open_one_moves_and_only_to_what_fits(app: Flask, tmp_path: Path) -> None:
    make_consultation(app, opened=False)
    with app.app_context():
        one = store.load("fife", "small")
        with pytest.raises(Conflict, match="draft"):
            revising.revise(one, changed(tmp_path, *SECOND))
    make_consultation(app, slug="other")
    with app.app_context():
        one = store.load("fife", "other")
        with pytest.raises(Conflict, match="asks already"):
            revising.revise(one, changed(tmp_path))
        of_numbers = ("type: long_text", "type: number"), ("        max_length: 4000\n", "")
        with pytest.raises(Invalid, match="'comment_2'"):
            revising.revise(one, changed(tmp_path, *of_numbers))
        assert one.definition_no == 1


def test_the_command_says_what_is_different(app: Flask, tmp_path: Path) -> None:
    make_consultation(app)
    changed(tmp_path, *SECOND)
    runner = app.test_cli_runner()
    arguments = ["revise", PATH, "--survey", str(tmp_path / "small.yaml")]
    said = runner.invoke(consultation, [*arguments, "--check"])
    assert said.exit_code == 0, said.output
    assert "reworded: A question “Who do you care for?” now reads “Whom do you care for?”" in said.output
    assert "added: “What has helped?” has the new answer “Time”" in said.output
    with app.app_context():
        assert store.load("fife", "small").definition_no == 1
    assert "asks this from now on" in runner.invoke(consultation, arguments).output
    with app.app_context():
        assert store.load("fife", "small").definition_no == 2
    assert isinstance(runner.invoke(consultation, arguments).exception, Conflict)
