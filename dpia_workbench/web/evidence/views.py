"""Evidence: the list of a dossier, one piece of it, and its file."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n.labels import options
from dpia_workbench.plumbing import scans, uploads
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import EvidenceKind, FileDeleted
from dpia_workbench.risk.scanning import Scan
from dpia_workbench.schemas.base import StrictSchema
from dpia_workbench.schemas.evidence import LinkSchema
from dpia_workbench.store import dossiers, evidence
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Evidence
from dpia_workbench.usecases import evidence as verbs
from dpia_workbench.web.evidence import chain, places, reading
from dpia_workbench.web.evidence.blueprint import blueprint
from dpia_workbench.web.evidence.pages import IndexPage, ShowPage

_ON_A_PAGE = 50


def found(dossier_id: UUID, evidence_id: UUID) -> Evidence:
    """Return evidence of a dossier, if the reader may see both. Raises NotFound."""
    actor, session = current_actor(), db.session()
    dossiers.get(session, dossier_id, actor=actor)
    row = evidence.get(session, evidence_id, actor=actor)
    if row.dossier_id != dossier_id:
        raise NotFound
    return row


@blueprint.get("")
def index(dossier_id: UUID) -> ResponseReturnValue:
    """Show the evidence of a dossier that the reader may see."""
    dossier = dossiers.get(db.session(), dossier_id, actor=current_actor())
    kind, read_by = request.args.get("kind", ""), request.args.get("confidentiality", "")
    rows = evidence.find(
        db.session(),
        dossier_id=dossier_id,
        kind=EvidenceKind(kind) if kind in list(EvidenceKind) else None,
        confidentiality=Confidentiality(read_by) if read_by in list(Confidentiality) else None,
        actor=current_actor(),
    )
    page = _index(dossier, rows, chosen={"kind": kind, "confidentiality": read_by})
    return render_template("evidence/index.html", page=page)


def _index(dossier: Dossier, rows: Sequence[Evidence], *, chosen: dict[str, str]) -> IndexPage:
    here: dict[str, Any] = {"dossier_id": dossier.id}
    asked: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    pages = max(1, -(-len(rows) // _ON_A_PAGE))
    current = min(max(1, request.args.get("page", 1, type=int)), pages)
    views, today = places.views(dossier), clock.today()
    first = (current - 1) * _ON_A_PAGE
    shown = rows[first : first + _ON_A_PAGE]
    looked = scans.newest(row.file_sha256 for row in shown)
    may_add = allows(current_actor(), Permission.DOSSIER_EDIT, dossier)
    return IndexPage(
        back_label=dossier.key,
        back_url=url_for("dossiers.show", **here),
        url=url_for(".index", **here),
        rows=tuple(
            reading.as_row(row, views=views, scan=looked.get(row.file_sha256), on=today)
            for row in shown
        ),
        total=len(rows),
        filter=Form(StrictSchema(), initial=chosen),
        kinds=options(EvidenceKind),
        classes=options(Confidentiality),
        is_filtered=bool(asked),
        add_url=url_for(".add", **here) if may_add else None,
        current=current,
        pages=pages,
        page_url=lambda number: url_for(".index", **{**asked, **here, "page": number}),
    )


@blueprint.get("/<uuid:evidence_id>")
def show(dossier_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """Show one piece of evidence, what it supports and what follows from that."""
    row = found(dossier_id, evidence_id)
    page = show_page(row, form=Form(LinkSchema()))
    return render_template("evidence/show.html", page=page)


def show_page(row: Evidence, *, form: Form) -> ShowPage:
    """Return the page of one piece of evidence; `form` ties it to a place."""
    actor, session = current_actor(), db.session()
    may_edit = allows(actor, Permission.EVIDENCE_EDIT, row)
    scan = scans.newest([row.file_sha256]).get(row.file_sha256)
    is_given = row.has_file and scans.status(scan) is not Scan.INFECTED
    is_open = is_given and not reading.is_confidential(row)
    views = places.views(row.dossier)
    at = evidence.at_places(session, dossier_id=row.dossier_id, actor=actor)
    return ShowPage(
        key=row.key,
        title=row.title,
        back_label=row.dossier.key,
        back_url=url_for("dossiers.show", dossier_id=row.dossier_id),
        list_url=url_for(".index", dossier_id=row.dossier_id),
        marks=tuple(reading.marks(row, on=clock.today())),
        facts=tuple(reading.facts(row)),
        sha256=row.file_sha256,
        image_url=reading.image_url(row) if is_given else None,
        file_url=reading.url(row, endpoint="file") if is_open else None,
        reading_url=reading.url(row, endpoint="read") if is_given and not is_open else None,
        deletion=reading.deletion(row),
        warning=scans.sentence(scan),
        supports=tuple(reading.supports(row, views=views)),
        link_url=reading.url(row, endpoint="link") if may_edit else None,
        unlink_url=reading.url(row, endpoint="unlink") if may_edit else None,
        form=form,
        places=[each for each in places.options(row.dossier.revision)
                if each[0] not in set(map(places.value, row.places))],
        strands=tuple(chain.strands(chain.Desk(row=row, at=at, views=views, url=reading.url))),
        history=tuple(reading.history(session, row)),
        edit_url=reading.url(row, endpoint="change") if may_edit else None,
        delete_url=reading.url(row, endpoint="delete_file") if may_edit and row.has_file else None,
    )  # fmt: skip


@blueprint.get("/<uuid:evidence_id>/file")
def file(dossier_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """Send a file to be saved; a confidential one is asked for on its page, for that is recorded.

    Raises FileDeleted.
    """
    row = found(dossier_id, evidence_id)
    if reading.is_confidential(row):
        return redirect(reading.url(row), 303)
    if not row.has_file:
        raise FileDeleted
    return uploads.attachment(reading.file_of(row))


@blueprint.get("/<uuid:evidence_id>/image")
def image(dossier_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """Send a picture to be shown within a page; never one that only named people may see."""
    row = found(dossier_id, evidence_id)
    if reading.image_url(row) is None:
        raise NotFound
    return uploads.picture(reading.file_of(row))


@blueprint.post("/<uuid:evidence_id>/reading")
def read(dossier_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """Send a file that only named people may read, and record who did."""
    row = found(dossier_id, evidence_id)
    if row.has_file:
        uploads.require_servable(reading.file_of(row))
    with transaction() as session:
        verbs.read(session, actor=current_actor(), evidence_id=evidence_id, now=clock.now())
    return uploads.attachment(reading.file_of(row))
