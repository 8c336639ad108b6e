"""The chapter on how levels and verdict are computed, the same for every release."""

from collections.abc import Mapping
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import wording
from dpia_workbench.report.model import Block, Bullets, Cell, Run, Runs, Table
from dpia_workbench.report.wording import cell, level_cell, plain, scale_value, sentence
from dpia_workbench.risk.profile import MethodProfile, VerdictRule
from dpia_workbench.risk.scale import HIGHEST, LOWEST
from dpia_workbench.risk.score import CENTRAL_STAGES, Stage
from dpia_workbench.usecases import frozen

Content = Mapping[str, Any]


def explained(content: Content) -> list[Block]:
    """Return the chapter, with the matrix of the profile that the release was computed with."""
    profile = frozen.profile_of(content)
    return [
        wording.chapter(_("How the levels are computed")),
        sentence(
            _(
                "People judge the likelihood and the severity of a risk as the product was tested,"
                " each from 1 (low) to 3 (high). What nobody knows counts as high. The level"
                " follows from the matrix below; nobody types it."
            )
        ),
        _matrix(profile),
        sentence(
            _(
                "A measure acts through a claim: if all the measures that a claim names are"
                " effective, an axis is at most a given value. Claims do not add up; the lowest"
                " value counts. Some circumstances, such as young pupils, make an axis at least a"
                " given value or take away the effect of a claim."
            )
        ),
        sentence(
            _(
                "A risk with the highest severity and the lowest likelihood stays at medium, unless"
                " people gave a reason why it may count as low."
            )
        ),
        wording.section(_("The stages")),
        Bullets(items=tuple(_named(label(stage), _stage(stage)) for stage in CENTRAL_STAGES)),
        wording.section(_("From levels to a verdict")),
        sentence(_("The first rule that applies, from top to bottom, gives the verdict.")),
        Bullets(items=tuple(_named(label(rule.verdict), _rule(rule)) for rule in profile.rules)),
    ]


def _matrix(profile: MethodProfile) -> Table:
    values = range(LOWEST, HIGHEST + 1)
    rows: list[tuple[Cell, ...]] = []
    for severity in reversed(values):
        levels = (profile.level(likelihood=one, severity=severity) for one in values)
        rows.append((cell(scale_value(severity)), *(level_cell(level) for level in levels)))
    heads = (_("Likelihood: %(value)s", value=scale_value(one)) for one in values)
    return Table(
        caption=_("Matrix of profile %(profile)s", profile=profile.id),
        description=_("Per severity and likelihood: the level of a risk."),
        header=(_("Severity"), *heads),
        rows=tuple(rows),
        widths=(25, 25, 25, 25),
    )


def _named(name: str, text: str) -> Runs:
    return (*plain(name, bold=True), Run(text="\n"), *plain(text))


def _stage(stage: Stage) -> str:
    return {
        Stage.AS_TESTED: _("The product as it was tested, without any further measure."),
        Stage.AFTER_VENDOR: _(
            "With the measures of the vendor that somebody independent has checked, and with"
            " agreements that are in force and that schools can join."
        ),
        Stage.ATTAINABLE: _(
            "Also with all mandatory measures of schools. The verdict rests on it."
        ),
        Stage.BEST: _("Also with all optional measures of schools."),
        Stage.PROJECTED: _(
            "As after your measures, if the vendor also keeps its open promises in time. This is"
            " shown for information only: it never counts."
        ),
    }[stage]


def _rule(rule: VerdictRule) -> str:
    """Return what leads to a verdict; one of the sentences is enough."""
    results, levels = sorted(rule.findings), sorted(rule.attainable, key=lambda one: one.rank)
    found = [
        *(_("A topic of lawfulness is: %(result)s.", result=label(one)) for one in results),
        *(_("A risk stays: %(level)s.", level=label(one)) for one in levels),
    ]
    if rule.lowered_by_schools:
        found.append(_("A risk becomes lower only by the measures of schools."))
    return " ".join(found) or _("None of this is so.")
