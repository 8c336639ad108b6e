"""What the workbench itself holds as evidence for a norm of the sector (method.md 4.4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.adoption_step import AgreementForm
from dpia_workbench.risk.measures import APPLIED
from dpia_workbench.risk.norm import Use
from dpia_workbench.risk.statements import Article6
from dpia_workbench.risk.vocabulary import Tag
from dpia_workbench.store import adoptions
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases.board_overview import Overview


class What(StrEnum):
    """One kind of fact."""

    DECIDED = "decided"
    CONSENT = "consent"
    AI = "ai"
    AGREED = "agreed"
    TRANSFER = "transfer"
    NOTICE = "notice"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A kind of fact with the products that it is true of."""

    what: What
    names: tuple[Bilingual, ...]

    @property
    def count(self) -> int:
        """Return of how many products."""
        return len(self.names)


_OF_USE: dict[Use, tuple[What, ...]] = {
    Use.POLICY: (What.DECIDED,),
    Use.CONSENT: (What.CONSENT,),
    Use.PROFILING: (What.AI,),
    Use.ROLES: (What.AGREED, What.DECIDED),
    Use.TRANSFERS: (What.TRANSFER, What.AGREED),
    Use.BREACHES: (What.NOTICE, What.AGREED),
    Use.REPORTING: (What.DECIDED,),
    Use.SETTINGS: (What.SETTINGS,),
}


def held(session: Session, use: Use, *, actor: Actor, found: Overview) -> tuple[Held, ...]:
    """Return the facts that bear on a norm, about what the actor's board decided on."""
    decided = {line.adoption_id for line in found.lines if line.decided_on}
    rows = [row for row in adoptions.of_board(session, actor=actor) if row.id in decided]
    return tuple(
        Held(
            what=what,
            names=tuple(row.basis.product.name for row in rows if what in set(_true_of(row))),
        )
        for what in _OF_USE[use]
    )


def _true_of(row: Adoption) -> Iterator[What]:
    yield What.DECIDED
    operations = [each for each in row.operations if not each.is_removed]
    if any(each.legal_basis is Article6.CONSENT for each in operations):
        yield What.CONSENT
    if Tag.AI_FEATURES_ON in row.tags:
        yield What.AI
    if Tag.NO_EU_RESIDENCY in row.tags:
        yield What.TRANSFER
    if row.agreement is not None and row.agreement.form is not AgreementForm.NONE:
        yield What.AGREED
    if row.agreement is not None and row.agreement.notice_address:
        yield What.NOTICE
    if any(each.state in APPLIED for each in row.measures):
        yield What.SETTINGS
