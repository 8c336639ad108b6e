"""Labels of the gate before a publication, and its sentences; `labels` joins the labels in."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.i18n import gettext
from dpia_workbench.risk.publication import Check, Holding, Line, PlanEnd

PUBLICATION_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Check: {
        Check.APPROVED: _("Approved by a reviewer"),
        Check.PUBLISHER: _("Published by a third person"),
        Check.REVIEWER: _("Reviewed by somebody who wrote none of it"),
        Check.SCREENING: _("Screening answered"),
        Check.DESCRIPTION: _("Summary, scope and verdict written"),
        Check.CELLS: _("Scope cells described"),
        Check.RISKS: _("Risks with their reasons"),
        Check.KNOWN_AXES: _("No likelihood or severity unknown without a reason"),
        Check.MEASURES: _("Measures and claims explained"),
        Check.FINDINGS: _("Lawfulness assessed on every topic"),
        Check.LANGUAGES: _("Everything for schools in Dutch and English"),
        Check.POINTS: _("Points of the template filled"),
        Check.CARRIED: _("Looked at what was carried over"),
        Check.TRACES: _("The verdict rests on what is in the dossier"),
        Check.UNCHANGED: _("Nothing changed since the approval"),
        Check.REPLAYED: _("Computing again gives the same"),
        Check.DISCUSSION: _("No discussion open"),
        Check.FACT_CHECKS: _("Fact checks closed"),
        Check.VERDICT: _("The verdict is not better than computed"),
        Check.VALIDITY: _("It can hold for at least a day"),
    },
    Holding: {
        Holding.HOLDS: _("Holds"),
        Holding.FAILS: _("Does not hold"),
        Holding.NOT_CONCERNED: _("Does not concern us"),
    },
    PlanEnd: {
        PlanEnd.PUBLISHED: _("Published"),
        PlanEnd.REFUSED: _("Not published: something no longer held"),
        PlanEnd.WITHDRAWN: _("Taken back"),
        PlanEnd.REPLACED: _("Replaced by another plan"),
    },
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a check that holds, of one that does not, and of one that is not asked."""

    holds: str
    fails: str
    otherwise: str = ""


GATE_SENTENCES: Mapping[Check, Told] = {
    Check.APPROVED: Told(
        _("A reviewer read exactly this and approved it."),
        _("Only what a reviewer approved can be published."),
    ),
    Check.PUBLISHER: Told(
        _("You neither wrote in this revision nor approved it, so you can publish it."),
        _("You wrote in this revision or approved it, so somebody else must publish it."),
        _("Whoever publishes this must not have written in it or approved it."),
    ),
    Check.REVIEWER: Told(
        _("Who approved it wrote nothing in this revision."),
        _("Who approved it also wrote in this revision, so somebody else must review it."),
        _("It was not approved yet."),
    ),
    Check.SCREENING: Told(
        _("Every question that applies is answered."), _("Questions of the screening are open.")
    ),
    Check.DESCRIPTION: Told(
        _("They are there in Dutch and in English."),
        _("They must be there in Dutch and in English."),
    ),
    Check.CELLS: Told(
        _("It is clear for which editions, groups and uses the verdict holds."),
        _("Nobody knows yet for whom the verdict holds."),
    ),
    Check.RISKS: Told(
        _("Every risk says why its likelihood and its severity are what they are."),
        _("Risks lack their reasons."),
    ),
    Check.KNOWN_AXES: Told(
        _("Every likelihood and severity is judged, or it says why not knowing is accepted."),
        _("What is unknown counts as high. Judge it, or say why that is accepted."),
    ),
    Check.MEASURES: Told(
        _("Schools read how to do what is theirs, and every claim says why it works."),
        _("Explanations are missing."),
    ),
    Check.FINDINGS: Told(
        _("Every topic has a result with an explanation."),
        _("Every topic must have a result with an explanation."),
    ),
    Check.LANGUAGES: Told(
        _("No text for schools is there in one language only."),
        _("These parts have a text in one language only."),
    ),
    Check.POINTS: Told(
        _("Every point that must be filled is filled, or says why it does not apply."),
        _("These points are empty, and do not say why."),
        _("This revision was begun before there were templates."),
    ),
    Check.CARRIED: Told(
        _("Nothing that was carried over waits for somebody to look at it."),
        _("Until somebody looks at it again, what was carried over counts as unknown."),
    ),
    Check.TRACES: Told(
        _("Every measure serves a risk or a finding, and the texts speak of parts that are there."),
        _("Something in the public verdict rests on nothing in the dossier."),
    ),
    Check.UNCHANGED: Told(
        _("What would be published is what the reviewer read."),
        _("Something changed since the approval. Reopen the revision and have it reviewed again."),
        _("There is no approval to compare with."),
    ),
    Check.REPLAYED: Told(
        _("From what would be published alone, the same levels and the same verdict follow."),
        _("From what would be published alone, other levels follow. Nothing can be published."),
        _("It is computed again once everything carried over was looked at."),
    ),
    Check.DISCUSSION: Told(
        _("Everything that was discussed is resolved."),
        _("Resolve what is still discussed."),
    ),
    Check.FACT_CHECKS: Told(
        _("The vendor was heard, or did not answer in time, and every answer was processed."),
        _("A fact check is not done."),
        _("The vendor was not asked to check facts."),
    ),
    Check.VERDICT: Told(
        _("The chosen verdict is the computed one, or worse with a reason."),
        _("The chosen verdict is better than the computed one, or worse without a reason."),
    ),
    Check.VALIDITY: Told(
        _("The checks and agreements that it rests on go on long enough."),
        _("The last day must lie ahead, and not after the end of the checks and agreements that"
          " it rests on."),
    ),
}  # fmt: skip


def line_sentence(line: Line) -> str:
    """Return what is said of a line of the gate, in the language that is spoken."""
    told = GATE_SENTENCES[line.check]
    said = {
        Holding.HOLDS: told.holds,
        Holding.FAILS: told.fails,
        Holding.NOT_CONCERNED: told.otherwise or told.holds,
    }
    return gettext(said[line.holding])
