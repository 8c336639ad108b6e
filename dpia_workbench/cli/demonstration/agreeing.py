"""The agreement of the demonstration on a product, signed on the day on which its dossier began."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.cli.demonstration.days import Ago, When
from dpia_workbench.risk.agreement import (
    AgreementType,
    AnnexKind,
    Coverage,
    Duty,
    Grade,
    Regime,
)
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import FileFacts
from dpia_workbench.schemas.demonstration_agreements import COUNTS, TEXTS
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Agreement, Dossier
from dpia_workbench.usecases import agreement, agreement_part

Item = Mapping[str, Any]
Files = Mapping[tuple[str, str], FileFacts]


def sign(
    session: Session, row: Dossier, *, by: Actor, item: Item, files: Files, when: When, ago: Ago
) -> Agreement:
    """Record an agreement with the vendor of a product, and let all sign it."""
    moment: dict[str, Any] = {"actor": by, "today": when.today, "now": when.now}
    made = agreement.create(
        session, vendor_id=row.product.vendor_id, product_ids=[row.product_id],
        values=_values(item, when=when, ago=ago), **moment,
    )  # fmt: skip
    here: dict[str, Any] = {"agreement_id": made.id, "version": None, **moment}
    agreement.negotiate(session, **here)
    agreement.agree(session, **here)
    for party, signatory in zip(list(made.parties), item["signatories"], strict=True):
        agreement.sign(
            session, party_id=party.id, signatory=signatory["name"],
            function=signatory["function"], signed_on=when.today, **here,
        )  # fmt: skip
    for annex in item["annexes"]:
        agreement_part.add_annex(
            session, agreement_id=made.id, kind=AnnexKind(annex["kind"]), title=annex["title"],
            dated=when.today, file=files[annex["file"]["name"], annex["file"]["content"]],
            **moment,
        )  # fmt: skip
    agreement.complete(session, **here)
    _describe(session, item, here=here, when=when)
    return made


def _values(item: Item, *, when: When, ago: Ago) -> dict[str, Any]:
    return {
        **{name: item[name] for name in (*TEXTS, *COUNTS)},
        "kind": AgreementType(item["kind"]),
        "title": Bilingual.of(item["title"]),
        "summary": Bilingual.of(item["summary"]),
        "language": "nl",
        "coverage": Coverage(item["coverage"]),
        "confidentiality": Confidentiality(item["confidentiality"]),
        "subprocessor_regime": Regime(item["subprocessor_regime"]),
        "valid_from": when.today,
        "valid_until": ago(-item["ends_in"]).today if "ends_in" in item else None,
        "supersedes_id": None,
    }


def _describe(session: Session, item: Item, *, here: dict[str, Any], when: When) -> None:
    """Add what the cooperative found out about it."""
    if item["boards"]:
        agreement_part.name_boards(session, numbers=item["boards"], **here)
    judged = {
        Duty(each["duty"]): agreement_part.Judged(
            grade=Grade(each["grade"]), clause=each["clause"], note=each["note"]
        )
        for each in item["duties"]
    }
    agreement_part.check_duties(session, found=judged, **here)
    for each in item["subprocessors"]:
        since = when.today - timedelta(days=each["since"])
        until = since + timedelta(days=each["lasted"]) if "lasted" in each else None
        names = ("name", "legal_entity", "country", "service", "data_categories", "mechanism")
        agreement_part.add_subprocessor(
            session,
            values={
                **{name: each[name] for name in names},
                "since": since, "until": until, "noticed_on": since - timedelta(days=30),
            },
            **here,
        )  # fmt: skip


def describe_clauses(
    session: Session, row: Dossier, made: Agreement, *, by: Actor, item: Item, when: When
) -> None:
    """Describe the clauses, once the measures that rest on them are there."""
    for each in item["clauses"]:
        agreement_part.save_clause(
            session, actor=by, agreement_id=made.id, clause_id=None, reference=each["reference"],
            summary=Bilingual.of(each["summary"]),
            measures=[(row.id, f"M{number}") for number in each["measures"]], version=None,
            today=when.today, now=when.now,
        )  # fmt: skip
