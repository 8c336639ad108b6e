"""What the Word report of a dossier is made of, whatever the state it is in.

A published revision is told as it was published, from the frozen release; any other as it is now.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import templates as rules
from dpia_workbench.risk.assessment import Purpose, State
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import EvidenceKind
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.templates import Template
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import dossiers, evidence, releases, screenings
from dpia_workbench.store.models import Dossier, Evidence, Release, Revision
from dpia_workbench.usecases import carried, points
from dpia_workbench.usecases.content import content_hash, draft, internal

Content = Mapping[str, Any]

# What releases of earlier forms did not hold yet.
_FORMERLY: Content = {
    "screening": None, "language": "nl", "texts": {}, "entries": [], "not_applicable": {},
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One revision of a dossier, and the release it became."""

    number: int
    state: State
    created_at: datetime
    submitted_at: datetime | None
    release: int | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What a reviewer decided on a revision."""

    revision: int
    at: datetime
    by: str
    approved: bool
    verdict: Verdict
    note: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A piece of evidence, and its file as long as that was not deleted."""

    key: str
    title: str
    kind: EvidenceKind
    source: str
    collected_on: date
    confidentiality: Confidentiality
    supports: tuple[Place, ...] = ()
    file_sha256: str | None = None
    media_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """All that a report of a dossier tells.

    `content` has the form of a release. `published_on` in it is the day on which the levels hold:
    of a release the day of its publication, otherwise the day of the report.
    """

    content: Content
    sha256: str
    template: Template
    on: date
    state: State
    lead: str
    authors: tuple[str, ...]
    versions: tuple[Version, ...]
    reviews: tuple[Reviewed, ...]
    questions: Content | None  # the form with which it was screened
    open: int  # what the template still needs before publication
    to_check: tuple[str, ...]  # carried over from an earlier revision; nobody looked yet
    evidence: tuple[Proof, ...]

    @property
    def is_concept(self) -> bool:
        """Return whether this is not what was published."""
        return self.state is not State.PUBLISHED

    @property
    def confidentiality(self) -> Confidentiality:
        """Return for whom the report is; nothing above that is in it."""
        return min(self.template.audience, Confidentiality.COOPERATIVE, key=Confidentiality.rank)

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """Return the evidence that readers of the report may know of."""
        most = self.confidentiality.rank()
        return tuple(each for each in self.evidence if each.confidentiality.rank() <= most)


def reported(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    template: str,
    on: date,
) -> Reported:
    """Return what a report of the newest revision of a dossier tells, in the order of a template.

    Of the evidence it tells what the actor may see. Raises Forbidden, or NotFound for a dossier
    that the actor may not see and for an unknown template.
    """
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_READ, dossier)
    revision = dossier.revision
    form = points.pinned(session, revision, template)
    content = _content(session, revision, on=on)
    questions = screenings.form_of(revision)
    lacks = rules.unfilled(form, points.filled(session, revision), purpose=Purpose.PUBLICATION)
    return Reported(
        content=content,
        sha256=content["sha256"],
        template=form,
        on=on,
        state=revision.state,
        lead=dossier.lead.name,
        authors=tuple(dossiers.author_names(session, revision)),
        versions=tuple(_version(session, each) for each in dossier.revisions),
        reviews=_reviews(dossier),
        questions=questions.content if questions else None,
        open=len(lacks),
        to_check=_to_check(revision),
        evidence=tuple(
            _proof(row) for row in evidence.find(session, dossier_id=dossier.id, actor=actor)
        ),
    )


def _to_check(revision: Revision) -> tuple[str, ...]:
    """Return the keys of entries and texts that nobody looked at since they were carried over."""
    left = carried.marked(revision)
    parts = (DossierPart.ENTRY, DossierPart.TEXT)
    return tuple(place.key for part in parts for place in left if place.part is part)


def _content(session: Session, revision: Revision, *, on: date) -> dict[str, Any]:
    """Return the content in the form of a release, with its hash."""
    release = _release(session, revision)
    if release is not None:
        return {**_FORMERLY, **releases.content(release), "sha256": release.sha256}
    content = _with_internal(draft(revision, on=on), revision)
    return {
        **content,
        "published_on": on.isoformat(),
        "published_verdict": content["computed_verdict"],
        "override_reason": "",
        "sha256": content_hash(revision, on=on),
    }


def _with_internal(content: dict[str, Any], revision: Revision) -> dict[str, Any]:
    """Return the content with what only the cooperative reads, which is in its own reports."""
    more = internal(revision)
    entries = [
        {**item, "values": {**item["values"], **_fields_of(item["key"], more["fields"])}}
        for item in content["entries"]
    ]
    told = {
        "texts": {**content["texts"], **more["texts"]},
        "not_applicable": {**content["not_applicable"], **more["not_applicable"]},
    }
    return {**content, **told, "entries": entries}


def _fields_of(key: str, fields: dict[str, Any]) -> dict[str, Any]:
    start = f"{key}."
    return {n.removeprefix(start): v for n, v in fields.items() if n.startswith(start)}


def _release(session: Session, revision: Revision) -> Release | None:
    is_out = revision.state is State.PUBLISHED
    return dossiers.release_of(session, revision.id) if is_out else None


def _version(session: Session, revision: Revision) -> Version:
    release = _release(session, revision)
    return Version(
        number=revision.number,
        state=revision.state,
        created_at=revision.created_at,
        submitted_at=revision.submitted_at,
        release=release.number if release else None,
        published_at=release.published_at if release else None,
    )


def _proof(row: Evidence) -> Proof:
    return Proof(
        key=row.key,
        title=row.title,
        kind=row.kind,
        source=row.source,
        collected_on=row.collected_on,
        confidentiality=row.confidentiality,
        supports=row.places,
        file_sha256=row.file_sha256 if row.has_file else None,
        media_type=row.media_type,
    )


def _reviews(dossier: Dossier) -> tuple[Reviewed, ...]:
    return tuple(
        Reviewed(
            revision=revision.number,
            at=row.at,
            by=row.reviewer.name,
            approved=row.approved,
            verdict=row.verdict,
            note=row.note,
            sha256=row.content_hash,
        )
        for revision in dossier.revisions
        for row in revision.reviews
    )
