"""Suggestions: an analyst answers them in a draft, nothing is overwritten unseen."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.risk.assessment import NotEditable, ReviewerIsAuthor
from dpia_workbench.risk.discussion import Answer
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.schemas import dossiers as schemas
from dpia_workbench.schemas.base import BilingualField, Text
from dpia_workbench.store import audit, dossiers
from dpia_workbench.store.audit import sha256
from dpia_workbench.store.base import Stale
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, Thread
from dpia_workbench.together import Speaking
from dpia_workbench.usecases import place as places
from dpia_workbench.usecases import review, risk, suggestion, thread
from dpia_workbench.usecases.place import TEXTS, PartGone, TextMissing, TextTooLong
from dpia_workbench.usecases.rewording import TextChanged
from dpia_workbench.usecases.suggestion import ReasonMissing, SuggestionClosed
from dpia_workbench.usecases.thread import PassageNotFound
from tests import make
from tests.making.writes import REFUSALS, describe, save_risk

TIMES: dict[str, Any] = {"today": make.TODAY, "now": make.NOW}
TITLE = Place(part=DossierPart.RISK, key="R1", field="title")
SUMMARY = Place(part=DossierPart.DESCRIPTION, field="summary")
PLACES = [
    SUMMARY,
    Place(part=DossierPart.DESCRIPTION, field="sentence"),
    Place(part=DossierPart.CELL, key="C1", field="use"),
    TITLE,
    Place(part=DossierPart.RISK, key="R2", field="likelihood_reason"),
    Place(part=DossierPart.MEASURE, key="M1", field="title"),
    Place(part=DossierPart.MEASURE, key="M3", field="instruction"),
    Place(part=DossierPart.CLAIM, key="K1", field="rationale"),
    Place(part=DossierPart.FINDING, key="rights", field="note"),
]


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft of SURF."""
    return make.dossier(session, people=people)


def _suggest(
    session: Session, row: Dossier, by: make.Person, *, place: Place = TITLE, **words: Any
) -> Thread:
    values = {"language": "nl", "proposed": "Beter", "body": ""}
    return make.thread(session, row, by=by, place=place, **{**values, **words})


def _answer(row: Thread, person: make.Person) -> dict[str, Any]:
    return {
        "actor": person.actor, "dossier_id": row.dossier_id, "thread_id": row.id, "now": make.NOW,
    }  # fmt: skip


def _accept(session: Session, row: Thread, person: make.Person, **words: Any) -> Thread:
    current = suggestion.outcome(row, document=Speaking())[0] or ""
    values: dict[str, Any] = {"read": sha256(current), "text": None}
    return suggestion.accept(
        session, document=Speaking(), **_answer(row, person), **{**values, **words}
    )


def _text(row: Thread) -> str | None:
    return places.text_at(row.dossier.revision, row.place, language=row.language)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.part}-{place.field}")
def test_an_accepted_suggestion_is_written_where_it_was_made(
    session: Session, people: make.People, draft: Dossier, place: Place
) -> None:
    kind = TEXTS[place.part].fields[place.field]
    before = places.spots(draft.revision, place)

    row = _suggest(
        session, draft, people.analyst2, place=place, language="nl" if kind.bilingual else ""
    )
    _accept(session, row, people.analyst)
    session.expire_all()

    changed = [
        (new.field, new.language, new.text)
        for old, new in zip(before, places.spots(draft.revision, place), strict=True)
        if old != new
    ]
    assert changed == [(place.field, "nl" if kind.bilingual else "", "Beter")]
    assert (row.answer, row.answered_by, row.is_open) == (
        Answer.ACCEPTED, people.analyst.user, False
    )  # fmt: skip
    facts = {event.fact for event in audit.find(session, subject_id=draft.id, limit=2)}
    assert "suggestion.accepted" in facts


