"""Reports on made-up answers to the library's own surveys: counted and published by the real parts."""

import random
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.reports.publishing import Publication, publication
from app.reports.source import BoardFacts, Census, ConsultationSource, EngagementFacts, ReportSource
from app.surveys import snapshot
from app.surveys.definition import Question, Survey
from app.surveys.expressions import evaluate
from app.surveys.parser import read_survey
from app.surveys.questions import shape, shapes
from app.surveys.shapes import Choice, Choices, Number, Rows, Words
from app.tallies.codes import encode
from app.tallies.layout import Layout
from app.tallies.ledger import Ledger

LIBRARY = Path(__file__).resolve().parents[2] / "surveys"
LOCALITIES = (
    ("S99000001", "Dunfermline"),
    ("S99000002", "Kirkcaldy"),
    ("S99000003", "Levenmouth"),
    ("S99000004", "North East Fife"),
)
WORDS = {"not_sure": {"en": "I am not sure"}, "elsewhere": {"en": "Somewhere else"}}
BASE = {"language": "en", "collector": "web", "complete": "yes"}


@cache
def survey(key: str) -> Survey:
    """A survey of the library, with the localities of a board in it."""
    return snapshot.with_localities(read_survey(LIBRARY / f"{key}.yaml"), LOCALITIES, WORDS)


def answer(survey: Survey, dice: random.Random) -> tuple[dict[str, Any], frozenset[str]]:
    """One document, and the ids of the questions that it was asked. Answers lean to the first options."""
    document: dict[str, Any] = {}
    asked: set[str] = set()
    for page in survey.pages:
        if page.relevant is not None and not evaluate(page.relevant, document):
            continue
        for question in page.questions:
            if question.relevant is not None and not evaluate(question.relevant, document):
                continue
            asked.add(question.id)
            if question.required or dice.random() >= 0.08:
                document.update(_answer(question, dice))
    return document, frozenset(asked)


def _answer(question: Question, dice: random.Random) -> dict[str, Any]:
    match shape(question):
        case Choice(options):
            return {question.id: _leaning(options, dice)}
        case Choices(options, exclusive):
            first = _leaning(options, dice)
            others = {o for o in options if o not in exclusive and dice.random() < 0.3}
            some = {first} if first in exclusive else {first, *others}
            return {question.id: [option for option in options if option in some]}
        case Rows(rows, options):
            return {question.id: {row: _leaning(options[::-1], dice) for row in rows}}
        case Number():
            return {question.id: dice.choice((1, 1, 1, 2, 3))}
        case Words():
            return {question.id: "Words that nobody has read yet."}
        case _:
            return {}


def _leaning(options: tuple[str, ...], dice: random.Random) -> str:
    return dice.choices(options, [1 / (i + 1.5) for i in range(len(options))])[0]


@cache
def codes(key: str, many: int, seed: int = 1, kinds: tuple[str, ...] = ()) -> tuple[Layout, bytes]:
    """The codes of so many responses; `kinds` other than the survey's own are mixed in, one in five."""
    asks, dice = survey(key), random.Random(seed)
    layout = Layout.build(asks, shapes(asks))
    made = []
    for number in range(many):
        document, ids = answer(asks, dice)
        kind = kinds[0] if kinds and number % 5 == 0 else asks.kind
        route = dice.choices(("web", "paper", "telephone"), (8, 2, 0.3))[0]
        attributes = {**BASE, "audience": asks.audience, "kind": kind, "route": route}
        made.append(encode(layout, document, ids, attributes))
    return layout, b"".join(made)


@cache
def published(key: str, many: int, seed: int = 1, kinds: tuple[str, ...] = ()) -> Publication:
    """What may be shown of them, at a first edition."""
    return publication([codes(key, many, seed, kinds)], survey(key), Ledger())


CENSUS = Census(
    subject="unpaid carers",
    question="age",
    year=2022,
    source="Scotland's Census 2022.",
    shares={"under_16": 0.02, "16_24": 0.07, "25_34": 0.1, "35_49": 0.22, "50_64": 0.37, "65_over": 0.22},
)


def consultation(
    key: str, many: int, slug: str = "", seed: int = 1, kinds: tuple[str, ...] = ()
) -> ConsultationSource:
    """One consultation on a survey of the library."""
    asks = survey(key)
    return ConsultationSource(
        slug=slug or key,
        title=str(asks.title),
        audience=asks.audience,
        kind=asks.kind,
        state="closed",
        survey=asks,
        tally=published(key, many, seed, kinds).tally,
        opened=date(2026, 9, 1),
        closed=date(2026, 11, 20),
        census=(CENSUS,) if asks.audience == "carer" else (),
    )


def source(*consultations: ConsultationSource, demonstration: bool = True) -> ReportSource:
    """A report on some consultations, by default on three of them."""
    return ReportSource(
        board=BoardFacts("Fife Health and Social Care Partnership", "Fife"),
        engagement=EngagementFacts(
            title="Short breaks for carers",
            purpose="The board is writing its plan for 2027 to 2030. It wants to know which breaks help.",
            promise="Everybody who answered can read here what was decided, and why.",
            decides="the Integration Joint Board, on 26 February 2027",
            ask_of_group=(
                "- note who has answered and who has not\n"
                "- advise which two changes should be in the draft plan\n"
                "- say who else should be asked"
            ),
            officer_words=(
                "Carers told us at three events that breaks come too late. The survey was open for twelve "
                "weeks; the carer centres handed out paper forms in the last month."
            ),
            contact="engagement@fife.example",
            respond_by=date(2027, 3, 31),
        ),
        consultations=consultations
        or (
            consultation("carers", 240),
            consultation("services", 130, seed=2),
            consultation("third-sector", 14),
        ),
        edition_no=2,
        as_at=date(2026, 11, 23),
        status_address="https://speir.example/e/K7F3Q",
        demonstration=demonstration,
        attribution=("Scotland's Census 2022, National Records of Scotland. Open Government Licence v3.0.",),
    )
