"""From rows to levels: what counts on a day, and what only seems to."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.verdict import Result, Topic, Verdict
from dpia_workbench.risk.vocabulary import SubjectGroup, Tag
from dpia_workbench.store import products, releases
from dpia_workbench.store.models import ClaimAuthor
from dpia_workbench.usecases import frozen, levels
from tests import make
from tests.making.writes import save_cell, save_claim, save_measure, save_risk

R = make.RequestState


def test_the_levels_go_down_with_each_stage(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people, request=R.VERIFIED)

    reached = levels.outcome(row.revision, on=make.TODAY)

    stages = (Stage.AS_TESTED, Stage.AFTER_VENDOR, Stage.ATTAINABLE, Stage.BEST)
    assert [reached.worst("R1", stage=stage) for stage in stages] == [
        Level.HIGH, Level.MEDIUM, Level.LOW, Level.LOW,
    ]  # fmt: skip
    assert [reached.worst("R2", stage=stage) for stage in stages] == [
        Level.MEDIUM, Level.LOW, Level.LOW, Level.LOW,
    ]  # fmt: skip
    assert reached.verdict is Verdict.GREEN_WITH_MEASURES


@pytest.mark.parametrize(
    ("state", "after_vendor"),
    [
        (None, Level.HIGH),
        (R.REQUESTED, Level.HIGH),
        (R.ACKNOWLEDGED, Level.HIGH),
        (R.COMMITTED, Level.HIGH),
        (R.DELIVERED, Level.HIGH),
        (R.VERIFIED_PARTIAL, Level.HIGH),
        (R.DECLINED, Level.HIGH),
        (R.WITHDRAWN, Level.HIGH),
        (R.VERIFIED, Level.MEDIUM),
    ],
)
def test_only_a_verified_measure_of_the_vendor_counts(
    session: Session, people: make.People, state: R | None, after_vendor: Level
) -> None:
    row = make.dossier(session, people=people, request=state)

    reached = levels.outcome(row.revision, on=make.TODAY)

    assert reached.worst("R1", stage=Stage.AFTER_VENDOR) is after_vendor


def test_a_check_counts_until_it_expires(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people, request=R.VERIFIED)
    asked = row.revision.measures[0].remediation
    assert asked is not None
    assert asked.verification_expires_on is not None
    day = asked.verification_expires_on

    found = [
        levels.outcome(row.revision, on=on).worst("R1", stage=Stage.AFTER_VENDOR)
        for on in (make.TODAY - timedelta(days=1), make.TODAY, day - timedelta(days=1), day)
    ]

    assert found == [Level.HIGH, Level.MEDIUM, Level.MEDIUM, Level.HIGH]


def test_a_check_does_not_count_when_the_checker_claims_the_effect_afterwards(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, request=R.VERIFIED)
    claim = row.revision.claims[0]
    claim.authors.append(ClaimAuthor(user_id=people.reviewer.user.id))
    session.commit()

    reached = levels.outcome(row.revision, on=make.TODAY)

    assert reached.worst("R1", stage=Stage.AFTER_VENDOR) is Level.HIGH


def test_an_agreement_counts_while_it_is_in_force_and_open(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people)
    agreement = row.revision.measures[1]
    assert agreement.owner is Owner.CONTRACTUAL

    def attainable() -> Level:
        return levels.outcome(row.revision, on=make.TODAY).worst("R1", stage=Stage.ATTAINABLE)

    assert attainable() is Level.LOW
    agreement.in_force_until = make.TODAY
    assert attainable() is Level.HIGH
    agreement.in_force_until, agreement.open_to_sector = None, False
    assert attainable() is Level.HIGH
    agreement.open_to_sector, agreement.in_force_from = True, make.TODAY + timedelta(days=1)
    assert attainable() is Level.HIGH


def test_a_measure_for_one_edition_does_not_help_the_other(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people)
    mandatory = row.revision.measures[2]
    mandatory.editions = ["basis"]

    reached = levels.outcome(row.revision, on=make.TODAY)

    attained = {
        key: cell.levels["R1"].level(Stage.ATTAINABLE) for key, cell in reached.cells.items()
    }
    assert attained == {"C1": Level.LOW, "C2": Level.HIGH}
    assert reached.worst("R1", stage=Stage.ATTAINABLE) is Level.HIGH
    assert reached.verdict is Verdict.RED


def test_the_age_of_the_pupils_is_a_tag_that_no_cell_forgets(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people)
    words = {"actor": people.analyst.actor, "now": make.NOW}
    save_cell(session, row, group=SubjectGroup.PUPILS_UNDER_13, tags=[], **words)
    save_claim(session, row, void_if=[Tag.UNDER_13], **words)
    floor = {"tag": Tag.UNDER_16, "axis": "severity", "level": 3}
    risk = save_risk(session, row, values=make.risk_values(severity=1, floors=[floor]), **words)
    session.commit()

    reached = levels.outcome(row.revision, on=make.TODAY)

    values = {
        key: cell.levels[risk.key].explanations[Stage.AS_TESTED].severity.value
        for key, cell in reached.cells.items()
    }
    assert values == {"C1": 3, "C2": 1, "C3": 3}
    assert levels.cell_of(row.revision.cells[2]).tags == {Tag.UNDER_13, Tag.UNDER_16}


def test_an_axis_that_nobody_knows_counts_as_the_worst(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people)
    risk = save_risk(
        session, row, values=make.risk_values(likelihood=None), actor=people.analyst.actor,
        now=make.NOW,
    )  # fmt: skip
    session.commit()

    reached = levels.outcome(row.revision, on=make.TODAY)

    assert reached.worst(risk.key, stage=Stage.AS_TESTED) is Level.HIGH


@pytest.mark.parametrize(
    ("result", "verdict"),
    [
        (Result.NON_COMPLIANT, Verdict.RED),
        (Result.NOT_ASSESSED, Verdict.GREY),
        (Result.REMEDIABLE, Verdict.AMBER),
        (Result.COMPLIANT, Verdict.GREEN_WITH_MEASURES),
    ],
)
def test_the_law_is_a_gate(
    session: Session, people: make.People, result: Result, verdict: Verdict
) -> None:
    row = make.dossier(session, people=people, results={Topic.TRANSFERS: result})

    assert levels.outcome(row.revision, on=make.TODAY).verdict is verdict


def test_a_dossier_without_cells_has_no_verdict_and_the_worst_levels(
    session: Session, people: make.People
) -> None:
    row = make.empty_dossier(session, people=people)
    risk = save_risk(session, row, actor=people.analyst.actor, now=make.NOW)
    session.commit()

    reached = levels.outcome(row.revision, on=make.TODAY)

    assert reached.verdict is Verdict.GREY
    assert reached.worst(risk.key, stage=Stage.BEST) is Level.HIGH


def test_an_unused_measure_changes_nothing(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people)
    before = levels.outcome(row.revision, on=make.TODAY)

    save_measure(session, row, actor=people.analyst.actor, now=make.NOW)
    session.commit()

    assert levels.outcome(row.revision, on=make.TODAY).verdict is before.verdict


@pytest.mark.parametrize("state", [None, R.COMMITTED, R.DELIVERED, R.VERIFIED])
def test_what_a_release_froze_gives_the_same_levels_again(
    session: Session, people: make.People, state: R | None
) -> None:
    row = make.dossier(session, people=people, state=make.State.PUBLISHED, request=state)
    published = products.newest_release(session, row.product_id)
    assert published is not None

    content = releases.content(published)

    assert frozen.assessment_of(content) == levels.assessment_of(row.revision)
    assert [frozen.cell_of(cell) for cell in content["cells"]] == [
        levels.cell_of(cell) for cell in row.revision.cells
    ]
