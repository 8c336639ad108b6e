"""Why a risk is at its level at a board, in words that a board can read."""

from collections.abc import Iterable, Iterator, Mapping

from dpia_workbench.i18n import explanation
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import AxisExplanation, Explanation, Unfired

Titles = Mapping[str, str]


def compared(*, attainable: Level | None, local: Level) -> str:
    """Return how the level at this board relates to what schools can attain, if that is stated."""
    if attainable is None:
        return _("Your board judged this risk itself.")
    if local.rank > attainable.rank:
        return _("At your board this risk is higher than it needs to be.")
    if local.rank < attainable.rank:
        return _("Your own measures make this risk lower than the central verdict counts on.")
    if local is Level.LOW:
        return _("At your board this risk is low.")
    return _(
        "At your board this risk is as low as schools can make it with the mandatory measures."
    )


def reasons(explained: Iterable[Explanation], *, titles: Titles) -> tuple[str, ...]:
    """Return what keeps a risk from being lower, over all scope cells; nothing for a low risk."""
    found: dict[str, None] = {}
    for each in explained:
        if each.level is not Level.LOW:
            found |= dict.fromkeys(_why(each, titles=titles))
    return tuple(found)


def _why(each: Explanation, *, titles: Titles) -> Iterator[str]:
    if each.severe_floor_applied:
        yield explanation.severe()
    yield from _axis(each.likelihood, axis=Axis.LIKELIHOOD, titles=titles)
    yield from _axis(each.severity, axis=Axis.SEVERITY, titles=titles)


def _axis(found: AxisExplanation, *, axis: Axis, titles: Titles) -> Iterator[str]:
    if found.tested is None and found.value == found.base:
        yield explanation.unknown(axis)
    for floor in found.floors:
        if floor.level == found.value:
            yield explanation.raised(axis, tag=floor.tag, value=floor.level)
    for unfired in found.unfired:
        if unfired.claim.cap < found.value:
            yield _obstacle(unfired, titles=titles)


def _obstacle(unfired: Unfired, *, titles: Titles) -> str:
    if unfired.tag is not None:
        return _(
            "Because of “%(tag)s” these measures do not help: %(measures)s.",
            tag=explanation.tag_label(unfired.tag),
            measures=", ".join(sorted(unfired.claim.requires)),
        )
    key = unfired.measure or ""
    return _(
        "Measure %(key)s, “%(title)s”, would lower this risk but does not count: %(why)s.",
        key=key,
        title=titles.get(key, ""),
        why=label(unfired.reason) if unfired.reason else "",
    )
