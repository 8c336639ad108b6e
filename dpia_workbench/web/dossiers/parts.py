"""The parts of a draft: description, scope cells, risks, measures, claims, findings."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, options
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.risk.vocabulary import MeasureKind, Origin, SubjectGroup, Tag
from dpia_workbench.schemas.dossiers import (
    CellSchema,
    ClaimSchema,
    DescriptionSchema,
    FindingSchema,
    MeasureSchema,
    RiskSchema,
)
from dpia_workbench.store import dossiers
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Claim, Dossier, Finding, Measure, Risk, ScopeCell
from dpia_workbench.usecases import cell as cells
from dpia_workbench.usecases import claim as claims
from dpia_workbench.usecases import dossier as verbs
from dpia_workbench.usecases import finding as findings
from dpia_workbench.usecases import measure as measures
from dpia_workbench.usecases import risk as risks
from dpia_workbench.web.dossiers import asked, points, reading
from dpia_workbench.web.dossiers.agreeing import agreements_for
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.content_pages import PartPage

Options = Mapping[str, Sequence[tuple[str, ...]]]
STEPS = ("1", "2", "3", "unknown")


def _dossier(dossier_id: UUID) -> Dossier:
    """Return a dossier that the reader may edit (whether it is a draft is the verb's question)."""
    dossier = dossiers.get(db.session(), dossier_id, actor=current_actor())
    require(current_actor(), Permission.DOSSIER_EDIT, dossier)
    return dossier


def _opened(dossier_id: UUID) -> tuple[Dossier, int]:
    """Return a dossier that the reader may edit, and its newest step before any part is read."""
    dossier = _dossier(dossier_id)
    return dossier, points.newest(dossier)


def _stored(row: Any, names: str) -> dict[str, Any]:
    """Return what is stored of a part, or nothing if it is new."""
    return {name: getattr(row, name) for name in [*names.split(), "version"]} if row else {}


def _saved(dossier_id: UUID, *, anchor: str) -> ResponseReturnValue:
    flash(_("Saved."), "success")
    return redirect(url_for("dossiers.show", dossier_id=dossier_id, _anchor=anchor), 303)


def _page(
    template: str,
    *,
    dossier: Dossier,
    title: str,
    form: Form,
    choices: Options | None = None,
    remove_url: str | None = None,
    notes: tuple[str, ...] = (),
    place: tuple[Place, int] | None = None,
) -> ResponseReturnValue:
    """Show a form; `place` is that of a part that is there, and the step up to which it is read."""
    editable = reading.may_edit(dossier, actor=current_actor())
    page = PartPage(
        title=title,
        form=form,
        back_label=dossier.key,
        back_url=url_for("dossiers.show", dossier_id=dossier.id),
        options=choices or {},
        remove_url=remove_url,
        notes=notes,
        live=points.live(dossier, editable=editable, seq=place[1]) if place else None,
        place=f"{place[0].part}/{place[0].key}" if place else "",
        asked=asked.of(dossier, place[0]) if place else None,
    )
    return render_template(f"dossiers/{template}.html", page=page), form.status


def _place(part: DossierPart, row: Any, seq: int) -> tuple[Place, int] | None:
    """Return the place of a part that is there, with the step up to which it was read."""
    return (Place(part=part, key=row.key), seq) if row is not None else None


def _moment(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return checked values with who sends them and when."""
    return {**values, "actor": current_actor(), "now": clock.now()}


@blueprint.route("/<uuid:dossier_id>/description", methods=["GET", "POST"])
def describe(dossier_id: UUID) -> ResponseReturnValue:
    """Write summary, scope and the verdict's sentence."""
    dossier, seq = _opened(dossier_id)
    form = Form(DescriptionSchema(), initial=_stored(dossier.revision, "summary scope sentence"))
    if form.submitted:
        with form.refusals(), transaction() as session:
            verbs.describe(session, dossier_id=dossier_id, **_moment(form.values()))
    if form.accepted:
        return _saved(dossier_id, anchor="description")
    return _page(
        "description",
        dossier=dossier,
        title=_("Summary, scope and verdict"),
        form=form,
        place=(Place(part=DossierPart.DESCRIPTION), seq),
    )


@blueprint.route(
    "/<uuid:dossier_id>/cells/new", defaults={"cell_id": None}, methods=["GET", "POST"]
)
@blueprint.route("/<uuid:dossier_id>/cells/<uuid:cell_id>", methods=["GET", "POST"])
def cell(dossier_id: UUID, cell_id: UUID | None) -> ResponseReturnValue:
    """Add or change a scope cell."""
    dossier, seq = _opened(dossier_id)
    row = dossiers.part(db.session(), ScopeCell, cell_id, dossier=dossier) if cell_id else None
    form = Form(CellSchema(), initial=_stored(row, "edition_id group use tags exclusions"))
    if form.submitted:
        with form.refusals(), transaction() as session:
            cells.save(session, dossier_id=dossier_id, cell_id=cell_id, **_moment(form.values()))
    if form.accepted:
        return _saved(dossier_id, anchor="cells")
    editions = [(str(e.id), e.name.text(current_language())) for e in dossier.product.editions]
    return _page(
        "cell",
        dossier=dossier,
        title=_("Scope cell %(key)s", key=row.key) if row else _("New scope cell"),
        form=form,
        place=_place(DossierPart.CELL, row, seq),
        choices={"editions": editions, "groups": options(SubjectGroup), "tags": options(Tag)},
        remove_url=_remove("cell", dossier, cell_id=cell_id),
    )


def _remove(kind: str, dossier: Dossier, **part: Any) -> str | None:
    if None in part.values():
        return None
    return url_for(f"dossiers.remove_{kind}", dossier_id=dossier.id, **part)


@blueprint.post("/<uuid:dossier_id>/cells/<uuid:cell_id>/removal")
def remove_cell(dossier_id: UUID, cell_id: UUID) -> ResponseReturnValue:
    """Take a scope cell out."""
    with transaction() as session:
        cells.remove(session, dossier_id=dossier_id, cell_id=cell_id, **_moment({}))
    return _saved(dossier_id, anchor="cells")


RISK_COLUMNS = (
    "title description origin likelihood likelihood_reason severity severity_reason"
    " unknown_note severe_floor_waived waiver_reason"
)


def _stored_risk(row: Risk | None) -> dict[str, Any]:
    if row is None:
        return {}
    floors = [f"{floor['tag']}:{floor['axis']}:{floor['level']}" for floor in row.floors]
    axes = {name: getattr(row, name) or "unknown" for name in ("likelihood", "severity")}
    return {**_stored(row, RISK_COLUMNS), **axes, "floors": floors}


def _floor_options() -> list[tuple[str, str]]:
    return [
        (f"{tag}:{axis}:{level}", f"{label(tag)}: {label(axis)} ≥ {reading.step(level)}")
        for tag in Tag
        for axis in Axis
        for level in (2, 3)
    ]


@blueprint.route(
    "/<uuid:dossier_id>/risks/new", defaults={"risk_id": None}, methods=["GET", "POST"]
)
@blueprint.route("/<uuid:dossier_id>/risks/<uuid:risk_id>", methods=["GET", "POST"])
def risk(dossier_id: UUID, risk_id: UUID | None) -> ResponseReturnValue:
    """Add or change a risk."""
    dossier, seq = _opened(dossier_id)
    row = dossiers.part(db.session(), Risk, risk_id, dossier=dossier) if risk_id else None
    form = Form(RiskSchema(), initial=_stored_risk(row))
    if form.submitted:
        with form.refusals(), transaction() as session:
            values = form.values()
            risks.save(
                session, dossier_id=dossier_id, risk_id=risk_id,
                version=values.pop("version"), **_moment({"values": values}),
            )  # fmt: skip
    if form.accepted:
        return _saved(dossier_id, anchor="risks")
    return _page(
        "risk",
        dossier=dossier,
        title=_("Risk %(key)s", key=row.key) if row else _("New risk"),
        form=form,
        place=_place(DossierPart.RISK, row, seq),
        choices={
            "origins": options(Origin),
            "floors": _floor_options(),
            **{axis.value: reading.steps(dossier.revision, axis=axis) for axis in Axis},
        },
        remove_url=_remove("risk", dossier, risk_id=risk_id),
    )


@blueprint.post("/<uuid:dossier_id>/risks/<uuid:risk_id>/removal")
def remove_risk(dossier_id: UUID, risk_id: UUID) -> ResponseReturnValue:
    """Take a risk out."""
    try:
        with transaction() as session:
            risks.remove(session, dossier_id=dossier_id, risk_id=risk_id, **_moment({}))
    except risks.StillClaimed as error:
        return _kept("risk", error, dossier_id=dossier_id, risk_id=risk_id)
    return _saved(dossier_id, anchor="risks")


def _kept(kind: str, error: RuleViolation, **place: Any) -> ResponseReturnValue:
    """Say on the page of a part why it cannot be taken out."""
    flash(message(error), "error")
    return redirect(url_for(f"dossiers.{kind}", **place), 303)


MEASURE_COLUMNS = (
    "title owner kind instruction setting_path setting_value side_effect decided_by editions"
    " agreement agreement_id clause in_force_from in_force_until open_to_sector"
)


@blueprint.route(
    "/<uuid:dossier_id>/measures/new", defaults={"measure_id": None}, methods=["GET", "POST"]
)
@blueprint.route("/<uuid:dossier_id>/measures/<uuid:measure_id>", methods=["GET", "POST"])
def measure(dossier_id: UUID, measure_id: UUID | None) -> ResponseReturnValue:
    """Add or change a measure."""
    dossier, seq = _opened(dossier_id)
    row = dossiers.part(db.session(), Measure, measure_id, dossier=dossier) if measure_id else None
    form = Form(MeasureSchema(), initial=_stored(row, MEASURE_COLUMNS))
    if form.submitted:
        with form.refusals(on="owner"), transaction() as session:
            values = form.values()
            measures.save(
                session, dossier_id=dossier_id, measure_id=measure_id,
                version=values.pop("version"), **_moment({"values": values}),
            )  # fmt: skip
    if form.accepted:
        return _saved(dossier_id, anchor="measures")
    editions = [(e.key, e.name.text(current_language())) for e in dossier.product.editions]
    return _page(
        "measure",
        dossier=dossier,
        title=_("Measure %(key)s", key=row.key) if row else _("New measure"),
        form=form,
        place=_place(DossierPart.MEASURE, row, seq),
        choices={
            "owners": options(Owner),
            "kinds": options(MeasureKind),
            "editions": editions,
            "agreements": agreements_for(dossier),
        },
        remove_url=_remove("measure", dossier, measure_id=measure_id),
    )


@blueprint.post("/<uuid:dossier_id>/measures/<uuid:measure_id>/removal")
def remove_measure(dossier_id: UUID, measure_id: UUID) -> ResponseReturnValue:
    """Take a measure out."""
    try:
        with transaction() as session:
            measures.remove(session, dossier_id=dossier_id, measure_id=measure_id, **_moment({}))
    except (risks.StillClaimed, measures.AlreadyAsked) as error:
        return _kept("measure", error, dossier_id=dossier_id, measure_id=measure_id)
    return _saved(dossier_id, anchor="measures")


@blueprint.route(
    "/<uuid:dossier_id>/claims/new", defaults={"claim_id": None}, methods=["GET", "POST"]
)
@blueprint.route("/<uuid:dossier_id>/claims/<uuid:claim_id>", methods=["GET", "POST"])
def claim(dossier_id: UUID, claim_id: UUID | None) -> ResponseReturnValue:
    """Add or change a claim."""
    dossier, seq = _opened(dossier_id)
    row = dossiers.part(db.session(), Claim, claim_id, dossier=dossier) if claim_id else None
    stored = _stored(row, "risk_id axis cap void_if rationale")
    if row is not None:
        stored["requires"] = [str(measure.id) for measure in row.requires]
    form = Form(ClaimSchema(), initial=stored)
    if form.submitted:
        with form.refusals(on="requires"), transaction() as session:
            claims.save(session, dossier_id=dossier_id, claim_id=claim_id, **_moment(form.values()))
    if form.accepted:
        return _saved(dossier_id, anchor="claims")
    return _page(
        "claim",
        dossier=dossier,
        title=_("Claim %(key)s", key=row.key) if row else _("New claim"),
        form=form,
        place=_place(DossierPart.CLAIM, row, seq),
        choices=_claim_options(dossier),
        remove_url=_remove("claim", dossier, claim_id=claim_id),
    )


def _claim_options(dossier: Dossier) -> Options:
    def named(rows: list[Any]) -> list[tuple[str, str]]:
        spoken = current_language()
        return [(str(row.id), f"{row.key} {row.title.text(spoken)}") for row in rows]

    return {
        "risks": named(dossier.revision.risks),
        "axes": options(Axis),
        "caps": [("2", reading.step(2)), ("1", reading.step(1))],
        "measures": named(dossier.revision.measures),
        "tags": options(Tag),
    }


@blueprint.post("/<uuid:dossier_id>/claims/<uuid:claim_id>/removal")
def remove_claim(dossier_id: UUID, claim_id: UUID) -> ResponseReturnValue:
    """Take a claim out."""
    with transaction() as session:
        claims.remove(session, dossier_id=dossier_id, claim_id=claim_id, **_moment({}))
    return _saved(dossier_id, anchor="claims")


@blueprint.route("/<uuid:dossier_id>/findings/<topic>", methods=["GET", "POST"])
def finding(dossier_id: UUID, topic: str) -> ResponseReturnValue:
    """Write the lawfulness finding on one topic."""
    dossier, seq = _opened(dossier_id)
    if topic not in list(Topic):
        raise NotFound
    row: Finding = next(f for f in dossier.revision.findings if f.topic == topic)
    form = Form(FindingSchema(), initial=_stored(row, "result note measure_id"))
    if form.submitted:
        with form.refusals(), transaction() as session:
            findings.save(
                session, dossier_id=dossier_id, topic=Topic(topic), **_moment(form.values())
            )
    if form.accepted:
        return _saved(dossier_id, anchor="findings")
    return _page(
        "finding",
        dossier=dossier,
        title=_("Finding: %(topic)s", topic=label(Topic(topic))),
        form=form,
        place=(Place(part=DossierPart.FINDING, key=topic), seq),
        choices={
            "results": options(Result),
            "measures": _claim_options(dossier)["measures"],
        },
    )
