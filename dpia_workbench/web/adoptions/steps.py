"""Whose turn it is in an adoption, and what happened to the verdict meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk.adoption import DECIDED, State
from dpia_workbench.risk.release import IN_USE, Status
from dpia_workbench.store import adoptions, products, releases
from dpia_workbench.store.models import Adoption, Basis, Release
from dpia_workbench.usecases.local import LocalAssessment, changed_since_advice
from dpia_workbench.usecases.tasks import look_again_by
from dpia_workbench.web.adoptions.pages import Next, Notice, Step


def may_fill(assessed: LocalAssessment, *, actor: Actor) -> bool:
    """Return whether the actor can fill in now."""
    is_open = assessed.state not in DECIDED
    return is_open and allows(actor, Permission.ADOPTION_FILL, assessed.adoption)


def may_advise(session: Session, assessed: LocalAssessment, *, actor: Actor) -> bool:
    """Return whether the actor can advise now: once, or again after facts changed.

    Nobody advises on their own work.
    """
    row = assessed.adoption
    is_due = row.advice is None or bool(changed_since_advice(session, row))
    return (
        assessed.state not in DECIDED
        and is_due
        and allows(actor, Permission.ADOPTION_ADVISE, row)
        and actor.user_id not in {filler.user_id for filler in row.fillers}
    )


def may_decide(assessed: LocalAssessment, *, actor: Actor) -> bool:
    """Return whether the actor can take the decision now."""
    row = assessed.adoption
    is_ready = assessed.state is State.READY
    return is_ready and allows(actor, Permission.ADOPTION_DECIDE, row) and not has_part(row, actor)


def has_part(row: Adoption, actor: Actor) -> bool:
    """Return whether the actor filled in or advised, and so cannot decide."""
    advisers = {advice.by_id for advice in row.advices}
    return actor.user_id in {filler.user_id for filler in row.fillers} | advisers


def steps(assessed: LocalAssessment, *, actor: Actor) -> tuple[Step, ...]:
    """Return the five steps towards the decision; the first open one is the current one."""
    row, state = assessed.adoption, assessed.state
    where: dict[str, Any] = {"adoption_id": row.id}
    situation = url_for(".situation", **where) if may_fill(assessed, actor=actor) else "#situation"
    found = [
        (_("Own situation"), row.context_done, situation),
        (_("Measures"), row.context_done and not assessed.open_measures,
         url_for(".measures", **where)),
        (_("Advice of the FG"), row.advice is not None, url_for(".advice", **where)),
        (_("Views"), row.views is not None, url_for(".views", **where)),
        (_("Decision"), state in DECIDED, url_for(".decision", **where)),
    ]  # fmt: skip
    current = next((place for place, (_name, done, _url) in enumerate(found) if not done), None)
    return tuple(
        Step(name, "done" if done else "current" if place == current else "todo", url)
        for place, (name, done, url) in enumerate(found)
    )


def next_step(session: Session, assessed: LocalAssessment, *, actor: Actor, status: Status) -> Next:
    """Return what happens next, and what of that the reader can do.

    `status` is that of the release today.
    """
    if assessed.state in DECIDED:
        return _after_decision(assessed, status=status)
    where: dict[str, Any] = {"adoption_id": assessed.adoption.id}
    if assessed.adoption.advice is not None and may_advise(session, assessed, actor=actor):
        text = _("Facts changed after your advice. You can renew it; the board sees what changed.")
        return Next(text, _("Renew your advice"), url_for("adoptions.advice", **where))
    if assessed.state is State.READY:
        return _decide(assessed, actor=actor, url=url_for("adoptions.decision", **where))
    if assessed.state is State.MEASURES_RECORDED:
        return _hear(session, assessed, actor=actor, where=where)
    fills = may_fill(assessed, actor=actor)
    if assessed.state is State.STARTED:
        if not fills:
            return Next(_("The privacy officer describes the situation of your board first."))
        text = _("Describe your own situation: what you use, where, and under which circumstances.")
        return Next(text, _("Describe your situation"), url_for("adoptions.situation", **where))
    count = assessed.open_measures
    text = ngettext(
        "%(n)s mandatory measure has no answer yet.",
        "%(n)s mandatory measures have no answer yet.",
        count,
    )
    label_ = _("Record your measures") if fills else ""
    return Next(text, label_, url_for("adoptions.measures", **where) if fills else None)


def _hear(
    session: Session, assessed: LocalAssessment, *, actor: Actor, where: dict[str, Any]
) -> Next:
    row = assessed.adoption
    if row.views is None and may_fill(assessed, actor=actor):
        text = _("Record the views of parents, pupils and staff.")
        return Next(text, _("Record the views"), url_for("adoptions.views", **where))
    if may_advise(session, assessed, actor=actor):
        text = _("The privacy officer is done. Your advice to the board is asked for.")
        return Next(text, _("Give your advice"), url_for("adoptions.advice", **where))
    if row.advice is None:
        return Next(_("The data protection officer (FG) gives advice to the board."))
    return Next(_("The privacy officer records the views of parents, pupils and staff."))


def _decide(assessed: LocalAssessment, *, actor: Actor, url: str) -> Next:
    if may_decide(assessed, actor=actor):
        return Next(_("Everything is there. Your board can decide."), _("Take the decision"), url)
    return Next(_("Everything is there. It is now up to the board."))


def _after_decision(assessed: LocalAssessment, *, status: Status) -> Next:
    taken = assessed.adoption.decision
    if assessed.state is State.RE_ADOPTED:
        return Next(_("A newer assessment took the place of this one. It stays here as a record."))
    if assessed.state is State.ENDED or taken is None:
        return Next(_("This adoption has ended. It stays here as a record."))
    if assessed.state is State.REJECTED:
        return Next(_("Your board does not use this product."))
    if assessed.state is State.CONSULTING:
        return Next(_("Do not use this product until the Data Protection Authority has answered."))
    if status not in IN_USE:
        return Next(_("Your board decided on a verdict that no longer holds. Look at it again, and"
                      " until then weigh whether you can go on using this product."))  # fmt: skip
    until = day(taken.next_review)
    return Next(_("Your board can use this product as decided. Look again before %(day)s.",
                  day=until))  # fmt: skip


def notices(
    session: Session, row: Adoption, *, actor: Actor, status: Status, today: date
) -> Iterator[Notice]:
    """Yield what changed about the verdict since the board began, unless it is a record only."""
    if row.ended_at is not None:
        return
    if status not in IN_USE:
        newer = _newer(session, row.basis, today=today)
        due = look_again_by(session, row.basis, status=status)
        told = _gone(session, newer, actor=actor, status=status, due=due)
        yield replace(told, changes_url=_changes_url(row.basis, newer)) if newer else told
    elif status is not Status.CURRENT:
        slug = row.basis.product.slug
        yield Notice(
            kind="warning",
            title=label(status),
            text=_("Something happened since the verdict was published. Read its page before you"
                   " go on."),
            link_label=_("Read the verdict"),
            link_url=url_for("verdicts.show", slug=slug),
        )  # fmt: skip


def _changes_url(adopted: Basis, newer: Release) -> str:
    """Return where a board reads what changed since it adopted."""
    slug = newer.product.slug
    if not isinstance(adopted, Release):  # a record and a release have no parts to compare
        return url_for("verdicts.release", slug=slug, number=newer.number)
    return url_for("verdicts.changes", slug=slug, older=adopted.number, newer=newer.number)


def _newer(session: Session, basis: Basis, *, today: date) -> Release | None:
    """Return the release that took the place of another one, if it holds itself."""
    newest = products.newest_release(session, basis.product_id)
    if newest is None or newest.id == basis.id:
        return None
    return newest if releases.status(session, newest, on=today) in IN_USE else None


def _gone(
    session: Session, newer: Release | None, *, actor: Actor, status: Status, due: date
) -> Notice:
    title = _("The verdict that your board relies on no longer holds: %(status)s",
              status=label(status).lower())  # fmt: skip
    if newer is None:
        text = _("There is no newer verdict that holds. What your board adopted stays here as it"
                 " was. Look at it again by %(day)s.", day=day(due))  # fmt: skip
        return Notice(kind="warning", title=title, text=text)
    begun = adoptions.of_release(session, newer.id, actor=actor)
    if begun is not None:
        text = _("Your board already began with the newer verdict.")
        url = url_for("adoptions.show", adoption_id=begun.id)
        return Notice(kind="info", title=title, text=text, link_label=_("Go to the newer one"),
                      link_url=url)  # fmt: skip
    slug, number = newer.product.slug, newer.number
    starts = allows(actor, Permission.ADOPTION_START)
    return Notice(
        kind="warning",
        title=title,
        text=_(
            "There is a newer verdict. What your board adopted stays here as it was. Look at it"
            " again by %(day)s.",
            day=day(due),
        ),
        link_label=_("Read the newer verdict"),
        link_url=url_for("verdicts.release", slug=slug, number=number),
        start_fields=(("slug", slug), ("number", str(number))) if starts else (),
    )
