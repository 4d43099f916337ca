"""A page with a repeat as it is read: what is wrong in each entry."""

from app.responses.reading import read_page
from app.surveys.parser import read_survey
from tests.serving import ROOT
from tests.surveys.making import form


def test_every_mistake_of_every_entry_is_said_in_order() -> None:
    survey = read_survey(ROOT / "surveys" / "examples" / "repeat.yaml")
    typed = {
        "people.count": "2", "people.1.who": "parent", "people.1.hours": "many", "people.2.hours": "999",
    }  # fmt: skip
    left = form(**{key.replace(".", "__"): words for key, words in typed.items()})
    found = read_page(survey, survey.pages[0], left, {"people": [{}, {}]})
    assert [(slip.code, slip.control) for slip in found.slips] == [
        ("not_a_number", "people.1.hours"),
        ("required", "people.2.who"),
        ("too_large", "people.2.hours"),
    ]
    assert found.answers["people"] == [{"who": "parent", "hours": "many"}, {"hours": 999}]
