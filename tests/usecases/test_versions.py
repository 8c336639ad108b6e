"""Versions of a dossier: what it said, what changed, and the way back."""

from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.risk.assessment import NotEditable
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import Register, Section
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.risk.vocabulary import Origin
from dpia_workbench.store import audit, contents
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import ClaimAuthor, Dossier
from dpia_workbench.usecases import (
    autosave,
    claim,
    entry,
    fields,
    filling,
    library,
    measure,
    remediation,
    risk,
    states,
    versions,
)
from dpia_workbench.usecases.levels import outcome
from dpia_workbench.usecases.measure import AlreadyAsked
from dpia_workbench.usecases.restoring import FieldNeedsOthers
from tests import make
from tests.making import writes

PROPOSAL = Place(part=DossierPart.TEXT, key="proposal", field="body")


class Desk:
    """Somebody at work in a draft, an hour between any two things they do."""

    def __init__(self, session: Session, people: make.People, draft: Dossier) -> None:
        self.session, self.draft, self.now = session, draft, make.NOW
        self.person = people.analyst

    @property
    def told(self) -> dict[str, Any]:
        self.now += timedelta(hours=1)
        return {"actor": self.person.actor, "dossier_id": self.draft.id, "now": self.now}

    def write(self, text: str, *, was: str) -> None:
        fields.save(self.session, place=PROPOSAL, value=text, was=was, **self.told)

    def add(self, register: Register, **values: Any) -> str:
        return entry.add(self.session, register=register, values=values, **self.told).key

    @property
    def by(self) -> dict[str, Any]:
        """What the ways to write that name the dossier themselves are told."""
        return {name: value for name, value in self.told.items() if name != "dossier_id"}

    @property
    def verdict(self) -> Verdict:
        return outcome(self.draft.revision, on=make.TODAY).verdict

    @property
    def seq(self) -> int:
        return contents.newest_seq(self.session, self.draft.revision)

    def state(self, *, seq: int | None = None) -> states.State:
        return states.state(self.session, self.draft.revision, seq=seq)


@pytest.fixture
def desk(session: Session, people: make.People) -> Desk:
    return Desk(session, people, make.dossier(session, people=people))


def test_every_version_can_be_read_again(desk: Desk) -> None:
    seen = [(desk.seq, desk.state())]
    desk.write("One.", was="")
    seen.append((desk.seq, desk.state()))
    pupils = desk.add(Register.DATA_SUBJECT, name="Pupils")
    seen.append((desk.seq, desk.state()))
    marks = desk.add(Register.DATA_ITEM, name="Marks", subjects=[pupils])
    seen.append((desk.seq, desk.state()))
    entry.remove(desk.session, key=marks, **desk.told)
    seen.append((desk.seq, desk.state()))
    entry.bring_back(desk.session, key=marks, **desk.told)
    desk.write("Two.", was="One.")

    for seq, state in seen:
        assert desk.state(seq=seq) == state


def test_what_was_filled_at_once_can_be_undone_at_once(desk: Desk) -> None:
    before, empty = desk.seq, desk.state()
    statements = filling.Statements(
        texts={Section.PROPOSAL: "One."},
        entries=[
            filling.Given(key="a", register=Register.DATA_SUBJECT, values={"name": "Pupils"}),
            filling.Given(key="b", register=Register.DATA_ITEM, values={"subjects": ["a"]}),
        ],
    )
    filling.fill(desk.session, statements=statements, **desk.told)
    full = desk.state()

    assert full != empty
    assert desk.state(seq=before) == empty
    versions.restore_version(desk.session, seq=before, **desk.told)
    assert desk.state() == empty


def test_what_changed_between_two_versions_is_named(desk: Desk) -> None:
    before = desk.state()
    desk.write("One.", was="")
    key = desk.add(Register.ASSET, name="A server")

    assert states.compared(before, desk.state()) == (
        states.Changed(
            place=Place(part=DossierPart.ENTRY, key=key, field="name"), before=None,
            after="A server",
        ),
        states.Changed(place=PROPOSAL, before=None, after="One."),
    )  # fmt: skip


