"""Whether the process is up, and whether it can serve: for a proxy or a supervisor, not for people."""

from flask import Blueprint, Response, current_app
from sqlalchemy import text

from app.db import db
from app.web.access import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """The process is up."""
    return _said("ok", 200)


@bp.get("/readyz")
@public
def readyz() -> Response:
    """The database answers and its schema is the one this code knows."""
    try:
        found = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except Exception:  # whatever is wrong with the database, the answer is the same
        current_app.logger.warning("readyz: the database does not answer")
        return _said("the database does not answer", 503)
    head = current_app.extensions["speir_head"]
    if found != head:
        return _said(f"migrations are at {found}, not {head}", 503)
    return _said("ok", 200)


def _said(words: str, code: int) -> Response:
    return Response(words + "\n", code, mimetype="text/plain")
