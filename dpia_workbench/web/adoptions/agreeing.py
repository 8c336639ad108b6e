"""The recorded agreements that a release rests on, and whether they cover a board."""

from collections.abc import Iterator
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.agreement import Coverage
from dpia_workbench.risk.deadlines import HOLDS
from dpia_workbench.risk.profile import Periods
from dpia_workbench.store import agreements
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Agreement
from dpia_workbench.usecases import agreed, levels, local_levels
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions.pages import Badge, RecordedAgreement


def recorded(
    session: Session, assessed: LocalAssessment, *, actor: Actor, today: date
) -> Iterator[RecordedAgreement]:
    """Yield the recorded agreements, each with why it covers the board or how it could.

    Whether one covers the board is as of the decision, if there is one; whether it is in force is
    as of today.
    """
    content = assessed.content
    periods = levels.periods_of(session, None)
    covers = local_levels.covers(assessed.adoption, content=content, on=assessed.on)
    titles = {item["key"]: item["agreement"] for item in content["measures"]}
    for key, row in agreed.recorded(assessed.adoption, content).items():
        cover = covers[key]
        badge = Badge("none", _("Your board is not covered"), "warning")
        if cover is not None:
            badge = Badge(cover, label(cover), "safe")
        url, text = _link(session, row, actor=actor, is_covered=cover is not None, on=today)
        yield RecordedAgreement(
            title=_("%(title)s, clause %(clause)s", title=titles[key]["title"],
                    clause=titles[key]["clause"]),
            cover=badge, standing=_standing(row, periods=periods, on=today), url=url, text=text,
        )  # fmt: skip


def then(assessed: LocalAssessment) -> Iterator[RecordedAgreement]:
    """Yield the recorded agreements as the decision knew them; nothing of it changes later."""
    content = assessed.content
    covers = local_levels.covers(assessed.adoption, content=content, on=assessed.on)
    titles = {item["key"]: item["agreement"] for item in content["measures"]}
    for key, cover in covers.items():
        badge = Badge("none", _("Your board is not covered"), "warning")
        if cover is not None:
            badge = Badge(cover, label(cover), "safe")
        yield RecordedAgreement(
            title=_("%(title)s, clause %(clause)s", title=titles[key]["title"],
                    clause=titles[key]["clause"]),
            cover=badge, standing=None, url=None, text="",
        )  # fmt: skip


def _standing(row: Agreement, *, periods: Periods, on: date) -> Badge:
    stands = agreed.standing(row, periods=periods, on=on)
    return Badge(stands, label(stands), "neutral" if stands in HOLDS else "danger")


def _link(
    session: Session, row: Agreement, *, actor: Actor, is_covered: bool, on: date
) -> tuple[str | None, str]:
    """Return where the reader reads the agreement, or joins it; nothing if they may do neither."""
    try:
        agreements.get(session, row.id, on=on, actor=actor)
    except NotFound:
        return None, ""
    can_join = row.coverage is Coverage.OPEN_OFFER and agreements.facts_of(row).is_in_force(on=on)
    if can_join and not is_covered and allows(actor, Permission.AGREEMENT_JOIN, row):
        return url_for("agreements.join", agreement_id=row.id), _("Join this agreement")
    return url_for("agreements.show", agreement_id=row.id), _("Read this agreement")