def test_a_field_goes_back_to_what_it_was(desk: Desk) -> None:
    desk.write("One.", was="")
    first = desk.seq
    desk.write("Two.", was="One.")

    versions.restore_field(desk.session, seq=first, **desk.told)

    assert desk.state()[PROPOSAL] == "One."
    assert [step.after for step in contents.steps(desk.session, desk.draft.revision, place=PROPOSAL)
            ] == ["One.", "Two.", "One."]  # fmt: skip


def test_a_whole_version_comes_back_and_so_does_the_one_before(desk: Desk) -> None:
    desk.write("One.", was="")
    pupils = desk.add(Register.DATA_SUBJECT, name="Pupils")
    marks = desk.add(Register.DATA_ITEM, name="Marks", subjects=[pupils])
    old, state = desk.seq, desk.state()
    entry.remove(desk.session, key=marks, **desk.told)
    entry.remove(desk.session, key=pupils, **desk.told)
    desk.add(Register.ASSET, name="A server")
    desk.write("Two.", was="One.")
    newer, later = desk.seq, desk.state()

    versions.restore_version(desk.session, seq=old, **desk.told)
    assert desk.state() == state

    versions.restore_version(desk.session, seq=newer, **desk.told)
    assert desk.state() == later


def test_what_is_being_typed_stays_in_the_history_when_a_version_comes_back(desk: Desk) -> None:
    desk.write("One.", was="")
    first = desk.seq
    told = desk.told
    fields.save(desk.session, place=PROPOSAL, value="Just typed.", was="One.", **told)

    versions.restore_version(desk.session, seq=first, **told)

    assert desk.state()[PROPOSAL] == "One."
    steps = contents.steps(desk.session, desk.draft.revision, place=PROPOSAL)
    assert "Just typed." in [step.after for step in steps]


def test_an_entry_that_a_version_did_not_have_is_taken_out_whole(desk: Desk) -> None:
    desk.write("One.", was="")
    before = desk.seq
    key = desk.add(Register.ASSET, name="A server", explanation="In a cellar.")

    versions.restore_version(desk.session, seq=before, **desk.told)
    row = entry.bring_back(desk.session, key=key, **desk.told)

    assert contents.values(row) == {"name": "A server", "explanation": "In a cellar."}


def test_an_empty_entry_that_others_refer_to_stays(desk: Desk) -> None:
    empty = desk.add(Register.DATA_SUBJECT)
    marks = desk.add(Register.DATA_ITEM, subjects=[empty])
    then = desk.seq
    desk.write("One.", was="")

    versions.restore_version(desk.session, seq=then, **desk.told)

    keys = [row.key for row in contents.entries(desk.session, desk.draft.revision)]
    assert keys == [marks, empty]


def test_a_step_can_be_undone_also_if_nothing_came_before_it(desk: Desk) -> None:
    desk.write("One.", was="")

    versions.restore_field(desk.session, seq=desk.seq, before=True, **desk.told)

    assert PROPOSAL not in desk.state()


def test_why_something_stays_empty_goes_back_too(desk: Desk) -> None:
    subject = "text:proposal"

    def excuse(reason: str) -> None:
        entry.set_not_applicable(desk.session, subject=subject, reason=reason, **desk.told)

    excuse("Nobody knows.")
    known = desk.seq
    excuse("The vendor does not say.")
    excuse("")

    versions.restore_version(desk.session, seq=known, **desk.told)
    assert [row.reason for row in desk.draft.revision.not_applicable] == ["Nobody knows."]
    versions.restore_field(desk.session, seq=known, before=True, **desk.told)
    assert desk.draft.revision.not_applicable == []
    told = [(step.before, step.after) for step in contents.steps(
        desk.session, desk.draft.revision, place=Place(part=DossierPart.EXEMPTION, key=subject),
        limit=9,
    )]  # fmt: skip
    assert told[-3:] == [
        ("The vendor does not say.", ""), ("Nobody knows.", "The vendor does not say."),
        ("", "Nobody knows."),
    ]  # fmt: skip


