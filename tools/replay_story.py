"""The story of Google Workspace for Education, 2021 to 2024, replayed through the use cases.

The facts and their days are in `data/catalogue/products/google-workspace-for-education.yaml` and
`chromeos-chromebooks.yaml`: an agreement and a plan, a delivery that was not good enough, a new
day, a check, and the transfers that came last. Where a source gives a month, the last day of it
stands here. The sources give no level per risk; these are risks that they name, judged as the
method would: each is high until something counts.

A test tells it and compares each day with the method; `tools.replay` draws it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.remediation import Move
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.timeline import Line
from dpia_workbench.risk.verdict import Result, Topic, Verdict
from dpia_workbench.risk.vocabulary import SubjectGroup
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Remediation
from dpia_workbench.usecases import (
    cell,
    claim,
    finding,
    levels,
    measure,
    remediation,
    risk,
    timeline,
)
from tests import make

PUBLISHED = date(2021, 3, 1)
AGREED = date(2021, 7, 8)
FIRST_DAY, SECOND_DAY = date(2022, 12, 31), date(2023, 6, 9)
NOT_ENOUGH = date(2023, 2, 28)
FIRST_CHECK, SECOND_CHECK = date(2023, 6, 30), date(2024, 6, 28)
CHROME_FIRST, CHROME_THEN = date(2022, 7, 31), date(2023, 8, 31)  # school year 2021/2022; 2023-08
CHROME_MOVED, CHROME_CHECK = date(2022, 11, 1), date(2024, 2, 29)
DTIA = date(2024, 6, 1)
CHECKS_END = date(2025, 6, 28)  # nobody looked again, as far as the sources say
ROLE, TELEMETRY, TRANSFERS = "R1", "R2", "R3"

RISKS: Mapping[str, Bilingual] = {
    ROLE: Bilingual("Rol en doelen", "Role and purposes"),
    TELEMETRY: Bilingual("Telemetrie", "Telemetry"),
    TRANSFERS: Bilingual("Doorgifte", "Transfers"),
}
_ASKED = (
    Bilingual("Inzicht in telemetrie", "Insight into telemetry"),
    Bilingual("Verwerkersversie van Chrome", "Processor version of Chrome"),
    Bilingual("Beoordeling van doorgifte (DTIA)", "Transfer impact assessment (DTIA)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What holds on a day of the story, as the method computes it then."""

    name: str
    on: date
    verdict: Verdict
    levels: tuple[Level, ...]  # after the vendor's measures, in the order of RISKS


def at(day: date) -> datetime:
    """Return a moment of a day."""
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


