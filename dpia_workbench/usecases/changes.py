"""What a newer release, or what happened to it, asks of those who adopted (method.md 4.5)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk.change import CellFacts, Classified, Since, Snapshot, classify
from dpia_workbench.risk.measures import Measure, Owner
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.release import Event
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.verdict import Result, Verdict
from dpia_workbench.store import releases
from dpia_workbench.store.audit import canonical_json, sha256
from dpia_workbench.store.models import Release
from dpia_workbench.usecases import frozen
from dpia_workbench.usecases.practice import PRACTICE

Content = Mapping[str, Any]


def between(session: Session, older: Release, newer: Release, *, on: date) -> Classified:
    """Return what the step from one release to a newer one asks, as things are on a day."""
    content = releases.content(newer)
    return classify(
        snapshot(releases.content(older)),
        snapshot(content),
        since=since(session, newer, on=on),
        periods=frozen.profile_of(content).periods,
        on=on,
    )


# What a mandatory measure asks of a school; a change of it is one to act upon.
_OF_SCHOOLS = ("title", "instruction", *PRACTICE, "editions")


def snapshot(content: Content) -> Snapshot:
    """Return what matters of a release to those who adopted it."""
    facts = frozen.assessment_of(content)
    return Snapshot(
        risks={risk.id: risk for risk in facts.risks},
        claims=frozenset(facts.claims),
        verdict=Verdict(content["published_verdict"]),
        cells={item["key"]: _cell(item) for item in content["cells"]},
        mandatory={
            item["key"]: _digest([item.get(name) for name in _OF_SCHOOLS])
            for item in content["measures"]
            if item["owner"] == Owner.SCHOOL_MANDATORY
        },
        findings={item["topic"]: Result(item["result"]) for item in content["findings"]},
        facts=frozenset(_facts(content)),
        clarified=_digest(
            [
                *(content[name] for name in ("summary", "scope", "sentence")),
                [_without_levels(item) for item in content["risks"]],
                [item for item in content["measures"] if item["owner"] != Owner.SCHOOL_MANDATORY],
                [item["rationale"] for item in content["claims"]],
                [item["note"] for item in content["findings"]],
            ]
        ),
    )


def _cell(item: Content) -> CellFacts:
    names = ("edition", "group", "use", "tags", "exclusions")
    stages = (Stage.AFTER_VENDOR, Stage.ATTAINABLE)
    return CellFacts(
        covers=_digest([item[name] for name in names]),
        verdict=Verdict(item["verdict"]),
        levels={
            risk: (Level(reached[stages[0]]), Level(reached[stages[1]]))
            for risk, reached in item["levels"].items()
        },
    )


def _facts(content: Content) -> set[str]:
    """Return the agreements that a release rests on; a new one is a new fact of the processing."""
    return {item["agreement"]["title"] for item in content["measures"] if item["agreement"]}


def _without_levels(risk: Content) -> dict[str, Any]:
    return {key: value for key, value in risk.items() if key != "levels"}


def _digest(value: Any) -> str:
    return sha256(canonical_json(value))


def since(session: Session, release: Release, *, on: date) -> Since:
    """Return what happened to a release since its publication, as it is on a day."""
    content = releases.content(release)
    facts = frozen.assessment_of(content)
    periods = facts.profile.periods
    promises = releases.promises(session, release, on=on)
    late = [
        item["measure"]
        for item, promise in zip(content["tolerated"], promises, strict=True)
        if not promise.kept and on > promise.due + timedelta(days=periods.grace_days)
    ]
    return Since(
        withdrawn=any(event.kind is Event.WITHDRAWN for event in release.events),
        agreements_ending=frozenset(m.id for m in facts.measures if _ends(m, periods, on=on)),
        promises_late=frozenset(late),
        verifications_expired=frozenset(m.id for m in facts.measures if _is_expired(m, on=on)),
    )


def _ends(measure: Measure, periods: Periods, *, on: date) -> bool:
    ends = measure.in_force_until
    return ends is not None and ends <= on + timedelta(days=periods.expiring_days)


def _is_expired(measure: Measure, *, on: date) -> bool:
    ends = measure.verification_expires_on
    return measure.state is State.VERIFIED and ends is not None and on >= ends
