"""Comments that read like comments: put together from sentences of ours, about nobody."""

import random
from collections.abc import Mapping
from typing import Any

OPENINGS = (
    "I have looked after my mother since her stroke.",
    "My husband has dementia and cannot be left alone.",
    "Our son is nineteen now and everything changed when he left school.",
    "I work part time and do the rest of the hours at home.",
    "We live at the end of a long road and the bus comes twice a day.",
    "I am not a young woman any more.",
    "It took me years to call myself a carer.",
    "I use a wheelchair and need help in the mornings.",
    "After I came out of hospital I needed more help than before.",
    "I am deaf, and most of the meetings are on the telephone.",
)
HARD = (
    "The last assessment was a year ago and nobody has rung since.",
    "Every time a new person comes I have to tell the whole story again.",
    "I found out that the day centre had closed when we stood at the door.",
    "I have filled in three of these forms and never heard what came of it.",
    "There is no break in it, not even a night.",
    "By the time the letter came the meeting was over.",
    "I was told there was a waiting list, but not how long it is.",
    "Nobody asked me what I know about him, and I know most.",
    "The travel costs alone make it hard to come to anything.",
    "I gave up my job and I still feel I am asking for favours.",
)
GOOD = (
    "The girls at the carers' group keep me going.",
    "Our social worker listens, and that is half of it.",
    "The short break last spring made all the difference.",
    "They rang to say what had changed because of what we said, and I was amazed.",
    "The nurse writes things down, so I do not have to repeat them.",
    "I was asked early enough to think about it.",
    "The new alarm lets me sleep.",
    "When the plan was written they asked for both our views.",
)
WISHES = (
    "One named person to ring would help the most.",
    "Give us a break that we can plan for.",
    "Please tell us what you decided and why.",
    "Somebody to sit with her for three hours a week, that is all.",
    "A bus that fits the appointments.",
    "Write in plain words, and send it in time.",
    "Let us speak to the same people twice.",
    "Pay for the care when we come to your meetings.",
    "Ask us before, not after.",
    "Money is one thing, but being believed is another.",
)
GROUP_OPENINGS = (
    "Our members talked about this at two meetings.",
    "We are a small group with one part-time worker.",
    "The people we speak for are mostly over seventy.",
    "We hear the same things in our daily work.",
)
GROUP_NAMES = (
    "Lantern",
    "Harbour",
    "Bramble",
    "Kestrel",
    "Heather",
    "Saltire",
    "Juniper",
    "Lighthouse",
    "Rowan",
    "Thistle",
)
GROUP_KINDS = (
    "Carers' Group",
    "Befrienders",
    "Lunch Club",
    "Advice Project",
    "Family Support",
    "Day Club",
    "Transport",
)


def words(
    question_id: str, burden: float, rng: random.Random, number: int, answers: Mapping[str, Any]
) -> str:
    """Words for a text question; empty where this person leaves it out."""
    if question_id == "organisation_name":
        return f"Example {rng.choice(GROUP_NAMES)} {rng.choice(GROUP_KINDS)} {number}"
    if question_id == "charity_number":
        return "SC000000" if rng.random() < 0.6 else ""
    if rng.random() < 0.45:
        return ""
    group = "organisation_name" in answers
    parts = [rng.choice(GROUP_OPENINGS if group else OPENINGS)] if rng.random() < 0.8 else []
    parts += rng.sample(HARD if burden + rng.gauss(0, 1) > 0 else GOOD, rng.randint(1, 3))
    parts += rng.sample(WISHES, rng.randint(1, 2))
    return " ".join(parts)
