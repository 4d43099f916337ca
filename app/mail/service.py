"""One message out: plain text, to one person, without anybody's answers in it.

Who calls puts no answer, no password and no key into a message: mail is read on the way and kept for ever.
The one exception is a link to one's own unfinished form, for who asks for it (`responses/mailing.py`).
"""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from urllib.parse import urlsplit

from flask import current_app

from app.config import Config
from app.mail.address import checked, header_line
from app.mail.carriers import carrier


def send(to: str, subject: str, text: str) -> None:
    """Send `text` to the one address `to`, by the way that SPEIR_MAIL_URL names.

    Raises Invalid for an address or a subject that cannot stand in a header, NotSent (carriers.py) if the
    message did not leave. Call it from a job where a person would otherwise wait for a mail server.
    """
    config: Config = current_app.extensions["speir_config"]
    carrier(config.mail_url).carry(written(to, subject, text, urlsplit(config.base_url).hostname or ""))


def written(to: str, subject: str, text: str, host: str) -> EmailMessage:
    """The message as it leaves. `host` is the installation's own name: it stands in From and Message-ID."""
    domain = host if "." in host and not host.replace(".", "").isdigit() else "localhost"
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Speir <no-reply@{domain}>"
    message["To"] = checked(to)
    message["Subject"] = header_line(subject)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=domain)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies to us
    message.set_content(text)
    return message
