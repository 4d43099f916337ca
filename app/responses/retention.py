"""Deleting what has been kept long enough: drafts whose thirty days are over, every day."""

from datetime import date
from typing import Any

from app.consultations.service import today
from app.db import db
from app.jobs.service import Progress, daily
from app.responses import store


def delete_expired(as_at: date) -> int:
    """The number of drafts that ended before `as_at` and are gone now."""
    count = store.delete_expired(as_at)
    db.session.commit()
    return count


@daily("retention")
def run(_args: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    """The job."""
    return {"drafts": delete_expired(today())}
