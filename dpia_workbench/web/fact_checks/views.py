"""Fact checks: those of a vendor, those of a dossier, and one of them."""

from collections.abc import Sequence
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.actor import STAFF, Role
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.fact_check import State
from dpia_workbench.store import dossiers, fact_checks
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import FactCheck
from dpia_workbench.usecases.fact_check import standing
from dpia_workbench.web.fact_checks import answers, reading, selecting, showing, statements
from dpia_workbench.web.fact_checks.blueprint import blueprint
from dpia_workbench.web.fact_checks.pages import ListPage, Section

MODULES = (answers, selecting, statements)  # importing them adds their views to the blueprint

__all__ = ["MODULES", "blueprint"]


@blueprint.get("/fact-checks")
def index() -> ResponseReturnValue:
    """Show a vendor's fact checks, or all that the cooperative's people may read."""
    actor = current_actor()
    is_vendor = actor.has(Role.VENDOR_CONTACT)
    if not is_vendor and not actor.has_any(STAFF):
        raise NotFound
    found = fact_checks.find(db.session(), actor=actor)
    decides = is_vendor or allows(actor, Permission.VENDOR_STATEMENT_DECIDE)
    page = ListPage(
        title=_("Fact checks"),
        intro=_vendors_intro() if is_vendor else _intro(),
        crumbs=(),
        sections=_sections(found, for_vendor=is_vendor),
        shows_vendor=not is_vendor,
        is_vendor=is_vendor,
        new_url=None,
        statements_url=url_for("fact_checks.statements") if decides else None,
    )
    return render_template("fact_checks/index.html", page=page)


def _vendors_intro() -> str:
    return _("Cooperatives of schools and universities ask you whether the facts about your"
             " products are right, before they give a verdict. Nobody but you and they see"
             " this.")  # fmt: skip


def _intro() -> str:
    return _("What vendors were asked to check, what they answered, and what was done with it.")


def _sections(found: Sequence[FactCheck], *, for_vendor: bool) -> tuple[Section, ...]:
    by_state: dict[State, list[FactCheck]] = {}
    for row in found:
        by_state.setdefault(standing(row, on=clock.today()), []).append(row)
    answered = _("Answered") if for_vendor else _("Answered: to be processed")
    opened = _("Waiting for you") if for_vendor else _("Open: the vendor can answer")
    made = (
        ("prepared", _("Not sent yet"), (State.PREPARED,)),
        ("open", opened, (State.SENT,)),
        ("answered", answered, (State.ANSWERED,)),
        ("expired", _("Deadline passed"), (State.EXPIRED,)),
        ("past", _("Closed"), (State.PROCESSED,)),
    )
    return tuple(
        reading.section(
            key, heading, [row for each in states for row in by_state.get(each, ())],
            for_vendor=for_vendor,
        )
        for key, heading, states in made
    )  # fmt: skip


@blueprint.get("/dossiers/<uuid:dossier_id>/fact-checks")
def of_dossier(dossier_id: UUID) -> ResponseReturnValue:
    """Show the fact checks of a dossier."""
    actor = current_actor()
    dossier = dossiers.get(db.session(), dossier_id, actor=actor)
    found = fact_checks.find(db.session(), actor=actor, dossier_id=dossier_id)
    may_send = allows(actor, Permission.FACT_CHECK_SEND, dossier)
    page = ListPage(
        title=_("Fact checks"),
        intro=_("Put facts of the draft before the vendor, and process what it answers. While a"
                " fact check is open, nothing can be published."),
        crumbs=(
            (_("Dossiers"), url_for("dossiers.index")),
            (dossier.key, url_for("dossiers.show", dossier_id=dossier_id)),
            (_("Fact checks"), None),
        ),
        sections=_sections(found, for_vendor=False),
        shows_vendor=False,
        is_vendor=False,
        new_url=url_for("fact_checks.prepare", dossier_id=dossier_id) if may_send else None,
        statements_url=None,
    )  # fmt: skip
    return render_template("fact_checks/index.html", page=page)


@blueprint.get("/fact-checks/<uuid:fact_check_id>")
def show(fact_check_id: UUID) -> ResponseReturnValue:
    """Show a fact check to the side that reads."""
    return showing.render(fact_checks.get(db.session(), fact_check_id, actor=current_actor()))
