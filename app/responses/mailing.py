"""The link to an unfinished form, by e-mail, to whoever asks for it on the page of its code.

The address lies apart from every answer, sealed, in a row that names no draft and no consultation; it is gone
once the message has left, and a day later at the latest. The link opens a form with the code in it: a
program that looks at the links of a mail opens nothing.
"""

import json
import time
import uuid
from datetime import date, timedelta
from typing import Any

from flask import current_app, request
from flask_babel import gettext as _

from app.config import Config
from app.consultations.service import today
from app.crypto import seal, unseal
from app.db import db
from app.errors import Conflict
from app.jobs.service import Progress, enqueue, handler, only_reading
from app.mail import service as mail
from app.mail.address import checked
from app.responses import store
from app.responses.guessing import WrongCodes
from app.responses.live import Live
from app.web.formatting import longdate
from app.web.language import speaking

PURPOSE = "link message"
KEPT_DAYS = 1


def address_of(words: str) -> str:
    """The address that a code of words has: it is on the QR code and in the message."""
    return f"{_config().base_url}/resume/{words.replace(' ', '-')}"


def send(live: Live, words: str, until: date, typed: str, language: str) -> None:
    """Ask for the message. Commits. Raises Invalid for what is no address, Conflict for too many."""
    to = checked(typed.strip())
    asked = current_app.extensions.setdefault("speir_link_messages", WrongCodes())
    now, network = time.monotonic(), request.remote_addr or ""
    if _config().abuse_limits and asked.too_many(network, now):
        raise Conflict(
            _("Too many messages were asked for from your network. Wait ten minutes and try again.")
        )
    asked.add(network, now)
    with speaking(language):
        text = "\n\n".join(
            (
                _(
                    "You began to answer “%(title)s” and asked us for this link. With it you can carry on:",
                    title=live.title,
                ),
                address_of(words),
                _("You can finish until %(day)s.", day=longdate(until)),
                _("Whoever has this link can see and change your answers: do not pass this message on."),
                _("If it was not you who asked, delete this message. We have deleted your address already."),
            )
        )
        subject = _("Your link to carry on answering")
    id_ = uuid.uuid4()
    message = json.dumps({"to": to, "subject": subject, "text": text + "\n"})
    sealed = seal(_config().secret_key, PURPOSE, message.encode(), id_.bytes)
    store.add_link_message(id_, sealed, today() + timedelta(days=KEPT_DAYS))
    enqueue("tell_respondent", {"message": id_.hex}, id_.hex)
    db.session.commit()


@handler("tell_respondent")
def tell_respondent(args: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    """The job: the message has left, and its row is gone."""
    id_ = uuid.UUID(args["message"])
    with only_reading():
        sealed = store.link_message(id_)
        db.session.remove()
    if sealed is None:
        return {"sent": False}
    message = json.loads(unseal(_config().secret_key, PURPOSE, sealed, id_.bytes))
    mail.send(message["to"], message["subject"], message["text"])
    store.drop_link_message(id_)
    db.session.commit()
    return {"sent": True}


def _config() -> Config:
    config: Config = current_app.extensions["speir_config"]
    return config
