"""Agreements: recorded, signed, ended, and who may do what with them."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk import agreement as rules
from dpia_workbench.risk.agreement import AnnexKind, Coverage, Duty, Grade, PartyRole, State
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.store import agreements, audit, evidence
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import Agreement
from dpia_workbench.usecases import agreement, agreement_part
from tests import make

DAY = timedelta(days=1)


def _by(person: make.Person, **words: Any) -> dict[str, Any]:
    return {"actor": person.actor, "today": make.TODAY, "now": make.NOW, **words}


def _on(row: Agreement, person: make.Person, **words: Any) -> dict[str, Any]:
    return _by(person, agreement_id=row.id, version=None, **words)


def test_the_cooperative_and_the_vendor_are_its_first_parties(
    session: Session, people: make.People
) -> None:
    row = make.agreement(session, people=people, state=State.DRAFT)

    assert [(each.name, each.role) for each in row.parties] == [
        ("SURF", PartyRole.MANDATED), ("Noorderlicht", PartyRole.PROCESSOR),
    ]  # fmt: skip
    assert row.negotiated_at is None


def test_a_signed_agreement_is_in_force_until_it_is_terminated(
    session: Session, people: make.People
) -> None:
    row = make.agreement(session, people=people)
    ends = make.TODAY + 30 * DAY

    make.terminated(session, row, people=people, on=ends)

    facts = agreements.facts_of(row)
    assert row.state is State.TERMINATED
    assert facts.is_in_force(on=ends - DAY)
    assert not facts.is_in_force(on=ends)
    with pytest.raises(rules.MoveRefused):
        make.terminated(session, row, people=people, on=ends)


def test_it_is_not_signed_before_every_signature_and_the_text_are_there(
    session: Session, people: make.People
) -> None:
    row = make.agreement(session, people=people, state=State.PARTLY_SIGNED)
    with pytest.raises(rules.SignatureMissing):
        agreement.complete(session, **_on(row, people.analyst))

    agreement.sign(
        session, party_id=row.parties[1].id, signatory="Vera", function="CEO",
        signed_on=make.TODAY, **_on(row, people.reviewer),
    )  # fmt: skip
    with pytest.raises(rules.SignedTextMissing):
        agreement.complete(session, **_on(row, people.analyst))

    assert not agreements.facts_of(row).is_in_force(on=make.TODAY)


def test_nobody_signs_tomorrow_or_for_a_stranger(session: Session, people: make.People) -> None:
    row = make.agreement(session, people=people, state=State.AGREED)
    words = {"signatory": "A", "function": "B"}

    with pytest.raises(rules.SignedAhead):
        agreement.sign(
            session, party_id=row.parties[0].id, signed_on=make.TODAY + DAY,
            **words, **_on(row, people.analyst),
        )  # fmt: skip
    with pytest.raises(NotFound):
        agreement.sign(
            session, party_id=row.id, signed_on=make.TODAY, **words, **_on(row, people.analyst)
        )


def test_terms_stay_once_somebody_signed(session: Session, people: make.People) -> None:
    row = make.agreement(session, people=people, state=State.AGREED)
    change: dict[str, Any] = {
        "values": make.agreement_values(breach_hours=12), "product_ids": []
    }  # fmt: skip

    agreement.change(session, **change, **_on(row, people.analyst))
    assert row.breach_hours == 12
    agreement.sign(
        session, party_id=row.parties[0].id, signatory="A", function="B", signed_on=make.TODAY,
        **_on(row, people.analyst),
    )  # fmt: skip

    with pytest.raises(rules.TermsFixed):
        agreement.change(session, **change, **_on(row, people.analyst))


def test_a_new_agreement_takes_the_place_of_the_old_one_when_it_is_signed(
    session: Session, people: make.People
) -> None:
    old = make.agreement(session, people=people)
    starts = make.TODAY + 10 * DAY

    make.agreement(session, people=people, supersedes_id=old.id, valid_from=starts)

    assert (old.state, old.ended_on) == (State.SUPERSEDED, starts)


def test_what_expired_is_not_replaced_once_more(session: Session, people: make.People) -> None:
    old = make.agreement(
        session, people=people, valid_from=make.TODAY - 9 * DAY, valid_until=make.TODAY
    )

    make.agreement(session, people=people, supersedes_id=old.id)

    assert old.state is State.SIGNED


@pytest.mark.parametrize(
    "words",
    [
        {"valid_from": None, "valid_until": date(2030, 1, 1)},
        {"valid_until": date(2000, 1, 1)},
    ],
)
def test_an_agreement_begins_before_it_ends(
    session: Session, people: make.People, words: dict[str, Any]
) -> None:
    with pytest.raises(rules.EndsBeforeStart):
        make.agreement(session, people=people, state=State.DRAFT, **words)


def test_vendor_products_and_predecessor_must_fit(session: Session, people: make.People) -> None:
    assert people.other_vendor.organisation is not None
    assert people.vendor.organisation is not None
    other = make.product(session, vendor=people.other_vendor.organisation)
    theirs = make.agreement(session, people=people, vendor=people.other_vendor)
    new: dict[str, Any] = {"vendor_id": people.vendor.organisation.id, "product_ids": []}

    for wrong, refusal in (
        ({"product_ids": [other.id]}, agreement.VendorUnknown),
        ({"vendor_id": people.analyst.actor.organisation_id}, agreement.VendorUnknown),
        ({"values": make.agreement_values(supersedes_id=theirs.id)},
         agreement.PredecessorUnknown),
        ({"values": make.agreement_values(supersedes_id=people.board.user.id)},
         agreement.PredecessorUnknown),
    ):  # fmt: skip
        words = {"values": make.agreement_values(), **new, **wrong}
        with pytest.raises(refusal):
            agreement.create(session, **words, **_by(people.analyst))


def test_who_ends_or_gives_up_says_why_and_not_for_the_past(
    session: Session, people: make.People
) -> None:
    draft = make.agreement(session, people=people, state=State.DRAFT)
    signed = make.agreement(session, people=people, valid_until=make.TODAY + 30 * DAY)

    with pytest.raises(agreement.ReasonMissing):
        agreement.abandon(session, reason=" ", **_on(draft, people.analyst))
    for day in (make.TODAY - DAY, make.TODAY + 31 * DAY):
        with pytest.raises(rules.EndPassed):
            agreement.terminate(session, on=day, reason="Klaar", **_on(signed, people.analyst))
    agreement.abandon(session, reason="Niet nodig", **_on(draft, people.analyst))

    assert draft.state is State.ABANDONED


@pytest.mark.parametrize("name", ["publisher", "sivon_analyst", "vendor", "board", "stranger"])
def test_only_the_owners_analysts_and_reviewers_edit(
    session: Session, people: make.People, name: str
) -> None:
    row = make.agreement(session, people=people)
    other: make.Person = getattr(people, name)

    with pytest.raises(Forbidden):
        agreement.terminate(session, on=make.TODAY, reason="Weg", **_on(row, other))


@pytest.mark.parametrize("name", ["publisher", "vendor", "board", "administrator"])
def test_others_record_none(session: Session, people: make.People, name: str) -> None:
    assert people.vendor.organisation is not None
    with pytest.raises(Forbidden):
        agreement.create(
            session, vendor_id=people.vendor.organisation.id, product_ids=[],
            values=make.agreement_values(), **_by(getattr(people, name)),
        )  # fmt: skip


def test_the_vendor_sees_it_from_negotiation_on_and_no_other_vendor_does(
    session: Session, people: make.People
) -> None:
    hidden = make.agreement(session, people=people, state=State.ABANDONED)
    open_row = make.agreement(
        session, people=people, state=State.NEGOTIATING,
        confidentiality=Confidentiality.VENDOR_CONFIDENTIAL,
    )  # fmt: skip

    def seen(person: make.Person) -> list[Agreement]:
        return list(agreements.find(session, actor=person.actor))

    assert seen(people.vendor) == [open_row]
    assert seen(people.other_vendor) == seen(people.board) == seen(people.sivon_analyst) == []
    with pytest.raises(NotFound):
        agreements.get(session, hidden.id, on=make.TODAY, actor=people.vendor.actor)


def test_everybody_reads_what_is_public_while_it_is_in_force(
    session: Session, people: make.People
) -> None:
    ends = make.TODAY + 5 * DAY
    row = make.agreement(session, people=people, valid_until=ends)
    members = make.agreement(session, people=people, confidentiality=Confidentiality.MEMBERS)
    nobody = people.stranger.actor

    assert agreements.get(session, row.id, on=make.TODAY, actor=nobody) is row
    for found, on in ((row, ends), (members, make.TODAY)):
        with pytest.raises(NotFound):
            agreements.get(session, found.id, on=on, actor=nobody)


def test_two_editors_do_not_overwrite_each_other(session: Session, people: make.People) -> None:
    row = make.agreement(session, people=people, state=State.DRAFT)
    before = row.version
    make.furnished(session, row, people=people)

    with pytest.raises(Stale):
        agreement.negotiate(session, **{**_on(row, people.analyst), "version": before})


def test_files_stay_and_the_vendor_adds_its_own(session: Session, people: make.People) -> None:
    row = make.agreement(session, people=people)
    new: dict[str, Any] = {
        "kind": AnnexKind.SECURITY, "title": "", "dated": make.TODAY, "agreement_id": row.id,
        "file": make.file_facts("annex"),
    }  # fmt: skip

    annex = agreement_part.add_annex(session, **new, **_by(people.vendor))

    assert (annex.title, annex.file_sha256) == ("opname.png", audit.sha256("annex"))
    assert evidence.is_needed(session, annex.file_sha256)
    assert annex.file_sha256 in evidence.hashes_needed(session)
    with pytest.raises(Forbidden):
        agreement_part.add_annex(session, **new, **_by(people.other_vendor))
    ahead = {**new, "dated": make.TODAY + DAY}
    with pytest.raises(agreement_part.DatedAhead):
        agreement_part.add_annex(session, **ahead, **_by(people.vendor))
    session.delete(annex)
    with pytest.raises(Frozen):
        session.flush()


def test_the_checklist_names_a_clause_for_what_is_there(
    session: Session, people: make.People
) -> None:
    row = make.agreement(session, people=people)
    here = _on(row, people.reviewer)

    weak = agreement_part.Judged(grade=Grade.WEAK)
    with pytest.raises(agreement_part.ClauseNeeded):
        agreement_part.check_duties(session, found={Duty.H: weak}, **here)
    good = agreement_part.Judged(grade=Grade.OK, clause="9")
    agreement_part.check_duties(
        session, found={Duty.A: good, Duty.H: agreement_part.Judged(grade=Grade.MISSING)}, **here
    )

    assert [(each.duty, each.is_present) for each in row.duties] == [
        (Duty.A, True), (Duty.H, False),
    ]  # fmt: skip


def test_a_sub_processor_ends_once_and_stays(session: Session, people: make.People) -> None:
    row = make.agreement(session, people=people)
    make.furnished(session, row, people=people)
    one = row.subprocessors[0]
    here = _on(row, people.analyst, subprocessor_id=one.id)

    with pytest.raises(agreement_part.SubprocessorEnded):
        agreement_part.end_subprocessor(session, until=one.since - DAY, **here)
    agreement_part.end_subprocessor(session, until=make.TODAY, **here)

    assert [each.until for each in row.subprocessors] == [make.TODAY]
    with pytest.raises(agreement_part.SubprocessorEnded):
        agreement_part.end_subprocessor(session, until=make.TODAY + DAY, **here)
    with pytest.raises(NotFound):
        agreement_part.end_subprocessor(
            session, until=make.TODAY, **{**here, "subprocessor_id": row.id}
        )


def test_a_clause_is_described_once_and_tied_to_measures(
    session: Session, people: make.People
) -> None:
    row = make.agreement(session, people=people)
    dossier = make.dossier(session, people=people)
    new: dict[str, Any] = {
        "clause_id": None, "reference": "4.1", "summary": Bilingual("Zo", "So"),
        "measures": [(dossier.id, "M2")],
    }  # fmt: skip

    clause = agreement_part.save_clause(session, **new, **_on(row, people.analyst))

    assert [(each.dossier_id, each.measure_key) for each in clause.links] == [(dossier.id, "M2")]
    with pytest.raises(agreement_part.ClauseTwice):
        agreement_part.save_clause(session, **new, **_on(row, people.analyst))
    again = {**new, "clause_id": clause.id, "measures": []}
    assert agreement_part.save_clause(session, **again, **_on(row, people.analyst)).links == []
    for wrong, refusal in (
        ({"reference": "5", "measures": [(dossier.id, "M99")]}, agreement_part.MeasureUnknown),
        ({"clause_id": row.id}, NotFound),
    ):
        with pytest.raises(refusal):
            agreement_part.save_clause(session, **{**new, **wrong}, **_on(row, people.analyst))


def test_boards_are_party_or_named_by_their_number(session: Session, people: make.People) -> None:
    board = make.organisation(session, name="De Regenboog", number="12345")
    named = make.agreement(session, people=people, coverage=Coverage.NAMED)
    offer = make.agreement(session, people=people, state=State.DRAFT)
    party = {"name": board.name, "role": PartyRole.CONTROLLER, "is_mandatory": False}

    for _twice in range(2):
        agreement_part.name_boards(session, numbers=["12345"], **_on(named, people.analyst))
    agreement_part.add_party(session, values=party, number="12345", **_on(offer, people.analyst))

    assert [each.board_id for each in named.boards] == [board.id]
    assert board.id in offer.board_ids
    with pytest.raises(agreement_part.NotNamed):
        agreement_part.name_boards(session, numbers=["12345"], **_on(offer, people.analyst))
    with pytest.raises(agreement_part.BoardUnknown):
        agreement_part.name_boards(session, numbers=["999"], **_on(named, people.analyst))
    with pytest.raises(rules.TermsFixed):
        agreement_part.add_party(session, values=party, number="", **_on(named, people.analyst))


def test_what_is_over_no_longer_changes(session: Session, people: make.People) -> None:
    row = make.agreement(session, people=people, state=State.TERMINATED)

    with pytest.raises(agreement_part.Over):
        make.furnished(session, row, people=people)
