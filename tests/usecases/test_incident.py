"""Incidents: who reports, who is told, what it does to releases, and what it never does."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import PUBLIC
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk import incident as rules
from dpia_workbench.risk.incident import Gravity, Note, State
from dpia_workbench.risk.release import Event, MarkRefused, Status
from dpia_workbench.store import incidents, news, releases
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import Incident, Job, Release
from dpia_workbench.usecases import incident, incident_marks, incident_response
from dpia_workbench.usecases import release as release_verbs
from dpia_workbench.usecases.task import Kind
from dpia_workbench.usecases.tasks import waiting
from tests import make

DAY = timedelta(days=1)
THEN: dict[str, Any] = {"today": make.TODAY, "now": make.NOW}
LATER: dict[str, Any] = {"today": make.TODAY + DAY, "now": make.NOW + DAY}


@pytest.fixture
def release(session: Session, people: make.People) -> Release:
    """A release that one board began to adopt, and that another one rejected."""
    made = make.release(session, people=people)
    make.adoption(session, people=people, release=made)
    make.adoption(session, people=people, release=made, at=people.other_school,
                  state=make.AdoptionState.REJECTED)  # fmt: skip
    return made


@pytest.fixture
def sent(session: Session, people: make.People, release: Release) -> Incident:
    """What a cooperative reported and sent."""
    return make.incident(session, release.product, by=people.analyst, sent_by=people.publisher)


@pytest.fixture
def told(session: Session, people: make.People, release: Release) -> Incident:
    """What the vendor reported."""
    return make.incident(session, release.product, by=people.vendor)


def _mails(session: Session) -> list[tuple[str, str]]:
    jobs = session.scalars(select(Job).where(Job.name == "mail.send")).all()
    found = [(job.detail["kind"], job.detail["to"]) for job in jobs]
    return sorted(each for each in found if each[0].startswith("incident"))


def _events(release: Release) -> list[Event]:
    return [event.kind for event in release.events]


def _status(session: Session, release: Release) -> Status:
    return releases.status(session, release, on=make.TODAY)


def _close(session: Session, row: Incident, by: make.Person, note: Note = Note.CLOSED) -> None:
    incident.end(
        session, actor=by.actor, incident_id=row.id, note=note, words=make.both("Opgelost"),
        version=None, **LATER,
    )  # fmt: skip


def test_a_draft_is_known_to_its_own_cooperative_until_a_publisher_sends_it(
    session: Session, people: make.People, release: Release
) -> None:
    row = make.incident(session, release.product, by=people.analyst)

    for person in (people.analyst, people.reviewer, people.publisher):
        assert incidents.get(session, row.id, actor=person.actor) is row
    for person in (people.sivon_analyst, people.officer, people.vendor, people.administrator):
        with pytest.raises(NotFound):
            incidents.get(session, row.id, actor=person.actor)
    assert _status(session, release) is Status.CURRENT
    with pytest.raises(Forbidden):
        incident.send(session, actor=people.analyst.actor, incident_id=row.id, version=1, **THEN)
    with pytest.raises(Stale):
        incident.send(session, actor=people.reviewer.actor, incident_id=row.id, version=7, **THEN)
    incident.send(session, actor=people.reviewer.actor, incident_id=row.id, version=1, **THEN)

    assert _mails(session) == [
        ("incident-draft", people.publisher.user.email),
        ("incident-draft", people.reviewer.user.email),
        ("incident-sent", people.officer.user.email),
    ]
    assert _events(release) == [Event.ATTENTION]
    assert _status(session, release) is Status.ATTENTION
    with pytest.raises(rules.IncidentOver):
        incident.send(session, actor=people.reviewer.actor, incident_id=row.id, version=2, **THEN)


def test_only_boards_that_use_it_and_cooperatives_read_it(
    session: Session, people: make.People, sent: Incident
) -> None:
    readers = (people.officer, people.fg, people.board, people.sivon_analyst, people.analyst)
    for person in readers:
        assert incidents.get(session, sent.id, actor=person.actor) is sent
    others = (people.other_officer, people.other_board, people.vendor, people.other_vendor,
              people.administrator)  # fmt: skip
    for actor in (PUBLIC, *(person.actor for person in others)):
        assert list(incidents.find(session, actor=actor)) == []
        with pytest.raises(NotFound):
            incident_response.confirm(
                session, actor=actor, incident_id=sent.id, number=1, now=make.NOW
            )


def test_a_board_that_only_lists_a_product_without_a_verdict_is_told(
    session: Session, people: make.People
) -> None:
    assert people.vendor.organisation is not None
    product = make.recorded_product(session, vendor=people.vendor.organisation, name="Portfolio")
    drafted = make.empty_dossier(session, people=people).product
    make.used_product(session, by=people.other_officer, slug=product.slug)
    make.used_product(session, by=people.officer, name=drafted.name.nl.upper())

    for each in (product, drafted):
        make.incident(session, each, by=people.publisher, sent_by=people.publisher)

    told = [to for kind, to in _mails(session) if kind == "incident-sent"]
    assert told == sorted([people.other_officer.user.email, people.officer.user.email])
    assert len(incidents.find(session, actor=people.officer.actor)) == 1


def test_what_is_critical_goes_to_officers_and_boards_as_well(
    session: Session, people: make.People, release: Release
) -> None:
    make.incident(session, release.product, by=people.publisher, sent_by=people.publisher,
                  gravity=Gravity.CRITICAL)  # fmt: skip

    told = {to for kind, to in _mails(session) if kind == "incident-sent"}
    assert told == {each.user.email for each in (people.officer, people.fg, people.board)}


def test_a_vendors_report_goes_out_at_once_unchecked_and_lowers_nothing(
    session: Session, people: make.People, release: Release, told: Incident
) -> None:
    before = (release.verdict, release.sha256)

    assert (told.state, told.owner_id, told.is_public) == (State.OPEN, None, False)
    assert ("incident-unchecked", people.officer.user.email) in _mails(session)
    assert ("incident-for-cooperative", people.publisher.user.email) in _mails(session)
    assert _status(session, release) is Status.ATTENTION
    reason = next(each.reason for each in news.recent(session, limit=9) if each.reason)
    assert isinstance(reason, Bilingual)
    assert "The vendor reported an incident" in reason.en
    assert "Accounts open" not in reason.en + release.events[-1].reason
    assert list(incidents.public_of(session, release.product_id)) == []
    assert (release.verdict, release.sha256) == before
    for verb in (Note.CLOSED, Note.WITHDRAWN):
        with pytest.raises(Forbidden):
            _close(session, told, people.vendor, verb)
    with pytest.raises(MarkRefused):
        release_verbs.mark(
            session, actor=people.publisher.actor, slug=release.product.slug, number=1,
            event=Event.ATTENTION, reason="x", **THEN,
        )  # fmt: skip


def test_a_vendor_reports_about_its_own_products_alone(
    session: Session, people: make.People, release: Release, told: Incident, sent: Incident
) -> None:
    with pytest.raises(NotFound):
        make.incident(session, release.product, by=people.other_vendor)
    for person in (people.officer, people.administrator):
        with pytest.raises(Forbidden):
            make.incident(session, release.product, by=person)
    assert list(incidents.find(session, actor=people.vendor.actor)) == [told]
    with pytest.raises(NotFound):
        incidents.get(session, told.id, actor=people.other_vendor.actor)


def test_a_cooperative_checks_what_a_vendor_says_and_sees_to_it(
    session: Session, people: make.People, release: Release, told: Incident
) -> None:
    words = {"title": make.both("Inloggen kan zonder wachtwoord"), "words": make.both("Klopt."),
             "to_do": make.both("Sluit Leerplein.")}  # fmt: skip
    checked: dict[str, Any] = {"incident_id": told.id, "version": None, **words, **LATER}
    with pytest.raises(Forbidden):
        incident.check(session, actor=people.analyst.actor, **checked)
    with pytest.raises(NotFound):
        incident.check(session, actor=people.other_vendor.actor, **checked)
    with pytest.raises(rules.LanguageMissing):
        incident.check(session, actor=people.reviewer.actor,
                       **{**checked, "words": Bilingual(nl="Klopt")})  # fmt: skip
    incident.check(session, actor=people.reviewer.actor, **checked)

    assert told.is_public
    assert incident_marks.title_of(told) == words["title"]
    assert incident_marks.to_do_of(told) == words["to_do"]
    assert ("incident-checked", people.officer.user.email) in _mails(session)
    assert news.recent(session, limit=1)[0].reason == words["title"]
    with pytest.raises(rules.AlreadyChecked):
        incident.check(session, actor=people.publisher.actor, **checked)
    _close(session, told, people.publisher)
    assert told.state is State.CLOSED
    assert _status(session, release) is Status.CURRENT


def test_what_is_new_goes_to_all_and_is_read_anew(
    session: Session, people: make.People, sent: Incident
) -> None:
    def kinds() -> list[Kind]:
        found = waiting(session, actor=people.officer.actor, today=make.TODAY)
        return [each.kind for each in found if each.subject_id == sent.id]

    def confirm(number: int) -> object:
        return incident_response.confirm(
            session, actor=people.officer.actor, incident_id=sent.id, number=number, now=make.NOW
        )

    assert kinds() == [Kind.READ_INCIDENT]
    assert confirm(1) is not None
    assert confirm(1) is None
    assert kinds() == []
    for person in (people.fg, people.board):
        with pytest.raises(Forbidden):
            incident_response.confirm(
                session, actor=person.actor, incident_id=sent.id, number=1, now=make.NOW
            )
    incident.tell(
        session, actor=people.publisher.actor, incident_id=sent.id, words=make.both("Ook Basis"),
        to_do=Bilingual(), version=None, **LATER,
    )  # fmt: skip
    assert incident_marks.to_do_of(sent) == make.both("Change all passwords.")
    assert kinds() == [Kind.READ_INCIDENT]
    with pytest.raises(Stale):
        confirm(1)
    confirm(2)
    assert kinds() == []


def test_a_board_records_what_it_did_and_nothing_of_it_changes(
    session: Session, people: make.People, sent: Incident
) -> None:
    def record(by: make.Person, text: str = "Wachtwoorden vervangen", on: Any = make.TODAY) -> None:
        incident_response.record_deed(
            session, actor=by.actor, incident_id=sent.id, text=text, on=on, **THEN
        )

    record(people.officer)
    record(people.officer, "Ouders gemaild")
    for wrong in (people.fg, people.board):
        with pytest.raises(Forbidden):
            record(wrong)
    with pytest.raises(NotFound):
        record(people.other_officer)
    with pytest.raises(rules.DeedAhead):
        record(people.officer, on=make.TODAY + DAY)
    with pytest.raises(rules.IncidentWordsMissing):
        record(people.officer, " ")

    mine = people.officer.actor.organisation_id
    kept = incidents.deeds(session, sent, board_id=mine)
    assert [each.text for each in kept] == ["Wachtwoorden vervangen", "Ouders gemaild"]
    assert not incidents.deeds(session, sent, board_id=people.other_officer.actor.organisation_id)
    kept[0].text = "Niets"
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()


def test_attention_ends_with_the_last_reason_for_it(
    session: Session, people: make.People, release: Release, sent: Incident
) -> None:
    second = make.incident(session, release.product, by=people.analyst, sent_by=people.publisher,
                           title=make.both("Iets anders"))  # fmt: skip
    with pytest.raises(rules.IncidentOpen):
        release_verbs.mark(
            session, actor=people.publisher.actor, slug=release.product.slug, number=1,
            event=Event.ATTENTION_CLOSED, reason="Klaar", **THEN,
        )  # fmt: skip

    _close(session, sent, people.publisher, Note.WITHDRAWN)
    assert sent.state is State.WITHDRAWN
    assert _status(session, release) is Status.ATTENTION
    _close(session, second, people.reviewer)
    assert _status(session, release) is Status.CURRENT
    with pytest.raises(rules.IncidentOver):
        _close(session, second, people.reviewer)


def test_what_a_publisher_asks_attention_for_stays(
    session: Session, people: make.People, release: Release
) -> None:
    release_verbs.mark(
        session, actor=people.publisher.actor, slug=release.product.slug, number=1,
        event=Event.ATTENTION, reason="Eigen reden", **THEN,
    )  # fmt: skip
    row = make.incident(session, release.product, by=people.analyst, sent_by=people.publisher)

    _close(session, row, people.publisher)

    assert _status(session, release) is Status.ATTENTION


def test_the_same_is_reported_once_and_not_of_a_day_ahead(
    session: Session, people: make.People, release: Release, sent: Incident
) -> None:
    with pytest.raises(rules.AlreadyReported):
        make.incident(session, release.product, by=people.reviewer,
                      title=Bilingual(nl="accounts OPEN! (nl)"))  # fmt: skip
    with pytest.raises(rules.SinceAhead):
        make.incident(session, release.product, by=people.analyst, title=make.both("X"),
                      since=make.TODAY + DAY)  # fmt: skip
    with pytest.raises(rules.LanguageMissing):
        make.incident(session, release.product, by=people.vendor, title=Bilingual(nl="Alleen nl"))
    _close(session, sent, people.publisher)
    make.incident(session, release.product, by=people.reviewer)


def test_a_draft_can_be_changed_and_needs_both_languages_before_it_goes_out(
    session: Session, people: make.People, release: Release
) -> None:
    row = make.incident(session, release.product, by=people.analyst, to_do=Bilingual(nl="Niets"))
    with pytest.raises(rules.LanguageMissing) as refused:
        incident.send(session, actor=people.reviewer.actor, incident_id=row.id, version=1, **THEN)
    assert refused.value.params["field"] == "to_do.en"
    edited: dict[str, Any] = {"incident_id": row.id, "version": 1, **THEN}
    with pytest.raises(NotFound):
        incident.edit(session, actor=people.officer.actor, values=make.incident_values(), **edited)

    incident.edit(session, actor=people.analyst.actor, values=make.incident_values(), **edited)
    incident.send(session, actor=people.reviewer.actor, incident_id=row.id, version=2, **THEN)

    with pytest.raises(rules.IncidentOver):
        incident.edit(session, actor=people.analyst.actor, values=make.incident_values(),
                      **{**edited, "version": None})  # fmt: skip


def test_those_who_send_and_check_find_it_among_their_tasks(
    session: Session, people: make.People, release: Release
) -> None:
    def kinds(person: make.Person) -> set[Kind]:
        return {each.kind for each in waiting(session, actor=person.actor, today=make.TODAY)}

    make.incident(session, release.product, by=people.analyst)
    make.incident(session, release.product, by=people.vendor)

    assert {Kind.SEND_INCIDENT, Kind.CHECK_INCIDENT} <= kinds(people.publisher)
    assert Kind.SEND_INCIDENT not in kinds(people.sivon_analyst) | kinds(people.analyst)
    assert Kind.CHECK_INCIDENT not in kinds(people.analyst) | kinds(people.vendor)
    assert Kind.READ_INCIDENT not in kinds(people.other_officer) | kinds(people.fg)
