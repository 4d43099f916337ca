"""A report says what was changed of a question, and counts apart what cannot be compared."""

import json
from pathlib import Path

from flask import Flask

from app.consultations import revising, store
from app.reports.frozen import from_json, to_json
from app.reports.gathering import gather, publish_all, today
from app.reports.model import Paragraph, Report
from app.reports.sections import compose
from app.reports.source import ReportSource
from tests.reports.stored import add, asked
from tests.responses.test_versions import BREAKS, BREAKS_OF_A_YEAR, SECOND, changed, move


def report(app: Flask) -> tuple[ReportSource, Report]:
    with app.app_context():
        gathered = gather(store.engagement("fife", "small"))
        source = gathered.source(publish_all(gathered), 0, today(), "")
        return source, compose(source)


def words(made: Report) -> list[str]:
    return [block.text for one in made.sections for block in one.blocks if isinstance(block, Paragraph)]


def test_what_was_changed_stands_beside_its_question(app: Flask, tmp_path: Path) -> None:
    path = asked(app, tmp_path, 80)
    before = words(report(app)[1])
    assert not any("Until" in one for one in before)
    assert "Asked of those who chose “Breaks” at “What has helped?”." in before
    move(app, changed(tmp_path, *SECOND, (BREAKS, BREAKS_OF_A_YEAR)))
    add(app, tmp_path, path, 60, seed=2)
    source, made = report(app)
    said = words(made)
    assert any("it read “Who do you care for?”. Answers before and after are counted" in one for one in said)
    assert any("has the new answer “Time”" in one for one in said)
    assert any("has lost the answer “Money”" in one for one in said)
    apart = [one for one in said if "stand by themselves" in one]
    assert len(apart) == 2
    assert all("The time asked about is longer." in one for one in apart)
    headings = [one.heading for one in made.sections]
    assert "How many breaks did you have last month?" in headings
    assert "How many breaks did you have last year?" in headings
    [one] = source.consultations
    shown = one.tally.overall
    assert shown.responses == 140
    assert {"breaks", "breaks@2"} <= shown.items.keys()
    kept = json.loads(json.dumps(to_json(source)))
    assert compose(from_json(kept)) == made


def test_no_change_is_told_of_a_draft_that_was_tailored(app: Flask, tmp_path: Path) -> None:
    asked(app, tmp_path, 30)
    with app.app_context():
        assert revising.history(store.load("fife", "small")) == []
