"""How made-up people lean: figures of ours, by question id, so that a report of them looks like a report.

They are nobody's findings. They only keep what is common in Scotland common and what is rare rare.
A key `AUDIENCE.QUESTION` goes before `QUESTION`; a question that stands nowhere is drawn by its shape.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

Found = TypeVar("Found")

WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "answering": {"self": 78, "with_help": 14, "for_someone": 8},
    "age": {"under_16": 2, "16_24": 4, "25_34": 9, "35_49": 22, "50_64": 36, "65_over": 24, "prefer_not": 3},
    "service_user.age": {
        "under_16": 1, "16_24": 4, "25_34": 7, "35_49": 14, "50_64": 26, "65_over": 45, "prefer_not": 3,
    },
    "hours": {"1_19": 36, "20_34": 17, "35_49": 12, "50_over": 28, "not_sure": 7},
    "lives": {"same_home": 55, "same_area": 34, "elsewhere": 11},
    "heard_back": {"yes": 18, "no": 57, "not_sure": 25},
    "choice": {"had_choice": 38, "not_wanted": 9, "not_possible": 12, "not_offered": 31, "not_sure": 10},
    "publish_consent": {"named": 62, "anonymous": 26, "not_published": 12},
    "reach": {"part": 41, "whole": 38, "several": 14, "scotland": 7},
    "answered_before": {"yes": 52, "no": 36, "not_sure": 12},
    "equality_choice": {"answer": 72, "skip": 28},
    "sex": {"female": 66, "male": 30, "prefer_not": 4},
    "trans_status": {"no": 95, "yes": 2, "prefer_not": 3},
    "sexual_orientation": {"straight": 86, "gay_lesbian": 3, "bisexual": 3, "other": 1, "prefer_not": 7},
    "ethnic_group": {
        "white_scottish": 760, "white_other_british": 120, "white_irish": 9, "white_polish": 16,
        "white_gypsy_traveller": 2, "white_roma": 1, "white_showman": 1, "white_other": 16, "mixed": 8,
        "asian_pakistani": 12, "asian_indian": 9, "asian_bangladeshi": 1, "asian_chinese": 6,
        "asian_other": 4, "african": 9, "caribbean_black": 2, "arab": 3, "other": 3, "prefer_not": 18,
    },
    "religion": {
        "none": 480, "church_of_scotland": 240, "roman_catholic": 120, "other_christian": 60, "muslim": 18,
        "hindu": 4, "buddhist": 4, "sikh": 2, "jewish": 2, "pagan": 4, "other": 4, "prefer_not": 62,
    },
    "long_term_condition": {"yes": 47, "no": 46, "prefer_not": 7},
    "service_user.long_term_condition": {"yes": 84, "no": 11, "prefer_not": 5},
    "activity_limited": {"a_lot": 36, "a_little": 44, "not_at_all": 15, "prefer_not": 5},
}  # fmt: skip
"""Weights of the options of a question with one answer."""

CHANCES: Mapping[str, Mapping[str, float]] = {
    "cares_for": {
        "partner": 0.38, "parent": 0.41, "child": 0.22, "relative": 0.10, "friend": 0.07, "other": 0.02,
    },
    "support_had": {
        "plan": 0.14, "family": 0.42, "carer_centre": 0.31, "breaks": 0.12, "services": 0.19, "money": 0.21,
        "other": 0.04, "none": 0.24,
    },
    "services_used": {
        "personal": 0.44, "household": 0.36, "outside": 0.22, "equipment": 0.47, "alarm": 0.41,
        "support": 0.18, "other": 0.06, "none_needed": 0.07, "none": 0.04,
    },
    "asked_before": {
        "survey": 0.34, "meeting": 0.14, "forum": 0.11, "staff": 0.20, "seat": 0.10, "other": 0.03,
        "never": 0.43,
    },
    "third_sector.asked_before": {
        "survey": 0.52, "meeting": 0.46, "forum": 0.38, "staff": 0.22, "seat": 0.12, "other": 0.05,
        "never": 0.13,
    },
    "gathered": {"meeting": 0.36, "survey": 0.22, "daily_work": 0.71, "committee": 0.48, "other": 0.06},
    "work_areas": {
        "carers": 0.34, "older_people": 0.42, "children": 0.21, "disabled_people": 0.31,
        "mental_health": 0.33, "addiction": 0.12, "minority_ethnic": 0.10, "everyone": 0.26, "other": 0.06,
    },
}  # fmt: skip
"""How likely each option of a question with several answers is chosen; an exclusive one is chosen alone."""

LEANS: Mapping[str, float] = {
    "say": -0.1,
    "listened": -0.1,
    "informed": 0.7,
    "difference": 0.5,
    "coordinated": 0.4,
    "supported": 0.4,
    "balance": 0.2,
    "independent": -0.4,
    "safe": -1.1,
    "papers": 0.5,
    "costs": 0.9,
    "rating": -0.6,
}
"""Where a statement or a scale lies before anybody's own lot is added: more is worse."""

MIDDLES: Mapping[str, float] = {"people_cared_for": 1, "help_hours": 8, "people_spoken_for": 60}
"""About what half of the people are below, of a number."""

BESIDE: Mapping[str, Sequence[str]] = {
    "cares_for.other": ("My godmother", "Someone from my church", "A lodger of ours"),
    "support_had.other": ("The school", "An online group", "My work lets me change my hours"),
    "services_used.other": ("Meals brought to the house", "A lift to the hospital", "Help with letters"),
    "asked_before.other": ("By telephone", "A letter came", "At the library"),
    "gathered.other": ("A suggestion box", "Over tea after the lunch club", "A message group"),
    "work_areas.other": ("People without a home", "Veterans", "Families of prisoners"),
    "sexual_orientation.other": ("Asexual",),
    "ethnic_group.other": ("I would rather say it in my own words",),
    "religion.other": ("I would rather say it in my own words",),
}
"""What people write beside options, by the key of the field."""


def of(table: Mapping[str, Found], audience: str, question: str) -> Found | None:
    """What a table says of a question for this audience, or of the question at all.

    >>> of({"x": 1, "carer.x": 2}, "carer", "x"), of({"x": 1}, "carer", "x"), of({}, "carer", "x")
    (2, 1, None)
    """
    return table.get(f"{audience}.{question}", table.get(question))
