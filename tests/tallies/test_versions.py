"""Several versions of a survey counted together, by ids, are what counting one by one says."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.surveys.definition import Option, Page, Question, Survey, Text
from app.surveys.questions import shapes
from app.surveys.routing import asked_ids, relevant_only
from app.surveys.validation import usable_only
from app.surveys.versions import Version, names_of, renamed, united
from app.tallies.codes import encode
from app.tallies.counting import count
from app.tallies.layout import Layout
from app.tallies.ledger import Ledger
from app.tallies.rule import Rule
from app.tallies.suppression import publish
from tests.surveys.random_surveys import random_answers, random_survey
from tests.tallies.test_calculated import ABOUT

ABOUT_ALL = {**ABOUT, "complete": "yes"}


def revised(survey: Survey, rng: Random) -> Survey:
    """The survey with questions and options added, taken away, put elsewhere, and said otherwise."""
    questions = [_other(one, rng) for one in survey.questions if rng.random() > 0.2]
    rng.shuffle(questions)
    new = Question(f"new{rng.randint(0, 2)}", "yes_no", Text({"en": "New?"}), options=_yes_no())
    questions = [one for one in questions if one.id != new.id] + [new]
    cut = rng.randint(1, len(questions))
    pages = [
        Page(f"p{at}", Text({"en": "P"}), tuple(some))
        for at, some in enumerate((questions[:cut], questions[cut:]))
    ]
    return replace(survey, pages=tuple(page for page in pages if page.questions))


def _yes_no() -> tuple[Option, ...]:
    return (Option("yes", Text({"en": "Yes"})), Option("no", Text({"en": "No"})))


def _other(question: Question, rng: Random) -> Question:
    options = [one for one in question.options if rng.random() > 0.2] or list(question.options)
    rng.shuffle(options)
    if question.options and rng.random() < 0.5:
        options.append(Option(f"n{rng.randint(0, 1)}", Text({"en": "New"})))
    options = list({one.id: one for one in options}.values())
    why = Text({"en": f"Reason {rng.random()}" if rng.random() < 0.2 else ""})
    words = Text({"en": f"{question.text} anew"})
    return replace(question, options=tuple(options), text=words, not_comparable=why)


def said(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """(item, option) of every single answer that is counted."""
    if isinstance(value, dict):
        for part, one in value.items():
            yield from said(f"{name}.{part}", one)
    elif isinstance(value, list):
        yield from ((name, one) for one in value)
    else:
        yield name, value


@settings(max_examples=60)
@given(st.integers(0, 5_000), st.integers(0, 1_000))
def test_versions_are_added_by_ids(seed: int, answers: int) -> None:
    rng = Random(seed)
    survey = random_survey(seed)
    kinds = ("single_choice", "multiple_choice", "grid_single", "number", "short_text")
    pages = [
        replace(
            page,
            questions=tuple(replace(one, relevant=None) for one in page.questions if one.type in kinds),
            relevant=None,
        )
        for page in survey.pages
    ]
    versions = [Version(1, replace(survey, pages=tuple(page for page in pages if page.questions)))]
    if not versions[0].survey.questions:
        return
    for no in (2, 3):
        versions.append(Version(no, revised(versions[-1].survey, rng), date(2027, 1, no)))
    names, parts = names_of(versions), []
    slow: Counter[tuple[str, Any]] = Counter()
    base: Counter[str] = Counter()
    for version in versions:
        layout, codes = Layout.build(version.survey, shapes(version.survey)), b""
        for number in range(8):
            given = random_answers(version.survey, answers + number)
            kept = usable_only(version.survey, relevant_only(version.survey, given))
            asked = asked_ids(version.survey, kept)
            codes += encode(layout, kept, asked, ABOUT_ALL)
            for key, value in kept.items():
                if key in version.survey.by_id and value not in (None, "", [], {}):
                    name = names[version.no].get(key, key)
                    for item, one in set(said(name, value)):
                        slow[item, one] += 1
                    for item in {item for item, _ in said(name, value)}:
                        base[item] += 1
        parts.append((layout.renamed(names[version.no]), codes))
    both = united(versions)
    counted = count(parts).overall
    assert counted.responses == 24
    known = {one.id: one for one in both.questions}
    for item, tally in counted.items.items():
        assert item.partition(".")[0] in known
        assert tally.base == base[item]
        assert tally.base + tally.not_answered + tally.not_asked == 24
        for option, n in tally.counts.items():
            assert n == slow[item, option]
            assert known[item.partition(".")[0]].option(option)
    rule = Rule.for_survey(both, shapes(both), renamed(versions)[:-1])
    shown = publish(count(parts), rule, Ledger()).overall
    assert shown.items.keys() == counted.items.keys()
    for item, published in shown.items.items():
        for option, n in published.counts.items():
            assert n is None or n == counted.items[item].counts[option]


def test_what_hung_on_an_answer_in_an_earlier_version_still_tells_of_it() -> None:
    survey = next(one for one in map(random_survey, range(100)) if any(q.relevant for q in one.questions))
    free = replace(
        survey,
        pages=tuple(
            replace(
                page, relevant=None, questions=tuple(replace(one, relevant=None) for one in page.questions)
            )
            for page in survey.pages
        ),
    )
    assert not [one for one in Rule.for_survey(free, shapes(free)).routes if one.leaf]
    assert Rule.for_survey(free, shapes(free), [survey]).routes
