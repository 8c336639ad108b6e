"""From the lines of a gate to what people read of them, with the places where each is mended."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import message
from dpia_workbench.i18n.publication_labels import line_sentence
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk.assessment import Gap, Lack, State
from dpia_workbench.risk.publication import Check, Holding, Line, Untraced
from dpia_workbench.store import dossiers, fact_checks, threads
from dpia_workbench.store.models import Dossier, Review
from dpia_workbench.web.dossiers import checked, reading
from dpia_workbench.web.pieces import Badge
from dpia_workbench.web.publications.pages import LineView, Link
from dpia_workbench.web.threads.reading import where

TONES = {
    Holding.HOLDS: "safe", Holding.FAILS: "danger", Holding.NOT_CONCERNED: "neutral"
}  # fmt: skip
_ANCHORS = {
    Check.SCREENING: "screening", Check.DESCRIPTION: "description", Check.CELLS: "cells",
    Check.RISKS: "risks", Check.KNOWN_AXES: "risks", Check.MEASURES: "measures",
    Check.FINDINGS: "findings", Check.TRACES: "description",
}  # fmt: skip
_ANCHORED = ("R", "M", "K")  # parts whose key is an anchor of the dossier's page


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who reads the lines of which dossier, and when."""

    dossier: Dossier
    actor: Actor
    on: date

    @property
    def place(self) -> dict[str, Any]:
        """Return what addresses within the dossier begin with."""
        return {"dossier_id": self.dossier.id}

    @property
    def may_edit(self) -> bool:
        """Return whether the reader can mend the draft now."""
        return reading.may_edit(self.dossier, actor=self.actor)


def line_view(line: Line, desk: Desk) -> LineView:
    """Return a line with its sentence, what is to be known about it, and where to mend it."""
    said = message(line.refusal) if isinstance(line.refusal, Untraced) else line_sentence(line)
    notes = _NOTES.get(line.check)
    return LineView(
        title=label(line.check),
        badge=Badge(label(line.holding), TONES[line.holding]),
        sentence=said,
        notes=tuple(notes(line, desk)) if notes else (),
        links=tuple(_links(line, desk)),
    )


def _links(line: Line, desk: Desk) -> Iterator[Link]:
    if line.gaps:
        yield from _gaps(line, desk)
    elif line.refusal is not None or line.check is Check.FACT_CHECKS:
        others = _LINKS.get(line.check)
        yield from others(line, desk) if others else ()


def _gaps(line: Line, desk: Desk) -> Iterator[Link]:
    """Yield where each gap is mended; who cannot edit now is led to where it is read."""
    if line.check is Check.CARRIED:
        endpoint = "dossiers.to_check" if desk.may_edit else "dossiers.show"
        yield Link(_("To what was carried over"), url_for(endpoint, **desk.place))
        return
    mended = reading.places(desk.dossier) if desk.may_edit else {}
    for gap in line.gaps:
        url = mended.get(gap.key or gap.lack) or _read_at(gap, line.check, desk)
        yield Link(reading.gap_text(gap), url)


def _read_at(gap: Gap, check: Check, desk: Desk) -> str:
    if gap.lack is Lack.POINT:
        return url_for("dossiers.point", node=gap.key, **desk.place)
    anchor = gap.key if gap.key.startswith(_ANCHORED) else _ANCHORS.get(check, "cells")
    return url_for("dossiers.show", _anchor=anchor, **desk.place)


def _way_to_approval(_line: Line, desk: Desk) -> Iterator[Link]:
    if desk.dossier.revision.state is State.IN_REVIEW and allows(
        desk.actor, Permission.DOSSIER_REVIEW, desk.dossier
    ):
        yield Link(_("To the review"), url_for("dossiers.review", **desk.place))
    else:
        yield Link(_("To the dossier"), url_for("dossiers.show", **desk.place))


def _comparison(_line: Line, desk: Desk) -> Iterator[Link]:
    last = _last_approval(desk.dossier)
    if last is not None:
        address = url_for("dossiers.compare", old=f"step-{last.seq}", new="now", **desk.place)
        yield Link(_("What changed since the approval"), address)


def _threads(_line: Line, desk: Desk) -> Iterator[Link]:
    rows, pages = threads.find(
        db.session(), dossier_id=desk.dossier.id, show=threads.Show.OPEN, actor=desk.actor
    )
    for row in rows:
        address = url_for("threads.show", thread_id=row.id, **desk.place)
        yield Link(_("Discussion on %(part)s", part=where(row)), address)
    if pages > 1:
        yield Link(_("All open discussions"), url_for("threads.index", **desk.place))


def _fact_checks(_line: Line, desk: Desk) -> Iterator[Link]:
    rows = fact_checks.of_dossier(db.session(), desk.dossier.id)
    for said, address in checked.blocking(rows, on=desk.on):
        yield Link(said, address)
    if not rows and allows(desk.actor, Permission.FACT_CHECK_SEND, desk.dossier):
        yield Link(_("New fact check"), url_for("fact_checks.prepare", **desk.place))


def _description(_line: Line, desk: Desk) -> Iterator[Link]:
    if desk.may_edit:
        yield Link(_("Change summary, scope and verdict"),
                   url_for("dossiers.describe", **desk.place))  # fmt: skip
    else:
        yield Link(_("To the summary"),
                   url_for("dossiers.show", _anchor="description", **desk.place))  # fmt: skip


def _last_approval(dossier: Dossier) -> Review | None:
    return next((row for row in reversed(dossier.revision.reviews) if row.approved), None)


def _approval(line: Line, desk: Desk) -> Iterator[str]:
    """Yield who approved it, or that an approval is void."""
    last = _last_approval(desk.dossier)
    told = {"who": last.signed_as, "day": day(last.at)} if last else {}
    if last is not None and line.refusal is None:
        yield _("Approved by %(who)s on %(day)s.", **told)
    elif last is not None and desk.dossier.revision.approved_hash is None:
        yield _("%(who)s approved it on %(day)s. That approval is void, for the revision was"
                " opened again after it.", **told)  # fmt: skip
    if line.refusal is not None:
        yield reading.waits(desk.dossier.revision.state)


def _people(_line: Line, desk: Desk) -> Iterator[str]:
    """Yield who had a hand in the revision: they cannot publish it (invariant 13)."""
    revision = desk.dossier.revision
    authors = dossiers.author_names(db.session(), revision)
    reviewers = dict.fromkeys(row.signed_as for row in revision.reviews if row.approved)
    if authors:
        yield _("Written by: %(names)s.", names=", ".join(authors))
    if reviewers:
        yield _("Approved by: %(names)s.", names=", ".join(reviewers))


_LINKS: Mapping[Check, Callable[[Line, Desk], Iterator[Link]]] = {
    Check.APPROVED: _way_to_approval,
    Check.UNCHANGED: _comparison,
    Check.DISCUSSION: _threads,
    Check.FACT_CHECKS: _fact_checks,
    Check.TRACES: _description,
}
_NOTES: Mapping[Check, Callable[[Line, Desk], Iterator[str]]] = {
    Check.APPROVED: _approval,
    Check.PUBLISHER: _people,
}