def test_the_text_of_a_risk_goes_back_too(desk: Desk, session: Session) -> None:
    place = Place(part=DossierPart.RISK, key="R1", field="description.nl")
    was = desk.draft.revision.risks[0].description.nl
    start = desk.seq
    autosave.save(session, where=place, value="Anders.", was=was, **desk.told)

    versions.restore_field(session, seq=desk.seq, before=True, **desk.told)
    assert desk.draft.revision.risks[0].description.nl == was

    autosave.save(session, where=place, value="Nog anders.", was=was, **desk.told)
    versions.restore_version(session, seq=start, **desk.told)
    assert desk.draft.revision.risks[0].description.nl == was


# All ways to write in a draft but the screening, whose answers the trail keeps whole.
_WRITES = [write for fact, write in writes.WRITES.items() if fact != "dossier.screened"]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_written_every_version_comes_back_whole(
    desk: Desk, session: Session, seed: int
) -> None:
    chance = Random(seed)
    versions_seen = [(desk.seq, desk.state(), desk.verdict)]
    for _turn in range(10):
        chance.choice(_WRITES)(session, desk.draft, **desk.by)
        versions_seen.append((desk.seq, desk.state(), desk.verdict))
    chance.shuffle(versions_seen)

    for seq, state, verdict in versions_seen:
        if seq < desk.seq:
            versions.restore_version(session, seq=seq, **desk.told)
        assert (desk.state(), desk.verdict) == (state, verdict)


def test_what_was_judged_goes_back_field_by_field(desk: Desk, session: Session) -> None:
    row = desk.draft.revision.risks[1]
    values = make.risk_values(likelihood=None, origin=Origin.BY_DESIGN, title=make.both("Anders"))
    writes.save_risk(session, desk.draft, risk_id=row.id, values=values, **desk.by)
    steps = contents.steps(session, desk.draft.revision, after=desk.seq - 3)

    for step in steps:
        versions.restore_field(session, seq=step.seq, before=True, **desk.told)

    assert (row.likelihood, row.origin, row.title) == (
        2,
        Origin.EVENT,
        make.both("Gegevens lekken"),
    )


def test_a_claim_that_comes_back_keeps_its_authors(
    desk: Desk, session: Session, people: make.People
) -> None:
    by = {**desk.by, "actor": people.analyst2.actor}
    there = writes.save_claim(session, desk.draft, **by)
    then, key = desk.seq, there.key
    claim.remove(session, claim_id=there.id, **desk.told)

    versions.restore_version(session, seq=then, **desk.told)

    back = next(row for row in desk.draft.revision.claims if row.key == key)
    authors = {author.user_id for author in back.authors}
    assert authors == {people.analyst.user.id, people.analyst2.user.id}


def test_what_is_taken_out_at_once_is_a_step_of_its_own(desk: Desk, session: Session) -> None:
    told = desk.by
    added = writes.save_risk(session, desk.draft, **told)
    then, state = desk.seq, desk.state()
    risk.remove(session, dossier_id=desk.draft.id, risk_id=added.id, **told)
    writes.save_risk(session, desk.draft, values=make.risk_values(likelihood=1), **told)

    versions.restore_version(session, seq=then, **desk.told)

    assert desk.state() == state


def test_a_claim_that_grew_to_rest_on_something_newer_keeps_it(
    desk: Desk, session: Session
) -> None:
    told = desk.by
    argument = writes.save_claim(session, desk.draft, **told)
    then = desk.seq
    newer = writes.save_measure(session, desk.draft, **told)
    kept = {"axis": argument.axis, "cap": 1, "void_if": [], "rationale": "Zo.", "version": None}
    claim.save(
        session, dossier_id=desk.draft.id, claim_id=argument.id, risk_id=argument.risk_id,
        requires=[newer.id], **kept, **told,
    )  # fmt: skip

    versions.restore_version(session, seq=then, **desk.told)

    assert newer in desk.draft.revision.measures
    assert argument.requires == [newer]


def test_authors_from_an_earlier_revision_and_marks_come_back_too(
    desk: Desk, session: Session, people: make.People
) -> None:
    there = desk.draft.revision.claims[0]
    there.authors.append(ClaimAuthor(user_id=people.reviewer.user.id))
    there.to_check = True
    session.commit()
    then, key = desk.seq, there.key
    claim.remove(session, claim_id=there.id, **desk.told)
    for _event in range(201):  # a page of the trail shows fewer
        audit.record(
            session, "dossier.described", actor=people.analyst.actor, subject_id=desk.draft.id,
            at=desk.now,
        )  # fmt: skip

    versions.restore_version(session, seq=then, **desk.told)

    back = next(row for row in desk.draft.revision.claims if row.key == key)
    assert people.reviewer.user.id in {author.user_id for author in back.authors}
    assert back.to_check


