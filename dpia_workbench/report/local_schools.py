"""For which schools a local assessment holds, for which not, and what differs at each."""

from collections.abc import Iterator, Sequence

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.explanation import tag_label
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import wording
from dpia_workbench.report.model import Block, Callout, Cell, Runs, Table, Tone
from dpia_workbench.report.wording import cell, day, level_cell, lines, plain, prose, said
from dpia_workbench.store.models import SchoolDeviation
from dpia_workbench.usecases import local_schools, school_levels
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.usecases.local_schools import Place
from dpia_workbench.usecases.school_levels import SchoolView


def blocks(assessment: LocalAssessment) -> list[Block]:
    """Return the section on schools: covered, not covered, and what is different where."""
    row = assessment.adoption
    heading = wording.section(_("Schools"))
    noted = prose(row.schools)
    if row.every_school is None:
        return [heading, *(noted or [wording.sentence(_("The board has not filled this in."))])]
    found = school_levels.views(assessment)
    return [
        heading,
        wording.sentence(summary(assessment)),
        _covered([view.place for view in found]),
        *_uncovered(local_schools.uncovered(row)),
        *_different([view for view in found if view.differs]),
        *_levels(assessment, found),
        *noted,
    ]


def summary(assessment: LocalAssessment) -> str:
    """Return for how many schools the assessment holds, in a sentence."""
    row = assessment.adoption
    covered, others = local_schools.covered(row), local_schools.uncovered(row)
    if not others:
        return ngettext(
            "This assessment holds for %(n)s school: all of the board.",
            "This assessment holds for %(n)s schools: all of the board.", len(covered),
        )  # fmt: skip
    return _(
        "This assessment holds for %(some)s of the %(all)s schools of the board.",
        some=len(covered), all=len(covered) + len(others),
    )  # fmt: skip


def _covered(places: Sequence[Place]) -> Block:
    return Table(
        caption=_("Schools for which this assessment holds"),
        description=_("Per school: name, BRIN, kind of education and number of pupils."),
        header=(_("School"), _("BRIN"), _("Kind of education"), _("Pupils")),
        rows=tuple(
            (
                cell(place.name),
                cell(place.brin),
                cell(label(place.sector)),
                cell(_("not known") if place.pupils is None else str(place.pupils)),
            )
            for place in places
        ),
        widths=(42, 14, 28, 16),
    )


def _uncovered(places: Sequence[Place]) -> list[Block]:
    """Return the schools about which this assessment says nothing (invariant 20)."""
    if not places:
        return []
    explained = _("These schools need an assessment of their own, or must not use the product.")
    named = [
        plain(_("%(name)s (%(brin)s)", name=place.name, brin=place.brin)) for place in places
    ]  # fmt: skip
    return [
        Callout(
            title=_("Schools for which this assessment does not hold"),
            paragraphs=(*named, plain(explained)),
            tone=Tone.CAUTION,
        )
    ]


def _different(found: Sequence[SchoolView]) -> list[Block]:
    if not found:
        return [wording.sentence(_("Nothing is different at one of the schools."))]
    rows = [(view, runs) for view in found for runs in _differences(view)]
    table = Table(
        caption=_("What is different at a school"),
        description=_("Per school: its own circumstances, and measures in which it differs."),
        header=(_("School"), _("What is different"), _("Evidence or reason")),
        rows=tuple((cell(view.place.name), Cell(runs=what), why) for view, (what, why) in rows),
        widths=(30, 34, 36),
    )
    return [table]


def _differences(view: SchoolView) -> Iterator[tuple[Runs, Cell]]:
    if view.place.special_education:
        yield plain(_("Special education")), cell("")
    for tag in view.place.tags:
        yield plain(tag_label(tag)), cell("")
    for row in view.deviations:
        yield _deviation(row), Cell(runs=lines(said(row.evidence), said(row.reason)))


def _deviation(row: SchoolDeviation) -> Runs:
    state = _("Measure %(key)s: %(state)s", key=row.key, state=label(row.state).lower())
    texts = [
        state,
        _("Since %(day)s", day=day(row.since)) if row.since else "",
        _("Planned for %(day)s", day=day(row.due)) if row.due else "",
    ]
    return lines(*(plain(text) for text in texts))


def _levels(assessment: LocalAssessment, found: Sequence[SchoolView]) -> list[Block]:
    """Return the levels of schools at which a risk is not as it is at the others."""
    keys = [key for key in assessment.levels if len({view.levels.get(key) for view in found}) > 1]
    if not keys:
        return []
    return [
        Table(
            caption=_("Risks that are not the same at every school"),
            description=_("Per school: the level of each risk that differs between schools."),
            header=(_("School"), *keys),
            rows=tuple(
                (cell(view.place.name), *(level_cell(view.levels[key]) for key in keys))
                for view in found
            ),
            widths=(40, *(_share(len(keys)),) * len(keys)),
        )
    ]


def _share(count: int) -> int:
    """Return the width of one of the columns that share what a name leaves."""
    return max(60 // count, 1)
