"""The `speir` commands, thin: parse, call a service, print. Exit 0 done, 1 refused, 2 wrong usage."""

import os
import sys
from typing import Any

import click
from flask.cli import FlaskGroup
from sqlalchemy.exc import DBAPIError

from app import config
from app.errors import NotFound, SpeirError


def _app() -> Any:
    from app import create_app

    return create_app()


@click.group(cls=FlaskGroup, create_app=_app, add_default_commands=False, add_version_option=False)
def speir() -> None:
    """Speir asks people what they think, and boards to answer."""


def _register() -> None:
    from app import server
    from app.accounts import commands as accounts
    from app.boards import commands as boards
    from app.consultations import commands as consultations
    from app.jobs import commands as jobs
    from app.mail import commands as mail
    from app.reports import commands as reports
    from app.responses import commands as responses
    from app.themes import commands as themes
    from app.upkeep import commands as upkeep
    from app.workspaces import commands as workspaces

    slices = (
        server,
        accounts,
        boards,
        consultations,
        jobs,
        mail,
        reports,
        responses,
        themes,
        upkeep,
        workspaces,
    )
    for slice_ in slices:
        slice_.register(speir)


_register()


def _where() -> str:
    """Where something was looked for: the usual reason that it is not there is another folder."""
    if os.environ.get("SPEIR_DATABASE_URL"):
        return "Looked in the database that SPEIR_DATABASE_URL names."
    return f"Looked in {config.read().data}; for another folder set SPEIR_DATA as the server has it."


def main() -> None:
    """The entry point: a refusal is one line on standard error and exit 1, never a traceback."""
    try:
        # Out of standalone mode click does not raise a command's Exit: it returns the code.
        code = speir.main(standalone_mode=False)
        if isinstance(code, int):
            sys.exit(code)
    except SpeirError as error:
        click.echo(error.message, err=True)
        if isinstance(error, NotFound):
            click.echo(_where(), err=True)
        sys.exit(1)
    except DBAPIError as error:
        click.echo(f"The database does not answer as it should: {str(error.orig).splitlines()[0]}.", err=True)
        click.echo("If it is new or older than this Speir, run: speir db upgrade", err=True)
        sys.exit(1)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
