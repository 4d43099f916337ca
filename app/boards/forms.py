"""The one form of the directory: which board is mine?"""

from flask_wtf import FlaskForm
from wtforms import StringField


class FindForm(FlaskForm):
    """A postcode, or the first half of one. It is read with `lookup.find`, which takes any text."""

    postcode = StringField()
