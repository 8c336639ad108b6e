"""Fact checks: what is frozen, who sends, answers and disposes, what blocks a publication."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.fact_check import (
    Answer,
    AnswersWait,
    DeadlineNotAhead,
    Disposition,
    FactCheckOpen,
    MoveRefused,
    NotAllAnswered,
    NotAllDisposed,
    NothingSelected,
    NothingToDispose,
    State,
    WordsMissing,
)
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store import audit, fact_checks
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import AuditEvent, Dossier, FactCheck, Job, Release
from dpia_workbench.usecases import fact_check, fact_check_items
from dpia_workbench.usecases.levels import outcome
from tests import make
from tests.making import points
from tests.making.fact_checks import SCOPE

TIMES: dict[str, Any] = {"today": make.TODAY, "now": make.NOW}
SOON = make.TODAY + timedelta(days=14)
LATE: dict[str, Any] = {"today": SOON + timedelta(days=1), "now": make.NOW + timedelta(days=15)}
Act = Callable[..., object]


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft."""
    return make.dossier(session, people=people)


@pytest.fixture
def sent(session: Session, people: make.People, draft: Dossier) -> FactCheck:
    """A fact check of scope and R1 that is with the vendor."""
    return make.fact_check(session, draft, people=people)


def _answer(session: Session, row: FactCheck, by: make.Person, **words: Any) -> object:
    values = {
        "number": 2, "answer": Answer.CORRECT, "words": "Nee.", "version": None, **TIMES, **words
    }  # fmt: skip
    return fact_check.answer(session, actor=by.actor, fact_check_id=row.id, **values)


def _rest(session: Session, row: FactCheck, by: make.Person, **words: Any) -> object:
    values = {**TIMES, **words}
    return fact_check.agree_with_rest(session, actor=by.actor, fact_check_id=row.id, **values)


def _hand_in(session: Session, row: FactCheck, by: make.Person, **words: Any) -> object:
    values = {**TIMES, **words}
    return fact_check.hand_in(session, actor=by.actor, fact_check_id=row.id, **values)


def _dispose(session: Session, row: FactCheck, by: make.Person, **words: Any) -> object:
    values = {
        "number": 2, "disposition": Disposition.PARTLY, "reason": "Deels.", "changed": "",
        "version": None, **TIMES, **words,
    }  # fmt: skip
    return fact_check.dispose(session, actor=by.actor, fact_check_id=row.id, **values)


def _close(session: Session, row: FactCheck, by: make.Person, **words: Any) -> object:
    values = {"version": None, **TIMES, **words}
    return fact_check.close(session, actor=by.actor, fact_check_id=row.id, **values)


def _send(session: Session, row: FactCheck, by: make.Person, **words: Any) -> object:
    values = {"deadline": SOON, "version": None, **TIMES, **words}
    return fact_check.send(session, actor=by.actor, fact_check_id=row.id, **values)


def _mailed(session: Session) -> list[tuple[str, str]]:
    jobs = session.scalars(select(Job).where(Job.name == "mail.send"))
    return [(job.detail["kind"], job.detail["to"]) for job in jobs]


def test_from_selection_to_closing(session: Session, people: make.People, draft: Dossier) -> None:
    row = make.fact_check(session, draft, people=people, state=State.PROCESSED)

    assert (row.state, row.is_silent, row.deadline) == (State.PROCESSED, False, SOON)
    said = [(item.answer, item.disposition, item.changed) for item in row.items]
    assert said == [
        (Answer.AGREE, None, ""),
        (Answer.CORRECT, Disposition.TAKEN_OVER, "R1 herschreven."),
    ]
    kinds = [kind for kind, _to in _mailed(session)]
    assert kinds == [
        "fact-check-sent", "fact-check-answered", "fact-check-answered", "fact-check-closed"
    ]  # fmt: skip
    told = [event.fact for event in audit.find(session, subject_id=draft.id)]
    assert told[:3] == ["factcheck.closed", "factcheck.answered", "factcheck.sent"]


