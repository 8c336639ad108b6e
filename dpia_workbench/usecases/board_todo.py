"""What the people of a board still have to do about what it uses; a part of its overview."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpia_workbench.access.actor import Role
from dpia_workbench.risk import adoption as rules
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.release import IN_USE, Status
from dpia_workbench.risk.review import REVIEW_AHEAD, Trigger
from dpia_workbench.store import followups, releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption, ReviewTask
from dpia_workbench.usecases import local

_OFFICER = Role.PRIVACY_OFFICER


class Act(StrEnum):
    """What is still to be done about a product."""

    DESCRIBE = "describe"
    RECORD_MEASURES = "record_measures"
    RECORD_VIEWS = "record_views"
    ADVISE = "advise"
    DECIDE = "decide"
    DO_MEASURE = "do_measure"
    CHECK_MEASURE = "check_measure"
    MEET_CONDITION = "meet_condition"
    LOOK_AGAIN = "look_again"
    REVIEW = "review"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One thing that somebody of the board still has to do.

    `person` is who the board named for it, in its own words; without one it is for the `role`.
    """

    act: Act
    role: Role = _OFFICER
    person: str = ""
    adoption: Adoption
    subject: Bilingual = Bilingual()  # noqa: RUF009  # frozen: no call can change it
    look: ReviewTask | None = None  # the look again that asks for it
    due: date | None = None
    on: date

    @property
    def name(self) -> Bilingual:
        """Return the name of the product."""
        return self.adoption.basis.product.name

    @property
    def is_late(self) -> bool:
        """Return whether its last day is over."""
        return self.due is not None and self.due < self.on


_WAITS = {
    rules.State.STARTED: (Act.DESCRIBE, _OFFICER),
    rules.State.CONTEXT_DONE: (Act.RECORD_MEASURES, _OFFICER),
    rules.State.READY: (Act.DECIDE, Role.BOARD),
}


def before_decision(found: local.LocalAssessment, *, on: date) -> Iterator[ToDo]:
    """Yield what is to be done before the decision, and by whom."""
    row = found.adoption
    if found.state in _WAITS:
        act, role = _WAITS[found.state]
        yield ToDo(act=act, adoption=row, role=role, on=on)
    if found.state is rules.State.MEASURES_RECORDED:
        if row.advice is None:
            yield ToDo(act=Act.ADVISE, adoption=row, role=Role.DATA_PROTECTION_OFFICER, on=on)
        if row.views is None:
            yield ToDo(act=Act.RECORD_VIEWS, adoption=row, on=on)


def after_decision(
    row: Adoption, *, status: Status, looks: Iterable[ReviewTask], on: date
) -> Iterator[ToDo]:
    """Yield what keeps a decision up: looks again, measures, conditions, its own last day.

    `looks` are the open looks again at this adoption.
    """
    if row.decision is None or not followups.is_in_use(row):
        return
    asked = [look for look in looks if look.trigger is not Trigger.MEASURE]  # told apart below
    triggers = {look.trigger for look in asked}
    for look in asked:
        yield ToDo(act=Act.LOOK_AGAIN, adoption=row, look=look, due=look.due, on=on)
    if status not in IN_USE and Trigger.STATUS not in triggers:
        yield ToDo(act=Act.REPLACE, adoption=row, on=on)
    nears = row.decision.next_review <= on + REVIEW_AHEAD
    if nears and Trigger.REVIEW_DATE not in triggers:
        yield ToDo(act=Act.REVIEW, adoption=row, due=row.decision.next_review, on=on)
    yield from _measures(row, on=on)
    for each in row.decision.condition_rows:
        if not each.is_met:
            subject = Bilingual(nl=each.text)
            yield ToDo(
                act=Act.MEET_CONDITION, adoption=row, person=each.owner, subject=subject,
                due=each.due, on=on,
            )  # fmt: skip


def _measures(row: Adoption, *, on: date) -> Iterator[ToDo]:
    """Yield the measures that are planned, and those that must be looked at again by now."""
    for (key, _), each in followups.standing(row).items():
        if each.state is LocalState.PLANNED:
            act, due = Act.DO_MEASURE, each.due
        elif each.review_due is not None and each.review_due <= on:
            act, due = Act.CHECK_MEASURE, each.review_due
        else:
            continue
        yield ToDo(act=act, adoption=row, subject=title(row, key), due=due, on=on)


def title(row: Adoption, key: str) -> Bilingual:
    """Return the title of a risk or measure of what was adopted, or of the board's own."""
    central = releases.titles(row.basis).get(key)
    if central:
        return central
    own = {risk.key: risk.title for risk in row.risks}
    own |= {each.key: each.title for risk in row.risks for each in risk.measures}
    return Bilingual(nl=own.get(key, key))
