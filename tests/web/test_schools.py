"""The schools of a board through the browser: register, lists, and what an adoption covers."""

import io
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.store import schools
from dpia_workbench.store.models import School
from tests import make
from tests.browser import Browser
from tests.pages import Page
from tests.web.adopting import begun, only_adoption

REGISTER = "/school/schools"
LIST = "brin;naam;sector;leerlingen\n99AA;De Kluut;po;210\n99AB;De Wulp;so;\n"
NEW = {"name": "De Kluut", "brin": "99aa", "sector": "po", "pupils": "210"}


def _register(session: Session, people: make.People) -> dict[str, School]:
    session.expire_all()
    return {row.brin: row for row in schools.find(session, actor=people.officer.actor)}


def _two(session: Session, people: make.People) -> tuple[School, School]:
    now = clock.now()
    return (
        make.school(session, by=people.officer, brin="99AA", name="De Kluut", pupils=210, now=now),
        make.school(
            session, by=people.officer, brin="99AB", name="De Wulp", sector=Sector.SO, now=now
        ),
    )


def test_a_school_is_added_changed_and_ended(
    browser: Browser, session: Session, people: make.People
) -> None:
    browser.acts_as(people.officer)
    assert "No schools yet" in browser.get(REGISTER, lang="en").headings

    page = browser.submit(browser.get(f"{REGISTER}/new", lang="en"), **NEW)
    assert page.path == REGISTER
    row = _register(session, people)["99AA"]
    assert (row.name, row.pupils) == ("De Kluut", 210)
    path = f"{REGISTER}/{row.id}"
    page = browser.submit(browser.get(path), action=path, name="De Kleine Kluut", pupils="")
    assert _register(session, people)["99AA"].pupils is None
    page = browser.post(f"{REGISTER}/{row.id}/end", data={"version": "2"}, lang="en")

    assert "Closed or left" in page.headings
    assert _register(session, people) == {}


@pytest.mark.parametrize(
    ("words", "field", "status"),
    [
        ({"brin": "9A"}, "brin", 422),
        ({"brin": "99ZZ"}, "brin", 409),
        ({"name": " "}, "name", 422),
        ({"sector": "research"}, "sector", 422),
        ({"pupils": "veel"}, "pupils", 422),
    ],
)
def test_a_school_is_refused_at_its_field(
    browser: Browser, session: Session, people: make.People, words: dict[str, str], field: str,
    status: int,
) -> None:  # fmt: skip
    make.school(session, by=people.officer, brin="99ZZ")
    browser.acts_as(people.officer)

    page = browser.post(f"{REGISTER}/new", data={**NEW, **words}, lang="en")

    assert (page.status, set(page.errors)) == (status, {field})
    assert set(_register(session, people)) == {"99ZZ"}


