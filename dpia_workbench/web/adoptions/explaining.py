"""Levels and possible decisions in words that a board can read."""

from collections.abc import Iterable, Iterator, Mapping

from dpia_workbench.i18n import current_language, explanation
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import message
from dpia_workbench.risk.adoption import APPROVALS
from dpia_workbench.risk.decision import Limit, Obstacle, Outcome
from dpia_workbench.risk.release import IN_USE, NotCurrent, Status
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import AxisExplanation, Explanation, Unfired
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions.pages import Refused

Titles = Mapping[str, Bilingual]


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
        title=titles.get(key, Bilingual()).text(current_language()),
        why=label(unfired.reason) if unfired.reason else "",
    )


def _allowed(assessed: LocalAssessment, *, status: Status) -> frozenset[Outcome]:
    return assessed.allowed if status in IN_USE else assessed.allowed - APPROVALS


def outcomes(assessed: LocalAssessment, *, status: Status) -> tuple[tuple[str, str, str], ...]:
    """Return (value, label, meaning) of the decisions that the board can take."""
    allowed = _allowed(assessed, status=status)
    return tuple(
        (outcome.value, label(outcome), _meaning(outcome))
        for outcome in Outcome
        if outcome in allowed
    )


def _meaning(outcome: Outcome) -> str:
    return {
        Outcome.APPROVED: _("Your board uses the product as described here."),
        Outcome.CONDITIONALLY_APPROVED: _("Your board uses the product, and writes down under"
                                          " which conditions and before which day."),
        Outcome.CONSULTATION: _("Your board asks the Data Protection Authority first, and does not"
                                " use the product until it has answered."),
        Outcome.REJECTED: _("Your board does not use the product, or stops using it."),
    }[outcome]  # fmt: skip


def refused(assessed: LocalAssessment, *, status: Status) -> tuple[Refused, ...]:
    """Return the decisions that the board cannot take, each with its reasons."""
    ended = () if status in IN_USE else (message(NotCurrent(status=status)),)
    titles = {view.key: view.title for view in assessed.risks}
    titles |= {view.key: view.title for view in assessed.measures}
    lacks = {view.key: view.lacks_at for view in assessed.measures if view.is_effective}
    blocking = (*ended, *_sentences(assessed.limits.blocking, titles=titles))
    why = {
        Outcome.CONDITIONALLY_APPROVED: blocking,
        Outcome.APPROVED: blocking
        or _sentences(assessed.limits.doubts, titles=titles, lacks=lacks),
    }
    allowed = _allowed(assessed, status=status)
    return tuple(Refused(label(outcome), why[outcome]) for outcome in why if outcome not in allowed)


def _sentences(
    found: Iterable[Limit], *, titles: Titles, lacks: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[str, ...]:
    return tuple(_sentence(limit, titles=titles, lacks=lacks or {}) for limit in found)


def _sentence(limit: Limit, *, titles: Titles, lacks: Mapping[str, tuple[str, ...]]) -> str:
    """Return what limits a decision; of a measure also at which schools only."""
    schools = lacks.get(limit.subject, ())
    if limit.obstacle is not Obstacle.MEASURE_MISSING or not schools:
        return limit_sentence(limit, titles=titles)
    return _(
        "Mandatory measure %(key)s, “%(title)s”, is not in effect at: %(schools)s.",
        key=limit.subject, title=titles.get(limit.subject, Bilingual()).text(current_language()),
        schools=", ".join(schools),
    )  # fmt: skip


def limit_sentence(limit: Limit, *, titles: Titles) -> str:
    """Return what limits a decision, as a sentence."""
    key = limit.subject
    title = titles.get(key, Bilingual()).text(current_language())
    topic = label(Topic(key)) if key in set(Topic) else key
    return {
        Obstacle.RISK_HIGH: _(
            "Risk %(key)s, “%(title)s”, is high at your board.", key=key, title=title
        ),
        Obstacle.RISK_MEDIUM: _(
            "Risk %(key)s, “%(title)s”, is medium at your board.", key=key, title=title
        ),
        Obstacle.NOT_COMPLIANT: _(
            "The central assessment found that this is not in order: %(topic)s.", topic=topic
        ),
        Obstacle.NOT_ASSESSED: _(
            "The central assessment did not look at this: %(topic)s.", topic=topic
        ),
        Obstacle.REMEDIABLE: _("The central assessment has an open point: %(topic)s.", topic=topic),
        Obstacle.MEASURE_MISSING: _(
            "Mandatory measure %(key)s, “%(title)s”, is not in effect yet.", key=key, title=title
        ),
    }[limit.obstacle]
