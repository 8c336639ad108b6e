"""What the check of a delivery would change: levels and verdicts of the dossiers that rest on it.

Nothing is stored; who checks sees it before the result is recorded.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.measures import Measure
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import dossiers
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, Remediation, Revision
from dpia_workbench.store.models import Measure as MeasureRow
from dpia_workbench.usecases import levels


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A risk whose level after the vendor's measures would change, in its worst cell."""

    key: str
    title: Bilingual
    before: Level
    after: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What would change in one dossier."""

    dossier: Dossier
    changes: tuple[Change, ...]
    before: Verdict
    after: Verdict


def of_check(
    session: Session, row: Remediation, *, works: bool, actor: Actor, on: date
) -> list[Effect]:
    """Return what a check would change on a day, per dossier that the actor may see.

    A delivery that works counts from that day; one that does not, or only partly, counts for
    nothing (method.md 3.3).
    """
    return [
        _effect(dossier, row, works=works, on=on)
        for dossier in _resting_on(session, row, actor=actor)
    ]


def _resting_on(session: Session, row: Remediation, *, actor: Actor) -> Iterator[Dossier]:
    """Yield the dossiers whose newest revision has the measure that was asked for."""
    query = select(Revision.dossier_id).join(Revision.measures).distinct()
    for dossier_id in sorted(session.scalars(query.where(MeasureRow.remediation_id == row.id))):
        try:
            found = dossiers.get(session, dossier_id, actor=actor)
        except NotFound:
            continue
        if any(each.remediation_id == row.id for each in found.revision.measures):
            yield found


def _effect(dossier: Dossier, row: Remediation, *, works: bool, on: date) -> Effect:
    revision = dossier.revision
    facts = levels.assessment_of(revision)
    asked = {each.key for each in revision.measures if each.remediation_id == row.id}
    checked = tuple(
        _checked(each, works=works, on=on) if each.id in asked else each for each in facts.measures
    )
    before = levels.outcome_of(facts, cells=revision.cells, on=on)
    after = levels.outcome_of(replace(facts, measures=checked), cells=revision.cells, on=on)
    return Effect(
        dossier=dossier,
        changes=tuple(_changes(revision, before=before, after=after)),
        before=before.verdict,
        after=after.verdict,
    )


def _checked(measure: Measure, *, works: bool, on: date) -> Measure:
    """Return a measure as it would be after a check by somebody independent."""
    state = State.VERIFIED if works else State.VERIFIED_PARTIAL
    return replace(
        measure, state=state, evidence=True, independent=True, verified_on=on,
        verification_expires_on=None,
    )  # fmt: skip


def _changes(
    revision: Revision, *, before: levels.Outcome, after: levels.Outcome
) -> Iterator[Change]:
    for risk in revision.risks:
        was = before.worst(risk.key, stage=Stage.AFTER_VENDOR)
        becomes = after.worst(risk.key, stage=Stage.AFTER_VENDOR)
        if was is not becomes:
            yield Change(key=risk.key, title=risk.title, before=was, after=becomes)
