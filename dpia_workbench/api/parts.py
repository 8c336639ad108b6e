"""The parts of a dossier: scope cells, risks, measures, claims, as collections."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.api import reading
from dpia_workbench.api.collection import Collection, moment, require_known, serve
from dpia_workbench.schemas.dossier_answers import (
    CellAnswerSchema,
    ClaimAnswerSchema,
    MeasureAnswerSchema,
    RiskAnswerSchema,
)
from dpia_workbench.schemas.dossiers import CellSchema, ClaimSchema, MeasureSchema, RiskSchema
from dpia_workbench.store import dossiers
from dpia_workbench.store.models import Claim, Dossier, Measure, Risk, ScopeCell
from dpia_workbench.usecases import cell as cells
from dpia_workbench.usecases import claim as claims
from dpia_workbench.usecases import measure as measures
from dpia_workbench.usecases import risk as risks

Body = dict[str, Any]


def _get(kind: Any, session: Session, part_id: UUID, dossier: Dossier) -> Any:
    return dossiers.part(session, kind, part_id, dossier=dossier)


def _save_cell(
    session: Session, *, dossier: Dossier, part_id: UUID | None, version: int | None, body: Body
) -> ScopeCell:
    known = [edition.id for edition in dossier.product.editions]
    require_known([body["edition_id"]], known=known, field="edition_id")
    return cells.save(
        session, dossier_id=dossier.id, cell_id=part_id, version=version, **body, **moment()
    )


def _save_risk(
    session: Session, *, dossier: Dossier, part_id: UUID | None, version: int | None, body: Body
) -> Risk:
    return risks.save(
        session, dossier_id=dossier.id, risk_id=part_id, version=version, values=body, **moment()
    )


def _save_measure(
    session: Session, *, dossier: Dossier, part_id: UUID | None, version: int | None, body: Body
) -> Measure:
    return measures.save(
        session, dossier_id=dossier.id, measure_id=part_id, version=version, values=body,
        **moment(),
    )  # fmt: skip


def _save_claim(
    session: Session, *, dossier: Dossier, part_id: UUID | None, version: int | None, body: Body
) -> Claim:
    revision = dossier.revision
    known = [row.id for row in revision.risks]
    require_known([body["risk_id"]], known=known, field="risk_id")
    require_known(body["requires"], known=[row.id for row in revision.measures], field="requires")
    return claims.save(
        session, dossier_id=dossier.id, claim_id=part_id, version=version, **body, **moment()
    )


def _remove_cell(session: Session, *, dossier_id: UUID, part_id: UUID) -> None:
    cells.remove(session, dossier_id=dossier_id, cell_id=part_id, **moment())


def _remove_risk(session: Session, *, dossier_id: UUID, part_id: UUID) -> None:
    risks.remove(session, dossier_id=dossier_id, risk_id=part_id, **moment())


def _remove_measure(session: Session, *, dossier_id: UUID, part_id: UUID) -> None:
    measures.remove(session, dossier_id=dossier_id, measure_id=part_id, **moment())


def _remove_claim(session: Session, *, dossier_id: UUID, part_id: UUID) -> None:
    claims.remove(session, dossier_id=dossier_id, claim_id=part_id, **moment())


serve(
    Collection(
        noun="cell", find=lambda dossier: dossier.revision.cells, get=partial(_get, ScopeCell),
        read=reading.cell, returns=CellAnswerSchema, body=CellSchema, save=_save_cell,
        remove=_remove_cell,
    )
)  # fmt: skip
serve(
    Collection(
        noun="risk", find=lambda dossier: dossier.revision.risks, get=partial(_get, Risk),
        read=reading.risk, returns=RiskAnswerSchema, body=RiskSchema, save=_save_risk,
        remove=_remove_risk,
    )
)  # fmt: skip
serve(
    Collection(
        noun="measure", find=lambda dossier: dossier.revision.measures,
        get=partial(_get, Measure), read=reading.measure, returns=MeasureAnswerSchema,
        body=MeasureSchema, save=_save_measure, remove=_remove_measure,
    )
)  # fmt: skip
serve(
    Collection(
        noun="claim", find=lambda dossier: dossier.revision.claims, get=partial(_get, Claim),
        read=reading.claim, returns=ClaimAnswerSchema, body=ClaimSchema, save=_save_claim,
        remove=_remove_claim,
    )
)  # fmt: skip
