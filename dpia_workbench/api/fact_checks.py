"""Fact checks: read by both sides; answering and processing happen on their pages."""

from typing import Any
from uuid import UUID

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.api import paging, reading
from dpia_workbench.api.operation import operation
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.fact_check import State
from dpia_workbench.schemas.dossier_answers import page_of
from dpia_workbench.schemas.fact_check_answers import (
    FactCheckAnswerSchema,
    FactCheckQuerySchema,
    FactCheckRowSchema,
)
from dpia_workbench.store import fact_checks
from dpia_workbench.store.models import FactCheck
from dpia_workbench.usecases.fact_check import standing

Value = dict[str, Any]


def _row(row: FactCheck) -> Value:
    times = reading.named(
        row, "deadline", "sent_at", "answered_at", "closed_at", "is_silent"
    )  # fmt: skip
    return {
        **times,
        "product": reading.named(row.product, "slug", "name"),
        "vendor": reading.named(row.vendor, "name"),
        "owner": reading.named(row.owner, "name"),
        "state": standing(row, on=clock.today()),
        "sha256": row.package.sha256,
    }


def _items(row: FactCheck) -> list[Value]:
    is_vendor = allows(current_actor(), Permission.FACT_CHECK_ANSWER, row)
    shows_end = not is_vendor or row.state is State.PROCESSED
    said = {item.number: item for item in row.items}
    found = []
    for frozen in fact_checks.content(row):
        item = said.get(frozen["number"])
        found.append(
            {
                **frozen,
                "answer": item.answer if item else None,
                "words": item.words if item else "",
                "disposition": item.disposition if item and shows_end else None,
                "reason": item.reason if item and shows_end else "",
                "changed": item.changed if item and shows_end else "",
            }
        )
    return found


@operation("/fact-checks", query=FactCheckQuerySchema, returns=page_of(FactCheckRowSchema))
def list_fact_checks(*, query: Value) -> Value:
    """List the fact checks that you may see, the newest first."""
    state = query["state"]
    found = fact_checks.find(db.session(), actor=current_actor())
    today = clock.today()
    chosen = [row for row in found if state is None or standing(row, on=today) is state]
    rows, rest = paging.page(chosen, query=query)
    return {"items": [_row(row) for row in rows], **rest}


@operation("/fact-checks/<uuid:fact_check_id>", returns=FactCheckAnswerSchema)
def get_fact_check(fact_check_id: UUID) -> Value:
    """Read one fact check: what was frozen, what the vendor says, what was done with it."""
    row = fact_checks.get(db.session(), fact_check_id, actor=current_actor())
    return {**_row(row), "items": _items(row)}