def test_what_was_sent_stays_as_it_was_whatever_happens_to_the_dossier(
    session: Session, people: make.People, draft: Dossier, sent: FactCheck
) -> None:
    before = sent.package.canonical
    risk = draft.revision.risks[0]
    risk.title = make.both("Heel anders")
    session.commit()

    assert sent.package.canonical == before
    assert audit.sha256(before) == sent.package.sha256
    assert fact_checks.content(sent)[1]["title"]["nl"] == "R1 Gegevens lekken (nl)"
    sent.package.canonical = "{}"
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()
    with pytest.raises(MoveRefused):
        fact_check.select_again(
            session, actor=people.analyst.actor, fact_check_id=sent.id, places=[SCOPE],
            version=None, now=make.NOW,
        )  # fmt: skip


def test_no_level_ground_or_name_is_in_a_package(
    session: Session, people: make.People, draft: Dossier
) -> None:
    make.document_templates(session)
    points.fill(session, draft, people=people)
    revision = draft.revision
    every = fact_check_items.items(revision, fact_check_items.offered(revision))
    text = json.dumps(every, ensure_ascii=False)

    assert {item["place"]["part"] for item in every} == {
        "description", "cell", "risk", "measure", "finding", "text", "entry"
    }  # fmt: skip
    for word in ("Het komt voor.", "Het raakt leerlingen.", "Zo werkt het.", "Oordeel (nl)",
                 people.analyst.user.name, "compliant", "likelihood"):  # fmt: skip
        assert word not in text


def test_facts_only_judges_nothing_and_an_entry_names_only_what_is_selected(
    session: Session, people: make.People, draft: Dossier
) -> None:
    make.document_templates(session)
    points.fill(session, draft, people=people)
    preset = fact_check_items.facts_only(draft.revision)
    assert {place.part for place in preset} == {
        DossierPart.DESCRIPTION, DossierPart.CELL, DossierPart.TEXT, DossierPart.ENTRY
    }  # fmt: skip
    item, subject = (Place(part=DossierPart.ENTRY, key=key) for key in ("DI1", "DS1"))

    alone = fact_check_items.items(draft.revision, [item])
    both = fact_check_items.items(draft.revision, [item, subject])

    name = next(e for e in draft.revision.entries if e.key == "DS1").values["name"]
    assert f"DS1 {name}" not in json.dumps(alone, ensure_ascii=False)
    referring = next(each for each in both if each["place"]["key"] == "DI1")
    assert f"DS1 {name}" in json.dumps(referring, ensure_ascii=False)


