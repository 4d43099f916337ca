"""Telling people of a board's news by email: only who asked twice, and nothing about anybody's answers.

An address is kept sealed and apart from everything else; whoever has the link from a mail, and nobody else,
can confirm or end it.
"""

import uuid
from datetime import timedelta
from hmac import compare_digest
from typing import Any

from flask import current_app

from app.boards import store as boards
from app.boards.models import Board
from app.config import Config
from app.consultations import store as consultations
from app.consultations.models import Engagement
from app.consultations.service import today
from app.crypto import keyed_digest, seal, unseal
from app.db import db
from app.errors import NotFound
from app.feedback import store
from app.feedback.models import Announcement, Subscription
from app.jobs.service import Progress, daily, enqueue, handler, only_reading
from app.mail import service as mail
from app.mail.address import checked

UNCONFIRMED_DAYS = 7
PURPOSE = "alert address"


def subscribe(board: Board, typed: str) -> None:
    """Ask an address whether it wants a board's news. Says the same whether it is known or not.

    Raises Invalid for what cannot be an address.
    """
    address = checked(typed.strip())
    key = keyed_digest(_config().secret_key, PURPOSE, address.lower().encode())
    found = store.by_address(board.code, key)
    if found is not None and found.confirmed_on:
        return
    if found is None:
        found = Subscription(id=uuid.uuid4(), board_code=board.code, address_key=key)
        found.sealed = seal(_config().secret_key, PURPOSE, address.encode(), found.id.bytes)
        db.session.add(found)
    elif found.asked_on == today():
        return  # asked today already: nobody's letter box is filled by somebody else
    found.asked_on = today()
    db.session.flush()
    enqueue("ask_subscriber", {"subscription": str(found.id)}, f"{found.id}/{found.asked_on}")
    db.session.commit()


def opened(subscription_id: uuid.UUID, token: str) -> Subscription:
    """The subscription of a link. Raises NotFound where it is over, or the link is not the one sent."""
    found = store.subscription(subscription_id)
    if found is None or not compare_digest(_token(found.id).encode(), token.encode()):
        raise NotFound("This link is over. If you still want our news, ask for it again.")
    return found


def confirm(found: Subscription) -> None:
    """They asked twice."""
    found.confirmed_on = found.confirmed_on or today()
    db.session.commit()


def end(found: Subscription) -> None:
    """No more news; the address is gone."""
    db.session.delete(found)
    db.session.commit()


@handler("ask_subscriber")
def ask_subscriber(args: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    """One message: is it you who asked?"""
    with only_reading():
        found = store.subscription(uuid.UUID(args["subscription"]))
        if found is None or found.confirmed_on:
            return {"sent": False}
        name, to, link = boards.by_code(found.board_code).name, _address(found), _link(found)
        db.session.remove()
    mail.send(
        to,
        f"Do you want news from {name}?",
        f"Somebody asked us to send you news of what {name} asks and decides.\n\n"
        f"If it was you, say yes here:\n{link}\n\n"
        f"If not, do nothing: in {UNCONFIRMED_DAYS} days we forget this address.\n",
    )
    return {"sent": True}


@daily("tell_of_news")
def tell_of_news(_args: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Ask for a message to every subscriber about everything new; forget who never confirmed.

    Each piece of news is written down as told in the transaction that asks for its messages: told once.
    """
    store.forget_unconfirmed(today() - timedelta(days=UNCONFIRMED_DAYS))
    told = 0
    for subject, board_code in _news():
        if store.announced(subject):
            continue
        db.session.add(Announcement(subject=subject, on=today()))
        for one in store.confirmed(board_code):
            whom = {"subscription": str(one.id), "subject": subject}
            enqueue("tell_subscriber", whom, f"{subject}/{one.id}")
            told += 1
        db.session.commit()
    db.session.commit()
    progress(100, f"{told} messages asked for")
    return {"messages": told}


@handler("tell_subscriber")
def tell_subscriber(args: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    """One message about one piece of news."""
    with only_reading():
        found = store.subscription(uuid.UUID(args["subscription"]))
        if found is None or not found.confirmed_on:
            return {"sent": False}
        news = _of(args["subject"], boards.by_code(found.board_code))
        to, link = _address(found), _link(found)
        db.session.remove()
    if news is None:
        return {"sent": False}
    title, where = news
    mail.send(to, title, f"{title}\n{where}\n\nTo end these messages:\n{link}\n")
    return {"sent": True}


def _of(subject: str, board: Board) -> tuple[str, str] | None:
    """What a message about a subject says, and the page it leads to; None once that page is gone."""
    kind, _, which = subject.partition(" ")
    base = f"{_config().base_url}/boards/{board.slug}"
    if kind == "opened":
        for asked in consultations.of_board(board.code):
            if asked.id.hex == which:
                return f"{board.name} asks: {asked.title}", f"{base}/{asked.slug}/"
    else:
        for answered in store.public_engagements(board.code):
            if answered.id.hex == which:
                return f"{board.name} answers: {answered.title}", f"{base}/engagements/{answered.slug}/"
    return None


def _news() -> list[tuple[str, str]]:
    """(subject, board) of all that subscribers should have been told of by now."""
    asked = [
        (f"opened {one.id.hex}", one.board_code)
        for one in store.open_consultations()
        if consultations.is_open(one)
    ]
    answered = [
        (f"answered {one.engagement_id.hex}", found.board_code)
        for one in store.published()
        if (found := db.session.get(Engagement, one.engagement_id)) is not None
    ]
    return asked + answered


def _address(found: Subscription) -> str:
    return unseal(_config().secret_key, PURPOSE, found.sealed, found.id.bytes).decode()


def _link(found: Subscription) -> str:
    board = boards.by_code(found.board_code)
    return f"{_config().base_url}/boards/{board.slug}/alerts/{found.id}/?t={_token(found.id)}"


def _token(subscription_id: uuid.UUID) -> str:
    """The secret of a subscription's links: only we can make it, so it need not be kept."""
    return keyed_digest(_config().secret_key, "alert link", subscription_id.bytes).hex()[:40]


def _config() -> Config:
    config: Config = current_app.extensions["speir_config"]
    return config
