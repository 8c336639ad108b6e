"""Step 5: which processor agreement is in force for the board."""

from typing import Any
from uuid import UUID

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.adoption_step import AgreementForm, Step
from dpia_workbench.schemas.adoption_steps import AgreementSchema
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import adoption_agreement, local, proposals
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions import agreeing, framing, opening, suggesting
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.step_pages import AgreementPage

_VALUES = ("form", "title", "edition", "signed_on", "annexes", "notice_address", "explanation")


@blueprint.route("/adoptions/<uuid:adoption_id>/agreement", methods=["GET", "POST"])
def agreement(adoption_id: UUID) -> ResponseReturnValue:
    """Say which processor agreement is in force for the board."""
    assessed = opening.to_fill(adoption_id)
    form = Form(AgreementSchema(), initial=_stored(assessed.adoption))
    found = []
    if assessed.adoption.agreement is None:  # what was answered needs no proposal
        found = proposals.agreement(db.session(), assessed, actor=current_actor())
    is_filled = suggesting.taken(form, found)
    if form.submitted and not is_filled:
        with form.refusals(), transaction() as session:
            values = form.values()
            adoption_agreement.state(
                session, actor=current_actor(), adoption_id=adoption_id,
                values={name: values[name] for name in _VALUES}, party_to=values["party_to"],
                version=values["version"], today=clock.today(), now=clock.now(),
            )  # fmt: skip
    if form.accepted and not is_filled:
        flash(_("Saved: %(step)s.", step=label(Step.AGREEMENT)), "success")
        return framing.onward(adoption_id, Step.AGREEMENT)
    page = _page(assessed, form=form, found=found)
    return render_template("adoptions/agreement.html", page=page), form.status


def _stored(row: Adoption) -> dict[str, Any]:
    held = row.agreement
    said = {name: getattr(held, name) if held else "" for name in _VALUES}
    return {"version": row.version, "party_to": row.party_to, **said}


def _page(
    assessed: LocalAssessment, *, form: Form, found: list[proposals.Proposal]
) -> AgreementPage:
    asked = local.own_word(assessed.content)
    said = [item for item in assessed.content["measures"] if item["key"] in asked]
    recorded = agreeing.recorded(db.session(), assessed, actor=current_actor(), today=clock.today())
    return AgreementPage(
        frame=framing.frame(assessed, Step.AGREEMENT),
        form=form,
        forms=tuple((each.value, label(each), _hint(each)) for each in AgreementForm),
        agreements=tuple((item["key"], *_named(item)) for item in said),
        recorded=tuple(recorded),
        suggestions=suggesting.shown(found),
        latest=clock.today(),
    )


def _hint(form: AgreementForm) -> str:
    return {
        AgreementForm.OWN: _("Your board signed it with the vendor itself."),
        AgreementForm.COOPERATIVE: _("Your cooperative signed it for its members."),
        AgreementForm.JOINED: _("Somebody else signed it, and your board joined it."),
        AgreementForm.NONE: _("Explain below why there is none."),
    }[form]


def _named(item: dict[str, Any]) -> tuple[str, str]:
    agreed = item["agreement"]
    title = Bilingual.of(item["title"]).text(current_language())
    if agreed["clause"]:
        named = _("%(title)s, clause %(clause)s", title=agreed["title"], clause=agreed["clause"])
        return named, title
    return agreed["title"], title
