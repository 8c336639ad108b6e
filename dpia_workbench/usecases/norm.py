"""Norms of the sector: an administrator loads them, a board says how far it is (method.md 4.4)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.norm import Domain, Maturity, Use, require_evidence
from dpia_workbench.store import adoptions, audit, norms
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import (
    AnnualNote,
    Norm,
    NormFramework,
    NormScore,
    NormScoreAdoption,
)
from dpia_workbench.usecases.editing import apply


def load(
    session: Session, *, actor: Actor, frameworks: Sequence[Mapping[str, Any]], now: datetime
) -> tuple[str, ...]:
    """Store checked frameworks of norms, and return the keys of those that changed.

    Repeatable. A norm that is gone from a framework is kept for what boards said of it, and is
    no longer asked about. Raises Forbidden.
    """
    require(actor, Permission.CATALOGUE_LOAD)
    return tuple(item["key"] for item in frameworks if _load(session, item, actor=actor, now=now))


def _load(session: Session, item: Mapping[str, Any], *, actor: Actor, now: datetime) -> bool:
    row = norms.framework(session, item["key"])
    values = {
        "name": Bilingual.of(item["name"]),
        "url": item["url"],
        "checked_on": item["checked_on"],
        "target": item["target"],
        "deadlines": [{**each, "day": each["day"].isoformat()} for each in item["deadlines"]],
    }
    changed = row is None
    if row is None:
        row = NormFramework(key=item["key"], loaded_at=now, **values)
        session.add(row)
    else:
        changed = bool(apply(row, values))
    changed |= _load_norms(row, item["norms"])
    session.flush()
    if changed:
        row.loaded_at = now
        audit.record(
            session, "norms.loaded", actor=actor, subject_id=row.id, at=now, framework=row.key
        )
    return changed


def _load_norms(row: NormFramework, items: Sequence[Mapping[str, Any]]) -> bool:
    known = {norm.code: norm for norm in row.norms}
    changed = False
    for item in items:
        values = {
            "title": Bilingual.of(item["title"]), "domain": Domain(item["domain"]),
            "use": Use(item["use"]), "is_current": True,
        }  # fmt: skip
        if item["code"] in known:
            changed |= bool(apply(known[item["code"]], values))
        else:
            row.norms.append(Norm(code=item["code"], **values))
            changed = True
    for code in known.keys() - {item["code"] for item in items}:
        changed |= bool(apply(known[code], {"is_current": False}))
    return changed


def score(
    session: Session,
    *,
    actor: Actor,
    norm_id: UUID,
    maturity: Maturity,
    evidence: str,
    plan: str,
    adoption_ids: Sequence[UUID],
    on: date,
    now: datetime,
) -> NormScore:
    """Record how mature the board says that it is on a norm, and what that rests on.

    Earlier scores stay. Raises NotFound, Forbidden or EvidenceMissing.
    """
    require(actor, Permission.NORM_SCORE_WRITE)
    norm = norms.get(session, norm_id)
    linked = [adoptions.get(session, each, actor=actor) for each in dict.fromkeys(adoption_ids)]
    require_evidence(maturity, evidence=evidence, adoptions=len(linked))
    row = NormScore(
        board_id=actor.organisation_id, norm=norm, maturity=maturity, evidence=evidence, plan=plan,
        on=on, by_id=actor.user_id, at=now,
    )  # fmt: skip
    row.links = [NormScoreAdoption(adoption=each) for each in linked]
    session.add(row)
    session.flush()
    audit.record(
        session, "norm.scored", actor=actor, subject_id=row.id, at=now, norm=norm.code,
        maturity=maturity,
    )  # fmt: skip
    return row


def plan(session: Session, *, actor: Actor, year: int, text: str, now: datetime) -> AnnualNote:
    """Record what the board plans, for its annual report on a year; earlier texts stay.

    Raises Forbidden.
    """
    require(actor, Permission.NORM_SCORE_WRITE)
    row = AnnualNote(
        board_id=actor.organisation_id, year=year, plan=text, by_id=actor.user_id, at=now
    )
    session.add(row)
    session.flush()
    audit.record(session, "annual.planned", actor=actor, subject_id=row.id, at=now, year=year)
    return row
