"""The requests that somebody may see, as a file for a spreadsheet."""

from collections.abc import Iterator

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.report.sheets import Sheet, Value, as_csv, as_xlsx
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.store import remediations
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Remediation
from dpia_workbench.usecases.standing import Standing, standings
from dpia_workbench.web.remediations import reading
from dpia_workbench.web.remediations.blueprint import blueprint

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/requests.csv")
def export_csv() -> ResponseReturnValue:
    """Send the requests as CSV."""
    return _file(as_csv(_sheet()), name="requests.csv", kind="text/csv; charset=utf-8")


@blueprint.get("/requests.xlsx")
def export_xlsx() -> ResponseReturnValue:
    """Send the requests as a workbook."""
    return _file(as_xlsx(_sheet()), name="requests.xlsx", kind=_XLSX)


def _file(content: bytes, *, name: str, kind: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _sheet() -> Sheet:
    """Return what the reader may see of all requests. Raises NotFound as the list does."""
    actor = current_actor()
    if not allows(actor, Permission.REMEDIATION_READ, reading.own(actor)):
        raise NotFound
    found = remediations.find(db.session(), actor=actor)
    stands = standings(db.session(), found, on=clock.today())
    return Sheet(
        name=_("Requests to vendors"),
        header=(
            _("What is asked"), _("Product"), _("Vendor"), _("Asked by"), _("State"),
            _("Asked on"), _("First promised day"), _("Promised for"), _("Proposed instead"),
            _("Days late"), _("Delivered on"), _("Checked on"), _("To be checked again before"),
            _("Address"),
        ),
        rows=tuple(tuple(_cells(row, stands[row.id])) for row in found),
    )  # fmt: skip


def _cells(row: Remediation, stands: Standing) -> Iterator[Value]:
    spoken = current_language()
    yield row.title.text(spoken)
    yield row.product.name.text(spoken)
    yield row.vendor.name
    yield row.owner.name
    yield label(row.state)
    yield day_of(row.requested_at) if row.is_sent else None
    yield row.due_dates[0].due if row.due_dates else None
    yield row.due
    yield row.proposed_due
    yield stands.days_overdue
    yield row.delivered_on
    yield row.verified_on
    yield row.verification_expires_on
    yield settings().base_url + url_for(".show", remediation_id=row.id)
