"""How a risk comes to its level, as sentences that can be checked by hand.

Titles of measures are given in the reader's language; a measure without one is named by its key.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.lists import format_list

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import current_language_for_babel
from dpia_workbench.risk.computation import Confidence
from dpia_workbench.risk.measures import Missing
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import (
    AxisExplanation,
    Basis,
    Claim,
    Explanation,
    Proof,
    Stage,
    Unfired,
)
from dpia_workbench.risk.statements import TechniqueKind
from dpia_workbench.risk.vocabulary import Tag

Titles = Mapping[str, str]
_STEPS = (Level.LOW, Level.MEDIUM, Level.HIGH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a risk comes to its level at one stage, in words."""

    stage: str
    level: Level
    label: str
    sentences: tuple[str, ...]


def told(explanations: Mapping[Stage, Explanation], *, titles: Titles) -> tuple[Told, ...]:
    """Return every stage in words, in the order of the stages."""
    return tuple(
        Told(
            stage=label(stage),
            level=explanations[stage].level,
            label=label(explanations[stage].level),
            sentences=sentences(explanations[stage], titles=titles),
        )
        for stage in Stage
        if stage in explanations
    )


def sentences(explanation: Explanation, *, titles: Titles) -> tuple[str, ...]:
    """Return how a risk comes to its level at a stage, one sentence per step."""
    return (
        *_axis(explanation.likelihood, axis=Axis.LIKELIHOOD, titles=titles),
        *_axis(explanation.severity, axis=Axis.SEVERITY, titles=titles),
        *_level(explanation),
    )


def _axis(found: AxisExplanation, *, axis: Axis, titles: Titles) -> Iterator[str]:
    yield (
        unknown(axis)
        if found.tested is None
        else _("%(axis)s as tested: %(value)s.", axis=label(axis), value=step(found.tested))
    )
    for floor in found.floors:
        yield raised(axis, tag=floor.tag, value=floor.level)
    for claim in found.fired:
        yield _(
            "%(axis)s is at most %(value)s because of: %(measures)s.",
            axis=label(axis),
            value=step(claim.cap),
            measures=_proofs(claim, found=found, titles=titles),
        )
    for unfired in found.unfired:
        if unfired.reason is not Missing.BEYOND_STAGE:  # the stage itself says that it is left out
            yield _without(unfired, axis=axis, titles=titles)


def _level(explanation: Explanation) -> Iterator[str]:
    yield _(
        "Likelihood %(likelihood)s and severity %(severity)s together give: %(level)s.",
        likelihood=step(explanation.likelihood.value),
        severity=step(explanation.severity.value),
        level=label(explanation.level).lower(),
    )
    if explanation.severe_floor_applied:
        yield severe()


def confidence(found: Confidence) -> str:
    """Return how firm the ground under a verdict is, in one or two sentences."""
    evidence = (
        _(
            "%(fresh)s of the %(proven)s arguments that need the vendor or an agreement rest on"
            " fresh evidence.",
            fresh=found.fresh,
            proven=found.proven,
        )
        if found.proven
        else _("No argument rests on what the vendor does or on an agreement.")
    )
    if not found.unknown_axes:
        return evidence
    unknowns = ngettext(
        "%(n)s likelihood or severity is unknown and counts as high.",
        "%(n)s likelihoods or severities are unknown and count as high.",
        found.unknown_axes,
    )
    return f"{evidence} {unknowns}"


def severe() -> str:
    """Return why a severe risk is not low, however unlikely it is."""
    return _("The harm would be severe, so this risk counts as medium however unlikely it is.")


def step(value: int) -> str:
    """Return a step of a scale with its word."""
    return _("%(value)s (%(level)s)", value=value, level=label(_STEPS[value - 1]).lower())


def unknown(axis: Axis) -> str:
    """Return what it means that nobody knows an axis."""
    if axis is Axis.LIKELIHOOD:
        return _("Nobody knows how likely this is, so it counts as high.")
    return _("Nobody knows how severe this is, so it counts as high.")


def tag_label(tag: str) -> str:
    """Return the label of a circumstance, or the word itself if it is not in our list."""
    return label(Tag(tag)) if tag in set(Tag) else tag


def service_name(name: str) -> str:
    """Return the name of a service of a product, or the label of a technique."""
    return label(TechniqueKind(name)) if name in set(TechniqueKind) else name


def raised(axis: Axis, *, tag: str, value: int) -> str:
    """Return that a circumstance raises an axis."""
    values = {"tag": tag_label(tag), "level": label(_STEPS[value - 1]).lower()}
    if axis is Axis.LIKELIHOOD:
        return _("Because of “%(tag)s” the likelihood counts as at least %(level)s.", **values)
    return _("Because of “%(tag)s” the severity counts as at least %(level)s.", **values)


def _proofs(claim: Claim, *, found: AxisExplanation, titles: Titles) -> str:
    proofs = {proof.measure: proof for proof in found.proofs}
    return _listed(
        [
            proof_words(proofs[key], titles=titles)
            if key in proofs
            else named(key, titles=titles)  # releases of the first form kept no proofs
            for key in sorted(claim.requires)
        ]
    )


def _listed(items: list[str]) -> str:
    return format_list(items, locale=current_language_for_babel())


def proof_words(proof: Proof, *, titles: Titles) -> str:
    """Return a measure with why it counts, and since when."""
    values = {
        "measure": named(proof.measure, titles=titles),
        "since": _day(proof.since),
        "until": _day(proof.until),
    }
    return {
        Basis.VERIFIED: _("%(measure)s, verified on %(since)s", **values),
        Basis.IN_FORCE: _("%(measure)s, agreement in force since %(since)s", **values),
        Basis.ASSUMED: _("%(measure)s, if schools take it", **values),
        Basis.APPLIED: _("%(measure)s, applied since %(since)s", **values),
        Basis.PROMISED: _("%(measure)s, promised for %(until)s", **values),
        Basis.DELIVERED: _("%(measure)s, delivered but not checked yet", **values),
    }[proof.basis]


def named(key: str, *, titles: Titles) -> str:
    """Return a measure by its title and key."""
    title = titles.get(key, "")
    return _("“%(title)s” (%(key)s)", title=title, key=key) if title else key


def _day(value: date | None) -> str:
    return format_date(value, format="long", locale=current_language_for_babel()) if value else ""


def _without(unfired: Unfired, *, axis: Axis, titles: Titles) -> str:
    """Return why a claim does not help."""
    claim = unfired.claim
    values = {
        "axis": label(axis),
        "value": step(claim.cap),
        "measures": _listed([named(key, titles=titles) for key in sorted(claim.requires)]),
    }
    if unfired.tag is not None:
        return _(
            "%(axis)s would be at most %(value)s with %(measures)s, but that does not help in the"
            " circumstance “%(tag)s”.",
            tag=tag_label(unfired.tag),
            **values,
        )
    return _(
        "%(axis)s would be at most %(value)s with %(measures)s, but %(missing)s does not count:"
        " %(why)s.",
        missing=unfired.measure,
        why=label(unfired.reason).lower() if unfired.reason else "",
        **values,
    )
