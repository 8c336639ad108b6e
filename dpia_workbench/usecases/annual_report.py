"""The block on privacy in the annual report of a board (norm VW.01; method.md 4.4)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk import adoption as rules
from dpia_workbench.risk.adoption import APPROVALS
from dpia_workbench.risk.deadlines import Force
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import agreements, norms
from dpia_workbench.store.models import Adoption, NormScore
from dpia_workbench.usecases import agreed, levels
from dpia_workbench.usecases.board_overview import Line, Overview, overview
from dpia_workbench.usecases.board_todo import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualReport:
    """The numbers of a year, and what the board plans; as of the last day of it, or today."""

    year: int
    on: date
    with_dpia: int  # in use, on a decision and a verdict that hold
    without_dpia: int
    decisions: Mapping[Outcome, int]  # taken in the year
    verdicts: Mapping[Verdict, int]  # of what is in use by a decision
    open_measures: int
    accepted_risks: int
    ended_agreements: int
    scores: tuple[NormScore, ...]
    plan: str

    @property
    def products(self) -> int:
        """Return how many products the board uses."""
        return self.with_dpia + self.without_dpia

    @property
    def consultations(self) -> int:
        """Return how often the board decided to consult the supervisory authority."""
        return self.decisions.get(Outcome.CONSULTATION, 0)


def annual_report(session: Session, *, actor: Actor, year: int, today: date) -> AnnualReport:
    """Return the block of a year for the actor's board.

    What stands on a day is as of today: the past of it is in the decisions.
    """
    found = overview(session, actor=actor, today=today)
    used = [line for line in found.lines if _is_used(line)]
    current = [line for line in used if line.is_current(on=today)]
    note = norms.note(session, year, actor=actor)
    scores = norms.scores(session, actor=actor).values()
    return AnnualReport(
        year=year,
        on=today,
        with_dpia=len(current),
        without_dpia=len(used) - len(current),
        decisions=_decisions(found.decisions, year=year),
        verdicts=Counter(line.verdict for line in used if line.outcome in APPROVALS),
        open_measures=_open_measures(found),
        accepted_risks=len(found.accepted),
        ended_agreements=_ended(session, actor=actor, today=today),
        scores=tuple(sorted(scores, key=lambda each: each.norm.code)),
        plan=note.plan if note else "",
    )


_NOT_USED = frozenset({rules.State.REJECTED, rules.State.ENDED, rules.State.CONSULTING})


def _is_used(line: Line) -> bool:
    """Return whether a board uses a product: it says so on its list, or it decided to."""
    return line.state not in _NOT_USED


def _decisions(rows: Iterable[Adoption], *, year: int) -> Counter[Outcome]:
    taken = [row.decision for row in rows if row.decision and row.decision.on.year == year]
    return Counter(each.outcome for each in taken)


def _open_measures(found: Overview) -> int:
    return sum(each.act is Act.DO_MEASURE for each in found.todo)


def _ended(session: Session, *, actor: Actor, today: date) -> int:
    """Return how many agreements that the board can read by name are over."""
    periods = levels.periods_of(session, None)
    rows = agreements.find(session, actor=actor)
    mine = [row for row in rows if actor.organisation_id in row.board_ids]
    return sum(agreed.standing(row, periods=periods, on=today) is Force.EXPIRED for row in mine)
