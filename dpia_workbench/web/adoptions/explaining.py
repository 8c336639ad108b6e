"""Levels and possible decisions in words that a board can read."""

from collections.abc import Iterable, Mapping

from dpia_workbench.i18n import current_language, local_reasons
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.local_reasons import compared
from dpia_workbench.i18n.messages import message
from dpia_workbench.risk.adoption import APPROVALS
from dpia_workbench.risk.decision import Limit, Obstacle, Outcome
from dpia_workbench.risk.release import IN_USE, NotCurrent, Status
from dpia_workbench.risk.score import Explanation
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions.pages import Refused

Titles = Mapping[str, Bilingual]

__all__ = ["Titles", "compared", "outcomes", "reasons", "refused"]


def reasons(explained: Iterable[Explanation], *, titles: Titles) -> tuple[str, ...]:
    """Return what keeps a risk from being lower, over all scope cells; nothing for a low risk."""
    spoken = {key: title.text(current_language()) for key, title in titles.items()}
    return local_reasons.reasons(explained, titles=spoken)


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
        Obstacle.PUBLISHED_RED: _("The published verdict says: do not use this product."),
        Obstacle.PUBLISHED_AMBER: _(
            "The published verdict asks for restraint, so your board says under which conditions."
        ),
        Obstacle.MEASURE_MISSING: _(
            "Mandatory measure %(key)s, “%(title)s”, is not in effect yet.", key=key, title=title
        ),
    }[limit.obstacle]
