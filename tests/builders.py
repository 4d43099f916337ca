"""Things that tests need to be there: a small survey, an open consultation of a board. Each is one call.

People are in tests/people.py. Builders go through the services: they make what the product makes.
"""

import tempfile
from functools import cache
from pathlib import Path

from flask import Flask

from app.surveys.definition import Survey
from app.surveys.parser import read_survey

SMALL = """\
survey: small
version: "1"
title: A small survey
audience: carer
kind: person
minutes: 2
languages: [en]
breakdowns: [role]
intro: We want to know how things are.
thanks: Thank you.
pages:
  - page: caring
    title: Caring
    questions:
      - id: role
        type: single_choice
        text: Who do you care for?
        required: true
        options:
          - {id: partner, text: My partner}
          - {id: parent, text: My parent}
          - {id: other, text: Someone else, other: true}
      - id: helped
        type: multiple_choice
        text: What has helped?
        options:
          - {id: breaks, text: Breaks}
          - {id: money, text: Money}
          - {id: none, text: None of these, exclusive: true}
      - id: breaks
        type: number
        text: How many breaks did you have last month?
        relevant: selected(helped, 'breaks')
        min: 0
        max: 31
  - page: views
    title: Your views
    questions:
      - id: agree
        type: grid_single
        text: How much do you agree?
        rows: [{id: say, text: I have a say}, {id: rest, text: I get enough rest}]
        options: [{id: agree, text: Agree}, {id: disagree, text: Disagree}]
      - id: locality
        type: single_choice
        text: Where do you live?
        options_from: localities
      - id: comment
        type: long_text
        text: What one thing would help most?
        max_length: 4000
"""


@cache
def small_survey() -> Survey:
    """A survey with most question types on two pages, and one question that hangs on another."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "small.yaml"
        file.write_text(SMALL, encoding="utf-8")
        return read_survey(file)


def make_consultation(
    app: Flask, board: str = "fife", slug: str = "small", survey: Survey | None = None, *, opened: bool = True
) -> str:
    """A consultation, open unless told otherwise, in an engagement of its own; returns BOARD/SLUG."""
    from app.boards import store as boards
    from app.consultations import service
    from app.db import db

    with app.app_context():
        made = service.create(
            boards.by_slug(board), survey or small_survey(), slug, f"A consultation on {slug}"
        )
        if opened:
            service.open_(made, production=False)
        db.session.commit()
    return f"{board}/{slug}"
