"""Words that an officer may accept: what most boards can say of a consultation, to be read before it is kept.

The law is that of the domain brief: public task (article 6(1)(e)), and for the equality answers
article 9(2)(g) with Schedule 1 of the Data Protection Act 2018. A board's own adviser has the last word.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from app.boards.models import Board

KEPT_DAYS = 365
"""Days after the closing date until answers are deleted, unless the officer says otherwise."""


def suggested(board: Board) -> Mapping[str, str]:
    """Texts by the names of an engagement's fields; what only the board can know is not among them."""
    name = board.name
    return {
        "cannot_change": "Your answers cannot change the law, or how much money there is to spend.",
        "decides": (
            f"The {board.governance_body} decides, once the strategic planning group has given its view."
        ),
        "controller": board.legal_name or name,
        "contact_post": board.contact_address or "",
        "contact_email": board.contact_email or "",
        "contact_telephone": board.contact_phone or "",
        "lawful_basis": (
            "We ask because planning health and social care with the people of the area is our task in law: "
            "article 6(1)(e) of the UK GDPR (public task) with the Public Bodies (Joint Working) (Scotland) "
            "Act 2014.\n\n"
            "The questions about you tell us whether we treat people equally. Answers about health, ethnic "
            "group, religion and sexual orientation have stronger protection in law. We use them under "
            "article 9(2)(g) of the UK GDPR with Schedule 1, paragraph 8 (equality of opportunity or "
            "treatment) of the Data Protection Act 2018."
        ),
        "privacy": (
            "Taking part is your choice, and you can leave out any question that is marked so. We do not ask "
            "for your name or address. Please do not write the names of other people.\n\n"
            f"Only staff of {name} who work on the report read single answers. They take names and other "
            "details that could point to a person out of comments before anything is quoted. We do not sell "
            "answers, and we do not use them to decide about the care of any one person.\n\n"
            "Answers are kept in the United Kingdom. A computer does not decide anything about you."
        ),
    }


def deleted_on(closes_at: datetime | None) -> date | None:
    """The day on which answers might be deleted, where it is known when the consultation closes."""
    return (closes_at + timedelta(days=KEPT_DAYS)).date() if closes_at is not None else None
