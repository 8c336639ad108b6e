"""Where the steps are, whose turn it is, and what happened to the verdict meanwhile."""

from collections.abc import Iterator, Mapping
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
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.release import IN_USE, Status
from dpia_workbench.store import adoptions, review_tasks
from dpia_workbench.store.models import Adoption, Release
from dpia_workbench.usecases.adopting import may_fill as may_fill
from dpia_workbench.usecases.adoption_progress import to_fill
from dpia_workbench.usecases.local import LocalAssessment, changed_since_advice
from dpia_workbench.web.adoptions.pages import Next, Notice
from dpia_workbench.web.reviews.reading import changes_url, newer_than


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


def takes(session: Session, assessed: LocalAssessment, step: Step, *, actor: Actor) -> bool:
    """Return whether a step that is open waits for the actor."""
    if step is Step.ADVICE:
        return may_advise(session, assessed, actor=actor)
    if step is Step.DECISION:
        return may_decide(assessed, actor=actor)
    return step is not Step.PACK and may_fill(assessed, actor=actor)


# Where each step is done.
ENDPOINTS: Mapping[Step, str] = {
    Step.SCHOOLS: "adoptions.schools",
    Step.SCOPE: "adoptions.scope",
    Step.CIRCUMSTANCES: "adoptions.circumstances",
    Step.OPERATIONS: "adoptions.operations",
    Step.AGREEMENT: "adoptions.agreement",
    Step.MEASURES: "adoptions.measures",
    Step.OWN_RISKS: "adoptions.own_risks",
    Step.ADVICE: "adoptions.advice",
    Step.VIEWS: "adoptions.views",
    Step.RISKS: "adoptions.risks",
    Step.DECISION: "adoptions.decision",
    Step.PACK: "adoptions.pack",
}


def address(row: Adoption, step: Step) -> str:
    """Return where a step of an adoption is done."""
    return url_for(ENDPOINTS[step], adoption_id=row.id)


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
    return _fill(assessed, fills=fills)


def _fill(assessed: LocalAssessment, *, fills: bool) -> Next:
    """Return the first step that the privacy officer has still to take."""
    waits = to_fill(assessed)
    if waits and waits[0] is not Step.MEASURES:
        if not fills:
            return Next(_("The privacy officer describes the situation of your board first."))
        number = tuple(Step).index(waits[0]) + 1
        text = _("Next is step %(number)s of %(count)s: %(name)s.", number=number,
                 count=len(Step), name=label(waits[0]))  # fmt: skip
        label_ = _("Go on with “%(name)s”", name=label(waits[0]))
        return Next(text, label_, address(assessed.adoption, waits[0]))
    count = assessed.open_measures
    text = ngettext(
        "%(n)s mandatory measure has no answer yet.",
        "%(n)s mandatory measures have no answer yet.",
        count,
    )
    url = address(assessed.adoption, Step.MEASURES)
    return Next(text, _("Record your measures") if fills else "", url if fills else None)


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
        text = _("Do not use this product until the Data Protection Authority has answered.")
        where: dict[str, Any] = {"adoption_id": assessed.adoption.id}
        url = url_for("adoptions.consultation", **where)
        return Next(text, _("The consultation of the authority"), url)
    if status is Status.SUPERSEDED:
        return Next(_("There is a newer verdict. What your board decided stays until it decides"
                      " anew; what changed is told above."))  # fmt: skip
    if status not in IN_USE:
        return Next(_("Your board decided on a verdict that no longer holds. Look at it again, and"
                      " until then weigh whether you can go on using this product."))  # fmt: skip
    until = day(taken.next_review)
    return Next(_("Your board can use this product as decided. Look again before %(day)s.",
                  day=until))  # fmt: skip


def notices(
    session: Session, assessed: LocalAssessment, *, actor: Actor, status: Status, today: date
) -> Iterator[Notice]:
    """Yield what became of the verdict, where nothing about it is open to look at again.

    What is asked of a board that decided is told by `web.reviews`; a record tells nothing more.
    """
    row = assessed.adoption
    is_over = row.ended_at is not None or assessed.state is State.REJECTED
    if is_over or review_tasks.of_adoption(session, row):
        return
    if status not in IN_USE:
        newer = newer_than(session, row.basis, today=today)
        told = _gone(session, newer, actor=actor, status=status)
        yield replace(told, changes_url=changes_url(row.basis, newer))
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


def _gone(session: Session, newer: Release | None, *, actor: Actor, status: Status) -> Notice:
    title = _("The verdict that your board relies on no longer holds: %(status)s",
              status=label(status).lower())  # fmt: skip
    if newer is None:
        text = _("There is no newer verdict that holds. What your board wrote down stays here as"
                 " it was.")  # fmt: skip
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
            "There is a newer verdict. What your board wrote down stays here as it was. Begin with"
            " the newer one."
        ),
        link_label=_("Read the newer verdict"),
        link_url=url_for("verdicts.release", slug=slug, number=number),
        start_fields=(("slug", slug), ("number", str(number))) if starts else (),
    )
