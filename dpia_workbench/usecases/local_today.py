"""A board's levels today, beside those of its decision: with what was followed up since.

The record of the decision stays; time alone makes nothing better (invariant 21).
"""

from dataclasses import dataclass
from datetime import date

from dpia_workbench.risk.measures import local_lack
from dpia_workbench.risk.scale import Level, worst_level
from dpia_workbench.store import followups, releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import local_levels, local_schools


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskToday:
    """A risk with the level of the decision and that of today."""

    key: str
    title: Bilingual
    decided: Level
    today: Level

    @property
    def is_worse(self) -> bool:
        """Return whether the risk is higher today than the board decided on."""
        return self.today.rank > self.decided.rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """How an adoption in use stands on a day."""

    on: date
    risks: tuple[RiskToday, ...]  # in the order of the record
    lapsed: tuple[str, ...]  # measures that counted at the decision, and do not now
    waiting: tuple[followups.Waiting, ...]

    @property
    def differing(self) -> tuple[RiskToday, ...]:
        """Return the risks that are not at the level of the decision."""
        return tuple(each for each in self.risks if each.today is not each.decided)

    @property
    def is_worse(self) -> bool:
        """Return whether any risk is higher than the board decided on."""
        return any(each.is_worse for each in self.risks)


def levels(adoption: Adoption, *, on: date) -> dict[str, Level]:
    """Return R3 per risk on a day, with what was followed up and with agreements as known now."""
    content = releases.content(adoption.basis)
    cells = local_levels.cells_of(adoption, content)
    found = local_levels.explanations(
        adoption, content=content, cells=cells, on=on, later=followups.newest(adoption)
    )
    return {key: worst_level([each.level for each in at]) for key, at in found.items() if at}


def today(adoption: Adoption, *, on: date) -> Today | None:
    """Return how an adoption stands on a day; nothing if the board does not use the product."""
    decision = adoption.decision
    if decision is None or not followups.is_in_use(adoption):
        return None
    now = levels(adoption, on=on)
    content = releases.content(adoption.basis)
    titles = {item["key"]: Bilingual.of(item["title"]) for item in content["risks"]}
    titles |= {row.key: Bilingual(nl=row.title) for row in local_levels.own_risks(adoption)}
    return Today(
        on=on,
        risks=tuple(
            RiskToday(key=key, title=titles[key], decided=Level(level), today=now[key])
            for key, level in decision.levels.items()
            if key in now and key in titles
        ),
        lapsed=tuple(_lapsed(adoption, decided_on=decision.on, on=on)),
        waiting=tuple(followups.of_adoption(adoption, on=on)),
    )


def _lapsed(adoption: Adoption, *, decided_on: date, on: date) -> list[str]:
    before, now = followups.decided(adoption), followups.standing(adoption)
    gone = {
        key
        for (key, school), row in now.items()
        if local_lack(local_schools.facts_of(row), on=on) is not None
        and local_lack(local_schools.facts_of(before[key, school]), on=decided_on) is None
    }
    return sorted(gone)
