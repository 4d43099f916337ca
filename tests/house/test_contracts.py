"""The import contracts name what there is: a new section, format or type cannot slip past them."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.contract


def contracts() -> dict[str, dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {one["id"]: one for one in settings["tool"]["importlinter"]["contracts"]}


def test_every_section_is_kept_from_its_siblings() -> None:
    from app.reports.sections import SECTIONS

    named = {module.rpartition(".")[2] for module in contracts()["report-sections"]["modules"]}
    assert named == {build.__module__.rpartition(".")[2] for build in SECTIONS.values()}


def test_every_room_is_kept_from_weasyprint() -> None:
    """All but the one room that draws paper, and those above the slices."""
    rooms = {f"app.{folder.name}" for folder in (ROOT / "app").iterdir() if (folder / "__init__.py").exists()}
    assert rooms - {"app.documents"} == set(contracts()["weasyprint"]["source_modules"])


def test_every_slice_is_kept_in_order_inside() -> None:
    slices = {
        f"app.{folder.name}"
        for folder in (ROOT / "app").iterdir()
        if any((folder / f"{part}.py").exists() for part in ("routes", "service", "store", "models"))
    }
    assert slices == set(contracts()["slices"]["containers"])


def test_the_pure_core_may_know_no_other_room() -> None:
    rooms = {f"app.{folder.name}" for folder in (ROOT / "app").iterdir() if (folder / "__init__.py").exists()}
    below = {"app.config", "app.crypto", "app.db"}
    kept = contracts()
    assert set(kept["pure"]["source_modules"]) == {"app.surveys", "app.tallies"}
    forbidden = {name for name in kept["pure"]["forbidden_modules"] if name.startswith("app.")}
    assert forbidden == rooms - {"app.surveys", "app.tallies"} | below
    forbidden = {name for name in kept["report-model"]["forbidden_modules"] if name.startswith("app.")}
    assert forbidden == rooms - {"app.surveys", "app.tallies", "app.reports"} | below
