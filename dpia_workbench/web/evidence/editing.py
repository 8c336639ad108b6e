"""Evidence: added with its files, described, tied to what it supports, its file deleted."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.files import types
from dpia_workbench.files.keeping import Staged
from dpia_workbench.i18n import deferred, ngettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, options
from dpia_workbench.plumbing.database import db, let_go, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor, current_identity
from dpia_workbench.plumbing.uploads import expect_files, file_store, keep
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import LARGEST_FILE, EvidenceKind
from dpia_workbench.schemas.evidence import (
    EvidenceSchema,
    FileDeletionSchema,
    LinkSchema,
    NewEvidenceSchema,
)
from dpia_workbench.store import dossiers, evidence
from dpia_workbench.store.models import Dossier, Evidence
from dpia_workbench.usecases import evidence as verbs
from dpia_workbench.web.evidence import places, reading
from dpia_workbench.web.evidence.blueprint import blueprint
from dpia_workbench.web.evidence.pages import FormPage
from dpia_workbench.web.evidence.views import found, show_page

FIELDS = {
    "evidence.personal-data-too-open": "confidentiality",
    "evidence.deletion-day-missing": "delete_on",
    "evidence.collected-ahead": "collected_on",
    "evidence.dossier-full": "files",
    "evidence.place-unknown": "place",
    "evidence.reader-unknown": "readers",
}
_HINTS = {
    Confidentiality.PUBLIC: deferred("May be shown to everybody."),
    Confidentiality.MEMBERS: deferred("May be shown to schools that are affiliated."),
    Confidentiality.COOPERATIVE: deferred("Only people of your cooperative."),
    Confidentiality.VENDOR_CONFIDENTIAL: deferred(
        "Only you and the people you name below. Reading the file is recorded, and it never leaves"
        " in an export."
    ),
}
_COLUMNS = (
    "title kind source collected_on collected_by confidentiality has_personal_data delete_on"
    " expires_on version"
)


def _moment() -> dict[str, Any]:
    return {"actor": current_actor(), "now": clock.now()}


@blueprint.route("/new", methods=["GET", "POST"])
def add(dossier_id: UUID) -> ResponseReturnValue:
    """Add one or more files as evidence."""
    expect_files()
    dossier = dossiers.get(db.session(), dossier_id, actor=current_actor())
    require(current_actor(), Permission.DOSSIER_EDIT, dossier)
    initial = _new()
    let_go()  # the files come in when the form is read
    form = Form(NewEvidenceSchema(), initial=initial)
    added = _add(dossier_id, form) if form.submitted else []
    if form.accepted:
        count = len(added)
        flash(ngettext("%(n)s file added", "%(n)s files added", count), "success")
        if count == 1:
            return redirect(reading.url(added[0]), 303)
        return redirect(url_for(".index", dossier_id=dossier_id), 303)
    return _form_page(
        "new", dossier=dossier, form=form, title=_("Add evidence"),
        back=url_for(".index", dossier_id=dossier_id),
    )  # fmt: skip


def _new() -> dict[str, Any]:
    """Return what a new form holds: today, the reader, and where the reader came from."""
    identity = current_identity()
    return {
        "collected_on": clock.today(),
        "collected_by": identity.user.name if identity else "",
        "confidentiality": Confidentiality.COOPERATIVE,
        "readers": [],
        "place": request.args.get("place", ""),
    }


def _add(dossier_id: UUID, form: Form) -> Sequence[Evidence]:
    """Keep all files with what was written, or none of them."""

    def add(
        session: Session, files: Sequence[Staged], values: dict[str, Any]
    ) -> Sequence[Evidence]:
        place = values.pop("place")
        common = {
            **_moment(), "dossier_id": dossier_id, "readers": values.pop("readers"),
            "supports": [place] if place else [], "today": clock.today(),
        }  # fmt: skip
        titles = _titles(values["title"], files=files)
        return [
            verbs.add(session, file=each.facts, values={**values, "title": title}, **common)
            for each, title in zip(files, titles, strict=True)
        ]

    return keep(form, add, on=FIELDS) or []


def _titles(given: str, *, files: Sequence[Staged]) -> list[str]:
    """Return a title for each file: what was given, and the file's name where that is needed."""
    names = [each.facts.name for each in files]
    if len(names) == 1:
        return [given or names[0]]
    return [f"{given}: {name}" if given else name for name in names]


