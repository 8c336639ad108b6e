"""What a check would change, in sentences: who checks reads it before recording the result."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.store.models import Remediation
from dpia_workbench.usecases import effects
from dpia_workbench.usecases.effects import Effect
from dpia_workbench.web.remediations.pages import Foreseen


def foreseen(session: Session, row: Remediation, *, actor: Actor, on: date) -> tuple[Foreseen, ...]:
    """Return what either result would change in the dossiers that the reader may see."""
    either = {True: _("If it works as intended"), False: _("If it works partly or not")}
    return tuple(
        Foreseen(
            title=title,
            dossiers=_told(effects.of_check(session, row, works=works, actor=actor, on=on)),
        )
        for works, title in either.items()
    )


def _told(found: Sequence[Effect]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return tuple(
        (
            each.dossier.key,
            url_for("dossiers.show", dossier_id=each.dossier.id),
            tuple(_sentences(each)),
        )
        for each in found
    )


def _sentences(effect: Effect) -> Iterator[str]:
    for change in effect.changes:
        yield _(
            "%(risk)s goes from %(before)s to %(after)s.",
            risk=f"{change.key} {change.title.text(current_language())}",
            before=label(change.before), after=label(change.after),
        )  # fmt: skip
    if not effect.changes:
        yield _("No level changes.")
    if effect.before is effect.after:
        yield _("The verdict stays “%(verdict)s”.", verdict=label(effect.after))
    else:
        yield _(
            "The verdict goes from “%(before)s” to “%(after)s”.",
            before=label(effect.before), after=label(effect.after),
        )  # fmt: skip
