"""Whether the process is up, and whether it can serve: for a proxy or a supervisor, not for people."""

from flask import Blueprint, current_app
from sqlalchemy import text

from app.db import db
from app.web.access import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> tuple[str, int]:
    """The process is up."""
    return "ok\n", 200


@bp.get("/readyz")
@public
def readyz() -> tuple[str, int]:
    """The database answers and its schema is the one this code knows."""
    try:
        found = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except Exception:  # whatever is wrong with the database, the answer is the same
        current_app.logger.warning("readyz: the database does not answer")
        return "the database does not answer\n", 503
    head = current_app.extensions["speir_head"]
    return ("ok\n", 200) if found == head else (f"migrations are at {found}, not {head}\n", 503)
