"""Boards join agreements, and what measures, releases and adoptions take from that."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk import agreement as rules
from dpia_workbench.risk.agreement import Coverage, State
from dpia_workbench.risk.computation import assess
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.release import Event, Status
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.store import audit, releases
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import Agreement, Dossier, Release, Revision
from dpia_workbench.usecases import adoption, frozen, joinder, levels, local, measure
from dpia_workbench.usecases.dossier import revise
from tests import make

DAY = timedelta(days=1)
M2 = 1  # the place of the contractual measure of a dossier


def _name(
    session: Session, dossier: Dossier, row: Agreement, *, people: make.People, **words: Any
) -> None:
    """Let the contractual measure of a draft name an agreement."""
    values = {**make.measure_values(owner=Owner.CONTRACTUAL), "agreement_id": row.id, **words}
    measure.save(
        session, actor=people.analyst.actor, dossier_id=dossier.id, values=values, version=None,
        measure_id=dossier.revision.measures[M2].id, now=make.NOW,
    )  # fmt: skip
    session.commit()


def _release(session: Session, row: Agreement, *, people: make.People) -> Release:
    dossier = make.dossier(session, people=people, request=make.RequestState.VERIFIED)
    _name(session, dossier, row, people=people)
    make.bring_to(session, dossier, people=people, state=make.State.PUBLISHED)
    found = releases.newest_of_dossier(session, dossier.id)
    assert found is not None
    return found


def test_a_joinder_keeps_what_was_signed_with_its_hash(
    session: Session, people: make.People
) -> None:
    row = make.agreement(session, people=people)

    made = make.joined(session, row, by=people.board)

    assert made.sha256 == audit.sha256(audit.canonical_json(made.content))
    assert made.content["agreement"]["breach_hours"] == 24
    assert made.content["agreement"]["annexes"][0]["sha256"] == row.annexes[0].file_sha256
    assert made.content["board"]["name"] == "De Waterlelie"
    assert made.signed_on == make.TODAY
    made.function = "Anders"
    with pytest.raises(Frozen):
        session.flush()


def _join(session: Session, row: Agreement, by: make.Person, **words: Any) -> None:
    values = {"signatory": "A", "function": "B", "version": None, **words}
    joinder.join(
        session, actor=by.actor, agreement_id=row.id, today=make.TODAY, now=make.NOW, **values
    )


@pytest.mark.parametrize("name", ["officer", "fg", "analyst", "vendor", "stranger"])
def test_only_a_board_joins(session: Session, people: make.People, name: str) -> None:
    row = make.agreement(session, people=people)

    with pytest.raises(Forbidden):
        _join(session, row, getattr(people, name))


def test_a_board_that_is_also_officer_does_not_join(session: Session, people: make.People) -> None:
    row = make.agreement(session, people=people)
    both = make.person(
        session, organisation=people.board.organisation,
        role=(Role.BOARD, Role.DATA_PROTECTION_OFFICER),
    )  # fmt: skip

    with pytest.raises(Forbidden):
        _join(session, row, both)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"valid_from": make.TODAY + DAY, "confidentiality": Confidentiality.MEMBERS},
         rules.NotInForce),
        ({"coverage": Coverage.NAMED}, rules.NotOnOffer),
        ({"state": State.PARTLY_SIGNED}, NotFound),
        ({"confidentiality": Confidentiality.COOPERATIVE}, NotFound),
    ],
)  # fmt: skip
def test_what_cannot_be_joined_is_refused(
    session: Session, people: make.People, words: dict[str, Any], refusal: type[Exception]
) -> None:
    row = make.agreement(session, people=people, **words)

    with pytest.raises(refusal):
        _join(session, row, people.board)


def test_a_board_joins_once_and_what_it_read(session: Session, people: make.People) -> None:
    row = make.agreement(session, people=people)
    with pytest.raises(Stale):
        _join(session, row, people.board, version=1)

    _join(session, row, people.board, version=row.version)
    with pytest.raises(rules.AlreadyJoined):
        _join(session, row, people.board)
    _join(session, row, people.other_board)

    assert len(row.joinders) == 2


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ({}, Level.LOW),
        ({"coverage": Coverage.COOPERATIVE}, Level.LOW),
        ({"coverage": Coverage.NAMED}, Level.MEDIUM),
        ({"state": State.PARTLY_SIGNED}, Level.MEDIUM),
        ({"valid_from": make.TODAY + DAY}, Level.MEDIUM),
        ({"valid_from": make.TODAY - DAY, "valid_until": make.TODAY}, Level.MEDIUM),
        ({"state": State.TERMINATED}, Level.MEDIUM),
    ],
)
def test_a_measure_counts_while_its_agreement_is_in_force_and_open(
    session: Session, people: make.People, words: dict[str, Any], stage: Level
) -> None:
    row = make.agreement(session, people=people, **words)
    dossier = make.dossier(session, people=people, request=make.RequestState.VERIFIED)
    _name(session, dossier, row, people=people)

    reached = levels.outcome(dossier.revision, on=make.TODAY)

    assert reached.worst("R1", stage=Stage.ATTAINABLE) is stage


def test_a_measure_names_an_agreement_of_its_own_parties_and_a_clause(
    session: Session, people: make.People
) -> None:
    mine = make.agreement(session, people=people, confidentiality=Confidentiality.MEMBERS)
    other = make.agreement(session, people=people, vendor=people.other_vendor)
    theirs = make.agreement(session, people=people, by=people.sivon_analyst)
    dossier = make.dossier(session, people=people)

    for row, words, refusal in (
        (other, {}, measure.AgreementUnknown),
        (theirs, {}, measure.AgreementUnknown),
        (mine, {"clause": ""}, measure.AgreementNeedsClause),
        (mine, {"owner": Owner.VENDOR}, measure.AgreementNeedsClause),
        (mine, {"agreement": ""}, measure.AgreementNameMissing),
    ):
        with pytest.raises(refusal):
            _name(session, dossier, row, people=people, **words)
    public = make.agreement(session, people=people)
    _name(session, dossier, public, people=people, agreement="")

    named = dossier.revision.measures[M2]
    assert (named.agreement, named.in_force_from) == (public.title.nl, None)


def test_a_measure_keeps_its_agreement_when_something_else_of_it_is_saved(
    session: Session, people: make.People
) -> None:
    row = make.agreement(session, people=people)
    dossier = make.dossier(session, people=people)
    _name(session, dossier, row, people=people)
    named = dossier.revision.measures[M2]

    def save(**values: Any) -> None:
        measure.save(
            session, actor=people.analyst.actor, dossier_id=dossier.id, measure_id=named.id,
            values={"owner": Owner.CONTRACTUAL, "editions": [], **values}, version=None,
            now=make.NOW,
        )  # fmt: skip

    save(title=make.both("Anders"))
    assert (named.title, named.agreement_id) == (make.both("Anders"), row.id)
    with pytest.raises(measure.AgreementNeedsClause):
        save(owner=Owner.VENDOR)
    save(agreement_id=None, in_force_from=make.TODAY)
    assert (named.agreement_id, named.in_force_from) == (None, make.TODAY)


def test_the_next_revision_rests_on_the_same_agreement(
    session: Session, people: make.People
) -> None:
    row = make.agreement(session, people=people)
    release = _release(session, row, people=people)
    dossier = session.get_one(Revision, release.revision_id).dossier

    revise(session, actor=people.analyst.actor, dossier_id=dossier.id, now=make.NOW)

    assert dossier.revision.number == 2
    assert dossier.revision.measures[M2].agreement_id == row.id


def test_a_published_release_keeps_its_words_and_asks_for_attention_when_it_ends(
    session: Session, people: make.People
) -> None:
    row = make.agreement(session, people=people)
    release = _release(session, row, people=people)
    before = (release.canonical, release.sha256)
    ends = make.TODAY + 40 * DAY
    assert releases.status(session, release, on=make.TODAY) is Status.CURRENT

    make.terminated(session, row, people=people, on=ends)

    assert (release.canonical, release.sha256) == before
    assert [(each.kind, each.reason) for each in release.events] == [
        (Event.AGREEMENT_ENDS, ends.isoformat())
    ]
    status = [releases.status(session, release, on=make.TODAY + days * DAY) for days in (1, 40, 99)]
    assert status == [Status.ATTENTION, Status.ATTENTION, Status.UNDER_REVIEW]
    assert _levels(release, on=ends - DAY) < _levels(release, on=ends)


def _levels(release: Release, *, on: Any) -> int:
    """Return how high R1 is in the first cell, from the content and what ended since."""
    content = releases.content(release)
    facts = frozen.as_it_stands(release, content)
    cell = frozen.cell_of(content["cells"][0])
    found = assess(facts, cell=cell, on=on).levels["R1"].level(Stage.ATTAINABLE)
    return list(Level).index(found)


def test_only_a_release_that_names_an_agreement_has_the_new_key(
    session: Session, people: make.People
) -> None:
    plain = make.release(session, people=people)
    row = make.agreement(session, people=people)
    named = _release(session, row, people=people)

    def keys(release: Release) -> set[str]:
        return set(json.loads(release.canonical)["measures"][M2]["agreement"])

    assert keys(named) - keys(plain) == {"record"}


def test_a_school_benefits_only_once_it_joined(session: Session, people: make.People) -> None:
    row = make.agreement(session, people=people)
    release = _release(session, row, people=people)
    started = make.adoption(session, people=people, release=release)
    values: dict[str, Any] = {
        "cells": ["C1"], "outside": "", "tags": [], "schools": "Alle", "purposes": "Lessen",
    }  # fmt: skip
    here: dict[str, Any] = {
        "actor": people.officer.actor, "adoption_id": started.id, "version": None,
        "today": make.TODAY, "now": make.NOW,
    }  # fmt: skip
    with pytest.raises(adoption.OutsideScope):
        adoption.describe(session, values={**values, "party_to": ["M2"]}, **here)
    adoption.describe(session, values={**values, "party_to": []}, **here)
    apply_measures(session, started, here=here)

    before = local.assess(started, on=make.TODAY)
    make.joined(session, row, by=people.other_board)
    other = local.assess(started, on=make.TODAY)
    make.joined(session, row, by=people.board)
    after = local.assess(started, on=make.TODAY)
    make.terminated(session, row, people=people, on=make.TODAY + DAY)
    ended = local.assess(started, on=make.TODAY + DAY)

    assert [each.levels["R1"] for each in (before, other, after, ended)] == [
        Level.MEDIUM, Level.MEDIUM, Level.LOW, Level.MEDIUM,
    ]  # fmt: skip
    assert (before.party_to, after.party_to) == (frozenset(), frozenset({"M2"}))


def apply_measures(session: Session, started: Any, *, here: dict[str, Any]) -> None:
    """Let the board take all measures of its own."""
    for each in started.measures:
        adoption.record_measure(
            session, measure_id=each.id, state=local.LocalState.IMPLEMENTED, due=None,
            evidence="Gezien.", reason="", **here,
        )  # fmt: skip