def test_two_people_who_change_a_school_see_both_texts(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = _two(session, people)[0]
    browser.acts_as(people.officer)
    page = browser.get(f"{REGISTER}/{row.id}", lang="en")
    browser.submit(page, action=page.path, name="De Ene")

    late = browser.submit(page, action=page.path, name="De Andere")

    assert late.status == 409
    assert "De Ene" in late.main
    assert late.field("name").value == "De Andere"


@pytest.mark.parametrize("who", ["fg", "board"])
def test_who_advises_or_decides_reads_the_register(
    browser: Browser, session: Session, people: make.People, who: str
) -> None:
    row = _two(session, people)[0]
    browser.acts_as(getattr(people, who))

    page = browser.get(REGISTER, lang="en")

    assert "De Kluut" in page.main
    assert "Add a school" not in page.links("//main")
    for path in (f"{REGISTER}/new", f"{REGISTER}/{row.id}", f"{REGISTER}/list"):
        assert browser.get(path).status == 404


@pytest.mark.parametrize("who", ["other_officer", "analyst", "vendor", "stranger"])
def test_nobody_else_sees_or_touches_a_school(
    browser: Browser, session: Session, people: make.People, who: str
) -> None:
    row = _two(session, people)[0]
    browser.acts_as(getattr(people, who))

    page = browser.get(REGISTER)

    assert "De Kluut" not in page.text
    assert browser.get(f"{REGISTER}/{row.id}").status == 404
    assert browser.post(f"{REGISTER}/{row.id}", data={**NEW, "version": "1"}).status == 404
    assert browser.post(f"{REGISTER}/{row.id}/end", data={"version": "1"}).status == 404


def _mark(page: Page) -> dict[str, str]:
    """Return what a page of review carries to be stored."""
    return {name: page.field(name).value for name in ("mark",)}


def test_a_list_is_looked_through_and_stored(
    browser: Browser, session: Session, people: make.People
) -> None:
    make.school(session, by=people.officer, brin="99AA", name="De Kluut")
    browser.acts_as(people.officer)

    file = {"rows": "", "file": (io.BytesIO(LIST.encode("cp1252")), "scholen.csv")}
    page = browser.post(f"{REGISTER}/list", data=file, lang="en")
    assert page.status == 200
    assert "Pupils: was not known, becomes 210" in page.main
    assert set(_register(session, people)) == {"99AA"}
    data = {"rows": LIST, "sector": "", "mark": page.field("mark").value}
    page = browser.post(REGISTER, data=data, lang="en")

    assert page.path == REGISTER
    assert page.flashes == ["1 school was added. 1 school was changed."]
    assert _register(session, people)["99AA"].pupils == 210
    page = browser.post(REGISTER, data=data, lang="en")  # pressed twice
    assert page.status == 409


def test_lines_that_are_wrong_stand_with_their_reason_and_nothing_is_stored(
    browser: Browser, session: Session, people: make.People
) -> None:
    browser.acts_as(people.officer)
    wrong = LIST + "9A;Fout;po;1\n"

    page = browser.post(f"{REGISTER}/list", data={"rows": wrong}, lang="en")
    assert page.status == 422
    assert "“9A” is no BRIN" in page.main
    data = {"rows": wrong, "sector": "", "mark": page.field("mark").value}
    page = browser.post(REGISTER, data=data, lang="en")
    assert page.status == 422
    assert "Nothing was stored" in page.main
    assert "9A;Fout;po;1" in page.text
    assert _register(session, people) == {}
    page = browser.post(REGISTER, data={**data, "leave_out": "true"}, lang="en")

    assert page.path == REGISTER
    assert set(_register(session, people)) == {"99AA", "99AB"}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"rows": " "}, "rows"),
        ({"rows": "plaats;naam\nEde;De Kluut"}, "rows"),
        ({"rows": "99AA De Kluut\n" * 2_000}, "rows"),
        ({"file": (io.BytesIO(b"PK\0\0"), "scholen.xlsx")}, "file"),
        ({"file": (io.BytesIO(b"99AA De Kluut;po\n" * 20_000), "veel.csv")}, "rows"),
        ({"rows": "99AA x", "sector": "kroeg"}, "sector"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_at_its_field(
    browser: Browser, session: Session, people: make.People, data: dict[str, Any], field: str
) -> None:
    browser.acts_as(people.officer)

    page = browser.post(f"{REGISTER}/list", data=data, lang="en")

    assert (page.status, set(page.errors)) == (422, {field})
    assert _register(session, people) == {}


@pytest.mark.parametrize(
    ("data", "status"),
    [({}, 422), ({"rows": "x"}, 422), ({"rows": LIST, "mark": "x"}, 409), ({"rows": LIST}, 409)],
)
def test_what_nobody_looked_through_is_not_stored(
    browser: Browser, session: Session, people: make.People, data: dict[str, str], status: int
) -> None:
    browser.acts_as(people.officer)

    page = browser.post(REGISTER, data=data, lang="en")

    assert page.status == status
    assert _register(session, people) == {}


def test_the_register_goes_out_without_formulas_and_comes_back_unchanged(
    browser: Browser, session: Session, people: make.People
) -> None:
    make.school(session, by=people.officer, brin="99AA", name="=1+1")
    _two_more = make.school(session, by=people.officer, brin="99AB", pupils=0)
    browser.acts_as(people.officer)

    sent = browser.fetch(f"{REGISTER}/schools.csv")
    page = browser.post(f"{REGISTER}/list", data={"rows": sent.get_data(as_text=True)}, lang="en")

    assert "'=1+1" in sent.get_data(as_text=True)
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert "There is nothing to store." in page.main


def test_a_board_without_schools_types_them_in_the_step(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people)
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/schools", lang="en")

    first = f"{path}/schools/register"
    page = browser.submit(page, action=first, rows="99A De Kluut", sector="po")
    assert (page.status, set(page.errors)) == (422, {"rows"})
    page = browser.submit(page, action=first, rows="99AA De Kluut\n9A fout", sector="po")
    assert "Regel 2" in page.errors["rows"]
    assert _register(session, people) == {}
    page = browser.submit(page, action=first, rows="99AA De Kluut", sector="po")
    assert page.field("every_school").value in ("", None)
    page = browser.submit(page, later="1", every_school="true")

    assert only_adoption(session).every_school is True
    assert "Dit geldt voor 1 school: alle scholen van uw bestuur." in page.main


def test_nothing_is_ticked_beforehand_and_what_is_not_covered_is_named(
    browser: Browser, session: Session, people: make.People
) -> None:
    kluut, wulp = _two(session, people)
    path = begun(session, people)
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/schools", lang="en")
    assert page.field("school").value == []

    page = browser.submit(page, every_school="false")
    assert (page.status, set(page.errors)) == (422, {"school"})
    page = browser.submit(page, later="1", every_school="false", school=[str(wulp.id)])

    assert "Dit geldt voor 1 van de 2 scholen van uw bestuur." in page.main
    assert "De Kluut (99AA)" in page.main
    shown = browser.get(path, lang="en")
    assert "De Kluut (99AA)" in shown.main
    assert "Special education" in shown.main
    assert browser.get(f"{path}/schools/{kluut.id}").status == 404


def test_schools_of_others_are_not_found(
    browser: Browser, session: Session, people: make.People
) -> None:
    theirs = make.school(session, by=people.other_officer, now=clock.now())
    _two(session, people)
    path = begun(session, people)
    browser.acts_as(people.officer)

    data = {"every_school": "false", "school": str(theirs.id), "version": "1"}
    assert browser.post(f"{path}/schools", data=data).status == 404
    browser.acts_as(people.other_officer)
    for below in ("", f"/{theirs.id}"):
        assert browser.get(f"{path}/schools{below}").status == 404


def test_two_people_who_choose_schools_see_both_choices(
    browser: Browser, session: Session, people: make.People
) -> None:
    kluut, wulp = _two(session, people)
    path = begun(session, people)
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/schools", lang="en")
    browser.submit(page, every_school="false", school=[str(kluut.id)])

    late = browser.submit(page, every_school="true", school=[str(wulp.id)])

    assert late.status == 409
    assert "Opgeslagen door iemand anders" in late.main
    assert only_adoption(session).every_school is False


def _one(session: Session, people: make.People) -> tuple[str, str]:
    """Return the address of an adoption and of the one school it covers."""
    path = begun(session, people, State.CONTEXT_DONE)
    return path, f"{path}/schools/{only_adoption(session).school_rows[0].school_id}"


def test_what_is_different_at_a_school_is_recorded_and_ended(
    browser: Browser, session: Session, people: make.People
) -> None:
    path, school = _one(session, people)
    browser.acts_as(people.officer)

    page = browser.submit(browser.get(school, lang="en"), tags=["byod_unmanaged"])
    assert page.path == school
    url = next(url for url in page.links("//main").values() if "/measures/" in url)
    page = browser.submit(browser.get(url, lang="en"), state="planned")
    assert (page.status, set(page.errors)) == (422, {"due"})
    page = browser.submit(page, state="todo")
    assert page.path == school
    shown = browser.get(path, lang="en")
    assert "Schools where something is different" in shown.headings
    assert "Measure M3: " in shown.main
    measure = next(u for u in shown.links("//main").values() if f"{path}/measures/" in u)
    assert "Is it different at one of your schools?" in browser.get(measure, lang="en").headings
    row = only_adoption(session).deviations[0]
    assert row.state is LocalState.TODO
    page = browser.post(f"{url}/end", data={"version": "1"}, lang="en")

    assert page.path == school
    assert browser.post(f"{url}/end", data={"version": "2"}, lang="en").status == 404
    assert browser.post(f"{url}/end", data={}, lang="en").status == 422


def test_late_words_about_a_school_stand_beside_what_was_saved(
    browser: Browser, session: Session, people: make.People
) -> None:
    _path, school = _one(session, people)
    browser.acts_as(people.officer)
    page = browser.get(school, lang="en")
    browser.submit(page, tags=["byod_unmanaged"])
    late = browser.submit(page, tags=["free_edition"])
    assert late.status == 409
    assert browser.submit(late, tags=["free_edition"]).status == 200

    url = next(url for url in page.links("//main").values() if "/measures/" in url)
    first = browser.get(url, lang="en")
    browser.submit(first, state="todo", reason="De een")
    late = browser.submit(first, state="not_applicable", reason="De ander")

    assert late.status == 409
    assert "De een" in late.main
    assert late.field("reason").value.strip() == "De ander"


@pytest.mark.parametrize("who", ["fg", "board"])
def test_others_of_the_board_read_what_is_different_and_cannot_change_it(
    browser: Browser, session: Session, people: make.People, who: str
) -> None:
    path, school = _one(session, people)
    browser.acts_as(getattr(people, who))

    page = browser.get(school, lang="en")

    assert "Save the circumstances" not in page.text
    assert browser.post(school, data={"tags": "byod_unmanaged"}).status == 403
    assert browser.get(f"{path}/schools").path == path
    assert browser.post(f"{path}/schools", data={}).status == 403


def test_after_the_decision_schools_stand_as_they_were(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.ACTIVE)
    make.school(session, by=people.officer, brin="99AB", name="De Wulp", now=clock.now())
    browser.acts_as(people.officer)

    page = browser.get(path, lang="en")

    assert "These schools came to your board after the decision" in page.main
    assert "De Wulp (99AB)" in page.main
    assert browser.get(f"{path}/schools").path == path
    assert browser.post(f"{path}/schools", data={}).status == 409
