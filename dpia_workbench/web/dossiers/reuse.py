"""What was carried over and must be looked at again; and the library of risks and measures."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import current_language, ngettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.assessment import require_editable
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import Section
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.risk.vocabulary import LibraryPart
from dpia_workbench.schemas.dossiers import AdditionSchema, ConfirmationSchema
from dpia_workbench.store import dossiers
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, Entry, SectionText
from dpia_workbench.usecases import carried
from dpia_workbench.usecases import library as shelves
from dpia_workbench.web import pieces
from dpia_workbench.web.dossiers import content_reading, points, reading
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.reuse_pages import (
    CarriedView,
    EntryView,
    LibraryPage,
    ToCheckPage,
)
from dpia_workbench.web.pieces import Words

_MOST_SHOWN = 50
_EXCERPT = 300  # characters


def _editable(dossier_id: UUID) -> Dossier:
    dossier = dossiers.get(db.session(), dossier_id, actor=current_actor())
    require(current_actor(), Permission.DOSSIER_EDIT, dossier)
    require_editable(dossier.revision.state)
    return dossier


@blueprint.route("/<uuid:dossier_id>/to-check", methods=["GET", "POST"])
def to_check(dossier_id: UUID) -> ResponseReturnValue:
    """Show what was carried over, and take what is still right as looked at."""
    dossier = _editable(dossier_id)
    form = Form(ConfirmationSchema())
    count = 0
    if form.submitted:
        with form.refusals(on="parts"), transaction() as session:
            count = carried.confirm(
                session, actor=current_actor(), dossier_id=dossier_id,
                names=form.values()["parts"], now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(ngettext("%(n)s part is still right.", "%(n)s parts are still right.", count))
        return redirect(url_for(".to_check", dossier_id=dossier_id), 303)
    parts = tuple(_carried(dossier))
    page = ToCheckPage(
        key=dossier.key,
        form=form,
        parts=parts,
        options=tuple((part.name, part.kind) for part in parts),
        back_url=url_for(".show", dossier_id=dossier_id),
    )
    return render_template("dossiers/to_check.html", page=page), form.status


def _carried(dossier: Dossier) -> Iterator[CarriedView]:
    written_at = points.addresses(dossier)
    for place, row in carried.parts(dossier.revision):
        if row.to_check:
            title, text = _said(dossier, place, row)
            yield CarriedView(
                name=carried.name_of(place),
                kind=" ".join(part for part in (label(place.part), _key(place)) if part),
                title=title,
                text=_excerpt(text),
                url=_where(dossier, place, row, written_at=written_at),
            )


def _key(place: Place) -> str:
    return "" if place.part in (DossierPart.FINDING, DossierPart.TEXT) else place.key


def _said(dossier: Dossier, place: Place, row: Any) -> tuple[Words, Words]:
    """Return the name of a part and what it says."""
    spoken, written = current_language(), dossier.revision.language
    if isinstance(row, SectionText):
        return Words(label(Section(row.section)), spoken), Words(row.body, written)
    if isinstance(row, Entry):
        return Words(content_reading.name_of(row), written), Words("", written)
    match place.part:
        case DossierPart.DESCRIPTION:
            return Words("", spoken), pieces.words(row.scope or row.summary)
        case DossierPart.CELL:
            return Words(reading.cell_name(row), spoken), pieces.words(row.use)
        case DossierPart.CLAIM:
            return Words(reading.claim_sentence(row), spoken), Words(row.rationale, written)
        case DossierPart.FINDING:
            return Words(label(Topic(row.topic)), spoken), pieces.words(row.note)
        case DossierPart.RISK:
            return pieces.words(row.title), pieces.words(row.description)
    return pieces.words(row.title), pieces.words(row.instruction)


def _excerpt(words: Words) -> Words:
    text = words.text if len(words.text) <= _EXCERPT else f"{words.text[:_EXCERPT]}…"
    return Words(text, words.language)


def _where(dossier: Dossier, place: Place, row: Any, *, written_at: Callable[[str], str]) -> str:
    here: dict[str, Any] = {"dossier_id": dossier.id}
    match place.part:
        case DossierPart.DESCRIPTION:
            return url_for(".describe", **here)
        case DossierPart.FINDING:
            return url_for(".finding", topic=place.key, **here)
        case DossierPart.TEXT:
            return written_at(f"text:{place.key}")
        case DossierPart.ENTRY:
            return url_for(".entry", key=place.key, **here)
    return url_for(f".{place.part}", **{f"{place.part}_id": row.id}, **here)


@blueprint.get("/<uuid:dossier_id>/library")
def library(dossier_id: UUID) -> ResponseReturnValue:
    """Show the risks or the measures of the library, those that occur most first."""
    dossier = _editable(dossier_id)
    part = LibraryPart.MEASURE if request.args.get("part") == "measure" else LibraryPart.RISK
    query = request.args.get("q", "")[:200]
    find = shelves.measures if part is LibraryPart.MEASURE else shelves.risks
    found = find(db.session(), actor=current_actor(), words=query)
    here = url_for(".library", dossier_id=dossier_id)
    page = LibraryPage(
        key=dossier.key,
        part=part,
        tabs=tuple(
            (label(each), url_for(".library", dossier_id=dossier_id, part=each), each is part)
            for each in LibraryPart
        ),
        query=query,
        entries=tuple(_entry(entry, dossier=dossier) for entry in found[:_MOST_SHOWN]),
        total=len(found),
        url=here,
        back_url=url_for(".show", dossier_id=dossier_id),
    )
    return render_template("dossiers/library.html", page=page)


def _entry(entry: shelves.Entry, *, dossier: Dossier) -> EntryView:
    return EntryView(
        slug=entry.slug,
        key=entry.key,
        title=pieces.words(entry.title),
        text=_excerpt(pieces.words(entry.description)),
        owner=label(entry.owner) if entry.owner else "",
        count=_count(entry),
        products=tuple(_names(entry.products)),
        usual=tuple(pieces.words(each) for each in entry.usual),
        is_there=shelves.is_there(dossier, entry),
    )


def _names(texts: tuple[Bilingual, ...]) -> Iterator[str]:
    return (text.text(current_language()) for text in texts)


def _count(entry: shelves.Entry) -> str:
    if entry.solved:
        return _(
            "In %(count)s of %(all)s DPIAs, solved in %(solved)s.",
            count=entry.count, all=entry.of, solved=entry.solved,
        )  # fmt: skip
    return _("In %(count)s of %(all)s DPIAs.", count=entry.count, all=entry.of)


@blueprint.post("/<uuid:dossier_id>/library")
def add_from_library(dossier_id: UUID) -> ResponseReturnValue:
    """Add a risk with its usual measures, or a measure."""
    form = Form(AdditionSchema())
    with form.refusals(), transaction() as session:
        values = form.values()
        part = values.pop("part")
        add = shelves.add_measure if part is LibraryPart.MEASURE else shelves.add_risk
        row = add(session, actor=current_actor(), dossier_id=dossier_id, now=clock.now(), **values)
    if not form.accepted:
        raise NotFound
    flash(_("%(key)s was added. Look at it: nothing of it counts yet.", key=row.key), "success")
    return redirect(url_for(".show", dossier_id=dossier_id, _anchor=row.key), 303)
