"""From an address to what it stands for, with the permission asked of the object's own board."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, redirect, url_for

from app.accounts.permissions import ACTS, may, require
from app.boards import store as boards
from app.boards.models import Board
from app.config import Config
from app.consultations import store
from app.consultations.models import Consultation, Engagement
from app.errors import NotFound


@dataclass(frozen=True, slots=True)
class Place:
    """Where an officer works: a board, its engagement, and what they may do there."""

    board: Board
    engagement: Engagement
    can: Mapping[str, bool]

    def one(self, slug: str) -> Consultation:
        """A consultation of this engagement. Raises NotFound."""
        for found in store.of_engagement(self.engagement.id):
            if found.slug == slug:
                return found
        raise NotFound("There is no such consultation.")

    def at(self, slug: str) -> dict[str, Any]:
        """What the address of a consultation's page is made from."""
        return {"board": self.board.slug, "engagement": self.engagement.slug, "consultation": slug}


def back_to(place: Place, one: Consultation, fragment: str = "") -> Any:
    """To the page of a consultation, which says that it is done."""
    return redirect(url_for("officer.asking", saved=1, **place.at(one.slug)) + fragment, 303)


def load(board: str, engagement: str, act: str = "manage_consultations") -> Place:
    """An engagement on whose board the person may do the act. Raises NotFound, NotAllowed."""
    found = store.engagement(board, engagement)
    account = require(act, found.board_code)
    can = {one: may(account, one, found.board_code) for one in ACTS}
    return Place(boards.by_code(found.board_code), found, can)


def production() -> bool:
    """Whether this installation is meant for real answers."""
    config: Config = current_app.extensions["speir_config"]
    return config.production
