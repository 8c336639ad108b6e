"""Pages of agreements: the cooperative records, the vendor reads and adds, a board joins."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.agreement import Coverage, State
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.measures import Owner
from dpia_workbench.store import releases
from dpia_workbench.store.models import Agreement
from dpia_workbench.usecases import measure
from tests import make
from tests.browser import Browser

DAY = timedelta(days=1)


def _agreement(session: Session, people: make.People, **words: Any) -> Agreement:
    return make.agreement(session, people=people, now=clock.now(), **words)


def _at(row: Agreement, *rest: str) -> str:
    return "/".join((f"/agreements/{row.id}", *rest))


def test_an_analyst_records_an_agreement_and_brings_it_to_its_signatures(
    browser: Browser, session: Session, people: make.People
) -> None:
    browser.acts_as(people.analyst)
    assert people.vendor.organisation is not None
    new = browser.get("/agreements/new")

    page = browser.submit(
        new, vendor_id=people.vendor.organisation.id, kind="surf_4", coverage="open_offer",
        confidentiality="members", valid_from=clock.today().isoformat(), breach_hours="24",
        **{"title.nl": "Afspraak met Noorderlicht"},
    )  # fmt: skip
    assert page.h1 == "Afspraak met Noorderlicht"
    row = session.query(Agreement).one()
    for step in ("negotiation", "consent"):
        browser.post(_at(row, step), data={"version": row.version})
    for party in row.parties:
        form = browser.get(_at(row, "parties", str(party.id), "signature"))
        browser.submit(form, signatory="Jo", function="Directeur")
    early = browser.post(_at(row, "completion"), data={"version": row.version})
    assert early.status == 409
    upload = {"kind": "signed_text", "title": "", "dated": clock.today().isoformat(),
              "files": (BytesIO(b"Getekend."), "getekend.txt")}  # fmt: skip
    browser.post(_at(row, "annexes", "new"), data=upload)
    done = browser.post(_at(row, "completion"), data={"version": row.version})

    assert "Geldt" in done.text or "Geldig" in done.text
    assert row.state is State.SIGNED
    file = browser.fetch(_at(row, "annexes", str(row.annexes[0].id)))
    assert file.data == b"Getekend."
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_what_is_typed_stays_when_it_is_refused(browser: Browser, people: make.People) -> None:
    browser.acts_as(people.reviewer)
    assert people.vendor.organisation is not None
    new = browser.get("/agreements/new")

    page = browser.submit(
        new, vendor_id=people.vendor.organisation.id, kind="surf_4", coverage="open_offer",
        confidentiality="members", valid_from="2026-05-01", valid_until="2026-04-01",
        notice_days="veel", **{"title.nl": "Afspraak"},
    )  # fmt: skip
    assert page.status == 422
    assert set(page.errors) == {"notice_days"}
    again = browser.submit(page, notice_days="30")

    assert (again.status, set(again.errors)) == (422, {"valid_until"})
    assert again.field("title.nl").value == "Afspraak"


def test_the_list_can_be_filtered(browser: Browser, session: Session, people: make.People) -> None:
    soon = _agreement(session, people, valid_until=clock.today() + 20 * DAY)
    _agreement(session, people, vendor=people.other_vendor)
    browser.acts_as(people.analyst)

    everything = browser.get("/agreements").table("Overeenkomsten")
    ending = browser.get("/agreements?standing=expiring&vendor=noorderlicht")
    nothing = browser.get("/agreements?kind=licence&standing=nonsense")

    assert len(everything) == 2
    assert [link for link in ending.links().values() if str(soon.id) in link]
    assert len(ending.table("Overeenkomsten")) == 1
    assert "Geen overeenkomst past bij dit filter." in nothing.text


@pytest.mark.parametrize("name", ["stranger", "administrator"])
def test_who_has_no_agreements_finds_no_list(
    browser: Browser, people: make.People, name: str
) -> None:
    browser.acts_as(getattr(people, name))

    assert browser.get("/agreements").status == 404


def test_a_vendor_sees_its_own_and_adds_a_file(
    browser: Browser, session: Session, people: make.People
) -> None:
    mine = _agreement(session, people, confidentiality=Confidentiality.COOPERATIVE)
    make.furnished(session, mine, people=people, now=clock.now())
    draft = _agreement(session, people, state=State.DRAFT)
    browser.acts_as(people.vendor)

    page = browser.get(_at(mine))
    assert "Te algemeen" not in page.text
    assert "Artikel beschreven" not in page.text
    assert browser.get(_at(draft)).status == 404
    assert browser.get(_at(mine, "terms")).status == 403
    upload = {"kind": "security", "title": "Beveiliging", "dated": clock.today().isoformat(),
              "files": (BytesIO(b"Slot op de deur."), "slot.txt")}  # fmt: skip
    added = browser.post(_at(mine, "annexes", "new"), data=upload)
    assert "Beveiliging" in added.text
    wrong = browser.post(
        _at(mine, "annexes", "new"), data={**upload, "files": (BytesIO(b"MZ\x00"), "slot.pdf")}
    )
    assert (wrong.status, "files" in wrong.errors) == (422, True)

    browser.acts_as(people.other_vendor)
    for path in (_at(mine), _at(mine, "annexes", str(mine.annexes[0].id))):
        assert browser.get(path).status == 404


def test_a_board_joins_on_one_page_and_reads_what_it_signed(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = _agreement(session, people)
    browser.acts_as(people.board)
    page = browser.get(_at(row, "joinder"))
    assert page.field("agrees").value == []

    unticked = browser.submit(page, signatory="Bea", function="Voorzitter")
    assert (unticked.status, set(unticked.errors)) == (422, {"agrees"})
    assert unticked.field("signatory").value == "Bea"
    signed = browser.submit(unticked, agrees="true")

    made = row.joinders[0]
    assert made.sha256 in signed.text
    text = browser.fetch(_at(row, "joinder.json"))
    assert text.get_json() == made.content
    twice = browser.post(
        _at(row, "joinder"),
        data={"version": row.version, "signatory": "Bea", "function": "V", "agrees": "true"},
    )
    assert twice.status == 409
    assert len(row.joinders) == 1


def test_terms_that_changed_meanwhile_are_read_again_before_joining(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = _agreement(session, people)
    browser.acts_as(people.board)
    page = browser.get(_at(row, "joinder"))
    make.furnished(session, row, people=people, now=clock.now())

    late = browser.submit(page, signatory="Bea", function="Voorzitter", agrees="true")

    assert late.status == 409
    assert row.joinders == []


@pytest.mark.parametrize(
    ("name", "words", "status"),
    [
        ("fg", {}, 403),
        ("officer", {}, 403),
        ("vendor", {}, 403),
        ("board", {"coverage": Coverage.NAMED}, 422),
        ("board", {"coverage": Coverage.NAMED, "confidentiality": Confidentiality.MEMBERS}, 404),
        ("board", {"confidentiality": Confidentiality.MEMBERS,
                   "valid_from": clock.today() + DAY}, 409),
        ("board", {"state": State.NEGOTIATING}, 404),
    ],
)  # fmt: skip
def test_who_cannot_join_is_told_so(
    browser: Browser,
    session: Session,
    people: make.People,
    name: str,
    words: dict[str, Any],
    status: int,
) -> None:
    row = _agreement(session, people, **words)
    browser.acts_as(getattr(people, name))

    assert browser.get(_at(row, "joinder")).status == status
    data = {"version": row.version, "signatory": "A", "function": "B", "agrees": "true"}
    assert browser.post(_at(row, "joinder"), data=data).status == status
    assert row.joinders == []


def test_a_school_sees_itself_and_nobody_else(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = _agreement(session, people)
    make.joined(session, row, by=people.board, now=clock.now())

    seen = {}
    for name in (
        "analyst",
        "vendor",
        "officer",
        "fg",
        "other_officer",
        "stranger",
        "sivon_analyst",
    ):
        browser.acts_as(getattr(people, name))
        seen[name] = browser.get(_at(row)).text
    others = ("officer", "fg", "other_officer", "stranger", "sivon_analyst")

    assert all("De Waterlelie" in seen[name] for name in ("analyst", "vendor"))
    assert all("Aangesloten op" not in seen[name] for name in others)
    assert "Valt eronder: aangesloten" in seen["officer"]
    assert "Uw bestuur valt er niet onder" in seen["other_officer"]
    assert "Tekenaar" not in seen["stranger"] + seen["sivon_analyst"]


def test_a_clause_leads_to_the_measures_and_risks_that_rest_on_it(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = _agreement(session, people)
    dossier = make.dossier(session, people=people, now=clock.now())
    values = {**make.measure_values(owner=Owner.CONTRACTUAL), "agreement_id": row.id,
              "clause": "7.2"}  # fmt: skip
    measure.save(
        session, actor=people.analyst.actor, dossier_id=dossier.id, values=values, version=None,
        measure_id=dossier.revision.measures[1].id, now=clock.now(),
    )  # fmt: skip
    make.furnished(session, row, people=people, now=clock.now())

    browser.acts_as(people.analyst)
    page = browser.get(_at(row))
    assert any(dossier.key in text and "M2" in text for text in page.links())
    assert any(text.startswith("R1: ") for text in page.links())
    shown = browser.get(f"/dossiers/{dossier.id}")
    assert "Telt mee: de overeenkomst geldt" in shown.text
    form = browser.get(f"/dossiers/{dossier.id}/measures/{dossier.revision.measures[1].id}")
    assert form.field("agreement_id").value == str(row.id)

    browser.acts_as(people.vendor)
    assert dossier.key not in browser.get(_at(row)).text


def test_an_analyst_fills_in_the_checklist_and_the_rest(
    browser: Browser, session: Session, people: make.People
) -> None:
    board = make.organisation(session, name="De Regenboog", number="12345")
    row = _agreement(session, people, coverage=Coverage.NAMED)
    make.furnished(session, row, people=people, now=clock.now())
    browser.acts_as(people.analyst)

    grades = {f"{letter}_grade": "missing" for letter in "bcdefgh"}
    page = browser.get(_at(row, "checklist"))
    refused = browser.submit(page, **grades, a_grade="ok", a_clause="")
    assert set(refused.errors) == {"a_clause"}
    saved = browser.submit(refused, a_clause="4")
    assert "In orde" in saved.text
    page = browser.get(_at(row, "boards"))
    assert "numbers" in browser.submit(page, numbers="99").errors
    assert board.name in browser.submit(page, numbers="12345").text
    end = browser.get(_at(row, "sub-processors", str(row.subprocessors[0].id), "end"))
    browser.submit(end, until=clock.today().isoformat())
    assert row.subprocessors[0].until == clock.today()
    clause = browser.get(_at(row, "clauses", str(row.clauses[0].id)))
    assert "Alleen de EER" in browser.submit(clause, **{"summary.nl": "Alleen de EER"}).text
    assert browser.get(_at(row, "terms")).status == 409


def test_it_ends_from_a_day_on_and_is_then_a_record(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = _agreement(session, people)
    browser.acts_as(people.reviewer)
    form = browser.get(_at(row, "termination"))

    past = browser.submit(form, on="2020-01-01", reason="Opgezegd")
    assert set(past.errors) == {"on"}
    done = browser.submit(past, on=clock.today().isoformat())

    assert "Geldt niet meer" in done.text or "Niet meer" in done.text
    assert browser.get(_at(row, "termination")).status == 409
    draft = _agreement(session, people, state=State.DRAFT)
    browser.submit(browser.get(_at(draft, "abandonment")), reason="Niet nodig")
    assert draft.state is State.ABANDONED


def test_everybody_sees_on_a_vendors_page_what_a_school_can_join(
    browser: Browser, session: Session, people: make.People
) -> None:
    release = make.release(session, people=people, now=clock.now())
    row = _agreement(session, people)
    _agreement(session, people, confidentiality=Confidentiality.MEMBERS)
    _agreement(session, people, coverage=Coverage.NAMED)
    _agreement(session, people, valid_until=clock.today(), valid_from=clock.today() - DAY)
    path = f"/vendors/{release.product.vendor.slug}"

    public = browser.get(path)
    browser.acts_as(people.board)
    board = browser.get(path)

    assert [link for link in public.links().values() if "/agreements/" in link] == [_at(row)]
    assert _at(row, "joinder") in board.links().values()


def test_an_adoption_follows_the_joinder_instead_of_asking(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = _agreement(session, people)
    dossier = make.dossier(session, people=people, now=clock.now())
    values = {**make.measure_values(owner=Owner.CONTRACTUAL), "agreement_id": row.id}
    measure.save(
        session, actor=people.analyst.actor, dossier_id=dossier.id, values=values, version=None,
        measure_id=dossier.revision.measures[1].id, now=clock.now(),
    )  # fmt: skip
    make.bring_to(session, dossier, people=people, state=make.State.PUBLISHED, now=clock.now())
    release = releases.newest_of_dossier(session, dossier.id)
    started = make.adoption(session, people=people, release=release, now=clock.now())
    address = f"/adoptions/{started.id}"

    browser.acts_as(people.officer)
    before = browser.get(f"{address}/agreement")
    browser.acts_as(people.board)
    joins = browser.get(address).links()
    make.joined(session, row, by=people.board, now=clock.now())
    after = browser.get(address)
    make.terminated(session, row, people=people, on=clock.today(), now=clock.now())
    ended = browser.get(address)
    verdict = browser.get(f"/verdicts/{release.product.slug}") if release else ended

    assert "party_to" not in before.values()
    assert "Uw bestuur valt er niet onder" in before.text
    assert _at(row, "joinder") in joins.values()
    assert "Valt eronder: aangesloten" in after.text
    assert "Niet meer geldig" in ended.text or "Geldt niet meer" in ended.text
    assert "een overeenkomst waarop dit oordeel rust" in verdict.text


def test_terms_parties_and_sub_processors_are_written_while_it_is_a_draft(
    browser: Browser, session: Session, people: make.People
) -> None:
    board = make.organisation(session, name="De Regenboog", number="12345")
    row = _agreement(session, people, state=State.DRAFT)
    browser.acts_as(people.analyst)

    changed = browser.submit(browser.get(_at(row, "terms")), breach_hours="12")
    party = browser.get(_at(row, "parties", "new"))
    refused = browser.submit(party, name="Bestuur", role="controller", number="9")
    browser.submit(refused, number="12345")
    new = browser.get(_at(row, "sub-processors", "new"))
    words = {"name": "Wolkje", "country": "Ierland", "service": "Opslag", "since": "2026-02-01"}
    wrong = browser.submit(new, **words, until="2026-01-01")
    added = browser.submit(wrong, until="")

    assert "12 uur" in changed.text
    assert set(refused.errors) == {"number"}
    assert board.id in row.board_ids
    assert set(wrong.errors) == {"until"}
    assert "Wolkje" in added.text
    assert row.breach_hours == 12
