"""What the pages of accounts show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import url_for

from dpia_workbench.access.actor import STAFF, Role
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import LANGUAGES
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.store.models import ApiToken, LoginSession, Membership
from dpia_workbench.usecases import passwords, token
from dpia_workbench.usecases.identity import Identity
from dpia_workbench.web.chrome import LANGUAGE_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """Sign in; `next` is where the person wanted to go."""

    form: Form
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPasswordPage:
    """Ask for a link to choose a new password."""

    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoosePasswordPage:
    """Choose a password by a mailed link."""

    form: Form
    name: str
    email: str
    is_first: bool
    shortest: int = passwords.SHORTEST


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePasswordPage:
    """Change one's password."""

    form: Form
    shortest: int = passwords.SHORTEST


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """A role that the person holds now."""

    organisation: str
    role: str
    since: date
    last_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnOrganisation:
    """An organisation that the person can work for."""

    id: UUID
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSession:
    """A browser in which the person is signed in."""

    id: UUID
    browser: str
    opened_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnToken:
    """A token by which a program of the person uses the API."""

    id: UUID
    name: str
    organisation: str
    created_at: datetime
    used_at: datetime | None
    expires_at: datetime
    is_expired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTokenPage:
    """Make a token."""

    form: Form
    organisation: str
    most_days: int = token.MOST_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPage:
    """A token that was just made, with its secret: the only time that it is shown."""

    name: str
    secret: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """One's own account."""

    name: str
    email: str
    roles: tuple[HeldRole, ...]
    organisations: tuple[OwnOrganisation, ...]
    languages: tuple[tuple[str, str], ...]
    language_form: Form
    digest_form: Form | None  # only for who takes part in discussions
    reminders_form: Form | None  # only for who has requests to vendors
    sessions: tuple[OwnSession, ...]
    tokens: tuple[OwnToken, ...]
    hooks_url: str | None  # only for who speaks for an organisation


_DISCUSSING = set(STAFF)
_REMINDED = {*_DISCUSSING, Role.VENDOR_CONTACT}


def account_page(
    identity: Identity,
    *,
    form: Form,
    digest_form: Form,
    reminders_form: Form,
    sessions: list[LoginSession],
    tokens: Sequence[ApiToken],
    today: date,
    now: datetime,
) -> AccountPage:
    """Return the page of somebody's own account; `sessions` are those that are open."""
    current = identity.organisation
    return AccountPage(
        name=identity.user.name,
        email=identity.user.email,
        roles=tuple(_roles(identity.user.memberships, today=today)),
        organisations=tuple(
            OwnOrganisation(id=row.id, name=row.name, is_current=row is current)
            for row in identity.organisations
        ),
        languages=tuple((code, LANGUAGE_NAMES[code]) for code in LANGUAGES),
        language_form=form,
        digest_form=digest_form if _DISCUSSING & identity.actor.roles else None,
        reminders_form=reminders_form if _REMINDED & identity.actor.roles else None,
        sessions=tuple(_session(row, this=identity.session_id) for row in sessions),
        tokens=tuple(_token(row, now=now) for row in tokens),
        hooks_url=url_for("subscriptions.hooks")
        if allows(identity.actor, Permission.WEBHOOK_MAKE)
        else None,
    )


def _roles(memberships: list[Membership], *, today: date) -> Iterator[HeldRole]:
    held = [row for row in memberships if row.holds(on=today) and row.organisation.is_active]
    for row in sorted(held, key=lambda row: (row.organisation.name, row.role)):
        yield HeldRole(
            organisation=row.organisation.name,
            role=label(row.role),
            since=row.since,
            last_day=row.until - timedelta(days=1) if row.until else None,
        )


def _session(row: LoginSession, *, this: UUID) -> OwnSession:
    return OwnSession(
        id=row.id,
        browser=row.browser or _("Unknown browser"),
        opened_at=row.created_at,
        seen_at=row.seen_at,
        is_this=row.id == this,
    )


def _token(row: ApiToken, *, now: datetime) -> OwnToken:
    return OwnToken(
        id=row.id,
        name=row.name,
        organisation=row.organisation.name if row.organisation else _("No organisation"),
        created_at=row.created_at,
        used_at=row.used_at,
        expires_at=row.expires_at,
        is_expired=now >= row.expires_at,
    )
