"""How the boards of the demonstration describe themselves, step by step."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.cli.demonstration.days import When
from dpia_workbench.risk.adoption_step import AgreementForm, UseKind
from dpia_workbench.risk.describing import Said, asked
from dpia_workbench.risk.statements import Article6
from dpia_workbench.store import releases
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import (
    adoption_agreement,
    adoption_circumstances,
    adoption_operation,
    adoption_scope,
    examined,
)

Item = Mapping[str, Any]


def describe(session: Session, row: Adoption, *, actor: Actor, told: Item, when: When) -> None:
    """Let a board take the steps in which it describes itself."""
    common: dict[str, Any] = {
        "actor": actor, "adoption_id": row.id, "version": None, "today": when.today,
        "now": when.now,
    }  # fmt: skip
    uses = [{**each, "kind": UseKind(each["kind"])} for each in told["uncovered"]]
    adoption_scope.fit(
        session, cells=told["cells"], services=told["services"], uncovered=uses,
        is_complete=True, **common,
    )  # fmt: skip
    _circumstances(session, row, told=told, common=common)
    _operations(session, row, told=told, common=common)
    _agreement(session, told=told, common=common)


def _circumstances(session: Session, row: Adoption, *, told: Item, common: dict[str, Any]) -> None:
    wanted = asked(examined.named_tags(releases.content(row.basis)))
    said = {tag: Said(told["circumstances"].get(tag, Said.NO)) for tag in wanted}
    adoption_circumstances.answer(session, answers=said, **common)


def _operations(session: Session, row: Adoption, *, told: Item, common: dict[str, Any]) -> None:
    """Answer each operation of the release: what the story does not name, the board does not do."""
    done = {each["key"]: each for each in told["operations"]}
    for each in examined.operations(releases.content(row.basis)):
        said = done.get(each.key, {})
        values = {name: said.get(name, "") for name in adoption_operation.VALUES}
        if said:
            values["legal_basis"] = Article6(said["legal_basis"])
        adoption_operation.answer(
            session, key=each.key, is_done=bool(said), values=values, **common
        )
    adoption_operation.finish(session, **common)


def _agreement(session: Session, *, told: Item, common: dict[str, Any]) -> None:
    held = told["agreement"]
    names = ("title", "edition", "annexes", "notice_address", "explanation")
    values = {name: held[name] for name in names}
    values["form"] = AgreementForm(held["form"])
    signed = held.get("signed")
    values["signed_on"] = None if signed is None else common["today"] - timedelta(days=signed)
    adoption_agreement.state(session, values=values, party_to=told["party_to"], **common)
