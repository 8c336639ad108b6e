"""Discussion: who may take part, what is refused, what stays, what an approval needs."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store import audit, dossiers, threads
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import Dossier, Thread
from dpia_workbench.store.threads import Show
from dpia_workbench.usecases import dossier as dossier_verbs
from dpia_workbench.usecases import review, risk, thread
from dpia_workbench.usecases.discussing import NotAReader, NothingSaid
from dpia_workbench.usecases.review import ThreadsOpen
from dpia_workbench.usecases.thread import FieldMissing, FieldUnknown, PassageNotFound
from tests import make
from tests.making.writes import save_risk

TIMES: dict[str, Any] = {"today": make.TODAY, "now": make.NOW}
SEE_NOTHING = (
    "sivon_analyst", "vendor", "other_vendor", "officer", "fg", "board", "administrator",
    "stranger",
)  # fmt: skip
R1 = Place(part=DossierPart.RISK, key="R1")


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft of SURF."""
    return make.dossier(session, people=people)


def _who(row: Thread, person: make.Person) -> dict[str, Any]:
    return {"actor": person.actor, "dossier_id": row.dossier_id, "thread_id": row.id}


def _reply(session: Session, row: Thread, person: make.Person, **words: Any) -> Any:
    values = {"body": "Ja.", "mentions": (), **TIMES}
    return thread.reply(session, **_who(row, person), **{**values, **words})


def _open(session: Session, person: make.Person, row: Dossier, **words: Any) -> list[Thread]:
    values = {"show": Show.OPEN, **words}
    found, _pages = threads.find(session, dossier_id=row.id, actor=person.actor, **values)
    return list(found)


@pytest.mark.parametrize("name", ["analyst", "analyst2", "reviewer", "publisher"])
def test_who_may_read_the_dossier_takes_part(
    session: Session, people: make.People, draft: Dossier, name: str
) -> None:
    person = people.everybody()[name]

    row = make.thread(session, draft, by=person, assignee=people.analyst)
    _reply(session, row, person)
    thread.resolve(session, **_who(row, person), now=make.NOW)
    thread.reopen(session, **_who(row, person), now=make.NOW)
    thread.assign(session, **_who(row, person), assignee_id=None, **TIMES)

    assert [comment.body for comment in row.comments] == ["Klopt dit?", "Ja."]
    assert (row.is_open, row.assignee) == (True, None)
    assert person.user.id not in dossiers.author_ids(draft.revision) - {people.analyst.user.id}
    facts = [event.fact for event in audit.find(session, subject_id=draft.id, limit=5)]
    assert facts == [
        "thread.assigned", "thread.reopened", "thread.resolved", "thread.answered",
        "thread.opened",
    ]  # fmt: skip


@pytest.mark.parametrize("name", SEE_NOTHING)
def test_for_everybody_else_there_is_no_discussion(
    session: Session, people: make.People, draft: Dossier, name: str
) -> None:
    row, person = make.thread(session, draft, by=people.analyst), people.everybody()[name]

    for verb, words in (
        (thread.reply, {"body": "Ja.", "mentions": (), **TIMES}),
        (thread.see, {"now": make.NOW}),
        (thread.assign, {"assignee_id": None, **TIMES}),
        (thread.resolve, {"now": make.NOW}),
        (thread.reopen, {"now": make.NOW}),
    ):
        with pytest.raises(NotFound):
            verb(session, **_who(row, person), **words)  # type: ignore[operator]
    with pytest.raises(NotFound):
        make.thread(session, draft, by=person)
    assert _open(session, person, draft) == []
    assert threads.counts(session, dossier_id=draft.id, actor=person.actor) == {}


def test_a_thread_is_found_only_under_its_own_dossier(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row, other = (
        make.thread(session, draft, by=people.analyst),
        make.dossier(session, people=people),
    )

    with pytest.raises(NotFound):
        threads.get(session, row.id, dossier_id=other.id, actor=people.analyst.actor)


def test_a_passage_finds_its_text(session: Session, people: make.People, draft: Dossier) -> None:
    description = Place(part=DossierPart.DESCRIPTION)

    row = make.thread(
        session, draft, by=people.reviewer, place=description, passage="Reikwijdte (en)"
    )

    assert (row.field, row.language, row.passage) == ("scope", "en", "Reikwijdte (en)")


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"body": ""}, NothingSaid),
        ({"passage": "Dat staat er niet"}, PassageNotFound),
        ({"passage": "e"}, FieldMissing),
        ({"proposed": "Nieuw"}, FieldMissing),
        ({"place": Place(part=DossierPart.RISK, key="R1", field="likelihood")}, FieldUnknown),
        ({"place": Place(part=DossierPart.RISK, key="R1", field="title")}, FieldUnknown),
        ({"place": Place(part=DossierPart.RISK, key="R9")}, NotFound),
        ({"place": Place(part=DossierPart.DESCRIPTION, key="R1")}, NotFound),
        ({"place": Place(part=DossierPart.ENTRY, key="DI1")}, NotFound),
    ],
)
def test_a_thread_is_on_something_that_is_there(
    session: Session,
    people: make.People,
    draft: Dossier,
    words: dict[str, Any],
    refusal: type[Exception],
) -> None:
    with pytest.raises(refusal):
        make.thread(session, draft, by=people.analyst, **words)


