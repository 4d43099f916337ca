"""`speir demo`: a whole Speir to look at, made up."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.config import Config
from app.workspaces.demo import service


def register(cli: click.Group) -> None:
    """The command `demo`."""

    @cli.command("demo")
    @click.option("--once", is_flag=True, help="Do nothing in production, or where work has begun.")
    @with_appcontext
    def demo(once: bool) -> None:
        """Make demonstration boards' work, answers and accounts."""
        config: Config = current_app.extensions["speir_config"]
        if once and (config.production or service.is_made() or service.has_no_room()):
            return
        if not config.production and service.is_made():
            click.echo("The demonstration is here already.")
            return
        lines = list(service.summary(service.make(config)))
        (config.data / "demonstration.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        # `make run` serves next, which says the accounts: they are said once.
        click.echo("Made-up answers are ready to look at." if once else "\n".join(lines))
