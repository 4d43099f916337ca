"""`speir survey …` and `speir consultation …`."""

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.consultations import library, revising, service, store
from app.errors import Invalid
from app.surveys.estimate import estimate_minutes
from app.surveys.inspection import inspected
from app.surveys.parser import parse_file
from app.surveys.readability import reading_age
from app.surveys.rehearsal import rehearsed


def register(cli: click.Group) -> None:
    """Add the two groups."""
    cli.add_command(survey)
    cli.add_command(consultation)


@click.group()
def survey() -> None:
    """Check and inspect survey files."""


@survey.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def check(paths: tuple[Path, ...]) -> None:
    """One line a problem: FILE:LINE: what, and how to mend it."""
    files = [file for path in paths for file in library.files(path)]
    if not files:
        raise Invalid("There are no survey files there: name a .yaml file, or a folder that holds some.")
    count = 0
    for file in files:
        found, problems = library.checked(file)
        count += len(problems)
        for problem in problems:
            click.echo(str(problem))
        if found is not None:
            age = reading_age(found)
            count_of, minutes = len(found.questions), estimate_minutes(found)
            size = f"{count_of} question{'s' * (count_of != 1)}, about {minutes} minute{'s' * (minutes != 1)}"
            click.echo(f"{file}: sound, {size}, {age}")
    if count:
        raise click.exceptions.Exit(1)


@survey.command("inspect")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def inspect(path: Path, as_json: bool) -> None:
    """What a survey asks, page by page: types, conditions, how many options and rows."""
    found, problems = parse_file(library.located(path))
    result = inspected(found, problems, path.stem)
    click.echo(json.dumps(result, ensure_ascii=False, indent=None if as_json else 2))
    if found is None:
        raise click.exceptions.Exit(1)


@survey.command("route")
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("answers", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def route(path: Path, answers: Path, as_json: bool) -> None:
    """Which questions these answers are asked, what is stored, what is not, which problems, which ending."""
    found = library.read(path)
    try:
        document = json.loads(answers.read_text(encoding="utf-8"), parse_constant=_no_number)
    except (OSError, ValueError) as error:
        raise Invalid(f"{answers} cannot be read as JSON: {error}.") from None
    if not isinstance(document, dict):
        raise Invalid(f"{answers} holds no answers: write an object of question ids and values.")
    click.echo(json.dumps(rehearsed(found, document), ensure_ascii=False, indent=None if as_json else 2))


def _no_number(words: str) -> None:
    raise ValueError(f"{words} is no number")


@click.group()
def consultation() -> None:
    """Make and close consultations."""


@consultation.command("create")
@click.option("--board", required=True, metavar="SLUG")
@click.option("--survey", "survey_path", required=True, type=click.Path(path_type=Path))
@click.option("--slug", required=True)
@click.option("--title", required=True)
@click.option(
    "--opens", metavar="ISO", help="When answers are taken from; Europe/London unless it names a zone."
)
@click.option("--closes", metavar="ISO", help="Until when; a bare date lasts until the end of that day.")
@click.option("--respond-by", metavar="ISO", help="By when people will hear what was decided.")
@click.option("--open", "open_now", is_flag=True, help="Open it at once.")
@with_appcontext
def create(
    board: str,
    survey_path: Path,
    slug: str,
    title: str,
    opens: str | None,
    closes: str | None,
    respond_by: str | None,
    open_now: bool,
) -> None:
    """Make a consultation of a board from a survey file."""
    made = service.create_from_file(
        board,
        library.located(survey_path),
        slug,
        title,
        opens=opens,
        closes=closes,
        respond_by=respond_by,
        open_now=open_now,
        production=current_app.extensions["speir_config"].production,
    )
    click.echo(f"{board}/{made.slug} is {made.status}.")


@consultation.command("revise")
@click.argument("path", metavar="BOARD/SLUG")
@click.option("--survey", "survey_path", required=True, type=click.Path(path_type=Path))
@click.option("--reason", default="", help="Why, for the audit trail.")
@click.option("--check", "only_say", is_flag=True, help="Say what would be different, and change nothing.")
@with_appcontext
def revise(path: str, survey_path: Path, reason: str, only_say: bool) -> None:
    """Move an open consultation to a new version of its questions; what was answered stays."""
    found = revising.revise_from_file(path, survey_path, reason, only_say=only_say)
    for change in found.different:
        click.echo(f"{change.kind}: {change.says}")
    if found.against:
        raise Invalid("\n".join(found.against))
    click.echo(f"{path} {'would ask' if only_say else 'asks'} this from now on.")


@consultation.command("definition")
@click.argument("path", metavar="BOARD/SLUG")
@click.option("--out", "folder", required=True, metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--version", "no", type=click.IntRange(min=1), metavar="N", help="Another than the newest.")
@with_appcontext
def definition(path: str, folder: Path, no: int | None) -> None:
    """Write what a consultation asks to survey files, to be changed and handed to `revise`."""
    for file in library.write(store.version_by_path(path, no), folder):
        click.echo(str(file))


@consultation.command("close")
@click.argument("path", metavar="BOARD/SLUG")
@with_appcontext
def close(path: str) -> None:
    """Close a consultation: no more answers are taken."""
    service.close(path)
    click.echo(f"{path} is closed.")
