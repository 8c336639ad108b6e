"""What a newer release, or what happened to it, asks of those who adopted (method.md 4.5)."""

from collections.abc import Iterable, Iterator, Mapping
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
from dpia_workbench.risk.measures import Measure, Owner
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
    return CellFacts(
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
    grace = timedelta(days=facts.profile.periods.grace_days)
    withdrawn = [day_of(each.at) for each in release.events if each.kind is Event.WITHDRAWN]
    ends = dict(_endings(facts.measures, periods=facts.profile.periods, on=on))
    late = {key: due + grace + _DAY for key, due in _broken(session, release, on=on - grace)}
    expired = dict(_expiries(facts.measures, on=on))
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


def _broken(session: Session, release: Release, *, on: date) -> Iterator[tuple[str, date]]:
    """Yield the measures whose promised day lies before a day, and that are not there yet."""
    tolerated = releases.content(release)["tolerated"]
    promises = releases.promises(session, release, on=on)
    # Agreements that ended stand before them.
    mine = promises[len(promises) - len(tolerated) :]
    for item, promise in zip(tolerated, mine, strict=True):
        if not promise.kept and promise.due < on:
            yield item["measure"], promise.due


def _endings(
    measures: Iterable[Measure], *, periods: Periods, on: date
) -> Iterator[tuple[str, date]]:
    """Yield the agreements that end soon or ended, with the day from which that is so."""
    ahead = timedelta(days=periods.expiring_days)
    for measure in measures:
        if measure.in_force_until is not None and measure.in_force_until <= on + ahead:
            yield measure.id, measure.in_force_until - ahead


def _expiries(measures: Iterable[Measure], *, on: date) -> Iterator[tuple[str, date]]:
    for measure in measures:
        ends = measure.verification_expires_on
        if measure.state is State.VERIFIED and ends is not None and on >= ends:
            yield measure.id, ends
