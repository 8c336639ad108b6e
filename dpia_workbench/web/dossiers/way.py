"""What stands between a draft and a verdict: plans, what blocks them, and what if."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import current_language, explanation
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.computation import Assessment, CellOutcome
from dpia_workbench.risk.plan import Plan, Way, candidates, outcomes, way_to, with_done
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import worst_level
from dpia_workbench.risk.score import Cell, Stage
from dpia_workbench.risk.verdict import ORDER, Topic, Verdict
from dpia_workbench.store import dossiers
from dpia_workbench.store.models import Dossier, Revision, Risk
from dpia_workbench.usecases.levels import Outcome, assessment_of, cell_of, outcome
from dpia_workbench.web import pieces
from dpia_workbench.web.dossiers import reading
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.pages import (
    Badge,
    ExplainedCell,
    LevelsPage,
    Moved,
    Step,
    WayView,
)

TARGETS = (Verdict.GREEN, Verdict.GREEN_WITH_MEASURES, Verdict.AMBER)
_MOST_SHOWN, _MOST_PLANS = 8, 100
_MOST_STEPS = 3_000_000  # a page answers within seconds, or says that it cannot


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What all parts of the view are made from."""

    assessment: Assessment
    cells: tuple[Cell, ...]
    on: date
    titles: Mapping[str, str]


def view(dossier: Dossier, *, reached: Outcome, on: date) -> WayView | None:
    """Return the way to a better verdict, or None while there is nothing to compute."""
    revision = dossier.revision
    if not revision.cells or not revision.risks:
        return None
    desk = _Desk(
        assessment=assessment_of(revision),
        cells=tuple(cell_of(row) for row in revision.cells),
        on=on,
        titles=_titles(revision),
    )
    before, today = tuple(reached.cells.values()), reached.verdict
    target = _target(today)
    done = set(request.args.getlist("done"))
    way, refusal = _way(desk, target=target)
    after, then = before, today
    if done:
        after, then = outcomes(_tried(desk, done=done), cells=desk.cells, on=on)
    return WayView(
        url=url_for(".show", dossier_id=dossier.id),
        target=target,
        targets=tuple((each, label(each)) for each in TARGETS),
        is_there=ORDER.index(today) <= ORDER.index(target),
        plans=tuple(_plan(each, titles=desk.titles) for each in way.plans[:_MOST_SHOWN])
        if way
        else (),
        more=max(0, len(way.plans) - _MOST_SHOWN) if way else 0,
        is_cut=way.is_cut if way else False,
        blocked=_blocked(way, titles=desk.titles) if way else (),
        refusal=refusal,
        steps=tuple(_steps(desk, done=done)),
        is_tried=bool(done),
        verdict=Badge(then, label(then)),
        moved=tuple(_moved(before, after, titles=desk.titles)),
    )


def _titles(revision: Revision) -> dict[str, str]:
    spoken = current_language()
    risks = {row.key: row.title.text(spoken) for row in revision.risks}
    return risks | {row.key: row.title.text(spoken) for row in revision.measures}


def _target(today: Verdict) -> Verdict:
    """Return the verdict that is asked for, or the green one that comes next."""
    asked = request.args.get("target", "")
    if asked in TARGETS:
        return Verdict(asked)
    measures = Verdict.GREEN_WITH_MEASURES
    return Verdict.GREEN if ORDER.index(today) <= ORDER.index(measures) else measures


def _way(desk: _Desk, *, target: Verdict) -> tuple[Way | None, str]:
    try:
        return way_to(
            desk.assessment,
            target=target,
            cells=desk.cells,
            on=desk.on,
            most=_MOST_PLANS,
            most_steps=_MOST_STEPS,
        ), ""
    except RuleViolation as refused:
        return None, message(refused)


def _plan(plan: Plan, *, titles: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (label(owner), tuple(explanation.named(key, titles=titles) for key in keys))
        for owner, keys in plan.by_owner.items()
    )


def _blocked(way: Way, *, titles: Mapping[str, str]) -> tuple[str, ...]:
    risks = (
        _("No measure that is described here brings %(risk)s low enough.",
          risk=explanation.named(key, titles=titles))
        for key in way.blocked_risks
    )  # fmt: skip
    topics = (
        _("Only a new finding on this topic helps: %(topic)s.", topic=label(Topic(topic)))
        for topic in way.blocked_topics
    )
    return (*risks, *topics)


def _steps(desk: _Desk, *, done: set[str]) -> list[Step]:
    owners = {measure.id: measure.owner for measure in desk.assessment.measures}
    return [
        Step(key=key, title=desk.titles.get(key, ""), owner=label(owners[key]), is_done=key in done)
        for key in candidates(desk.assessment, cells=desk.cells, on=desk.on)
    ]


def _tried(desk: _Desk, *, done: set[str]) -> Assessment:
    return with_done(desk.assessment, done=done, on=desk.on)


def _moved(
    before: Sequence[CellOutcome], after: Sequence[CellOutcome], *, titles: Mapping[str, str]
) -> list[Moved]:
    """Return the risks whose attainable level would change."""
    if before is after:
        return []
    found = []
    for risk in before[0].levels:
        old, new = (
            worst_level(cell.levels[risk].level(Stage.ATTAINABLE) for cell in side)
            for side in (before, after)
        )
        if old is not new:
            found.append(
                Moved(
                    key=risk,
                    title=titles.get(risk, ""),
                    before=Badge(old, label(old)),
                    after=Badge(new, label(new)),
                )
            )
    return found


@blueprint.get("/<uuid:dossier_id>/risks/<uuid:risk_id>/levels")
def levels(dossier_id: UUID, risk_id: UUID) -> ResponseReturnValue:
    """Show how a risk comes to its levels."""
    dossier = dossiers.get(db.session(), dossier_id, actor=current_actor())
    risk = dossiers.part(db.session(), Risk, risk_id, dossier=dossier)
    return render_template("dossiers/levels.html", page=_levels_page(dossier, risk))


def _levels_page(dossier: Dossier, risk: Risk) -> LevelsPage:
    today, revision = clock.today(), dossier.revision
    reached = outcome(revision, on=today)
    titles = _titles(revision)
    return LevelsPage(
        dossier=dossier.key,
        heading=_("How risk %(key)s comes to its levels", key=risk.key),
        key=risk.key,
        title=pieces.words(risk.title),
        today=today,
        back_url=url_for(".show", dossier_id=dossier.id),
        cells=tuple(
            ExplainedCell(
                key=row.key,
                name=reading.cell_name(row),
                stages=explanation.told(
                    reached.cells[row.key].levels[risk.key].explanations, titles=titles
                ),
            )
            for row in revision.cells
        ),
    )
