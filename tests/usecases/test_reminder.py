"""Reminders of requests to vendors: to the right people, once a day, of what they may read."""

import json
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import PUBLIC, Role
from dpia_workbench.risk.remediation import Move, State
from dpia_workbench.store import remediations
from dpia_workbench.store import reminders as stored
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.daily import claim_day
from dpia_workbench.store.models import Job, Remediation, User
from dpia_workbench.usecases import remediation, reminder
from tests import make

DUE = make.TODAY + timedelta(days=60)  # what the factory promises
ANALYSTS = {"analyst@surf.example", "analyst2@surf.example"}
LEADS = {"reviewer@surf.example", "publisher@surf.example"}
VENDOR = {"vendor@noorderlicht.example"}
Told = dict[str, list[tuple[UUID, str, int]]]


def _collect(session: Session, *, day: int, hour: int = 0) -> Told:
    """Collect on a day from today, and return of what everybody was reminded by that."""
    known = set(session.scalars(select(Job.id)))
    reminder.collect(session, now=make.NOW + timedelta(days=day, hours=hour))
    session.flush()
    made = session.scalars(select(Job).where(Job.name == "mail.reminder", Job.id.not_in(known)))
    found: Told = {}
    for job in made:
        assert job.detail["to"] not in found, "two mails to one person"
        found[job.detail["to"]] = [
            (UUID(request["path"].removeprefix("/requests/")), each["reason"], each["days"])
            for product in job.detail["products"]
            for request in product["requests"]
            for each in request["reasons"]
        ]
    return found


def _each(people: set[str], told: list[tuple[UUID, str, int]]) -> Told:
    return {email: list(told) for email in people}


@pytest.fixture
def promised(session: Session, people: make.People) -> Remediation:
    """A request to the vendor, promised for DUE."""
    return make.remediation(session, people=people, state=State.COMMITTED)


def test_who_is_reminded_depends_on_how_late_it_is(
    session: Session, people: make.People, promised: Remediation
) -> None:
    assert _collect(session, day=1) == {}
    assert _collect(session, day=46) == _each(VENDOR, [(promised.id, "due_soon", 14)])
    first = _collect(session, day=61)
    assert set(first) == VENDOR | ANALYSTS
    assert {each for told in first.values() for each in told} == {(promised.id, "escalated", -1)}
    assert _collect(session, day=62) == {}

    second = _collect(session, day=91)
    assert set(second) == VENDOR | ANALYSTS | LEADS


def test_a_day_on_which_nobody_mailed_loses_nothing(
    session: Session, people: make.People, promised: Remediation
) -> None:
    assert set(_collect(session, day=48)) == VENDOR  # 46 was missed
    assert set(_collect(session, day=95)) == VENDOR | ANALYSTS | LEADS
    assert _collect(session, day=95, hour=5) == {}


def test_of_two_workers_that_read_the_same_people_only_one_mails_each(
    session: Session, people: make.People, promised: Remediation
) -> None:
    began = make.NOW.replace(hour=0, minute=0)
    both = [stored.people(session, day_began=began) for _worker in range(2)]
    assert [row.id for row in both[0]] == [row.id for row in both[1]]

    claims = [
        claim_day(session, people.vendor.user.id, User.reminder_at, day_began=began, now=make.NOW)
        for _worker in both
    ]

    assert claims == [True, False]


def test_what_waits_for_the_cooperative_reaches_its_analysts(
    session: Session, people: make.People, promised: Remediation
) -> None:
    vendor: dict[str, Any] = {
        "actor": people.vendor.actor, "remediation_id": promised.id, "version": None,
        "today": make.TODAY, "now": make.NOW,
    }  # fmt: skip
    remediation.propose_date(session, due=DUE + timedelta(days=9), words="Later.", **vendor)
    assert _collect(session, day=7) == _each(ANALYSTS, [(promised.id, "proposal", -7)])

    remediation.deliver(session, words="Versie 4.2.", **vendor)
    assert _collect(session, day=14) == _each(ANALYSTS, [(promised.id, "to_check", -14)])

    remediation.verify(
        session, move=Move.VERIFY, words="Getest.", due=None,
        **{**vendor, "actor": people.reviewer.actor},
    )  # fmt: skip
    assert _collect(session, day=300) == {}
    assert _collect(session, day=340) == _each(ANALYSTS, [(promised.id, "renewal", 25)])


