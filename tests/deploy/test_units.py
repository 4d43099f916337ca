"""The shipped service units and set-up programs say what the house says."""

import configparser
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import request

from app.config import Config, read
from tests.conftest import running

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy"))

import collect_static  # noqa: E402  # deploy is a folder of programs, not a package
import system  # noqa: E402


@pytest.mark.parametrize("name", ["speir-web.service", "speir-worker.service"])
def test_a_unit_starts_what_the_project_has(name: str) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys are cased
    unit.read(ROOT / "deploy" / name)
    service = unit["Service"]
    assert service["User"] == "speir"
    assert service["Restart"] == "always"
    assert service["NoNewPrivileges"] == "true"
    assert int(service["TimeoutStopSec"]) <= 30
    program = service["ExecStart"].split()
    assert program[0].startswith("/opt/speir/.venv/bin/")
    for argument in program[1:]:
        if "/" in argument:
            assert (ROOT / argument).exists(), argument


def test_example_settings_are_read_by_the_application() -> None:
    lines = (ROOT / "deploy" / "environment.example").read_text().splitlines()
    settings = dict(line.lstrip("#").split("=", 1) for line in lines if "=" in line and " " not in line)
    settings["SPEIR_SECRET_KEY"] = "k3yzAq81mLw0dTt5uQbXc7Rj2VnHs9EfGpYi"
    config = read(settings)
    assert config.production
    assert config.base_url == "https://speir.example"
    assert config.proxies == 1


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "10.0.0.9"), (2, "10.0.0.8")])
def test_only_our_own_proxies_are_believed(
    sqlite_url: str, make_config: Callable[..., Config], proxies: int, seen: str
) -> None:
    with running(make_config(sqlite_url, proxies=proxies)) as app:

        @app.get("/who")
        def who() -> str:
            return request.remote_addr or ""

        told = app.test_client().get("/who", headers={"X-Forwarded-For": "6.6.6.6, 10.0.0.8, 10.0.0.9"})
        assert told.text == seen


def test_gunicorn_takes_the_shipped_settings() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--print-config", "--config", "deploy/gunicorn.conf.py"],
        cwd=ROOT,
        env={**os.environ, "WEB_CONCURRENCY": "3", "SPEIR_BIND": "127.0.0.1:8111"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    settings = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
    settings = {key.strip(): value.strip() for key, value in settings.items()}
    assert settings["workers"] == "3"
    assert settings["bind"] == "['127.0.0.1:8111']"
    assert settings["accesslog"] == "None"
    assert settings["worker_class"] == "gthread"


def test_a_missing_thing_is_named_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = system.Need("A thing", "a-package", lambda: False)
    monkeypatch.setitem(system.NEEDS, "run", (lacking,))
    monkeypatch.setattr(system.shutil, "which", lambda _name: None)
    assert system.main(["run"]) == 1
    said = capsys.readouterr().err.strip()
    assert said == (
        "Missing: A thing (this machine has no apt-get). Get it as root with: apt-get install a-package"
    )


def test_what_is_there_is_not_installed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_missing: object) -> None:
        raise AssertionError("nothing is missing")

    monkeypatch.setattr(system, "install", never)
    monkeypatch.setitem(system.NEEDS, "run", (system.Need("A thing", "a-package", lambda: True),))
    assert system.main(["run"]) == 0


def test_files_that_are_not_the_locked_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    lock["packages"]["node_modules/htmx.org"]["integrity"] = "sha512-of-something-else"
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / ".package-lock.json").write_text(json.dumps(lock))
    monkeypatch.setattr(collect_static, "MODULES", tmp_path / "node_modules")
    assert collect_static.main() == 1
    assert "htmx.org is not the locked one" in capsys.readouterr().err


def test_all_collected_files_are_there_with_their_licences() -> None:
    names = {name for files in collect_static.WANTED.values() for name in files.values()}
    assert names == {file.name for file in collect_static.VENDOR.iterdir()}
    assert len([name for name in names if "LICENSE" in name]) == len(collect_static.WANTED)
