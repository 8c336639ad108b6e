"""One board's local assessment as values: what a page and the Word report show of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk import adoption as rules
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.decision import Limits, Outcome, limits
from dpia_workbench.risk.measures import SCHOOL_OWNERS, LocalState, Owner, local_lack
from dpia_workbench.risk.review import is_meant_for
from dpia_workbench.risk.scale import Level, worst_level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import audit, releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption, AuditEvent, LocalMeasure
from dpia_workbench.usecases import frozen, local_levels, local_schools, practice


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureView:
    """A school measure of the release with what the board recorded about it."""

    row: LocalMeasure
    key: str
    owner: Owner
    title: Bilingual
    instruction: Bilingual
    practice: Mapping[str, Bilingual]
    state: LocalState
    since: date | None
    due: date | None
    evidence: str
    reason: str
    applies: bool  # whether it is meant for an edition that this board uses
    is_effective: bool
    lacks_at: tuple[str, ...] = ()  # covered schools that deviate so that it is not


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskView:
    """A risk with the level that schools can attain (R2) and the level at this school (R3)."""

    key: str
    title: Bilingual
    attainable: Level | None  # None: a risk of the board's own, or one nobody gave a level
    local: Level
    acceptance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalAssessment:
    """A board's adoption, computed on a day, or as it was on the day of the decision."""

    adoption: Adoption
    on: date
    content: Mapping[str, Any]
    state: rules.State
    cells: tuple[Mapping[str, Any], ...]
    measures: tuple[MeasureView, ...]
    risks: tuple[RiskView, ...]
    limits: Limits
    party_to: frozenset[str]  # contractual measures of which the agreement covers this board

    @property
    def allowed(self) -> frozenset[Outcome]:
        """Return the decisions that the levels and findings leave open."""
        return self.limits.allowed

    @property
    def open_measures(self) -> int:
        """Return how many mandatory measures have no answer yet."""
        return sum(view.state is LocalState.TODO for view in due_here(self.measures))

    @property
    def levels(self) -> dict[str, Level]:
        """Return R3 per risk."""
        return {view.key: view.local for view in self.risks}


def state_of(adoption: Adoption, *, on: date) -> rules.State:
    """Return how far an adoption is on a day, as `assess` does, without computing any level."""
    mandatory: list[MeasureView] = []
    if _recorded_on(adoption) is None:  # what measures are open says nothing of a record
        content = releases.content(adoption.basis)
        cells = local_levels.cells_of(adoption, content)
        mandatory = due_here(_measures(adoption, content=content, cells=cells, on=on))
    return rules.state(_progress(adoption, mandatory=mandatory))


def assess(adoption: Adoption, *, on: date) -> LocalAssessment:
    """Return a board's local assessment on a day.

    After the decision the levels are those on which it was taken, so that the record stays; so do
    those of a round that ended before there was one.
    """
    on = _recorded_on(adoption) or on
    content = releases.content(adoption.basis)
    findings = frozen.assessment_of(content).findings
    cells = local_levels.cells_of(adoption, content)
    levels = _levels(adoption, content=content, cells=cells, on=on)
    measures = _measures(adoption, content=content, cells=cells, on=on)
    mandatory = due_here(measures)
    return LocalAssessment(
        adoption=adoption,
        on=on,
        content=content,
        state=rules.state(_progress(adoption, mandatory=mandatory)),
        cells=cells,
        measures=measures,
        risks=_risks(adoption, content=content, cells=cells, levels=levels),
        party_to=local_levels.party_to(adoption, content=content, on=on),
        limits=limits(
            levels,
            findings=findings,
            mandatory={view.key: view.is_effective and not view.lacks_at for view in mandatory},
            published=_published_by_hand(content),
        ),
    )


def _published_by_hand(content: Mapping[str, Any]) -> Verdict | None:
    """Return a verdict that was not computed here: made worse with a reason, or of a record."""
    published = Verdict(content["published_verdict"])
    return None if published == content["computed_verdict"] else published


def _recorded_on(adoption: Adoption) -> date | None:
    """Return the day as of which an adoption is a record, if it is."""
    if adoption.decision is not None:
        return adoption.decision.on
    return day_of(adoption.ended_at) if adoption.ended_at is not None else None


def due_here(measures: tuple[MeasureView, ...]) -> list[MeasureView]:
    """Return the measures that this board must take."""
    return [view for view in measures if view.owner is Owner.SCHOOL_MANDATORY and view.applies]


def _levels(
    adoption: Adoption,
    *,
    content: Mapping[str, Any],
    cells: tuple[Mapping[str, Any], ...],
    on: date,
) -> dict[str, Level]:
    if adoption.decision is not None:
        return {key: Level(level) for key, level in adoption.decision.levels.items()}
    found = local_levels.explanations(adoption, content=content, cells=cells, on=on)
    return {key: worst_level([e.level for e in each]) for key, each in found.items() if each}


