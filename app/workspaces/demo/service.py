"""Making the demonstration: two boards, an open and a closed engagement each, and people to look at it."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.accounts.service import make_demonstration_accounts
from app.boards import store as boards
from app.boards.models import Board
from app.config import Config
from app.consultations import service as consultations
from app.consultations.models import Consultation, Engagement
from app.consultations.wording import KEPT_DAYS, suggested
from app.db import db
from app.errors import NotAllowed
from app.responses import live, store
from app.responses.live import Live
from app.responses.service import Attributes, row
from app.surveys.definition import Survey
from app.surveys.parser import read_survey
from app.surveys.routing import asked_ids, relevant_only
from app.workspaces.demo.drawing import draw
from app.workspaces.demo.themes import release_some
from app.workspaces.demo.told import enter_by_hand, tell

LIBRARY = Path(__file__).resolve().parents[3] / "surveys"
BOARDS = ("fife", "highland")
EXERCISES = ("strategic-plan", "strategic-plan-2025")
AT_ONCE = 500  # rows of one INSERT
BANDS = (("under_5", 2), ("5_to_15", 6), ("over_15", 2))
ROUTES = (("web", 91), ("paper", 5), ("telephone", 2), ("assisted", 2))
ROUTES_WHEN_OLD = (("web", 75), ("paper", 16), ("telephone", 6), ("assisted", 3))
OLD = "65_over"


@dataclass(frozen=True)
class Run:
    """One consultation to be made up. `answers` is how many, for the first board and the second."""

    survey: str
    title: str
    answers: tuple[int, int]


NOW = (
    Run("carers", "What is caring like for you?", (640, 310)),
    Run("services", "How is your care and support?", (420, 260)),
    Run("third-sector", "What does your group think?", (62, 54)),
)
BEFORE = (
    Run("carers", "What was caring like for you in 2025?", (1_480, 520)),
    Run("services", "How was your care and support in 2025?", (730, 390)),
    Run("third-sector", "What did your group think in 2025?", (71, 58)),
)


def make(config: Config) -> list[str]:
    """Make the demonstration; the addresses of its accounts. Raises NotAllowed in production."""
    if config.production:
        raise NotAllowed(
            "This is a production installation: it takes no demonstration data and no such accounts."
        )
    found = [boards.by_slug(slug) for slug in BOARDS]
    addresses = make_demonstration_accounts(*(board.code for board in found))
    today = consultations.today()
    for place, board in enumerate(found):
        this_year = _engagement(
            board,
            EXERCISES[0],
            "Our next strategic plan",
            f"{board.name} is writing its plan for three years. It wants to know what matters to you.",
            today + timedelta(days=170),
        )
        for run in NOW:
            _consultation(config, board, this_year, run, run.survey, place, today - timedelta(days=20), 84)
        last_year = _engagement(
            board,
            EXERCISES[1],
            "Looking back at 2025",
            f"{board.name} looked at how its plan was working. It wanted to know how 2025 was for you.",
            date(2026, 3, 31),
        )
        for run in BEFORE:
            _consultation(
                config, board, last_year, run, f"{run.survey}-2025", place, date(2025, 9, 1), 84, closed=True
            )
        enter_by_hand(board)
        if place == 0:
            tell(last_year)
    db.session.commit()
    return addresses


def is_made() -> bool:
    """Whether there is demonstration data here."""
    return db.session.scalar(select(Engagement.id).where(Engagement.demonstration).limit(1)) is not None


def has_no_room() -> bool:
    """Whether one of the boards asks something of its own already where the demonstration would go."""
    asked = {one.survey for one in NOW} | {f"{one.survey}-2025" for one in BEFORE} | set(EXERCISES)
    here = select(Board.code).where(Board.slug.in_(BOARDS))
    taken = [
        select(kind.id).where(kind.board_code.in_(here), kind.slug.in_(asked)).limit(1)
        for kind in (Engagement, Consultation)
    ]
    return any(db.session.scalar(query) is not None for query in taken)


def _engagement(board: Board, slug: str, title: str, purpose: str, respond_by: date) -> Engagement:
    """A made-up engagement with everything that a respondent is told."""
    said = suggested(board)
    made = Engagement(
        board_code=board.code,
        slug=slug,
        title=title,
        respond_by=respond_by,
        demonstration=True,
        purpose=purpose,
        introduction=f"{purpose} This is a demonstration: your answers go nowhere.",
        promise="Your answers can change what the plan puts first.",
        cannot_change="Your answers cannot change the law, or how much money there is to spend.",
        decides=f"The {board.governance_body} decides, once the strategic planning group has given its view.",
        ask_of_group="The group is asked to note the findings, and to say what the plan should act on first.",
        officer_words="This text is made up. Here the officer says what the figures cannot say.",
        controller=f"{board.legal_name or board.name} (made-up notice)",
        lawful_basis=said["lawful_basis"],
        privacy=f"{said['privacy']}\n\nThis notice is made up, as all of this is.",
        delete_on=respond_by + timedelta(days=KEPT_DAYS),
        contact_person="Alex Example, engagement officer (made up)",
        contact_post="1 Made-up Road, Example Town",
        contact_telephone="01632 960000, Monday to Friday, 9 to 5 (made up)",
        contact_text="07700 900000 (made up)",
        contact_email=f"asking@{board.slug}.example",
    )
    db.session.add(made)
    db.session.flush()
    return made


def _consultation(
    config: Config,
    board: Board,
    engagement: Engagement,
    run: Run,
    slug: str,
    place: int,
    opened: date,
    days: int,
    closed: bool = False,
) -> None:
    """One consultation with its made-up answers."""
    opens_at = datetime(opened.year, opened.month, opened.day, 8, tzinfo=UTC)
    made = consultations.create(
        board,
        read_survey(LIBRARY / f"{run.survey}.yaml"),
        slug,
        run.title,
        opens_at=opens_at,
        closes_at=consultations.moment(
            (opened + timedelta(days=days)).isoformat(), "closes", end_of_day=True
        ),
        respond_by=engagement.respond_by,
        engagement=engagement,
        demonstration=True,
    )
    consultations.open_(made, production=False)
    _answers(config, board, made, run.answers[place], seed=f"{board.slug}/{slug}", opened=opened)
    if closed:
        consultations.end(made)
        release_some(made)


def _answers(
    config: Config, board: Board, consultation: Consultation, count: int, seed: str, opened: date
) -> None:
    """Store so many made-up answers, the same for the same seed."""
    db.session.flush()
    kept = live.load(board.slug, consultation.slug)
    rng = random.Random(seed)
    places = _places(kept.survey, rng)
    last = min(consultations.today(), opened + timedelta(days=80))
    block: list[dict[str, Any]] = []
    for number in range(1, count + 1):
        answers = draw(kept.survey, rng, number, places)
        partial = rng.random() < 0.04
        block.append(_row(config, kept, answers, rng, opened, last, partial))
        if len(block) == AT_ONCE:
            store.add_responses(block)
            block = []
    store.add_responses(block)


def _row(
    config: Config,
    kept: Live,
    answers: dict[str, Any],
    rng: random.Random,
    opened: date,
    last: date,
    partial: bool,
) -> dict[str, Any]:
    """The row of one response. A partial one ends before the last pages."""
    survey = kept.survey
    shown = asked_ids(survey, answers)
    if partial:
        reached = {page.id for page in survey.pages[: rng.randint(2, max(2, len(survey.pages) - 2))]}
        shown = frozenset(one for one in shown if survey.page_of[one].id in reached)
    attributes = Attributes(
        audience=kept.audience,
        kind=kept.kind,
        route=_weighted(rng, ROUTES_WHEN_OLD if answers.get("age") == OLD else ROUTES),
        language="gd" if "gd" in survey.languages and rng.random() < 0.02 else "en",
        collector="web",
        complete="no" if partial else "yes",
    )
    on = opened + timedelta(days=rng.randint(0, max(0, (last - opened).days)))
    stored = relevant_only(survey, answers, shown)
    key = uuid.UUID(int=rng.getrandbits(128), version=4)
    return row(kept, stored, shown, attributes, key, config.secret_key, on, _weighted(rng, BANDS), partial)


def _places(survey: Survey, rng: random.Random) -> dict[str, float]:
    """Localities differ in size; few are not sure where they live."""
    question = survey.by_id.get("locality")
    options = [option.id for option in question.options] if question else []
    return {option: 0.5 if option in ("not_sure", "elsewhere") else rng.uniform(1.5, 9) for option in options}


def _weighted(rng: random.Random, weights: tuple[tuple[str, int], ...]) -> str:
    """One of the words, by weight."""
    return rng.choices([word for word, _ in weights], [weight for _, weight in weights])[0]


def summary(addresses: list[str]) -> Iterator[str]:
    """What a new user is told."""
    yield "Demonstration: made-up boards' work and answers. Sign in at /sign-in with any of"
    yield from (f"  {address}" for address in addresses)
    yield "Password of all: demonstration only"
