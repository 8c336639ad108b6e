"""Step 4: what the board does with the product, operation by operation."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.statements import Article6, Period
from dpia_workbench.schemas.adoption_steps import OperationSchema, OwnOperationSchema
from dpia_workbench.schemas.base import VersionedSchema
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Adoption, LocalOperation
from dpia_workbench.usecases import adoption_operation, examined, proposals
from dpia_workbench.usecases.adoption_operation import VALUES
from dpia_workbench.usecases.describing import is_finished
from dpia_workbench.usecases.examined import Asked
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions import framing, opening, suggesting
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.pages import Badge
from dpia_workbench.web.adoptions.step_pages import OperationPage, OperationRow, OperationsPage

_PLACE = "/adoptions/<uuid:adoption_id>/operations"


@blueprint.route(_PLACE, methods=["GET", "POST"])
def operations(adoption_id: UUID) -> ResponseReturnValue:
    """Show all operations; say that they are all answered."""
    assessed = opening.to_fill(adoption_id)
    form = Form(VersionedSchema(), initial={"version": assessed.adoption.version})
    if form.submitted:
        with form.refusals(), transaction() as session:
            adoption_operation.finish(
                session, actor=current_actor(), adoption_id=adoption_id, today=clock.today(),
                now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved: %(step)s.", step=label(Step.OPERATIONS)), "success")
        return framing.onward(adoption_id, Step.OPERATIONS)
    page = _list(assessed, form=form)
    return render_template("adoptions/operations.html", page=page), form.status


def _list(assessed: LocalAssessment, *, form: Form) -> OperationsPage:
    row = assessed.adoption
    held = {each.key: each for each in row.operations if each.key}
    asked = [
        _row(row, each.name, each.description, held.get(each.key), key=each.key)
        for each in examined.operations(assessed.content)
    ]
    own = [_own_row(row, each) for each in row.operations if not each.key]
    waiting = next((each for each in asked if each.is_open), None)
    return OperationsPage(
        frame=framing.frame(assessed, Step.OPERATIONS),
        form=form,
        rows=(*asked, *own),
        language=str(assessed.content.get("language", "nl")),
        next=(_("Answer “%(name)s”", name=waiting.name), waiting.url) if waiting else None,
        add_url=url_for(".add_operation", adoption_id=row.id),
        noted=row.purposes,
        is_finished=is_finished(assessed, Step.OPERATIONS),
    )


def _row(
    row: Adoption, name: str, description: str, held: LocalOperation | None, *, key: str
) -> OperationRow:
    return OperationRow(
        name=name,
        description=description,
        state=_state(held),
        summary=_summary(held),
        url=url_for(".operation", adoption_id=row.id, key=key),
        is_open=held is None,
    )


def _own_row(row: Adoption, held: LocalOperation) -> OperationRow:
    url = url_for(".own_operation", adoption_id=row.id, number=held.number)
    return OperationRow(
        name=held.name, description="", state=_state(held), summary=_summary(held), url=url,
        is_open=False,
    )  # fmt: skip


def _state(held: LocalOperation | None) -> Badge:
    if held is None:
        return Badge("open", _("To do"), "warning")
    if held.is_removed:
        return Badge("no", _("We do not do this"))
    return Badge("yes", _("Answered"), "safe")


def _summary(held: LocalOperation | None) -> str:
    if held is None or held.is_removed or held.legal_basis is None:
        return ""
    return _("%(purpose)s (%(basis)s)", purpose=held.purpose, basis=label(held.legal_basis))


@blueprint.route(f"{_PLACE}/<string:key>", methods=["GET", "POST"])
def operation(adoption_id: UUID, key: str) -> ResponseReturnValue:
    """Answer what the board does in one operation of the release."""
    assessed = opening.to_fill(adoption_id)
    asked = next((each for each in examined.operations(assessed.content) if each.key == key), None)
    if asked is None:
        raise NotFound
    held = next((each for each in assessed.adoption.operations if each.key == key), None)
    form = Form(OperationSchema(), initial=_stored(assessed, held))
    found = []
    if held is None:  # what was answered needs no proposal
        found = proposals.operation(db.session(), assessed.adoption, key=key, actor=current_actor())
    is_filled = suggesting.taken(form, found)
    if form.submitted and not is_filled:
        with form.refusals(), transaction() as session:
            values = form.values()
            adoption_operation.answer(
                session, actor=current_actor(), adoption_id=adoption_id, key=key,
                is_done=values["is_done"], values=values, version=values["version"],
                today=clock.today(), now=clock.now(),
            )  # fmt: skip
    if form.accepted and not is_filled:
        return _on(assessed, asked.name)
    page = _page(assessed, form, asked=asked, found=found)
    return render_template("adoptions/operation.html", page=page), form.status


@blueprint.route(f"{_PLACE}/own", methods=["GET", "POST"])
def add_operation(adoption_id: UUID) -> ResponseReturnValue:
    """Add an operation that the release does not know."""
    assessed = opening.to_fill(adoption_id)
    form = Form(
        OwnOperationSchema(), initial={"version": assessed.adoption.version, "is_done": "true"}
    )
    found = proposals.operation(db.session(), assessed.adoption, key="", actor=current_actor())
    is_filled = suggesting.taken(form, found)
    if form.submitted and not is_filled:
        with form.refusals(), transaction() as session:
            values = form.values()
            adoption_operation.add(
                session, actor=current_actor(), adoption_id=adoption_id, name=values["name"],
                values=values, version=values["version"], today=clock.today(), now=clock.now(),
            )  # fmt: skip
    if form.accepted and not is_filled:
        return _on(assessed, form.value("name"))
    page = _page(assessed, form, asked=None, found=found, is_new=True)
    return render_template("adoptions/operation.html", page=page), form.status


@blueprint.route(f"{_PLACE}/own/<int:number>", methods=["GET", "POST"])
def own_operation(adoption_id: UUID, number: int) -> ResponseReturnValue:
    """Change an operation of the board's own."""
    assessed = opening.to_fill(adoption_id)
    held = adoption_operation.own(assessed.adoption, number)
    form = Form(OwnOperationSchema(), initial={"name": held.name, **_stored(assessed, held)})
    if form.submitted:
        with form.refusals(), transaction() as session:
            values = form.values()
            adoption_operation.change(
                session, actor=current_actor(), adoption_id=adoption_id, number=number,
                name=values["name"], is_done=values["is_done"], values=values,
                version=values["version"], today=clock.today(), now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        return _on(assessed, held.name)
    page = _page(assessed, form, asked=None, found=[])
    return render_template("adoptions/operation.html", page=page), form.status


def _stored(assessed: LocalAssessment, held: LocalOperation | None) -> dict[str, Any]:
    """Return what was said of an operation; what was not is empty, so that it can be merged."""
    version = {"version": assessed.adoption.version}
    if held is None:
        return {"is_done": "", "data_items": [], **dict.fromkeys(VALUES, ""), **version}
    said = "false" if held.is_removed else "true"
    return {"is_done": said, **{name: getattr(held, name) for name in VALUES}, **version}


def _on(assessed: LocalAssessment, name: str) -> ResponseReturnValue:
    flash(_("Saved: %(step)s.", step=name), "success")
    return redirect(url_for(".operations", adoption_id=assessed.adoption.id), 303)


def _page(
    assessed: LocalAssessment,
    form: Form,
    *,
    asked: Asked | None,
    found: list[proposals.Proposal],
    is_new: bool = False,
) -> OperationPage:
    items = examined.data_items(assessed.content)
    mine = {key: name for key, name in items.items() if asked is None or key in asked.data}
    return OperationPage(
        frame=framing.frame(assessed, Step.OPERATIONS),
        form=form,
        title=asked.name if asked else _("Something else that you do"),
        description=asked.description if asked else "",
        language=str(assessed.content.get("language", "nl")) if asked else "",
        back=url_for(".operations", adoption_id=assessed.adoption.id),
        is_own=asked is None,
        is_new=is_new,
        purpose_hint=_purpose_hint(asked),
        retention_hint=_retention_hint(asked),
        bases=tuple((each.value, label(each), _basis_hint(each)) for each in _BASES),
        items=tuple((mine or items).items()),
        suggestions=suggesting.shown(found, items=items),
    )


# Public task first: it is the one that fits the core of education.
_BASES = (
    Article6.PUBLIC_TASK, Article6.LEGAL_OBLIGATION, Article6.CONTRACT,
    Article6.LEGITIMATE_INTEREST, Article6.VITAL_INTEREST, Article6.CONSENT,
)  # fmt: skip


def _basis_hint(basis: Article6) -> str:
    return {
        Article6.PUBLIC_TASK: _("Teaching, guiding and assessing pupils. This fits most uses."),
        Article6.LEGAL_OBLIGATION: _("A law says that you must do this."),
        Article6.CONTRACT: _("Needed for an agreement with this person, such as staff."),
        Article6.LEGITIMATE_INTEREST: _("Not for the public tasks of a school."),
        Article6.VITAL_INTEREST: _("Only where somebody's life is at stake."),
        Article6.CONSENT: _("Only if people can really say no. Explain that below."),
    }[basis]


def _purpose_hint(asked: Asked | None) -> str:
    if asked is None or not asked.purposes:
        return ""
    return _("The assessment says: %(text)s.", text="; ".join(asked.purposes))


def _retention_hint(asked: Asked | None) -> str:
    if asked is None or not asked.retention:
        return _("For instance: until the end of the school year after a pupil leaves.")
    terms = "; ".join(_term(length, unit) for length, unit in asked.retention)
    return _("The assessment says: %(text)s.", text=terms)


def _term(length: str, unit: str) -> str:
    if unit in (Period.DAYS, Period.MONTHS, Period.YEARS):
        return f"{length} {label(Period(unit)).lower()}"
    return length or label(Period(unit))
