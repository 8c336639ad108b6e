"""Requests to vendors: read by both sides, answered by the vendor, checked by the cooperative."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.api import paging, reading
from dpia_workbench.api.collection import moment
from dpia_workbench.api.operation import operation
from dpia_workbench.api.preconditions import Answer
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.schemas.base import StrictSchema
from dpia_workbench.schemas.dossier_answers import page_of
from dpia_workbench.schemas.remediation_answers import RemediationAnswerSchema, RequestQuerySchema
from dpia_workbench.schemas.remediations import (
    CommitmentSchema,
    DeliverySchema,
    ProposalSchema,
    RefusalSchema,
    SettlementSchema,
    VerificationSchema,
    WithdrawalSchema,
)
from dpia_workbench.store import remediations
from dpia_workbench.store.models import Remediation
from dpia_workbench.usecases import asking, remediation, standing

Value = dict[str, Any]
_ONE = "/requests/<uuid:remediation_id>"


def _values(rows: Sequence[Remediation]) -> list[Value]:
    today = clock.today()
    stands = standing.standings(db.session(), rows, on=today)
    return [_value(row, stands[row.id], on=today) for row in rows]


def _value(row: Remediation, stands: standing.Standing, *, on: date) -> Value:
    is_vendor = allows(current_actor(), Permission.REMEDIATION_ANSWER, row)
    return {
        **reading.asked(row, on=on),
        **reading.named(row, "due_dates", "proposed_due", "proposal"),
        "product": reading.named(row.product, "slug", "name"),
        "vendor": reading.named(row.vendor, "name"),
        "owner": reading.named(row.owner, "name"),
        "days_overdue": stands.days_overdue,
        "is_unanswered": stands.is_unanswered,
        "is_verification_expired": stands.is_verification_expired,
        "escalation": stands.lateness if is_vendor else stands.escalation,
    }


def _answer(row: Remediation) -> Answer:
    return Answer(value=_values([row])[0], version=str(row.version))


@operation("/requests", query=RequestQuerySchema, returns=page_of(RemediationAnswerSchema))
def list_requests(*, query: Value) -> Value:
    """List the requests to vendors that you may see, the nearest day first."""
    state = query["state"]
    found = remediations.find(db.session(), actor=current_actor())
    chosen = [row for row in found if state is None or row.state is state]
    rows, rest = paging.page(chosen, query=query)
    return {"items": _values(rows), **rest}


@operation(_ONE, returns=RemediationAnswerSchema)
def one_request(*, remediation_id: UUID) -> Answer:
    """Return one request with every day that was agreed."""
    return _answer(remediations.get(db.session(), remediation_id, actor=current_actor()))


def _move(
    noun: str,
    verb: Callable[..., Remediation],
    *,
    summary: str,
    body: type[StrictSchema] | None = None,
    dated: bool = True,
) -> None:
    """Declare what somebody does with a request; `dated` verbs are told the day."""

    def done(
        session: Session, *, remediation_id: UUID, version: int, body: Value | None = None
    ) -> Answer:
        day = {"today": clock.today()} if dated else {}
        row = verb(
            session, remediation_id=remediation_id, version=version, **(body or {}), **day,
            **moment(),
        )  # fmt: skip
        session.flush()
        return _answer(row)

    operation(
        f"{_ONE}/{noun}", method="POST", body=body, returns=RemediationAnswerSchema,
        current=one_request, name=f"request_{noun}", summary=summary,
    )(done)  # fmt: skip


_move("sending", asking.send, summary="Send a draft to the vendor.")
_move(
    "acknowledgement", remediation.acknowledge, dated=False,
    summary="Say that the request was read.",
)  # fmt: skip
_move("commitment", remediation.commit, body=CommitmentSchema, summary="Promise a day.")
_move(
    "proposal", remediation.propose_date, body=ProposalSchema,
    summary="Propose another day than the promised one.",
)  # fmt: skip
_move(
    "settlement", remediation.settle_date, body=SettlementSchema,
    summary="Accept or refuse the day that the vendor proposes.",
)  # fmt: skip
_move(
    "delivery", remediation.deliver, body=DeliverySchema,
    summary="Say that it is done, and how that can be seen.",
)  # fmt: skip
_move("refusal", remediation.decline, body=RefusalSchema, summary="Decline, with the reason.")
_move(
    "verification", remediation.verify, body=VerificationSchema,
    summary="Record what the check of a delivery found.",
)  # fmt: skip
_move(
    "withdrawal", remediation.withdraw, body=WithdrawalSchema, dated=False,
    summary="Take the request back, with the reason.",
)  # fmt: skip
