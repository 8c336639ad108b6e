"""From evidence rows to the values that its pages show."""

from collections.abc import Iterator, Mapping
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.files.images import IMAGES
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing import scans, uploads
from dpia_workbench.plumbing.filters import day, moment
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import (
    FileFacts,
    Validity,
    is_due,
    validity,
)
from dpia_workbench.risk.place import Place
from dpia_workbench.risk.scanning import Scan
from dpia_workbench.store import audit
from dpia_workbench.store.models import Evidence, FileScan, User
from dpia_workbench.web.dossiers.pages import HistoryEntry
from dpia_workbench.web.evidence import places
from dpia_workbench.web.evidence.facts import described
from dpia_workbench.web.evidence.pages import PlaceView, Row
from dpia_workbench.web.pieces import Badge

_TONES = {Validity.EXPIRING: "warning", Validity.EXPIRED: "danger"}
LARGEST_THUMBNAIL = 5 * 2**20  # a list of larger pictures would take minutes to load


def url(row: Evidence, *, endpoint: str = "show") -> str:
    """Return an address of evidence."""
    return url_for(f"evidence.{endpoint}", dossier_id=row.dossier_id, evidence_id=row.id)


def is_confidential(row: Evidence) -> bool:
    """Return whether only named people may read it, and reading is recorded."""
    return row.confidentiality is Confidentiality.VENDOR_CONFIDENTIAL


def file_of(row: Evidence) -> FileFacts:
    """Return what is known of the file."""
    return FileFacts(
        sha256=row.file_sha256, name=row.file_name, size=row.file_size, media_type=row.media_type
    )


def image_url(row: Evidence, *, most: int | None = None) -> str | None:
    """Return where a picture is shown from, if it is one that may be shown within a page."""
    shows = row.media_type in IMAGES and row.has_file and not is_confidential(row)
    fits = most is None or row.file_size <= most
    return url(row, endpoint="image") if shows and fits else None


def size(row: Evidence) -> str:
    """Return type and size of a file in words."""
    return uploads.kind_and_size(file_of(row))


def marks(row: Evidence, *, on: date) -> Iterator[Badge]:
    """Yield what is remarkable about evidence on a day."""
    found = validity(row.expires_on, on=on)
    if found is not Validity.VALID:
        yield Badge(label(found), _TONES[found])
    if not row.has_file:
        yield Badge(_("File deleted"))
    elif is_due(row.delete_on, on=on):
        yield Badge(_("Delete the file now"), "danger")
    if row.has_personal_data:
        yield Badge(_("Personal data of others"), "warning")


def supports(row: Evidence, *, views: Mapping[Place, PlaceView]) -> Iterator[PlaceView]:
    """Yield what evidence supports, also what the newest revision no longer has."""
    for place in row.places:
        yield views.get(place) or places.gone(place, dossier=row.dossier)


def as_row(
    row: Evidence, *, views: Mapping[Place, PlaceView], scan: FileScan | None, on: date
) -> Row:
    """Return evidence as a row of the list, without the picture in which a virus was found."""
    is_given = scans.status(scan) is not Scan.INFECTED
    return Row(
        key=row.key,
        title=row.title,
        url=url(row),
        kind=label(row.kind),
        confidentiality=label(row.confidentiality),
        collected_on=row.collected_on,
        file=size(row),
        marks=(*marks(row, on=on), *(() if is_given else (Badge(label(Scan.INFECTED), "danger"),))),
        image_url=image_url(row, most=LARGEST_THUMBNAIL) if is_given else None,
        supports=tuple(supports(row, views=views)),
    )


def facts(row: Evidence) -> Iterator[tuple[str, str]]:
    """Yield what is known of evidence."""
    yield _("Kind"), label(row.kind)
    if row.source:
        yield _("Where it comes from"), row.source
    yield _("Collected on"), day(row.collected_on)
    yield _("Collected by"), row.collected_by
    yield _("Who may read it"), label(row.confidentiality)
    if row.readers:
        yield _("Named people"), ", ".join(sorted(each.user.name for each in row.readers))
    if row.expires_on:
        yield _("Expires on"), day(row.expires_on)
    if row.delete_on:
        yield _("File to be deleted on"), day(row.delete_on)
    yield _("File"), row.file_name
    yield _("Type and size"), size(row)
    yield _("Added by"), row.uploaded_by.name
    yield _("Added on"), moment(row.uploaded_at)


def deletion(row: Evidence) -> str:
    """Return who deleted the file, when and why, or an empty text."""
    if row.file_deleted_by is None:
        return ""
    return _(
        "%(who)s deleted the file on %(when)s: %(reason)s",
        who=row.file_deleted_by.name,
        when=moment(row.file_deleted_at),
        reason=row.deletion_reason,
    )


def history(session: Session, row: Evidence) -> Iterator[HistoryEntry]:
    """Yield what happened to evidence, newest first."""
    for event in audit.find(session, subject_id=row.id):
        who = session.get(User, event.actor_id) if event.actor_id else None
        title, text = described(event)
        yield HistoryEntry(
            at=event.at, who=who.name if who else _("System"), title=title, text=text
        )
