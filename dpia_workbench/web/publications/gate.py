"""The page of a gate: what it shows, in which order, and its form."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from flask import url_for

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import LANGUAGES, current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.publication import Check
from dpia_workbench.risk.verdict import ORDER
from dpia_workbench.schemas.publications import GateFormSchema, When
from dpia_workbench.store import dossiers, publications
from dpia_workbench.store.models import Dossier, PublicationPlan
from dpia_workbench.usecases import publication_gate, publication_plan
from dpia_workbench.usecases.publication_content import Choice
from dpia_workbench.usecases.publication_gate import Gate
from dpia_workbench.web.dossiers import reading
from dpia_workbench.web.publications.lines import Desk, line_view
from dpia_workbench.web.publications.outlook import outlook
from dpia_workbench.web.publications.pages import GatePage, Link, PastPlan, PlanView

LATE = timedelta(minutes=5)  # a worker that is there takes a second
FIELDS = {
    "verdict.better-than-computed": "chosen",
    "verdict.reason-missing": "reason",
    "release.validity-not-ahead": "valid_until",
    "publication.moment-out-of-range": "on",
}


def look(dossier: Dossier) -> Gate:
    """Return the gate of a dossier as it is today, for the reader."""
    return publication_gate.look(
        db.session(), dossier, actor=current_actor(), choice=Choice(), on=clock.today()
    )


def may_publish(dossier: Dossier) -> bool:
    """Return whether the reader publishes at all."""
    return allows(current_actor(), Permission.DOSSIER_PUBLISH, dossier)


def form_of(gate: Gate) -> Form:
    """Return the form with which what was approved is published."""
    return Form(
        GateFormSchema(),
        initial={
            "chosen": gate.computed, "valid_until": gate.longest, "when": When.NOW,
            "read": gate.content_hash,
        },
    )  # fmt: skip


def page(dossier: Dossier, gate: Gate, *, form: Form | None) -> GatePage:
    """Return the page of a gate; without a form nothing can be published by the reader."""
    desk = Desk(dossier=dossier, actor=current_actor(), on=clock.today())
    lines = [(line, line_view(line, desk)) for line in gate.lines]
    is_published = dossier.revision.state is State.PUBLISHED
    plans = publications.find(db.session(), dossier.revision.id)
    place: dict[str, Any] = {"dossier_id": dossier.id}
    return GatePage(
        dossier=dossier.key,
        dossier_url=url_for("dossiers.show", **place),
        product=dossier.product.name.text(current_language()),
        waits="" if dossier.revision.state is State.APPROVED else _waits(dossier),
        published=_published(dossier) if is_published else None,
        failing=() if is_published else tuple(view for line, view in lines if line.refusal),
        rest=() if is_published else tuple(view for line, view in lines if not line.refusal),
        form=form,
        verdicts=tuple((each.value, label(each)) for each in ORDER[ORDER.index(gate.computed) :]),
        moments=((When.NOW, _("At once")), (When.LATER, _("At a moment that I choose"))),
        plan=next((_plan(row, dossier) for row in plans if row.end is None), None),
        past=tuple(_past(plans)),
        outlook=outlook(dossier, gate.content, on=clock.today()),
        preview_url=url_for("publications.preview", **place),
        word_urls=tuple(_word(dossier)),
        action_url=url_for("publications.gate", **place),
    )


def _waits(dossier: Dossier) -> str:
    return reading.waits(dossier.revision.state)


def _published(dossier: Dossier) -> Link | None:
    row = dossiers.release_of(db.session(), dossier.revision.id)
    if row is None:
        return None
    named = _("Release %(number)s: %(verdict)s", number=row.number, verdict=label(row.verdict))
    slug = dossier.product.slug
    return Link(named, url_for("verdicts.release", slug=slug, number=row.number))


def _word(dossier: Dossier) -> Iterator[Link]:
    names = {"nl": _("Word report in Dutch"), "en": _("Word report in English")}
    for language in LANGUAGES:
        address = url_for("publications.report", dossier_id=dossier.id, language=language)
        yield Link(names[language], address)


def _plan(row: PublicationPlan, dossier: Dossier) -> PlanView:
    lines = publication_plan.standing(db.session(), row, now=clock.now())
    obstacles = dict.fromkeys(label(line.check) for line in lines)
    address = url_for("publications.withdraw", dossier_id=dossier.id, plan_id=row.id)
    return PlanView(
        due_at=row.due_at,
        who=row.planned_by.name,
        verdict=label(row.chosen),
        reason=row.reason,
        valid_until=row.valid_until,
        is_late=row.due_at + LATE < clock.now(),
        obstacles=tuple(obstacles),
        withdraw_url=address if may_publish(dossier) else None,
    )


def _past(rows: Sequence[PublicationPlan]) -> Iterator[PastPlan]:
    for row in rows:
        if row.end is not None:
            yield PastPlan(
                due_at=row.due_at,
                who=row.planned_by.name,
                outcome=label(row.end.kind),
                at=row.end.at,
                why=tuple(label(Check(check)) for check in row.end.checks),
            )
