"""What a consultation asks, as files: to be changed, and asked from then on."""

from pathlib import Path

from click.testing import Result
from flask import Flask

from app.consultations import drafting, library, service, store
from app.consultations.commands import consultation
from app.db import db
from app.errors import Conflict, NotFound
from app.surveys.own_questions import OwnQuestion
from app.surveys.parser import read_survey
from app.surveys.tailoring import Choices
from tests.builders import make_consultation
from tests.consultations.test_drafting import draft, make

FILES = [*library.files(library.LIBRARY), *library.files(library.LIBRARY / "examples")]
SAME = "fife/carers would ask this from now on.\n"


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(consultation, [*map(str, arguments)])


def test_what_is_written_asks_the_same(sqlite_app: Flask, tmp_path: Path) -> None:
    for number, file in enumerate(FILES):
        path = make_consultation(sqlite_app, slug=f"made-{number}", survey=read_survey(file))
        done = run(sqlite_app, "definition", path, "--out", tmp_path / "new" / path)
        assert done.exit_code == 0, done.output
        written = tmp_path / "new" / path / file.name
        assert done.output.splitlines()[0] == str(written)
        said = run(sqlite_app, "revise", path, "--survey", written, "--check").output
        assert said == f"{path} would ask this from now on.\n"


def test_what_is_changed_in_it_is_asked(app: Flask, tmp_path: Path) -> None:
    make_consultation(app)
    run(app, "definition", "fife/small", "--out", tmp_path)
    file = tmp_path / "small.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Who do you", "Whom do you"), encoding="utf-8")
    done = run(app, "revise", "fife/small", "--survey", file)
    assert done.output.splitlines() == [
        "reworded: A question “Who do you care for?” now reads “Whom do you care for?”",
        "fife/small asks this from now on.",
    ]
    for no, asks in ((1, "Who do you care for?"), (2, "Whom do you care for?")):
        done = run(app, "definition", "fife/small", "--out", tmp_path / str(no), "--version", no)
        assert done.exit_code == 0
        assert asks in (tmp_path / str(no) / "small.yaml").read_text(encoding="utf-8")


def test_questions_of_a_boards_own_are_not_asked_twice(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        make()
        one = draft()
        own = OwnQuestion("own_1", "yes_no", "Would a bus help?")
        assert (
            drafting.choose(one, Choices(frozenset({"balance"}), frozenset({"equality"}), own=(own,))) == ()
        )
        service.open_(one, production=False)
        db.session.commit()
    run(app, "definition", "fife/carers", "--out", tmp_path)
    file = tmp_path / "carers.yaml"
    assert run(app, "revise", "fife/carers", "--survey", file, "--check").output == SAME
    # It is in English only, and people read it so: the file for Gaelic says that, for somebody to translate.
    gaelic = tmp_path / "carers.gd.yaml"
    assert "own_1:\n      text: Would a bus help?" in gaelic.read_text(encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace("a bus", "a train"), encoding="utf-8")
    done = run(app, "revise", "fife/carers", "--survey", file)
    assert "now reads “Would a train help?”" in done.output
    with app.app_context():
        asked = store.survey_of(draft()).by_id["own_1"]
        assert asked.text.words == {"en": "Would a train help?", "gd": "Would a bus help?"}


def test_nothing_is_overwritten(sqlite_app: Flask, tmp_path: Path) -> None:
    make_consultation(sqlite_app, slug="made", survey=library.by_key("carers"))
    (tmp_path / "equality.gd.yaml").write_text("ours", encoding="utf-8")
    done = run(sqlite_app, "definition", "fife/made", "--out", tmp_path)
    assert isinstance(done.exception, Conflict)
    assert "equality.gd.yaml would be overwritten" in done.exception.message
    assert [one.name for one in tmp_path.glob("*.yaml")] == ["equality.gd.yaml"]
    assert (tmp_path / "equality.gd.yaml").read_text(encoding="utf-8") == "ours"


def test_what_is_not_there_is_said(sqlite_app: Flask, tmp_path: Path) -> None:
    make_consultation(sqlite_app)
    missing = run(sqlite_app, "definition", "fife/small", "--out", tmp_path, "--version", 2).exception
    assert isinstance(missing, NotFound)
    assert missing.message == "fife/small has no version 2: it has 1."
    assert isinstance(run(sqlite_app, "definition", "fife/none", "--out", tmp_path).exception, NotFound)
    assert run(sqlite_app, "definition", "fife/small").exit_code == 2
    assert run(sqlite_app, "definition", "fife/small", "--out", tmp_path, "--version", 0).exit_code == 2
