"""Steps 2 and 3: does what the board uses fit, and in which circumstances does it use it?"""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import explanation
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, options
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk import describing as rules
from dpia_workbench.risk.adoption_step import Step, UseKind
from dpia_workbench.risk.describing import Said
from dpia_workbench.risk.vocabulary import GROUP_TAGS, SubjectGroup, Tag
from dpia_workbench.schemas.adoption_steps import (
    MOST_USES,
    TAG,
    USE,
    circumstances_schema,
    scope_schema,
    uses_of,
)
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import (
    adoption_circumstances,
    adoption_scope,
    examined,
    proposals,
)
from dpia_workbench.usecases.describing import is_finished
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web import pieces
from dpia_workbench.web.adoptions import cell_choices, framing, opening, suggesting
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.step_pages import CircumstancesPage, Question, ScopePage


@blueprint.route("/adoptions/<uuid:adoption_id>/scope", methods=["GET", "POST"])
def scope(adoption_id: UUID) -> ResponseReturnValue:
    """Say which examined cells fit, and name what else the board uses."""
    assessed = opening.to_fill(adoption_id)
    uses = _lines(assessed.adoption)
    form = Form(scope_schema(uses), initial=_scope_values(assessed, uses=uses))
    goes_on = "later" not in form.typed
    if form.submitted:
        with form.refusals(), transaction() as session:
            values = form.values()
            adoption_scope.fit(
                session, actor=current_actor(), adoption_id=adoption_id, cells=values["cells"],
                services=values["services"], version=values["version"], is_complete=goes_on,
                uncovered=uses_of(values, uses=uses, is_complete=goes_on),
                today=clock.today(), now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved: %(step)s.", step=label(Step.SCOPE)), "success")
        if goes_on:
            return framing.onward(adoption_id, Step.SCOPE)
        return redirect(url_for(".scope", adoption_id=adoption_id) + "#beyond", 303)
    page = _scope_page(assessed, form=form, uses=uses)
    return render_template("adoptions/scope.html", page=page), form.status


def _lines(row: Adoption) -> int:
    """Return how many uses the form has room for: one more than there are, and all typed."""
    typed = [each.split("_") for each in request.form if each.startswith(f"{USE}_")]
    places = [int(each[1]) for each in typed if each[1].isdecimal() and len(each[1]) <= 2]
    highest = max(places, default=-1)
    return min(max(len(row.uncovered) + 1, highest + 1), MOST_USES)


def _scope_values(assessed: LocalAssessment, *, uses: int) -> dict[str, Any]:
    row = assessed.adoption
    stored: dict[str, Any] = {"version": row.version, "cells": row.cells, "services": row.services}
    stored["beyond"] = _beyond(assessed)
    for place in range(uses):
        held = row.uncovered[place] if place < len(row.uncovered) else None
        for name in ("kind", "name", "supplement"):
            stored[f"{USE}_{place}_{name}"] = getattr(held, name) if held else ""
    return stored


def _beyond(assessed: LocalAssessment) -> str:
    """Return the answer that follows from what is stored; empty if it was not asked yet."""
    if assessed.adoption.uncovered:
        return "true"
    return "false" if is_finished(assessed, Step.SCOPE) else ""


def _scope_page(assessed: LocalAssessment, *, form: Form, uses: int) -> ScopePage:
    content = assessed.content
    return ScopePage(
        frame=framing.frame(assessed, Step.SCOPE),
        form=form,
        examined=pieces.words(content.get("scope", {})),
        examined_list=cell_choices.items(pieces.words(content.get("scope", {})).text),
        cells=cell_choices.groups(content),
        switches=tuple(
            (name, explanation.service_name(name)) for name in examined.switches(content)
        ),
        left_out=_left_out(content),
        kinds=tuple(options(UseKind)),
        uses=tuple(range(uses)),
        noted=assessed.adoption.outside,
        is_finished=is_finished(assessed, Step.SCOPE),
    )


def _left_out(content: Any) -> tuple[str, ...]:
    editions = (pieces.words(item["name"]).text for item in examined.left_out_editions(content))
    return (
        *cell_choices.shared_exclusions(content),
        *(_("the edition %(name)s", name=name) for name in editions),
        *(label(group) for group in examined.left_out_groups(content)),
    )


@blueprint.route("/adoptions/<uuid:adoption_id>/circumstances", methods=["GET", "POST"])
def circumstances(adoption_id: UUID) -> ResponseReturnValue:
    """Answer per circumstance whether it holds at the board."""
    assessed = opening.to_fill(adoption_id)
    row = assessed.adoption
    wanted = rules.asked(examined.named_tags(assessed.content))
    form = Form(circumstances_schema(wanted), initial=_answers(row, wanted))
    found = []
    if not row.circumstances:  # what was answered needs no proposal
        found = proposals.circumstances(db.session(), row, wanted=wanted, actor=current_actor())
    is_filled = suggesting.taken(form, found)
    if form.submitted and not is_filled:
        with form.refusals(), transaction() as session:
            values = form.values()
            adoption_circumstances.answer(
                session, actor=current_actor(), adoption_id=adoption_id,
                answers={tag: values[f"{TAG}_{tag}"] for tag in wanted},
                version=values["version"], today=clock.today(), now=clock.now(),
            )  # fmt: skip
    if form.accepted and not is_filled:
        flash(_("Saved: %(step)s.", step=label(Step.CIRCUMSTANCES)), "success")
        return framing.onward(adoption_id, Step.CIRCUMSTANCES)
    page = CircumstancesPage(
        frame=framing.frame(assessed, Step.CIRCUMSTANCES),
        form=form,
        questions=tuple(_question(tag, assessed) for tag in wanted),
        answers=tuple(options(Said)),
        suggestions=suggesting.shown(found),
    )
    return render_template("adoptions/circumstances.html", page=page), form.status


def _answers(row: Adoption, wanted: tuple[str, ...]) -> dict[str, Any]:
    stored = {f"{TAG}_{tag}": row.circumstances.get(tag, "") for tag in wanted}
    return {"version": row.version, **stored}


def _question(tag: str, assessed: LocalAssessment) -> Question:
    return Question(f"{TAG}_{tag}", _asked(tag), " ".join(_why(tag, assessed)))


def _why(tag: str, assessed: LocalAssessment) -> list[str]:
    """Return why a circumstance is asked about and what it does."""
    found = []
    raised = [
        risk["key"] for risk in assessed.content["risks"]
        if tag in {floor["tag"] for floor in risk.get("floors", ())}
    ]  # fmt: skip
    if raised:
        found.append(_("A yes makes these risks higher: %(risks)s.", risks=", ".join(raised)))
    if tag in examined.void_tags(assessed.content):
        found.append(_("With a yes, some measures do not help."))
    if not found:
        found.append(_("This is always asked: the law protects these people or data more."))
    groups = [SubjectGroup(item["group"]) for item in assessed.cells]
    if any(tag in GROUP_TAGS.get(group, ()) for group in groups):
        found.append(_("In step 2 you ticked a group of this age."))
    return found


def _asked(tag: str) -> str:
    questions = {
        Tag.UNDER_13: _("Do pupils under 13 use it?"),
        Tag.UNDER_16: _("Do pupils under 16 use it?"),
        Tag.SPECIAL_EDUCATION: _("Is it used in special education?"),
        Tag.SPECIAL_CATEGORY_CONTENT: _(
            "Do people enter sensitive things in it, such as health, belief or origin?"
        ),
        Tag.SPECIAL_CARE_RECORDS: _("Do you keep care records of pupils in it?"),
        Tag.LARGE_SCALE_10K: _("Does it hold data of 10,000 people or more?"),
        Tag.FREE_EDITION: _("Do you use a free edition?"),
        Tag.NO_EU_RESIDENCY: _("Are the data stored outside the EU?"),
        Tag.CONSUMER_ACCOUNT_LINKED: _("Do people link private accounts to it?"),
        Tag.AI_FEATURES_ON: _("Are AI features switched on?"),
        Tag.ADDITIONAL_SERVICES_ON: _("Are additional services switched on?"),
        Tag.BYOD_UNMANAGED: _("Do people use it on devices that the school does not manage?"),
    }
    if tag in set(Tag):
        return questions[Tag(tag)]
    return _("Does this hold at your board: %(tag)s?", tag=explanation.tag_label(tag))
