"""Copies the few front-end files that pages use, with their licences, into app/static/vendor.

The folder is ignored by git: nothing of others is committed. A file is copied only if npm's record of what
it installed (node_modules/.package-lock.json, whose archives npm checked against the lock's integrity) says
the same version and integrity as package-lock.json, so that what is served is what was locked.

The design system's sheet is for languages that are written from left to right; rtlcss mirrors it here for the
others (docs/adr/0026).
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import front_end

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "app" / "static" / "vendor"

# package -> {file in the package: its name in app/static/vendor}
WANTED: dict[str, dict[str, str]] = {
    "@scottish-government/design-system": {
        "dist/css/design-system.min.css": "design-system.min.css",
        "dist/scripts/design-system.js": "design-system.js",
        "dist/images/icons/icons.stack.svg": "icons.stack.svg",
        "LICENSE.txt": "design-system.LICENSE.txt",
    },
    "@fontsource-variable/roboto": {
        "files/roboto-latin-wght-normal.woff2": "roboto-latin-wght-normal.woff2",
        "files/roboto-latin-wght-italic.woff2": "roboto-latin-wght-italic.woff2",
        "files/roboto-latin-ext-wght-normal.woff2": "roboto-latin-ext-wght-normal.woff2",
        "files/roboto-latin-ext-wght-italic.woff2": "roboto-latin-ext-wght-italic.woff2",
        "files/roboto-cyrillic-wght-normal.woff2": "roboto-cyrillic-wght-normal.woff2",
        "LICENSE": "roboto.LICENSE.txt",
    },
    "@fontsource-variable/vazirmatn": {
        "files/vazirmatn-arabic-wght-normal.woff2": "vazirmatn-arabic-wght-normal.woff2",
        "LICENSE": "vazirmatn.LICENSE.txt",
    },
    "accessible-autocomplete": {
        "dist/accessible-autocomplete.min.js": "accessible-autocomplete.min.js",
        "LICENSE.txt": "accessible-autocomplete.LICENSE.txt",
    },
    "htmx.org": {
        "dist/htmx.min.js": "htmx.min.js",
        "LICENSE": "htmx.LICENSE.txt",
    },
}
# A sheet in app/static/vendor: the name of its mirror image, and the package that makes it.
MIRRORED = {"design-system.min.css": "design-system.rtl.css"}
MIRROR = "rtlcss"
MIRRORING = f"process.stdout.write(require('{MIRROR}').process(require('fs').readFileSync(0, 'utf8')))"


def packages(lock: Path) -> dict[str, Any]:
    """The `packages` table of an npm lock file, keyed by folder."""
    table: dict[str, Any] = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return table


def differences() -> list[str]:
    """What is installed otherwise than locked, one sentence each."""
    locked, installed = packages(ROOT / "package-lock.json"), packages(MODULES / ".package-lock.json")
    found = []
    for package in (*WANTED, MIRROR):
        folder = f"node_modules/{package}"
        want, have = locked.get(folder, {}), installed.get(folder, {})
        if not want.get("integrity"):
            found.append(f"package-lock.json has no integrity for {package}")
        elif any(want[key] != have.get(key) for key in ("version", "integrity")):
            found.append(
                f"{package} is not the locked one (version {have.get('version')}, locked {want['version']})"
            )
    return found


def collect(vendor: Path = VENDOR) -> list[Path]:
    """Copy the wanted files; returns what was written. The old folder goes only when all are there."""
    fresh = vendor.with_name(vendor.name + ".part")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for package, files in WANTED.items():
        for source, name in files.items():
            shutil.copyfile(MODULES / package / source, fresh / name)
    for source, name in MIRRORED.items():
        (fresh / name).write_bytes(mirrored((fresh / source).read_bytes()))
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)
    return sorted(vendor.iterdir())


def mirrored(sheet: bytes) -> bytes:
    """A style sheet with left and right exchanged."""
    made = subprocess.run(
        [*front_end.node(), "-e", MIRRORING], input=sheet, cwd=MODULES.parent, capture_output=True, check=True
    )
    return made.stdout


def main() -> int:
    """Exit 0 when all files are in place, 1 with the reason when not."""
    try:
        problems = differences()
        if not problems:
            collect()
    except (OSError, KeyError, ValueError, subprocess.CalledProcessError) as error:
        problems = [str(error)]
    for problem in problems:
        print(f"{problem}; mend it with: npm ci --ignore-scripts", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
