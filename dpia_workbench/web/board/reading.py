"""From values of a board's overview to what its pages show."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from flask import url_for

from dpia_workbench.i18n import deferred, ngettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.deadlines import Force
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.scale import Level
from dpia_workbench.store import agreements
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import agreed, levels
from dpia_workbench.usecases.board_overview import Accepted, Line, Overview
from dpia_workbench.usecases.board_todo import Act, ToDo
from dpia_workbench.web.adoptions.reading import STATE_TONES
from dpia_workbench.web.board.pages import (
    AcceptedRow,
    AgreementRow,
    Coded,
    DecisionRow,
    LineRow,
    Owned,
    ToDoRow,
)
from dpia_workbench.web.pieces import Badge, words

SENTENCES: Mapping[Act, str] = {
    Act.DESCRIBE: deferred("Describe your own situation"),
    Act.RECORD_MEASURES: deferred("Record what your board does with the measures"),
    Act.RECORD_VIEWS: deferred("Record the views of parents, pupils and staff"),
    Act.ADVISE: deferred("Give your advice to the board"),
    Act.DECIDE: deferred("Take the board's decision"),
    Act.DO_MEASURE: deferred("Do a measure that was planned"),
    Act.CHECK_MEASURE: deferred("Look whether a measure still works"),
    Act.MEET_CONDITION: deferred("Meet a condition of the decision"),
    Act.LOOK_AGAIN: deferred("Look again at what your board adopted"),
    Act.REVIEW: deferred("Look again at what your board adopted"),
    Act.REPLACE: deferred("The verdict that your board relies on no longer holds"),
}


def line(row: Line) -> LineRow:
    """Return a product of the board as a line."""
    url = url_for("adoptions.show", adoption_id=row.adoption_id) if row.adoption_id else ""
    return LineRow(
        name=words(row.name),
        url=url or (url_for("verdicts.show", slug=row.slug) if row.slug else ""),
        verdict=Coded(code=row.verdict, label=label(row.verdict)) if row.adoption_id else None,
        state=Badge(label(row.state), STATE_TONES[row.state]) if row.state else None,
        warning=label(row.status) if row.status not in (None, Status.CURRENT) else "",
        levels=tuple(
            (Coded(code=level, label=label(level)), row.levels[level])
            for level in reversed(Level)
            if level in row.levels
        ),
        decided_on=row.decided_on,
        next_review=row.next_review,
    )


def facts(found: Overview) -> tuple[tuple[str, str], ...]:
    """Return the numbers above the overview."""
    used = [row for row in found.lines if row.state is None or row.decided_on]
    current = sum(row.is_current(on=found.on) for row in found.lines)
    late = sum(each.is_late for each in found.todo)
    return (
        (_("Products in use, or in preparation"), str(len(found.lines))),
        (_("With a decision that holds"), str(current)),
        (_("In use without one"), str(max(len(used) - current, 0))),
        (_("Things to do"), _late(len(found.todo), late=late)),
        (_("Risks that your board accepted"), str(len(found.accepted))),
    )


def _late(count: int, *, late: int) -> str:
    if not late:
        return str(count)
    too_late = ngettext("%(n)s too late", "%(n)s too late", late)
    return _("%(count)s, of which %(late)s", count=count, late=too_late)


def owned(todo: Sequence[ToDo]) -> tuple[Owned, ...]:
    """Return what is to be done, by who has to do it, the earliest day first."""
    return tuple(
        Owned(owner=owner, rows=tuple(map(_to_do, rows)))
        for owner, rows in groupby(todo, key=lambda each: each.person or label(each.role))
    )


def _to_do(each: ToDo) -> ToDoRow:
    return ToDoRow(
        text=label(each.look.trigger) if each.look else _(SENTENCES[each.act]),
        product=words(each.name),
        subject=words(each.subject) if each.subject else None,
        url=_where(each),
        due=each.due,
        is_late=each.is_late,
    )


_FOLLOWED = frozenset({Act.DO_MEASURE, Act.CHECK_MEASURE})


def _where(each: ToDo) -> str:
    """Return the address of the page where somebody does it."""
    if each.look:
        return url_for("reviews.show", task_id=each.look.id)
    page = "adoptions.follow_up" if each.act in _FOLLOWED else "adoptions.show"
    return url_for(page, adoption_id=each.adoption.id)


def accepted(each: Accepted) -> AcceptedRow:
    """Return a risk that the board accepted."""
    return AcceptedRow(
        product=words(each.name),
        key=each.key,
        title=words(each.title),
        reason=each.reason,
        on=each.on,
        url=url_for("adoptions.show", adoption_id=each.adoption_id),
    )


def decision(row: Adoption) -> DecisionRow:
    """Return a decision as a line of history."""
    taken = row.decision
    assert taken is not None  # noqa: S101  # only decided ones are asked for
    return DecisionRow(
        on=taken.on,
        product=words(row.basis.product.name),
        outcome=label(taken.outcome),
        who=taken.by.name,
        url=url_for("adoptions.show", adoption_id=row.id),
    )


_HOLDS = (Force.IN_FORCE, Force.EXPIRING)


def agreements_of(*, on: date) -> Iterator[AgreementRow]:
    """Yield the agreements in which the reader's board is named, or that it joined."""
    periods, actor = levels.periods_of(db.session(), None), current_actor()
    for row in agreements.find(db.session(), actor=actor):
        if actor.organisation_id not in row.board_ids:
            continue
        stands = agreed.standing(row, periods=periods, on=on)
        yield AgreementRow(
            title=words(row.title),
            standing=Badge(label(stands), "neutral" if stands in _HOLDS else "danger"),
            ends=agreements.facts_of(row).ends,
            url=url_for("agreements.show", agreement_id=row.id),
        )
