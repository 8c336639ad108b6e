"""The rules of each part of a draft: cells, risks, measures, claims, findings."""

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.store import audit
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import measure, risk
from dpia_workbench.usecases.claim import NothingRequired
from dpia_workbench.usecases.measure import AlreadyAsked, UnknownEdition
from dpia_workbench.usecases.risk import StillClaimed
from tests import make
from tests.making.writes import WRITES, save_cell, save_claim, save_finding, save_measure, save_risk


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft of SURF."""
    return make.dossier(session, people=people)


@pytest.mark.parametrize(
    ("fact", "key"),
    [
        ("cell.saved", "cell_id"),
        ("risk.saved", "risk_id"),
        ("measure.saved", "measure_id"),
        ("claim.saved", "claim_id"),
    ],
)
def test_a_part_of_another_dossier_is_not_found(
    session: Session, people: make.People, draft: Dossier, fact: str, key: str
) -> None:
    other = make.dossier(session, people=people)
    rows = getattr(other.revision, key.removesuffix("_id") + "s")

    with pytest.raises(NotFound):
        WRITES[fact](session, draft, actor=people.analyst.actor, now=make.NOW, **{key: rows[0].id})


def test_a_cell_is_for_an_edition_of_the_product(
    session: Session, people: make.People, draft: Dossier
) -> None:
    other = make.dossier(session, people=people)

    with pytest.raises(NotFound):
        save_cell(
            session, draft, actor=people.analyst.actor, now=make.NOW,
            edition_id=other.product.editions[0].id,
        )  # fmt: skip


def test_the_trail_keeps_what_a_risk_said_before(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = draft.revision.risks[0]

    save_risk(
        session, draft, actor=people.analyst.actor, now=make.NOW, risk_id=row.id,
        values=make.risk_values(likelihood=None, unknown_note="Niet te testen."),
    )  # fmt: skip

    detail = audit.find(session, subject_id=draft.id)[0].detail
    assert detail["risk"] == "R1"
    assert detail["changed"] == {
        "likelihood": [3, None],
        "unknown_note": ["", "Niet te testen."],
    }


def test_numbers_of_parts_go_on_after_the_last(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = save_risk(session, draft, actor=people.analyst.actor, now=make.NOW)

    assert row.key == "R3"


def test_a_risk_with_a_claim_stays(session: Session, people: make.People, draft: Dossier) -> None:
    with pytest.raises(StillClaimed) as refused:
        risk.remove(
            session, actor=people.analyst.actor, dossier_id=draft.id,
            risk_id=draft.revision.risks[0].id, now=make.NOW,
        )  # fmt: skip

    assert refused.value.params["claims"] == ["K1", "K2"]


def test_a_measure_that_a_claim_or_finding_rests_on_stays(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, results={Topic.RIGHTS: Result.REMEDIABLE})

    with pytest.raises(StillClaimed) as refused:
        measure.remove(
            session, actor=people.analyst.actor, dossier_id=row.id,
            measure_id=row.revision.measures[0].id, now=make.NOW,
        )  # fmt: skip

    assert refused.value.params["claims"] == ["K1", "K3", Topic.RIGHTS]


def test_a_measure_is_for_editions_of_the_product(
    session: Session, people: make.People, draft: Dossier
) -> None:
    values = make.measure_values(owner=Owner.VENDOR, editions=["basis", "gouden"])

    with pytest.raises(UnknownEdition) as refused:
        save_measure(session, draft, actor=people.analyst.actor, now=make.NOW, values=values)

    assert refused.value.params["edition"] == "gouden"


def test_a_measure_that_was_asked_stays_the_vendors(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people, request=make.RequestState.REQUESTED)

    with pytest.raises(AlreadyAsked):
        save_measure(
            session, row, actor=people.analyst.actor, now=make.NOW,
            measure_id=row.revision.measures[0].id,
            values=make.measure_values(owner=Owner.SCHOOL_MANDATORY),
        )  # fmt: skip


def test_a_claim_rests_on_something(session: Session, people: make.People, draft: Dossier) -> None:
    with pytest.raises(NothingRequired):
        save_claim(session, draft, actor=people.analyst.actor, now=make.NOW, requires=[])


def test_a_claim_names_each_measure_once_and_its_last_author(
    session: Session, people: make.People, draft: Dossier
) -> None:
    measures = draft.revision.measures

    row = save_claim(
        session, draft, actor=people.analyst2.actor, now=make.NOW,
        claim_id=draft.revision.claims[0].id,
        requires=[measures[2].id, measures[0].id, measures[2].id],
    )  # fmt: skip

    assert [m.key for m in row.requires] == ["M1", "M3"]
    assert people.analyst2.user.id in {author.user_id for author in row.authors}


def test_the_second_editor_is_told_when_only_the_measures_of_a_claim_changed(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = draft.revision.claims[0]
    words = {
        "claim_id": row.id, "version": row.version, "axis": row.axis, "cap": row.cap,
        "void_if": row.void_if, "rationale": row.rationale, "now": make.NOW,
    }  # fmt: skip
    more = [m.id for m in draft.revision.measures[:2]]
    save_claim(session, draft, actor=people.analyst.actor, requires=more, **words)
    session.commit()

    with pytest.raises(Stale):
        save_claim(session, draft, actor=people.analyst2.actor, requires=more[:1], **words)


def test_a_claim_is_about_a_risk_of_the_same_dossier(
    session: Session, people: make.People, draft: Dossier
) -> None:
    other = make.dossier(session, people=people)

    with pytest.raises(NotFound):
        save_claim(
            session, draft, actor=people.analyst.actor, now=make.NOW,
            risk_id=other.revision.risks[0].id,
        )  # fmt: skip


def test_a_finding_is_remedied_by_a_measure_of_the_same_dossier(
    session: Session, people: make.People, draft: Dossier
) -> None:
    other = make.dossier(session, people=people)

    with pytest.raises(NotFound):
        save_finding(
            session, draft, actor=people.analyst.actor, now=make.NOW,
            measure_id=other.revision.measures[0].id,
        )  # fmt: skip
