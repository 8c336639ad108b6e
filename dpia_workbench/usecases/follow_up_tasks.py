"""Which measures of products in use wait for a privacy officer: planned and late, or to check."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.risk.follow_up import Due
from dpia_workbench.store import followups, releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Measures of one product that wait for the same reason, since the earliest day."""

    why: Due
    subject: Bilingual
    subject_id: UUID
    due: date
    count: int


def waiting(rows: Iterable[Adoption], *, actor: Actor, today: date) -> Iterator[Waits]:
    """Yield what waits for the actor in the adoptions that they may read."""
    for row in followups.in_use(rows):
        if not allows(actor, Permission.ADOPTION_FILL, row):
            continue
        found = list(followups.of_adoption(row, on=today))
        for why in Due:
            days = [each.day for each in found if each.due is why]
            if days:
                name = Bilingual.of(releases.content(row.basis)["product"]["name"])
                yield Waits(
                    why=why, subject=name, subject_id=row.id, due=min(days), count=len(days)
                )
