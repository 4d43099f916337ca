"""`speir user …` and `speir audit …`: accounts and the trail, for the operator at the shell."""

import json
import sys
from typing import Any

import click
from flask.cli import with_appcontext

from app.accounts import passwords, roles, second, service, store
from app.audit import service as trail
from app.errors import Conflict, Invalid, NotFound

LATER = ("approver", "representative", "owner", "writer", "signer")
"""Roles whose pages this version does not have."""


def register(cli: click.Group) -> None:
    """Add the two groups."""
    cli.add_command(user)
    cli.add_command(audit)


@click.group()
def user() -> None:
    """People who sign in."""


@user.command("add")
@click.argument("email")
@click.option("--role", required=True, help=f"One of: {', '.join(roles.ROLES)}.")
@click.option("--board", help="The board's short name, as in its address.")
@click.option("--organisation", help="For the roles of an organisation, which this version does not have.")
@click.option("--name", default="", help="What pages call this person.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_appcontext
def add(
    email: str, role: str, board: str | None, organisation: str | None, name: str, password_stdin: bool
) -> None:
    """Make an account, or give an account another role."""
    if board and organisation:
        raise click.UsageError("Give --board or --organisation, not both.")
    if role in LATER or organisation:
        raise Invalid(f"This version has no role {role!r} to give. It has: {', '.join(roles.ROLES)}.")
    code = store.board_code(board) if board else None
    made = service.add_account(email, role, code, _from_stdin() if password_stdin else None, name)
    click.echo(f"{email} is {role} {'on ' + board if board else 'on every board'}.")
    if made is not None:
        click.echo(f"Password, shown only this once: {made}")


@user.command("password")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_appcontext
def new_password(email: str, password_stdin: bool) -> None:
    """Give an account a new password, and end its sessions."""
    new = _from_stdin() if password_stdin else passwords.generated()
    service.set_password(email, new)
    click.echo(f"{email} has a new password." + ("" if password_stdin else f" Shown only this once: {new}"))


@user.command("reset-second-factor")
@click.argument("email")
@with_appcontext
def reset_second_factor(email: str) -> None:
    """Take away an account's second factor, for somebody who has lost app and codes; ends its sessions."""
    second.reset(email)
    click.echo(f"{email} has no second factor now. Be sure that it was they who asked.")


@user.command("close")
@click.argument("email")
@with_appcontext
def close(email: str) -> None:
    """Let an account sign in no more, and end its sessions."""
    service.close_account(email)
    click.echo(f"{email} can sign in no more.")


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def list_accounts(as_json: bool) -> None:
    """Every account with its roles."""
    slugs = store.board_slugs()
    rows: list[dict[str, Any]] = [
        {
            "email": account.email,
            "name": account.name,
            "active": account.active,
            "grants": [
                {"role": grant.role, "board": slugs[grant.board_code] if grant.board_code else None}
                for grant in account.grants
            ],
        }
        for account in store.all()
    ]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        held = [f"{grant['role']} {grant['board'] or 'everywhere'}" for grant in row["grants"]]
        click.echo(f"{row['email']}\t{'' if row['active'] else 'closed; '}{', '.join(held)}")


@click.group()
def audit() -> None:
    """The trail of who did what."""


@audit.command("verify")
@click.option("--head", help="NO:HASH noted down earlier: is that line still in the chain?")
@with_appcontext
def verify(head: str | None) -> None:
    """Walk the chain; refuse at the first line that was changed, removed or slipped in."""
    verdict = trail.verify()
    if verdict.broken is not None:
        raise Conflict(f"The trail is broken at line {verdict.broken}: {verdict.why}.")
    if head is not None and not trail.holds(head):
        raise NotFound(f"The trail is whole, but it is not the one noted as {head}.")
    click.echo(f"{verdict.lines} lines, unbroken. Note this down elsewhere: {verdict.lines}:{verdict.head}")


def _from_stdin() -> str:
    """The first line of standard input, without its end."""
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise Invalid("--password-stdin found no password on standard input.")
    return line
