"""Screening: forms that never change, answers that analysts save, content that is frozen."""

from copy import deepcopy
from typing import Any

import pytest
import yaml
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.assessment import Incomplete, Lack
from dpia_workbench.risk.questionnaire import (
    AnswerNotOffered,
    AnswersContradict,
    Ground,
    Instrument,
)
from dpia_workbench.risk.screening import Need, screen
from dpia_workbench.store import audit, releases, screenings
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import Dossier, ScreeningForm
from dpia_workbench.usecases import review, screening
from dpia_workbench.usecases.screening import FormChanged
from tests import make
from tests.making.writes import save_screening


@pytest.fixture
def form(session: Session) -> ScreeningForm:
    """The newest form."""
    return make.screening_form(session)


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft of SURF."""
    return make.dossier(session, people=people)


def changed(form: ScreeningForm, **words: Any) -> dict[str, Any]:
    """Return the content of a form with other values at its top."""
    return {**deepcopy(form.content), **words}


def load(session: Session, *forms: dict[str, Any]) -> tuple[str, ...]:
    loaded = screening.load(session, actor=SYSTEM, forms=forms, now=make.NOW)
    session.commit()
    return loaded


def save(session: Session, row: Dossier, people: make.People, **words: Any) -> Dossier:
    saved: Dossier = save_screening(session, row, actor=people.analyst.actor, now=make.NOW, **words)
    session.commit()
    return saved


def test_loading_a_form_again_changes_nothing(session: Session, form: ScreeningForm) -> None:
    assert load(session, changed(form)) == ()
    assert len(session.scalars(select(ScreeningForm)).all()) == 1


def test_a_new_version_is_the_one_for_new_screenings(session: Session, form: ScreeningForm) -> None:
    assert load(session, changed(form, version=3)) == ("nl-prescan 3",)
    assert load(session, changed(form, version=2)) == ("nl-prescan 2",)

    assert screenings.newest(session).version == 3
    assert not list(audit.broken_links(session))


def test_a_version_that_was_loaded_never_gets_other_content(
    session: Session, form: ScreeningForm
) -> None:
    with pytest.raises(FormChanged) as refused:
        load(session, changed(form, score_limit=100))

    assert refused.value.params == {"form": "nl-prescan", "version": 1}
    assert screenings.newest(session).content["score_limit"] == 4


@pytest.mark.parametrize("name", ["analyst", "publisher", "stranger"])
def test_who_has_no_right_to_it_loads_no_forms(
    session: Session, people: make.People, name: str
) -> None:
    with pytest.raises(Forbidden):
        screening.load(session, actor=people.everybody()[name].actor, forms=[], now=make.NOW)


def test_a_form_is_never_changed_nor_removed(session: Session, form: ScreeningForm) -> None:
    form.version = 9
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()

    session.delete(screenings.newest(session))
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()


def test_without_a_form_nothing_is_saved(session: Session, people: make.People) -> None:
    row = make.empty_dossier(session, people=people)

    with pytest.raises(NotFound):
        save_screening(session, row, actor=people.analyst.actor, now=make.NOW)


def test_the_outcome_follows_from_what_was_saved(
    session: Session, people: make.People, draft: Dossier
) -> None:
    save(session, draft, people, answers=make.screening_answers(criteria="none", minors="unknown"))

    found = screening.screened(draft.revision)

    assert found is not None
    assert found.form.version == 1
    assert found.outcome.need(Instrument.DPIA) is Need.NOT_REQUIRED
    assert found.outcome.need(Instrument.CHILD_RIGHTS) is Need.RECOMMENDED
    assert found.outcome.unknown == ("minors",)


def test_answers_to_what_does_not_apply_are_not_kept(
    session: Session, people: make.People, draft: Dossier
) -> None:
    save(session, draft, people, answers=make.screening_answers(cloud="no", mechanism="scc"))

    assert draft.revision.screening is not None
    kept = draft.revision.screening["answers"]
    assert set(kept).isdisjoint({"storage", "support", "mechanism", "special_transfer"})


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"cloud": "perhaps"}, AnswerNotOffered),
        ({"moon": "yes"}, AnswerNotOffered),
        ({"cloud": ["yes", "no"]}, AnswersContradict),
    ],
)
def test_answers_that_are_not_offered_are_refused(
    session: Session, people: make.People, draft: Dossier, words: Any, refusal: type[Exception]
) -> None:
    before = draft.revision.screening

    with pytest.raises(refusal):
        save(session, draft, people, answers=make.screening_answers(**words))

    assert draft.revision.screening == before


def test_an_older_screening_keeps_its_form(
    session: Session, people: make.People, draft: Dossier
) -> None:
    load(session, changed(screenings.newest(session), version=2, score_limit=0))

    old = screening.screened(draft.revision)
    assert old is not None
    assert (old.form.version, old.outcome.score.limit) == (1, 4)

    save(session, draft, people)
    new = screening.screened(draft.revision)
    assert new is not None
    assert (new.form.version, new.outcome.score.limit) == (2, 0)


@pytest.mark.parametrize("open_question", ["scale", "storage"])
def test_a_review_waits_for_every_answer(
    session: Session, people: make.People, draft: Dossier, open_question: str
) -> None:
    save(session, draft, people, answers=make.screening_answers(**{open_question: []}))

    with pytest.raises(Incomplete) as refused:
        review.submit(
            session, actor=people.analyst.actor, dossier_id=draft.id, today=make.TODAY, now=make.NOW
        )

    lacks = {gap.lack for gap in refused.value.params["gaps"]}  # type: ignore[attr-defined]
    assert lacks == {Lack.SCREENING}


def test_not_knowing_is_an_answer(session: Session, people: make.People, draft: Dossier) -> None:
    save(session, draft, people, answers=make.screening_answers(scale="unknown"))

    review.submit(
        session, actor=people.analyst.actor, dossier_id=draft.id, today=make.TODAY, now=make.NOW
    )

    assert draft.revision.state is make.State.IN_REVIEW


def test_a_release_freezes_the_screening_with_its_reasons(
    session: Session, people: make.People
) -> None:
    released = make.release(session, people=people)

    content = releases.content(released)

    form = screenings.newest(session)
    assert content["schema"] == "dpia-workbench/release/3"
    frozen = content["screening"]
    assert frozen["form"] == {"key": "nl-prescan", "version": 1, "sha256": form.sha256}
    assert frozen["answers"]["cloud"] == ["yes"]
    assert frozen["results"]["dpia"] == {
        "need": "required",
        "reasons": [
            {
                "ground": "edpb_criteria",
                "items": ["criteria.large_scale", "criteria.vulnerable_people"],
            }
        ],
    }
    assert frozen["score"]["total"] == 0


def test_the_example_of_the_method_comes_out_as_it_says(
    session: Session, form: ScreeningForm
) -> None:
    """docs/method/screening.md, which is a product of the demonstration."""
    file = make.DATA / "demonstration" / "dossiers" / "noorderlicht-leerplein.yaml"
    source = yaml.safe_load(file.read_text(encoding="utf-8"))
    answers = screening.answers_of(source["screening"])

    found = screen(screening.definition_of(form.content), answers)

    assert found.score.total == 9
    reasons = found.results[Instrument.DPIA].reasons
    assert [reason.ground for reason in reasons] == [
        Ground.AP_LIST, Ground.EDPB_CRITERIA, Ground.SCORE
    ]  # fmt: skip
    assert {instrument: found.need(instrument) for instrument in Instrument} == {
        Instrument.DPIA: Need.REQUIRED,
        Instrument.DTIA: Need.NOT_REQUIRED,
        Instrument.CHILD_RIGHTS: Need.RECOMMENDED,
        Instrument.ALGORITHMS: Need.RECOMMENDED,
    }


def test_what_was_not_screened_is_null_in_the_database(
    session: Session, people: make.People
) -> None:
    row = make.empty_dossier(session, people=people)

    query = text("SELECT count(*) FROM revision WHERE screening IS NULL")
    assert session.scalar(query) == 1
    assert screening.screened(row.revision) is None
