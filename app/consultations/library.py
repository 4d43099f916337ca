"""The library of instruments: the surveys that stand in the folder `surveys`, each with whom it asks."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from app.errors import Conflict, Invalid, NotFound
from app.surveys import shown
from app.surveys.definition import Survey
from app.surveys.parser import AUDIENCES, parse_file, read_survey
from app.surveys.problems import Problem
from app.surveys.writer import written

LIBRARY = Path(__file__).resolve().parents[2] / "surveys"


def all() -> Sequence[Survey]:
    """Every survey of the library that is sound, by its title."""
    found = [_read(file, _changed(file.parent)) for file in files(LIBRARY)]
    return sorted((one for one in found if one is not None), key=lambda one: str(one.title))


def by_audience() -> Mapping[str, Sequence[Survey]]:
    """The same by whom they ask, in the order of `AUDIENCES`; an audience without surveys is not there."""
    found = all()
    kept = {audience: [one for one in found if one.audience == audience] for audience in AUDIENCES}
    return {audience: surveys for audience, surveys in kept.items() if surveys}


def checked(file: Path) -> tuple[Survey | None, list[Problem]]:
    """A survey file and its problems; a survey of the library must say what it is good for."""
    survey, problems = parse_file(file)
    if survey is not None and survey.guide is None and file.resolve().parent == LIBRARY:
        what, mend = (
            "The library needs a guide.",
            "Add 'guide:' with purpose, audience, when, use_for, not_for.",
        )
        return None, [Problem(str(file), 1, what, mend)]
    return survey, problems


def by_key(key: str) -> Survey:
    """A survey of the library. Raises NotFound."""
    for one in all():
        if one.key == key:
            return one
    raise NotFound(f"The library has no survey '{key}'.")


def read(path: Path) -> Survey:
    """A survey file, or a survey of the library by its name. Raises BrokenSurvey."""
    return read_survey(located(path))


def located(path: Path) -> Path:
    """A path, or the path of the survey of the library that has this name."""
    return path if path.exists() or path.suffix else LIBRARY / f"{path}.yaml"


def write(survey: Survey, folder: Path) -> list[Path]:
    """Write a survey's files into a folder, made if need be. Raises Conflict where one of them is there."""
    texts = {folder / name: text for name, text in written(survey).items()}
    there = [str(file) for file in texts if file.exists()]
    if there:
        raise Conflict(f"{' and '.join(there)} would be overwritten: name another folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in texts.items():
            with file.open("x", encoding="utf-8", newline="\n") as out:
                out.write(text)
    except OSError as error:
        raise Invalid(f"{error.filename} cannot be written: {error.strerror}.") from None
    return [*texts]


def files(path: Path) -> list[Path]:
    """A file, or the surveys of a folder; blocks and translations are read with their surveys."""
    if not path.is_dir():
        return [path]
    return [file for file in sorted(path.glob("*.yaml")) if "." not in file.stem and not _is_block(file)]


def _is_block(file: Path) -> bool:
    """Whether another file of the folder takes this one in: it is read there."""
    mark = f"block: {file.stem}"
    return any(
        mark in other.read_text(encoding="utf-8", errors="replace")
        for other in file.parent.glob("*.yaml")
        if other != file
    )


def _changed(folder: Path) -> int:
    """When the newest file of a folder was written: a survey is read again when one was."""
    read = (*folder.glob("*.yaml"), *folder.glob(f"{shown.FOLDER}/*"))
    return max((file.stat().st_mtime_ns for file in read), default=0)


@lru_cache(maxsize=200)
def _read(file: Path, _changed_at: int) -> Survey | None:
    return parse_file(file)[0]
