"""From what came after a decision to what the pages show of it: today, follow-ups, history."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.said_labels import HAPPENED, SAID
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.follow_up import Due, due
from dpia_workbench.risk.measures import LocalState, Owner
from dpia_workbench.store import audit, followups, releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption, AuditEvent, MeasureFollowUp, User
from dpia_workbench.store.models.measured import Measured
from dpia_workbench.usecases import local, local_levels, local_today
from dpia_workbench.web import pieces
from dpia_workbench.web.adoptions import reading, round_reading, said_words
from dpia_workbench.web.adoptions.pages import Badge
from dpia_workbench.web.adoptions.round_pages import (
    FollowedMeasure,
    FollowedView,
    FollowUpPage,
    Happening,
    HistoryPage,
    TodayRow,
    TodayView,
)

_TONES = {Due.OVERDUE: "danger", Due.CHECK_DUE: "warning"}


def today_view(row: Adoption, *, on: date) -> TodayView | None:
    """Return how a product in use stands today; nothing if the board does not use it."""
    found = local_today.today(row, on=on)
    if found is None:
        return None
    return TodayView(
        on=on,
        rows=tuple(
            TodayRow(
                key=each.key,
                title=pieces.words(each.title),
                decided=reading.level_badge(each.decided),
                today=reading.level_badge(each.today),
                is_worse=each.is_worse,
            )
            for each in found.differing
        ),
        is_worse=found.is_worse,
        lapsed=found.lapsed,
        waiting=len(found.waiting),
        url=url_for("adoptions.follow_up", adoption_id=row.id),
    )


def ending(row: Adoption) -> tuple[tuple[str, str], ...]:
    """Return since when the board does not use the product, and why."""
    if row.ending is None:
        return ()
    return (
        (_("Not used any more since"), day(row.ending.on)),
        (_("Reason"), row.ending.reason),
        (_("Recorded by"), row.ending.by.name),
    )


def place_name(key: str, brin: str | None) -> str:
    """Return how a measure, or that of one school, is called in an address."""
    return f"{key}@{brin}" if brin else key


def places(row: Adoption) -> dict[str, followups.Place]:
    """Return the places of all measures by how they are called in an address."""
    schools = {each.school_id: each.school.brin for each in row.deviations}
    return {
        place_name(key, schools.get(school_id) if school_id else None): (key, school_id)
        for key, school_id in followups.standing(row)
    }


def follow_up_page(row: Adoption, *, may_follow: bool, on: date) -> FollowUpPage:
    """Return all measures after the decision; those that nobody planned or did are left out."""
    found = [measure(row, name, on=on) for name in places(row)]
    assert row.decision is not None  # noqa: S101  # what is in use was decided
    return FollowUpPage(
        place=reading.place(local.assess(row, on=on)),
        decided_on=row.decision.on,
        waiting=tuple(each for each in found if each.due),
        others=tuple(each for each in found if not each.due),
        may_follow=may_follow,
    )


def measure(row: Adoption, name: str, *, on: date) -> FollowedMeasure:
    """Return one measure as it stands now, with what was said of it since the decision."""
    place = places(row)[name]
    held: Measured = followups.standing(row)[place]
    stand = followups.stand_of(held)
    why = due(stand, on=on)
    title, obligation = _titles(row)[place[0]]
    schools = {each.school_id: each.school.name for each in row.deviations}
    return FollowedMeasure(
        name=name,
        title=pieces.words(title),
        school=schools.get(place[1], "") if place[1] else "",
        obligation=obligation,
        state=Badge(stand.state, label(stand.state), reading.MEASURE_TONES[stand.state]),
        due=Badge(why, label(why), _TONES[why]) if why else None,
        facts=said_words.stand(stand)[1:],
        url=url_for("adoptions.follow_up_measure", adoption_id=row.id, name=name),
        later=tuple(_later(each) for each in followups.said_of(row).get(place, [])),
    )


def _titles(row: Adoption) -> dict[str, tuple[Bilingual, str]]:
    words = {
        Owner.SCHOOL_MANDATORY: _("Mandatory"),
        Owner.SCHOOL_OPTIONAL: _("Optional"),
    }
    found = {
        item["key"]: (Bilingual.of(item["title"]), words.get(Owner(item["owner"]), ""))
        for item in releases.content(row.basis)["measures"]
    }
    own = _("Measure of your own")
    return found | {
        each.key: (Bilingual(nl=each.title), own) for each in local_levels.own_measures(row)
    }


def _later(row: MeasureFollowUp) -> FollowedView:
    facts = said_words.stand(followups.stand_of(row))
    return FollowedView(
        what=label(row.kind), who=row.by.name, on=row.on or day_of(row.at), facts=facts
    )


def stand_now(row: Adoption, name: str) -> tuple[LocalState, int]:
    """Return how a measure stands, and the number of what was said of it last."""
    place = places(row)[name]
    last = followups.newest(row).get(place)
    return followups.standing(row)[place].state, last.number if last else 0


def history(session: Session, row: Adoption, *, today: date) -> HistoryPage:
    """Return who did what when in an adoption, the newest first, and all its rounds."""
    events = audit.find(session, subject_id=row.id)
    ids = {event.actor_id for event in events if event.actor_id}
    names = {each: user.name for each in ids if (user := session.get(User, each))}
    return HistoryPage(
        place=reading.place(local.assess(row, on=today)),
        rounds=round_reading.chain(row, today=today),
        happened=tuple(
            Happening(
                at=event.at,
                who=names[event.actor_id] if event.actor_id in names else _("Nobody signed in"),
                what=_what(event),
                details=tuple(_details(event)),
            )
            for event in events
            if event.fact in HAPPENED
        ),
    )


def _what(event: AuditEvent) -> str:
    named = (event.detail.get(name) for name in ("school", "measure", "risk", "number"))
    key = next((str(each) for each in named if each), "")
    if step := event.detail.get("step"):
        key = label(Step(step))
    return _(HAPPENED[event.fact], key=key)


def _details(event: AuditEvent) -> Iterator[str]:
    """Yield in words which fields changed, and what was decided or planned."""
    changed: Any = event.detail.get("changed") or {}
    names = [_(SAID[name]) for name in changed if name in SAID]
    if names:
        yield _("Changed: %(names)s", names=", ".join(names))
    for name in ("due", "review_due", "on"):
        if value := event.detail.get(name):
            yield _("%(name)s: %(value)s", name=_(SAID[name]), value=day(value))
    if reason := event.detail.get("reason"):
        yield str(reason)