def test_a_suggestion_for_a_passage_leaves_the_rest(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = _suggest(session, draft, people.reviewer, place=SUMMARY, passage="vatting", proposed="")

    _accept(session, row, people.analyst)

    assert draft.revision.summary == Bilingual("Samen (nl)", "Samenvatting (en)")


def test_a_measure_that_the_vendor_was_asked_for_takes_a_suggestion(
    session: Session, people: make.People, draft: Dossier
) -> None:
    make.ask(session, draft, actor=people.analyst.actor)
    row = _suggest(session, draft, people.analyst2, place=PLACES[5])

    _accept(session, row, people.analyst)

    assert _text(row) == "Beter"


@pytest.mark.parametrize("name", list(REFUSALS))
def test_only_analysts_of_the_owner_answer_a_suggestion(
    session: Session, people: make.People, draft: Dossier, name: str
) -> None:
    row, person = _suggest(session, draft, people.reviewer), people.everybody()[name]

    with pytest.raises(REFUSALS[name]):
        _accept(session, row, person)
    with pytest.raises(REFUSALS[name]):
        suggestion.refuse(session, **_answer(row, person), reason="Nee")


def test_a_suggestion_is_answered_in_a_draft_only(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = _suggest(session, draft, people.reviewer)
    make.bring_to(session, draft, people=people, state=make.State.IN_REVIEW)

    with pytest.raises(NotEditable):
        _accept(session, row, people.analyst)
    with pytest.raises(NotEditable):
        suggestion.refuse(session, **_answer(row, people.analyst), reason="Nee")


def test_a_refusal_has_a_reason_and_changes_nothing(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = _suggest(session, draft, people.reviewer)
    before = _text(row)

    with pytest.raises(ReasonMissing):
        suggestion.refuse(session, **_answer(row, people.analyst), reason="")
    suggestion.refuse(session, **_answer(row, people.analyst), reason="Klopt niet.")

    assert (row.answer, row.answer_reason, row.is_open) == (Answer.REFUSED, "Klopt niet.", False)
    assert _text(row) == before
    assert people.reviewer.user.id not in dossiers.author_ids(draft.revision)


def test_a_suggestion_is_answered_once_and_while_its_thread_is_open(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row, other = (_suggest(session, draft, people.reviewer) for _ in range(2))
    plain = make.thread(session, draft, by=people.reviewer)
    _accept(session, row, people.analyst)
    thread.resolve(
        session, actor=people.reviewer.actor, dossier_id=draft.id, thread_id=other.id, now=make.NOW
    )

    for each in (row, other, plain):
        with pytest.raises(SuggestionClosed):
            suggestion.refuse(session, **_answer(each, people.analyst), reason="Nee")
    thread.reopen(
        session, actor=people.reviewer.actor, dossier_id=draft.id, thread_id=row.id, now=make.NOW
    )
    with pytest.raises(SuggestionClosed):
        _accept(session, row, people.analyst, read="")


def test_a_text_that_changed_is_not_overwritten_unseen(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = _suggest(session, draft, people.reviewer, place=SUMMARY)
    shown = sha256(_text(row) or "")
    describe(
        session, draft, actor=people.analyst2.actor, now=make.NOW, summary=make.both("Intussen")
    )

    with pytest.raises(Stale):
        _accept(session, row, people.analyst, read=shown, text="Samen")
    with pytest.raises(TextChanged):
        _accept(session, row, people.analyst)
    assert _text(row) == "Intussen (nl)"
    _accept(session, row, people.analyst, text="Intussen beter")

    assert _text(row) == "Intussen beter"


def test_what_is_seen_is_compared_once_more_when_it_is_written(
    session: Session, people: make.People, draft: Dossier
) -> None:
    with pytest.raises(Stale):
        places.write(
            session, actor=people.analyst.actor, dossier_id=draft.id, place=TITLE, language="nl",
            text="Beter", seen="Iets anders", words_of=None, now=make.NOW,
        )  # fmt: skip


def test_a_suggestion_for_a_part_that_went_can_only_be_refused(
    session: Session, people: make.People, draft: Dossier
) -> None:
    extra = save_risk(session, draft, actor=people.analyst.actor, now=make.NOW)
    row = _suggest(
        session, draft, people.reviewer,
        place=Place(part=DossierPart.RISK, key=extra.key, field="title"),
    )  # fmt: skip
    risk.remove(
        session, actor=people.analyst.actor, dossier_id=draft.id, risk_id=extra.id, now=make.NOW
    )

    with pytest.raises(PartGone):
        _accept(session, row, people.analyst)
    with pytest.raises(PartGone):
        places.write(
            session, actor=people.analyst.actor, dossier_id=draft.id, place=row.place,
            language="nl", text="Beter", seen="", words_of=None, now=make.NOW,
        )  # fmt: skip
    suggestion.refuse(session, **_answer(row, people.analyst), reason="Vervallen.")


def test_a_text_keeps_the_limits_of_its_form(
    session: Session, people: make.People, draft: Dossier
) -> None:
    with pytest.raises(TextTooLong):
        _suggest(session, draft, people.reviewer, proposed="x" * 301)
    with pytest.raises(PassageNotFound):
        _suggest(session, draft, people.reviewer, place=SUMMARY, passage="a", proposed="o")
    row = _suggest(session, draft, people.reviewer)
    with pytest.raises(TextTooLong):
        _accept(session, row, people.analyst, text="x" * 301)

    _accept(session, _suggest(session, draft, people.analyst2, proposed=""), people.analyst)
    last = _suggest(session, draft, people.analyst2, proposed="", language="en")
    with pytest.raises(TextMissing):
        _accept(session, last, people.analyst)


SCHEMAS: Mapping[DossierPart, type[schemas.StrictSchema]] = {
    DossierPart.DESCRIPTION: schemas.DescriptionSchema,
    DossierPart.CELL: schemas.CellSchema,
    DossierPart.RISK: schemas.RiskSchema,
    DossierPart.MEASURE: schemas.MeasureSchema,
    DossierPart.CLAIM: schemas.ClaimSchema,
    DossierPart.FINDING: schemas.FindingSchema,
}


@pytest.mark.parametrize("part", list(SCHEMAS))
def test_the_limits_are_those_of_the_forms(part: DossierPart) -> None:
    fields = SCHEMAS[part]().fields

    for name, kind in TEXTS[part].fields.items():
        field = fields[name]
        assert isinstance(field, BilingualField) is kind.bilingual
        if isinstance(field, BilingualField):
            assert (field.longest, field.blank) == (kind.longest, not kind.required)
        else:
            assert isinstance(field, Text)
            assert getattr(field.validators[0], "max", None) == kind.longest


def test_whose_words_are_taken_over_is_an_author(
    session: Session, people: make.People, draft: Dossier
) -> None:
    """Invariant 13: else a reviewer could write the text by suggestions, and then approve it."""
    make.ask(session, draft, actor=people.analyst.actor)
    row = _suggest(
        session, draft, people.reviewer, place=PLACES[7], language="", proposed="Beter gezegd."
    )

    _accept(session, row, people.analyst2)

    claim = draft.revision.claims[0]
    assert people.reviewer.user.id in dossiers.author_ids(draft.revision)
    assert people.reviewer.user.id in {author.user_id for author in claim.authors}
    review.submit(session, actor=people.analyst.actor, dossier_id=draft.id, **TIMES)
    with pytest.raises(ReviewerIsAuthor):
        review.approve(session, actor=people.reviewer.actor, dossier_id=draft.id, note="", **TIMES)
