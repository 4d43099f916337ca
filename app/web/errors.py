"""Errors become pages, once. No traceback reaches a person."""

import logging

from flask import Flask, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.errors import Conflict, Invalid, NotAllowed, NotFound, SpeirError

logger = logging.getLogger(__name__)
CODES: dict[type[SpeirError], int] = {NotAllowed: 403, NotFound: 404, Conflict: 409, Invalid: 422}


def register(app: Flask) -> None:
    """One handler for each kind of error."""

    @app.errorhandler(SpeirError)
    def ours(error: SpeirError) -> tuple[str, int]:
        return page(
            next((code for kind, code in CODES.items() if isinstance(error, kind)), 500), error.message
        )

    app.register_error_handler(CSRFError, unproven)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[str, int]:
        code = error.code or 500
        return page(code, _words(code) or (error.description or ""))

    @app.errorhandler(OperationalError)
    def database(error: OperationalError) -> tuple[str, int]:
        logger.error("database unavailable: %s", type(error.orig).__name__)
        return page(
            503,
            _(
                "We could not save this just now. Nothing you typed was changed: "
                "go back and try again in a minute."
            ),
        )

    @app.errorhandler(Exception)
    def anything(error: Exception) -> tuple[str, int]:
        # The path and the kind of error, never a form: answers must not get into a log.
        logger.exception("unhandled error on %s", request.endpoint)
        return page(500, _("Something went wrong on our side. Go back and try again in a minute."))


def unproven(_error: CSRFError) -> tuple[str, int]:
    """A form came without a session that proves it to be ours."""
    return page(
        400,
        _(
            "This page was open for too long, or cookies are switched off. "
            "Go back, reload the page and try again."
        ),
    )


def page(code: int, message: str) -> tuple[str, int]:
    """The page of an error."""
    return render_template("errors/error.html", code=code, message=message, heading=_heading(code)), code


def _heading(code: int) -> str:
    """What happened, in a few words."""
    return {
        400: _("We could not read that"),
        403: _("You cannot do this"),
        404: _("Page not found"),
        409: _("That is not possible now"),
        413: _("That was too much at once"),
        422: _("There is a problem"),
        429: _("Too many tries"),
    }.get(code, _("Sorry, there is a problem"))


def _words(code: int) -> str:
    """What to do about it, where the web server's own words would not help."""
    return {
        404: _("Check the address, or start again from the list of boards."),
        405: _("This page cannot be opened like that. Go back and use the button on the page."),
        413: _(
            "The files were larger together than we can take at once. "
            "Go back, and send fewer of them, or smaller ones."
        )
        if request.environ.get("CONTENT_TYPE", "").startswith("multipart/")
        else _("The form was larger than we can take. Shorten the longest text and send it again."),
        500: _("Something went wrong on our side. Go back and try again in a minute."),
    }.get(code, "")
