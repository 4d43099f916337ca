"""Themes and quotations in a report: what may be shown of them, from one edition to the next."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from app.consultations import store as consultations
from app.db import db
from app.reports import service, store
from app.reports.gathering import wrote
from app.reports.model import Quotation, Table
from app.reports.publishing import ThemePublication, theme_publication
from app.reports.sections import compose
from app.reports.source import THEMES, ReportSource
from app.tallies.ledger import Ledger
from app.tallies.tally import PublishedGroup, PublishedItem
from app.themes import service as comments
from app.themes.choices import Choices
from app.themes.results import Sorted
from tests.reports.stored import add
from tests.reports.test_editions import edition, publish
from tests.surveys.making import with_questions
from tests.themes.making import queue, release, said, small

DAY = date(2026, 11, 23)


def now(comments: int, **counts: int) -> Sorted:
    return Sorted("person", "comment", comments, counts, {key: key.capitalize() for key in counts})


def shown(
    sorted_: Sorted,
    wrote: int | None,
    before: ThemePublication | None = None,
    ledger: Ledger | None = None,
    sensitive: bool = False,
) -> ThemePublication | None:
    last = before.counts if before is not None else None
    return theme_publication(sorted_, wrote, sensitive, DAY, ledger or Ledger(), last)


def item(published: ThemePublication | None) -> PublishedItem:
    assert published is not None
    return published.counts.tally.overall.items[THEMES]


def test_large_counts_are_shown_and_small_ones_hidden() -> None:
    found = item(shown(now(60, breaks=31, money=20, cats=3, none=0), 80))
    assert found.base == 60
    assert (found.counts["breaks"], found.percents["breaks"]) == (31, 52)
    assert found.counts["money"] == 20
    assert found.counts["cats"] is None
    assert found.counts["none"] == 0


def test_a_sensitive_question_has_the_higher_threshold() -> None:
    assert item(shown(now(60, breaks=31, cats=8), 80)).counts["cats"] == 8
    assert item(shown(now(60, breaks=31, cats=8), 80, sensitive=True)).counts["cats"] is None


def test_what_all_of_a_few_say_is_hidden() -> None:
    assert item(shown(now(12, breaks=12, money=6), 40)).counts["breaks"] is None


def test_how_few_comments_are_unsorted_is_not_told() -> None:
    """80 wrote and 78 are sorted: neither the 78 nor the 2 may be worked out."""
    found = item(shown(now(78, breaks=40, money=30), 80))
    assert found.base is None
    assert found.not_answered is None
    assert item(shown(now(80, breaks=40, money=30), 80)).base == 80
    assert item(shown(now(70, breaks=40, money=30), 80)).base == 70


def test_nothing_is_said_where_how_many_wrote_is_hidden() -> None:
    assert shown(now(40, breaks=20), None) is None
    assert shown(now(0, breaks=0), 30) is None
    few = item(shown(now(3, breaks=2), 30))
    assert few.base is None
    assert set(few.counts.values()) == {None}


def test_few_more_sorted_comments_show_the_last_numbers_again() -> None:
    first = shown(now(60, breaks=31, money=20), 100)
    assert first is not None
    assert first.entry is not None
    ledger = Ledger((first.entry,))
    again = shown(now(62, breaks=33, money=20), 100, first, ledger)
    assert again is not None
    assert again.entry is None, "nothing new was told"
    assert again.counts == first.counts
    changed = shown(now(60, breaks=32, money=20), 100, first, ledger)
    assert changed is not None
    assert changed.counts == first.counts, "one comment moved is one comment told"
    fewer = shown(now(40, breaks=20, money=20), 100, first, ledger)
    assert fewer is not None
    assert fewer.counts == first.counts
    same = shown(now(60, breaks=31, money=20), 100, first, ledger)
    assert same is not None
    assert same.entry is None
    more = shown(now(80, breaks=41, money=30), 100, first, ledger)
    assert item(more).counts["breaks"] == 41
    assert more is not None
    assert more.entry is not None


@pytest.fixture
def coded(app: Flask, tmp_path: Path) -> Flask:
    """Forty people, of whom thirty wrote: some of it is sorted, two comments are to be quoted."""
    rows = [
        {"role": "partner" if n % 4 else "parent", "comment": f"Breaks would help, {n}."} for n in range(30)
    ]
    said(app, tmp_path, [*rows, *({"role": "partner"} for _ in range(10))])
    with app.app_context():
        for key, text in queue():
            n = int(text.removesuffix(".").rpartition(" ")[2])
            if n >= 20:
                continue
            chosen = {"quoted": n in (0, 1), "attribute": "role" if n in (0, 1) else ""}
            release(key, new_theme="Breaks" if n < 12 else "Time", **chosen)
    return app


def read(app: Flask, no: int = 1) -> ReportSource:
    with app.app_context():
        return service.source_of(store.by_id(edition(no).id))


def test_an_edition_prints_themes_and_quotations_and_keeps_them(coded: Flask, tmp_path: Path) -> None:
    assert publish(coded) == 1
    source = read(coded)
    [themes] = source.consultations[0].themes
    assert sorted(themes.names.values()) == ["Breaks", "Time"]
    # Of the two only partners are twenty or more.
    assert {(q.text, q.about) for q in source.consultations[0].quotes} == {
        ("Breaks would help, 0.", ""),
        ("Breaks would help, 1.", "Who do you care for? My partner"),
    }
    report = compose(source)
    sections = {section.id: section for section in report.sections}
    [table] = [b for b in sections["comments-small-person-comment"].blocks if isinstance(b, Table)]
    assert [(row.header, row.cells) for row in table.rows] == [("Breaks", (12, 60)), ("Time", (8, 40))]
    assert len([b for b in sections["comments-small-person-comment"].blocks if isinstance(b, Quotation)]) == 2
    with coded.app_context():
        for key in [one.id for one in comments.store.quoted(small().id)]:
            comments.undo(small(), key)
        db.session.commit()
    assert compose(read(coded)) == report, "a published edition keeps what it said"


def test_sorting_goes_on_after_an_edition(coded: Flask, tmp_path: Path) -> None:
    """Nobody new has answered; the numbers stay, and the themes of ten more comments can be told."""
    publish(coded)
    with coded.app_context():
        waiting = queue()
        for key, _ in waiting[:2]:
            release(key, new_theme="Time")
    publish(coded)
    assert read(coded, 2).consultations[0].themes == read(coded).consultations[0].themes
    with coded.app_context():
        for key, _ in waiting[2:]:
            release(key, new_theme="Time")
    publish(coded)
    [themes] = read(coded, 3).consultations[0].themes
    by_name = {themes.names[key]: n for key, n in themes.tally.overall.items[THEMES].counts.items()}
    assert by_name == {"Breaks": 12, "Time": 18}
    assert read(coded, 3).consultations[0].tally == read(coded).consultations[0].tally


def test_a_quotation_of_few_respondents_is_not_printed(sqlite_app: Flask, tmp_path: Path) -> None:
    said(sqlite_app, tmp_path, ["One.", "Two.", "Three."])
    with sqlite_app.app_context():
        for key, _ in queue():
            release(key, quoted=True, new_theme="Breaks")
        source = service.draft_source(consultations.engagement("fife", "small"))
    assert source.consultations[0].quotes == ()
    assert source.consultations[0].themes == ()
    add(sqlite_app, tmp_path, "fife/small", 30, seed=7)
    with sqlite_app.app_context():
        source = service.draft_source(consultations.engagement("fife", "small"))
    assert len(source.consultations[0].quotes) == 3


def test_words_in_a_report_are_those_released(sqlite_app: Flask, tmp_path: Path) -> None:
    said(sqlite_app, tmp_path, ["Ask Morag Smith about it.", *(f"More {n}." for n in range(20))])
    with sqlite_app.app_context():
        [key] = [key for key, text in queue() if "Morag" in text]
        [mark] = comments.open_comment(small(), key).marks
        release(key, hide=frozenset({mark.key}), reason="names_others", quoted=True)
        other = next(key for key, text in queue())
        seen = comments.open_comment(small(), other).seen
        comments.hold(small(), other, Choices(reason="unfit"), seen)
        source = service.draft_source(consultations.engagement("fife", "small"))
    assert [quote.text for quote in source.consultations[0].quotes] == ["Ask [name removed] about it."]
    assert "Morag" not in repr(compose(source))


@pytest.mark.parametrize(
    ("key", "many"),
    [
        ("helped", 40),
        ("helped.money.comment", 21),
        ("helped.breaks.comment", None),
        ("helped.other", 7),
        ("nothing.other", None),
    ],
)
def test_no_more_wrote_beside_an_option_than_chose_it(tmp_path: Path, key: str, many: int | None) -> None:
    survey = with_questions(
        tmp_path,
        "{id: helped, type: multiple_choice, text: Helped?, options: [{id: money, text: M, comment: true}, "
        "{id: breaks, text: B, comment: true}, {id: else, text: E, other: true}]}",
    )
    counted = PublishedItem(40, 0, 0, {"money": 21, "breaks": None, "else": 7}, {})
    assert wrote(PublishedGroup(41, {"helped": counted}), survey, key) == many
