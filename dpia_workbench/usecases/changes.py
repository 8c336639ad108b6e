"""What a newer release, or what happened to it, asks of those who adopted (method.md 4.5)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk.alike import aligned
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.change import (
    CellFacts,
    Change,
    Classified,
    Fact,
    FactKind,
    Since,
    Snapshot,
    classify,
)
from dpia_workbench.risk.computation import Assessment
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.registers import Register
from dpia_workbench.risk.release import Event
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.statements import PartyRole
from dpia_workbench.risk.verdict import Result, Verdict
from dpia_workbench.store import releases
from dpia_workbench.store.audit import canonical_json, sha256
from dpia_workbench.store.models import Release
from dpia_workbench.usecases import frozen
from dpia_workbench.usecases.practice import PRACTICE

Content = Mapping[str, Any]
_DAY = timedelta(days=1)


def between(session: Session, older: Release, newer: Release, *, on: date) -> Classified:
    """Return what the step from one release to a newer one asks, as things are on a day.

    The time to look again begins when the newer one was published, or when something happened.
    """
    before, content = contents(older, newer)
    return classify(
        snapshot(before),
        snapshot(content),
        since=since(session, newer, on=on),
        periods=frozen.profile_of(content).periods,
        on=date.fromisoformat(content["published_on"]),
    )


def contents(older: Release, newer: Release) -> tuple[Content, Content]:
    """Return the contents of two releases such that equal keys mean the same things."""
    content = releases.content(newer)
    return aligned(releases.content(older), content), content


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
        editions={item["key"]: frozenset(item["editions"]) for item in content["measures"]},
        findings={item["topic"]: Result(item["result"]) for item in content["findings"]},
        facts=frozenset(_facts(content)),
        clarified=_digest(
            [
                *(content[name] for name in ("summary", "scope", "sentence")),
                [_without_levels(item) for item in content["risks"]],
                [item for item in content["measures"] if item["owner"] != Owner.SCHOOL_MANDATORY],
                [item["rationale"] for item in content["claims"]],
                [item["note"] for item in content["findings"]],
                *(content.get(name) for name in ("texts", "entries", "not_applicable")),
            ]
        ),
    )


def _cell(item: Content) -> CellFacts:
    names = ("edition", "group", "use", "tags", "exclusions")
    stages = (Stage.AFTER_VENDOR, Stage.ATTAINABLE)
    cell = frozen.cell_of(item)
    return CellFacts(
        edition=cell.edition or "",
        tags=cell.tags,
        covers=_digest([item[name] for name in names]),
        verdict=Verdict(item["verdict"]),
        levels={
            risk: (Level(reached[stages[0]]), Level(reached[stages[1]]))
            for risk, reached in item["levels"].items()
        },
    )


def _facts(content: Content) -> Iterator[Fact]:
    """Yield the purposes, roles, sub-processors, countries, mechanisms and agreements."""
    for item in content["measures"]:
        if item["agreement"]:
            yield Fact(kind=FactKind.AGREEMENT, name=item["agreement"]["title"])
    for entry in content.get("entries") or ():
        yield from _stated(Register(entry["register"]), entry["values"])


def _stated(register: Register, values: Content) -> Iterator[Fact]:
    name, country = values.get("name", ""), values.get("country", "")
    if register is Register.PURPOSE:
        yield Fact(kind=FactKind.PURPOSE, name=name, detail=values.get("vendors_own", ""))
    if register is Register.PARTY:
        for role in values.get("roles", ()):
            is_sub = role == PartyRole.SUB_PROCESSOR
            kind = FactKind.SUB_PROCESSOR if is_sub else FactKind.ROLE
            yield Fact(kind=kind, name=name, detail=role)
    if register is Register.LOCATION:
        yield Fact(kind=FactKind.COUNTRY, name=country)
        yield Fact(kind=FactKind.MECHANISM, name=country, detail=values.get("mechanism", ""))


def _without_levels(risk: Content) -> dict[str, Any]:
    return {key: value for key, value in risk.items() if key != "levels"}


def _digest(value: Any) -> str:
    return sha256(canonical_json(value))


def since(session: Session, release: Release, *, on: date) -> Since:
    """Return what happened to a release since its publication, as it is on a day."""
    content = releases.content(release)
    facts = frozen.as_it_stands(release, content)
    periods = facts.profile.periods
    withdrawn = [day_of(each.at) for each in release.events if each.kind is Event.WITHDRAWN]
    ahead = timedelta(days=periods.expiring_days)
    ends = {key: until - ahead for key, until in endings(facts, on=on).items()}
    late = late_promises(session, release, periods=periods, on=on)
    expired = expiries(facts, on=on)
    begins: dict[Change, list[date]] = {
        Change.WITHDRAWN: withdrawn, Change.AGREEMENT_ENDS: [*ends.values()],
        Change.PROMISE_LATE: [*late.values()], Change.VERIFICATION_EXPIRED: [*expired.values()],
    }  # fmt: skip
    return Since(
        withdrawn=bool(withdrawn),
        agreements_ending=frozenset(ends),
        promises_late=frozenset(late),
        verifications_expired=frozenset(expired),
        began={change: min(days) for change, days in begins.items() if days},
    )


def late_promises(
    session: Session, release: Release, *, periods: Periods, on: date
) -> dict[str, date]:
    """Return the measures promised for a day whose grace is over, with the first day after it."""
    grace = timedelta(days=periods.grace_days)
    broken = _broken(session, release, on=on - grace)
    return {key: due + grace + _DAY for key, due in broken}


def _broken(session: Session, release: Release, *, on: date) -> Iterator[tuple[str, date]]:
    """Yield the measures whose promised day lies before a day, and that are not there yet."""
    tolerated = releases.content(release)["tolerated"]
    promises = releases.promises(session, release, on=on)
    # Agreements that ended stand before them.
    mine = promises[len(promises) - len(tolerated) :]
    for item, promise in zip(tolerated, mine, strict=True):
        if not promise.kept and promise.due < on:
            yield item["measure"], promise.due


def endings(facts: Assessment, *, on: date) -> dict[str, date]:
    """Return the agreements that end soon or ended, by measure, with the first day without."""
    ahead = timedelta(days=facts.profile.periods.expiring_days)
    return {
        measure.id: measure.in_force_until
        for measure in facts.measures
        if measure.in_force_until is not None and measure.in_force_until <= on + ahead
    }


def expiries(facts: Assessment, *, on: date) -> dict[str, date]:
    """Return the checks that no longer count, by measure, with since when."""
    return {
        measure.id: measure.verification_expires_on
        for measure in facts.measures
        if measure.state is State.VERIFIED
        and measure.verification_expires_on is not None
        and on >= measure.verification_expires_on
    }
