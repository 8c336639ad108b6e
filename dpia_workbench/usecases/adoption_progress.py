"""How far each of the twelve steps of an adoption is, and for whom it waits (method.md 4.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from dpia_workbench.access.actor import Role
from dpia_workbench.risk import adoption as rules
from dpia_workbench.risk.adoption_step import DESCRIBING, Step
from dpia_workbench.risk.describing import Standing
from dpia_workbench.store.models import User
from dpia_workbench.usecases.local import LocalAssessment

TURN = {
    Step.ADVICE: Role.DATA_PROTECTION_OFFICER, Step.DECISION: Role.BOARD
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One step: how far it is, whose it is, and who finished it when."""

    step: Step
    standing: Standing
    turn: Role
    by: User | None = None
    at: datetime | None = None


def progress(assessed: LocalAssessment) -> tuple[Progress, ...]:
    """Return how far each step is, in the order in which they are usually taken."""
    return tuple(_of(step, assessed) for step in Step)


def _of(step: Step, assessed: LocalAssessment) -> Progress:
    standing = _standing(step, assessed)
    by, at = _who(step, assessed) if standing is Standing.DONE else (None, None)
    turn = TURN.get(step, Role.PRIVACY_OFFICER)
    return Progress(step=step, standing=standing, turn=turn, by=by, at=at)


def _standing(step: Step, assessed: LocalAssessment) -> Standing:
    if step in DESCRIBING:
        finished = {each.step for each in assessed.adoption.steps}
        return Standing.DONE if step in finished else Standing.OPEN
    return _derived(assessed)[step]


def _derived(assessed: LocalAssessment) -> dict[Step, Standing]:
    """Return how far the steps are that nobody says are finished: it follows from what is there."""
    row, state = assessed.adoption, assessed.state
    decided = state in rules.DECIDED
    heard = state in (rules.State.MEASURES_RECORDED, rules.State.READY)
    scoped = Step.SCOPE in {each.step for each in row.steps}
    return {
        Step.MEASURES: _if(scoped and not assessed.open_measures, ready=True),
        Step.ADVICE: _if(row.advice is not None, ready=heard),
        Step.VIEWS: _if(row.views is not None, ready=True),
        Step.RISKS: _if(decided, ready=state is rules.State.READY),
        Step.DECISION: _if(decided, ready=state is rules.State.READY),
        Step.PACK: _if(decided, ready=False),
    }


def _if(done: object, *, ready: bool) -> Standing:
    if done:
        return Standing.DONE
    return Standing.OPEN if ready else Standing.WAITS


def _who(step: Step, assessed: LocalAssessment) -> tuple[User | None, datetime | None]:
    row = assessed.adoption
    for each in row.steps:
        if each.step is step:
            return each.by, each.at
    found = {Step.ADVICE: row.advice, Step.VIEWS: row.views, Step.DECISION: row.decision}.get(step)
    return (found.by, found.at) if found is not None else (None, None)


def to_fill(assessed: LocalAssessment) -> tuple[Step, ...]:
    """Return the steps that wait for the privacy officer before the data protection officer can
    advise, in order.
    """
    return tuple(_to_fill(assessed))


def _to_fill(assessed: LocalAssessment) -> Iterator[Step]:
    if assessed.state not in (rules.State.STARTED, rules.State.CONTEXT_DONE):
        return
    for each in progress(assessed):
        if each.standing is Standing.OPEN and (
            each.step in DESCRIBING or each.step is Step.MEASURES
        ):
            yield each.step
