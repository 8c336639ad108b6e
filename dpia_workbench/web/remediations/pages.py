"""What the pages of requests may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date, datetime

from dpia_workbench.pictures.figures import Figure
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.pieces import Action, Badge, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A request in a list."""

    title: Words
    url: str
    product: Words
    vendor: str
    vendor_url: str
    assignee: str
    states: tuple[Badge, ...]
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Requests that belong together in the overview."""

    id: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The vendor's inbox, or all requests that the cooperative's people may see."""

    intro: str
    sections: tuple[Section, ...]
    shows_vendor: bool
    filter: Form
    states: tuple[tuple[str, str], ...]
    vendors: tuple[tuple[str, str], ...]
    is_filtered: bool
    figure: Figure | None = None  # what the vendor was asked, in time
    colleagues_url: str | None = None
    mine_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorPage:
    """All requests to one vendor that the reader may see."""

    name: str
    url: str
    filter: Form
    products: tuple[tuple[str, str], ...]
    is_filtered: bool
    counts: tuple[tuple[str, str, str], ...]  # outcome, number, what it means
    figure: Figure | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRow:
    """A day of a request."""

    on: date
    text: str
    is_late: bool
    product: Words
    title: Words
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarMonth:
    """The days in a month; the month as a partial date."""

    month: str
    rows: tuple[CalendarRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage:
    """The days of a vendor's requests, and the way into a calendar program."""

    months: tuple[CalendarMonth, ...]
    file_url: str
    address: str | None  # for a calendar program; None: not asked for
    start_url: str
    end_url: str


@dataclass(frozen=True, slots=True)
class PromisedDay:
    """A day that was ever agreed: the first one stays in sight."""

    due: date
    at: datetime
    who: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that came with a message, with where it is got and taken over as evidence."""

    name: str
    url: str | None  # none of one in which a virus was found
    size: str
    scan: str
    evidence_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that happened or was written, as a line of history."""

    at: datetime
    who: str
    title: str
    text: str
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What files a form takes."""

    accept: str
    largest: int
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a message to the other side is written, and who reads it."""

    form: Form
    url: str
    readers: str
    upload: Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage:
    """A message to the other side."""

    request: Words
    back_url: str
    desk: Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The part of a dossier that a request is about, and what that means for its levels."""

    text: str
    url: str
    note: str
    tie_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """A request that was not sent yet."""

    form: Form
    request: Words
    has_title: bool
    vendor: str
    back_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TyingPage:
    """The measure that is to rest on a request."""

    form: Form
    request: Words
    back_url: str
    measures: tuple[tuple[str, str], ...]
    dossier_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who answers for the vendor."""

    name: str
    email: str
    since: date
    is_you: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvitation:
    """Somebody who was invited and has not answered; name and address as they were typed."""

    name: str
    email: str
    by: str
    until: datetime
    withdrawal_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColleaguesPage:
    """Who answers for the vendor."""

    form: Form
    vendor: str
    colleagues: tuple[Colleague, ...]
    invitations: tuple[OpenInvitation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationPage:
    """An invitation to somebody who has an account."""

    vendor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverPage:
    """Who sees to a request."""

    form: Form
    request: Words
    back_url: str
    colleagues: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPage:
    """A request: what is asked, where it stands, what the reader can do."""

    title: Words
    about: About | None  # for whoever may read the dossier
    facts: tuple[tuple[str, str], ...]
    states: tuple[Badge, ...]
    consequence: str
    if_late: tuple[str, ...]  # for the vendor
    request: str
    next_step: str
    actions: tuple[Action, ...]
    version: int
    days: tuple[PromisedDay, ...]
    readers: str
    desk: Desk | None  # for whoever may write
    history: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentPage:
    """The promise of a day."""

    form: Form
    request: Words
    asked: str
    back_url: str
    earliest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalPage:
    """Another day that the vendor proposes."""

    form: Form
    request: Words
    due: date | None
    back_url: str
    earliest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementPage:
    """The answer to a day that the vendor proposes."""

    form: Form
    request: Words
    due: date | None
    proposed: date | None
    proposal: str
    back_url: str
    moves: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsPage:
    """Something that is done with one text: decline, take back."""

    form: Form
    request: Words
    asked: str
    back_url: str
    title: str
    intro: str
    words_label: str
    words_hint: str
    submit: str
    look: str = "primary"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPage:
    """What the vendor delivers, with files."""

    form: Form
    request: Words
    asked: str
    back_url: str
    upload: Upload
    readers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What a result of the check would change, as sentences per dossier."""

    title: str
    dossiers: tuple[tuple[str, str, tuple[str, ...]], ...]  # name, address, sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """The check of a delivery; without a form if the reader may not do it."""

    form: Form | None
    request: Words
    asked: str
    promise: str
    delivery: str
    delivered_on: date | None
    files: tuple[File, ...]
    back_url: str
    refusal: str
    moves: tuple[tuple[str, str, str], ...]
    offers_day: bool
    earliest: date
    about: About | None
    foreseen: tuple[Foreseen, ...]
