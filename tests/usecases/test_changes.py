"""What a newer release, or what happened to it, asks of those who adopted (method.md 4.5)."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.risk.change import Change, Reason, Since, Weight, classify
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.release import Promise
from dpia_workbench.store import releases
from dpia_workbench.store.models import Release, Revision
from dpia_workbench.usecases import changes, dossier, release, risk
from tests import make
from tests.report import sample

DAY = timedelta(days=1)


def next_release(session: Session, people: make.People, first: Release, **words: Any) -> Release:
    """Revise a dossier, change its first risk, and publish it again."""
    row = session.get_one(Revision, first.revision_id).dossier
    now = make.NOW + DAY
    dossier.revise(session, actor=people.analyst.actor, dossier_id=row.id, now=now)
    if words:
        old = row.revision.risks[0]
        names = make.risk_values()
        values = {**{name: getattr(old, name) for name in names}, **words}
        risk.save(
            session, actor=people.analyst.actor, dossier_id=row.id, risk_id=old.id, values=values,
            version=old.version, now=now,
        )  # fmt: skip
    make.bring_to(session, row, people=people, state=make.State.PUBLISHED, now=now)
    return releases.get(session, first.product.slug, number=first.number + 1)


def asked(session: Session, older: Release, newer: Release, *, on: date | None = None) -> Any:
    return changes.between(session, older, newer, on=on or make.TODAY + DAY)


def test_a_release_with_the_same_content_asks_nothing(
    session: Session, people: make.People
) -> None:
    """P18."""
    first = make.release(session, people=people)

    found = asked(session, first, next_release(session, people, first))

    assert (found.weight, found.reasons, found.due) == (Weight.EDITORIAL, (), None)


def test_a_higher_level_asks_for_a_look_within_thirty_days(
    session: Session, people: make.People
) -> None:
    first = make.release(session, people=people)

    found = asked(session, first, next_release(session, people, first, severity=3))

    assert found.weight is Weight.MATERIAL
    assert Reason(change=Change.LEVEL_HIGHER, subject="R1", cell="C1") in found.reasons
    assert found.due == make.TODAY + 31 * DAY


def test_a_clearer_text_can_wait(session: Session, people: make.People) -> None:
    first = make.release(session, people=people)
    newer = next_release(session, people, first, description=make.both("Duidelijker"))

    found = asked(session, first, newer)

    assert (found.weight, found.due) == (Weight.INFORMATIVE, None)
    assert found.reasons == (Reason(change=Change.TEXT_CLARIFIED),)


def test_a_withdrawal_asks_for_a_look_within_five_working_days(
    session: Session, people: make.People
) -> None:
    row = make.release(session, people=people)
    release.withdraw(
        session, actor=people.publisher.actor, slug=row.product.slug, number=1, reason="Lek.",
        today=make.TODAY, now=make.NOW,
    )  # fmt: skip

    found = asked(session, row, row, on=make.TODAY)

    assert found.reasons == (Reason(change=Change.WITHDRAWN),)
    assert found.due == make.TODAY + 7 * DAY


@pytest.mark.parametrize(("late", "expected"), [(30, frozenset()), (31, frozenset({"M1"}))])
def test_a_promise_counts_as_late_after_the_grace_period(
    session: Session, people: make.People, late: int, expected: frozenset[str]
) -> None:
    row = make.release(session, people=people, request=make.RequestState.COMMITTED)
    due = date.fromisoformat(releases.content(row)["tolerated"][0]["due"])

    assert changes.since(session, row, on=due + late * DAY) == Since(promises_late=expected)


def test_a_check_that_grew_old_is_told(session: Session, people: make.People) -> None:
    row = make.release(session, people=people, request=make.RequestState.VERIFIED)
    promise = releases.content(row)["measures"][0]["promise"]
    ends = date.fromisoformat(promise["verification_expires_on"])

    assert changes.since(session, row, on=ends - DAY) == Since()
    assert changes.since(session, row, on=ends).verifications_expired == {"M1"}


def test_a_day_to_look_again_does_not_move_with_the_reader(
    session: Session, people: make.People
) -> None:
    first = make.release(session, people=people)
    newer = next_release(session, people, first, severity=3)

    weeks_later = asked(session, first, newer, on=make.TODAY + 20 * DAY)

    assert weeks_later.due == make.TODAY + 31 * DAY


def test_an_agreement_that_was_ended_asks_for_a_look(
    session: Session, people: make.People, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make.release(session, people=people, request=make.RequestState.COMMITTED)
    due = date.fromisoformat(releases.content(row)["tolerated"][0]["due"])
    ended = Promise(due=make.TODAY, kept=False)  # as of a recorded agreement that ended
    promises = releases.promises(session, row, on=due)
    monkeypatch.setattr(releases, "promises", lambda *_a, **_k: [ended, *promises])

    assert changes.since(session, row, on=due + 31 * DAY).promises_late == {"M1"}


def _stated(**values: Any) -> dict[str, Any]:
    register = values.pop("register")
    return {"key": "XX1", "register": register, "values": values}


@pytest.mark.parametrize(
    ("entry", "change", "subject"),
    [
        (_stated(register="purpose", name="Reclame"), Change.PURPOSE_ADDED, "Reclame"),
        (_stated(register="party", name="Wolk", roles=["sub_processor"]),
         Change.SUB_PROCESSOR_ADDED, "Wolk"),
        (_stated(register="party", name="Noorderlicht", roles=["controller"]), Change.ROLE_ADDED,
         "Noorderlicht"),
        (_stated(register="location", country="India", mechanism="standard_clauses"),
         Change.COUNTRY_ADDED, "India"),
        (_stated(register="location", country="Ierland", mechanism="other"),
         Change.MECHANISM_CHANGED, "Ierland"),
    ],
)  # fmt: skip
def test_what_the_registers_say_of_the_processing_is_a_fact(
    entry: dict[str, Any], change: Change, subject: str
) -> None:
    """Method 4.5: a new purpose, role, sub-processor, country or mechanism."""
    known = _stated(register="location", country="Ierland", mechanism="none_needed")
    older = sample.content(entries=[known])
    newer = sample.content(entries=[known, entry])

    found = classify(
        changes.snapshot(older), changes.snapshot(newer), since=Since(), periods=Periods(),
        on=make.TODAY,
    )  # fmt: skip

    assert found.weight is Weight.MATERIAL
    assert Reason(change=change, subject=subject) in found.reasons
