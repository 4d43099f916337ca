"""The ways a message can leave: a mail server, a folder, the screen. SPEIR_MAIL_URL names one."""

import os
import smtplib
import ssl
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import click

from app.errors import Invalid, NotNow, SpeirError

PATIENCE = 10.0  # seconds a mail server has for each answer
STANDARD_PORTS = {"smtp": 25, "smtps": 465}


class NotSent(NotNow):
    """The message did not leave; the same call may be made again later."""


class Refused(SpeirError):
    """The mail server will not take this message, now or later."""


class Carrier(Protocol):
    """Takes a finished message away. Raises NotSent, and Refused where trying again would not help."""

    def carry(self, message: EmailMessage) -> None: ...


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server. `tls` is 'wrapped' (from the first byte), 'starttls' or 'none'."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: str

    def carry(self, message: EmailMessage) -> None:
        try:
            with self._connected() as server:
                if self.tls == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if self.user is not None:
                    server.login(self.user, self.password or "")
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            code = _refusal(error)
            if code is not None:
                raise Refused(f"The mail server refused the message ({code}).") from error
            # The server's own words may hold the address of the person: only the kind is passed on.
            raise NotSent(f"The mail server did not take the message ({type(error).__name__}).") from error

    def _connected(self) -> smtplib.SMTP:
        if self.tls == "wrapped":
            return smtplib.SMTP_SSL(
                self.host, self.port, timeout=PATIENCE, context=ssl.create_default_context()
            )
        return smtplib.SMTP(self.host, self.port, timeout=PATIENCE)


@dataclass(frozen=True, slots=True)
class Folder:
    """One .eml file a message, readable by the owner only; a file there is a whole one."""

    path: Path

    def carry(self, message: EmailMessage) -> None:
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{uuid.uuid4().hex[:8]}"
        half = self.path / f".{name}.part"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(message.as_bytes())
            half.rename(self.path / f"{name}.eml")
        except OSError as error:
            raise NotSent(f"The message could not be written to {self.path} ({error.strerror}).") from error


@dataclass(frozen=True, slots=True)
class Screen:
    """Standard error, for somebody who develops; standard output belongs to the commands."""

    def carry(self, message: EmailMessage) -> None:
        click.echo(message.as_string(), err=True)


def carrier(mail_url: str) -> Carrier:
    """The carrier that a mail URL describes. Raises Invalid with the way to mend it.

    `smtp://user:password@host:port?starttls=on|off`, `smtps://…` (TLS from the first byte), `file:DIR`,
    `console:`. A password is never sent in the open: with one, `smtp://` means STARTTLS unless the server
    is this machine.
    """
    parts = urlsplit(mail_url)
    if parts.scheme in STANDARD_PORTS:
        return _server(parts)
    if parts.scheme == "file" and parts.path:
        return Folder(Path(unquote(parts.path)))
    if parts.scheme == "console":
        return Screen()
    raise Invalid(
        "SPEIR_MAIL_URL is not understood; use smtp://user:password@host:port, file:DIR or console:."
    )


def _server(parts: SplitResult) -> Server:
    """The server in an smtp:// or smtps:// URL."""
    try:
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Invalid("SPEIR_MAIL_URL has a port that is not a number; write smtp://host:587.") from error
    if not host:
        raise Invalid("SPEIR_MAIL_URL names no host; write smtp://host:587.")
    user = unquote(parts.username) if parts.username else None
    wish = parse_qs(parts.query).get("starttls", ["on" if user and not _here(host) else "off"])[-1]
    if wish not in ("on", "off"):
        raise Invalid("SPEIR_MAIL_URL: write starttls=on or starttls=off.")
    tls = "wrapped" if parts.scheme == "smtps" else {"on": "starttls", "off": "none"}[wish]
    if tls == "none" and user and not _here(host):
        raise Invalid("SPEIR_MAIL_URL would send a password in the open; use smtps:// or starttls=on.")
    password = unquote(parts.password) if parts.password else None
    return Server(host, port or STANDARD_PORTS[parts.scheme], user, password, tls)


def _refusal(error: Exception) -> int | None:
    """The code by which a server refused this message or its address for good (RFC 5321, 4.2.1)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused):
        codes = [error.smtp_code]
    else:
        return None
    return codes[0] if codes and all(500 <= code < 600 for code in codes) else None


def _here(host: str) -> bool:
    """Whether the host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
