"""Yes or no: its options follow from its keys, and are translated as any others."""

from pathlib import Path
from typing import Any

import pytest

from app.surveys.questions import yes_no
from tests.surveys.making import form, question_of

PLAN = "{id: plan, type: yes_no, text: A plan?, not_sure: Not sure}"


def test_the_words_are_options(tmp_path: Path) -> None:
    question = question_of(tmp_path, PLAN)
    assert [(one.id, str(one.text)) for one in question.options] == [
        ("yes", "Yes"),
        ("no", "No"),
        ("not_sure", "Not sure"),
    ]
    assert question.settings == {}
    other = question_of(tmp_path, "{id: plan, type: yes_no, text: A plan?, 'yes': I do, 'no': I do not}")
    assert [str(one.text) for one in other.options] == ["I do", "I do not"]
    assert other.options[0].text.in_language("gd") == "I do"
    assert question.options[0].text.in_language("gd") == "Tha"


@pytest.mark.parametrize(
    ("typed", "values", "codes"),
    [("", {}, []), ("yes", {"plan": "yes"}, []), ("not_sure", {"plan": "not_sure"}, []),
     ("maybe", {}, ["unknown_option"])],
)  # fmt: skip
def test_read(tmp_path: Path, typed: str, values: dict[str, Any], codes: list[str]) -> None:
    read = yes_no.read(question_of(tmp_path, PLAN), form(plan=typed))
    assert (read.values, [slip.code for slip in read.slips]) == (values, codes)


@pytest.mark.parametrize("value", ["maybe", True, None, ["yes"]])
def test_a_wrong_value_from_elsewhere_is_refused(tmp_path: Path, value: Any) -> None:
    assert yes_no.check(question_of(tmp_path, PLAN), value) is not None


def test_say(tmp_path: Path) -> None:
    assert list(yes_no.say(question_of(tmp_path, PLAN), {"plan": "not_sure"}, "en")) == ["Not sure"]
