"""Planned publications: what a plan asks, what becomes of it, and that it happens once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.assessment import MoveRefused
from dpia_workbench.risk.publication import MomentOutOfRange, PlanEnd, PlanOver
from dpia_workbench.risk.verdict import ReasonMissing, Verdict
from dpia_workbench.store import audit, publications, releases
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import Dossier, Job, PublicationPlan, Release
from dpia_workbench.usecases import publication_plan, review, risk, tasks
from dpia_workbench.usecases.task import Kind
from dpia_workbench.usecases.validity import ValidityNotAhead
from tests import make

DUE = make.NOW + timedelta(days=7)


@pytest.fixture
def approved(session: Session, people: make.People) -> Dossier:
    """A dossier of SURF that waits for publication; it comes to GREEN_WITH_MEASURES."""
    return make.dossier(session, people=people, state=make.State.APPROVED)


def _plan(session: Session, row: Dossier, person: make.Person, **words: Any) -> PublicationPlan:
    values = {
        "chosen": Verdict.GREEN_WITH_MEASURES, "reason": "", "valid_until": None, "due_at": DUE,
        "now": make.NOW,
    }  # fmt: skip
    made = publication_plan.plan(
        session, actor=person.actor, dossier_id=row.id, **{**values, **words}
    )
    session.commit()
    return made


def _carry_out(session: Session, row: PublicationPlan, *, now: datetime = DUE) -> Release | None:
    made = publication_plan.carry_out(session, plan_id=row.id, signer=make.SIGNER, now=now)
    session.commit()
    return made


def _mails(session: Session, kind: str) -> set[str]:
    jobs = session.scalars(select(Job).where(Job.name == "mail.send"))
    return {job.detail["to"] for job in jobs if job.detail["kind"] == kind}


def test_only_publishers_plan(session: Session, people: make.People, approved: Dossier) -> None:
    readers = {"analyst", "analyst2", "reviewer"}

    for name, person in people.everybody().items():
        if name != "publisher":
            with pytest.raises(Forbidden if name in readers else NotFound):
                _plan(session, approved, person)

    assert _plan(session, approved, people.publisher).number == 1


def test_a_plan_publishes_at_its_moment_with_what_the_planner_chose(
    session: Session, people: make.People, approved: Dossier
) -> None:
    planned = _plan(
        session, approved, people.publisher, chosen=Verdict.RED, reason="Er loopt een zaak."
    )
    [job] = session.scalars(select(Job).where(Job.name == publication_plan.JOB))
    assert (job.run_at, job.detail) == (DUE, {"plan_id": str(planned.id)})
    assert releases.newest_of_dossier(session, approved.id) is None

    made = _carry_out(session, planned)

    assert made is not None
    content = releases.content(made)
    assert (content["published_verdict"], content["override_reason"]) == (
        "RED", "Er loopt een zaak."
    )  # fmt: skip
    assert content["published_on"] == DUE.date().isoformat()
    assert made.published_by_id == people.publisher.user.id
    assert planned.end is not None
    assert (planned.end.kind, planned.end.release_id) == (PlanEnd.PUBLISHED, made.id)
    assert approved.revision.state is make.State.PUBLISHED
    assert _mails(session, "publication-done") >= {people.publisher.user.email}


def test_a_plan_is_carried_out_once(
    session: Session, people: make.People, approved: Dossier
) -> None:
    planned = _plan(session, approved, people.publisher)
    assert _carry_out(session, planned) is not None

    assert _carry_out(session, planned) is None

    assert len(releases.find(session, product_id=approved.product_id)) == 1
    assert len(audit.find(session, subject_id=approved.id)) == len(
        {event.seq for event in audit.find(session, subject_id=approved.id)}
    )


@pytest.mark.parametrize("after", [timedelta(0), timedelta(minutes=-1), timedelta(days=367)])
def test_a_moment_lies_ahead_and_not_too_far(
    session: Session, people: make.People, approved: Dossier, after: timedelta
) -> None:
    with pytest.raises(MomentOutOfRange):
        _plan(session, approved, people.publisher, due_at=make.NOW + after)


def test_what_cannot_be_published_cannot_be_planned(
    session: Session, people: make.People, approved: Dossier
) -> None:
    draft = make.dossier(session, people=people)

    with pytest.raises(MoveRefused):
        _plan(session, draft, people.publisher)
    with pytest.raises(ReasonMissing):
        _plan(session, approved, people.publisher, chosen=Verdict.AMBER)
    with pytest.raises(ValidityNotAhead):
        _plan(session, approved, people.publisher, valid_until=DUE.date())
    with pytest.raises(Stale):
        _plan(session, approved, people.publisher, read="of an older page")


def test_another_plan_replaces_the_one_before(
    session: Session, people: make.People, approved: Dossier
) -> None:
    first = _plan(session, approved, people.publisher)

    second = _plan(session, approved, people.publisher, due_at=DUE + timedelta(days=1))

    session.refresh(first)
    assert first.end is not None
    assert first.end.kind is PlanEnd.REPLACED
    assert publications.open_plan(session, approved.revision.id) == second
    assert _carry_out(session, first) is None
    assert _carry_out(session, second, now=DUE + timedelta(days=1)) is not None


def test_a_plan_that_was_taken_back_publishes_nothing(
    session: Session, people: make.People, approved: Dossier
) -> None:
    planned = _plan(session, approved, people.publisher)
    told = {"dossier_id": approved.id, "plan_id": planned.id, "now": make.NOW}
    with pytest.raises(Forbidden):
        publication_plan.withdraw(session, actor=people.analyst.actor, **told)  # type: ignore[arg-type]

    publication_plan.withdraw(session, actor=people.publisher.actor, **told)  # type: ignore[arg-type]

    assert _carry_out(session, planned) is None
    assert approved.revision.state is make.State.APPROVED
    with pytest.raises(PlanOver):
        publication_plan.withdraw(session, actor=people.publisher.actor, **told)  # type: ignore[arg-type]


def test_what_is_planned_is_nobodys_task_until_the_plan_is_taken_back(
    session: Session, people: make.People, approved: Dossier
) -> None:
    def asked() -> bool:
        found = tasks.waiting(session, actor=people.publisher.actor, today=make.TODAY)
        return Kind.PUBLISH in {task.kind for task in found}

    assert asked()
    planned = _plan(session, approved, people.publisher)
    assert not asked()

    publication_plan.withdraw(
        session, actor=people.publisher.actor, dossier_id=approved.id, plan_id=planned.id,
        now=make.NOW,
    )  # fmt: skip

    assert asked()


def test_publishing_at_once_ends_the_plan(
    session: Session, people: make.People, approved: Dossier
) -> None:
    planned = _plan(session, approved, people.publisher)

    made = make.publish(session, approved, people=people)

    session.refresh(planned)
    assert planned.end is not None
    assert (planned.end.kind, planned.end.release_id) == (PlanEnd.PUBLISHED, made.id)
    assert _carry_out(session, planned) is None


def _reopen(session: Session, people: make.People, row: Dossier) -> None:
    review.reopen(session, actor=people.analyst.actor, dossier_id=row.id, now=make.NOW)
    session.commit()


def test_a_plan_is_void_once_the_approval_is(
    session: Session, people: make.People, approved: Dossier
) -> None:
    planned = _plan(session, approved, people.publisher)
    assert publication_plan.standing(session, planned, now=make.NOW) == ()
    _reopen(session, people, approved)

    checks = {line.check for line in publication_plan.standing(session, planned, now=make.NOW)}
    assert _carry_out(session, planned) is None

    assert {"approved", "unchanged"} <= checks
    assert planned.end is not None
    assert planned.end.kind is PlanEnd.REFUSED
    assert {"approved", "unchanged"} <= set(planned.end.checks)
    assert approved.revision.state is make.State.DRAFT
    mails = _mails(session, "publication-refused")
    assert mails >= {people.publisher.user.email, people.analyst.user.email}
    assert not mails & {people.vendor.user.email, people.officer.user.email}


def test_another_approval_does_not_revive_a_plan(
    session: Session, people: make.People, approved: Dossier
) -> None:
    planned = _plan(session, approved, people.publisher)
    _reopen(session, people, approved)
    first = approved.revision.risks[0]
    risk.save(
        session, actor=people.analyst.actor, dossier_id=approved.id, risk_id=first.id,
        values=make.risk_values(likelihood=3, description=make.both("Anders")), version=None,
        now=make.NOW,
    )  # fmt: skip
    make.bring_to(session, approved, people=people, state=make.State.APPROVED)

    assert _carry_out(session, planned) is None

    assert planned.end is not None
    assert planned.end.checks == ["unchanged"]
    assert releases.newest_of_dossier(session, approved.id) is None


def test_who_publishes_no_longer_plans_in_vain(
    session: Session, people: make.People, approved: Dossier
) -> None:
    planned = _plan(session, approved, people.publisher)
    people.publisher.user.is_active = False
    session.commit()

    assert _carry_out(session, planned) is None

    assert planned.end is not None
    assert planned.end.checks == ["publisher"]
    assert people.publisher.user.email not in _mails(session, "publication-refused")


def test_a_plan_and_its_end_never_change(
    session: Session, people: make.People, approved: Dossier
) -> None:
    planned = _plan(session, approved, people.publisher)
    planned.due_at = DUE + timedelta(days=1)
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()

    session.delete(planned)
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()

    _carry_out(session, planned)
    assert planned.end is not None
    planned.end.kind = PlanEnd.WITHDRAWN
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()
