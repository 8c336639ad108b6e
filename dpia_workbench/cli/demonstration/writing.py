"""Dossiers of the demonstration: written, asked of vendors, reviewed, published, revised."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM, Actor, Role
from dpia_workbench.cli.demonstration import agreeing
from dpia_workbench.cli.demonstration.days import Ago, When
from dpia_workbench.cli.demonstration.stating import state
from dpia_workbench.i18n import DEFAULT_LANGUAGE
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.remediation import Move
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.risk.vocabulary import MeasureKind, Origin, SubjectGroup
from dpia_workbench.signatures.ed25519 import Signer
from dpia_workbench.store import organisations, products
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Agreement, Dossier, Measure, Revision
from dpia_workbench.usecases import (
    cell,
    claim,
    dossier,
    erratum,
    finding,
    measure,
    practice,
    product,
    release,
    remediation,
    review,
    risk,
    screening,
)
from dpia_workbench.usecases.levels import outcome

ANALYST, SECOND = "analist@surf.example", "analist2@surf.example"
REVIEWER, PUBLISHER = "reviewer@surf.example", "publicist@surf.example"
FINE = Bilingual(
    "Onderzocht en in orde bevonden; zie de onderbouwing in het dossier.",
    "Looked into and found in order; the grounds are in the dossier.",
)
Source = Mapping[str, Any]


class Cast(Protocol):
    """Who plays, by e-mail address, and by role at an organisation."""

    def __getitem__(self, email: str) -> Actor: ...

    def of(self, slug: str, role: Role) -> Actor:
        """Return the first who has a role at an organisation."""


def publish(
    session: Session,
    *,
    cast: Cast,
    source: Source,
    files: agreeing.Files,
    signer: Signer,
    ago: Ago,
) -> None:
    """Write a dossier from nothing to a published release, with its agreement if it has one."""
    life = source["life"]
    began, ended = ago(life["start"]), ago(life["published"])
    row = _open(session, cast=cast, source=source, when=began)
    _describe(session, row, by=cast[ANALYST], source=source["description"], when=began)
    told: dict[str, Any] = {"by": cast[ANALYST], "when": began}
    item = source.get("agreement")
    signed = agreeing.sign(session, row, item=item, files=files, ago=ago, **told) if item else None
    _write(session, row, cast=cast, source=source, signed=signed, **told)
    if item and signed:
        agreeing.describe_clauses(session, row, signed, item=item, **told)
    _findings(session, row, cast=cast, source=source, when=began)
    _release(session, row, cast=cast, signer=signer, when=ended)


def _release(session: Session, row: Dossier, *, cast: Cast, signer: Signer, when: When) -> None:
    """Submit, approve and publish a draft on one day."""
    place: dict[str, Any] = {"dossier_id": row.id, "today": when.today, "now": when.now}
    review.submit(session, actor=cast[ANALYST], **place)
    review.approve(session, actor=cast[REVIEWER], note="", **place)
    computed = outcome(row.revision, on=when.today).verdict
    release.publish(
        session, actor=cast[PUBLISHER], chosen=computed, reason="", valid_until=None,
        signer=signer, **place,
    )  # fmt: skip


def correct(session: Session, *, cast: Cast, slug: str, source: Source, ago: Ago) -> None:
    """Let the publisher correct a small mistake in what was published first."""
    erratum.add(
        session, actor=cast[PUBLISHER], slug=slug, number=1, text=Bilingual.of(source["text"]),
        now=ago(source["corrected"]).now,
    )  # fmt: skip


def renew(
    session: Session, *, cast: Cast, slug: str, source: Source, signer: Signer, ago: Ago
) -> None:
    """Publish a second release, in which only the words of the first one changed."""
    when = ago(source["published"])
    row = _revised(session, slug=slug, by=cast[ANALYST], when=when)
    _describe(session, row, by=cast[ANALYST], source=source["description"], when=when)
    _release(session, row, cast=cast, signer=signer, when=when)


def _revised(session: Session, *, slug: str, by: Actor, when: When) -> Dossier:
    found = products.newest_release(session, products.get(session, slug).id)
    if found is None:  # publish() ran on an earlier day
        raise NotFound
    row = session.get_one(Revision, found.revision_id).dossier
    dossier.revise(session, actor=by, dossier_id=row.id, now=when.now)
    return row


def revise(session: Session, *, cast: Cast, slug: str, source: Source, ago: Ago) -> Dossier:
    """Start the next revision of a published dossier, and bring it as far as its days say."""
    when, analyst = ago(source["started"]), cast[ANALYST]
    row = _revised(session, slug=slug, by=analyst, when=when)
    if "description" in source:
        _describe(session, row, by=analyst, source=source["description"], when=when)
    _risks(session, row, by=analyst, source=source, when=when)
    _measures(session, row, cast=cast, by=analyst, source=source, when=when)
    state(session, row, by=analyst, source=source, when=when)
    if "submitted" in source:
        when = ago(source["submitted"])
        review.submit(session, actor=analyst, dossier_id=row.id, today=when.today, now=when.now)
    if "approved" in source:
        when = ago(source["approved"])
        review.approve(
            session, actor=cast[REVIEWER], dossier_id=row.id, note="Duidelijker zo. Akkoord.",
            today=when.today, now=when.now,
        )  # fmt: skip
    return row


def begin(session: Session, *, cast: Cast, source: Source, ago: Ago) -> Dossier:
    """Let somebody begin a dossier of their own on a product, and leave it in draft."""
    when, by = ago(source["start"]), cast[source["by"]]
    found = products.get(session, source["product"])
    row = dossier.create(
        session, actor=by, product_id=found.id, now=when.now, language=_language(source)
    )
    _describe(session, row, by=by, source=source["description"], when=when)
    _write(session, row, cast=cast, by=by, source=source, when=when)
    return row


def _language(source: Source) -> str:
    return str(source.get("language", DEFAULT_LANGUAGE))


def _open(session: Session, *, cast: Cast, source: Source, when: When) -> Dossier:
    item = source["product"]
    vendor = organisations.vendor(session, item["vendor"])
    made = product.create(
        session, actor=SYSTEM, name=Bilingual.of(item["name"]), vendor_id=vendor.id,
        category=item["category"], sectors=item["sectors"],
        editions=[Bilingual.of(edition) for edition in item["editions"]], now=when.now,
    )  # fmt: skip
    return dossier.create(
        session, actor=cast[ANALYST], product_id=made.id, now=when.now,
        language=_language(source),
    )  # fmt: skip


def _describe(session: Session, row: Dossier, *, by: Actor, source: Source, when: When) -> None:
    dossier.describe(
        session, actor=by, dossier_id=row.id, version=None, now=when.now,
        **{name: Bilingual.of(text) for name, text in source.items()},
    )  # fmt: skip


def _write(
    session: Session,
    row: Dossier,
    *,
    cast: Cast,
    by: Actor,
    source: Source,
    when: When,
    signed: Agreement | None = None,
) -> None:
    screening.save(
        session, actor=by, dossier_id=row.id, version=None, now=when.now,
        answers=screening.answers_of(source["screening"]),
    )  # fmt: skip
    _cells(session, row, by=by, source=source, when=when)
    _risks(session, row, by=by, source=source, when=when)
    _measures(session, row, cast=cast, by=by, source=source, when=when, signed=signed)
    _claims(session, row, by=by, source=source, when=when)
    state(session, row, by=by, source=source, when=when)


def _cells(session: Session, row: Dossier, *, by: Actor, source: Source, when: When) -> None:
    editions = {edition.key: edition.id for edition in row.product.editions}
    for item in source["cells"]:
        cell.save(
            session, actor=by, dossier_id=row.id, cell_id=None,
            edition_id=editions[item["edition"]], group=SubjectGroup(item["group"]),
            use=Bilingual.of(item["use"]), tags=item["tags"],
            exclusions=Bilingual.of(item.get("exclusions")), version=None, now=when.now,
        )  # fmt: skip


def _risks(session: Session, row: Dossier, *, by: Actor, source: Source, when: When) -> None:
    for item in source["risks"]:
        values = {
            "title": Bilingual.of(item["title"]),
            "description": Bilingual.of(item["description"]),
            "origin": Origin(item["origin"]),
            "likelihood_reason": item["likelihood_reason"],
            "severity_reason": item["severity_reason"],
            "floors": item["floors"],
            **{str(axis): item[axis] for axis in Axis},
        }
        risk.save(
            session, actor=by, dossier_id=row.id, risk_id=None, values=values,
            version=None, now=when.now,
        )  # fmt: skip


def _measures(
    session: Session,
    row: Dossier,
    *,
    cast: Cast,
    by: Actor,
    source: Source,
    when: When,
    signed: Agreement | None = None,
) -> None:
    for item in source["measures"]:
        named = signed is not None and signed.title.nl == item["agreement"]
        values = {
            "title": Bilingual.of(item["title"]),
            "owner": Owner(item["owner"]),
            "kind": MeasureKind(item["kind"]),
            "instruction": Bilingual.of(item.get("instruction")),
            **practice.of(item),
            "editions": [],
            "agreement": item["agreement"],
            "agreement_id": signed.id if signed and named else None,
            "clause": item["clause"],
            "open_to_sector": item["open_to_sector"],
            "in_force_from": when.today if item["agreement"] else None,
        }
        made = measure.save(
            session, actor=by, dossier_id=row.id, measure_id=None, values=values,
            version=None, now=when.now,
        )  # fmt: skip
        if item["request"]:
            _ask(session, row, made, cast=cast, by=by, item=item, when=when)


def _ask(
    session: Session,
    row: Dossier,
    made: Measure,
    *,
    cast: Cast,
    by: Actor,
    item: Source,
    when: When,
) -> None:
    """Ask the vendor, and let the vendor go as far as the story says."""
    asked = remediation.request(
        session, actor=by, dossier_id=row.id, measure_id=made.id,
        words=item["request"], today=when.today, now=when.now,
    )  # fmt: skip
    contact = cast.of(row.product.vendor.slug, Role.VENDOR_CONTACT)
    place: dict[str, Any] = {"remediation_id": asked.id, "version": None, "now": when.now}
    if item["life"] == "requested":
        return
    remediation.acknowledge(session, actor=contact, **place)
    if item["life"] == "acknowledged":
        return
    remediation.commit(
        session, actor=contact, due=when.today + timedelta(days=item["due_in"]),
        words=item["promise"], today=when.today, **place,
    )  # fmt: skip
    if item["life"] == "committed":
        return
    remediation.deliver(session, actor=contact, words=item["delivery"], today=when.today, **place)
    if item["life"] == "delivered":
        return
    remediation.verify(
        session, actor=cast[SECOND], move=Move.VERIFY, words=item["finding"], due=None,
        today=when.today, **place,
    )  # fmt: skip


def _claims(session: Session, row: Dossier, *, by: Actor, source: Source, when: When) -> None:
    risks = {r.number: r.id for r in row.revision.risks}
    measures = {m.number: m.id for m in row.revision.measures}
    for item in source["claims"]:
        claim.save(
            session, actor=by, dossier_id=row.id, claim_id=None,
            risk_id=risks[item["risk"]], axis=Axis(item["axis"]), cap=item["cap"],
            requires=[measures[number] for number in item["requires"]], void_if=[],
            rationale=item["rationale"], version=None, now=when.now,
        )  # fmt: skip


def _findings(session: Session, row: Dossier, *, cast: Cast, source: Source, when: When) -> None:
    measures = {m.number: m.id for m in row.revision.measures}
    for topic in Topic:
        item = source["findings"].get(topic.value, {})
        finding.save(
            session, actor=cast[ANALYST], dossier_id=row.id, topic=topic,
            result=Result(item.get("result", Result.COMPLIANT)),
            note=Bilingual.of(item["note"]) if item else FINE,
            measure_id=measures[item["measure"]] if "measure" in item else None,
            version=None, now=when.now,
        )  # fmt: skip
