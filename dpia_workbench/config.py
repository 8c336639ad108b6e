"""Settings: typed, frozen, from the environment (contract.md section 2)."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from dpia_workbench.access.quota import Quota, QuotaWrong
from dpia_workbench.files.clamd import is_address

# Generous: a whole school may come from one address.
ADDRESS_LIMIT = Quota(requests=600, seconds=60)
TOKEN_LIMIT = Quota(requests=1200, seconds=60)


class SettingsWrong(Exception):
    """A setting that the program cannot start with; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator decides. `HELP` explains each setting; the README's table is this."""

    home: Path
    database_url: str
    secret_key: str
    environment: str
    base_url: str
    smtp_url: str
    mail_from: str
    demo: bool
    jobs: str
    data: Path
    proxies: int = 0
    clamd: str = ""
    address_limit: Quota = ADDRESS_LIMIT
    token_limit: Quota = TOKEN_LIMIT

    HELP: ClassVar[Mapping[str, str]] = {
        "DPIA_HOME": "Folder for database, files, index, secret and signing key (default `var/`).",
        "DPIA_DATABASE_URL": "Database (default SQLite in `DPIA_HOME`);"
        " `postgresql+psycopg://…` at scale.",
        "DPIA_SECRET_KEY": "Secret for signed links (default: generated into `DPIA_HOME`);"
        " required when `DPIA_ENV=production`.",
        "DPIA_ENV": "`development` (default) or `production`: secure cookies, JSON logs.",
        "DPIA_BASE_URL": "Address under which people reach the workbench; links in mail use it.",
        "DPIA_SMTP_URL": "`smtp://user:pass@host:port`, or `smtps://…`; unset: mail is kept in"
        " `DPIA_HOME/outbox/` as .eml files.",
        "DPIA_MAIL_FROM": "Sender of mail (default `workbench@localhost`).",
        "DPIA_DEMO": "`1` shows the demonstration's banner and accounts.",
        "DPIA_JOBS": "`external`: `serve` leaves jobs to `dpia-workbench jobs work`.",
        "DPIA_PROXIES": "Number of reverse proxies in front whose forwarded headers are believed"
        " (default 0).",
        "DPIA_CLAMD": "`tcp://host:port` or `unix:///path` of ClamAV's daemon, which then looks at"
        " every file that comes in (its `StreamMaxLength` must be at least 50M); unset: pages say"
        " that files are not scanned.",
        "DPIA_LIMIT_ADDRESS": "How much of the API one address may ask without a token:"
        " requests/seconds (default `600/60`), or `off`. Each server counts for itself.",
        "DPIA_LIMIT_TOKEN": "The same for one token (default `1200/60`).",
        "DPIA_DATA": "Folder with the content that is loaded (default `data/`).",
    }

    @property
    def is_production(self) -> bool:
        """Return whether real people use this installation."""
        return self.environment == "production"

    @property
    def index_folder(self) -> Path:
        """Return where the search index is kept; it may be deleted."""
        return self.home / "index"

    @property
    def signing_key_file(self) -> Path:
        """Return where the private key is kept that releases are signed with."""
        return self.home / "signing-key.pem"

    @property
    def files_folder(self) -> Path:
        """Return where the files of evidence are kept, by their hash."""
        return self.home / "files"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read the environment. Raises SettingsWrong. Makes DPIA_HOME if it is not there."""
        environment = environ.get("DPIA_ENV", "development")
        if environment not in ("development", "production"):
            raise SettingsWrong(f"DPIA_ENV is {environment!r}: use development or production")
        home = Path(environ.get("DPIA_HOME") or "var").absolute()
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(
            home=home,
            database_url=_database(environ.get("DPIA_DATABASE_URL", ""), home=home),
            secret_key=_secret(environ, home=home, environment=environment),
            environment=environment,
            base_url=environ.get("DPIA_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
            smtp_url=environ.get("DPIA_SMTP_URL", ""),
            mail_from=environ.get("DPIA_MAIL_FROM", "workbench@localhost"),
            demo=environ.get("DPIA_DEMO") == "1",
            jobs=environ.get("DPIA_JOBS", ""),
            data=Path(environ.get("DPIA_DATA") or Path(__file__).parent.parent / "data"),
            proxies=_proxies(environ.get("DPIA_PROXIES", "0")),
            clamd=_clamd(environ.get("DPIA_CLAMD", "")),
            address_limit=_quota("DPIA_LIMIT_ADDRESS", environ, otherwise=ADDRESS_LIMIT),
            token_limit=_quota("DPIA_LIMIT_TOKEN", environ, otherwise=TOKEN_LIMIT),
        )


_DATABASES = ("sqlite", "postgresql+psycopg")


def _database(given: str, *, home: Path) -> str:
    """Return the address of the database; a wrong one is not repeated, it may hold a password."""
    if not given:
        return f"sqlite:///{home / 'workbench.sqlite3'}"
    address = given.replace("postgresql://", "postgresql+psycopg://", 1)
    try:
        known = make_url(address).drivername in _DATABASES
    except (ArgumentError, ValueError):
        known = False
    if not known:
        raise SettingsWrong(
            "DPIA_DATABASE_URL is no address of a database: use sqlite:///file or"
            " postgresql+psycopg://user:password@host/name"
        )
    return address


def _proxies(given: str) -> int:
    if not given.isdigit():
        raise SettingsWrong(f"DPIA_PROXIES is {given!r}: use a number")
    return int(given)


def _clamd(given: str) -> str:
    if given and not is_address(given):
        raise SettingsWrong(f"DPIA_CLAMD is {given!r}: use tcp://host:port or unix:///path")
    return given


def _quota(name: str, environ: Mapping[str, str], *, otherwise: Quota) -> Quota:
    given = environ.get(name, "")
    try:
        return Quota.of(given) if given else otherwise
    except QuotaWrong as error:
        raise SettingsWrong(f"{name} is {given!r}: use requests/seconds, or off") from error


def _secret(environ: Mapping[str, str], *, home: Path, environment: str) -> str:
    given = environ.get("DPIA_SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise SettingsWrong("DPIA_SECRET_KEY is too short: use at least 32 characters")
        return given
    if environment == "production":
        raise SettingsWrong("DPIA_SECRET_KEY is required when DPIA_ENV=production")
    return _generated(home / "secret-key")


def _generated(file: Path) -> str:
    """Return the secret kept in a file; the first who comes makes it, readable by the owner."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as new:
        new.write(secrets.token_urlsafe(48))
    return file.read_text(encoding="ascii").strip()
