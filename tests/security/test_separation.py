"""Nobody gets round the separation of duties, and what holds no longer is not approved."""

from datetime import timedelta

import pytest

from dpia_workbench.access.actor import Role
from dpia_workbench.risk.assessment import ReviewerIsAuthor
from dpia_workbench.risk.board_decision import AdviceStance
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.release import NotCurrent, Status
from dpia_workbench.risk.remediation import Move, VerifierNotIndependent
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import releases
from dpia_workbench.usecases import adoption, claim, dossier, organisation, release, review
from dpia_workbench.usecases import remediation as remediations
from tests import make

TIMES = {"today": make.TODAY, "now": make.NOW}
YEAR = timedelta(days=330)


def as_role(person, role):
    return make.actor(person.user, person.organisation, [role])


def test_who_wrote_the_text_does_not_approve_a_copy_of_it(session, people):
    row = make.dossier(session, people=people, state=make.State.PUBLISHED)
    dossier.revise(session, actor=people.analyst2.actor, dossier_id=row.id, now=make.NOW)
    review.submit(session, actor=people.analyst2.actor, dossier_id=row.id, **TIMES)

    with pytest.raises(ReviewerIsAuthor):
        review.approve(
            session, actor=as_role(people.analyst, Role.REVIEWER), dossier_id=row.id, note="",
            **TIMES,
        )  # fmt: skip


def test_a_claim_keeps_its_first_author_when_another_mends_it(session, people):
    row = make.dossier(session, people=people)
    made = make.ask(session, row, actor=people.analyst2.actor)
    vendor = {"actor": people.vendor.actor, "remediation_id": made.id, "version": None}
    remediations.acknowledge(session, now=make.NOW, **vendor)
    due = make.TODAY + timedelta(days=9)
    remediations.commit(session, due=due, words="", **TIMES, **vendor)
    remediations.deliver(session, words="Versie 4.2.", **TIMES, **vendor)
    for each in row.revision.claims:
        claim.save(
            session, actor=people.analyst2.actor, dossier_id=row.id, claim_id=each.id,
            risk_id=each.risk_id, axis=each.axis, cap=each.cap,
            requires=[measure.id for measure in each.requires], void_if=[],
            rationale="Zonder tikfout.", version=each.version, now=make.NOW,
        )  # fmt: skip

    with pytest.raises(VerifierNotIndependent):
        remediations.verify(
            session, actor=people.analyst.actor, remediation_id=made.id, move=Move.VERIFY,
            words="Getest.", due=None, version=None, **TIMES,
        )  # fmt: skip


def test_an_administrator_gives_themselves_no_role(session, people):
    assert people.board.organisation is not None

    with pytest.raises(RuleViolation):
        organisation.invite(
            session, actor=people.administrator.actor,
            organisation_id=people.board.organisation.id, email=people.administrator.user.email,
            name="x", role=Role.BOARD, until=None, **TIMES,
        )  # fmt: skip


@pytest.mark.parametrize("outcome", [Outcome.APPROVED, Outcome.CONDITIONALLY_APPROVED])
def test_a_board_does_not_approve_what_was_withdrawn(session, people, outcome):
    row = make.adoption(session, people=people, state=make.AdoptionState.READY)
    release.withdraw(
        session, actor=people.publisher.actor, slug=row.release.product.slug,
        number=row.release.number, reason="Lek gevonden.", **TIMES,
    )  # fmt: skip
    words = {"reason": "Goed.", "follows_advice": "Ja.", "mandate": "3"}

    with pytest.raises(NotCurrent):
        adoption.decide(
            session, actor=people.board.actor, adoption_id=row.id, outcome=outcome, words=words,
            stance=AdviceStance.FOLLOWED, conditions=[], acceptances={},
            next_review=make.TODAY + timedelta(days=200), **TIMES,
        )  # fmt: skip


def test_a_release_does_not_outlive_the_checks_that_it_rests_on(session, people):
    row = make.dossier(session, people=people, request=make.RequestState.VERIFIED)
    asked = row.revision.measures[0].remediation
    later = make.NOW + YEAR

    make.bring_to(session, row, people=people, state=make.State.APPROVED, now=later)
    made = make.publish(session, row, people=people, now=later)

    assert asked is not None
    assert asked.verification_expires_on is not None
    assert made.valid_until < asked.verification_expires_on


def test_another_cooperatives_release_does_not_supersede_ours(session, people):
    ours = make.release(session, people=people)

    make.release(session, people=people, product=ours.product, by=people.sivon_analyst)

    assert releases.status(session, ours, on=make.TODAY) is Status.CURRENT
