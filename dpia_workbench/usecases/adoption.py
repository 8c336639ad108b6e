"""A board adopts a release: local facts, measures, advice, views, decision (method.md 4)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import adoption as rules
from dpia_workbench.risk.board_decision import (
    AdviceStance,
    Condition,
    Hearing,
    require_hearing,
    require_stance,
)
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.release import require_in_use
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import adoptions, releases
from dpia_workbench.store.base import Stale
from dpia_workbench.store.models import (
    Adoption,
    AdoptionAdvice,
    AdoptionDecision,
    AdoptionViews,
    LocalMeasure,
)
from dpia_workbench.usecases import (
    adopting,
    deciding,
    frozen,
    local,
    local_schools,
    measured,
    rounds,
)
from dpia_workbench.usecases.deciding import ReviewTooLate as ReviewTooLate
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
    assessed = adopting.opened(
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
    adopting.filled_by(adoption, actor=actor)
    adopting.record(
        session, adoption, "adoption.measure-recorded", actor=actor, now=now,
        measure=row.key, changed=changed,
    )  # fmt: skip
    adopting.tell_who_is_next(session, assessed, today=today, now=now)
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
    document: str = "",
) -> AdoptionAdvice:
    """Give the data protection officer's advice, or renew it after facts changed (art. 35(2)).

    `document` says where the advice is kept as a document, if it is. Raises NotFound, Forbidden,
    AlreadyDecided, AdviceGiven, SamePersonTwice, WordsMissing or DayAhead.
    """
    assessed = adopting.opened(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_ADVISE, today=today
    )
    row = assessed.adoption
    rules.require_other_person(actor.user_id, others=[f.user_id for f in row.fillers])
    if row.advice is not None and not local.changed_since_advice(session, row):
        raise AdviceGiven
    _require_words(text or document, on=on, today=today)
    given = AdoptionAdvice(text=text, document=document, on=on, by_id=actor.user_id, at=now)
    row.advices.append(given)
    adopting.record(session, row, "adoption.advised", actor=actor, now=now, on=on)
    adopting.tell_who_is_next(session, assessed, today=today, now=now)
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
    heard: Sequence[Hearing],
    text: str,
    on: date,
    version: int | None,
    today: date,
    now: datetime,
) -> AdoptionViews:
    """Record the views of parents, pupils and staff, or why they were not asked (art. 35(9)).

    `version` is that of the views that the actor read, 0 if there were none. Raises NotFound,
    Forbidden, AlreadyDecided, HearingMissing, WordsMissing, DayAhead or Stale.
    """
    assessed = adopting.opened(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_FILL, today=today
    )
    row = assessed.adoption
    if version is not None and version != (row.views.version if row.views else 0):
        raise Stale
    require_hearing(heard, asked=asked)
    _require_words(text, on=on, today=today)
    values = {
        "asked": asked, "heard": [each.value for each in heard] if asked else [], "text": text,
        "on": on, "by_id": actor.user_id, "at": now,
    }  # fmt: skip
    if row.views is None:
        row.views = AdoptionViews(**values)
    else:
        apply(row.views, values)
    adopting.filled_by(row, actor=actor)
    adopting.record(
        session, row, "adoption.views-recorded", actor=actor, now=now, asked=asked, text=text
    )
    adopting.tell_who_is_next(session, assessed, today=today, now=now)
    return row.views


def decide(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    outcome: Outcome,
    stance: AdviceStance,
    words: Mapping[str, str],
    conditions: Sequence[Condition],
    acceptances: Mapping[str, str],
    next_review: date,
    today: date,
    now: datetime,
) -> AdoptionDecision:
    """Take the board's decision, within what the levels allow (method.md 4.3).

    `words` are reason, follows_advice and mandate. Raises what the checks below raise.
    """
    assessed = adopting.opened(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_DECIDE, today=today
    )
    deciding.require_decider(row := assessed.adoption, actor=actor)
    if outcome in rules.APPROVALS:  # what was withdrawn since can still be rejected
        require_in_use(releases.status(session, row.basis, on=today))
    kept = deciding.conditions(session, assessed, outcome=outcome, stated=conditions, today=today)
    deciding.require_allowed(
        assessed, outcome=outcome, conditions=kept, acceptances=acceptances,
        next_review=next_review, today=today,
    )  # fmt: skip
    _require_reasons(words, stance=stance)
    row.decision = AdoptionDecision(
        outcome=outcome, acceptances=deciding.accepted(acceptances, levels=assessed.levels),
        on=today, next_review=next_review, stance=stance,
        levels={key: str(level) for key, level in assessed.levels.items()},
        condition_rows=deciding.rows(kept), schools=local_schools.frozen(row),
        by_id=actor.user_id, at=now, **words,
    )  # fmt: skip
    adopting.record(session, row, "adoption.decided", actor=actor, now=now, outcome=outcome)
    rounds.succeed(session, row, actor=actor, now=now)
    return row.decision


def _require_reasons(words: Mapping[str, str], *, stance: AdviceStance) -> None:
    if not words["reason"].strip() or not words["mandate"].strip():
        raise WordsMissing
    require_stance(stance, reason=words["follows_advice"])
