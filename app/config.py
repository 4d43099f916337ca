"""What the installation is told from outside, read once from the environment and handed in."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from app.errors import Invalid

WEAK_KEYS = {"secret", "changeme", "change-me", "password", "development", "dev", "test", "x" * 32}
SHORTEST_KEY = 32  # characters


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one installation; docs/deployment.md lists the variables behind them.

    `languages` are those the interface exists in; `reviewed_languages` those that a named person has
    reviewed, which are the only ones that a production installation offers. `proxies` counts the proxies
    of one's own in front: so many hops of X-Forwarded-For are believed, and no more.
    """

    data: Path
    database_url: str
    secret_key: str
    base_url: str
    mail_url: str
    production: bool = False
    abuse_limits: bool = True
    proxies: int = 0
    second_factor: bool = False
    languages: tuple[str, ...] = ("en", "gd", "pl", "uk", "ar")
    reviewed_languages: tuple[str, ...] = ("en",)

    @property
    def offered_languages(self) -> tuple[str, ...]:
        """The languages a respondent may choose: in production only reviewed ones."""
        return self.reviewed_languages if self.production else self.languages


def read(environ: Mapping[str, str] | None = None) -> Config:
    """The Config that the environment describes. Raises Invalid with the way to mend it."""
    env = os.environ if environ is None else environ
    data = Path(env.get("SPEIR_DATA") or "var").resolve()
    mode = env.get("SPEIR_ENV") or "development"
    if mode not in ("development", "production"):
        raise Invalid(f"SPEIR_ENV is {mode!r}; set it to 'development' or 'production'.")
    production = mode == "production"
    port = env.get("PORT") or "8000"
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise Invalid(f"PORT is {port!r}; set it to a number from 1 to 65535.")
    base_url = (env.get("SPEIR_BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    if urlsplit(base_url).scheme not in ("http", "https") or not urlsplit(base_url).hostname:
        raise Invalid(f"SPEIR_BASE_URL is {base_url!r}; set it to an address such as https://speir.example.")
    limits = env.get("SPEIR_ABUSE_LIMITS") or "on"
    if limits not in ("on", "off"):
        raise Invalid(f"SPEIR_ABUSE_LIMITS is {limits!r}; set it to 'on' or 'off'.")
    if production and limits == "off":
        raise Invalid("SPEIR_ABUSE_LIMITS=off is for load checks only; take it away in production.")
    proxies = env.get("SPEIR_PROXIES") or "0"
    if proxies not in ("0", "1", "2", "3"):
        raise Invalid(f"SPEIR_PROXIES is {proxies!r}; set it to the number of your own proxies: 0 to 3.")
    second_factor = env.get("SPEIR_SECOND_FACTOR") or ("on" if production else "off")
    if second_factor not in ("on", "off"):
        raise Invalid(f"SPEIR_SECOND_FACTOR is {second_factor!r}; set it to 'on' or 'off'.")
    if production and second_factor == "off":
        raise Invalid("SPEIR_SECOND_FACTOR=off is for trials only; take it away in production.")
    return Config(
        data=data,
        database_url=env.get("SPEIR_DATABASE_URL") or f"sqlite:///{data / 'speir.sqlite3'}",
        secret_key=_secret_key(env.get("SPEIR_SECRET_KEY"), data, production),
        base_url=base_url,
        mail_url=env.get("SPEIR_MAIL_URL") or f"file:{data / 'mail'}",
        production=production,
        abuse_limits=limits == "on",
        proxies=int(proxies),
        second_factor=second_factor == "on",
    )


def _secret_key(given: str | None, data: Path, production: bool) -> str:
    """The key given, or the one kept in the data folder, made on first start."""
    if given:
        if len(given) < SHORTEST_KEY or given.lower() in WEAK_KEYS or len(set(given)) < 10:
            raise Invalid(
                f"SPEIR_SECRET_KEY is weak; use at least {SHORTEST_KEY} random characters, for example from "
                "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'."
            )
        return given
    kept = data / "secret_key"
    if not kept.exists():
        data.mkdir(parents=True, exist_ok=True)
        made = secrets.token_urlsafe(48)
        try:
            with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(made)
        except FileExistsError:
            pass  # another process of the same start was quicker: its key is ours
    return kept.read_text().strip()
