"""What the first board of the demonstration did about what it heard; the second one still owes its answer."""

from app.boards.models import Board
from app.consultations.models import Engagement
from app.consultations.service import today
from app.db import db
from app.feedback import service
from app.feedback.models import Decision, Feedback, Listing

DECIDED = (
    (
        "Breaks",
        "adopted",
        "Every carer with a plan is offered a break of their choice from April. (Made up.)",
    ),
    ("One person to call", "adapted", "One telephone number for each locality, not one person. (Made up.)"),
    (
        "Money",
        "rejected",
        "The board cannot change what carers are paid: that is decided nationally. (Made up.)",
    ),
)


def tell(engagement: Engagement) -> None:
    """Publish made-up decisions of an engagement whose consultations have closed; commits nothing."""
    db.session.add(
        Feedback(
            engagement_id=engagement.id,
            asked="We asked how 2025 was for you, and what the plan should change. (Made up.)",
            said="Breaks, and one person to call, were named most often. (Made up.)",
            published_on=today(),
        )
    )
    for position, (theme, outcome, reason) in enumerate(DECIDED, start=1):
        db.session.add(
            Decision(
                engagement_id=engagement.id, position=position, theme=theme, outcome=outcome, reason=reason
            )
        )
    db.session.flush()
    service.close_loop(engagement)


def enter_by_hand(board: Board) -> None:
    """An entry of the register for something that was run elsewhere; commits nothing."""
    db.session.add(
        Listing(
            board_code=board.code,
            title="A made-up afternoon in the village hall",
            about="Thirty made-up people talked about getting to appointments.",
            outcome="The notes went to the planning group. (Made up.)",
        )
    )
