"""Who asks: Scotland's integration authorities, with their councils, health boards and localities.

Reference data: keys are the official codes. What a board is called and how it is led are columns, so that a
board which changes its model or its name changes a row and no code.
"""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class HealthBoard(Base):
    """One of the 14 territorial NHS boards."""

    __tablename__ = "health_board"

    code: Mapped[str] = mapped_column(String(9), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))


class Board(Base):
    """One of the 31 integration authorities: the tenant.

    `place` is the short name ("Fife"), `name` the public one (the partnership's), `legal_name` the
    statutory one. `name_confirmed` is false until somebody has checked the names, which were put
    together from the place (`speir boards confirm`). Contact details that are not known are None.
    """

    __tablename__ = "board"

    code: Mapped[str] = mapped_column(String(9), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    place: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(200))
    legal_name: Mapped[str | None] = mapped_column(String(200))
    name_confirmed: Mapped[bool] = mapped_column(default=False)
    model: Mapped[str] = mapped_column(String(40))
    governance_body: Mapped[str] = mapped_column(String(200))
    health_board_code: Mapped[str] = mapped_column(ForeignKey("health_board.code"), index=True)
    contact_email: Mapped[str | None] = mapped_column(String(254))
    contact_phone: Mapped[str | None] = mapped_column(String(40))
    contact_address: Mapped[str | None] = mapped_column(String(500))
    web_address: Mapped[str | None] = mapped_column(String(300))

    health_board: Mapped[HealthBoard] = relationship(lazy="joined", innerjoin=True)
    council_areas: Mapped[list["CouncilArea"]] = relationship(
        lazy="selectin", order_by="CouncilArea.name", viewonly=True
    )

    @property
    def health_board_name(self) -> str:
        return self.health_board.name

    @property
    def path(self) -> str:
        """Where the board's own page is; the address is fixed, whichever room draws the page."""
        return f"/boards/{self.slug}/"


class CouncilArea(Base):
    """One of the 32 council areas; a board covers one, or two. `body_name` is the council's own name."""

    __tablename__ = "council_area"

    code: Mapped[str] = mapped_column(String(9), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    body_name: Mapped[str] = mapped_column(String(120))
    board_code: Mapped[str] = mapped_column(ForeignKey("board.code"), index=True)


class Locality(Base):
    """A part of a board's area for which the board must plan; chosen by a respondent from the list."""

    __tablename__ = "locality"

    code: Mapped[str] = mapped_column(String(9), primary_key=True)
    board_code: Mapped[str] = mapped_column(ForeignKey("board.code"), index=True)
    name: Mapped[str] = mapped_column(String(120))
