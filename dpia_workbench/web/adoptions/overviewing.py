"""All that the officer and the board need to know of their own situation, on one page."""

from collections.abc import Iterator

from dpia_workbench import clock
from dpia_workbench.i18n import explanation
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.scale import Level
from dpia_workbench.usecases import local
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions import own_risk_reading, reading
from dpia_workbench.web.adoptions.decision_pages import Overview
from dpia_workbench.web.adoptions.pages import RiskRow


def overview(assessed: LocalAssessment) -> Overview:
    """Return the overview of an adoption, the worst risk first."""
    waiting = {each.key for each in local.due_here(assessed.measures) if not each.is_effective}
    found = worst_first(assessed)
    return Overview(
        risks=found,
        differing=tuple(_differing(found)),
        circumstances=tuple(explanation.tag_label(tag) for tag in assessed.adoption.tags),
        uncovered=tuple(_uncovered(assessed)),
        measures=tuple(row for row in reading.measures(assessed) if row.key in waiting),
        own=(
            *own_risk_reading.central(assessed, fills=False),
            *own_risk_reading.rows(assessed, fills=False),
        ),
        own_answer=assessed.adoption.own_risks,
    )


def worst_first(assessed: LocalAssessment) -> tuple[RiskRow, ...]:
    """Return the risks at the board, the worst first and otherwise in their own order."""
    found = reading.risks(assessed, on=clock.today())
    return tuple(sorted(found, key=lambda row: -Level(row.local.code).rank))


def _differing(rows: tuple[RiskRow, ...]) -> Iterator[str]:
    for row in rows:
        if row.attainable is None:
            yield _("%(key)s was judged by this board: %(local)s.", key=row.key,
                    local=row.local.label.lower())  # fmt: skip
        elif row.attainable.code != row.local.code:
            yield _("%(key)s is %(local)s here, and %(central)s in the central verdict.",
                    key=row.key, local=row.local.label.lower(),
                    central=row.attainable.label.lower())  # fmt: skip


def _uncovered(assessed: LocalAssessment) -> Iterator[str]:
    row = assessed.adoption
    if row.outside.strip():
        yield row.outside
    for each in row.uncovered:
        yield _("%(kind)s: %(name)s", kind=label(each.kind), name=each.name)
