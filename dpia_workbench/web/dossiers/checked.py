"""The fact checks of a dossier in short, and what of them blocks a publication."""

from collections.abc import Iterable
from datetime import date

from flask import url_for

from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.store import fact_checks
from dpia_workbench.store.models import Dossier, FactCheck
from dpia_workbench.usecases import fact_check_gate
from dpia_workbench.web.dossiers.checked_pages import FactChecksView


def view(dossier: Dossier, *, on: date) -> FactChecksView:
    """Return how many fact checks there are, and which of them block a publication, and why."""
    may_send = allows(current_actor(), Permission.FACT_CHECK_SEND, dossier)
    rows = fact_checks.of_dossier(db.session(), dossier.id)
    return FactChecksView(
        count=len(rows),
        url=url_for("fact_checks.of_dossier", dossier_id=dossier.id),
        new_url=url_for("fact_checks.prepare", dossier_id=dossier.id) if may_send else None,
        blocking=blocking(rows, on=on),
    )


def blocking(rows: Iterable[FactCheck], *, on: date) -> tuple[tuple[str, str], ...]:
    """Return a sentence and an address for each fact check that blocks a publication."""
    found = fact_check_gate.blocking(rows, today=on)
    return tuple(
        (message(each.why), url_for("fact_checks.show", fact_check_id=each.fact_check.id))
        for each in found
    )
