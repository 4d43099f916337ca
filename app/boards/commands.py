"""The operator's commands about boards: which are to be confirmed, confirming one, packing new postcodes."""

import csv
import gzip
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.boards import store
from app.boards.postcodes import pack
from app.boards.service import Details, confirm
from app.errors import Invalid


def register(cli: click.Group) -> None:
    """Add `boards` to the `speir` commands."""
    cli.add_command(boards)


@click.group()
def boards() -> None:
    """Integration authorities."""


@boards.command("list")
@click.option("--unconfirmed", is_flag=True, help="Only those whose names are still to be confirmed.")
@with_appcontext
def list_boards(unconfirmed: bool) -> None:
    """One line a board: its slug, its name, its legal name, and whether the names are confirmed."""
    for board in store.all():
        if not (unconfirmed and board.name_confirmed):
            state = "confirmed" if board.name_confirmed else "to be confirmed"
            click.echo(f"{board.slug}\t{board.name}\t{board.legal_name or 'not known'}\t{state}")


@boards.command("confirm")
@click.argument("slug")
@click.option("--name", help="The public name.")
@click.option("--legal-name", help="The name of the legal person.")
@click.option("--model", help="body_corporate, lead_agency, or another word of the field.")
@click.option("--governance-body", help="The body that decides.")
@click.option("--email", "contact_email")
@click.option("--phone", "contact_phone")
@click.option("--address", "contact_address")
@click.option("--web", "web_address", help="The address of the board's own site, with https://")
@with_appcontext
def confirm_board(slug: str, **given: str | None) -> None:
    """Say that a board's names are right, having set those that are given; without options: as they stand."""
    board = store.by_slug(slug)
    confirm(board, Details(**given))
    click.echo(f"{board.slug}: {board.name} ({board.legal_name}) is confirmed.")


@boards.command("pack-postcodes")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def pack_postcodes(source: Path, out: Path) -> None:
    """Make the packed list from a CSV (or .csv.gz) with the columns postcode and council_code."""
    try:
        with (
            gzip.open(source, "rt", encoding="utf-8")
            if source.suffix == ".gz"
            else source.open(encoding="utf-8") as file
        ):
            rows = [(row["postcode"].replace(" ", ""), row["council_code"]) for row in csv.DictReader(file)]
        packed = pack(rows)
    except (KeyError, ValueError, OSError) as error:
        raise Invalid(f"{source} cannot be packed: {error}.") from error
    out.write_bytes(packed)
    click.echo(f"{len(rows)} postcodes in {len(packed)} bytes.")
