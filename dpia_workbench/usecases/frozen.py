"""From the frozen content of a release to the values that risk/ computes with."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dpia_workbench.risk import remediation
from dpia_workbench.risk.computation import Assessment, Confidence, assess, confidence
from dpia_workbench.risk.measures import Measure, Owner
from dpia_workbench.risk.profile import MethodProfile
from dpia_workbench.risk.record import explanation_of
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import Cell, Claim, Explanation, Risk, Stage
from dpia_workbench.risk.verdict import LegalFinding, Result
from dpia_workbench.risk.vocabulary import GROUP_TAGS, SubjectGroup
from dpia_workbench.store.models import Release
from dpia_workbench.usecases import agreed
from dpia_workbench.usecases.levels import floor_of

Content = Mapping[str, Any]


def assessment_of(content: Content) -> Assessment:
    """Return the values that a release was computed from."""
    return Assessment(
        profile=profile_of(content),
        risks=tuple(_risk(item) for item in content["risks"]),
        measures=tuple(_measure(item) for item in content["measures"]),
        claims=tuple(_claim(item) for item in content["claims"]),
        findings=tuple(
            LegalFinding(topic=item["topic"], result=Result(item["result"]))
            for item in content["findings"]
        ),
    )


def profile_of(content: Content) -> MethodProfile:
    """Return the method that a release was computed with; it is part of its content."""
    return MethodProfile.of(content["profile"])


def cell_of(item: Content) -> Cell:
    """Return a scope cell with the tags that its group brings by itself."""
    group = SubjectGroup(item["group"])
    return Cell(
        tags=frozenset(item["tags"]) | GROUP_TAGS.get(group, frozenset()),
        edition=item["edition"]["key"],
    )


def as_it_stands(release: Release, content: Content) -> Assessment:
    """Return the values that a release was computed from, without what its agreements lost."""
    return agreed.as_it_stands(assessment_of(content), named=agreed.recorded(release, content))


def confidence_of(release: Release, content: Content, *, on: date) -> Confidence:
    """Return how firm the ground under a release is on a day; evidence grows old by itself."""
    facts = as_it_stands(release, content)
    reached = [assess(facts, cell=cell_of(item), on=on) for item in content["cells"]]
    return confidence(facts, outcomes=reached, on=on)


def explanations(item: Content, *, risk: str) -> dict[Stage, Explanation]:
    """Return how a risk came to its levels in a scope cell of a release."""
    return {
        Stage(stage): explanation_of(
            data, risk=risk, stage=Stage(stage), level=Level(item["levels"][risk][stage])
        )
        for stage, data in item["explanations"][risk].items()
    }


def _risk(item: Content) -> Risk:
    return Risk(
        id=item["key"],
        likelihood=item["likelihood"],
        severity=item["severity"],
        severe_floor_waived=item["severe_floor_waived"],
        floors=frozenset(floor_of(floor) for floor in item["floors"]),
    )


def _claim(item: Content) -> Claim:
    return Claim(
        risk=item["risk"],
        axis=Axis(item["axis"]),
        cap=item["cap"],
        requires=frozenset(item["requires"]),
        void_if=frozenset(item["void_if"]),
    )


def _measure(item: Content) -> Measure:
    promise, agreement = item["promise"] or {}, item["agreement"] or {}
    state = promise.get("state")
    return Measure(
        id=item["key"],
        owner=Owner(item["owner"]),
        editions=frozenset(item["editions"]),
        state=remediation.State(state) if state else None,
        due=_day(promise.get("due")),
        evidence=promise.get("evidence", False),
        independent=promise.get("independent", False),
        verified_on=_day(promise.get("verified_on")),
        verification_expires_on=_day(promise.get("verification_expires_on")),
        in_force_from=_day(agreement.get("in_force_from")),
        in_force_until=_day(agreement.get("in_force_until")),
        open_to_sector=agreement.get("open_to_sector", False),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