def test_only_readers_are_mentioned_or_asked(
    session: Session, people: make.People, draft: Dossier
) -> None:
    readers = threads.readers(session, draft, on=make.TODAY)
    assert [user.name for user in readers] == [
        "Ada Analist", "Bram Analist", "Piet Publicist", "Rosa Reviewer",
    ]  # fmt: skip

    for words in ({"mentions": [people.vendor]}, {"assignee": people.sivon_analyst}):
        with pytest.raises(NotAReader):
            make.thread(session, draft, by=people.analyst, **words)  # type: ignore[arg-type]
    row = make.thread(session, draft, by=people.analyst)
    with pytest.raises(NotAReader):
        _reply(session, row, people.analyst, mentions=[uuid4()])


def test_a_mention_is_seen_when_said_so_or_answered(
    session: Session, people: make.People, draft: Dossier
) -> None:
    called = [people.reviewer, people.analyst2, people.publisher]
    row = make.thread(session, draft, by=people.analyst, mentions=called)

    thread.see(session, **_who(row, people.reviewer), now=make.NOW)
    _reply(session, row, people.analyst2)

    unseen = {m.user.name for m in row.comments[0].mentions if m.seen_at is None}
    assert unseen == {"Piet Publicist"}
    assert _open(session, people.publisher, draft, show=Show.MENTIONS) == [row]
    assert _open(session, people.reviewer, draft, show=Show.MENTIONS) == []


def test_who_is_called_by_name_in_the_text_is_mentioned(
    session: Session, people: make.People, draft: Dossier
) -> None:
    body = "@rosa, kijk jij? En @Bram Analist; @Ada Analist weet het al, @Vic Vreemd niet."
    row = make.thread(session, draft, by=people.analyst, mentions=[people.publisher], body=body)

    mentioned = {mention.user.name for mention in row.comments[0].mentions}
    assert mentioned == {"Rosa Reviewer", "Bram Analist", "Piet Publicist"}


def test_an_answer_says_something_and_stays(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.thread(session, draft, by=people.analyst)

    with pytest.raises(NothingSaid):
        _reply(session, row, people.reviewer, body="")
    row.comments[0].body = "Anders"
    with pytest.raises(Frozen):
        session.flush()


def test_the_lists_show_what_is_asked_for(
    session: Session, people: make.People, draft: Dossier
) -> None:
    m1 = Place(part=DossierPart.MEASURE, key="M1")
    mine = make.thread(session, draft, by=people.analyst, assignee=people.reviewer)
    done = make.thread(session, draft, by=people.analyst, place=m1)
    thread.resolve(session, **_who(done, people.reviewer), now=make.NOW)
    thread.resolve(session, **_who(done, people.analyst), now=make.NOW)

    assert _open(session, people.reviewer, draft) == [mine]
    assert _open(session, people.reviewer, draft, show=Show.RESOLVED) == [done]
    assert _open(session, people.reviewer, draft, show=Show.MINE) == [mine]
    assert _open(session, people.analyst, draft, show=Show.MINE) == []
    assert _open(session, people.analyst, draft, place=m1) == []
    assert threads.counts(session, dossier_id=draft.id, actor=people.analyst.actor) == {R1: 1}
    assert done.resolved_by == people.reviewer.user


def test_an_approval_needs_every_thread_resolved_and_a_submission_does_not(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.thread(session, draft, by=people.reviewer)
    review.submit(session, actor=people.analyst.actor, dossier_id=draft.id, **TIMES)
    approve: dict[str, Any] = {
        "actor": people.reviewer.actor, "dossier_id": draft.id, "note": "", **TIMES
    }  # fmt: skip

    with pytest.raises(ThreadsOpen) as refused:
        review.approve(session, **approve)
    assert refused.value.params == {"count": 1}
    thread.resolve(session, **_who(row, people.reviewer), now=make.NOW)
    review.approve(session, **approve)

    assert draft.revision.state is make.State.APPROVED


def test_a_thread_stays_when_its_part_goes_and_in_the_next_revision(
    session: Session, people: make.People, draft: Dossier
) -> None:
    extra = save_risk(session, draft, actor=people.analyst.actor, now=make.NOW)
    place = Place(part=DossierPart.RISK, key=extra.key)
    row = make.thread(session, draft, by=people.analyst, place=place)

    risk.remove(
        session, actor=people.analyst.actor, dossier_id=draft.id, risk_id=extra.id, now=make.NOW
    )

    assert _open(session, people.analyst, draft) == [row]
    _reply(session, row, people.reviewer)
    thread.resolve(session, **_who(row, people.reviewer), now=make.NOW)
    make.bring_to(session, draft, people=people, state=make.State.PUBLISHED)
    dossier_verbs.revise(session, actor=people.analyst.actor, dossier_id=draft.id, now=make.NOW)
    assert _open(session, people.analyst, draft, show=Show.RESOLVED) == [row]


def test_who_lost_the_role_is_no_reader(
    session: Session, people: make.People, draft: Dossier
) -> None:
    people.analyst2.user.memberships[0].until = make.TODAY
    people.reviewer.user.is_active = False
    session.flush()

    assert [user.name for user in threads.readers(session, draft, on=make.TODAY)] == [
        "Ada Analist", "Piet Publicist"
    ]  # fmt: skip
