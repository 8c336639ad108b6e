"""What stands around every page: who, in which language, where to go next."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, get_flashed_messages, request, url_for

from dpia_workbench.access.actor import OrganisationKind, Role
from dpia_workbench.i18n import LANGUAGES, PSEUDO_LANGUAGE, current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing import canonical
from dpia_workbench.plumbing.identity import current_identity
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.usecases.identity import Identity

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}

DEMO_ACCOUNTS = (
    ("analist@surf.example", Role.ANALYST),
    ("reviewer@surf.example", Role.REVIEWER),
    ("publicist@surf.example", Role.PUBLISHER),
    ("contact@noorderlicht.example", Role.VENDOR_CONTACT),
    ("po@dewaterlelie.example", Role.PRIVACY_OFFICER),
    ("fg@dewaterlelie.example", Role.DATA_PROTECTION_OFFICER),
    ("bestuur@dewaterlelie.example", Role.BOARD),
    ("beheer@workbench.example", Role.ADMINISTRATOR),
)


_CONCERNED = (
    OrganisationKind.COOPERATIVE, OrganisationKind.VENDOR, OrganisationKind.SCHOOL_BOARD
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the main navigation."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, as the header shows it."""

    id: str
    name: str
    organisation: str
    roles: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """All that the layout may use."""

    language: str
    other_languages: tuple[tuple[str, str, str], ...]
    path: str
    user: Person | None
    navigation: tuple[Place, ...]
    flashes: tuple[tuple[str, str], ...]
    demo: bool
    demo_accounts: tuple[tuple[str, str], ...]
    canonical: str  # the one address of a public page, or nothing
    alternates: tuple[tuple[str, str], ...]  # (language, address)
    is_kept_out: bool  # of search engines


def install(app: Flask) -> None:
    """Give the layout its chrome; made when a page is rendered, so that errors have it too."""
    app.context_processor(lambda: {"chrome": chrome()})


def chrome() -> Chrome:
    """Return the chrome of the present request."""
    identity = current_identity()
    spoken = "en" if current_language() == PSEUDO_LANGUAGE else current_language()
    return Chrome(
        language=spoken,
        other_languages=tuple(_languages(spoken)),
        path=request.path,
        user=_person(identity) if identity else None,
        navigation=tuple(_places(identity)) if identity else (),
        flashes=tuple(_flashes()),
        demo=settings().demo,
        demo_accounts=tuple((email, label(role)) for email, role in DEMO_ACCOUNTS),
        canonical=canonical.own(),
        alternates=canonical.alternates(),
        is_kept_out=canonical.is_kept_out(),
    )


def _flashes() -> Iterator[tuple[str, str]]:
    for flashed in get_flashed_messages(with_categories=True):
        yield flashed[0], flashed[1]


def _languages(spoken: str) -> Iterator[tuple[str, str, str]]:
    back = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else request.path
    for code in LANGUAGES:
        if code != spoken:
            yield code, LANGUAGE_NAMES[code], url_for("site.language", code=code, next=back)


def _person(identity: Identity) -> Person:
    roles = [label(role) for role in Role if role in identity.actor.roles]
    return Person(
        id=str(identity.user.id),
        name=identity.user.name,
        organisation=identity.organisation.name if identity.organisation else "",
        roles=", ".join(roles),
    )


def _places(identity: Identity) -> Iterator[Place]:
    yield _place(_("Verdicts"), "verdicts.results", "/verdicts")
    yield _place(_("My tasks"), "tasks.index", "/tasks")
    kind = identity.organisation.kind if identity.organisation else None
    if kind is OrganisationKind.COOPERATIVE:
        yield _place(_("Dossiers"), "dossiers.index", "/dossiers")
        yield _place(_("Asked for"), "demand.index", "/demand")
        yield _place(_("Adopted"), "uptake.index", "/adopted")
    if kind in (OrganisationKind.COOPERATIVE, OrganisationKind.VENDOR):
        yield _place(_("Requests"), "remediations.index", "/requests")
        yield _place(_("Fact checks"), "fact_checks.index", "/fact-checks")
    if kind in _CONCERNED:
        yield _place(_("Agreements"), "agreements.index", "/agreements")
    if kind is OrganisationKind.SCHOOL_BOARD:
        yield _place(_("Our products"), "adoptions.index", "/school", "/adoptions")
    if kind in _CONCERNED:
        yield _place(_("Sub-processors"), "sub_processors.index", "/sub-processors")
        yield _place(_("Incidents"), "incidents.index", "/incidents")
    may_manage = identity.actor.has(Role.ADMINISTRATOR)
    if may_manage or identity.actor.has(Role.PRIVACY_OFFICER):
        yield _place(_("People"), "admin.index", "/admin")


def _place(text: str, endpoint: str, *prefixes: str) -> Place:
    return Place(text, url_for(endpoint), request.path.startswith(prefixes))
