"""What is done to a board: its names and contact details are confirmed; until then it does not go live."""

from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from app.audit.service import record
from app.boards.models import Board
from app.db import db
from app.errors import Conflict, Invalid


@dataclass(frozen=True, slots=True)
class Details:
    """What somebody at the board said is right; None leaves a detail as it is."""

    name: str | None = None
    legal_name: str | None = None
    model: str | None = None
    governance_body: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    contact_address: str | None = None
    web_address: str | None = None


def confirm(board: Board, details: Details) -> None:
    """Set what was given, and take away "to be confirmed". Raises Invalid and then changes nothing.

    A board needs a legal name to be confirmed: it is the controller that respondents are told of.
    """
    given = {
        field.name: value.strip()
        for field in fields(details)
        if (value := getattr(details, field.name)) is not None
    }
    _check(given)
    if not (given.get("legal_name") or board.legal_name):
        raise Invalid(f"{board.name} has no legal name yet; give it with --legal-name.")
    for field, value in given.items():
        setattr(board, field, value)
    board.name_confirmed = True
    record("board_confirmed", board=board.code, subject=f"board {board.slug}", detail={"set": sorted(given)})
    db.session.commit()


def require_confirmed(board: Board, production: bool) -> None:
    """Raise Conflict when a production installation would show people a board whose names are a guess."""
    if production and not board.name_confirmed:
        raise Conflict(
            f"The name of {board.name} is still to be confirmed. "
            f"Check its names, then run: speir boards confirm {board.slug}"
        )


def _check(given: dict[str, str]) -> None:
    for field, value in given.items():
        longest = Board.__table__.columns[field].type.length  # type: ignore[attr-defined]
        if not value:
            raise Invalid(f"The {field.replace('_', ' ')} is empty.")
        if len(value) > longest:
            raise Invalid(f"The {field.replace('_', ' ')} is longer than {longest} characters.")
    email = given.get("contact_email")
    if email is not None and ("@" not in email.strip("@") or " " in email):
        raise Invalid(f"{email!r} is not an e-mail address.")
    web = given.get("web_address")
    if web is not None and (urlsplit(web).scheme not in ("http", "https") or not urlsplit(web).hostname):
        raise Invalid(f"{web!r} is not a web address; it begins with https://")
