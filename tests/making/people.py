"""People, organisations and products."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, OrganisationKind, Role
from dpia_workbench.clock import AMSTERDAM
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store.audit import canonical_json, sha256
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import (
    Edition,
    ExternalRecord,
    Membership,
    Method,
    Organisation,
    Product,
    User,
)
from dpia_workbench.usecases.organisation import slug_of
from tests.profiles import CONTENT

NOW = datetime(2025, 3, 3, 9, 30, tzinfo=UTC)
TODAY = date(2025, 3, 3)
PASSWORD = "correct horse battery staple"
LONG_AGO = date(2020, 1, 1)


@cache
def _password_hash() -> str:
    """Return a hash of PASSWORD with cheap parameters, which the real hasher reads as well."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def both(text: str) -> Bilingual:
    """Return a text in two languages that a test can tell apart."""
    return Bilingual(nl=f"{text} (nl)", en=f"{text} (en)")


def day_of(now: datetime) -> date:
    """Return the day it is in Amsterdam."""
    return now.astimezone(AMSTERDAM).date()


def _free_slug(session: Session, kind: type[Organisation] | type[Product], name: str) -> str:
    taken = set(session.scalars(select(kind.slug)))
    wanted = slug_of(name)
    names = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in names if slug not in taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in a test: the account, the organisation, and who acts."""

    user: User
    organisation: Organisation | None
    actor: Actor
    password: str = PASSWORD


def organisation(
    session: Session, *, kind: OrganisationKind = OrganisationKind.SCHOOL_BOARD, **words: Any
) -> Organisation:
    """Return a new organisation."""
    row = _organisation(session, kind=kind, **words)
    session.commit()
    return row


def _organisation(session: Session, *, kind: OrganisationKind, **words: Any) -> Organisation:
    name = words.pop("name", f"Een {kind}")
    values: dict[str, Any] = {"slug": _free_slug(session, Organisation, name), "created_at": NOW}
    row = Organisation(kind=kind, name=name, **{**values, **words})
    session.add(row)
    session.flush()
    return row


def person(
    session: Session,
    *,
    organisation: Organisation | None = None,
    role: Role | Iterable[Role] = (),
    **words: Any,
) -> Person:
    """Return a new person with roles at an organisation; `words` are columns of the account."""
    made = _person(session, organisation=organisation, role=role, **words)
    session.commit()
    return made


def _person(
    session: Session,
    *,
    organisation: Organisation | None,
    role: Role | Iterable[Role],
    **words: Any,
) -> Person:
    roles = [role] if isinstance(role, Role) else list(role)
    since, until = words.pop("since", LONG_AGO), words.pop("until", None)
    name = words.pop("name", "Iemand")
    email = words.pop("email", None) or f"{slug_of(name)}-{_people(session)}@school.example"
    values: dict[str, Any] = {"password_hash": _password_hash(), "created_at": NOW}
    user = User(name=name, email=email, **{**values, **words})
    if organisation is not None:
        user.memberships = [
            Membership(organisation_id=organisation.id, role=each, since=since, until=until)
            for each in roles
        ]
    session.add(user)
    session.flush()
    return Person(user=user, organisation=organisation, actor=actor(user, organisation, roles))


def _people(session: Session) -> int:
    return len(session.scalars(select(User.id)).all())


def actor(user: User, organisation: Organisation | None, roles: Iterable[Role]) -> Actor:
    """Return who acts when a person acts for an organisation in some roles."""
    return Actor(
        user_id=user.id,
        organisation_id=organisation.id if organisation else None,
        roles=frozenset(roles),
        name=user.name,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """The three people of a school board who take part in an adoption."""

    officer: Person
    fg: Person
    board: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everybody that tests need, each at their own organisation."""

    analyst: Person
    analyst2: Person
    reviewer: Person
    publisher: Person
    sivon_analyst: Person
    vendor: Person
    other_vendor: Person
    officer: Person
    fg: Person
    board: Person
    other_officer: Person
    other_fg: Person
    other_board: Person
    administrator: Person
    stranger: Person

    @property
    def school(self) -> School:
        """Return the people of the first school board."""
        return School(officer=self.officer, fg=self.fg, board=self.board)

    @property
    def other_school(self) -> School:
        """Return the people of the other school board."""
        return School(officer=self.other_officer, fg=self.other_fg, board=self.other_board)

    def everybody(self) -> dict[str, Person]:
        """Return all people by the name that tests use for them."""
        return {name: getattr(self, name) for name in self.__slots__}


