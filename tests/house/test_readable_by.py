"""The queries say in SQL what the policy table says in Python, for every role anywhere."""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import PUBLIC, SYSTEM, Actor, Role
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.risk.agreement import Coverage
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.store import (
    adoptions,
    agreements,
    dossiers,
    evidence,
    fact_checks,
    hooks,
    incidents,
    norms,
    organisations,
    remarks,
    remediations,
    schools,
    sub_processors,
    used_products,
    vendor_statements,
    worksheets,
)
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import (
    Adoption,
    AdoptionFeedback,
    Agreement,
    Dossier,
    Evidence,
    EvidenceReader,
    FactCheck,
    Incident,
    NormScore,
    Organisation,
    Product,
    Remark,
    Remediation,
    School,
    SubProcessorChange,
    UsedProduct,
    VendorStatement,
    Webhook,
    Worksheet,
)
from tests import make

QUERIES: dict[Permission, tuple[Any, Callable[[Actor], Any]]] = {
    Permission.DOSSIER_READ: (Dossier, dossiers.readable_by),
    Permission.EVIDENCE_READ: (Evidence, evidence.readable_by),
    Permission.AGREEMENT_READ: (Agreement, agreements.readable_by),
    Permission.REMEDIATION_READ: (Remediation, remediations.readable_by),
    Permission.SUB_PROCESSOR_READ: (SubProcessorChange, sub_processors.readable_by),
    Permission.FACT_CHECK_READ: (FactCheck, fact_checks.readable_by),
    Permission.VENDOR_STATEMENT_READ: (VendorStatement, vendor_statements.readable_by),
    Permission.ADOPTION_READ: (Adoption, adoptions.readable_by),
    Permission.WEBHOOK_READ: (Webhook, hooks.readable_by),
    Permission.NORM_SCORE_READ: (NormScore, norms.readable_by),
    Permission.FEEDBACK_READ: (AdoptionFeedback, remarks.feedback_readable_by),
    Permission.INCIDENT_READ: (Incident, incidents.readable_by),
    Permission.SCHOOL_READ: (School, schools.readable_by),
    Permission.USED_PRODUCT_READ: (UsedProduct, used_products.readable_by),
    Permission.ORGANISATION_READ: (Organisation, organisations.readable_by),
    Permission.REMARK_READ: (Remark, remarks.readable_by),
    Permission.WORKSHEET_READ: (Worksheet, worksheets.readable_by),
}


@pytest.fixture
def rows(session: Session, people: make.People) -> None:
    """Dossiers of two cooperatives on products of two vendors, and adoptions of two boards."""
    for analyst, vendor in (
        (people.analyst, people.vendor),
        (people.sivon_analyst, people.other_vendor),
    ):
        assert vendor.organisation is not None
        product = make.product(session, vendor=vendor.organisation)
        dossier = make.dossier(session, people=people, product=product, by=analyst)
        make.ask(session, dossier, actor=analyst.actor)
        make.sub_processor_change(session, products=[product], by=vendor)
        for confidentiality in Confidentiality:
            make.evidence(session, dossier, by=analyst, confidentiality=confidentiality)
        for state in (make.CheckState.PREPARED, make.CheckState.SENT):
            make.fact_check(session, dossier, people=people, state=state, by=analyst)
    _agreements(session, people=people)
    release = make.release(session, people=people)
    # One board rejected the product, so that changes of it only concern the other one.
    for school, state in (
        (people.school, make.AdoptionState.STARTED),
        (people.other_school, make.AdoptionState.REJECTED),
    ):
        row = make.adoption(session, people=people, release=release, at=school, state=state)
        make.feedback(session, row, by=school.officer)
    _worksheets(session, people=people)
    make.sub_processor_change(session, products=[release.product], by=people.vendor)
    for address in ("192.0.2.1", "192.0.2.2"):
        make.remark(session, slug=release.product.slug, address=address)
    assert people.other_vendor.organisation is not None
    recorded = make.recorded_product(session, vendor=people.other_vendor.organisation)
    make.remark(session, slug=recorded.slug)
    _of_own(session, people=people)
    _incidents(session, release.product, people=people)
    for _version in range(2):
        make.statement(session, release.product, people=people)


