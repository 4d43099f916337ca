"""People for tests: an account with a role on a board, and a client signed in as it without a password."""

import uuid

from flask import Flask
from flask.testing import FlaskClient

from app.accounts import clock, store
from app.accounts.models import Account, Grant, SignIn
from app.db import db

FIFE, HIGHLAND = "S37000032", "S37000016"
NO_PASSWORD = "none: nobody signs in with this"


def make_person(app: Flask, role: str, board_code: str | None, email: str = "") -> str:
    """An account with one role; returns its address. It has no password that could be typed."""
    address = email or f"{role}.{uuid.uuid4().hex[:8]}@people.example"
    with app.app_context():
        account = store.by_email(address)
        if account is None:
            account = Account(id=uuid.uuid4(), email=address, name=f"A {role}", password=NO_PASSWORD)
            db.session.add(account)
        account.grants.append(Grant(role=role, board_code=board_code))
        db.session.commit()
    return address


def enter(app: Flask, client: FlaskClient, email: str) -> FlaskClient:
    """The client, signed in: with a row and a cookie such as signing in makes."""
    with app.app_context():
        account = store.by_email(email)
        assert account is not None
        row = SignIn(id=uuid.uuid4(), account_id=account.id, began_at=clock.now())
        db.session.add(row)
        db.session.commit()
        with client.session_transaction() as session:
            session["_user_id"] = account.fs_uniquifier
            session["_fresh"] = True
            session["sign_in"] = row.id.hex
            session["seen"] = int(clock.now().timestamp())
    return client


def signed_in_as(app: Flask, role: str, board_code: str | None) -> FlaskClient:
    """A new client, signed in as somebody with that role on that board."""
    return enter(app, app.test_client(), make_person(app, role, board_code))