_ORGANISATIONS = {
    "surf": ("SURF", OrganisationKind.COOPERATIVE),
    "sivon": ("SIVON", OrganisationKind.COOPERATIVE),
    "vendor": ("Noorderlicht", OrganisationKind.VENDOR),
    "other_vendor": ("Zuiderzon", OrganisationKind.VENDOR),
    "school": ("De Waterlelie", OrganisationKind.SCHOOL_BOARD),
    "other_school": ("Het Kompas", OrganisationKind.SCHOOL_BOARD),
    "operator": ("Beheer", OrganisationKind.OPERATOR),
}
_PEOPLE = {
    "analyst": ("surf", Role.ANALYST, "Ada Analist"),
    "analyst2": ("surf", Role.ANALYST, "Bram Analist"),
    "reviewer": ("surf", Role.REVIEWER, "Rosa Reviewer"),
    "publisher": ("surf", Role.PUBLISHER, "Piet Publicist"),
    "sivon_analyst": ("sivon", Role.ANALYST, "Sien Analist"),
    "vendor": ("vendor", Role.VENDOR_CONTACT, "Vera Leverancier"),
    "other_vendor": ("other_vendor", Role.VENDOR_CONTACT, "Otto Leverancier"),
    "officer": ("school", Role.PRIVACY_OFFICER, "Nora Privacy"),
    "fg": ("school", Role.DATA_PROTECTION_OFFICER, "Frits Toezicht"),
    "board": ("school", Role.BOARD, "Bea Bestuur"),
    "other_officer": ("other_school", Role.PRIVACY_OFFICER, "Omar Privacy"),
    "other_fg": ("other_school", Role.DATA_PROTECTION_OFFICER, "Fatma Toezicht"),
    "other_board": ("other_school", Role.BOARD, "Ben Bestuur"),
    "administrator": ("operator", Role.ADMINISTRATOR, "Ans Beheer"),
    "stranger": (None, (), "Vic Vreemd"),
}


def people(session: Session) -> People:
    """Return everybody that tests need, in a workbench with the method profiles."""
    session.add_all(
        Method(
            key=key, number=item["version"], content=item, sha256=sha256(canonical_json(item)),
            loaded_at=NOW,
        )
        for key, item in CONTENT.items()
    )  # fmt: skip
    at = {
        key: _organisation(session, kind=kind, name=name)
        for key, (name, kind) in _ORGANISATIONS.items()
    }
    made = {
        key: _person(
            session,
            organisation=at[place] if place else None,
            role=role,
            name=name,
            email=f"{key.replace('_', '-')}@{slug_of(at[place].name) if place else 'x'}.example",
        )
        for key, (place, role, name) in _PEOPLE.items()
    }
    session.commit()
    return People(**made)


CATEGORY = {
    "code": "learning-platform",
    "label": {"nl": "Leeromgeving", "en": "Learning platform"},
    "keywords": {"nl": ["elo"], "en": ["lms"]},
}


RECORD: dict[str, Any] = {
    "verdict": {"colour": "AMBER", "one_line": {"nl": "Met mate.", "en": "With restraint."}},
    "publisher": {"nl": "SURF", "en": "SURF"}, "published": "2025", "risks": [], "timeline": [],
    "school_measures": [], "vendor_measures": [], "scope": {"in_scope": [], "out_of_scope": []},
    "sources": [],
}  # fmt: skip


def recorded_product(
    session: Session,
    *,
    vendor: Organisation,
    verdict: Verdict = Verdict.AMBER,
    said: Mapping[str, Any] | None = None,
    **words: Any,
) -> Product:
    """Return a product that is public by what was published about it elsewhere."""
    row = product(session, vendor=vendor, **words)
    content = {**RECORD, "verdict": {**RECORD["verdict"], "colour": verdict}, **(said or {})}
    row.record = ExternalRecord(verdict=verdict, published="2025", content=content, loaded_at=NOW)
    session.flush()
    return row


def product(session: Session, *, vendor: Organisation, **words: Any) -> Product:
    """Return a new product with the editions `basis` and `plus`."""
    name = Bilingual.of(words.pop("name", "Leerplein"))
    editions = words.pop("editions", ("basis", "plus"))
    values: dict[str, Any] = {
        "slug": _free_slug(session, Product, name.text("nl")),
        "category": CATEGORY,
        "sectors": ["po", "vo"],
        "created_at": NOW,
    }
    row = Product(name=name, vendor_id=vendor.id, **{**values, **words})
    row.editions = [
        Edition(key=key, name=Bilingual.of(key.capitalize()), position=position)
        for position, key in enumerate(editions)
    ]
    session.add(row)
    session.commit()
    return row
