"""Changes of sub-processors: the list, and one announcement as each side reads it."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import SCHOOL_ROLES, STAFF, Actor, Role
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.filters import day
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.aggregate import Range
from dpia_workbench.risk.sub_processors import OVER, Stance, State
from dpia_workbench.store import sub_processors
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import SubProcessorChange
from dpia_workbench.web.pieces import Words
from dpia_workbench.web.sub_processors import announcing, objecting, reading, touching
from dpia_workbench.web.sub_processors.blueprint import blueprint
from dpia_workbench.web.sub_processors.pages import IndexPage, Section, ShowPage

MODULES = (announcing, objecting)  # importing them adds their views to the blueprint

__all__ = ["MODULES", "blueprint"]

READERS = (*STAFF, *SCHOOL_ROLES, Role.VENDOR_CONTACT)


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show the announcements that the reader may see."""
    actor = current_actor()
    if not actor.has_any(READERS):
        raise NotFound
    found = sub_processors.find(db.session(), actor=actor)
    running, over = reading.sections(found, on=clock.today())
    page = IndexPage(
        intro=_intro(actor),
        sections=(
            Section(id="running", title=_("The period for objection runs"), rows=tuple(running)),
            Section(id="over", title=_("Over"), rows=tuple(over)),
        ),
        may_announce=actor.has(Role.VENDOR_CONTACT),
        nothing=_nothing(actor),
    )
    return render_template("sub_processors/index.html", page=page)


def _intro(actor: Actor) -> str:
    if actor.has(Role.VENDOR_CONTACT):
        return _("Announce here when another company is going to handle data for you, or when"
                 " something about such a company changes. Schools can then object.")  # fmt: skip
    if actor.has_any(SCHOOL_ROLES):
        return _("Vendors let other companies handle data: their sub-processors. Before that"
                 " changes you can object. Here are the changes of products that your board uses"
                 " or looks at.")  # fmt: skip
    return _("What vendors announce about their sub-processors, until when schools can object, and"
             " what came of it.")  # fmt: skip


def _nothing(actor: Actor) -> str:
    if actor.has(Role.VENDOR_CONTACT):
        return _("You announced no change of sub-processors yet.")
    return _("As soon as a vendor announces a change, it appears here and you get a message.")


@blueprint.get("/<uuid:change_id>")
def show(change_id: UUID) -> ResponseReturnValue:
    """Show an announcement, what it touches, and what the reader can do with it."""
    actor, session, today = current_actor(), db.session(), clock.today()
    row = sub_processors.get(session, change_id, actor=actor)
    is_staff = actor.has_any(STAFF)
    page = ShowPage(
        title=_("%(name)s: %(kind)s", name=row.name, kind=label(row.kind)),
        lead=reading.lead(row),
        states=tuple(reading.badges(row, on=today)),
        clock=reading.clock_sentence(row, on=today),
        next_step=reading.next_step(row, actor=actor, on=today),
        actions=tuple(reading.actions(session, row, actor=actor, on=today)),
        facts=tuple(reading.facts(row, objecting=_objecting(session, row))),
        words=Words(row.words, row.language),
        meaning=_meaning(row, actor=actor),
        mine=_mine(session, row, actor=actor),
        heard=touching.heard(session, row, actor=actor) if is_staff else None,
        touched=touching.touched(session, row, actor=actor, on=today) if is_staff else None,
        bundles=tuple(reading.bundles(row)),
        history=tuple(reading.history(session, row)),
    )
    return render_template("sub_processors/show.html", page=page)


def _objecting(session: Session, row: SubProcessorChange) -> Range | None:
    """Return how many boards object, once a cooperative told the vendor that they do."""
    told = any(
        bundle.round == row.round and bundle.stance is Stance.OBJECTS for bundle in row.bundles
    )
    return sub_processors.counts(session, row)[Stance.OBJECTS] if told else None


def _meaning(row: SubProcessorChange, *, actor: Actor) -> tuple[str, ...]:
    """Return what a change means for a school, in plain language."""
    if not actor.has_any(SCHOOL_ROLES) or row.state in OVER:
        return ()
    runs = reading.clock_of(row, on=clock.today()).is_running
    return (
        *_when(row, day(row.effective_on), runs=runs),
        *(_objecting_is_possible() if runs else ()),
        *_to_do(),
    )


def _when(row: SubProcessorChange, on: str, *, runs: bool) -> tuple[str, ...]:
    if row.state in (State.OBJECTED, State.CHANGED):
        return ()
    if runs and row.state is not State.UPHELD:
        return (_("If nobody objects, this takes effect on %(day)s.", day=on),)
    return (_("This takes effect on %(day)s.", day=on),)


def _objecting_is_possible() -> tuple[str, ...]:
    return (
        _("Your board decides who handles the data of your pupils and staff. So you can object."
          " You do that through the cooperative: it collects the answers of all school boards and"
          " tells the vendor, without the names of boards."),
    )  # fmt: skip


def _to_do() -> tuple[str, ...]:
    return (
        _("Look whether something must change in your register, and in what you tell parents and"
          " pupils. If in doubt, ask your data protection officer."),
        _("Look again at what your board assessed of this product: it rests on who handles the"
          " data."),
    )  # fmt: skip


def _mine(
    session: Session, row: SubProcessorChange, *, actor: Actor
) -> tuple[tuple[str, str], ...]:
    """Return what the reader's own board said."""
    said = sub_processors.stance_of(session, row, actor=actor)
    if said is None:
        return ()
    reason = ((_("Reason"), said.reason),) if said.reason else ()
    return ((_("Your board says"), label(said.stance)), *reason, (_("Said on"), day(said.at)))
