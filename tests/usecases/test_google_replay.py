"""The story of Google Workspace for Education, 2021 to 2024, on the days that the sources give.

The facts are in `data/catalogue/products/google-workspace-for-education.yaml`: an agreement and a
plan, a delivery that was not good enough, a new day, a check, and the transfers that came last.
Where a source gives a month, the last day of it stands here. The sources give no level per risk;
these are risks that they name, judged as the method would: each is high until something counts.
"""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.risk.deadlines import Escalation
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.remediation import Move, State
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.verdict import Result, Topic, Verdict
from dpia_workbench.risk.vocabulary import SubjectGroup
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Remediation
from dpia_workbench.usecases import cell, claim, finding, levels, measure, remediation, risk
from dpia_workbench.usecases.standing import Standing, standings
from tests import make

PUBLISHED = date(2021, 3, 1)
AGREED = date(2021, 7, 8)
FIRST_DAY, SECOND_DAY = date(2022, 12, 31), date(2023, 6, 9)
NOT_ENOUGH = date(2023, 2, 28)
FIRST_CHECK, SECOND_CHECK = date(2023, 6, 30), date(2024, 6, 28)
CHROME_FIRST, CHROME_THEN = date(2022, 7, 31), date(2023, 8, 31)  # school year 2021/2022; 2023-08
ROLE, TELEMETRY, TRANSFERS = "R1", "R2", "R3"


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


class Story:
    """The dossier, and what each of them does on a day."""

    def __init__(self, session: Session, people: make.People) -> None:
        self.session, self.people = session, people
        self.dossier = make.empty_dossier(session, people=people, now=at(PUBLISHED))
        self._write()

    def _by(self, who: make.Person, day: date) -> dict[str, Any]:
        return {"actor": who.actor, "now": at(day), "version": None}

    def _write(self) -> None:
        by = {**self._by(self.people.analyst, PUBLISHED), "dossier_id": self.dossier.id}
        cell.save(
            self.session, cell_id=None, edition_id=self.dossier.product.editions[0].id,
            group=SubjectGroup.STAFF, use=make.both("Les"), tags=[], exclusions=Bilingual(), **by,
        )  # fmt: skip
        for topic in Topic:
            finding.save(
                self.session, topic=topic, result=Result.COMPLIANT, note=make.both("In orde"),
                measure_id=None, **by,
            )  # fmt: skip
        for name, severity in (("Rol en doelen", 3), ("Telemetrie", 3), ("Doorgifte", 2)):
            values = make.risk_values(title=make.both(name), likelihood=3, severity=severity)
            risk.save(self.session, risk_id=None, values=values, **by)
        agreed = make.measure_values(owner=Owner.CONTRACTUAL, in_force_from=AGREED)
        needs = [measure.save(self.session, measure_id=None, values=agreed, **by)]
        for name in ("Inzicht in telemetrie", "Verwerkersversie van Chrome", "DTIA"):
            asked = make.measure_values(owner=Owner.VENDOR, title=make.both(name))
            needs.append(measure.save(self.session, measure_id=None, values=asked, **by))
        manual = make.measure_values(owner=Owner.SCHOOL_MANDATORY)
        school = measure.save(self.session, measure_id=None, values=manual, **by)
        agreement, telemetry, _chrome, transfers = needs
        for about, rests_on, cap in (
            (0, [agreement], 2), (0, [agreement, school], 1), (1, [telemetry], 1),
            (2, [telemetry], 2), (2, [transfers, school], 1),
        ):  # fmt: skip
            claim.save(
                self.session, claim_id=None, risk_id=self.dossier.revision.risks[about].id,
                axis=Axis.LIKELIHOOD, cap=cap, requires=[each.id for each in rests_on], void_if=[],
                rationale="Zie het rapport.", **by,
            )  # fmt: skip

    def ask(self, number: int, *, day: date) -> Remediation:
        """Ask the vendor for a measure, as it was in the plan."""
        by = self._by(self.people.analyst, day)
        del by["version"]
        return remediation.request(
            self.session, dossier_id=self.dossier.id, words="Zie het plan.", today=day,
            measure_id=self.dossier.revision.measures[number - 1].id, **by,
        )  # fmt: skip

    def promise(self, row: Remediation, *, due: date, day: date) -> None:
        by = {**self._by(self.people.vendor, day), "remediation_id": row.id}
        remediation.acknowledge(self.session, **by)
        remediation.commit(self.session, due=due, words="", today=day, **by)

    def deliver(self, row: Remediation, *, day: date) -> None:
        by = {**self._by(self.people.vendor, day), "remediation_id": row.id}
        remediation.deliver(self.session, words="Geleverd.", today=day, **by)

    def check(self, row: Remediation, move: Move, *, day: date, due: date | None = None) -> None:
        by = {**self._by(self.people.reviewer, day), "remediation_id": row.id}
        remediation.verify(
            self.session, move=move, words="Gecontroleerd.", due=due, today=day, **by
        )

    def shift(self, row: Remediation, *, due: date, day: date) -> None:
        """Let the vendor propose another day, and the analyst accept it."""
        vendor = {**self._by(self.people.vendor, day), "remediation_id": row.id}
        remediation.propose_date(self.session, due=due, words="Later.", today=day, **vendor)
        analyst = {**self._by(self.people.analyst, day), "remediation_id": row.id}
        remediation.settle_date(self.session, move=Move.ACCEPT_DATE, words="", today=day, **analyst)

    def on(self, day: date) -> tuple[Verdict, list[Level]]:
        """Return the verdict of a day, and the levels after the vendor's measures."""
        found = levels.outcome(self.dossier.revision, on=day)
        return found.verdict, [
            found.worst(key, stage=Stage.AFTER_VENDOR) for key in (ROLE, TELEMETRY, TRANSFERS)
        ]

    def standing(self, row: Remediation, day: date) -> Standing:
        return standings(self.session, [row], on=day)[row.id]


