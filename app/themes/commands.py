"""`speir comments scan`: what the aids find in a file of comments, to see how well they do."""

import json
from pathlib import Path

import click

from app.errors import Invalid
from app.themes.harm import may_speak_of_harm
from app.themes.marks import find


def register(cli: click.Group) -> None:
    """Add the command."""
    cli.add_command(comments)


@click.group()
def comments() -> None:
    """Look at comments."""


@comments.command("scan")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def scan(file: Path, as_json: bool) -> None:
    """Mark personal data, and words that may speak of harm, in a text file with a comment a line.

    Nothing is stored. Line numbers begin at 1, places in a line at 0.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{file} cannot be read as a text in UTF-8: {error}") from None
    found = [
        {
            "line": number,
            "harm": may_speak_of_harm(line),
            "marks": [
                {"start": mark.start, "end": mark.end, "kind": mark.kind, "sure": mark.sure}
                for mark in find(line)
            ],
        }
        for number, line in enumerate(lines, start=1)
    ]
    if as_json:
        click.echo(json.dumps({"comments": found}))
        return
    for number, line in enumerate(lines, start=1):
        for mark in find(line):
            doubt = "" if mark.sure else "perhaps a "
            click.echo(f"{number}: {line[mark.start : mark.end]}: {doubt}{mark.called}")
        if may_speak_of_harm(line):
            click.echo(f"{number}: may speak of harm")
