"""What the pages of following, saved searches and webhooks may use."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dpia_workbench.plumbing.forms import Form

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Where a search that is shown can be followed, read as a feed, or saved."""

    follow_url: str
    feed_url: str
    save_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """All ways to stay informed about one thing."""

    what: str
    is_everything: bool
    back_url: str
    feed_url: str
    save_url: str | None
    hooks_url: str | None
    form: Form
    paces: Options


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationPage:
    """Confirm, or confirmed, that an address follows something."""

    what: str
    email: str
    is_on: bool
    manage_url: str
    back_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingPage:
    """End following one thing, or all."""

    what: tuple[str, ...]
    is_over: bool
    manage_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedRow:
    """One thing that an address follows."""

    what: str
    url: str
    since: datetime
    pace: str
    form: Form
    paces: Options
    pace_url: str
    end_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinePage:
    """All that an address follows."""

    email: str
    rows: tuple[FollowedRow, ...]
    language_form: Form
    languages: Options
    language_url: str
    end_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRow:
    """A search that somebody saved."""

    id: UUID
    name: str
    asks: str
    alert: str
    url: str
    feed_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchesPage:
    """The searches that somebody saved."""

    rows: tuple[SearchRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """Save a search, or change a saved one."""

    form: Form
    asks: str
    alerts: Options
    email: str
    end_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HookRow:
    """An address of an organisation."""

    id: UUID
    site: str
    organisation: str
    since: datetime
    state: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HooksPage:
    """The addresses that somebody may see to."""

    rows: tuple[HookRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHookPage:
    """Register an address."""

    form: Form
    kinds: Options


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """A message, and how it went."""

    kind: str
    made_at: datetime
    tries: int
    state: str
    tone: str
    answer: str
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HookPage:
    """One address, and its last messages."""

    id: UUID
    url: str
    host: str
    organisation: str
    made_by: str
    since: datetime
    kinds: tuple[str, ...]
    stopped: str
    both_sign_until: datetime | None
    deliveries: tuple[DeliveryRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretPage:
    """The secret of an address: the only time that it is shown."""

    host: str
    secret: str
    back_url: str
    is_new: bool