def test_another_selection_takes_the_place_of_one_that_was_not_sent(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.fact_check(session, draft, people=people, state=State.PREPARED)
    again: dict[str, Any] = {"fact_check_id": row.id, "now": make.NOW, "places": [SCOPE]}

    fact_check.select_again(session, actor=people.reviewer.actor, version=row.version, **again)
    session.commit()

    assert [item["place"]["field"] for item in fact_checks.content(row)] == ["scope"]
    with pytest.raises(Stale):
        fact_check.select_again(session, actor=people.analyst.actor, version=1, **again)
    with pytest.raises(Stale):
        _send(session, row, people.analyst, version=1)
    with pytest.raises(NothingSelected):
        fact_check.select_again(
            session, actor=people.analyst.actor, version=None, **{**again, "places": []}
        )


def test_who_may_not_prepare_send_answer_or_dispose(
    session: Session, people: make.People, draft: Dossier, sent: FactCheck
) -> None:
    prepared = make.fact_check(session, draft, people=people, state=State.PREPARED)
    acts: list[tuple[Act, FactCheck, dict[str, type[Exception]]]] = [
        (_send, prepared, {"publisher": Forbidden, "vendor": NotFound}),
        (_answer, prepared, {"vendor": NotFound}),
        (_answer, sent, {"analyst": Forbidden, "reviewer": Forbidden, "publisher": Forbidden}),
        (_rest, sent, {"analyst": Forbidden}),
        (_hand_in, sent, {"reviewer": Forbidden}),
        (_dispose, sent, {"vendor": Forbidden, "publisher": Forbidden}),
        (_close, sent, {"vendor": Forbidden, "publisher": Forbidden}),
    ]  # fmt: skip
    strangers = ("other_vendor", "sivon_analyst", "officer", "board", "administrator", "stranger")
    for act, row, refused in acts:
        for name, error in {**refused, **dict.fromkeys(strangers, NotFound)}.items():
            with pytest.raises(error):
                act(session, row, getattr(people, name))
    for name, error in {"publisher": Forbidden, "vendor": NotFound}.items():
        with pytest.raises(error):
            fact_check.prepare(
                session, actor=getattr(people, name).actor, dossier_id=draft.id, places=[SCOPE],
                now=make.NOW,
            )  # fmt: skip


def test_what_is_refused_to_those_who_may(
    session: Session, people: make.People, draft: Dossier, sent: FactCheck
) -> None:
    prepared = make.fact_check(session, draft, people=people, state=State.PREPARED)
    vendor, analyst = people.vendor, people.analyst
    acts: list[tuple[Act, FactCheck, make.Person, dict[str, Any], type[Exception]]] = [
        (_send, prepared, analyst, {"deadline": make.TODAY}, DeadlineNotAhead),
        (_send, sent, analyst, {}, MoveRefused),
        (_answer, sent, vendor, {"words": ""}, WordsMissing),
        (_answer, sent, vendor, {"number": 9}, NotFound),
        (_answer, sent, vendor, {"version": 7}, Stale),
        (_answer, sent, vendor, LATE, MoveRefused),
        (_rest, sent, vendor, LATE, MoveRefused),
        (_hand_in, sent, vendor, {}, NotAllAnswered),
        (_dispose, sent, analyst, {}, MoveRefused),
        (_dispose, sent, analyst, LATE, NothingToDispose),
        (_close, sent, analyst, {}, MoveRefused),
        (_close, sent, analyst, {**LATE, "version": 9}, Stale),
    ]
    for act, row, person, words, error in acts:
        with pytest.raises(error):
            act(session, row, person, **words)
    _answer(session, sent, vendor)
    for act, words, error in (
        (_dispose, {"reason": " "}, WordsMissing),
        (_dispose, {"version": 9}, Stale),
        (_close, {}, NotAllDisposed),
    ):
        with pytest.raises(error):
            act(session, sent, analyst, **LATE, **words)  # type: ignore[operator]


def test_what_was_saved_counts_when_the_deadline_passes_and_the_rest_is_silence(
    session: Session, people: make.People, sent: FactCheck
) -> None:
    _answer(session, sent, people.vendor, answer=Answer.CONFIDENTIAL, words="Bedrijfsgeheim.")
    _dispose(session, sent, people.analyst, **LATE)
    _close(session, sent, people.reviewer, **LATE)
    session.commit()

    assert (sent.state, sent.is_silent, sent.answered_at) == (State.PROCESSED, True, None)


def _publish(session: Session, row: Dossier, people: make.People, **times: Any) -> Release:
    return make.publish(session, row, people=people, **times)


def test_nothing_is_published_beside_an_open_fact_check(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.APPROVED)
    check = make.fact_check(session, row, people=people)
    with pytest.raises(FactCheckOpen):
        _publish(session, row, people)
    session.rollback()

    _answer(session, check, people.vendor)
    _rest(session, check, people.vendor)
    _hand_in(session, check, people.vendor)
    session.commit()
    with pytest.raises(AnswersWait):
        _publish(session, row, people)
    session.rollback()
    _dispose(session, check, people.analyst)
    session.commit()

    assert _publish(session, row, people).number == 1


def test_silence_past_the_deadline_does_not_block_and_neither_does_what_was_not_sent(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.APPROVED)
    make.fact_check(session, row, people=people, days=1)
    make.fact_check(session, row, people=people, state=State.PREPARED)

    assert _publish(session, row, people, now=make.NOW + timedelta(days=2)).number == 1


def test_no_answer_changes_the_dossier(
    session: Session, people: make.People, draft: Dossier, sent: FactCheck
) -> None:
    before = outcome(draft.revision, on=make.TODAY)
    version = draft.revision.version

    for number, answer in enumerate((Answer.DISPUTE, Answer.CORRECT), start=1):
        _answer(session, sent, people.vendor, number=number, answer=answer)
    _hand_in(session, sent, people.vendor)
    session.commit()

    assert outcome(draft.revision, on=make.TODAY) == before
    assert draft.revision.version == version
    facts = session.scalars(select(AuditEvent.fact).where(AuditEvent.actor_id.is_not(None)))
    mine = {fact for fact in facts if fact.startswith("factcheck.item")}
    assert mine == {"factcheck.item-answered"}
