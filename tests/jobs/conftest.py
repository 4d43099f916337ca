"""A queue on each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.db import db
from tests.jobs.bare import bare_app


@pytest.fixture
def queue(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application with nothing but a queue, in its context."""
    app = bare_app(database_url, tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
