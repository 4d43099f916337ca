"""What the demonstration's comments are about, told by their words: a program wrote them."""

import re

from app.consultations import store as consultations
from app.consultations.models import Consultation
from app.themes import service
from app.themes.arriving import take_in_now
from app.themes.texts import NAME

THEMES = {
    "carer": {
        "Breaks": r"break|sit with|last-minute|three hours",
        "Being listened to": r"listen|believed|ask us|asked|views|said",
        "One person to call": r"passed from|named person|one number|repeat",
        "Own health": r"worn out|\bill\b|sleep|hospital appointment|knees",
        "Money": r"money|pay for|paid",
        "Getting about": r"\bbus\b|travel|road",
    },
    "service_user": {
        "The same faces": r"who is coming|same faces|like friends",
        "Enough time": r"minutes|hurry|half an hour|half past",
        "Letters and plain words": r"letters|print|plain words|computer",
        "Company": r"talk to|day club|saw anybody|alone|on my own",
        "Being told and asked": r"tell me|asked|speak to me|over my head|written about me",
        "Getting about": r"\bbus\b|appointments",
    },
    "third_sector": {
        "Funding": r"money|funding|staff every winter",
        "Being asked in time": r"papers|in time|early|fortnight",
        "Hearing what was decided": r"hear nothing|decided|said why|changed its mind",
        "Who is at the table": r"table|same few|planning group|never asked",
        "Getting about": r"transport|travel|drive",
    },
}


def release_some(consultation: Consultation) -> None:
    """Release, sort and quote some comments of a closed consultation; commits nothing."""
    survey = consultations.survey_of(consultation)
    themes = THEMES.get(consultation.audience, {})
    take_in_now(consultation.id)
    for question in survey.questions:
        if question.type == "long_text" or question.id == NAME:
            service.release_made_up(consultation, question.id, lambda text: about(text, themes))


def about(text: str, themes: dict[str, str]) -> list[str]:
    """The names of the themes whose words are in a text.

    >>> about("The bus never comes, and nobody asked us.", THEMES["carer"])
    ['Being listened to', 'Getting about']
    """
    return [name for name, words in themes.items() if re.search(words, text, re.IGNORECASE)]
