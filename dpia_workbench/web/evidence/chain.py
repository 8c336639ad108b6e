"""From a capture to its retest and back: what evidence supports, and what is done about that.

Each strand begins with the evidence and goes on over a finding, or a risk and the claim on it, to
the measure and to the check of that measure. Evidence of every place stands beside it, so that the
chain is followed the other way just as well.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store.models import Claim, Evidence, Finding, Measure, Revision, Risk
from dpia_workbench.web.evidence.pages import Link, PlaceView, Step

At = Mapping[Place, Sequence[Evidence]]
Views = Mapping[Place, PlaceView]
Part = Risk | Claim | Measure | Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a chain is made from."""

    row: Evidence
    at: At
    views: Views
    url: Callable[[Evidence], str]


def strands(desk: Desk) -> Iterator[tuple[Step, ...]]:
    """Yield every way from the evidence to what is done about what it shows."""
    linked, revision = set(desk.row.places), desk.row.dossier.revision
    shown: set[Place] = set()
    for way in (*_over_risks(revision, linked), *_over_findings(revision, linked)):
        shown.update(_place(row) for row in way)
        yield _strand(desk, way)
    for place in desk.row.places:
        if place not in shown and place in desk.views:
            yield (_self(desk), _at(desk, place), *_alone(desk, place))


def _over_risks(revision: Revision, linked: set[Place]) -> Iterator[tuple[Part, ...]]:
    for claim in revision.claims:
        for measure in claim.requires:
            way: tuple[Part, ...] = (claim.risk, claim, measure)
            if linked.intersection(map(_place, way)):
                yield way


def _over_findings(revision: Revision, linked: set[Place]) -> Iterator[tuple[Part, ...]]:
    for finding in sorted(revision.findings, key=lambda row: row.topic):
        if finding.measure is not None:
            way: tuple[Part, ...] = (finding, finding.measure)
            if linked.intersection(map(_place, way)):
                yield way


def _place(row: Part) -> Place:
    if isinstance(row, Finding):
        return Place(part=DossierPart.FINDING, key=row.topic.value)
    parts = {Risk: DossierPart.RISK, Claim: DossierPart.CLAIM, Measure: DossierPart.MEASURE}
    return Place(part=parts[type(row)], key=row.key)


def _strand(desk: Desk, way: Sequence[Part]) -> tuple[Step, ...]:
    return (_self(desk), *(_at(desk, _place(row)) for row in way), *_check(way[-1]))


def _alone(desk: Desk, place: Place) -> Iterator[Step]:
    """Yield the check of a measure that no claim rests on."""
    for measure in desk.row.dossier.revision.measures:
        if _place(measure) == place:
            yield from _check(measure)


def _self(desk: Desk) -> Step:
    row = desk.row
    return Step(label=_("Evidence"), text=f"{row.key} {row.title}", language="", url=desk.url(row))


def _at(desk: Desk, place: Place) -> Step:
    view = desk.views[place]
    others = tuple(
        Link(each.key, desk.url(each)) for each in desk.at.get(place, ()) if each is not desk.row
    )
    return Step(
        label=view.part, text=view.text, language=view.language, url=view.url, evidence=others
    )


def _check(measure: Part) -> Iterator[Step]:
    """Yield what a check found of a measure, or that nobody asked for it yet."""
    if not isinstance(measure, Measure):
        return
    asked = measure.remediation
    if asked is not None:
        note = _("Checked on %(day)s", day=day(asked.verified_on)) if asked.verified_on else ""
        yield Step(
            label=_("Check"),
            text=label(asked.state),
            language=current_language(),
            url=url_for("remediations.show", remediation_id=asked.id),
            note=note,
        )
    elif measure.owner is Owner.VENDOR:
        text = _("The vendor was not asked yet.")
        yield Step(label=_("Check"), text=text, language=current_language(), url=None)
