"""Comments that read like comments: put together from sentences of ours, about nobody."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from app.surveys.definition import Question
from app.surveys.questions import longest

GIVES_NONE = 0.42  # share of people who leave a text question out
LONGEST = 4_000  # characters, where a question names no limit


@dataclass(frozen=True, slots=True)
class Voice:
    """What one audience has to say: where they stand, what is hard, what is good, what they wish for."""

    openings: Sequence[str]
    hard: Sequence[str]
    good: Sequence[str]
    wishes: Sequence[str]


CARER = Voice(
    openings=(
        "I have looked after my mother since her stroke.",
        "My husband has dementia and cannot be left alone.",
        "Our son is nineteen now and everything changed when he left school.",
        "I work part time and do the rest of the hours at home.",
        "We live at the end of a long road and the bus comes twice a day.",
        "I am seventy-four and my wife is the one who needs the care, but I am no spring chicken either.",
        "It took me years to call myself a carer.",
        "My brother and I take turns with our dad, one week about.",
        "I care for two people, and they have two sets of appointments.",
        "My wee sister needs somebody with her all the time.",
        "She is my daughter first, and I am her mum before I am her carer.",
        "I am up four or five times most nights.",
    ),
    hard=(
        "The last assessment was a year ago and nobody has rung since.",
        "Every time a new person comes I have to tell the whole story again.",
        "I found out that the day centre had closed when we stood at the door.",
        "I have filled in three of these forms and never heard what came of it.",
        "There is no break in it, not even a night.",
        "By the time the letter came the meeting was past.",
        "I was told there was a waiting list, but not how long it is.",
        "Nobody asked me what I know about him, and I know most.",
        "I gave up my job and I still feel I am asking for favours.",
        "The breaks we were promised keep being cancelled the day before.",
        "I am fair worn out, and I do not like to say so in front of her.",
        "You get passed from one number to the next until you give up.",
        "When I was ill myself there was no plan for who would step in.",
        "My own hospital appointment has been put off three times because I cannot leave the house.",
    ),
    good=(
        "The girls at the carers' group keep me going.",
        "Our social worker listens, and that is half of it.",
        "The short break last spring made all the difference.",
        "They rang to say what had changed because of what we said, and I was amazed.",
        "The nurse writes things down, so I do not have to repeat them.",
        "I was asked early enough to think about it.",
        "The wee alarm on the door lets me sleep.",
        "When the plan was written they asked for both our views.",
        "The lad who comes on Tuesdays is a gem.",
    ),
    wishes=(
        "One named person to ring would help the most.",
        "Give us a break that we can plan for.",
        "Please tell us what you decided and why.",
        "Somebody to sit with her for three hours a week, that is all.",
        "Ask us before, not after.",
        "Money is one thing, but being believed is another.",
        "Pay for the care at home when we come to your meetings.",
        "A plan for the night I land in hospital myself.",
        "Train the staff in what dementia is like in a house, not in a classroom.",
        "Dinnae wait until we are on our knees.",
    ),
)
SERVICE_USER = Voice(
    openings=(
        "I use a wheelchair and need help in the mornings.",
        "After I came out of hospital I needed more help than before.",
        "I am deaf, and most of the appointments are made by telephone.",
        "I have lived on my own since my wife died.",
        "I am eighty-six and still in my own house, and I mean to stay in it.",
        "My sight is going and the letters are in small print.",
        "I have been unwell with my nerves, on and off, for twenty years.",
        "Somebody comes to me four times a day.",
        "I have a learning disability and I like to do things myself.",
        "I manage fine in the summer, and the winter is another matter.",
    ),
    hard=(
        "I never know who is coming, or when.",
        "Fifteen minutes is not long enough to wash and get my breakfast.",
        "I was put to bed at half past six because that was when they had somebody.",
        "The grab rail took seven months to come.",
        "They talk to my daughter over my head.",
        "I had help for six weeks and then it just stopped.",
        "My appointments are in the town, and there is no bus back.",
        "I have told the same thing to five different folk.",
        "There was a review, but I did not get to read what was written about me.",
        "The day club was the only time I saw anybody, and it is shut.",
        "I was told to do it on the computer, and I do not have one.",
        "They are aye in a hurry.",
    ),
    good=(
        "The two who come in the mornings are like friends.",
        "I feel safe with the alarm round my neck.",
        "The physio came to the house and I can manage the stair again.",
        "I was asked what I wanted, and I got most of it.",
        "My support worker helped me to find a class, and I go every week.",
        "The chemist brings everything to the door.",
        "They came out the same day when I fell.",
        "I chose who helps me, and that suits me fine.",
    ),
    wishes=(
        "The same faces, at the same time of day.",
        "Send the letters in big print.",
        "Let me say what a good day is for me.",
        "A bus that fits the appointments.",
        "Half an hour more, so that I can do the bits I can do for myself.",
        "Somebody to talk to at the weekend.",
        "Tell me before you change it.",
        "Bring back the day club, even for one day in the week.",
        "Write in plain words, and send it in time.",
        "Speak to me first.",
    ),
)
GROUP = Voice(
    openings=(
        "Our members talked about this at two meetings.",
        "We are a small group with one part-time worker.",
        "The people we speak for are mostly over seventy.",
        "We hear the same things every day in our work.",
        "We asked the families who come to us what they would put first.",
        "Our volunteers drive people to appointments in three localities.",
    ),
    hard=(
        "The papers came four days before the meeting, which is too late to ask our members.",
        "We are asked for our views, and then we hear nothing.",
        "Our money runs from one March to the next, so we lose good staff every winter.",
        "It is always the same few groups that are invited.",
        "Nobody paid for the sitter when our carers came to the last event.",
        "Families are sent from one service to the other, and end up with us.",
        "We fill the gaps, and nobody counts it.",
        "People do not know that there is a board, far less what it does.",
    ),
    good=(
        "The planning officer came to our hall and stayed for the questions.",
        "The board changed its mind about the transport, and said why.",
        "The carer centre and the nurses now work from the same list.",
        "We were asked in the spring, in time to talk about it.",
        "Being on the planning group has opened doors for us.",
    ),
    wishes=(
        "Three years of funding at a time would change everything.",
        "Please come to where people are instead of asking them to come to you.",
        "Send us the papers a fortnight before.",
        "Tell people what was decided, in a page that they can read.",
        "Make one list of what there is, and keep it right.",
        "Pay the travel of people who speak for others.",
        "Put carers at the table when a service is planned and not when it is finished.",
        "Ask the groups that you have never asked.",
    ),
)
# Telephone numbers of the ranges that are kept for drama, an address of a made-up domain, no real person.
ASIDES = (
    "You can ring me on 01632 960147.",
    "Morag Exampleson from the next stair does my shopping.",
    "Write to me at somebody@example.org and I will tell you more.",
    "Some nights I feel that I cannot go on.",
    "Mrs Madeupson was the only one who wrote back.",
)
VOICES = {"carer": CARER, "service_user": SERVICE_USER, "third_sector": GROUP}
NAMES = (
    "Lantern", "Harbour", "Bramble", "Kestrel", "Heather", "Juniper", "Lighthouse", "Rowan", "Thistle",
    "Puffin",
)  # fmt: skip
KINDS = (
    "Carers' Group", "Befrienders", "Lunch Club", "Advice Project", "Family Support", "Day Club", "Transport",
)  # fmt: skip


def words(question: Question, audience: str, burden: float, rng: random.Random, number: int) -> str:
    """Words for a text question; "" where this person leaves it out, which nobody does who must answer.

    `burden` is how hard somebody's lot is, around 0; `number` makes the name of an organisation its own.
    """
    if question.id == "organisation_name":
        return f"Example {rng.choice(NAMES)} {rng.choice(KINDS)} {number}"
    if question.id == "charity_number":
        return "SC000000" if question.required or rng.random() < 0.6 else ""
    if rng.random() < GIVES_NONE and not question.required:
        return ""
    most = question.limits.max_length or min(LONGEST, longest(question))
    said = ""
    for sentence in _sentences(VOICES.get(audience, SERVICE_USER), burden, rng):
        if len(said) + 1 + len(sentence) <= most:
            said = f"{said} {sentence}".lstrip()
    aside = _aside(said)
    if aside and len(said) + 1 + len(aside) <= most:
        said = f"{said} {aside}"
    return said or "Nothing"[:most]


def _aside(said: str) -> str:
    """What an analyst has to find: of one comment in twenty personal data, all made up, or a word of harm.

    It hangs on the words, not on the dice, so that it changes nobody else's answers.
    """
    place = sum(map(ord, said)) % (20 * len(ASIDES))
    return ASIDES[place] if place < len(ASIDES) else ""


def _sentences(voice: Voice, burden: float, rng: random.Random) -> list[str]:
    """Where somebody stands, what is hard or good or both, what they wish for; in that order."""
    found = [rng.choice(voice.openings)] if rng.random() < 0.75 else []
    mood = burden + rng.gauss(0, 1)
    if mood > -0.4:
        found += rng.sample(voice.hard, rng.randint(1, 3))
    if mood < 0.2:
        found += rng.sample(voice.good, rng.randint(1, 2))
    return found + rng.sample(voice.wishes, rng.randint(1, 2))
