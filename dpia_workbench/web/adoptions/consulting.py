"""The prior consultation of the authority: what happened, its clock, what can be noted next."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.labels import label, options
from dpia_workbench.plumbing.database import transaction
from dpia_workbench.plumbing.filters import day
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk import consultation_record as rules
from dpia_workbench.risk.consultation import ClockState
from dpia_workbench.risk.consultation_record import Applicant, ClockStep, EventKind, Record
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.schemas.decisions import ConsultationEventSchema, TakenBackSchema
from dpia_workbench.store import board_decisions
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import AdoptionDecision, ConsultationEvent
from dpia_workbench.usecases import consultation as consultations
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions import opening, reading
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.decision_pages import (
    ClockRow,
    ConsultationEventRow,
    ConsultationPage,
)
from dpia_workbench.web.adoptions.pages import Badge

_ON = {
    "adoption.words-missing": "text",
    "consultation.event-ahead": "on",
    "consultation.event-too-early": "on",
    "consultation.notice-too-late": "on",
    "consultation.suspension-upside-down": "on",
    "consultation.event-out-of-order": "kind",
    "consultation.applicant-missing": "applicant",
}
_TONES = {
    ClockState.RUNNING: "neutral",
    ClockState.STANDING: "warning",
    ClockState.PASSED: "danger",
}


def _consulting(adoption_id: UUID) -> tuple[LocalAssessment, AdoptionDecision]:
    assessed = opening.to_read(adoption_id)
    taken = board_decisions.decision(assessed.adoption)
    if taken.outcome is not Outcome.CONSULTATION:
        raise NotFound
    return assessed, taken


@blueprint.route("/adoptions/<uuid:adoption_id>/consultation", methods=["GET", "POST"])
def consultation(adoption_id: UUID) -> ResponseReturnValue:
    """Show how far the consultation is, and note what happened."""
    assessed, taken = _consulting(adoption_id)
    form = Form(
        ConsultationEventSchema(),
        initial={"on": clock.today(), "version": len(taken.consultation)},
    )
    if form.submitted:
        with form.refusals(on=_ON), transaction() as session:
            consultations.note(
                session, actor=current_actor(), adoption_id=adoption_id, today=clock.today(),
                now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Noted in the consultation."), "success")
        return redirect(url_for(".consultation", adoption_id=adoption_id), 303)
    page = _page(assessed, taken, form=form)
    return render_template("adoptions/consultation.html", page=page), form.status


@blueprint.post("/adoptions/<uuid:adoption_id>/consultation/correction")
def correct_consultation(adoption_id: UUID) -> ResponseReturnValue:
    """Take back an event that was noted wrongly."""
    values: dict[str, Any] = Form(TakenBackSchema()).values()
    with transaction() as session:
        consultations.take_back(
            session, actor=current_actor(), adoption_id=adoption_id, today=clock.today(),
            now=clock.now(), **values,
        )  # fmt: skip
    flash(_("Taken back. It stays here to be read."), "success")
    return redirect(url_for(".consultation", adoption_id=adoption_id), 303)


def _page(assessed: LocalAssessment, taken: AdoptionDecision, *, form: Form) -> ConsultationPage:
    found = consultations.record_of(taken)
    fills = allows(current_actor(), Permission.ADOPTION_FILL, assessed.adoption)
    where: dict[str, Any] = {"adoption_id": assessed.adoption.id}
    return ConsultationPage(
        place=reading.place(assessed),
        next=_next(found),
        clock=_clock(found),
        events=tuple(_events(taken, fills=fills)),
        form=form if (fills and found.possible) or form.errors else None,
        kinds=tuple((kind.value, label(kind)) for kind in found.possible),
        applicants=tuple(options(Applicant)),
        asks_applicant=EventKind.SUBMITTED in found.possible,
        version=len(taken.consultation),
        latest=clock.today(),
        take_back_url=url_for(".correct_consultation", **where),
    )


def _next(found: Record) -> str:
    if found.submitted is None:
        return _("Send the request to the Data Protection Authority (AP). Your board does it"
                 " itself, or lets its cooperative do it on a mandate.")  # fmt: skip
    if found.received is None:
        return _("Note the day on which the authority says that it received the request. The clock"
                 " runs from that day.")  # fmt: skip
    if found.answered is None:
        return _("Do not use the product until the authority has answered.")
    if found.followed is None:
        return _("The authority answered. Write down what your board does with the answer.")
    return _(
        "The consultation is done. Your board now decides anew on the same verdict: this decision"
        " stays here as a record, and the product is not used until then."
    )


def _clock(found: Record) -> ClockRow | None:
    today = clock.today()
    told = rules.clock(found, on=today)
    if told is None:
        return None
    answered = found.answered
    tone = "neutral" if answered else _TONES[told.state]
    text = label(EventKind.ANSWERED) if answered else label(told.state)
    return ClockRow(
        badge=Badge(told.state, text, tone),
        sentence=_sentence(found, due=day(told.due), days=(told.due - today).days),
        steps=tuple(_step(each) for each in rules.steps(found, on=today)),
        computed_on=today,
    )


def _sentence(found: Record, *, due: str, days: int) -> str:
    if found.answered is not None:
        return _("The last day for the answer was %(due)s. The answer came on %(day)s.",
                 due=due, day=day(found.answered))  # fmt: skip
    if found.is_suspended:
        return _("The clock stands. The last day for the answer is %(due)s or later.", due=due)
    if days < 0:
        late = ngettext("%(n)s day ago", "%(n)s days ago", -days)
        return _("The last day for the answer was %(due)s, %(late)s. Ask the authority.",
                 due=due, late=late)  # fmt: skip
    left = ngettext("%(n)s day from now", "%(n)s days from now", days)
    return _("The last day for the answer is %(due)s, %(left)s.", due=due, left=left)


def _step(each: ClockStep) -> tuple[str, str]:
    name = label(each.kind)
    if each.kind is rules.StepKind.RECEIVED:
        return name, day(each.day)
    if each.since is not None:
        until = day(each.until) if each.until else _("today")
        name = _("%(what)s from %(since)s until %(until)s", what=name, since=day(each.since),
                 until=until)  # fmt: skip
    added = ngettext("%(n)s day more", "%(n)s days more", each.added)
    return name, _("%(added)s: %(day)s", added=added, day=day(each.day))


def _events(taken: AdoptionDecision, *, fills: bool) -> Iterator[ConsultationEventRow]:
    stands = {row.id for row in consultations.standing(taken)}
    numbers = {row.id: row.number for row in taken.consultation}
    for row in reversed(taken.consultation):
        yield ConsultationEventRow(
            number=row.number,
            on=row.on,
            title=_title(row, numbers=numbers),
            text=row.text,
            who=row.by.name,
            is_taken_back=row.kind is not None and row.id not in stands,
            can_be_taken_back=fills and row.id in stands,
        )


def _title(row: ConsultationEvent, *, numbers: dict[UUID, int]) -> str:
    if row.kind is None:
        back = numbers[row.takes_back_id] if row.takes_back_id else 0
        return _("Number %(number)s was noted wrongly", number=back)
    if row.applicant is not None:
        return _("%(what)s by: %(who)s", what=label(row.kind), who=label(row.applicant))
    return label(row.kind)
