"""`speir backup`, `restore`, `doctor` and `retention run`, for the operator at the shell."""

import json
import os
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.consultations import service as consultations
from app.upkeep import doctor
from app.upkeep.archive import KEY, Manifest
from app.upkeep.backup import back_up
from app.upkeep.restore import restore
from app.upkeep.retention import SCHEDULE, carry_out, due


def register(cli: click.Group) -> None:
    """Add the commands."""
    cli.add_command(backup_command)
    cli.add_command(restore_command)
    cli.add_command(doctor_command)
    cli.add_command(retention)


@click.command("backup")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The same as FILE.")
@click.option("--with-key", is_flag=True, help="Put the secret key in as well; guard the file accordingly.")
@with_appcontext
def backup_command(file: Path | None, out: Path | None, with_key: bool) -> None:
    """Write database and files into one new FILE, while Speir runs."""
    target = file or out
    if target is None or (file and out):
        raise click.UsageError("Name one file: speir backup FILE")
    manifest = back_up(target, with_key)
    _tell(manifest)
    click.echo(f"Written to {target}, readable by its owner only.")
    if with_key:
        click.echo("The secret key is in it: whoever has this file can read the answers.")
    else:
        click.echo(
            "The secret key is not in it. Keep it elsewhere: without it sealed answers cannot be read."
        )


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--other-key", is_flag=True, help="Restore although the secret key of the backup is lost.")
@with_appcontext
def restore_command(file: Path, other_key: bool) -> None:
    """Bring FILE back to an empty folder or database; checks every row count and the audit trail."""
    known = doctor.migrations()
    manifest = restore(file, known, bool(os.environ.get("SPEIR_SECRET_KEY")), other_key)
    _tell(manifest)
    click.echo("Restored; every count and the audit trail are as the manifest says.")
    if KEY in manifest.members:
        click.echo("The secret key came with it and lies in the data folder.")
    if manifest.facts.revision != max(known):
        click.echo(f"The backup is older ({manifest.facts.revision}). Go on with: speir db upgrade")


@click.command("doctor")
@with_appcontext
def doctor_command() -> None:
    """Say what is well and what must be mended, a line each; exit 1 if something must be mended."""
    findings = doctor.examine()
    for finding in findings:
        click.echo(f"{'ok  ' if finding.well else 'mend'}  {finding.what}: {finding.words}")
    if not all(finding.well for finding in findings):
        raise click.exceptions.Exit(1)


def _tell(manifest: Manifest) -> None:
    """What it holds."""
    facts = manifest.facts
    click.echo(f"Speir {manifest.speir}, database at {facts.revision}, made {manifest.made_at}.")
    for name, rows in facts.rows.items():
        if rows and name != "alembic_version":
            click.echo(f"  {name}: {rows}")
    click.echo(f"  files: {sum(name.startswith('files/') for name in manifest.members)}")
    click.echo(f"Audit trail unbroken: {facts.audit_lines}:{facts.audit_head}")


@click.group()
def retention() -> None:
    """Delete what has been kept long enough."""


@retention.command("run")
@click.option("--as-at", metavar="DATE", help="As if it were this day.")
@click.option("--dry-run", is_flag=True, help="Only count what would be deleted.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def run(as_at: str | None, dry_run: bool, as_json: bool) -> None:
    """Delete what has been kept long enough, and count afterwards that it is gone."""
    on = consultations.day(as_at, "--as-at") or consultations.today()
    counts = due(on) if dry_run else carry_out(on)
    if as_json:
        click.echo(json.dumps(counts))
        return
    for kept in SCHEDULE:
        what = "would be deleted" if dry_run else "deleted; 0 left, counted afterwards"
        click.echo(f"{kept.kind} (kept until {kept.how_long}): {counts[kept.kind]} {what}.")