def test_a_refusal_on_a_high_risk_is_not_told_to_the_vendor(
    session: Session, people: make.People
) -> None:
    """That the risk is high stands in a draft; the vendor knows no more than that it declined."""
    row = make.remediation(session, people=people, state=State.DECLINED)

    assert _collect(session, day=1) == _each(ANALYSTS | LEADS, [(row.id, "declined", -1)])


def test_somebody_with_several_roles_hears_it_once(
    session: Session, people: make.People, promised: Remediation
) -> None:
    surf = people.analyst.organisation
    make.person(
        session, organisation=surf, role=[Role.ANALYST, Role.REVIEWER], email="both@surf.example"
    )

    assert _collect(session, day=91)["both@surf.example"] == [(promised.id, "escalated", -31)]


def test_each_can_switch_them_off_and_who_left_hears_nothing(
    session: Session, people: make.People, promised: Remediation
) -> None:
    reminder.choose(session, actor=people.vendor.actor, wants=False)
    people.analyst.user.is_active = False
    people.analyst2.user.memberships[0].until = make.TODAY
    session.flush()

    assert set(_collect(session, day=91)) == LEADS
    reminder.choose(session, actor=people.vendor.actor, wants=True)
    assert set(_collect(session, day=91)) == VENDOR
    with pytest.raises(NotFound):
        reminder.choose(session, actor=PUBLIC, wants=True)


def test_the_mail_holds_titles_and_days_but_no_words_of_anybody(
    session: Session, people: make.People, promised: Remediation
) -> None:
    promised.request, promised.promise = "Geheime vraag", "Geheime belofte"
    session.flush()

    _collect(session, day=91)

    jobs = session.scalars(select(Job).where(Job.name == "mail.reminder")).all()
    said = json.dumps([job.detail for job in jobs])
    assert "Geheime" not in said
    assert "Maatregel vendor" in said
    [theirs] = [job for job in jobs if job.detail["to"] in VENDOR]
    for person in (people.analyst, people.reviewer):
        assert person.user.name not in json.dumps(theirs.detail)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_nobody_gets_two_a_day_or_reads_of_what_is_not_theirs(
    session: Session, people: make.People, seed: int
) -> None:
    chance = Random(seed)
    theirs = make.product(session, vendor=people.other_vendor.organisation, name="Zonnewijzer")
    rows = [make.remediation(session, people=people)]
    rows.append(
        make.ask(
            session,
            make.dossier(session, people=people, product=theirs),
            actor=people.analyst.actor,
        )
    )
    readable = {
        each.user.email: {row.id for row in remediations.find(session, actor=each.actor)}
        for each in people.everybody().values()
    }
    mailed: set[tuple[str, int]] = set()
    day = 0
    for _step in range(45):
        _act(session, people, chance.choice(rows), day=day, chance=chance)
        day += chance.choice([0, 0, 1, 3, 9])
        for email, told in _collect(session, day=day, hour=chance.randint(0, 3)).items():
            assert (email, day) not in mailed
            mailed.add((email, day))
            assert {row for row, _reason, _days in told} <= readable[email]
    assert {email for email, _day in mailed} > VENDOR


def _act(
    session: Session, people: make.People, row: Remediation, *, day: int, chance: Random
) -> None:
    """Do what is possible with a request, by the side whose turn it is."""
    contact = people.vendor if row.vendor_id == people.vendor.actor.organisation_id else None
    by: dict[str, Any] = {
        "actor": (contact or people.other_vendor).actor, "remediation_id": row.id,
        "version": None, "now": make.NOW + timedelta(days=day),
    }  # fmt: skip
    today = make.TODAY + timedelta(days=day)
    due = today + timedelta(days=chance.randint(1, 30))
    if chance.random() < 0.6:
        return
    if row.state is State.REQUESTED:
        remediation.acknowledge(session, **by)
    elif row.state in (State.ACKNOWLEDGED, State.VERIFIED_PARTIAL):
        remediation.commit(session, due=due, words="", today=today, **by)
    elif row.state is State.COMMITTED:
        remediation.deliver(session, words="Klaar.", today=today, **by)
    elif row.state is State.DELIVERED:
        move = chance.choice([Move.REJECT, Move.VERIFY_PARTLY])
        remediation.verify(
            session, move=move, words="Gezien.", due=due, today=today,
            **{**by, "actor": people.reviewer.actor},
        )  # fmt: skip
