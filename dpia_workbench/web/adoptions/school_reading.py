"""From the schools of an adoption to what pages show of them."""

from collections.abc import Iterator

from flask import url_for

from dpia_workbench.i18n import explanation, ngettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day, number
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.vocabulary import Tag
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption, SchoolDeviation
from dpia_workbench.usecases import local_levels, local_schools, school_levels
from dpia_workbench.usecases.local import LocalAssessment, MeasureView
from dpia_workbench.usecases.local_schools import Place
from dpia_workbench.usecases.school_levels import SchoolView
from dpia_workbench.web import pieces
from dpia_workbench.web.adoptions import explaining, steps
from dpia_workbench.web.adoptions.pages import Badge, SchoolRow, Schools
from dpia_workbench.web.adoptions.reading import MEASURE_TONES, level_badge
from dpia_workbench.web.adoptions.reading import measure as measure_row
from dpia_workbench.web.adoptions.school_pages import MeasureAtSchool, RiskAtSchool


def schools(assessed: LocalAssessment) -> Schools:
    """Return for which schools an adoption holds."""
    row = assessed.adoption
    found = school_levels.views(assessed)
    fills = steps.may_fill(assessed, actor=current_actor())
    return Schools(
        summary=summary(row),
        covered=tuple(_row(assessed, each) for each in found),
        uncovered=tuple(named(each) for each in local_schools.uncovered(row)),
        since=tuple(named(each) for each in local_schools.since(row)),
        noted=row.schools,
        scale=_scale(row),
        scale_is_off=_is_off(row),
        url=url_for("adoptions.schools", adoption_id=row.id) if fills else None,
    )


def summary(row: Adoption) -> str:
    """Return for how many schools an adoption holds, in a sentence."""
    covered, others = local_schools.covered(row), local_schools.uncovered(row)
    if row.every_school is None:
        return ""
    if not others:
        return ngettext(
            "This holds for %(n)s school: all of your board.",
            "This holds for %(n)s schools: all of your board.",
            len(covered),
        )
    return _(
        "This holds for %(some)s of the %(all)s schools of your board.",
        some=len(covered), all=len(covered) + len(others),
    )  # fmt: skip


def named(place: Place) -> str:
    """Return a school by name and number."""
    return _("%(name)s (%(brin)s)", name=place.name, brin=place.brin)


def _row(assessed: LocalAssessment, view: SchoolView) -> SchoolRow:
    return SchoolRow(
        name=view.place.name,
        brin=view.place.brin,
        differences=tuple(differences(view)),
        worst=level_badge(view.worst) if view.worst else None,
        url=url_for(
            "adoptions.school", adoption_id=assessed.adoption.id, school_id=view.place.id
        ),
    )  # fmt: skip


def differences(view: SchoolView) -> Iterator[str]:
    """Yield in words what holds at one school only."""
    if view.place.special_education:
        yield _("Special education")
    for tag in view.place.tags:
        yield explanation.tag_label(tag)
    for each in view.deviations:
        yield _("Measure %(key)s: %(state)s", key=each.key, state=label(each.state).lower())


def _scale(row: Adoption) -> str:
    """Return how many pupils the covered schools have, and whether that is a large scale."""
    places = local_schools.covered(row)
    known = local_schools.pupils_of(places)
    if known is None:
        return ""
    unknown = sum(place.pupils is None for place in places)
    text = ngettext("Together they have about %(n)s pupil or student.",
                    "Together they have about %(n)s pupils and students.", known)  # fmt: skip
    if unknown:
        text += " " + ngettext("Of %(n)s school the number is not known.",
                               "Of %(n)s schools the number is not known.", unknown)  # fmt: skip
    return f"{text} {_scale_advice(row)}".strip()


def _is_off(row: Adoption) -> bool:
    """Return whether the schools have more pupils than the circumstances say."""
    return local_schools.is_large(row) is True and not local_schools.says_large(row)


def _scale_advice(row: Adoption) -> str:
    tag = label(Tag.LARGE_SCALE_10K)
    if _is_off(row):
        return _("So tick “%(tag)s” in the step about circumstances.", tag=tag)
    if local_schools.is_large(row) is False and local_schools.says_large(row):
        return _(
            "You ticked “%(tag)s”. Check whether that is right, with parents and staff counted.",
            tag=tag,
        )
    return ""


def facts(place: Place) -> Iterator[tuple[str, str]]:
    """Yield what the register says of a school."""
    yield _("BRIN"), place.brin
    yield _("Kind of education"), label(place.sector)
    yield _("Special education"), _("yes") if place.special_education else _("no")
    yield _("Pupils"), number(place.pupils) if place.pupils is not None else _("not known")


def risks(assessed: LocalAssessment, view: SchoolView) -> Iterator[RiskAtSchool]:
    """Yield each risk with the level here next to that of the board as a whole."""
    titles = {item["key"]: Bilingual.of(item["title"]) for item in assessed.content["measures"]}
    mine = local_levels.own_measures(assessed.adoption)
    titles |= {each.key: Bilingual(nl=each.title) for each in mine}
    for each in assessed.risks:
        if each.key in view.levels:
            yield RiskAtSchool(
                key=each.key,
                title=pieces.words(each.title),
                board=level_badge(each.local),
                here=level_badge(view.levels[each.key]),
                reasons=explaining.reasons(view.explained[each.key], titles=titles),
            )


def measures(assessed: LocalAssessment, view: SchoolView) -> Iterator[MeasureAtSchool]:
    """Yield each measure with how far the board is, and this school if it differs."""
    deviating = {row.key: row for row in view.deviations}
    for each in assessed.measures:
        shown, row = measure_row(assessed, each), deviating.get(each.key)
        yield MeasureAtSchool(
            key=shown.key,
            title=shown.title,
            board=shown.state,
            here=state_of(row) if row else None,
            details=tuple(details(row)) if row else (),
            url=url_for(
                "adoptions.deviation", adoption_id=assessed.adoption.id, school_id=view.place.id,
                measure_id=each.row.id,
            ),
        )  # fmt: skip


def of_measure(
    assessed: LocalAssessment, view: MeasureView
) -> Iterator[tuple[str, str, Badge | None]]:
    """Yield each covered school with how far it is with a measure, if it differs from the board."""
    row = assessed.adoption
    for place in local_schools.covered(row):
        mine = (each for each in local_schools.deviations(row, place) if each.key == view.key)
        found = next(mine, None)
        url = url_for(
            "adoptions.deviation", adoption_id=row.id, school_id=place.id, measure_id=view.row.id
        )
        yield place.name, url, state_of(found) if found else None


def state_of(row: SchoolDeviation) -> Badge:
    """Return how far a school is with a measure."""
    return Badge(row.state, label(row.state), MEASURE_TONES[row.state])


def details(row: SchoolDeviation) -> Iterator[tuple[str, str]]:
    """Yield what a deviation rests on."""
    if row.since is not None:
        yield _("Applied since"), day(row.since)
    if row.due is not None:
        yield _("Planned for"), day(row.due)
    if row.evidence:
        yield _("Evidence"), row.evidence
    if row.reason:
        yield _("Reason"), row.reason
    if row.review_due is not None:
        yield _("Check again before"), day(row.review_due)
