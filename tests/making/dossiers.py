"""Dossiers, requests to vendors and releases, made through the use cases."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM, Actor
from dpia_workbench.risk import assessment
from dpia_workbench.risk import remediation as remediation_rules
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.questionnaire import Answers
from dpia_workbench.risk.remediation import Move
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.templates import Template
from dpia_workbench.risk.verdict import Result, Topic, Verdict
from dpia_workbench.risk.vocabulary import MeasureKind, Origin, SubjectGroup
from dpia_workbench.schemas.screening import read_forms
from dpia_workbench.schemas.templates import read_templates
from dpia_workbench.store import screenings
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import (
    Dossier,
    Measure,
    Product,
    Release,
    Remediation,
    ScreeningForm,
)
from dpia_workbench.usecases import cell as cell_usecases
from dpia_workbench.usecases import claim as claim_usecases
from dpia_workbench.usecases import dossier as dossier_usecases
from dpia_workbench.usecases import finding as finding_usecases
from dpia_workbench.usecases import levels, review
from dpia_workbench.usecases import measure as measure_usecases
from dpia_workbench.usecases import release as release_usecases
from dpia_workbench.usecases import remediation as remediation_usecases
from dpia_workbench.usecases import risk as risk_usecases
from dpia_workbench.usecases import screening as screening_usecases
from dpia_workbench.usecases import template as template_usecases
from tests.making.people import LONG_AGO, NOW, People, Person, both, day_of, product
from tests.making.signing import SIGNER

DATA = Path(__file__).parents[2] / "data"
State = assessment.State
RequestState = remediation_rules.State


def empty_dossier(
    session: Session,
    *,
    people: People,
    product: Product | None = None,
    by: Person | None = None,
    now: datetime = NOW,
) -> Dossier:
    """Return a dossier in which nothing was written yet."""
    about = product or _vendors_product(session, people=people)
    row = dossier_usecases.create(
        session, actor=(by or people.analyst).actor, product_id=about.id, now=now
    )
    session.commit()
    return row


def _vendors_product(session: Session, *, people: People) -> Product:
    assert people.vendor.organisation is not None
    return product(session, vendor=people.vendor.organisation)


def dossier(
    session: Session,
    *,
    people: People,
    state: assessment.State = State.DRAFT,
    product: Product | None = None,
    by: Person | None = None,
    request: remediation_rules.State | None = None,
    results: Mapping[Topic, Result] | None = None,
    now: datetime = NOW,
) -> Dossier:
    """Return a complete dossier, written through the use cases, as far as a state.

    Two cells, two risks, four measures (M1 vendor, M2 contractual, M3 mandatory, M4 optional),
    claims, and findings that are all compliant but for `results`; this comes to
    GREEN_WITH_MEASURES. `request` also asks the vendor for M1 and goes as far as that state.
    """
    row = empty_dossier(session, people=people, product=product, by=by, now=now)
    author = (by or people.analyst).actor
    _write(session, row, actor=author, results=results or {}, now=now)
    if request is not None:
        ask(session, row, actor=author, now=now)
        _answer(session, row.revision.measures[0].remediation, people=people, to=request, now=now)
    if state is not State.DRAFT:
        bring_to(session, row, people=people, state=state, by=by, now=now)
    session.commit()
    return row


def _write(
    session: Session, row: Dossier, *, actor: Actor, results: Mapping[Topic, Result], now: datetime
) -> None:
    common: dict[str, Any] = {"actor": actor, "dossier_id": row.id, "version": None, "now": now}
    screening_form(session)
    screening_usecases.save(session, answers=screening_answers(), **common)
    dossier_usecases.describe(
        session, summary=both("Samenvatting"), scope=both("Reikwijdte"), sentence=both("Oordeel"),
        **common,
    )  # fmt: skip
    groups = (SubjectGroup.PUPILS_13_15, SubjectGroup.STAFF)
    for edition, group in zip(row.product.editions, groups, strict=True):
        cell_usecases.save(
            session, cell_id=None, edition_id=edition.id, group=group, use=both("Gebruik"),
            tags=[], exclusions=Bilingual(), **common,
        )  # fmt: skip
    risks = [
        risk_usecases.save(session, risk_id=None, values=risk_values(**words), **common).id
        for words in ({"likelihood": 3}, {"likelihood": 2})
    ]
    measures = [
        measure_usecases.save(
            session, measure_id=None, values=measure_values(owner=owner), **common
        ).id
        for owner in Owner
    ]
    for risk, axis, cap, numbers in _CLAIMS:
        claim_usecases.save(
            session, claim_id=None, risk_id=risks[risk - 1], axis=axis, cap=cap, void_if=[],
            requires=[measures[number - 1] for number in numbers],
            rationale="Zo werkt het.", **common,
        )  # fmt: skip
    for topic in Topic:
        result = results.get(topic, Result.COMPLIANT)
        remedy = measures[0] if result is Result.REMEDIABLE else None
        finding_usecases.save(
            session, topic=topic, result=result, note=both("Toelichting"), measure_id=remedy,
            **common,
        )  # fmt: skip


@cache
def _forms() -> tuple[dict[str, Any], ...]:
    return read_forms(DATA / "screening")


def screening_form(session: Session) -> ScreeningForm:
    """Return the newest form for a screening, loaded if it is not there yet."""
    screening_usecases.load(session, actor=SYSTEM, forms=_forms(), now=NOW)
    session.commit()
    return screenings.newest(session)


@cache
def _templates() -> tuple[dict[str, Any], ...]:
    return read_templates(DATA / "templates")


def document_templates(session: Session) -> tuple[Template, ...]:
    """Return the newest version of every template, loaded if they are not there yet."""
    template_usecases.load(session, actor=SYSTEM, items=_templates(), now=NOW)
    session.commit()
    return template_usecases.enabled(session)


def screening_answers(**words: str | Iterable[str]) -> Answers:
    """Return answers to all questions that apply, as of a learning platform in the cloud.

    A DPIA is required by its two criteria; the product does nothing else that asks for something.
    """
    values: dict[str, Any] = {
        "legislation": ["no"], "minors": ["not_used"], "algorithm": ["no_algorithm"],
        "subjects": ["staff"], "scale": ["fewer"], "ordinary": ["contact"],
        "sensitive": ["none"], "special": ["none"], "base_registers": ["no"],
        "frequency": ["rarely"], "retention": ["short"], "gdpr_cases": ["none"],
        "ap_list": ["none"], "criteria": ["large_scale", "vulnerable_people"], "cloud": ["yes"],
        "storage": ["inside"], "support": ["inside"], "other_transfer": ["no"],
    }  # fmt: skip
    chosen = {name: [word] if isinstance(word, str) else word for name, word in words.items()}
    return screening_usecases.answers_of({**values, **chosen})


# Risk, axis, cap, measures. R1 is high as tested, medium after M1, low after M2 and M3; R2 is
# medium as tested, low after M1, or after M3.
_CLAIMS = (
    (1, Axis.LIKELIHOOD, 2, (1,)),
    (1, Axis.LIKELIHOOD, 1, (2, 3)),
    (2, Axis.SEVERITY, 1, (1,)),
    (2, Axis.LIKELIHOOD, 1, (3,)),
    (2, Axis.SEVERITY, 1, (4,)),
)


def risk_values(**words: Any) -> dict[str, Any]:
    """Return the columns of a risk that people judge."""
    values = {
        "title": both("Gegevens lekken"), "description": both("Beschrijving"),
        "origin": Origin.EVENT, "likelihood": 2, "likelihood_reason": "Het komt voor.",
        "severity": 2, "severity_reason": "Het raakt leerlingen.", "unknown_note": "",
        "severe_floor_waived": False, "waiver_reason": "", "floors": [],
    }  # fmt: skip
    return {**values, **words}


def measure_values(*, owner: Owner, **words: Any) -> dict[str, Any]:
    """Return the columns of a measure that people write."""
    agreed = owner is Owner.CONTRACTUAL
    values = {
        "owner": owner,
        "kind": MeasureKind.CONTRACTUAL if agreed else MeasureKind.TECHNICAL,
        "title": both(f"Maatregel {owner}"), "instruction": both("Doe dit"), "editions": [],
        "agreement": "Verwerkersovereenkomst" if agreed else "", "clause": "4" if agreed else "",
        "in_force_from": LONG_AGO if agreed else None, "in_force_until": None,
        "open_to_sector": agreed,
    }  # fmt: skip
    return {**values, **words}


def bring_to(
    session: Session,
    row: Dossier,
    *,
    people: People,
    state: assessment.State,
    by: Person | None = None,
    now: datetime = NOW,
) -> None:
    """Submit a complete draft, and approve and publish it if the state asks for it."""
    author, today = (by or people.analyst).actor, day_of(now)
    review.submit(session, actor=author, dossier_id=row.id, today=today, now=now)
    if state in (State.APPROVED, State.PUBLISHED):
        review.approve(
            session, actor=people.reviewer.actor, dossier_id=row.id, note="", today=today, now=now
        )
    if state is State.PUBLISHED:
        publish(session, row, people=people, now=now)
    session.commit()


def publish(
    session: Session,
    row: Dossier,
    *,
    people: People,
    chosen: Verdict | None = None,
    reason: str = "",
    valid_until: date | None = None,
    now: datetime = NOW,
) -> Release:
    """Publish an approved dossier, with the computed verdict unless another one is chosen."""
    today = day_of(now)
    made = release_usecases.publish(
        session, actor=people.publisher.actor, dossier_id=row.id,
        chosen=chosen or levels.outcome(row.revision, on=today).verdict, reason=reason,
        valid_until=valid_until, signer=SIGNER, today=today, now=now,
    )  # fmt: skip
    session.commit()
    return made


def release(session: Session, *, people: People, now: datetime = NOW, **words: Any) -> Release:
    """Return a published release; `words` are those of `dossier`."""
    row = dossier(session, people=people, state=State.PUBLISHED, now=now, **words)
    return session.scalars(select(Release).where(Release.revision_id == row.revision.id)).one()


_ROUTES: dict[remediation_rules.State, tuple[Move, ...]] = {
    RequestState.REQUESTED: (),
    RequestState.ACKNOWLEDGED: (Move.ACKNOWLEDGE,),
    RequestState.COMMITTED: (Move.ACKNOWLEDGE, Move.COMMIT),
    RequestState.DELIVERED: (Move.ACKNOWLEDGE, Move.COMMIT, Move.DELIVER),
    RequestState.VERIFIED: (Move.ACKNOWLEDGE, Move.COMMIT, Move.DELIVER, Move.VERIFY),
    RequestState.VERIFIED_PARTIAL: (
        Move.ACKNOWLEDGE, Move.COMMIT, Move.DELIVER, Move.VERIFY_PARTLY
    ),
    RequestState.DECLINED: (Move.DECLINE,),
    RequestState.WITHDRAWN: (Move.WITHDRAW,),
}  # fmt: skip


def remediation(
    session: Session,
    *,
    people: People,
    state: remediation_rules.State = RequestState.REQUESTED,
    dossier: Dossier | None = None,
    now: datetime = NOW,
) -> Remediation:
    """Return a request to the vendor for M1 of a dossier, as far as a state."""
    row = dossier or _complete(session, people=people, now=now)
    made = ask(session, row, actor=people.analyst.actor, now=now)
    _answer(session, made, people=people, to=state, now=now)
    session.commit()
    return made


def _complete(session: Session, *, people: People, now: datetime) -> Dossier:
    return dossier(session, people=people, now=now)


def ask(session: Session, row: Dossier, *, actor: Actor, now: datetime = NOW) -> Remediation:
    """Ask the vendor for M1 of a draft."""
    measure: Measure = row.revision.measures[0]
    return remediation_usecases.request(
        session, actor=actor, dossier_id=row.id, measure_id=measure.id,
        words="Zet dit standaard uit.", today=day_of(now), now=now,
    )  # fmt: skip


def _answer(
    session: Session,
    row: Remediation | None,
    *,
    people: People,
    to: remediation_rules.State,
    now: datetime,
) -> None:
    assert row is not None
    today = day_of(now)
    vendor: dict[str, Any] = {
        "actor": people.vendor.actor, "remediation_id": row.id, "version": None, "now": now
    }  # fmt: skip
    for move in _ROUTES[to]:
        if move is Move.ACKNOWLEDGE:
            remediation_usecases.acknowledge(session, **vendor)
        elif move is Move.COMMIT:
            due = today + timedelta(days=60)
            remediation_usecases.commit(session, due=due, words="Beloofd.", today=today, **vendor)
        elif move is Move.DELIVER:
            remediation_usecases.deliver(session, words="Versie 4.2.", today=today, **vendor)
        elif move is Move.DECLINE:
            remediation_usecases.decline(session, words="Dit kan niet.", today=today, **vendor)
        elif move is Move.WITHDRAW:
            remediation_usecases.withdraw(
                session, words="Niet nodig.", **{**vendor, "actor": people.analyst.actor}
            )
        else:
            remediation_usecases.verify(
                session, move=move, words="Getest.", due=None, today=today,
                **{**vendor, "actor": people.reviewer.actor},
            )  # fmt: skip
