"""What the pages of administration show."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask import url_for

from dpia_workbench.access.actor import ROLES_OF_KIND, Actor, OrganisationKind
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, options
from dpia_workbench.plumbing.filters import day
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.store.models import Membership, Organisation, User
from dpia_workbench.usecases.organisation import may_end

_PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One box of a filter."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One filter."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationLine:
    """An organisation in the list."""

    id: UUID
    name: str
    kind: str
    sectors: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """All organisations, searched and filtered."""

    text: str
    kinds: tuple[str, ...]
    facets: tuple[Facet, ...]
    lines: tuple[OrganisationLine, ...]
    count: int
    number: int
    numbers: int

    def url(self, number: int) -> str:
        """Return the address of another part of the list."""
        return url_for("admin.index", q=self.text or None, kind=self.kinds, page=number)

    @property
    def keep(self) -> tuple[tuple[str, str], ...]:
        """Return the filter as the search form must keep it."""
        return tuple(("kind", kind) for kind in self.kinds)


def index_page(
    rows: Sequence[Organisation], *, text: str, kinds: Sequence[str], number: int
) -> IndexPage:
    """Return the list of organisations whose name or number has a text, of some kinds."""
    wanted = text.casefold()
    named = [
        row for row in rows if wanted in row.name.casefold() or wanted == row.number.casefold()
    ]
    counts = Counter(row.kind for row in named)
    found = [row for row in named if not kinds or row.kind in kinds]
    numbers = max(1, -(-len(found) // _PER_PAGE))
    number = min(max(number, 1), numbers)
    boxes = tuple(
        Option(value=kind, label=label(kind), count=counts[kind], checked=kind in kinds)
        for kind in OrganisationKind
        if counts[kind] or kind in kinds
    )
    shown = found[(number - 1) * _PER_PAGE : number * _PER_PAGE]
    return IndexPage(
        text=text,
        kinds=tuple(kinds),
        facets=(Facet(name="kind", label=_("Kind"), options=boxes),),
        lines=tuple(_line(row) for row in shown),
        count=len(found),
        number=number,
        numbers=numbers,
    )


def _line(row: Organisation) -> OrganisationLine:
    return OrganisationLine(
        id=row.id,
        name=row.name,
        kind=label(row.kind),
        sectors=_sectors(row),
        is_active=row.is_active,
    )


def _sectors(row: Organisation) -> str:
    return ", ".join(label(Sector(sector)) for sector in row.sectors)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFormPage:
    """A new organisation, or one that is changed; then it has a name and an id."""

    form: Form
    kinds: tuple[tuple[str, str], ...]
    sectors: tuple[tuple[str, str], ...]
    id: UUID | None = None
    name: str = ""
    is_own: bool = False


def organisation_form_page(
    form: Form, *, row: Organisation | None = None, actor: Actor
) -> OrganisationFormPage:
    """Return the page with the form of an organisation."""
    return OrganisationFormPage(
        form=form,
        kinds=tuple(options(OrganisationKind)),
        sectors=tuple(options(Sector)),
        id=row.id if row else None,
        name=row.name if row else "",
        is_own=row is not None and row.id == actor.organisation_id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationPage:
    """Invite a person to an organisation."""

    form: Form
    id: UUID
    name: str
    roles: tuple[tuple[str, str, str], ...]


def invitation_page(form: Form, *, row: Organisation) -> InvitationPage:
    """Return the page with the form to invite somebody; only the roles that fit are offered."""
    explained = {
        "privacy_officer": _("Adopts verdicts, describes the own situation, invites people."),
        "data_protection_officer": _("Gives advice before the board decides."),
        "board": _("Takes the decision about a product."),
        "analyst": _("Makes DPIAs: risks, measures, claims and findings."),
        "reviewer": _("Checks what analysts wrote."),
        "publisher": _("Publishes what a reviewer approved."),
        "vendor_contact": _("Answers requests for measures."),
        "administrator": _("Manages organisations and people; sees no content of drafts."),
    }
    return InvitationPage(
        form=form,
        id=row.id,
        name=row.name,
        roles=tuple((role.value, label(role), explained[role]) for role in ROLES_OF_KIND[row.kind]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """A role of a person at an organisation, and what can be done about it."""

    id: UUID
    user_id: UUID
    name: str
    email: str
    role: str
    since: date
    last_day: date | None
    ended: date | None
    state: str
    tone: str
    can_end: bool
    why_not: str
    can_be_invited_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """An organisation and the people in it."""

    id: UUID
    name: str
    facts: tuple[tuple[str, str], ...]
    is_active: bool
    is_invented: bool
    can_manage: bool
    can_see_all: bool
    roles: tuple[RoleLine, ...]
    ended_roles: tuple[RoleLine, ...]


def organisation_page(
    row: Organisation, *, people: Sequence[Membership], actor: Actor, today: date
) -> OrganisationPage:
    """Return the page of an organisation."""
    lines = [_role(membership, actor=actor, today=today) for membership in people]
    return OrganisationPage(
        id=row.id,
        name=row.name,
        facts=tuple(_facts(row)),
        is_active=row.is_active,
        is_invented=row.is_invented,
        can_manage=allows(actor, Permission.ORGANISATION_MANAGE, row),
        can_see_all=allows(actor, Permission.ORGANISATION_MANAGE),
        roles=tuple(line for line in lines if line.ended is None),
        ended_roles=tuple(line for line in lines if line.ended is not None),
    )


def _facts(row: Organisation) -> list[tuple[str, str]]:
    return [
        (_("Kind"), label(row.kind)),
        (_("Number"), row.number or _("Not filled in")),
        (_("Sectors"), _sectors(row) or _("Not filled in")),
        (_("In use since"), day(row.created_at)),
    ]


def _role(row: Membership, *, actor: Actor, today: date) -> RoleLine:
    has_ended = row.until is not None and row.until <= today
    state, tone = _state(row.user)
    return RoleLine(
        id=row.id,
        user_id=row.user_id,
        name=row.user.name,
        email=row.user.email,
        role=label(row.role),
        since=row.since,
        last_day=row.until - timedelta(days=1) if row.until else None,
        ended=row.until if has_ended else None,
        state=state,
        tone=tone,
        can_end=not has_ended and may_end(actor, row),
        why_not=_("Your own role")
        if row.user_id == actor.user_id
        else _("An administrator can end this role"),
        can_be_invited_again=row.user.is_active and row.user.password_hash is None,
    )


def _state(user: User) -> tuple[str, str]:
    if not user.is_active:
        return _("Shut out"), "danger"
    if user.password_hash is None:
        return _("Invited, no password yet"), "warning"
    return _("Can sign in"), "safe"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRole:
    """A role of a person, on the person's own page."""

    organisation_id: UUID
    organisation: str
    role: str
    since: date
    last_day: date | None
    has_ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """A person, wherever they work; for administrators."""

    id: UUID
    name: str
    email: str
    state: str
    tone: str
    since: str
    roles: tuple[PersonRole, ...]
    is_active: bool
    is_self: bool


def person_page(user: User, *, actor: Actor, today: date) -> PersonPage:
    """Return the page of a person."""
    state, tone = _state(user)
    held = sorted(user.memberships, key=lambda row: (row.organisation.name, row.since, row.role))
    return PersonPage(
        id=user.id,
        name=user.name,
        email=user.email,
        state=state,
        tone=tone,
        since=day(user.created_at),
        roles=tuple(
            PersonRole(
                organisation_id=row.organisation_id,
                organisation=row.organisation.name,
                role=label(row.role),
                since=row.since,
                last_day=max(row.until - timedelta(days=1), row.since) if row.until else None,
                has_ended=row.until is not None and row.until <= today,
            )
            for row in held
        ),
        is_active=user.is_active,
        is_self=user.id == actor.user_id,
    )
