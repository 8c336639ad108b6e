"""What the use case of a board's decision checks and keeps (method.md 4.3, invariants 18, 19)."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk import adoption as rules
from dpia_workbench.risk.board_decision import Condition, require_conditions
from dpia_workbench.risk.calendar import add_months
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import Level
from dpia_workbench.store.models import Adoption, DecisionCondition, User
from dpia_workbench.usecases import frozen, local
from dpia_workbench.usecases.local import LocalAssessment, MeasureView


class ReviewTooLate(RuleViolation):
    """The next review lies ahead, within the review period."""

    code = "adoption.review-too-late"


def require_decider(row: Adoption, *, actor: Actor) -> None:
    """Refuse a decision by who filled in or advised. Raises SamePersonTwice."""
    others = [filler.user_id for filler in row.fillers]
    others += [advice.by_id for advice in row.advices]
    rules.require_other_person(actor.user_id, others=others)


def require_allowed(
    assessed: LocalAssessment,
    *,
    outcome: Outcome,
    conditions: Sequence[Condition],
    acceptances: Mapping[str, str],
    next_review: date,
    today: date,
) -> None:
    """Refuse a decision that the levels at this board, or its advice and views, do not allow.

    Raises AlreadyDecided, NotReady, OutcomeNotAllowed, DecisionTooEarly, AcceptanceMissing,
    ConditionMissing or ReviewTooLate.
    """
    advice, views = assessed.adoption.advice, assessed.adoption.views
    if advice is None or views is None:
        raise rules.NotReady(state=assessed.state)
    wanted = rules.Decision(
        outcome=outcome, on=today, advice_on=advice.on, views_on=views.on,
        conditions="\n".join(each.text for each in conditions), acceptances=acceptances,
    )  # fmt: skip
    rules.require_decision(
        wanted, state=assessed.state, levels=assessed.levels, allowed=assessed.allowed
    )
    _require_review_day(assessed, next_review=next_review, today=today)


def accepted(acceptances: Mapping[str, str], *, levels: Mapping[str, Level]) -> dict[str, str]:
    """Return the reasons for the medium risks; nothing else is there to accept."""
    medium = [risk for risk, level in sorted(levels.items()) if level is Level.MEDIUM]
    return {risk: acceptances[risk] for risk in medium if acceptances.get(risk, "").strip()}


def _require_review_day(assessed: LocalAssessment, *, next_review: date, today: date) -> None:
    months = frozen.profile_of(assessed.content).periods.review_months
    longest = add_months(today, months=months)
    if not today < next_review <= longest:
        raise ReviewTooLate(next_review=next_review, longest=longest)


def planned(assessed: LocalAssessment) -> list[MeasureView]:
    """Return the mandatory measures that are planned: each becomes a condition by itself."""
    return [view for view in local.due_here(assessed.measures) if view.state is LocalState.PLANNED]


def conditions(
    session: Session,
    assessed: LocalAssessment,
    *,
    outcome: Outcome,
    stated: Sequence[Condition],
    today: date,
) -> list[Condition]:
    """Return the conditions of a decision: the planned mandatory measures, and what was stated.

    What is not used has none. Raises ConditionIncomplete, ConditionDayPassed or PlannedDayPassed.
    """
    if outcome not in rules.APPROVALS:
        return []
    require_conditions(stated, today=today)
    plans = planned(assessed) if outcome is Outcome.CONDITIONALLY_APPROVED else []
    found = [_planned(session, assessed, view=view, today=today) for view in plans]
    return [*found, *stated]


def _planned(
    session: Session, assessed: LocalAssessment, *, view: MeasureView, today: date
) -> Condition:
    if view.due is None or view.due < today:  # the table holds a day for what is planned
        raise rules.PlannedDayPassed(due=view.due or today, today=today)
    by = session.get(User, view.row.recorded_by_id) if view.row.recorded_by_id else None
    return Condition(
        text=view.title.nl or view.title.en, due=view.due, measure=view.key,
        owner=by.name if by else assessed.adoption.board.name,
    )  # fmt: skip


def rows(kept: Sequence[Condition]) -> list[DecisionCondition]:
    """Return conditions as rows of a decision."""
    return [
        DecisionCondition(
            number=number, text=each.text, owner=each.owner, due=each.due, measure=each.measure
        )
        for number, each in enumerate(kept, start=1)
    ]
