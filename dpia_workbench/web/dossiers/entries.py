"""Entries of registers: added, written, taken out, brought back; and texts without a script."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form, read_json
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import Register, Section, fields_of
from dpia_workbench.schemas.registers import BodySchema, ReasonSchema, entry_schema
from dpia_workbench.store import contents, dossiers
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Entry
from dpia_workbench.usecases import carried, fields
from dpia_workbench.usecases import entry as verbs
from dpia_workbench.web.dossiers import content_reading, points, talk
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.content_pages import EntryLinks, EntryPage, FieldView
from dpia_workbench.web.dossiers.reading import may_edit

HTTP_CONFLICT = 409


def _readable(dossier_id: UUID) -> Dossier:
    return dossiers.get(db.session(), dossier_id, actor=current_actor())


def _writable(dossier_id: UUID) -> Dossier:
    dossier = _readable(dossier_id)
    require(current_actor(), Permission.DOSSIER_EDIT, dossier)
    return dossier


def _begun(form: Form, name: str, stored: str) -> str:
    """Return what the writer of a field started from, as JSON: on a page that comes back, too.

    Who saw what somebody else saved starts from that.
    """
    if form.conflict:
        return json.dumps(form.initial.get(name, json.loads(stored)))
    return request.form.get(f"was-{name}", stored) if form.submitted else stored


def _was(form: Form) -> dict[str, Any]:
    """Return what the page started from; what is no JSON counts as not sent."""
    nothing = object()
    found = {
        name: read_json(request.form.get(f"was-{name}", ""), otherwise=nothing)
        for name in form.schema.fields
    }
    return {name: value for name, value in found.items() if value is not nothing}


@blueprint.route("/<uuid:dossier_id>/registers/<string:register>/new", methods=["GET", "POST"])
def new_entry(dossier_id: UUID, register: str) -> ResponseReturnValue:
    """Add an entry to a register."""
    dossier = _writable(dossier_id)
    if register not in list(Register):
        raise NotFound
    kind = Register(register)
    form = Form(entry_schema(kind))
    if form.submitted:
        with form.refusals(), transaction() as session:
            row = verbs.add(
                session, actor=current_actor(), dossier_id=dossier_id, register=kind,
                values=form.values(), now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Added: %(key)s.", key=row.key), "success")
        return redirect(points.register_url(dossier, kind), 303)
    page = _page(dossier, kind, form=form)
    return render_template("dossiers/entry.html", page=page), form.status


@blueprint.route("/<uuid:dossier_id>/entries/<string:key>", methods=["GET", "POST"])
def entry(dossier_id: UUID, key: str) -> ResponseReturnValue:
    """Read or write an entry."""
    dossier = _readable(dossier_id)
    seq = points.newest(dossier)
    row = contents.entry(db.session(), dossier.revision, key)
    form = Form(entry_schema(row.register), initial=contents.values(row))
    if form.submitted:
        _writable(dossier_id)
        with form.refusals(), transaction() as session:
            verbs.save(
                session, actor=current_actor(), dossier_id=dossier_id, key=key,
                values=form.values(), was=_was(form), now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved."), "success")
        return redirect(points.register_url(dossier, row.register), 303)
    form.conflict = form.status == HTTP_CONFLICT
    page = _page(dossier, row.register, form=form, row=row, seq=seq)
    return render_template("dossiers/entry.html", page=page), form.status


def _page(
    dossier: Dossier, register: Register, *, form: Form, row: Entry | None = None, seq: int = 0
) -> EntryPage:
    editable = may_edit(dossier, actor=current_actor())
    is_open = editable and (row is None or not row.is_removed)
    rows = contents.entries(db.session(), dossier.revision)
    return EntryPage(
        dossier=dossier.key,
        title=f"{row.key} {content_reading.name_of(row)}" if row else _new_title(register),
        form=form,
        editable=is_open,
        fields=tuple(_fields(register, form=form, row=row, rows=rows)),
        stored=tuple(content_reading.stored(row, rows)) if row else (),
        back_url=url_for("dossiers.show", dossier_id=dossier.id),
        point_url=points.register_url(dossier, register),
        referring=tuple(_referring(dossier, row)) if row else (),
        links=_links(dossier, row, editable=editable) if row else EntryLinks(),
        live=points.live(dossier, editable=is_open, seq=seq) if row else None,
    )


def _fields(
    register: Register, *, form: Form, row: Entry | None, rows: Sequence[Entry]
) -> Iterator[FieldView]:
    for field in fields_of(register):
        choices = content_reading.targets(rows, field)
        view = content_reading.field_view(register, field, row=row, choices=choices)
        yield replace(view, was=_begun(form, field.name, view.was))


def _links(dossier: Dossier, row: Entry, *, editable: bool) -> EntryLinks:
    """Return what can be done with an entry that is there."""
    place: dict[str, Any] = {"dossier_id": dossier.id, "key": row.key}
    history = url_for("dossiers.steps", part=DossierPart.ENTRY, **place)
    if row.is_removed:
        back = url_for("dossiers.bring_entry_back", **place) if editable else None
        return EntryLinks(bring_back=back, history=history)
    confirm = editable and row.to_check
    return EntryLinks(
        remove=url_for("dossiers.remove_entry", **place) if editable else None,
        confirm=url_for("dossiers.confirm_content", **place) if confirm else None,
        history=history,
        comments=talk.link(dossier, Place(part=DossierPart.ENTRY, key=row.key), name=row.key),
    )


def _new_title(register: Register) -> str:
    return _("New: %(entry)s", entry=label(register).lower())


def _referring(dossier: Dossier, row: Entry) -> list[tuple[str, str]]:
    """Return the entries that refer to this one, with their addresses."""
    found = {}
    for reference in contents.referring(db.session(), row):
        other = db.session().get_one(Entry, reference.entry_id)
        found[other.key] = (
            f"{other.key} {content_reading.name_of(other)}",
            url_for("dossiers.entry", dossier_id=dossier.id, key=other.key),
        )
    return [found[key] for key in sorted(found)]


@blueprint.post("/<uuid:dossier_id>/entries/<string:key>/removal")
def remove_entry(dossier_id: UUID, key: str) -> ResponseReturnValue:
    """Take an entry out; it can be brought back."""
    with transaction() as session:
        verbs.remove(
            session, actor=current_actor(), dossier_id=dossier_id, key=key, now=clock.now()
        )
    flash(_("Taken out: %(key)s. You can bring it back from its page.", key=key), "success")
    register, _number = contents.split(key)
    return redirect(points.register_url(_readable(dossier_id), register), 303)


@blueprint.post("/<uuid:dossier_id>/entries/<string:key>/return")
def bring_entry_back(dossier_id: UUID, key: str) -> ResponseReturnValue:
    """Put an entry back that was taken out."""
    with transaction() as session:
        verbs.bring_back(
            session, actor=current_actor(), dossier_id=dossier_id, key=key, now=clock.now()
        )
    flash(_("Brought back."), "success")
    return redirect(url_for("dossiers.entry", dossier_id=dossier_id, key=key), 303)


@blueprint.post("/<uuid:dossier_id>/content/<string:key>/confirmation")
def confirm_content(dossier_id: UUID, key: str) -> ResponseReturnValue:
    """Say that an entry or a text that was carried over is still right."""
    part = DossierPart.TEXT if key in list(Section) else DossierPart.ENTRY
    with transaction() as session:
        carried.confirm(
            session, actor=current_actor(), dossier_id=dossier_id, names=[f"{part}:{key}"],
            now=clock.now(),
        )  # fmt: skip
    flash(_("Confirmed."), "success")
    dossier = _readable(dossier_id)
    if part is DossierPart.TEXT:
        return redirect(points.section_url(dossier, Section(key)), 303)
    return redirect(points.register_url(dossier, contents.split(key)[0]), 303)


@blueprint.route("/<uuid:dossier_id>/texts/<string:section>", methods=["GET", "POST"])
def text(dossier_id: UUID, section: str) -> ResponseReturnValue:
    """Write a text and see how it will look; with scripts both happen on the point's own page."""
    dossier = _writable(dossier_id)
    if section not in list(Section):
        raise NotFound
    row = contents.text(db.session(), dossier.revision, Section(section))
    form = Form(BodySchema(), initial={"body": row.body if row else ""})
    is_preview = "preview" in request.form
    if form.submitted and not is_preview:
        place = Place(part=DossierPart.TEXT, key=section, field="body")
        with form.refusals(), transaction() as session:
            fields.save(
                session, actor=current_actor(), dossier_id=dossier_id, place=place,
                value=form.values()["body"], was=_was(form).get("body", ""), now=clock.now(),
            )  # fmt: skip
    if form.accepted and not is_preview:
        flash(_("Saved."), "success")
        return redirect(points.section_url(dossier, Section(section)), 303)
    form.conflict = form.status == HTTP_CONFLICT
    was = _begun(form, "body", json.dumps(form.initial["body"]))
    page = points.writing_page(dossier, Section(section), form=form, was=was)
    return render_template("dossiers/text.html", page=page), form.status


@blueprint.route("/<uuid:dossier_id>/not-applicable/<string:subject>", methods=["GET", "POST"])
def not_applicable(dossier_id: UUID, subject: str) -> ResponseReturnValue:
    """Say why a text or a register stays empty."""
    dossier = _writable(dossier_id)
    known = {row.subject: row.reason for row in dossier.revision.not_applicable}
    form = Form(ReasonSchema(), initial={"reason": known.get(subject, "")})
    if form.submitted:
        with form.refusals(on="reason"), transaction() as session:
            verbs.set_not_applicable(
                session, actor=current_actor(), dossier_id=dossier_id, subject=subject,
                now=clock.now(), was=request.form.get("was"), **form.values(),
            )  # fmt: skip
    form.conflict = form.status == HTTP_CONFLICT
    if form.accepted:
        flash(_("Saved."), "success")
        return redirect(points.subject_url(dossier, subject), 303)
    page = points.excuse_page(dossier, subject, form=form)
    return render_template("dossiers/not_applicable.html", page=page), form.status
