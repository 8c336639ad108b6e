"""Every way to write in a draft, by the fact that the trail keeps of it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.risk.vocabulary import SubjectGroup
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import cell, claim, dossier, finding, measure, risk, screening
from tests import make

# What everybody else than an analyst of the owner meets who wants to write in a dossier.
REFUSALS = {
    "reviewer": Forbidden,
    "publisher": Forbidden,
    "sivon_analyst": NotFound,
    "vendor": NotFound,
    "officer": NotFound,
    "fg": NotFound,
    "board": NotFound,
    "administrator": NotFound,
    "stranger": NotFound,
}


Write = Callable[..., Any]


def describe(session: Session, row: Dossier, **words: Any) -> Any:
    """Write summary, scope and sentence."""
    values = {"summary": make.both("S"), "scope": make.both("R"), "sentence": make.both("O")}
    return dossier.describe(session, dossier_id=row.id, **{"version": None, **values, **words})


def save_screening(session: Session, row: Dossier, **words: Any) -> Any:
    """Save the answers of the screening."""
    values = {"answers": make.screening_answers(scale="many"), "version": None}
    return screening.save(session, dossier_id=row.id, **{**values, **words})


def save_cell(session: Session, row: Dossier, **words: Any) -> Any:
    """Save a scope cell."""
    values = {
        "cell_id": None, "edition_id": row.product.editions[0].id, "group": SubjectGroup.STAFF,
        "use": make.both("Gebruik"), "tags": ["large_scale_10k", "ai_features_on"],
        "exclusions": Bilingual(), "version": None,
    }  # fmt: skip
    return cell.save(session, dossier_id=row.id, **{**values, **words})


def save_risk(session: Session, row: Dossier, **words: Any) -> Any:
    """Save a risk."""
    values = {"risk_id": None, "values": make.risk_values(), "version": None}
    return risk.save(session, dossier_id=row.id, **{**values, **words})


def save_measure(session: Session, row: Dossier, **words: Any) -> Any:
    """Save a measure."""
    new = make.measure_values(owner=Owner.VENDOR, title=make.both("Nieuw"))
    values = {"measure_id": None, "values": new, "version": None}
    return measure.save(session, dossier_id=row.id, **{**values, **words})


def save_claim(session: Session, row: Dossier, **words: Any) -> Any:
    """Save a claim."""
    revision = row.revision
    values = {
        "claim_id": None, "risk_id": revision.risks[0].id, "axis": Axis.SEVERITY, "cap": 1,
        "requires": [revision.measures[3].id], "void_if": ["under_13"], "rationale": "Zo.",
        "version": None,
    }  # fmt: skip
    return claim.save(session, dossier_id=row.id, **{**values, **words})


def save_finding(session: Session, row: Dossier, **words: Any) -> Any:
    """Save a finding."""
    values = {
        "topic": Topic.RIGHTS, "result": Result.NON_COMPLIANT, "note": make.both("N"),
        "measure_id": None, "version": None,
    }  # fmt: skip
    return finding.save(session, dossier_id=row.id, **{**values, **words})


def remove_cell(session: Session, row: Dossier, **words: Any) -> None:
    """Remove the first cell."""
    cell.remove(session, dossier_id=row.id, cell_id=row.revision.cells[0].id, **words)


def remove_risk(session: Session, row: Dossier, **words: Any) -> None:
    """Add a risk and remove it."""
    free = risk.save(
        session, dossier_id=row.id, risk_id=None, values=make.risk_values(), version=None, **words
    )
    risk.remove(session, dossier_id=row.id, risk_id=free.id, **words)


def remove_measure(session: Session, row: Dossier, **words: Any) -> None:
    """Add a measure and remove it."""
    free = save_measure(session, row, **words)
    measure.remove(session, dossier_id=row.id, measure_id=free.id, **words)


def remove_claim(session: Session, row: Dossier, **words: Any) -> None:
    """Remove the first claim."""
    claim.remove(session, dossier_id=row.id, claim_id=row.revision.claims[0].id, **words)


WRITES: dict[str, Write] = {
    "dossier.described": describe,
    "dossier.screened": save_screening,
    "cell.saved": save_cell,
    "cell.removed": remove_cell,
    "risk.saved": save_risk,
    "risk.removed": remove_risk,
    "measure.saved": save_measure,
    "measure.removed": remove_measure,
    "claim.saved": save_claim,
    "claim.removed": remove_claim,
    "finding.saved": save_finding,
}
