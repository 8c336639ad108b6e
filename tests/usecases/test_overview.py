"""How many dossiers stand at once, and the address for calendar programs."""

from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import PUBLIC, SYSTEM
from dpia_workbench.risk.agenda import DeadlineKind
from dpia_workbench.risk.registers import Register, Section
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.schemas.templates import read_templates
from dpia_workbench.store.base import NotFound
from dpia_workbench.usecases import filling, release, subscription, template
from dpia_workbench.usecases.overview import Done, Standing, standings
from tests import make
from tests.counting import queries


@cache
def _read_templates() -> tuple[dict[str, Any], ...]:
    return read_templates(make.DATA / "templates")


def _document_templates(session: Session) -> None:
    template.load(session, actor=SYSTEM, items=_read_templates(), now=make.NOW)
    session.commit()


def _standing(session: Session, person: make.Person) -> list[Standing]:
    session.expire_all()
    return standings(session, actor=person.actor, today=make.TODAY)


def test_everybody_sees_the_dossiers_they_may_see(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people)

    for person in (people.analyst, people.analyst2, people.reviewer, people.publisher):
        assert [each.dossier.id for each in _standing(session, person)] == [row.id]
    for person in (people.sivon_analyst, people.vendor, people.officer, people.administrator):
        assert _standing(session, person) == []


def test_a_dossier_says_its_verdict_and_when_it_last_changed(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people)
    later = make.NOW + timedelta(days=3)
    filling.fill(
        session, actor=people.analyst.actor, dossier_id=row.id, now=later,
        statements=filling.Statements(texts={Section.DATA: "Namen."}),
    )  # fmt: skip

    found = _standing(session, people.analyst)[0]

    assert found.verdict is Verdict.GREEN_WITH_MEASURES
    assert found.changed_at == later
    assert found.done is None  # no template is loaded


def test_completeness_grows_with_what_a_review_asks_for(
    session: Session, people: make.People
) -> None:
    _document_templates(session)
    row = make.empty_dossier(session, people=people)
    before = _standing(session, people.analyst)[0].done
    assert before is not None

    filling.fill(
        session, actor=people.analyst.actor, dossier_id=row.id, now=make.NOW,
        statements=filling.Statements(texts=dict.fromkeys(Section, "Woorden.")),
    )  # fmt: skip
    after = _standing(session, people.analyst)[0].done
    assert after is not None

    assert 0 <= before.points < after.points < after.of
    assert after.of == before.of
    assert Done(points=199, of=200).percent == 99


def test_a_point_that_a_draft_needs_counts_whether_it_is_filled_or_not(
    session: Session, people: make.People
) -> None:
    _document_templates(session)
    row = make.empty_dossier(session, people=people)
    before = _standing(session, people.analyst)[0].done
    assert before is not None

    item = {"name": "Logbestand", "category": "content", "data_type": "ordinary"}
    step = {"name": "Nakijken", "description": "Een leraar kijkt na.", "data": ["gegeven"]}
    filling.fill(
        session, actor=people.analyst.actor, dossier_id=row.id, now=make.NOW,
        statements=filling.Statements(entries=[
            filling.Given(key="gegeven", register=Register.DATA_ITEM, values=item),
            filling.Given(key="stap", register=Register.OPERATION, values=step),
        ]),
    )  # fmt: skip
    after = _standing(session, people.analyst)[0].done
    assert after is not None

    assert after.points > before.points
    assert after.of == before.of


def test_the_days_of_promises_agreements_and_releases_are_found(
    session: Session, people: make.People
) -> None:
    published = make.release(session, people=people)
    make.dossier(session, people=people, request=make.RequestState.COMMITTED)

    ends = {each.dossier.key: each.deadlines for each in _standing(session, people.analyst)}
    found = [(each.kind, each.key, each.on) for days in ends.values() for each in days]
    assert sorted(found) == [
        (DeadlineKind.PROMISE, "M1", make.TODAY + timedelta(days=60)),
        (DeadlineKind.RELEASE_ENDS, "", published.valid_until),
    ]


def test_a_release_that_was_withdrawn_has_no_day(session: Session, people: make.People) -> None:
    row = make.release(session, people=people)
    release.withdraw(
        session, actor=people.publisher.actor, slug=row.product.slug, number=1, reason="Onjuist.",
        today=make.TODAY, now=make.NOW,
    )  # fmt: skip

    assert _standing(session, people.analyst)[0].deadlines == ()


def test_the_number_of_queries_does_not_grow_with_the_number_of_dossiers(
    session: Session, people: make.People
) -> None:
    _document_templates(session)

    def read() -> list[Standing]:
        return standings(session, actor=people.reviewer.actor, today=make.TODAY)

    make.dossier(session, people=people, request=make.RequestState.VERIFIED)
    few = queries(session, read)
    for _each in range(4):
        make.dossier(session, people=people, request=make.RequestState.VERIFIED)

    assert queries(session, read) == few


def test_an_address_reads_as_its_person_until_it_is_ended(
    session: Session, people: make.People
) -> None:
    actor = people.analyst.actor
    first = subscription.start(session, actor=actor, now=make.NOW)
    second = subscription.start(session, actor=actor, now=make.NOW)

    with pytest.raises(NotFound):
        subscription.reader(session, subscription_id=first.id, today=make.TODAY)
    reader, language = subscription.reader(session, subscription_id=second.id, today=make.TODAY)
    assert (reader.user_id, reader.organisation_id) == (actor.user_id, actor.organisation_id)
    assert reader.roles == actor.roles
    assert language == "nl"

    subscription.end(session, actor=actor, now=make.NOW)
    assert subscription.current(session, actor=actor) is None
    with pytest.raises(NotFound):
        subscription.reader(session, subscription_id=second.id, today=make.TODAY)


def test_an_address_ends_with_the_account(session: Session, people: make.People) -> None:
    row = subscription.start(session, actor=people.analyst.actor, now=make.NOW)
    people.analyst.user.is_active = False
    session.flush()

    with pytest.raises(NotFound):
        subscription.reader(session, subscription_id=row.id, today=make.TODAY)


def test_an_address_without_roles_reads_no_dossiers(session: Session, people: make.People) -> None:
    make.dossier(session, people=people)
    row = subscription.start(session, actor=people.analyst.actor, now=make.NOW)
    for membership in people.analyst.user.memberships:
        membership.until = make.TODAY
    session.flush()

    reader, _language = subscription.reader(session, subscription_id=row.id, today=make.TODAY)

    assert standings(session, actor=reader, today=make.TODAY) == []


def test_nobody_without_an_account_gets_an_address(session: Session) -> None:
    with pytest.raises(NotFound):
        subscription.start(session, actor=PUBLIC, now=make.NOW)
