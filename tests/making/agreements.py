"""Agreements and joinders, made through the use cases."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk import agreement as rules
from dpia_workbench.risk.agreement import AgreementType, AnnexKind, Coverage
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Agreement, Joinder
from dpia_workbench.usecases import agreement as verbs
from dpia_workbench.usecases import agreement_part, joinder
from tests.making.evidence import file_facts
from tests.making.people import NOW, People, Person, both, day_of

AgreementState = rules.State
_TO = (
    AgreementState.NEGOTIATING, AgreementState.AGREED, AgreementState.PARTLY_SIGNED,
    AgreementState.SIGNED,
)  # fmt: skip


def agreement_values(*, now: datetime = NOW, **words: Any) -> dict[str, Any]:
    """Return the columns of an open offer that everybody may read, in force from today on."""
    texts = (
        "mandate renewal governing_law purposes_allowed purposes_prohibited retention locations"
        " transfer audit_scope audit_cost audit_report liability deviations"
    )
    counts = (
        "notice_days end_days audit_notice_days subprocessor_notice_days"
        " subprocessor_objection_days"
    )
    values: dict[str, Any] = {
        "kind": AgreementType.COVENANT_4, "title": both("Verwerkersovereenkomst"),
        "summary": both("Wat de school moet weten"), "document_version": "1.0", "language": "nl",
        "coverage": Coverage.OPEN_OFFER, "confidentiality": Confidentiality.PUBLIC,
        "valid_from": day_of(now), "valid_until": None, "breach_hours": 24,
        "subprocessor_regime": rules.Regime.GENERAL, "supersedes_id": None,
        **dict.fromkeys(texts.split(), "Afgesproken"),
        **dict.fromkeys(counts.split(), 30),
    }  # fmt: skip
    return {**values, **words}


def agreement(
    session: Session,
    *,
    people: People,
    state: rules.State = AgreementState.SIGNED,
    by: Person | None = None,
    vendor: Person | None = None,
    now: datetime = NOW,
    **words: Any,
) -> Agreement:
    """Return an agreement of SURF with a vendor, as far as a state; `words` are its columns."""
    author = (by or people.analyst).actor
    organisation = (vendor or people.vendor).organisation
    assert organisation is not None
    moment: dict[str, Any] = {"actor": author, "today": day_of(now), "now": now}
    row = verbs.create(
        session, vendor_id=organisation.id, product_ids=[],
        values=agreement_values(now=now, **words), **moment,
    )  # fmt: skip
    _bring_to(session, row, state=state, moment=moment)
    session.commit()
    return row


def _bring_to(
    session: Session, row: Agreement, *, state: rules.State, moment: dict[str, Any]
) -> None:
    here: dict[str, Any] = {"agreement_id": row.id, "version": None, **moment}
    if state is AgreementState.ABANDONED:
        verbs.abandon(session, reason="Niet nodig", **here)
    steps = {AgreementState.ABANDONED: (), AgreementState.DRAFT: ()}.get(state, _TO)
    steps = steps[: steps.index(state) + 1] if state in steps else steps
    if AgreementState.NEGOTIATING in steps:
        verbs.negotiate(session, **here)
    if AgreementState.AGREED in steps:
        verbs.agree(session, **here)
    if AgreementState.PARTLY_SIGNED in steps:
        sign(session, row, moment=moment, all_parties=AgreementState.SIGNED in steps)
    if AgreementState.SIGNED in steps:
        _complete(session, row, moment=moment)
    if state in (AgreementState.TERMINATED, AgreementState.SUPERSEDED):
        verbs.terminate(session, on=moment["today"], reason="Opgezegd", **here)


def _complete(session: Session, row: Agreement, *, moment: dict[str, Any]) -> None:
    agreement_part.add_annex(
        session, agreement_id=row.id, kind=AnnexKind.SIGNED_TEXT, title="Getekend",
        dated=moment["today"], file=file_facts(f"agreement {row.id}", name="getekend.png"),
        **moment,
    )  # fmt: skip
    verbs.complete(session, agreement_id=row.id, version=None, **moment)


def sign(
    session: Session, row: Agreement, *, moment: dict[str, Any], all_parties: bool = True
) -> None:
    """Record the signature of the first party, or of all."""
    for party in list(row.parties)[: None if all_parties else 1]:
        verbs.sign(
            session, agreement_id=row.id, party_id=party.id, signatory="Tekenaar",
            function="Directeur", signed_on=moment["today"], version=None, **moment,
        )  # fmt: skip


def terminated(
    session: Session, row: Agreement, *, people: People, on: date, now: datetime = NOW
) -> Agreement:
    """Return an agreement after it was terminated from a day on."""
    verbs.terminate(
        session, actor=people.analyst.actor, agreement_id=row.id, on=on, reason="Opgezegd",
        version=None, today=day_of(now), now=now,
    )  # fmt: skip
    session.commit()
    return row


def joined(session: Session, row: Agreement, *, by: Person, now: datetime = NOW) -> Joinder:
    """Return how a board joined an agreement."""
    made = joinder.join(
        session, actor=by.actor, agreement_id=row.id, signatory="Bea Bestuur",
        function="Voorzitter", version=None, today=day_of(now), now=now,
    )  # fmt: skip
    session.commit()
    return made


def furnished(session: Session, row: Agreement, *, people: People, now: datetime = NOW) -> None:
    """Give an agreement a sub-processor, a clause and a checklist."""
    here: dict[str, Any] = {
        "agreement_id": row.id, "actor": people.analyst.actor, "version": None,
        "today": day_of(now), "now": now,
    }  # fmt: skip
    agreement_part.add_subprocessor(
        session, values={
            "name": "Wolkje", "legal_entity": "Wolkje BV", "country": "Ierland",
            "service": "Opslag", "data_categories": "Accounts", "mechanism": "",
            "since": day_of(now) - timedelta(days=9), "until": None, "noticed_on": None,
        }, **here,
    )  # fmt: skip
    agreement_part.save_clause(
        session, clause_id=None, reference="7.2", summary=Bilingual("Alleen EER", "EEA only"),
        measures=(), **here,
    )  # fmt: skip
    judged = agreement_part.Judged(grade=rules.Grade.WEAK, clause="3", note="Te algemeen")
    agreement_part.check_duties(session, found={rules.Duty.A: judged}, **here)
    session.commit()
