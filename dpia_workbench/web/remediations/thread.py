"""From what the two sides of a request wrote, and what happened, to the values a page shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.files import types
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing import scans, uploads
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.risk.evidence import LARGEST_FILE
from dpia_workbench.risk.scanning import Scan
from dpia_workbench.schemas.remediations import MessageSchema
from dpia_workbench.store import correspondence
from dpia_workbench.store.models import FileScan, Remediation, RequestFile, RequestMessage
from dpia_workbench.web.remediations import reading
from dpia_workbench.web.remediations.pages import Desk, Entry, File, Upload

Looked = Mapping[str, FileScan]  # the newest look for viruses, by the hash of a file


def readers(row: Remediation) -> str:
    """Return in plain words who reads what is written about a request (method.md 5.4)."""
    return _(
        "Who reads this: the contacts of %(vendor)s, the analysts of %(owner)s, and the people who"
        " review and publish for the cooperatives. No school and no other vendor.",
        vendor=row.vendor.name, owner=row.owner.name,
    )  # fmt: skip


def upload() -> Upload:
    """Return what files a form takes."""
    known = ", ".join(types.KNOWN)
    return Upload(
        accept=",".join(f".{ending}" for ending in types.KNOWN),
        largest=LARGEST_FILE,
        hint=_("Up to 50 MB each: %(types)s. After a mistake, choose the files again.",
               types=known),
    )  # fmt: skip


def desk(row: Remediation, *, form: Form) -> Desk:
    """Return where a message to the other side is written."""
    return Desk(
        form=form,
        url=url_for("remediations.say", remediation_id=row.id),
        readers=readers(row),
        upload=upload(),
    )


def desk_for(row: Remediation, *, actor: Actor) -> Desk | None:
    """Return where somebody writes to the other side, if they may and the request was sent."""
    if not row.is_sent or not allows(actor, Permission.REMEDIATION_DISCUSS, row):
        return None
    return desk(row, form=Form(MessageSchema()))


def entries(session: Session, row: Remediation, *, actor: Actor) -> tuple[Entry, ...]:
    """Return what was written and what happened, the newest first."""
    written = correspondence.find(session, remediation_id=row.id, actor=actor)
    looked = scans.newest(file.file_sha256 for message in written for file in message.files)
    told = [_entry(message, row, looked=looked, actor=actor) for message in written]
    happened = [*reading.history(session, row, actor=actor)][::-1]
    # The oldest first, so that what was written in the moment of an event comes after it.
    return tuple(sorted([*happened, *told], key=lambda each: each.at)[::-1])


def _entry(message: RequestMessage, row: Remediation, *, looked: Looked, actor: Actor) -> Entry:
    title = _("Delivered by the vendor") if message.is_delivery else _("Message")
    return Entry(
        at=message.at,
        who=_who(message, row, actor=actor),
        title=title,
        text=message.words,
        files=tuple(_files(message.files, row, looked=looked, actor=actor)),
    )


def _who(message: RequestMessage, row: Remediation, *, actor: Actor) -> str:
    """Return who wrote: the vendor knows the cooperative's people by their organisation alone."""
    is_theirs = message.organisation_id != row.vendor_id
    if is_theirs and actor.organisation_id == row.vendor_id:
        return message.organisation.name
    return _("%(person)s, %(organisation)s", person=message.by.name,
             organisation=message.organisation.name)  # fmt: skip


def _files(
    found: Iterable[RequestFile], row: Remediation, *, looked: Looked, actor: Actor
) -> Iterator[File]:
    for each in found:
        scan = looked.get(each.file_sha256)
        is_given = scans.status(scan) is not Scan.INFECTED
        url = url_for("remediations.file", remediation_id=row.id, file_id=each.id)
        yield File(
            name=each.file_name,
            url=url if is_given else None,
            size=uploads.kind_and_size(each.facts),
            scan=scans.in_short(scan),
            evidence_url=_taking_url(each, row, actor=actor) if is_given else None,
        )


def _taking_url(file: RequestFile, row: Remediation, *, actor: Actor) -> str | None:
    """Return where a file is taken over as evidence, if somebody may and it is known of what."""
    if row.dossier_id is None or not allows(actor, Permission.DOSSIER_EDIT, row):
        return None
    return url_for("evidence.take_over", dossier_id=row.dossier_id, file_id=file.id)


def delivered(session: Session, row: Remediation, *, actor: Actor) -> tuple[File, ...]:
    """Return the files of the newest delivery."""
    written: Sequence[RequestMessage] = [
        each
        for each in correspondence.find(session, remediation_id=row.id, actor=actor)
        if each.is_delivery
    ]
    if not written:
        return ()
    files = written[-1].files
    looked = scans.newest(each.file_sha256 for each in files)
    return tuple(_files(files, row, looked=looked, actor=actor))