def test_what_the_vendor_works_on_is_neither_taken_out_nor_made_something_else(
    desk: Desk, session: Session
) -> None:
    asked = desk.draft.revision.measures[0]
    values = make.measure_values(owner=Owner.VENDOR, title=make.both("Anders"))
    writes.save_measure(session, desk.draft, measure_id=asked.id, values=values, **desk.by)
    steps = contents.steps(session, desk.draft.revision, after=desk.seq - 1)
    remediation.request(
        session, measure_id=asked.id, words="Doe dit.", today=make.TODAY, **desk.told
    )

    with pytest.raises(AlreadyAsked):
        versions.restore_field(session, seq=steps[0].seq, before=True, **desk.told)
    with pytest.raises(AlreadyAsked):
        measure.remove(session, measure_id=asked.id, **desk.told)
    assert asked.title == make.both("Anders")


def test_what_the_vendor_was_asked_for_stays(desk: Desk, session: Session) -> None:
    before = desk.seq
    added = writes.save_measure(session, desk.draft, **desk.by)
    remediation.request(
        session, measure_id=added.id, words="Doe dit.", today=make.TODAY, **desk.told
    )

    versions.restore_version(session, seq=before, **desk.told)

    assert added in desk.draft.revision.measures


def test_what_came_from_the_library_can_go_back(session: Session, people: make.People) -> None:
    source = make.release(session, people=people).product.slug
    desk = Desk(session, people, make.empty_dossier(session, people=people))
    before, empty = desk.seq, desk.state()
    library.add_risk(session, slug=source, key="R1", **desk.told)
    full = desk.state()
    assert len(full) > len(empty)

    versions.restore_version(session, seq=before, **desk.told)
    assert desk.state() == empty


def test_a_field_that_needs_others_does_not_go_back_alone(desk: Desk, session: Session) -> None:
    revision = desk.draft.revision
    made = next(
        step for step in contents.steps(session, revision)
        if (step.key, step.field) == ("R1", "origin")
    )  # fmt: skip
    argument = writes.save_claim(session, desk.draft, **desk.by)
    free = writes.save_risk(session, desk.draft, **desk.by)
    told = {"axis": argument.axis, "cap": 1, "void_if": [], "rationale": "Zo.", "version": None}
    needs = [revision.measures[0].id]
    save = partial(claim.save, session, claim_id=argument.id, requires=needs, **told)
    save(risk_id=free.id, **desk.told)
    save(risk_id=revision.risks[0].id, **desk.told)
    moved = next(
        step for step in contents.steps(session, revision)
        if (step.key, step.field, step.before) == (argument.key, "risk", free.key)
    )  # fmt: skip
    risk.remove(session, risk_id=free.id, **desk.told)

    for seq in (made.seq, moved.seq):
        with pytest.raises(FieldNeedsOthers):
            versions.restore_field(session, seq=seq, before=True, **desk.told)


def test_there_is_no_way_back_to_what_never_was(desk: Desk, session: Session) -> None:
    for seq in (-1, desk.seq, desk.seq + 1):
        with pytest.raises(NotFound):
            versions.restore_version(session, seq=seq, **desk.told)
    gone = writes.save_risk(session, desk.draft, **desk.by)
    risk.remove(session, risk_id=gone.id, **desk.told)
    for seq in (0, desk.seq, desk.seq + 1, 10**30):
        with pytest.raises(NotFound):
            versions.restore_field(session, seq=seq, **desk.told)


def test_only_a_draft_goes_back(session: Session, people: make.People) -> None:
    closed = make.dossier(session, people=people, state=make.State.IN_REVIEW)
    with pytest.raises(NotEditable):
        versions.restore_version(
            session, actor=people.analyst.actor, dossier_id=closed.id, seq=0, now=make.NOW
        )