def _measures(
    adoption: Adoption,
    *,
    content: Mapping[str, Any],
    cells: tuple[Mapping[str, Any], ...],
    on: date,
) -> tuple[MeasureView, ...]:
    frozen_measures = {item["key"]: item for item in content["measures"]}
    used = {cell["edition"]["key"] for cell in cells}
    lacking = _lacking(adoption, on=on)
    views = []
    for row in adoption.measures:
        item = frozen_measures[row.key]
        views.append(
            MeasureView(
                row=row,
                key=row.key,
                owner=Owner(item["owner"]),
                title=Bilingual.of(item["title"]),
                instruction=Bilingual.of(item["instruction"]),
                practice=practice.of(item),
                state=row.state,
                since=row.since,
                due=row.due,
                evidence=row.evidence,
                reason=row.reason,
                applies=is_meant_for(item["editions"], used),
                is_effective=local_lack(local_schools.facts_of(row), on=on) is None,
                lacks_at=tuple(lacking.get(row.key, ())),
            )
        )
    return tuple(views)


def _lacking(adoption: Adoption, *, on: date) -> dict[str, list[str]]:
    """Return at which covered schools a measure does not count, by the key of the measure."""
    found: dict[str, list[str]] = {}
    for place in local_schools.covered(adoption):
        for row in local_schools.deviations(adoption, place):
            if local_lack(local_schools.facts_of(row), on=on) is not None:
                found.setdefault(row.key, []).append(place.name)
    return found


def _risks(
    adoption: Adoption,
    *,
    content: Mapping[str, Any],
    cells: tuple[Mapping[str, Any], ...],
    levels: Mapping[str, Level],
) -> tuple[RiskView, ...]:
    accepted = adoption.decision.acceptances if adoption.decision else {}
    titles = {item["key"]: Bilingual.of(item["title"]) for item in content["risks"]}
    own = {row.key: Bilingual(nl=row.title) for row in local_levels.own_risks(adoption)}
    return tuple(
        RiskView(
            key=key,
            title=title,
            attainable=_attainable(key, cells=cells),
            local=levels[key],
            acceptance=accepted.get(key, ""),
        )
        for key, title in (titles | own).items()
        if key in levels
    )


def _attainable(key: str, *, cells: tuple[Mapping[str, Any], ...]) -> Level | None:
    stated = [cell["levels"][key][Stage.ATTAINABLE] for cell in cells if key in cell["levels"]]
    return worst_level([Level(level) for level in stated]) if stated else None


def _progress(adoption: Adoption, *, mandatory: list[MeasureView]) -> rules.Progress:
    return rules.Progress(
        context_done=adoption.context_done,
        measures_open=sum(view.state is LocalState.TODO for view in mandatory),
        advised=adoption.advice is not None,
        views_recorded=adoption.views is not None,
        outcome=adoption.decision.outcome if adoption.decision else None,
        ended=adoption.ended_at is not None,
        succeeded=_is_succeeded(adoption),
    )


def _is_succeeded(adoption: Adoption) -> bool:
    """Return whether a newer round took the place; a product that is not used any more ended."""
    if adoption.ended_at is None or adoption.ending is not None:
        return False
    return adoption.followed_by is not None


_FACTS = (
    "adoption.described", "adoption.measure-recorded", "adoption.schools-chosen",
    "adoption.school-described", "adoption.school-changed", "adoption.deviation-recorded",
    "adoption.deviation-ended", "adoption.own-risk-recorded", "adoption.own-risks-answered",
)  # fmt: skip


def changed_since_advice(session: Session, adoption: Adoption) -> list[AuditEvent]:
    """Return what changed in situation and measures after the newest advice, newest first."""
    found: list[AuditEvent] = []
    if adoption.advice is None:
        return found
    for event in audit.find(session, subject_id=adoption.id):
        if event.fact == "adoption.advised":
            break
        if event.fact in _FACTS and event.detail.get("changed"):
            found.append(event)
    return found


def own_word(content: Mapping[str, Any]) -> frozenset[str]:
    """Return the contractual measures of which a board itself says whether it is party.

    It is not asked about a recorded agreement: that follows from its joinders (invariant 23).
    """
    return frozenset(
        item["key"]
        for item in content["measures"]
        if item["agreement"] and "record" not in item["agreement"]
    )


def school_measures(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the measures that schools must or can take, the mandatory ones first."""
    mine = [item for item in content["measures"] if item["owner"] in SCHOOL_OWNERS]
    return sorted(mine, key=lambda item: item["owner"] != Owner.SCHOOL_MANDATORY)
