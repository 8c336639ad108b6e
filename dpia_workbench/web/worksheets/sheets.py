"""A worksheet as a workbook: downloaded, filled in elsewhere, and uploaded again."""

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.files import workbook
from dpia_workbench.files.archives import XLSX
from dpia_workbench.i18n import current_language, gettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.practice_labels import PRACTICE_LABELS
from dpia_workbench.plumbing import uploads
from dpia_workbench.plumbing.database import let_go, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.worksheets import Key
from dpia_workbench.report.sheets import Sheet, Value, as_xlsx
from dpia_workbench.risk.worksheet import Answer
from dpia_workbench.schemas.base import StrictSchema
from dpia_workbench.schemas.worksheets import answers_schema
from dpia_workbench.store.models import Worksheet
from dpia_workbench.usecases import settings, worksheet_filling
from dpia_workbench.usecases.settings import Setting
from dpia_workbench.web.worksheets import returned, views
from dpia_workbench.web.worksheets.views import blueprint, by_link

__all__ = ["blueprint"]

_OF_FILE = 8  # letters by which a row says to which worksheet it belongs


@blueprint.get("/worksheet/<token>/sheet.xlsx")
@by_link
def sheet(key: Key, token: str) -> ResponseReturnValue:
    """Send the worksheet as a workbook, with what was saved so far."""
    row = views.opened(key)
    answer = Response(as_xlsx(_as_sheet(row)), content_type=XLSX)
    name = f"{row.adoption.basis.product.slug}-{code_of(row)}.xlsx"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def code_of(row: Worksheet) -> str:
    """Return the letters by which rows of a file say to which worksheet they belong."""
    return row.id.hex[:_OF_FILE]


def _as_sheet(row: Worksheet) -> Sheet:
    return Sheet(
        name=_("Settings"),
        header=(
            _(returned.CODE), _("Setting"), _("How to do this"),
            *map(gettext, (*PRACTICE_LABELS.values(), *returned.FILLED, returned.SHEET)),
        ),
        rows=tuple(_cells(row, each) for each in settings.asked(row)),
    )  # fmt: skip


def _cells(row: Worksheet, setting: Setting) -> tuple[Value, ...]:
    spoken = current_language()
    newest = row.newest.get(setting.key)
    said = newest.said if newest else Answer()
    told = [setting.practice.get(name) for name in PRACTICE_LABELS]
    return (
        setting.key, setting.title.text(spoken), setting.instruction.text(spoken),
        *(text.text(spoken) if text else "" for text in told),
        label(said.kind) if said.kind else "", said.since, said.due, said.words, code_of(row),
    )  # fmt: skip


@blueprint.post("/worksheet/<token>/sheet")
@by_link
def upload(key: Key, token: str) -> ResponseReturnValue:
    """Save what stands in a workbook that comes back, or nothing of it."""
    row = views.opened(key)
    asked = settings.asked(row)
    initial, code = views.stored(row, asked), code_of(row)
    let_go()  # the file comes in when the form is read
    form = Form(StrictSchema())
    with uploads.received("file") as files, form.refusals(on="file"):
        staged = files.judge()[0]
        with staged.path.open("rb") as file:
            rows = workbook.rows(file, size=staged.facts.size)
        given = returned.answers(rows, known={each.key for each in asked}, code=code)
        with transaction() as session:
            worksheet_filling.save(
                session, **views.of_link(key), given=given, by_name=initial["name"],
                today=clock.today(),
            )  # fmt: skip
    if form.accepted:
        return redirect(url_for(".show", token=token, saved=1), 303)
    shown = Form(answers_schema(each.key for each in asked), initial=initial)
    shown.submitted = False
    return views.filling_page(key, token, form=shown, upload=form)
