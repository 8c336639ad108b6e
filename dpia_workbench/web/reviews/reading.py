"""From the row of a look again to the values that pages show: codes become sentences."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.change import Change, Weight
from dpia_workbench.risk.release import IN_USE, Event, Status
from dpia_workbench.risk.review import IN_FORCE, LocalChange, Trigger
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store import adoptions, products, releases, review_tasks
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Basis, Release, ReviewTask
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web import pieces
from dpia_workbench.web.pieces import Badge
from dpia_workbench.web.reviews.pages import Keeping, Look, Row

_TONES = {Weight.MATERIAL: "warning", Weight.INFORMATIVE: "neutral"}
Titles = Mapping[str, str]


def row(task: ReviewTask, *, today: date) -> Row:
    """Return a look again as a line of a list."""
    ended = Badge(label(task.resolution), "safe") if task.resolution else None
    return Row(
        product=pieces.words(task.adoption.basis.product.name),
        title=label(task.trigger),
        weight=weight(task),
        url=url_for("reviews.show", task_id=task.id),
        due=task.due,
        is_late=is_late(task, today=today),
        made_on=day_of(task.made_at),
        ended=ended,
        ended_on=day_of(task.resolved_at) if task.resolved_at else None,
    )


def weight(task: ReviewTask) -> Badge:
    """Return how much it asks."""
    return Badge(label(task.weight), _TONES[task.weight])


def is_late(task: ReviewTask, *, today: date) -> bool:
    """Return whether the day passed and it is still open; derived (invariant 21)."""
    return task.resolved_at is None and task.due < today


def keeping(session: Session, assessed: LocalAssessment, *, actor: Actor, today: date) -> Keeping:
    """Return what the page of an adoption shows of it: what is open, and what can be said."""
    row = assessed.adoption
    looks = review_tasks.of_adoption(session, row)
    return Keeping(
        looks=tuple(look(session, each, actor=actor, today=today) for each in looks),
        links=tuple(_links(assessed, actor=actor)),
    )


def _links(assessed: LocalAssessment, *, actor: Actor) -> Iterator[tuple[str, str]]:
    row = assessed.adoption
    if assessed.state not in IN_FORCE:
        return
    if allows(actor, Permission.ADOPTION_FILL, row):
        yield _("Something changed at our board"), url_for("reviews.report", adoption_id=row.id)
    if allows(actor, Permission.ADOPTION_ADVISE, row):
        yield _("Ask for a new look"), url_for("reviews.ask", adoption_id=row.id)


def look(session: Session, task: ReviewTask, *, actor: Actor, today: date) -> Look:
    """Return why a board looks again, and where it goes on."""
    adoption = task.adoption
    told = _told(session, task)
    newer = newer_than(session, adoption.basis, today=today)
    begun = adoptions.of_release(session, newer.id, actor=actor) if newer else None
    starts = newer and begun is None and allows(actor, Permission.ADOPTION_START)
    return Look(
        title=label(task.trigger),
        weight=weight(task),
        reasons=tuple(dict.fromkeys(reasons(task, titles=_titles(told or adoption.basis)))),
        said=task.said,
        when=_when(task),
        is_late=is_late(task, today=today),
        url=url_for("reviews.show", task_id=task.id),
        changes_url=changes_url(adoption.basis, told or newer) if told or newer else "",
        newer_url=_release_url(newer) if newer else "",
        begun_url=url_for("adoptions.show", adoption_id=begun.id) if begun else "",
        start_fields=(("slug", newer.product.slug), ("number", str(newer.number)))
        if newer and starts
        else (),
        next_url=_next_url(task, actor=actor) if newer is None else "",
    )


def _next_url(task: ReviewTask, *, actor: Actor) -> str:
    """Return where a board goes on that rests on the newest text already."""
    row = task.adoption
    is_over = row.ended_at is not None or row.followed_by is not None or task.resolved_at
    if is_over or not allows(actor, Permission.ADOPTION_FILL, row):
        return ""
    name = "follow_up" if task.trigger is Trigger.MEASURE else "again"
    return url_for(f"adoptions.{name}", adoption_id=row.id)


def _told(session: Session, task: ReviewTask) -> Release | None:
    """Return the release that a look again is about, if it is about one."""
    if task.trigger is not Trigger.RELEASE:
        return None
    return releases.by_id(session, UUID(task.ref))


def newer_than(session: Session, basis: Basis, *, today: date) -> Release | None:
    """Return the release that took the place of another one, if it holds itself."""
    newest = products.newest_release(session, basis.product_id)
    if newest is None or newest.id == basis.id:
        return None
    return newest if releases.status(session, newest, on=today) in IN_USE else None


def changes_url(adopted: Basis, newer: Release | None) -> str:
    """Return where a board reads what changed since it adopted."""
    if newer is None:
        return ""
    if not isinstance(adopted, Release):  # a record and a release have no parts to compare
        return _release_url(newer)
    return url_for(
        "verdicts.changes", slug=newer.product.slug, older=adopted.number, newer=newer.number
    )


def _release_url(release: Release) -> str:
    return url_for("verdicts.release", slug=release.product.slug, number=release.number)


def _when(task: ReviewTask) -> str:
    if task.resolution is not None:
        return label(task.resolution)
    if task.weight is Weight.INFORMATIVE:
        return _("This can wait until your next review, %(day)s.", day=day(task.due))
    return _("Look again before or on %(day)s.", day=day(task.due))


def _titles(basis: Basis) -> Titles:
    """Return what the risks and measures of a text are called."""
    content, language = releases.content(basis), current_language()
    return {
        item["key"]: Bilingual.of(item["title"]).text(language)
        for item in (*content["risks"], *content["measures"])
    }


def reasons(task: ReviewTask, *, titles: Titles) -> Iterator[str]:
    """Yield why, a sentence for each code."""
    for fact in task.facts:
        if "change" in fact:
            yield _changed(fact, titles=titles)
        elif "event" in fact:
            yield label(Event(fact["event"]))
        elif "status" in fact:
            yield label(Status(fact["status"]))
        elif "local" in fact:
            yield label(LocalChange(fact["local"]))
        elif "measure" in fact:
            name = _named(fact["measure"], titles=titles)
            yield _("%(measure)s, on %(day)s", measure=name, day=_told_day(fact))
        elif "condition" in fact:
            yield _("Condition %(number)s of the decision, before or on %(day)s",
                    number=fact["condition"], day=_told_day(fact))  # fmt: skip


def _changed(fact: Mapping[str, str], *, titles: Titles) -> str:
    said, subject = label(Change(fact["change"])), fact.get("subject", "")
    if not subject:
        return said
    about = label(Topic(subject)) if subject in set(Topic) else _named(subject, titles=titles)
    if "day" in fact:
        return _("%(reason)s: %(subject)s, on %(day)s", reason=said, subject=about,
                 day=_told_day(fact))  # fmt: skip
    return _("%(reason)s: %(subject)s", reason=said, subject=about)


def _named(key: str, *, titles: Titles) -> str:
    return f"{key} {titles[key]}" if key in titles else key


def _told_day(fact: Mapping[str, str]) -> str:
    return day(date.fromisoformat(fact["day"]))