@blueprint.route("/<uuid:evidence_id>/description", methods=["GET", "POST"])
def change(dossier_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """Change what is known of evidence."""
    row = _editable(dossier_id, evidence_id)
    form = Form(EvidenceSchema(), initial=_stored(row))
    if form.submitted:
        with form.refusals(on=FIELDS), transaction() as session:
            values = form.values()
            verbs.change(
                session, evidence_id=evidence_id, readers=values.pop("readers"),
                version=values.pop("version"), values=values, today=clock.today(), **_moment(),
            )  # fmt: skip
    if form.accepted:
        return saved(row)
    return _form_page(
        "change", dossier=row.dossier, form=form, title=_("Change evidence %(key)s", key=row.key),
        back=reading.url(row),
    )  # fmt: skip


def _editable(dossier_id: UUID, evidence_id: UUID) -> Evidence:
    row = found(dossier_id, evidence_id)
    require(current_actor(), Permission.EVIDENCE_EDIT, row)
    return row


def _stored(row: Evidence) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _COLUMNS.split()}
    return {**values, "readers": sorted(map(str, row.reader_ids))}


def saved(row: Evidence) -> ResponseReturnValue:
    """Go to the evidence that was saved."""
    flash(_("Saved."), "success")
    return redirect(reading.url(row), 303)


def _form_page(
    template: str, *, dossier: Dossier, form: Form, title: str, back: str
) -> ResponseReturnValue:
    page = FormPage(
        title=title,
        form=form,
        back_label=dossier.key,
        back_url=url_for("dossiers.show", dossier_id=dossier.id),
        list_url=back,
        options=choices(dossier),
        accept=",".join(f".{ending}" for ending in types.KNOWN),
        largest=LARGEST_FILE,
        notes=(", ".join(types.KNOWN),),
    )
    return render_template(f"evidence/{template}.html", page=page), form.status


def choices(dossier: Dossier) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """Return what can be chosen of evidence of a dossier."""
    people = evidence.possible_readers(db.session(), owner_id=dossier.owner_id)
    return {
        "kinds": options(EvidenceKind),
        "classes": [(each.value, label(each), _(_HINTS[each])) for each in Confidentiality],
        "readers": [(str(user.id), user.name, user.email) for user in people],
        "places": places.options(dossier.revision),
    }


@blueprint.post("/<uuid:evidence_id>/links")
def link(dossier_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """Tie evidence to what it supports."""
    row = _editable(dossier_id, evidence_id)
    form = Form(LinkSchema())
    with form.refusals(on="place"), transaction() as session:
        verbs.link(session, evidence_id=evidence_id, place=form.values()["place"], **_moment())
    if form.accepted:
        return saved(row)
    page = show_page(row, form=form)
    return render_template("evidence/show.html", page=page), form.status


@blueprint.post("/<uuid:evidence_id>/links/removal")
def unlink(dossier_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """Untie evidence from a place."""
    row = _editable(dossier_id, evidence_id)
    with transaction() as session:
        place = Form(LinkSchema()).values()["place"]
        verbs.unlink(session, evidence_id=evidence_id, place=place, **_moment())
    return saved(row)


@blueprint.route("/<uuid:evidence_id>/file/deletion", methods=["GET", "POST"])
def delete_file(dossier_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """Delete the file; what is known of it stays."""
    row = _editable(dossier_id, evidence_id)
    form = Form(FileDeletionSchema(), initial={"version": row.version})
    sha256 = row.file_sha256
    if form.submitted:
        with form.refusals(on="reason"), transaction() as session:
            verbs.delete_file(session, evidence_id=evidence_id, **form.values(), **_moment())
    if form.accepted:
        _drop(sha256)
        flash(_("The file was deleted."), "success")
        return redirect(reading.url(row), 303)
    return _form_page(
        "deletion", dossier=row.dossier, form=form, back=reading.url(row),
        title=_("Delete the file of %(key)s", key=row.key),
    )  # fmt: skip


def _drop(sha256: str) -> None:
    """Drop a content that no evidence needs any more.

    Always first the lock on the files and then the database, as who keeps a file does.
    """
    let_go()
    store = file_store()
    with store.locked():
        if not evidence.is_needed(db.session(), sha256):
            store.drop(sha256)
