"""The twelve steps of an adoption as a list: what is done, what waits and for whom."""

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk.adoption import DECIDED
from dpia_workbench.risk.adoption_step import DESCRIBING, Step
from dpia_workbench.risk.describing import Standing
from dpia_workbench.usecases.adoption_progress import Progress, progress
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions import answers, steps
from dpia_workbench.web.adoptions.pages import Badge, StepRow

_TONES = {Standing.DONE: "safe", Standing.OPEN: "warning", Standing.WAITS: "neutral"}


def rows(assessed: LocalAssessment, *, actor: Actor) -> tuple[StepRow, ...]:
    """Return the twelve steps, each with the way there for who can take or read it."""
    return tuple(
        StepRow(
            number=number,
            name=label(each.step),
            standing=Badge(each.standing, label(each.standing), _TONES[each.standing]),
            whose=_whose(each),
            summary=answers.summary(assessed, each.step),
            url=_url(assessed, each.step, actor=actor),
        )
        for number, each in enumerate(progress(assessed), start=1)
    )


def _whose(each: Progress) -> str:
    if each.by is not None and each.at is not None:
        return _("By %(who)s on %(day)s", who=each.by.name, day=day(each.at))
    if each.standing is Standing.DONE:
        return ""
    if each.step is Step.MEASURES:
        return _("Waits for the privacy officer, with ICT")
    return {
        Role.PRIVACY_OFFICER: _("Waits for the privacy officer"),
        Role.DATA_PROTECTION_OFFICER: _("Waits for the FG"),
        Role.BOARD: _("Waits for the board"),
    }[each.turn]


def _url(assessed: LocalAssessment, step: Step, *, actor: Actor) -> str | None:
    """Return where a step is done; what only the officer fills, others read on the page itself."""
    row = assessed.adoption
    fills = assessed.state not in DECIDED and allows(actor, Permission.ADOPTION_FILL, row)
    if step in DESCRIBING and not fills:
        return "#situation"
    return steps.address(row, step)
