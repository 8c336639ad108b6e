"""Choosing what is put before a vendor."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema, ValidationError

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.register_labels import register_title
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.fact_check import Move, after
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.schemas.fact_checks import SelectionAgainSchema, SelectionSchema
from dpia_workbench.store import contents, dossiers, fact_checks
from dpia_workbench.store.models import Dossier, Revision
from dpia_workbench.usecases import fact_check, fact_check_items
from dpia_workbench.web.evidence import places
from dpia_workbench.web.fact_checks.blueprint import blueprint
from dpia_workbench.web.fact_checks.pages import Choices, SelectionPage

FACTS, ALL = "facts", "all"


def _value(place: Place) -> str:
    return f"{place.part}:{place.key}:{place.field}"


def _form(schema: Schema, revision: Revision, *, chosen: Iterable[str], **initial: Any) -> Form:
    """Return the form: what was chosen before, or the set that the address asks for."""
    preset = request.args.get("preset", "")
    if preset == ALL:
        chosen = map(_value, fact_check_items.offered(revision))
    elif preset == FACTS or not chosen:
        chosen = map(_value, fact_check_items.facts_only(revision))
    return Form(schema, initial={"places": list(chosen), **initial})


def _chosen(form: Form, revision: Revision) -> dict[str, Any]:
    """Return what was typed, its places checked. Raises ValidationError."""
    values = form.values()
    known = {_value(place): place for place in fact_check_items.offered(revision)}
    if not set(values["places"]) <= known.keys():
        raise ValidationError({"places": [_("Choose from the list.")]})
    return {**values, "places": [known[name] for name in values["places"]]}


@blueprint.route("/dossiers/<uuid:dossier_id>/fact-checks/new", methods=["GET", "POST"])
def prepare(dossier_id: UUID) -> ResponseReturnValue:
    """Choose what is put before the vendor, and freeze it."""
    dossier = dossiers.get(db.session(), dossier_id, actor=current_actor())
    require(current_actor(), Permission.FACT_CHECK_SEND, dossier)
    form = _form(SelectionSchema(), dossier.revision, chosen=())
    if form.submitted:
        with form.refusals(on="places"), transaction() as session:
            row = fact_check.prepare(
                session, actor=current_actor(), dossier_id=dossier_id, now=clock.now(),
                **_chosen(form, dossier.revision),
            )  # fmt: skip
    if form.accepted:
        return redirect(url_for("fact_checks.show", fact_check_id=row.id), 303)
    back = url_for("fact_checks.of_dossier", dossier_id=dossier_id)
    here = url_for("fact_checks.prepare", dossier_id=dossier_id)
    return _page(dossier, form, back=back, here=here)


@blueprint.route("/fact-checks/<uuid:fact_check_id>/selection", methods=["GET", "POST"])
def select_again(fact_check_id: UUID) -> ResponseReturnValue:
    """Choose again what is put before the vendor, while nothing was sent."""
    row = fact_checks.get(db.session(), fact_check_id, actor=current_actor())
    require(current_actor(), Permission.FACT_CHECK_SEND, row)
    before = [":".join(each["place"][name] for name in ("part", "key", "field"))
              for each in fact_checks.content(row)]  # fmt: skip
    dossier = row.dossier
    form = _form(SelectionAgainSchema(), dossier.revision, chosen=before, version=row.version)
    if not form.submitted:
        after(row.state, Move.SELECT)
    else:
        with form.refusals(on="places"), transaction() as session:
            fact_check.select_again(
                session, actor=current_actor(), fact_check_id=fact_check_id, now=clock.now(),
                **_chosen(form, dossier.revision),
            )  # fmt: skip
    here = url_for("fact_checks.select_again", fact_check_id=fact_check_id)
    back = url_for("fact_checks.show", fact_check_id=fact_check_id)
    if form.accepted:
        return redirect(back, 303)
    return _page(dossier, form, back=back, here=here)


def _page(dossier: Dossier, form: Form, *, back: str, here: str) -> ResponseReturnValue:
    page = SelectionPage(
        crumbs=(
            (_("Dossiers"), url_for("dossiers.index")),
            (dossier.key, url_for("dossiers.show", dossier_id=dossier.id)),
            (_("Fact checks"), url_for("fact_checks.of_dossier", dossier_id=dossier.id)),
            (_("What the vendor sees"), None),
        ),
        form=form,
        groups=tuple(_groups(dossier)),
        presets=(
            (_("Only facts"), f"{here}?preset={FACTS}"),
            (_("Everything"), f"{here}?preset={ALL}"),
        ),
        back_url=back,
    )
    return render_template("fact_checks/select.html", page=page), form.status


def _groups(dossier: Dossier) -> Iterable[Choices]:
    """Yield the places that can be chosen, by the kind of part."""
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    names, views = {"summary": _("Summary"), "scope": _("Scope")}, places.views(dossier)
    for place in fact_check_items.offered(dossier.revision):
        view = views[replace(place, field="")]
        named = (names[place.field], current_language()) if place.field else ()
        choice = (_value(place), *(named or (view.text, view.language)))
        found.setdefault(_group(place), []).append(choice)
    for (key, name), choices in found.items():
        yield Choices(id=key, title=name, options=tuple(choices))


def _group(place: Place) -> tuple[str, str]:
    """Return under which heading a place stands, with its id: an entry under its register."""
    if place.part is DossierPart.ENTRY:
        register, _number = contents.split(place.key)
        return register.value.replace("_", "-"), register_title(register)
    return place.part.value, label(place.part)
