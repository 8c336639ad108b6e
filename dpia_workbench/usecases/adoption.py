"""A board adopts a release: local facts, measures, advice, views, decision (method.md 4)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import adoption as rules
from dpia_workbench.risk.adoption_step import DESCRIBING, Step
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
    AdoptionFiller,
    AdoptionStep,
    AdoptionViews,
    LocalMeasure,
)
from dpia_workbench.usecases import frozen, local, notice, rounds
from dpia_workbench.usecases.editing import apply, expect_version


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
    session: Session,
    *,
    actor: Actor,
    slug: str,
    number: int,
    asked: rounds.Asked | None = None,
    today: date,
    now: datetime,
) -> Adoption:
    """Begin the local assessment of a release that is in use, or the next round of one.

    `asked` is why the board looks again at what it uses already. Raises NotFound, Forbidden,
    NotCurrent, AlreadyAdopted or ReasonUnexplained.
    """
    require(actor, Permission.ADOPTION_START)
    release = releases.get(session, slug, number=number)
    require_in_use(releases.status(session, release, on=today))
    return rounds.begin(session, release, actor=actor, asked=asked, today=today, now=now)


def _record(
    session: Session, row: Adoption, fact: str, *, actor: Actor, now: datetime, **detail: Any
) -> None:
    audit.record(session, fact, actor=actor, subject_id=row.id, at=now, **detail)


def filled_by(row: Adoption, *, actor: Actor) -> None:
    """Note who filled in anything: they neither advise nor decide."""
    if actor.user_id is not None and actor.user_id not in {f.user_id for f in row.fillers}:
        row.fillers.append(AdoptionFiller(adoption_id=row.id, user_id=actor.user_id))


def _open(
    session: Session, adoption_id: UUID, *, actor: Actor, permission: Permission, today: date
) -> local.LocalAssessment:
    """Return an adoption that is still open, locked until the end of the transaction."""
    row = adoptions.get(session, adoption_id, actor=actor)
    require(actor, permission, row)
    session.refresh(row, with_for_update=True)
    assessed = local.assess(row, on=today)
    rules.require_open(assessed.state)
    return assessed


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
    """Record the board's own situation: which cells fit, tags, schools, purposes, own risks.

    Whether a recorded agreement covers the board is not the board's word: that follows from it.
    Raises NotFound, Forbidden, AlreadyDecided, OutsideScope or Stale.
    """
    assessed = _open(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_FILL, today=today
    )
    row = assessed.adoption
    expect_version(row, version)
    known = {cell["key"] for cell in assessed.content["cells"]}
    agreements = local.own_word(assessed.content)
    if not values["cells"] or not set(values["cells"]) <= known:
        raise OutsideScope
    if not set(values["party_to"]) <= agreements:
        raise OutsideScope
    changed = apply(row, values)
    for step in DESCRIBING:
        finish(row, step, actor=actor, now=now)
    filled_by(row, actor=actor)
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
) -> LocalMeasure:
    """Record how far the board is with one measure.

    Raises NotFound, Forbidden, AlreadyDecided, MeasureDetailMissing, PlannedDayPassed or Stale.
    """
    assessed = _open(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_FILL, today=today
    )
    adoption = assessed.adoption
    row = adoptions.measure(session, measure_id, adoption=adoption)
    expect_version(row, version)
    rules.require_measure_detail(state, due=due, evidence=evidence, reason=reason, today=today)
    values = {
        "state": state,
        "due": due if state is LocalState.PLANNED else None,
        "evidence": evidence,
        "reason": reason,
        **_days(row, state=state, periods=frozen.profile_of(assessed.content).periods, today=today),
    }
    changed = apply(row, values)
    filled_by(adoption, actor=actor)
    _record(
        session, adoption, "adoption.measure-recorded", actor=actor, now=now,
        measure=row.key, changed=changed,
    )  # fmt: skip
    tell_who_is_next(session, assessed, today=today, now=now)
    return row


def _days(
    row: LocalMeasure, *, state: LocalState, periods: Periods, today: date
) -> dict[str, date | None]:
    """Return since when a measure is applied, and before when it must be looked at again."""
    if state not in (LocalState.IMPLEMENTED, LocalState.CHECKED):
        return {"since": None, "review_due": None}
    # Who records it again looked again, so the next look counts from today.
    again = add_months(today, months=periods.review_months)
    return {"since": row.since or today, "review_due": again}


def tell_who_is_next(
    session: Session, before: local.LocalAssessment, *, today: date, now: datetime
) -> None:
    """Tell the officer or the board once, when it becomes their turn."""
    session.flush()
    row = before.adoption
    state = local.assess(row, on=today).state
    if state is before.state:
        return
    if state is rules.State.MEASURES_RECORDED and row.advice is None:
        role = Role.DATA_PROTECTION_OFFICER
        _tell(session, row, role=role, kind="advice-waits", today=today, now=now)
    if state is rules.State.READY:
        _tell(session, row, role=Role.BOARD, kind="decision-waits", today=today, now=now)


def _tell(
    session: Session, row: Adoption, *, role: Role, kind: str, today: date, now: datetime
) -> None:
    people = notice.holders(session, [row.board_id], role=role, today=today)
    product = releases.content(row.basis)["product"]["name"]
    notice.mail(
        session, people, kind=kind, path=f"/adoptions/{row.id}",
        values=lambda language: {"product": product[language] or product["nl"]}, now=now,
    )  # fmt: skip


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
    filled_by(row, actor=actor)
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
        by_id=actor.user_id, at=now, **_kept(words, outcome=outcome),
    )  # fmt: skip
    _record(session, row, "adoption.decided", actor=actor, now=now, outcome=outcome)
    rounds.succeed(session, row, actor=actor, now=now)
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
