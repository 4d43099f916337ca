"""`speir responses load`, `speir responses export`, `speir receipt`."""

import json
import os
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.boards import store as boards
from app.consultations import store
from app.errors import Invalid, NotFound
from app.responses import export, loading, lookup
from app.responses import live as live_module


def register(cli: click.Group) -> None:
    """Add the commands."""
    cli.add_command(responses_group)
    cli.add_command(receipt)


@click.group("responses")
def responses_group() -> None:
    """Load and export responses."""


@responses_group.command("load")
@click.argument("path", metavar="BOARD/SLUG")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--key", "key_column", default="_key", show_default=True, help="The column whose value stores a row once."
)
@click.option("--even-if-closed", is_flag=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def load(path: str, file: Path, key_column: str, even_if_closed: bool, as_json: bool) -> None:
    """Store the rows of a CSV or JSON lines file as responses."""
    consultation = store.by_path(path)
    board = boards.by_code(consultation.board_code)
    live = live_module.load(board.slug, consultation.slug)
    secret = current_app.extensions["speir_config"].secret_key
    result = loading.load(live, file, secret, key_column, even_if_closed)
    if as_json:
        click.echo(json.dumps(result.to_json(), ensure_ascii=False))
        return
    click.echo(
        f"{result.accepted} stored, {result.duplicates} there already, {len(result.rejected)} refused."
    )
    for row in result.rejected:
        click.echo(f"row {row['row']}: {row['question']}: {row['problem']}")


@responses_group.command("export")
@click.argument("path", metavar="BOARD/SLUG")
@click.option(
    "--format", "format_", type=click.Choice(list(export.FORMATS)), default="csv", show_default=True
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--reason", default="Asked for at the command line", help="Why, for the audit trail.")
@with_appcontext
def export_command(path: str, format_: str, out: Path, reason: str) -> None:
    """Write the raw answers of BOARD/SLUG to a file that only you can read."""
    secret = current_app.extensions["speir_config"].secret_key
    written = export.export(store.by_path(path), format_, reason, secret, "cli")
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(written)
    except OSError as error:
        raise Invalid(f"{out} cannot be written: {error.strerror}.") from None
    click.echo(f"{out}: {len(written):,} bytes")


@click.command()
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def receipt(code: str, as_json: bool) -> None:
    """What a receipt code stands for."""
    found = lookup.find(code, current_app.extensions["speir_config"].secret_key)
    if found is None:
        raise NotFound("There is no such receipt.")
    on = found.on.isoformat() if found.on else None
    answer = {"consultation": found.path, "state": found.state, "on": on}
    click.echo(json.dumps(answer) if as_json else f"{found.path}: {found.state}{f' on {on}' if on else ''}")
