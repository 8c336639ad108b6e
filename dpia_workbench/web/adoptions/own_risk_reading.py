"""From the risks that a board judged to the values that its pages show."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import url_for

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk.scale import HIGHEST, LOWEST, Axis, Level
from dpia_workbench.schemas.own_risks import UNKNOWN
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import OwnMeasure, OwnRisk
from dpia_workbench.usecases import local_levels, own_risk
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web import pieces
from dpia_workbench.web.adoptions.own_risk_pages import Options, OwnMeasureRow, OwnRiskRow
from dpia_workbench.web.adoptions.pages import Badge
from dpia_workbench.web.adoptions.reading import MEASURE_TONES, level_badge

Content = Mapping[str, Any]


def scale(content: Content, axis: Axis) -> Options:
    """Return (value, label, guidance) of an axis in the method of what is adopted."""
    spoken = current_language()
    known = tuple(
        (
            str(item["value"]),
            f"{Bilingual.of(item['label']).text(spoken)} ({item['value']})",
            Bilingual.of(item["guidance"]).text(spoken),
        )
        for item in content["profile"][axis.value]
    )
    return (*known, (UNKNOWN, _("unknown"), _("Nobody could find out. It counts as high.")))


def caps(content: Content) -> Options:
    """Return to which step at most a measure can bring an axis; to the highest is no measure."""
    return tuple(
        (value, text, "")
        for value, text, _guidance in scale(content, Axis.LIKELIHOOD)
        if value in {str(step) for step in range(LOWEST, HIGHEST)}
    )


def value_of(value: int | None, *, content: Content, axis: Axis) -> str:
    """Return a judged value in words."""
    wanted = UNKNOWN if value is None else str(value)
    return next(text for code, text, _guidance in scale(content, axis) if code == wanted)


def rows(assessed: LocalAssessment, *, fills: bool) -> tuple[OwnRiskRow, ...]:
    """Return the risks of the board's own."""
    return tuple(row(assessed, each, fills=fills) for each in own_risk.own(assessed.adoption))


def row(assessed: LocalAssessment, risk: OwnRisk, *, fills: bool) -> OwnRiskRow:
    """Return a risk that the board judged."""
    found = assessed.levels.get(risk.key)
    where: dict[str, Any] = {"adoption_id": assessed.adoption.id, "risk_id": risk.id}
    return OwnRiskRow(
        key=risk.key,
        title=pieces.words(Bilingual(nl=risk.title)),
        description=risk.description,
        level=level_badge(found) if found else None,
        facts=tuple(_facts(risk, content=assessed.content)),
        measures=tuple(
            _measure(each, content=assessed.content, where=where if fills else None)
            for each in risk.measures
            if not each.is_removed
        ),
        url=url_for("adoptions.own_risk", **where) if fills else None,
    )


def _facts(risk: OwnRisk, *, content: Content) -> Iterator[tuple[str, str]]:
    for axis, value in ((Axis.LIKELIHOOD, risk.likelihood), (Axis.SEVERITY, risk.severity)):
        yield label(axis), value_of(value, content=content, axis=axis)
    if risk.reason:
        yield _("Why"), risk.reason


def _measure(
    each: OwnMeasure, *, content: Content, where: Mapping[str, Any] | None
) -> OwnMeasureRow:
    effect = _(
        "Once it is applied: %(axis)s at most %(value)s. Why: %(why)s",
        axis=label(each.axis).lower(), value=value_of(each.cap, content=content, axis=each.axis),
        why=each.rationale,
    )  # fmt: skip
    return OwnMeasureRow(
        key=each.key,
        title=each.title,
        effect=effect,
        state=Badge(each.state, label(each.state), MEASURE_TONES[each.state]),
        details=tuple(_details(each)),
        url=url_for("adoptions.own_measure", measure_id=each.id, **where) if where else None,
    )


def _details(each: OwnMeasure) -> Iterator[tuple[str, str]]:
    for title, value in (
        (_("Applied since"), each.since),
        (_("Planned for"), each.due),
        (_("Check again before"), each.review_due),
    ):
        if value is not None:
            yield title, day(value)
    for title, text in ((_("Evidence"), each.evidence), (_("Reason"), each.reason)):
        if text:
            yield title, text


def central(assessed: LocalAssessment, *, fills: bool) -> tuple[OwnRiskRow, ...]:
    """Return the risks of a record that nobody gave a level, judged by the board or not yet."""
    judged = {each.central_key: each for each in local_levels.own_risks(assessed.adoption)}
    return tuple(
        _central(assessed, key, item, judged=judged.get(key), fills=fills)
        for key, item in own_risk.unlevelled(assessed.content).items()
    )


def _central(
    assessed: LocalAssessment, key: str, item: Content, *, judged: OwnRisk | None, fills: bool
) -> OwnRiskRow:
    found = assessed.levels.get(key) if judged else None
    mine = row(assessed, judged, fills=fills) if judged else None
    where: dict[str, Any] = {"adoption_id": assessed.adoption.id, "key": key}
    return OwnRiskRow(
        key=key,
        title=pieces.words(Bilingual.of(item["title"])),
        description=Bilingual.of(item.get("description") or "").text(current_language()),
        level=level_badge(found) if found else None,
        facts=(*_published(item), *(mine.facts if mine else ())),
        measures=mine.measures if mine else (),
        url=url_for("adoptions.judge", **where) if fills else None,
    )


def _published(item: Content) -> Iterator[tuple[str, str]]:
    said = item["published"]
    for title, value in (
        (_("The publisher said, before measures"), said.get("before")),
        (_("The publisher said, after measures"), said.get("after")),
    ):
        if value:
            yield title, label(Level(value))


def published(item: Content) -> tuple[str, ...]:
    """Return in words what the publisher of a record said of a risk, and what that means here."""
    told = [f"{title}: {value}" for title, value in _published(item)]
    if note := Bilingual.of(item["published"].get("note") or "").text(current_language()):
        told.append(_("The publisher explains: %(note)s", note=note))
    if item["published"].get("after"):
        told.append(
            _(
                "Your answer never counts for less than what the publisher left. Only a measure of"
                " your own, with evidence, brings it down."
            )
        )
    return tuple(told)
