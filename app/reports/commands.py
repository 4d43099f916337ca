"""`speir tally` and `speir report`: the numbers of a consultation, and its engagement's report as a file."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from app.consultations import store as consultations
from app.errors import Invalid
from app.reports import tallying
from app.reports.formats import FORMATS
from app.reports.sections import compose
from app.reports.service import draft_source
from app.reports.tallying import Asked


def register(cli: click.Group) -> None:
    """The commands `tally` and `report`."""

    @cli.command("tally")
    @click.argument("consultation", metavar="BOARD/SLUG")
    @click.option("--by", default="", metavar="QUESTION", help="Split by a breakdown or an attribute.")
    @click.option("--where", default="", metavar="EXPRESSION", help="Count only answers for which it holds.")
    @click.option("--exact", is_flag=True, help="True counts, whatever their size; noted in the audit trail.")
    @click.option("--reason", default="", help="Why the true counts are needed, for the audit trail.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @with_appcontext
    def tally_command(
        consultation: str, by: str, where: str, exact: bool, reason: str, as_json: bool
    ) -> None:
        """Count the answers of BOARD/SLUG, with what could identify somebody left out."""
        asked = Asked(consultation, by, where)
        found = tallying.exact(asked, reason) if exact else tallying.published(asked)
        click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else _plain(found))

    @cli.command("report")
    @click.argument("consultation", metavar="BOARD/SLUG")
    @click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="pdf", show_default=True)
    @click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
    @with_appcontext
    def report_command(consultation: str, format_: str, out: Path) -> None:
        """Write a draft of the report of the engagement that BOARD/SLUG belongs to."""
        engagement = consultations.engagement_of(consultations.by_path(consultation))
        written = FORMATS[format_].write(compose(draft_source(engagement)))
        try:
            _put(out, written)
        except OSError as error:
            raise Invalid(f"{out} cannot be written: {error.strerror}.") from None
        click.echo(f"{out}: {len(written):,} bytes")


def _put(out: Path, data: bytes) -> None:
    """Write the file whole or not at all."""
    handle, part = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(part, 0o644)
        os.replace(part, out)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def _plain(found: dict[str, Any]) -> str:
    """The tally for a person at a terminal."""
    lines = [f"{found['consultation']}, as at {found['as_at']}: {_shown(found['responses'])} responses"]
    lines += _lines(found["questions"], "")
    for key, group in found["by"].items():
        lines += ["", f"== {key}: {_shown(group['responses'])} responses"]
        lines += _lines(group["questions"], "  ")
    return "\n".join(lines)


def _lines(questions: list[dict[str, Any]], indent: str) -> list[str]:
    lines = []
    for one in questions:
        for row in one["rows"] or [one]:
            name = one["id"] if row is one else f"{one['id']}.{row['id']}"
            lines.append(f"{indent}{name} (base {_shown(row['base'])})")
            lines += [
                f"{indent}  {_shown(option['count']):>7}  {option['label']}" for option in row["options"]
            ]
            if row.get("number"):
                lines.append(f"{indent}  mean {row['number']['mean']}, median {row['number']['median']}")
    return lines


def _shown(count: int | None) -> str:
    return "hidden" if count is None else str(count)