class Story:
    """The dossier, and what each of them does on a day."""

    def __init__(self, session: Session, people: make.People) -> None:
        self.session, self.people = session, people
        self.dossier = make.empty_dossier(session, people=people, now=at(PUBLISHED))
        self.asked: dict[str, Remediation] = {}
        self._write()

    def chapters(self) -> Iterator[Chapter]:
        """Let it all happen, and yield what holds after each step."""
        yield self._chapter("published", PUBLISHED)
        self._ask("telemetry", 2, day=AGREED)
        self._ask("chrome", 3, day=AGREED)
        self._promise("telemetry", due=FIRST_DAY, day=AGREED)
        self._promise("chrome", due=CHROME_FIRST, day=AGREED)
        yield self._chapter("agreed", AGREED)
        yield self._chapter("chrome late", date(2022, 10, 30))
        self._shift("chrome", due=CHROME_THEN, day=CHROME_MOVED)
        yield self._chapter("chrome moved", CHROME_MOVED)
        self._deliver("telemetry", day=FIRST_DAY)
        yield self._chapter("delivered", FIRST_DAY)
        self._check("telemetry", Move.REJECT, day=NOT_ENOUGH, due=SECOND_DAY)
        yield self._chapter("not enough", NOT_ENOUGH)
        self._deliver("telemetry", day=SECOND_DAY)
        yield self._chapter("delivered again", SECOND_DAY)
        self._check("telemetry", Move.VERIFY, day=FIRST_CHECK)
        yield self._chapter("checked", FIRST_CHECK)
        self._ask("transfers", 4, day=FIRST_CHECK)
        self._promise("transfers", due=DTIA, day=FIRST_CHECK)
        self._deliver("chrome", day=CHROME_THEN)
        self._check("chrome", Move.VERIFY, day=CHROME_CHECK)
        self._deliver("transfers", day=DTIA)
        yield self._chapter("transfers delivered", DTIA)
        for name in ("transfers", "telemetry"):
            self._check(name, Move.VERIFY, day=SECOND_CHECK)
        yield self._chapter("checked again", SECOND_CHECK)
        yield self._chapter("checks end", CHECKS_END)

    def lines(self) -> list[tuple[Bilingual, Line]]:
        """Return what was asked, with all that happened to it."""
        rows = list(self.asked.values())
        found = timeline.lines(self.session, rows)
        return [(row.title, found[row.id]) for row in rows]

    def on(self, day: date) -> tuple[Verdict, list[Level]]:
        """Return the verdict of a day, and the levels after the vendor's measures."""
        found = levels.outcome(self.dossier.revision, on=day)
        return found.verdict, [found.worst(key, stage=Stage.AFTER_VENDOR) for key in RISKS]

    def _chapter(self, name: str, day: date) -> Chapter:
        verdict, found = self.on(day)
        return Chapter(name=name, on=day, verdict=verdict, levels=tuple(found))

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
        for key, title in RISKS.items():
            severity = 2 if key == TRANSFERS else 3
            values = make.risk_values(title=title, likelihood=3, severity=severity)
            risk.save(self.session, risk_id=None, values=values, **by)
        self._argue(by)

    def _argue(self, by: dict[str, Any]) -> None:
        """Write the measures, and what each of them would change."""
        agreed = make.measure_values(owner=Owner.CONTRACTUAL, in_force_from=AGREED)
        needs = [measure.save(self.session, measure_id=None, values=agreed, **by)]
        for name in _ASKED:
            asked = make.measure_values(owner=Owner.VENDOR, title=name)
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

    def _ask(self, name: str, number: int, *, day: date) -> None:
        """Ask the vendor for a measure, as it was in the plan."""
        by = self._by(self.people.analyst, day)
        del by["version"]
        self.asked[name] = remediation.request(
            self.session, dossier_id=self.dossier.id, words="Zie het plan.", today=day,
            measure_id=self.dossier.revision.measures[number - 1].id, **by,
        )  # fmt: skip

    def _promise(self, name: str, *, due: date, day: date) -> None:
        by = {**self._by(self.people.vendor, day), "remediation_id": self.asked[name].id}
        remediation.acknowledge(self.session, **by)
        remediation.commit(self.session, due=due, words="", today=day, **by)

    def _deliver(self, name: str, *, day: date) -> None:
        by = {**self._by(self.people.vendor, day), "remediation_id": self.asked[name].id}
        remediation.deliver(self.session, words="Geleverd.", today=day, **by)

    def _check(self, name: str, move: Move, *, day: date, due: date | None = None) -> None:
        by = {**self._by(self.people.reviewer, day), "remediation_id": self.asked[name].id}
        remediation.verify(
            self.session, move=move, words="Gecontroleerd.", due=due, today=day, **by
        )

    def _shift(self, name: str, *, due: date, day: date) -> None:
        """Let the vendor propose another day, and the analyst accept it."""
        vendor = {**self._by(self.people.vendor, day), "remediation_id": self.asked[name].id}
        remediation.propose_date(self.session, due=due, words="Later.", today=day, **vendor)
        analyst = {**vendor, **self._by(self.people.analyst, day)}
        remediation.settle_date(self.session, move=Move.ACCEPT_DATE, words="", today=day, **analyst)
