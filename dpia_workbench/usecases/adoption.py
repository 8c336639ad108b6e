"""A board adopts a release: local facts, measures, advice, views, decision (method.md 4)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import adoption as rules
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.calendar import add_months
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.release import require_in_use
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import Level
from dpia_workbench.store import adoptions, audit, releases
from dpia_workbench.store.models import (
    Adoption,
    AdoptionAdvice,
    AdoptionDecision,
    AdoptionStep,
    AdoptionViews,
    Basis,
    LocalMeasure,
    RecordSnapshot,
    Release,
)
from dpia_workbench.usecases import adopting, frozen, local, local_schools, measured
from dpia_workbench.usecases.editing import apply, expect_version
from dpia_workbench.usecases.turns import tell_who_is_next


class AlreadyAdopted(RuleViolation):
    """A board adopts a release once."""

    code = "adoption.already-adopted"


class OutsideScope(RuleViolation):
    """What a board uses must fit a scope cell of the release (invariant 20)."""

    code = "adoption.outside-scope"


class WordsMissing(RuleViolation):
    """Advice, views and a decision say in words what they rest on."""

    code = "adoption.words-missing"


class AdviceGiven(RuleViolation):
    """Advice that was given stays as it was given, and is renewed only when facts changed."""

    code = "adoption.advice-given"


class DayAhead(RuleViolation):
    """What was done cannot be dated in the future."""

    code = "adoption.day-ahead"


class ReviewTooLate(RuleViolation):
    """The next review lies ahead, within the review period."""

    code = "adoption.review-too-late"


def start(
    session: Session, *, actor: Actor, slug: str, number: int, today: date, now: datetime
) -> Adoption:
    """Begin the local assessment of a release that is in use.

    Raises NotFound, Forbidden, NotCurrent or AlreadyAdopted.
    """
    require(actor, Permission.ADOPTION_START)
    release = releases.get(session, slug, number=number)
    require_in_use(releases.status(session, release, on=today))
    if adoptions.of_release(session, release.id, actor=actor) is not None:
        raise AlreadyAdopted
    return begin(session, basis=release, actor=actor, now=now)


def begin(session: Session, *, basis: Basis, actor: Actor, now: datetime) -> Adoption:
    """Begin the local assessment of a release or record that was found fit for it.

    Raises Forbidden or AlreadyAdopted.
    """
    require(actor, Permission.ADOPTION_START)
    content = releases.content(basis)
    row = Adoption(
        board_id=actor.organisation_id,
        release=basis if isinstance(basis, Release) else None,
        snapshot=basis if isinstance(basis, RecordSnapshot) else None,
        release_sha256=basis.sha256,
        started_by_id=actor.user_id,
        started_at=now,
    )
    row.measures = [
        LocalMeasure(key=item["key"], position=position)
        for position, item in enumerate(local.school_measures(content))
    ]
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:  # two people of the board began at the same moment
        raise AlreadyAdopted from error
    _filled_by(row, actor=actor)
    _record(session, row, "adoption.started", actor=actor, now=now, sha256=basis.sha256)
    return row


def _record(
    session: Session, row: Adoption, fact: str, *, actor: Actor, now: datetime, **detail: Any
) -> None:
    audit.record(session, fact, actor=actor, subject_id=row.id, at=now, **detail)


_filled_by = adopting.filled_by


def _open(
    session: Session, adoption_id: UUID, *, actor: Actor, permission: Permission, today: date
) -> local.LocalAssessment:
    """Return an adoption that is still open, locked until the end of the transaction."""
    return adopting.opened(session, adoption_id, actor=actor, permission=permission, today=today)


def describe(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    values: Mapping[str, Any],
    version: int | None,
    today: date,
    now: datetime,
) -> Adoption:
    """Record the risks that the board sees itself.

    Raises NotFound, Forbidden, AlreadyDecided or Stale.
    """
    assessed = _open(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_FILL, today=today
    )
    row = assessed.adoption
    expect_version(row, version)
    changed = apply(row, values)
    for step in (Step.OWN_RISKS,):
        finish(row, step, actor=actor, now=now)
    _filled_by(row, actor=actor)
    _record(session, row, "adoption.described", actor=actor, now=now, changed=changed)
    tell_who_is_next(session, assessed, today=today, now=now)
    return row


def finish(row: Adoption, step: Step, *, actor: Actor, now: datetime) -> None:
    """Note that a step is finished; who finished it first stays noted."""
    if actor.user_id is not None and step not in {each.step for each in row.steps}:
        row.steps.append(AdoptionStep(step=step, by_id=actor.user_id, at=now))


def record_measure(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    measure_id: UUID,
    state: LocalState,
    due: date | None,
    evidence: str,
    reason: str,
    version: int | None,
    today: date,
    now: datetime,
    worksheet_id: UUID | None = None,
) -> LocalMeasure:
    """Record how far the board is with one measure.

    `worksheet_id` says that an ICT partner did it and reported it there. Raises NotFound,
    Forbidden, AlreadyDecided, MeasureDetailMissing, PlannedDayPassed, CheckIsSeparate or Stale.
    """
    assessed = _open(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_FILL, today=today
    )
    adoption = assessed.adoption
    row = adoptions.measure(session, measure_id, adoption=adoption)
    expect_version(row, version)
    changed = measured.write(
        session, row, actor=actor, state=state, due=due, evidence=evidence, reason=reason,
        worksheet_id=worksheet_id, periods=frozen.profile_of(assessed.content).periods,
        today=today,
    )  # fmt: skip
    _filled_by(adoption, actor=actor)
    _record(
        session, adoption, "adoption.measure-recorded", actor=actor, now=now,
        measure=row.key, changed=changed,
    )  # fmt: skip
    tell_who_is_next(session, assessed, today=today, now=now)
    return row


def advise(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    text: str,
    on: date,
    today: date,
    now: datetime,
) -> AdoptionAdvice:
    """Give the data protection officer's advice, or renew it after facts changed (art. 35(2)).

    Raises NotFound, Forbidden, AlreadyDecided, AdviceGiven, SamePersonTwice, WordsMissing or
    DayAhead.
    """
    assessed = _open(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_ADVISE, today=today
    )
    row = assessed.adoption
    rules.require_other_person(actor.user_id, others=[f.user_id for f in row.fillers])
    if row.advice is not None and not local.changed_since_advice(session, row):
        raise AdviceGiven
    _require_words(text, on=on, today=today)
    given = AdoptionAdvice(text=text, on=on, by_id=actor.user_id, at=now)
    row.advices.append(given)
    _record(session, row, "adoption.advised", actor=actor, now=now, on=on)
    tell_who_is_next(session, assessed, today=today, now=now)
    return given


def _require_words(text: str, *, on: date, today: date) -> None:
    if not text.strip():
        raise WordsMissing
    if on > today:
        raise DayAhead(on=on, today=today)


def record_views(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    asked: bool,
    text: str,
    on: date,
    today: date,
    now: datetime,
) -> AdoptionViews:
    """Record the views of parents, pupils and staff, or why they were not asked (art. 35(9)).

    Raises NotFound, Forbidden, AlreadyDecided, WordsMissing or DayAhead.
    """
    assessed = _open(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_FILL, today=today
    )
    row = assessed.adoption
    _require_words(text, on=on, today=today)
    values = {"asked": asked, "text": text, "on": on, "by_id": actor.user_id, "at": now}
    if row.views is None:
        row.views = AdoptionViews(**values)
    else:
        apply(row.views, values)
    _filled_by(row, actor=actor)
    _record(session, row, "adoption.views-recorded", actor=actor, now=now, asked=asked, text=text)
    tell_who_is_next(session, assessed, today=today, now=now)
    return row.views


def decide(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    outcome: Outcome,
    words: Mapping[str, str],
    acceptances: Mapping[str, str],
    next_review: date,
    today: date,
    now: datetime,
) -> AdoptionDecision:
    """Take the board's decision, within what the levels allow (method.md 4.3).

    `words` are reason, conditions, follows_advice and mandate. Raises NotFound, Forbidden,
    AlreadyDecided, SamePersonTwice, NotCurrent, NotReady, OutcomeNotAllowed, DecisionTooEarly,
    AcceptanceMissing, ConditionMissing, WordsMissing or ReviewTooLate.
    """
    assessed = _open(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_DECIDE, today=today
    )
    row = assessed.adoption
    _require_decider(row, actor=actor)
    if outcome in rules.APPROVALS:  # what was withdrawn since can still be rejected
        require_in_use(releases.status(session, row.basis, on=today))
    _require_allowed(assessed, outcome=outcome, words=words, acceptances=acceptances, today=today)
    _require_review_day(
        next_review, periods=frozen.profile_of(assessed.content).periods, today=today
    )
    if not words["reason"].strip() or not words["mandate"].strip():
        raise WordsMissing
    row.decision = AdoptionDecision(
        outcome=outcome, acceptances=_accepted(acceptances, levels=assessed.levels), on=today,
        next_review=next_review,
        levels={key: str(level) for key, level in assessed.levels.items()},
        schools=local_schools.frozen(row),
        by_id=actor.user_id, at=now, **_kept(words, outcome=outcome),
    )  # fmt: skip
    _record(session, row, "adoption.decided", actor=actor, now=now, outcome=outcome)
    return row.decision


def _kept(words: Mapping[str, str], *, outcome: Outcome) -> dict[str, str]:
    """Return the words of a decision; what is rejected is used under no conditions."""
    return {**words, "conditions": "" if outcome is Outcome.REJECTED else words["conditions"]}


def _require_allowed(
    assessed: local.LocalAssessment,
    *,
    outcome: Outcome,
    words: Mapping[str, str],
    acceptances: Mapping[str, str],
    today: date,
) -> None:
    advice, views = assessed.adoption.advice, assessed.adoption.views
    if advice is None or views is None:
        raise rules.NotReady(state=assessed.state)
    wanted = rules.Decision(
        outcome=outcome, on=today, advice_on=advice.on, views_on=views.on,
        conditions=words["conditions"], acceptances=acceptances,
    )  # fmt: skip
    rules.require_decision(
        wanted, state=assessed.state, levels=assessed.levels, allowed=assessed.allowed
    )


def _accepted(acceptances: Mapping[str, str], *, levels: Mapping[str, Level]) -> dict[str, str]:
    """Return the reasons for the medium risks; nothing else is there to accept."""
    medium = [risk for risk, level in sorted(levels.items()) if level is Level.MEDIUM]
    return {risk: acceptances[risk] for risk in medium if acceptances.get(risk, "").strip()}


def _require_decider(row: Adoption, *, actor: Actor) -> None:
    others: list[UUID | None] = [filler.user_id for filler in row.fillers]
    others += [advice.by_id for advice in row.advices]
    rules.require_other_person(actor.user_id, others=others)


def _require_review_day(next_review: date, *, periods: Periods, today: date) -> None:
    longest = add_months(today, months=periods.review_months)
    if not today < next_review <= longest:
        raise ReviewTooLate(next_review=next_review, longest=longest)
