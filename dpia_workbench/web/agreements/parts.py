"""What an agreement consists of: parties, boards, files, checklist, sub-processors, clauses."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.files import types
from dpia_workbench.files.keeping import Staged
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, options
from dpia_workbench.plumbing.database import db, let_go, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.uploads import expect_files, keep
from dpia_workbench.risk.agreement import AnnexKind, Duty, Grade, PartyRole
from dpia_workbench.schemas.agreements import (
    AnnexSchema,
    BoardsSchema,
    ChecklistSchema,
    ClauseSchema,
    PartySchema,
    SubprocessorEndSchema,
    SubprocessorSchema,
    judged,
)
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Agreement
from dpia_workbench.usecases import agreement_part as verbs
from dpia_workbench.web.agreements import asking, resting
from dpia_workbench.web.agreements.blueprint import blueprint
from dpia_workbench.web.agreements.pages import Field
from dpia_workbench.web.agreements.views import found


def _editable(agreement_id: UUID) -> Agreement:
    row = found(agreement_id)
    require(current_actor(), Permission.AGREEMENT_EDIT, row)
    return row


def _split(form: Form, *names: str) -> dict[str, Any]:
    """Return the version and some fields by themselves, and the rest as `values`."""
    values = form.values()
    return {**{name: values.pop(name) for name in ("version", *names)}, "values": values}


@blueprint.route("/<uuid:agreement_id>/parties/new", methods=["GET", "POST"])
def add_party(agreement_id: UUID) -> ResponseReturnValue:
    """Add a party."""
    row = _editable(agreement_id)
    form = Form(PartySchema(), initial={"version": row.version, "is_mandatory": True})
    if form.submitted:
        with form.refusals(on="number"), transaction() as session:
            verbs.add_party(
                session, agreement_id=agreement_id, **_split(form, "number"), **asking.moment()
            )
    if form.accepted:
        return asking.saved(row, _("The party is added."))
    return asking.page(
        row, form=form, title=_("Add a party"), submit=_("Add this party"),
        fields=(
            Field(look="text", name="name", label=_("Name")),
            Field(look="select", name="role", label=_("Role"), options=options(PartyRole)),
            Field(look="check", name="is_mandatory", label=_("It must sign")),
            Field(look="text", name="number", label=_("Number of the school board"), optional=True,
                  hint=_("If it is a school board that is known here.")),
        ),
    )  # fmt: skip


@blueprint.route("/<uuid:agreement_id>/boards", methods=["GET", "POST"])
def name_boards(agreement_id: UUID) -> ResponseReturnValue:
    """Name school boards that the agreement covers."""
    row = _editable(agreement_id)
    form = Form(BoardsSchema(), initial={"version": row.version})
    if form.submitted:
        with form.refusals(on="numbers"), transaction() as session:
            values = form.values()
            verbs.name_boards(
                session, agreement_id=agreement_id, numbers=values["numbers"].split(),
                version=values["version"], **asking.moment(),
            )  # fmt: skip
    if form.accepted:
        return asking.saved(row, _("The boards are named."))
    return asking.page(
        row, form=form, title=_("Name school boards"), submit=_("Name these boards"),
        intro=_("Boards that were named stay named."),
        fields=(
            Field(look="area", name="numbers", label=_("Numbers of the boards"),
                  hint=_("Each on a line of its own.")),
        ),
    )  # fmt: skip


@blueprint.route("/<uuid:agreement_id>/annexes/new", methods=["GET", "POST"])
def add_annex(agreement_id: UUID) -> ResponseReturnValue:
    """Add a file to an agreement."""
    expect_files()
    row = found(agreement_id)
    require(current_actor(), Permission.AGREEMENT_ANNEX, row)
    let_go()  # the file comes in when the form is read
    form = Form(AnnexSchema(), initial={"dated": clock.today()})
    if form.submitted:
        _keep_annex(form, agreement_id=agreement_id)
    row = found(agreement_id)
    if form.accepted:
        return asking.saved(row, _("The file is added."))
    return asking.page(
        row, form=form, title=_("Add a file"), submit=_("Add this file"), is_versioned=False,
        has_file=True,
        fields=(
            Field(look="file", name="files", label=_("File"), options=[(e, e) for e in types.KNOWN],
                  hint=_("Up to 50 MB: %(types)s.", types=", ".join(types.KNOWN))),
            Field(look="select", name="kind", label=_("What it is"), options=options(AnnexKind)),
            Field(look="text", name="title", label=_("Title"), optional=True,
                  hint=_("Left empty, it is called as its file.")),
            Field(look="date", name="dated", label=_("Date of the document")),
        ),
    )  # fmt: skip


def _keep_annex(form: Form, *, agreement_id: UUID) -> None:
    """Keep the file with what was written about it, or neither."""

    def add(session: Session, files: Sequence[Staged], values: dict[str, Any]) -> None:
        for each in files:
            verbs.add_annex(
                session, agreement_id=agreement_id, file=each.facts, **values, **asking.moment()
            )

    keep(form, add, on={"agreement.dated-ahead": "dated"})


@blueprint.route("/<uuid:agreement_id>/checklist", methods=["GET", "POST"])
def check_duties(agreement_id: UUID) -> ResponseReturnValue:
    """Fill in the checklist of art. 28(3)."""
    row = _editable(agreement_id)
    form = Form(ChecklistSchema(), initial={"version": row.version, **_checked(row)})
    if form.submitted:
        with form.refusals(), transaction() as session:
            values = form.values()
            verbs.check_duties(
                session, agreement_id=agreement_id, version=values.pop("version"),
                found=judged(values), **asking.moment(),
            )  # fmt: skip
    if form.accepted:
        return asking.saved(row, _("The checklist is saved."))
    fields = [field for duty in Duty for field in _duty(duty)]
    return asking.page(
        row, form=form, title=_("Checklist of GDPR art. 28(3)"), submit=_("Save"),
        intro=_("What a processor agreement must say. The notes are for your cooperative only."),
        fields=tuple(fields),
    )  # fmt: skip


def _checked(row: Agreement) -> dict[str, Any]:
    return {
        f"{each.duty}_{name}": getattr(each, name)
        for each in row.duties
        for name in ("grade", "clause", "note")
    }


def _duty(duty: Duty) -> tuple[Field, ...]:
    letter = {"letter": duty.value}
    return (
        Field(look="heading", name="", label=label(duty)),
        Field(look="radio", name=f"{duty}_grade", label=_("Assessment of %(letter)s", **letter),
              options=options(Grade)),
        Field(look="text", name=f"{duty}_clause", label=_("Clause for %(letter)s", **letter),
              optional=True),
        Field(look="area", name=f"{duty}_note", label=_("Note on %(letter)s", **letter),
              optional=True),
    )  # fmt: skip


@blueprint.route("/<uuid:agreement_id>/sub-processors/new", methods=["GET", "POST"])
def add_subprocessor(agreement_id: UUID) -> ResponseReturnValue:
    """Add a sub-processor."""
    row = _editable(agreement_id)
    form = Form(SubprocessorSchema(), initial={"version": row.version})
    if form.submitted:
        with form.refusals(), transaction() as session:
            verbs.add_subprocessor(
                session, agreement_id=agreement_id, **_split(form), **asking.moment()
            )
    if form.accepted:
        return asking.saved(row, _("The sub-processor is added."))
    return asking.page(
        row, form=form, title=_("Add a sub-processor"), submit=_("Add this sub-processor"),
        fields=(
            Field(look="text", name="name", label=_("Name")),
            Field(look="text", name="legal_entity", label=_("Legal entity"), optional=True),
            Field(look="text", name="country", label=_("Country")),
            Field(look="text", name="service", label=_("Service")),
            Field(look="area", name="data_categories", label=_("Categories of data"),
                  optional=True),
            Field(look="text", name="mechanism", label=_("Mechanism of the transfer"),
                  optional=True),
            Field(look="date", name="since", label=_("Used since")),
            Field(look="date", name="until", label=_("First day without it"), optional=True),
            Field(look="date", name="noticed_on", label=_("Notice received on"), optional=True),
        ),
    )  # fmt: skip


@blueprint.route(
    "/<uuid:agreement_id>/sub-processors/<uuid:subprocessor_id>/end", methods=["GET", "POST"]
)
def end_subprocessor(agreement_id: UUID, subprocessor_id: UUID) -> ResponseReturnValue:
    """Say from which day on a sub-processor is no longer used."""
    row = _editable(agreement_id)
    one = next((each for each in row.subprocessors if each.id == subprocessor_id), None)
    if one is None:
        raise NotFound
    form = Form(SubprocessorEndSchema(), initial={"version": row.version})
    asking.send(
        form, verbs.end_subprocessor, on="until", agreement_id=agreement_id,
        subprocessor_id=subprocessor_id,
    )  # fmt: skip
    if form.accepted:
        return asking.saved(row, _("Saved. The sub-processor stays in the history."))
    return asking.page(
        row, form=form, title=_("End of sub-processor %(name)s", name=one.name),
        submit=_("Save"),
        fields=(Field(look="date", name="until", label=_("First day without it")),),
    )  # fmt: skip


@blueprint.route(
    "/<uuid:agreement_id>/clauses/new", defaults={"clause_id": None}, methods=["GET", "POST"]
)
@blueprint.route("/<uuid:agreement_id>/clauses/<uuid:clause_id>", methods=["GET", "POST"])
def clause(agreement_id: UUID, clause_id: UUID | None) -> ResponseReturnValue:
    """Describe a clause, and tie it to measures."""
    row = _editable(agreement_id)
    one = next((each for each in row.clauses if each.id == clause_id), None)
    if clause_id is not None and one is None:
        raise NotFound
    initial: dict[str, Any] = {"version": row.version}
    if one is not None:
        tied = [f"{each.dossier_id}:{each.measure_key}" for each in one.links]
        initial |= {"reference": one.reference, "summary": one.summary, "measures": tied}
    form = Form(ClauseSchema(), initial=initial)
    on = {"agreement.clause-twice": "reference", "agreement.measure-unknown": "measures"}
    asking.send(form, verbs.save_clause, on=on, agreement_id=agreement_id, clause_id=clause_id)
    if form.accepted:
        return asking.saved(row, _("The clause is saved."))
    return asking.page(
        row, form=form, title=_("Describe a clause"), submit=_("Save"),
        fields=(
            Field(look="text", name="reference", label=_("Clause"), hint=_("Such as 4.1.")),
            Field(look="both", name="summary", label=_("What it says in plain words")),
            Field(look="checks", name="measures", label=_("Measures that rest on it"),
                  optional=True,
                  options=resting.choices(db.session(), row, actor=current_actor())),
        ),
    )  # fmt: skip
