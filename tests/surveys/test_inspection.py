"""What other programs are told of a survey, by the command and as it is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SPEIR = str(Path(sys.executable).with_name("speir"))


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([SPEIR, *arguments], capture_output=True, text=True, check=False)


def test_a_survey_is_told_question_by_question() -> None:
    done = run("survey", "inspect", str(ROOT / "surveys" / "examples" / "calculated.yaml"), "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert told["key"] == "calculated"
    assert told["counts"] == {"pages": 1, "questions": 4, "options": 0, "relevant": 1, "repeats": 0}
    assert told["expressions"] == {"total": 2, "compiled": 2, "off": 0}
    total, comment = told["questions"][2:]
    assert (total["type"], total["calculation"]) == ("calculated", "sum(day_hours, night_hours)")
    assert (comment["relevant"], comment["required"], comment["page"]) == ("total >= 35", False, "week")
    assert told["problems"] == told["kept_aside"] == []


def test_what_cannot_be_used_is_told_with_its_problems() -> None:
    done = run("survey", "inspect", str(ROOT / "tests/surveys/bad/unknown-option.yaml"), "--json")
    [problem] = json.loads(done.stdout)["problems"]
    assert done.returncode == 1
    assert problem["where"].endswith("unknown-option.yaml:16")
    assert problem["mend"] == "Did you mean 'carer'?"


@pytest.mark.parametrize(
    "said", ['{"day_hours": 30, "night_hours": 10, "comment": "x"}', '{"day_hours": {"a": []}}']
)
def test_answers_are_routed_without_a_browser(tmp_path: Path, said: str) -> None:
    file = tmp_path / "answers.json"
    file.write_text(said, encoding="utf-8")
    done = run("survey", "route", str(ROOT / "surveys/examples/calculated.yaml"), str(file), "--json")
    told = json.loads(done.stdout)
    if "night_hours" in said:
        assert told["asked"] == ["day_hours", "night_hours", "total", "comment"]
        assert told["stored"] == {"day_hours": 30, "night_hours": 10, "total": 40, "comment": "x"}
        assert told["problems"] == []
    else:
        assert told["asked"] == ["day_hours", "night_hours", "total"]
        [problem] = told["problems"]
        assert (problem["question"], problem["problem"]) == ("day_hours", "not_usable")
        assert problem["why"] == "{'a': []} is not a number"
