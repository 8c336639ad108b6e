"""What a change of sub-processors touches, and what boards say, for who guards the products."""

from collections.abc import Iterator
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.aggregate import ranged
from dpia_workbench.risk.registers import Register
from dpia_workbench.risk.release import IN_USE, Status, asks_attention
from dpia_workbench.risk.sub_processors import Stance
from dpia_workbench.store import releases, sub_processors
from dpia_workbench.store.models import Dossier, Entry, Release, SubProcessorChange
from dpia_workbench.web.pieces import Action, Badge, words
from dpia_workbench.web.sub_processors.pages import Heard, Touched, TouchedDossier, TouchedRelease
from dpia_workbench.web.sub_processors.reading import in_range


def touched(session: Session, row: SubProcessorChange, *, actor: Actor, on: date) -> Touched:
    """Return the dossiers, releases and adoptions that a change is about."""
    found = sub_processors.touched_dossiers(session, row, actor=actor)
    newest = sub_processors.newest_releases(session, row)
    return Touched(
        dossiers=tuple(_dossier(session, each, row) for each in found),
        releases=tuple(_release(session, each, row, actor=actor, on=on) for each in newest),
        boards=in_range(ranged(len(row.adopter_ids))),
    )


def _dossier(session: Session, dossier: Dossier, row: SubProcessorChange) -> TouchedDossier:
    names = [name for name in (row.name, row.legal_entity, row.replaces) if name]
    found = sub_processors.mentions(session, dossier.revision, names=names)
    return TouchedDossier(
        key=dossier.key,
        url=url_for("dossiers.show", dossier_id=dossier.id),
        product=words(dossier.product.name),
        owner=dossier.owner.name,
        state=label(dossier.revision.state),
        mentions=tuple(_mention(entry, dossier=dossier) for entry in found),
    )


def _mention(entry: Entry, *, dossier: Dossier) -> tuple[str, str, str]:
    field = "name" if entry.register is Register.PARTY else "country"
    url = url_for("dossiers.entry", dossier_id=dossier.id, key=entry.key)
    return entry.key, str(entry.values.get(field, "")), url


def _release(
    session: Session, release: Release, row: SubProcessorChange, *, actor: Actor, on: date
) -> TouchedRelease:
    status = releases.status(session, release, on=on)
    return TouchedRelease(
        product=words(release.product.name),
        number=release.number,
        url=url_for("verdicts.release", slug=release.product.slug, number=release.number),
        status=Badge(label(status), "safe" if status is Status.CURRENT else "warning"),
        action=_mark(release, row, actor=actor) if status in IN_USE else None,
    )


def _mark(release: Release, row: SubProcessorChange, *, actor: Actor) -> Action | None:
    if not allows(actor, Permission.RELEASE_MARK, release):
        return None
    asked = asks_attention(event.kind for event in release.events)
    text = _("Attention is no longer needed") if asked else _("Ask for attention to this release")
    url = url_for("sub_processors.mark", change_id=row.id, release_id=release.id)
    return Action(text, url, "secondary")


def heard(session: Session, row: SubProcessorChange, *, actor: Actor) -> Heard:
    """Return what boards say in this round, without who they are (invariant 16)."""
    counts = sub_processors.counts(session, row)
    return Heard(
        counts=tuple((label(stance), in_range(counts[stance])) for stance in Stance),
        reasons=tuple(_reasons(session, row, actor=actor)),
    )


def _reasons(
    session: Session, row: SubProcessorChange, *, actor: Actor
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for stance in (Stance.OBJECTS, Stance.CONCERN):
        found = sub_processors.reasons(session, row, stance=stance, actor=actor)
        if found:
            yield label(stance), tuple(found)
