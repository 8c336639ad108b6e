"""What the pages behind a worksheet's link may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import datetime

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.pieces import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file that was handed in with a setting."""

    name: str
    size: str
    removal_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """One setting: what to do, and what was answered so far."""

    key: str
    title: Words
    instruction: Words
    practice: tuple[tuple[str, Words], ...]
    is_answered: bool
    reply: str  # what the privacy officer wrote about the answer
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FillingPage:
    """The worksheet, to be filled in."""

    board: str
    product: Words
    partner: str
    expires_at: datetime
    form: Form
    upload: Form
    settings: tuple[SettingRow, ...]
    kinds: tuple[tuple[str, str, str], ...]
    answered: int
    is_saved: bool
    url: str
    sheet_url: str
    upload_url: str
    accept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverPage:
    """Why a link does not work, and what was just typed: it is not lost."""

    title: str
    text: str
    typed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPage:
    """What a partner sees after sending in."""

    board: str
    product: Words
