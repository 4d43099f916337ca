"""Every question about boards that goes to the database."""

from collections.abc import Sequence

from sqlalchemy import select

from app.boards.models import Board, Locality
from app.db import db
from app.errors import NotFound


def all() -> Sequence[Board]:
    """Every board by the name of its place."""
    return db.session.scalars(select(Board).order_by(Board.place)).all()


def by_slug(slug: str) -> Board:
    """The board with this short name in its address. Raises NotFound."""
    return _one(db.session.scalar(select(Board).where(Board.slug == slug)))


def by_code(code: str) -> Board:
    """The board with this official code. Raises NotFound."""
    return _one(db.session.get(Board, code))


def localities_of(board_code: str) -> Sequence[Locality]:
    """A board's localities by name; empty for a board that is not there."""
    wanted = select(Locality).where(Locality.board_code == board_code).order_by(Locality.name)
    return db.session.scalars(wanted).all()


def _one(board: Board | None) -> Board:
    if board is None:
        raise NotFound("There is no such board.")
    return board
