"""An officer with an engagement of their own, made as they would make it."""

from collections.abc import Mapping
from datetime import timedelta

from flask import Flask

from app.consultations import service, store
from tests.browser import Client
from tests.consultations.ready import ready
from tests.people import FIFE, signed_in_as

HUB = "/workspace/fife/our-plan/"
ONE = f"{HUB}carers/"


def officer(app: Flask, role: str = "officer", board: str = FIFE) -> Client:
    """Somebody of a board, signed in."""
    made = signed_in_as(app, role, board)
    assert isinstance(made, Client)
    return made


def make(app: Flask, by: Client, surveys: tuple[str, ...] = ("carers",), **more: str) -> None:
    """The engagement `our-plan` with a draft for each survey."""
    values: Mapping[str, str | tuple[str, ...]] = {"title": "Our plan", "surveys": surveys, **more}
    done = by.submit("/workspace/fife/new", values)
    assert (done.status_code, done.location) == (303, HUB), done.text


def complete(app: Flask) -> None:
    """Nothing is missing from it any more."""
    with app.app_context():
        ready(store.engagement("fife", "our-plan"))


def opened(app: Flask, by: Client) -> None:
    """It is open."""
    complete(app)
    done = by.submit(f"{ONE}open")
    assert done.status_code == 303, done.text


def in_days(days: int) -> str:
    """A day from today on, as a browser's calendar sends it."""
    return (service.today() + timedelta(days=days)).isoformat()
