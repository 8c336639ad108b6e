"""Steps 2 to 5 of an adoption, taken through the use cases."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk import describing
from dpia_workbench.risk.adoption_step import AgreementForm
from dpia_workbench.risk.describing import Said
from dpia_workbench.risk.statements import Article6
from dpia_workbench.store import releases
from dpia_workbench.store.models import Adoption, LocalOperation
from dpia_workbench.usecases import (
    adoption_agreement,
    adoption_circumstances,
    adoption_operation,
    adoption_scope,
    examined,
)

AGREEMENT: Mapping[str, Any] = {
    "form": AgreementForm.OWN, "title": "Verwerkersovereenkomst", "edition": "1.0",
    "signed_on": date(2025, 1, 15), "annexes": "Privacybijsluiter",
    "notice_address": "privacy@bestuur.example", "explanation": "",
}  # fmt: skip
OPERATION: Mapping[str, Any] = {
    "purpose": "Lessen", "legal_basis": Article6.PUBLIC_TASK, "basis_reason": "",
    "parental_consent": "", "data_items": [], "other_data": "Namen en werk",
    "retention": "Een schooljaar", "access": "Leraren", "links": "",
}  # fmt: skip


def describe(session: Session, row: Adoption, *, actor: Actor, **common: Any) -> None:
    """Take steps 2 to 5 as a board does that uses what was examined."""
    scope(session, row, actor=actor, **common)
    circumstances(session, row, actor=actor, **common)
    operations(session, row, actor=actor, **common)
    agreement(session, row, actor=actor, **common)


def scope(
    session: Session,
    row: Adoption,
    *,
    actor: Actor,
    cells: Sequence[str] = ("C1",),
    uncovered: Sequence[Mapping[str, Any]] = (),
    **common: Any,
) -> Adoption:
    """Say which cells fit, and what else the board uses."""
    values = {"services": [], "is_complete": True, "version": None, **common}
    return adoption_scope.fit(
        session, actor=actor, cells=cells, uncovered=uncovered, **{"adoption_id": row.id, **values}
    )


def circumstances(
    session: Session,
    row: Adoption,
    *,
    actor: Actor,
    answers: Mapping[str, Said] | None = None,
    **common: Any,
) -> Adoption:
    """Answer no to all that is asked, unless told otherwise."""
    wanted = describing.asked(examined.named_tags(releases.content(row.basis)))
    said = {**dict.fromkeys(wanted, Said.NO), **(answers or {})}
    values = {"version": None, **common}
    return adoption_circumstances.answer(
        session, actor=actor, answers=said, **{"adoption_id": row.id, **values}
    )


def operation(
    session: Session,
    row: Adoption,
    *,
    actor: Actor,
    key: str = "",
    is_done: bool = True,
    version: int | None = None,
    today: date,
    now: Any,
    adoption_id: Any = None,
    **words: Any,
) -> LocalOperation:
    """Answer one operation of the release, the first unless told otherwise."""
    first = examined.operations(releases.content(row.basis))[0].key
    return adoption_operation.answer(
        session, actor=actor, adoption_id=adoption_id or row.id, key=key or first,
        is_done=is_done, values={**OPERATION, **words}, version=version, today=today, now=now,
    )  # fmt: skip


def operations(session: Session, row: Adoption, *, actor: Actor, **common: Any) -> Adoption:
    """Answer all operations of the release, and say that these are all."""
    for each in examined.operations(releases.content(row.basis)):
        operation(session, row, actor=actor, key=each.key, **common)
    values = {"adoption_id": row.id, "version": None, **common}
    return adoption_operation.finish(session, actor=actor, **values)


def agreement(
    session: Session,
    row: Adoption,
    *,
    actor: Actor,
    party_to: Sequence[str] | None = None,
    version: int | None = None,
    today: date,
    now: Any,
    adoption_id: Any = None,
    **words: Any,
) -> Adoption:
    """Name the processor agreement; the board is party to all that it is asked about."""
    asked = releases.content(row.basis)["measures"]
    mine = [m["key"] for m in asked if m["agreement"] and "record" not in m["agreement"]]
    return adoption_agreement.state(
        session, actor=actor, adoption_id=adoption_id or row.id, values={**AGREEMENT, **words},
        party_to=mine if party_to is None else party_to, version=version, today=today, now=now,
    )  # fmt: skip
