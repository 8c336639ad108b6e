"""The demonstration on its first day: every screen has something to show."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.cli.demonstration.stage import Stage
from dpia_workbench.cli.demonstration.talking import kept
from dpia_workbench.files.keeping import FileStore
from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.assessment import Purpose
from dpia_workbench.risk.fact_check import Answer
from dpia_workbench.risk.fact_check import State as CheckState
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.schemas.demonstration import ACCOUNTS, read_demonstration
from dpia_workbench.schemas.release_content import release_schema
from dpia_workbench.schemas.templates import read_templates
from dpia_workbench.store import products, vendor_statements
from dpia_workbench.store.models import (
    Adoption,
    Evidence,
    FactCheck,
    Job,
    Release,
    ReleaseErratum,
    Revision,
    Thread,
    VendorStatement,
)
from dpia_workbench.usecases import chain, local, points, profile, template
from dpia_workbench.usecases.task import Kind
from dpia_workbench.usecases.tasks import waiting
from tests import make
from tests.profiles import CONTENT

DATA = Path(__file__).parents[2] / "data" / "demonstration"
WAITING = {
    "analist@surf.example": {
        Kind.COMPLETE_DRAFT, Kind.FOLLOW_APPROVED, Kind.ANSWER_SUGGESTIONS, Kind.SEE_TO_THREADS,
        Kind.BUNDLE_OBJECTIONS, Kind.ANSWER_REMARKS,
    },
    "analist2@surf.example": {
        Kind.CHECK_DELIVERY, Kind.FOLLOW_APPROVED, Kind.ANSWER_SUGGESTIONS,
        Kind.BUNDLE_OBJECTIONS, Kind.ANSWER_REMARKS,
    },
    "reviewer@surf.example": {Kind.CHECK_DELIVERY, Kind.REVIEW, Kind.ANSWER_REMARKS},
    "publicist@surf.example": {Kind.PUBLISH},
    "analist@sivon.example": {Kind.COMPLETE_DRAFT, Kind.ANSWER_SUGGESTIONS},
    "contact@noorderlicht.example": {
        Kind.READ_REQUEST, Kind.PROMISE_DAY, Kind.ANSWER_FACT_CHECK,
    },
    "contact@zuidwind.example": {Kind.READ_REQUEST},
    "po@dewaterlelie.example": {
        Kind.LOOK_AGAIN, Kind.RECORD_VIEWS, Kind.RESPOND_TO_CHANGE, Kind.FOLLOW_CONSULTATION,
        Kind.READ_INCIDENT,
    },
    "fg@dewaterlelie.example": {Kind.ADVISE},
    "po@hetkompas.example": {Kind.RECORD_MEASURES, Kind.RESPOND_TO_CHANGE},
    "fg@hetkompas.example": {Kind.ADVISE},
    "bestuur@hetkompas.example": {Kind.DECIDE},
}  # fmt: skip
PUBLISHED = {
    "noorderlicht-leerplein": Verdict.AMBER,
    "noorderlicht-portfolio": Verdict.GREEN_WITH_MEASURES,
    "zuidwind-videoles": Verdict.AMBER,
}


@pytest.fixture
def stage(session: Session, tmp_path: Path) -> Stage:
    """The demonstration after it was played."""
    profile.load(session, actor=SYSTEM, items=tuple(CONTENT.values()), now=make.NOW)
    template.load(
        session, actor=SYSTEM, items=read_templates(DATA.parent / "templates"), now=make.NOW
    )
    make.screening_form(session)
    story = read_demonstration(DATA)
    with kept(story, store=FileStore(tmp_path / "files")) as files:
        made = Stage(session, story=story, files=files, signer=make.SIGNER, today=clock.today())
        made.play(password="demonstratie")
        session.commit()
        assert all(FileStore(tmp_path / "files").is_whole(each.sha256) for each in files.values())
    return made


@pytest.mark.slow
def test_almost_everybody_has_something_to_do(session: Session, stage: Stage) -> None:
    found = {
        email: {task.kind for task in waiting(session, actor=who, today=clock.today())}
        for email, who in stage.cast.actors.items()
    }

    assert set(found) == set(ACCOUNTS)
    assert {email: kinds for email, kinds in found.items() if kinds} == WAITING


@pytest.mark.slow
def test_what_is_promised_of_the_demonstration_is_there(session: Session, stage: Stage) -> None:
    newest = {
        product.slug: products.newest_release(session, product.id)
        for product in products.find(session)
    }
    assert {slug: row.verdict for slug, row in newest.items() if row} == PUBLISHED

    adopted = {
        (row.board.slug, row.release.product.slug)
        for row in session.scalars(select(Adoption))
        if local.assess(row, on=clock.today()).state is State.ACTIVE
    }
    assert adopted == {("de-waterlelie", "noorderlicht-portfolio")}
    _require_points(session)
    _require_talk(session)
    _require_checks(session)
    _require_trust(session)
    kinds = {job.detail.get("kind") for job in session.scalars(select(Job))}
    assert kinds.isdisjoint({"invitation", "new-password"})  # nobody gets a link for a password


def _require_points(session: Session) -> None:
    """What was published is complete; what is a draft shows work in progress."""
    open_points = {
        (row.dossier.owner.slug, row.dossier.product.slug, row.number): len(
            points.unfilled(row).get(Purpose.PUBLICATION, ())
        )
        for row in session.scalars(select(Revision))
    }
    assert open_points.pop(("sivon-demonstratie", "zuidwind-videoles", 1)) > 10
    assert open_points.pop(("surf-demonstratie", "noorderlicht-leerplein", 2)) == 2
    assert set(open_points.values()) == {0}


def _require_trust(session: Session) -> None:
    """Every release is signed, whole, and what the published schema says; one was corrected."""
    rows = session.scalars(select(Release)).all()
    assert {row.product.slug for row in rows} == set(PUBLISHED)
    for row in rows:
        Draft202012Validator(release_schema(3)).validate(json.loads(row.canonical))
    assert list(chain.all_faults(session)) == []
    corrected = session.scalars(select(ReleaseErratum)).one()
    assert corrected.release.product.slug == "noorderlicht-portfolio"


def _require_talk(session: Session) -> None:
    rows = session.scalars(select(Evidence)).all()
    found = {row.file_name: row.links[0].key for row in rows}
    assert found == {"proefles-verkeer.csv": "R1", "schrijfhulp-verzoek.txt": "R4"}
    threads = session.scalars(select(Thread)).all()
    assert [row.is_open for row in threads] == [True] * 3
    assert sum(row.proposed is not None for row in threads) == 2


def _require_checks(session: Session) -> None:
    """One fact check is open for weeks, with answers of several kinds; one statement stands."""
    row = session.scalars(select(FactCheck)).one()
    assert (row.product.slug, row.state) == ("noorderlicht-leerplein", CheckState.SENT)
    assert row.deadline is not None
    assert (row.deadline - clock.today()).days > 14
    assert len(row.items) == 6
    assert {item.answer for item in row.items} == {
        None, Answer.AGREE, Answer.CORRECT, Answer.CONFIDENTIAL
    }  # fmt: skip
    said = session.scalars(select(VendorStatement)).one()
    assert said.product.slug == "zuidwind-videoles"
    assert vendor_statements.accepted(session, said.product_id) == said