def _worksheets(session: Session, *, people: make.People) -> None:
    """Each board gives a partner a worksheet about another product."""
    for school in (people.school, people.other_school):
        row = make.adoption(session, people=people, at=school)
        make.worksheet(session, row, by=school.officer)


def _of_own(session: Session, *, people: make.People) -> None:
    """What organisations keep for themselves: webhooks, and lists of products."""
    for speaker in (people.publisher, people.vendor, people.officer):
        make.webhook(session, by=speaker)
    found = make.norm(session)
    for person in (people.officer, people.other_officer):
        make.used_product(session, by=person)
        make.norm_score(session, found, by=person)
        make.school(session, by=person, brin="99ZZ")


def _incidents(session: Session, product: Product, *, people: make.People) -> None:
    """A draft, one that was sent, and one of a vendor; the other board lists a namesake."""
    make.used_product(session, by=people.other_officer, name="Klassenrekenaar")
    other = make.empty_dossier(session, people=people).product
    other.name = Bilingual.of("Klassenrekenaar")
    make.incident(session, product, by=people.analyst)
    make.incident(session, product, by=people.vendor)
    for about in (product, other):
        make.incident(session, about, by=people.analyst, sent_by=people.publisher,
                      title=make.both("Lek"))  # fmt: skip


def _agreements(session: Session, *, people: make.People) -> None:
    """Agreements of every class and state, two of which one board joined."""
    sides = ((people.analyst, people.vendor), (people.sivon_analyst, people.other_vendor))
    for by, vendor in sides:
        for confidentiality in Confidentiality:
            row = make.agreement(
                session, people=people, by=by, vendor=vendor, confidentiality=confidentiality
            )
            if confidentiality is Confidentiality.MEMBERS:
                make.joined(session, row, by=people.board)
    for state in make.AgreementState:
        make.agreement(session, people=people, state=state, coverage=Coverage.COOPERATIVE)


def _actors(session: Session) -> Iterator[Actor]:
    """Yield everybody there can be: each set of up to two roles, at each organisation.

    Each of them once as nobody in particular, and once as who was named as a reader.
    """
    yield from (PUBLIC, SYSTEM)
    sets = [(), *combinations(Role, 1), *combinations(Role, 2)]
    named = session.scalars(select(EvidenceReader.user_id)).first()
    for organisation in session.scalars(select(Organisation)).all():
        for roles in sets:
            for user_id in (None, named):
                yield Actor(
                    user_id=user_id, organisation_id=organisation.id, roles=frozenset(roles)
                )


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("permission", list(QUERIES))
def test_a_query_finds_exactly_what_the_table_allows(
    session: Session, permission: Permission
) -> None:
    kind, readable_by = QUERIES[permission]
    everything = session.scalars(select(kind)).all()
    assert len(everything) >= 2

    wrong = []
    for actor in _actors(session):
        found = set(session.scalars(select(kind.id).where(readable_by(actor))))
        allowed = {row.id for row in everything if allows(actor, permission, row)}
        if found != allowed:
            wrong.append((sorted(actor.roles), len(found), len(allowed)))

    assert wrong == []


def test_every_read_permission_has_its_query() -> None:
    read = {each for each in Permission if each.endswith(":read")}

    # Releases are public, and people are read through their organisation. Parts for members and
    # what boards ask or do are read by role alone, whosever they are.
    assert read - set(QUERIES) == {
        Permission.RELEASE_READ, Permission.PERSON_READ, Permission.MEMBERS_READ,
        Permission.DEMAND_READ, Permission.UPTAKE_READ,
    }  # fmt: skip


@pytest.mark.usefixtures("rows")
def test_people_are_seen_by_who_sees_their_organisation(
    session: Session, people: make.People
) -> None:
    for name, reader in people.everybody().items():
        seen = {
            other
            for other, person in people.everybody().items()
            if _sees(session, reader.actor, person)
        }
        expected = {
            "administrator": set(people.everybody()),
            "officer": {"officer", "fg", "board"},
            "other_officer": {"other_officer", "other_fg", "other_board"},
        }.get(name, set())
        assert seen == expected, name


def _sees(session: Session, actor: Actor, person: make.Person) -> bool:
    try:
        organisations.person(session, person.user.id, actor=actor)
    except organisations.NotFound:
        return False
    return True