@pytest.mark.slow
def test_each_day_of_the_story_has_the_levels_and_marks_of_the_method(
    session: Session, people: make.People
) -> None:
    high, medium, low = Level.HIGH, Level.MEDIUM, Level.LOW
    story = Story(session, people)
    assert story.on(PUBLISHED) == (Verdict.RED, [high, high, high])

    # July 2021: the agreement counts from its day; what is promised beside it does not.
    telemetry, chrome = story.ask(2, day=AGREED), story.ask(3, day=AGREED)
    story.promise(telemetry, due=FIRST_DAY, day=AGREED)
    story.promise(chrome, due=CHROME_FIRST, day=AGREED)
    assert story.on(date(2021, 7, 7))[1][0] is high
    assert story.on(AGREED) == (Verdict.RED, [high, high, high])  # likelihood 2, severity 3
    attainable = levels.outcome(story.dossier.revision, on=AGREED)
    assert attainable.worst(ROLE, stage=Stage.ATTAINABLE) is medium  # severe, however unlikely

    # The processor version of Chrome is late by a school year; each step of escalation is a day.
    for day, level in (
        (CHROME_FIRST, Escalation.NONE), (date(2022, 8, 1), Escalation.REMINDER),
        (date(2022, 8, 31), Escalation.LEADS), (date(2022, 10, 30), Escalation.CONSEQUENCE),
    ):  # fmt: skip
        assert story.standing(chrome, day).escalation is level
    story.shift(chrome, due=CHROME_THEN, day=date(2022, 11, 1))
    assert story.standing(chrome, date(2022, 11, 1)).days_overdue == 0
    assert [each.due for each in chrome.due_dates] == [CHROME_FIRST, CHROME_THEN]

    # December 2022: delivered in time, and in February 2023 found not to be enough.
    story.deliver(telemetry, day=FIRST_DAY)
    assert story.on(FIRST_DAY) == (Verdict.RED, [high, high, high])
    story.check(telemetry, Move.REJECT, day=NOT_ENOUGH, due=SECOND_DAY)
    assert (telemetry.state, telemetry.due) == (State.COMMITTED, SECOND_DAY)
    assert story.on(NOT_ENOUGH)[0] is Verdict.RED
    assert story.standing(telemetry, date(2023, 6, 10)).days_overdue == 1  # had it not come

    # June 2023: delivered on the new day, checked the same month; the transfers are left.
    story.deliver(telemetry, day=SECOND_DAY)
    assert story.on(SECOND_DAY)[0] is Verdict.RED
    story.check(telemetry, Move.VERIFY, day=FIRST_CHECK)
    assert [each.due for each in telemetry.due_dates] == [FIRST_DAY, SECOND_DAY]
    after_check = story.on(FIRST_CHECK)
    assert after_check[1][1:] == [medium, medium]
    assert after_check[0] is Verdict.AMBER

    # June 2024: the DTIA and the second report; the check of 2023 is renewed before it ends.
    transfers = story.ask(4, day=FIRST_CHECK)
    story.promise(transfers, due=date(2024, 6, 1), day=FIRST_CHECK)
    story.deliver(transfers, day=date(2024, 6, 1))
    assert story.on(date(2024, 6, 1))[0] is Verdict.AMBER
    for row in (transfers, telemetry):
        story.check(row, Move.VERIFY, day=SECOND_CHECK)
    found = levels.outcome(story.dossier.revision, on=SECOND_CHECK)
    assert found.worst(TRANSFERS, stage=Stage.ATTAINABLE) is low

    # Nobody looked again: a year later nothing that was checked counts any more.
    assert story.on(date(2025, 6, 28))[0] is Verdict.RED
    assert story.standing(telemetry, date(2025, 6, 28)).is_verification_expired
