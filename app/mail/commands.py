"""`speir mail list`: what became of the messages, for the operator at the shell."""

import json
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from app.mail.deliveries import deliveries


def register(cli: click.Group) -> None:
    """Add the group."""
    cli.add_command(mail)


@click.group()
def mail() -> None:
    """Messages to people."""


@mail.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def list_deliveries(as_json: bool) -> None:
    """Every message by the state it is in, without address or text."""
    found = list(deliveries())
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found]))
        return
    for one in found:
        click.echo(f"{one.state}\t{one.kind}\t{one.job}\t{one.attempts} tries\t{one.error}")
