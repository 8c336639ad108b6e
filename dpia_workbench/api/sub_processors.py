"""Changes of sub-processors, for who they concern."""

from typing import Any
from uuid import UUID

from dpia_workbench import clock
from dpia_workbench.api import paging, reading
from dpia_workbench.api.operation import operation
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk import sub_processors as rules
from dpia_workbench.schemas.dossier_answers import page_of
from dpia_workbench.schemas.dossier_requests import PageSchema
from dpia_workbench.schemas.sub_processor_answers import ChangeAnswerSchema
from dpia_workbench.store import sub_processors
from dpia_workbench.store.models import SubProcessorChange

Value = dict[str, Any]
_COLUMNS = (
    "kind", "name", "legal_entity", "country", "service", "categories", "mechanism", "replaces",
    "words", "language", "state", "announced_on", "objection_until", "effective_on",
)  # fmt: skip


def _value(row: SubProcessorChange) -> Value:
    runs = rules.clock(row.state, until=row.objection_until, on=clock.today())
    return {
        **reading.named(row, *_COLUMNS),
        "vendor": reading.named(row.vendor, "name"),
        "products": [reading.named(product, "slug", "name") for product in row.products],
        "is_running": runs.is_running,
        "in_silence": runs.in_silence,
    }


@operation("/sub-processor-changes", query=PageSchema, returns=page_of(ChangeAnswerSchema))
def list_sub_processor_changes(*, query: Value) -> Value:
    """List the changes of sub-processors that you may see, the latest last day first."""
    found = sub_processors.find(db.session(), actor=current_actor())
    rows, rest = paging.page(found, query=query)
    return {"items": [_value(row) for row in rows], **rest}


@operation("/sub-processor-changes/<uuid:change_id>", returns=ChangeAnswerSchema)
def one_sub_processor_change(*, change_id: UUID) -> Value:
    """Return one change of sub-processors."""
    return _value(sub_processors.get(db.session(), change_id, actor=current_actor()))
