"""What the pages of vendors' statements may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import datetime

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.pieces import Badge, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A version of a statement in a list."""

    title: str
    url: str
    product: Words
    vendor: str
    state: Badge
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsPage:
    """The statements of a vendor with the products it can write about, or all of them."""

    is_vendor: bool
    products: tuple[tuple[Words, str], ...]  # name, and where a statement is written
    rows: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePage:
    """The next version of a statement."""

    product: Words
    product_url: str
    form: Form
    back_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """One version of a statement, what happened to it, and what the reader can do."""

    title: str
    product: Words
    product_url: str
    state: Badge
    texts: tuple[tuple[str, Words], ...]  # the name of the language, and the text in it
    facts: tuple[tuple[str, str], ...]
    events: tuple[tuple[datetime, str, str], ...]  # when, what, why
    errors: tuple[tuple[str, str], ...]
    decide: Form | None
    decide_url: str
    decisions: tuple[tuple[str, str], ...]
    remove: Form | None
    remove_url: str
    withdraw_url: str | None
    write_url: str | None
