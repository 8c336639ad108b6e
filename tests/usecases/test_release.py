"""Publication: what is frozen, what stops it, what happens to a release afterwards."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.assessment import ComputationChanged, MoveRefused, PublisherIsInvolved
from dpia_workbench.risk.release import NotCurrent, Status, WithdrawalReasonMissing
from dpia_workbench.risk.verdict import (
    ORDER,
    ReasonMissing,
    Result,
    Topic,
    Verdict,
    VerdictTooGood,
)
from dpia_workbench.store import audit, products, releases
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import Dossier, Release, SearchChange
from dpia_workbench.usecases import dossier, release, remediation
from dpia_workbench.usecases.validity import ValidityNotAhead, add_months
from tests import make


@pytest.fixture
def approved(session: Session, people: make.People) -> Dossier:
    """A dossier of SURF that waits for publication; it comes to GREEN_WITH_MEASURES."""
    return make.dossier(session, people=people, state=make.State.APPROVED)


def _publish(session: Session, row: Dossier, person: make.Person, **words: Any) -> Release:
    values = {
        "chosen": Verdict.GREEN_WITH_MEASURES, "reason": "", "valid_until": None,
        "signer": make.SIGNER, "today": make.TODAY, "now": make.NOW,
    }  # fmt: skip
    return release.publish(session, actor=person.actor, dossier_id=row.id, **{**values, **words})


def _as(person: make.Person, *roles: Role) -> make.Person:
    """Return the same person in other roles."""
    return replace(person, actor=make.actor(person.user, person.organisation, roles))


def test_only_publishers_publish(session: Session, people: make.People, approved: Dossier) -> None:
    readers = {"analyst", "analyst2", "reviewer"}

    for name, person in people.everybody().items():
        if name == "publisher":
            continue
        with pytest.raises(Forbidden if name in readers else NotFound):
            _publish(session, approved, person)

    assert _publish(session, approved, people.publisher).number == 1


@pytest.mark.parametrize("state", [make.State.DRAFT, make.State.IN_REVIEW, make.State.PUBLISHED])
def test_only_what_is_approved_is_published(
    session: Session, people: make.People, state: make.State
) -> None:
    row = make.dossier(session, people=people, state=state)

    with pytest.raises(MoveRefused):
        _publish(session, row, people.publisher)


@pytest.mark.parametrize("name", ["analyst", "reviewer"])
def test_who_wrote_or_approved_does_not_publish(
    session: Session, people: make.People, approved: Dossier, name: str
) -> None:
    involved = _as(people.everybody()[name], Role.ANALYST, Role.REVIEWER, Role.PUBLISHER)

    with pytest.raises(PublisherIsInvolved):
        _publish(session, approved, involved)


def test_a_publication_is_a_persons(
    session: Session, people: make.People, approved: Dossier
) -> None:
    nobody = replace(people.publisher, actor=Actor(roles=frozenset({Role.PUBLISHER})))

    with pytest.raises(PublisherIsInvolved):
        _publish(session, approved, nobody)


def test_a_release_is_the_canonical_content_and_its_hash(
    session: Session, people: make.People, approved: Dossier
) -> None:
    made = _publish(session, approved, people.publisher)

    content = json.loads(made.canonical)
    assert made.canonical == audit.canonical_json(content)
    assert made.sha256 == audit.sha256(made.canonical)
    assert content["published_verdict"] == content["computed_verdict"] == "GREEN_WITH_MEASURES"
    assert (content["number"], content["previous"]) == (1, None)
    assert content["published_on"] == "2025-03-03"
    assert content["valid_until"] == made.valid_until.isoformat() == "2026-03-03"
    assert approved.revision.state is make.State.PUBLISHED


def test_what_is_published_is_what_was_approved(
    session: Session, people: make.People, approved: Dossier
) -> None:
    made = _publish(session, approved, people.publisher)

    added = {
        "number", "published_on", "valid_until", "published_verdict", "override_reason", "previous"
    }  # fmt: skip
    content = {k: v for k, v in json.loads(made.canonical).items() if k not in added}
    nothing: dict[str, Any] = {"texts": {}, "not_applicable": {}, "fields": {}}
    whole = {"public": content, "internal": nothing}
    assert audit.sha256(audit.canonical_json(whole)) == approved.revision.approved_hash


def test_the_hash_stays_whatever_changes_around_it(session: Session, people: make.People) -> None:
    made = make.release(session, people=people)
    before = made.sha256

    made.product.name = make.both("Andere naam")
    made.product.vendor.name = "Overgenomen"
    session.commit()
    session.expire_all()

    again = releases.by_id(session, made.id)
    assert again.sha256 == audit.sha256(again.canonical) == before
    assert releases.content(again)["product"]["vendor"]["name"] == "Noorderlicht"


@pytest.mark.parametrize("column", ["canonical", "verdict", "valid_until", "number"])
def test_a_release_is_never_changed(session: Session, people: make.People, column: str) -> None:
    made = make.release(session, people=people)
    values = {"canonical": "{}", "verdict": Verdict.GREEN, "number": 9,
              "valid_until": date(2099, 1, 1)}  # fmt: skip
    setattr(made, column, values[column])

    with pytest.raises(Frozen):
        session.flush()


def test_a_release_and_its_events_are_never_deleted(session: Session, people: make.People) -> None:
    made = make.release(session, people=people)
    release.withdraw(
        session, actor=people.publisher.actor, slug=made.product.slug, number=1, reason="Fout.",
        today=make.TODAY, now=make.NOW,
    )  # fmt: skip
    session.commit()

    for row in (made.events[0], made):
        session.delete(row)
        with pytest.raises(Frozen):
            session.flush()
        session.rollback()


@pytest.mark.parametrize(
    ("results", "computed"),
    [
        ({}, Verdict.GREEN_WITH_MEASURES),
        ({Topic.RIGHTS: Result.REMEDIABLE}, Verdict.AMBER),
        ({Topic.RIGHTS: Result.NON_COMPLIANT}, Verdict.RED),
    ],
)
def test_the_published_verdict_is_never_better_than_the_computed_one(
    session: Session,
    people: make.People,
    results: dict[Topic, Result],
    computed: Verdict,
) -> None:
    row = make.dossier(session, people=people, state=make.State.APPROVED, results=results)

    for better in ORDER[: ORDER.index(computed)]:
        with pytest.raises(VerdictTooGood):
            _publish(session, row, people.publisher, chosen=better, reason="Het mag best.")
    for worse in ORDER[ORDER.index(computed) + 1 :]:
        with pytest.raises(ReasonMissing):
            _publish(session, row, people.publisher, chosen=worse, reason=" ")

    assert _publish(session, row, people.publisher, chosen=computed).verdict is computed


def test_a_worse_verdict_keeps_its_reason_and_the_computed_one(
    session: Session, people: make.People, approved: Dossier
) -> None:
    made = _publish(
        session, approved, people.publisher, chosen=Verdict.RED, reason="Er loopt een zaak."
    )

    assert (made.verdict, made.computed_verdict) == (Verdict.RED, Verdict.GREEN_WITH_MEASURES)
    assert releases.content(made)["override_reason"] == "Er loopt een zaak."


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_release_holds_until_a_day_ahead_within_the_review_period(
    session: Session, people: make.People, approved: Dossier, days: int
) -> None:
    with pytest.raises(ValidityNotAhead):
        _publish(session, approved, people.publisher, valid_until=make.TODAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 10, 31), 1, date(2025, 11, 30)),
        (date(2025, 3, 3), 12, date(2026, 3, 3)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_one(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months=months) == expected


def test_a_check_that_expires_after_the_approval_stops_publication(
    session: Session, people: make.People
) -> None:
    long_ago = make.NOW - timedelta(days=360)
    row = make.dossier(
        session, people=people, request=make.RequestState.VERIFIED, now=long_ago
    )  # fmt: skip
    make.bring_to(session, row, people=people, state=make.State.APPROVED)
    day = row.revision.measures[0].remediation.verification_expires_on  # type: ignore[union-attr]
    assert day is not None
    later = datetime.combine(day, make.NOW.timetz())

    with pytest.raises(ComputationChanged):
        _publish(session, row, people.publisher, today=day, now=later)

    before = day - timedelta(days=2)  # so that the release can hold for a day
    assert _publish(session, row, people.publisher, today=before, now=later - timedelta(days=2))


def test_a_promise_that_is_delivered_after_the_approval_stops_publication(
    session: Session, people: make.People
) -> None:
    row = make.dossier(
        session, people=people, state=make.State.APPROVED, request=make.RequestState.COMMITTED
    )
    remediation.deliver(
        session, actor=people.vendor.actor,
        remediation_id=row.revision.measures[0].remediation_id, words="Klaar.", version=None,
        today=make.TODAY, now=make.NOW,
    )  # fmt: skip

    with pytest.raises(ComputationChanged):
        _publish(session, row, people.publisher)


def test_publication_is_in_the_trail_and_asks_for_the_index(
    session: Session, people: make.People, approved: Dossier
) -> None:
    made = _publish(session, approved, people.publisher)
    session.commit()

    [fact] = audit.find(session, subject_id=made.id)
    assert (fact.fact, fact.detail["sha256"]) == ("release.published", made.sha256)
    changes = session.scalars(select(SearchChange)).all()
    assert [row.slug for row in changes] == [approved.product.slug]
    assert not list(audit.broken_links(session))


def _next(session: Session, people: make.People, row: Dossier) -> Release:
    dossier.revise(session, actor=people.analyst.actor, dossier_id=row.id, now=make.NOW)
    make.bring_to(session, row, people=people, state=make.State.PUBLISHED)
    found = products.newest_release(session, row.product_id)
    assert found is not None
    return found


def test_the_next_release_supersedes_the_one_before(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people, state=make.State.PUBLISHED)
    first = products.newest_release(session, row.product_id)
    assert first is not None

    second = _next(session, people, row)

    assert second.number == 2
    assert releases.content(second)["previous"] == first.sha256
    assert releases.status(session, first, on=make.TODAY) is Status.SUPERSEDED
    assert releases.status(session, second, on=make.TODAY) is Status.CURRENT


def test_a_withdrawn_release_stays_withdrawn_when_a_next_one_comes(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.PUBLISHED)
    first = products.newest_release(session, row.product_id)
    assert first is not None
    _withdraw(session, first, people.publisher)

    _next(session, people, row)

    assert releases.status(session, first, on=make.TODAY) is Status.WITHDRAWN
    assert len(first.events) == 1


def _withdraw(
    session: Session, row: Release, person: make.Person, *, reason: str = "De toets klopte niet."
) -> Release:
    return release.withdraw(
        session, actor=person.actor, slug=row.product.slug, number=row.number, reason=reason,
        today=make.TODAY, now=make.NOW,
    )  # fmt: skip


def test_only_publishers_withdraw_and_say_why(session: Session, people: make.People) -> None:
    made = make.release(session, people=people)

    for name, person in people.everybody().items():
        if name != "publisher":
            with pytest.raises(Forbidden):
                _withdraw(session, made, person)
    with pytest.raises(WithdrawalReasonMissing):
        _withdraw(session, made, people.publisher, reason=" ")

    _withdraw(session, made, people.publisher)
    assert releases.status(session, made, on=make.TODAY) is Status.WITHDRAWN
    assert audit.find(session, subject_id=made.id)[0].detail == {"reason": "De toets klopte niet."}


def test_what_is_withdrawn_or_unknown_is_not_withdrawn_again(
    session: Session, people: make.People
) -> None:
    made = make.release(session, people=people)
    _withdraw(session, made, people.publisher)

    with pytest.raises(NotCurrent):
        _withdraw(session, made, people.publisher)
    with pytest.raises(NotFound):
        release.withdraw(
            session, actor=people.publisher.actor, slug="bestaat-niet", number=1, reason="x",
            today=make.TODAY, now=make.NOW,
        )  # fmt: skip


def test_a_promise_that_is_not_kept_asks_for_attention_and_then_for_review(
    session: Session, people: make.People
) -> None:
    made = make.release(session, people=people, request=make.RequestState.COMMITTED)
    due = releases.promises(session, made, on=make.TODAY)[0].due
    expected = {
        due: Status.CURRENT,
        due + timedelta(days=1): Status.ATTENTION,
        due + timedelta(days=30): Status.ATTENTION,
        due + timedelta(days=31): Status.UNDER_REVIEW,
        made.valid_until + timedelta(days=1): Status.EXPIRED,
    }

    found = {day: releases.status(session, made, on=day) for day in expected}

    assert found == expected
