"""From the rows of an adoption to the values that its pages show."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.i18n import deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, sentence
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk import adoption as rules
from dpia_workbench.risk.board_decision import Hearing
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState, Owner
from dpia_workbench.risk.release import IN_USE, Status
from dpia_workbench.risk.scale import Level, worst_level
from dpia_workbench.risk.verdict import Verdict as Grade
from dpia_workbench.risk.vocabulary import SubjectGroup
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption, AdoptionAdvice, Basis, Release
from dpia_workbench.usecases import local, local_levels
from dpia_workbench.usecases.local import LocalAssessment, MeasureView
from dpia_workbench.web import pieces, practice
from dpia_workbench.web.adoptions import explaining, feedback
from dpia_workbench.web.adoptions.pages import (
    Badge,
    MeasureRow,
    Place,
    RiskRow,
    Statement,
    Verdict,
)

STATE_TONES = {
    rules.State.STARTED: "neutral",
    rules.State.CONTEXT_DONE: "neutral",
    rules.State.MEASURES_RECORDED: "neutral",
    rules.State.READY: "warning",
    rules.State.ACTIVE: "safe",
    rules.State.CONSULTING: "warning",
    rules.State.REJECTED: "danger",
    rules.State.ENDED: "neutral",
    rules.State.RE_ADOPTED: "neutral",
}
SITUATION = {
    "cells": deferred("What we use"),
    "services": deferred("What is switched on"),
    "uncovered": deferred("Use that the verdict does not cover"),
    "circumstances": deferred("Circumstances"),
    "operations": deferred("Purposes and data"),
    "agreement": deferred("Processor agreement"),
    "schools": deferred("Schools"),
    "party_to": deferred("Agreements that we are party to"),
    "own_risks": deferred("Why there are no other risks of our own"),
}
MEASURE_TONES = {
    LocalState.TODO: "warning",
    LocalState.PLANNED: "neutral",
    LocalState.IMPLEMENTED: "safe",
    LocalState.CHECKED: "safe",
    LocalState.NOT_APPLICABLE: "neutral",
}


def product_name(content: Mapping[str, Any]) -> str:
    """Return the name of the product a release is about."""
    return pieces.words(content["product"]["name"]).text


def place(assessed: LocalAssessment) -> Place:
    """Return the way back from a deeper page."""
    url = url_for("adoptions.show", adoption_id=assessed.adoption.id)
    return Place(product=product_name(assessed.content), url=url)


def level_badge(level: Level) -> Badge:
    """Return a level of risk."""
    return Badge(level, label(level))


def state_badge(state: rules.State) -> Badge:
    """Return the state of an adoption."""
    return Badge(state, label(state), STATE_TONES[state])


def verdict_badge(row: Adoption, *, status: Status) -> Badge:
    """Return the verdict of the adopted release; what no longer holds is no verdict."""
    verdict = row.basis.verdict if status in IN_USE else Grade.GREY
    return Badge(verdict, label(verdict))


def worst(assessed: LocalAssessment) -> Badge | None:
    """Return the highest level at this board, once it said what it uses."""
    levels = list(assessed.levels.values())
    return level_badge(worst_level(levels)) if levels else None


def verdict(assessed: LocalAssessment, *, status: Status) -> Verdict:
    """Return the central verdict by reference."""
    content, release = assessed.content, assessed.adoption.basis
    facts = [
        (_("Published by"), pieces.words(Bilingual.of(content["publisher"])).text),
        (_("Published on"), day(content["published_on"])),
        (_("Valid until"), day(release.valid_until)),
    ]
    badge = Badge(release.verdict, label(release.verdict))
    meaning = _("This is what your board decided on.")
    if assessed.adoption.decision is None:  # what was decided on stays as it was then
        facts.append((_("Status today"), label(status)))
        if status not in IN_USE:
            facts.append((_("Published then"), label(release.verdict)))
        badge = verdict_badge(assessed.adoption, status=status)
        meaning = sentence(Grade(badge.code))
    return Verdict(
        badge=badge,
        meaning=meaning,
        sentence=pieces.words(content["sentence"]),
        number=release.number,
        url=basis_url(release),
        sha256=assessed.adoption.release_sha256,
        facts=tuple(facts),
    )


def basis_url(basis: Basis) -> str:
    """Return where what was adopted is read."""
    slug = basis.product.slug
    if isinstance(basis, Release):
        return url_for("verdicts.release", slug=slug, number=basis.number)
    return url_for("verdicts.show", slug=slug)


def warning(status: Status) -> str:
    """Return what a reader must know of a release that is not simply current."""
    return "" if status is Status.CURRENT else label(status)


def risks(assessed: LocalAssessment, *, on: date) -> tuple[RiskRow, ...]:
    """Return the risks with both levels and the reasons, on a day or that of the decision."""
    row, content = assessed.adoption, assessed.content
    explained = local_levels.explanations(
        row,
        content=content,
        cells=assessed.cells,
        on=row.decision.on if row.decision else on,
    )
    titles = {item["key"]: Bilingual.of(item["title"]) for item in content["measures"]}
    titles |= {each.key: Bilingual(nl=each.title) for each in local_levels.own_measures(row)}
    return tuple(
        RiskRow(
            key=view.key,
            title=pieces.words(view.title),
            attainable=level_badge(view.attainable) if view.attainable else None,
            local=level_badge(view.local),
            reasons=(
                explaining.compared(attainable=view.attainable, local=view.local),
                *explaining.reasons(explained[view.key], titles=titles),
            ),
            acceptance=view.acceptance,
            feedback_url=feedback.address(row, view.key),
        )
        for view in assessed.risks
    )


def cell_name(item: Mapping[str, Any]) -> str:
    """Return edition and group of a scope cell of a release."""
    edition = pieces.words(item["edition"]["name"]).text
    return _("%(edition)s for %(group)s", edition=edition, group=label(SubjectGroup(item["group"])))


def measures(assessed: LocalAssessment) -> tuple[MeasureRow, ...]:
    """Return the measures, the mandatory ones first."""
    return tuple(measure(assessed, view) for view in assessed.measures)


def measure(assessed: LocalAssessment, view: MeasureView) -> MeasureRow:
    """Return one measure."""
    done = view.state is not LocalState.TODO
    badge = Badge(view.state, label(view.state), MEASURE_TONES[view.state])
    if not view.applies and not done:
        badge = Badge("elsewhere", _("Not for what you use"))
    return MeasureRow(
        key=view.key,
        title=pieces.words(view.title),
        instruction=pieces.words(view.instruction),
        practice=practice.told(view.practice),
        is_mandatory=view.owner is Owner.SCHOOL_MANDATORY,
        applies=view.applies,
        state=badge,
        details=tuple(_details(view)),
        url=url_for(
            "adoptions.measure", adoption_id=assessed.adoption.id, measure_id=view.row.id
        ),
        feedback_url=feedback.address(assessed.adoption, view.key),
        is_done=done,
    )  # fmt: skip


def _details(view: MeasureView) -> Iterator[tuple[str, str]]:
    if view.since is not None:
        yield _("Applied since"), day(view.since)
    if view.due is not None:
        yield _("Planned for"), day(view.due)
    if view.evidence:
        yield _("Evidence"), view.evidence
    if view.reason:
        yield _("Reason"), view.reason
    if view.row.review_due is not None:
        yield _("Check again before"), day(view.row.review_due)


def advice(row: Adoption) -> Statement | None:
    """Return the advice of the data protection officer, if it was given."""
    if row.advice is None:
        return None
    return Statement(
        title=_("Advice of the data protection officer (FG)"),
        facts=((_("Given by"), row.advice.by.name), (_("Given on"), day(row.advice.on))),
        parts=(*_advised(row.advice), *(_earlier(each) for each in reversed(row.advices[:-1]))),
    )


def _advised(advice: AdoptionAdvice) -> Iterator[tuple[str, str]]:
    if advice.text:
        yield "", advice.text
    if advice.document:
        yield _("The advice is a document, kept at"), advice.document


def _earlier(advice: AdoptionAdvice) -> tuple[str, str]:
    title = _("Earlier advice, given by %(who)s on %(day)s", who=advice.by.name, day=day(advice.on))
    return title, advice.text or advice.document


def changed(session: Session, row: Adoption) -> tuple[str, ...]:
    """Return in words what changed after the advice, each thing once."""
    found: dict[str, None] = {}
    states = {measure.key: label(measure.state) for measure in row.measures}
    for event in local.changed_since_advice(session, row):
        if text := _at_school(event.detail):
            found[text] = None
            continue
        if key := event.detail.get("measure"):
            text = _("Measure %(key)s: now %(state)s", key=key, state=states[key].lower())
            found[text] = None
            continue
        if key := event.detail.get("risk"):
            found[_("Own risk %(key)s, or what is done against it", key=key)] = None
            continue
        names = [_(SITUATION[name]) for name in event.detail["changed"] if name in SITUATION]
        found |= dict.fromkeys(names)
    return tuple(found)


def _at_school(detail: Mapping[str, Any]) -> str:
    """Return in words what changed at one school; empty if it is about the whole board."""
    school, key = detail.get("school", ""), detail.get("measure", "")
    if school and key:
        return _("Measure %(key)s at the school with BRIN %(brin)s", key=key, brin=school)
    return _("The school with BRIN %(brin)s", brin=school) if school else ""


def views(row: Adoption) -> Statement | None:
    """Return the views of those concerned, if they were recorded."""
    if row.views is None:
        return None
    asked = _("They were asked") if row.views.asked else _("They were not asked, because")
    heard = ", ".join(label(Hearing(each)) for each in row.views.heard)
    return Statement(
        title=_("Views of parents, pupils and staff"),
        facts=(
            *(((_("Asked through"), heard),) if heard else ()),
            (_("Recorded by"), row.views.by.name),
            (_("Dated"), day(row.views.on)),
        ),
        parts=((asked, row.views.text),),
    )


def decision(row: Adoption) -> Statement | None:
    """Return the decision of the board, if it was taken."""
    taken = row.decision
    if taken is None:
        return None
    parts = [
        (_("Reason"), taken.reason),
        (_("Conditions"), taken.conditions if taken.outcome is not Outcome.REJECTED else ""),
        (label(taken.stance) if taken.stance else _("How the advice was followed"),
         taken.follows_advice),
    ]  # fmt: skip
    return Statement(
        title=label(taken.outcome),
        facts=(
            (_("Decided on"), day(taken.on)),
            (_("Decided by"), taken.by.name),
            (_("Mandate"), taken.mandate),
            *(((_("Advice of the FG"), label(taken.stance)),) if taken.stance else ()),
            (_("Next review"), day(taken.next_review)),
        ),
        parts=tuple((title, text) for title, text in parts if text.strip()),
    )


def whole_decision(row: Adoption) -> Statement | None:
    """Return the decision with its conditions in words."""
    found, taken = decision(row), row.decision
    if found is None or taken is None or not taken.condition_rows:
        return found
    told = [
        _("%(number)s. %(text)s (%(who)s, before %(day)s)", number=each.number, text=each.text,
          who=each.owner, day=day(each.due))
        for each in taken.condition_rows
    ]  # fmt: skip
    return replace(found, parts=(*found.parts, (_("Conditions"), "\n".join(told))))
