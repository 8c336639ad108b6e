"""An agreement as a whole: recorded, its terms changed, moved on, signed, ended."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.agreement import Move, after, require_terms_open
from dpia_workbench.schemas.agreements import (
    AgreementSchema,
    MoveSchema,
    NewAgreementSchema,
    ReasonSchema,
    SignatureSchema,
    TerminationSchema,
)
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Agreement
from dpia_workbench.usecases import agreement
from dpia_workbench.web.agreements import asking, terms
from dpia_workbench.web.agreements.blueprint import blueprint
from dpia_workbench.web.agreements.pages import Field
from dpia_workbench.web.agreements.views import found

_ON = {
    "agreement.ends-before-start": "valid_until",
    "agreement.vendor-unknown": "vendor_id",
    "agreement.predecessor-unknown": "supersedes_id",
}


def _editable(agreement_id: UUID, *, move: Move | None = None) -> Agreement:
    """Return an agreement that the reader may edit; who only looks sees what is not possible."""
    row = found(agreement_id)
    require(current_actor(), Permission.AGREEMENT_EDIT, row)
    if move is not None and request.method == "GET":
        after(row.state, move)
    return row


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """Record a new agreement."""
    require(current_actor(), Permission.AGREEMENT_CREATE)
    initial = {"language": "nl", "vendor_id": request.args.get("vendor", "")}
    form = Form(NewAgreementSchema(), initial=initial)
    if form.submitted:
        with form.refusals(on=_ON), transaction() as session:
            values = form.values()
            row = agreement.create(
                session, vendor_id=values.pop("vendor_id"), product_ids=values.pop("product_ids"),
                values=values, **asking.moment(),
            )  # fmt: skip
    if form.accepted:
        return asking.saved(row, _("Recorded as a draft. Only your cooperative sees it."))
    return asking.page(
        None, form=form, title=_("New agreement"), submit=_("Record this agreement"),
        fields=terms.fields(db.session(), None, actor=current_actor()), is_versioned=False,
    )  # fmt: skip


@blueprint.route("/<uuid:agreement_id>/terms", methods=["GET", "POST"])
def change(agreement_id: UUID) -> ResponseReturnValue:
    """Change what an agreement says, until somebody signed it."""
    row = _editable(agreement_id)
    if request.method == "GET":
        require_terms_open(row.state)
    form = Form(AgreementSchema(), initial=terms.stored(row))
    if form.submitted:
        with form.refusals(on=_ON), transaction() as session:
            values = form.values()
            agreement.change(
                session, agreement_id=agreement_id, version=values.pop("version"),
                product_ids=values.pop("product_ids"), values=values, **asking.moment(),
            )  # fmt: skip
    if form.accepted:
        return asking.saved(row, _("Saved."))
    return asking.page(
        row, form=form, title=_("Change the terms"), submit=_("Save"),
        fields=terms.fields(db.session(), row, actor=current_actor()),
    )  # fmt: skip


def _moved(agreement_id: UUID, verb: Any, text: str) -> ResponseReturnValue:
    row = _editable(agreement_id)
    with transaction() as session:
        verb(session, agreement_id=agreement_id, **Form(MoveSchema()).values(), **asking.moment())
    return asking.saved(row, text)


@blueprint.post("/<uuid:agreement_id>/negotiation")
def negotiate(agreement_id: UUID) -> ResponseReturnValue:
    """Show a draft to the vendor."""
    return _moved(agreement_id, agreement.negotiate, _("The vendor can see it from now on."))


@blueprint.post("/<uuid:agreement_id>/consent")
def agree(agreement_id: UUID) -> ResponseReturnValue:
    """Say that the text is agreed."""
    return _moved(agreement_id, agreement.agree, _("Recorded: the text is agreed."))


@blueprint.post("/<uuid:agreement_id>/completion")
def complete(agreement_id: UUID) -> ResponseReturnValue:
    """Say that all have signed."""
    return _moved(agreement_id, agreement.complete, _("Recorded: all have signed."))


@blueprint.route("/<uuid:agreement_id>/abandonment", methods=["GET", "POST"])
def abandon(agreement_id: UUID) -> ResponseReturnValue:
    """Give an agreement up before it is signed."""
    row = _editable(agreement_id, move=Move.ABANDON)
    form = Form(ReasonSchema(), initial={"version": row.version})
    asking.send(form, agreement.abandon, on="reason", agreement_id=agreement_id)
    if form.accepted:
        return asking.saved(row, _("The agreement was given up."))
    return asking.page(
        row, form=form, title=label(Move.ABANDON), submit=label(Move.ABANDON), look="danger",
        intro=_("It stays here as a record. You cannot undo this."), fields=(_reason(),),
    )  # fmt: skip


def _reason() -> Field:
    hint = _("Everybody who may read the agreement reads this.")
    return Field(look="area", name="reason", label=_("Reason"), hint=hint)


@blueprint.route("/<uuid:agreement_id>/termination", methods=["GET", "POST"])
def terminate(agreement_id: UUID) -> ResponseReturnValue:
    """End an agreement from a day on."""
    row = _editable(agreement_id, move=Move.TERMINATE)
    form = Form(TerminationSchema(), initial={"version": row.version})
    on = {"agreement.end-passed": "on", "agreement.reason-missing": "reason"}
    asking.send(form, agreement.terminate, on=on, agreement_id=agreement_id)
    if form.accepted:
        return asking.saved(row, _("The agreement was terminated. Verdicts that rest on it ask"
                                   " for attention."))  # fmt: skip
    first = Field(look="date", name="on", label=_("First day on which it no longer holds"))
    return asking.page(
        row, form=form, title=label(Move.TERMINATE), submit=label(Move.TERMINATE), look="danger",
        intro=_("From that day on, measures that rest on it no longer count, here and at schools."
                " You cannot undo this."), fields=(first, _reason()),
    )  # fmt: skip


@blueprint.route("/<uuid:agreement_id>/parties/<uuid:party_id>/signature", methods=["GET", "POST"])
def sign(agreement_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """Record that a party signed."""
    row = _editable(agreement_id, move=Move.SIGN)
    party = next((each for each in row.parties if each.id == party_id), None)
    if party is None:
        raise NotFound
    initial = {"version": row.version, "signed_on": clock.today()}
    form = Form(SignatureSchema(), initial=initial)
    on = {"agreement.signed-ahead": "signed_on"}
    asking.send(form, agreement.sign, on=on, agreement_id=agreement_id, party_id=party_id)
    if form.accepted:
        return asking.saved(row, _("The signature is recorded."))
    return asking.page(
        row, form=form, title=_("Signature for %(name)s", name=party.name),
        submit=_("Record the signature"),
        fields=(
            Field(look="text", name="signatory", label=_("Name of who signed")),
            Field(look="text", name="function", label=_("Function")),
            Field(look="date", name="signed_on", label=_("Signed on")),
        ),
    )  # fmt: skip
