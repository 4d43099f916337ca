"""What the tests of reports share: a place to render templates without a database."""

from collections.abc import Iterator

import pytest
from flask import Flask
from jinja2 import StrictUndefined

from tests.databases import ROOT


@pytest.fixture
def drawing() -> Iterator[Flask]:
    """An application that can render a report, and nothing else."""
    app = Flask("drawing", template_folder=str(ROOT / "templates"))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    with app.app_context():
        yield app
