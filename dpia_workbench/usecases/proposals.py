"""What a board said before, proposed to be confirmed: its own adoptions only (invariant 16)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.adoption_step import AgreementForm, Step
from dpia_workbench.risk.agreement import Cover
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.store import adoptions, releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption, LocalOperation
from dpia_workbench.usecases import agreed, local_levels
from dpia_workbench.usecases.local import LocalAssessment

# What a board often does in the same way, whatever the operation or the product.
_SHARED = ("legal_basis", "basis_reason", "parental_consent", "retention", "access", "links")
_ALL = ("purpose", "data_items", "other_data", *_SHARED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What can be taken over: when it was said, of what, and the values by name.

    `operation` names the operation of this same adoption that it comes from, and `recorded` the
    agreement that is known here.
    """

    on: date | None
    product: Bilingual
    values: Mapping[str, Any]
    operation: str = ""
    recorded: str = ""


def circumstances(
    session: Session, row: Adoption, *, wanted: Iterable[str], actor: Actor
) -> list[Proposal]:
    """Return what the board last said of its circumstances, for the questions asked now."""
    asked = set(wanted)
    for other, on in _earlier(session, row, step=Step.CIRCUMSTANCES, actor=actor):
        known = {tag: said for tag, said in other.circumstances.items() if tag in asked}
        if known:
            return [_said(other, on, known)]
    return []


def operation(session: Session, row: Adoption, *, key: str, actor: Actor) -> list[Proposal]:
    """Return how the board did this operation before, and how it does the one before this.

    `key` is empty for an operation that the release does not know.
    """
    earlier = list(_earlier(session, row, step=Step.OPERATIONS, actor=actor))
    return [
        *_same(row, earlier, key=key),
        *_beside(row, key=key, product=_product(row)),
        *_elsewhere(row, earlier),
    ][:2]


def agreement(session: Session, assessed: LocalAssessment, *, actor: Actor) -> list[Proposal]:
    """Return the recorded agreements that cover the board, and where its notices went before."""
    found = list(_recorded(assessed))
    for other, on in _earlier(session, assessed.adoption, step=Step.AGREEMENT, actor=actor):
        if other.agreement is not None and other.agreement.notice_address:
            values: dict[str, Any] = {"notice_address": other.agreement.notice_address}
            if _product_id(other) == _product_id(assessed.adoption):
                names = ("form", "title", "edition", "signed_on", "annexes", "explanation")
                values |= {name: getattr(other.agreement, name) for name in names}
            return [*found, _said(other, on, values)]
    return found


def _product_id(row: Adoption) -> Any:
    return row.basis.product_id


def _product(row: Adoption) -> Bilingual:
    return Bilingual.of(releases.content(row.basis)["product"]["name"])


def _said(row: Adoption, on: date, values: Mapping[str, Any]) -> Proposal:
    return Proposal(on=on, product=_product(row), values=values)


_Earlier = tuple[Adoption, date]  # and the day on which it said so


def _earlier(session: Session, row: Adoption, *, step: Step, actor: Actor) -> Iterator[_Earlier]:
    """Yield the board's other adoptions in which a step was finished, the newest first."""
    found = [
        (each.at, other)
        for other in adoptions.find(session, actor=actor)
        if other.board_id == row.board_id and other.id != row.id
        for each in other.steps
        if each.step is step
    ]
    for at, other in sorted(found, key=lambda pair: pair[0], reverse=True):
        yield other, day_of(at)


def _same(row: Adoption, earlier: Iterable[_Earlier], *, key: str) -> Iterator[Proposal]:
    for other, on in earlier:
        if key and _product_id(other) == _product_id(row):
            for each in _done(other):
                if each.key == key:
                    yield _said(other, on, {"is_done": "true", **_values(each, _ALL)})
                    return


def _beside(row: Adoption, *, key: str, product: Bilingual) -> Iterator[Proposal]:
    others = [each for each in _done(row) if not key or each.key != key]
    if others:
        values = _values(others[-1], _SHARED)
        yield Proposal(on=None, product=product, values=values, operation=others[-1].name)


def _elsewhere(row: Adoption, earlier: Iterable[_Earlier]) -> Iterator[Proposal]:
    for other, on in earlier:
        if _product_id(other) != _product_id(row) and (done := _done(other)):
            yield _said(other, on, _values(done[-1], _SHARED))
            return


def _done(row: Adoption) -> list[LocalOperation]:
    return [each for each in row.operations if not each.is_removed]


def _values(row: LocalOperation, names: Iterable[str]) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(row, name))}


_FORMS = {
    Cover.COOPERATIVE: AgreementForm.COOPERATIVE, Cover.JOINED: AgreementForm.JOINED,
    Cover.PARTY: AgreementForm.OWN, Cover.NAMED: AgreementForm.COOPERATIVE,
}  # fmt: skip


def _recorded(assessed: LocalAssessment) -> Iterator[Proposal]:
    """Yield each recorded agreement that covers the board, once."""
    row, seen = assessed.adoption, set()
    covers = local_levels.covers(row, content=assessed.content, on=assessed.on)
    for key, held in agreed.recorded(row, assessed.content).items():
        cover = covers[key]
        if cover is None or held.id in seen:
            continue
        seen.add(held.id)
        joined = {each.board_id: each.signed_on for each in held.joinders}
        title = held.title.nl or held.title.en
        values = {
            "form": _FORMS[cover], "title": title, "edition": held.document_version,
            "signed_on": joined.get(row.board_id) or held.valid_from,
        }  # fmt: skip
        yield Proposal(on=None, product=_product(row), values=values, recorded=title)
