"""The points of a dossier on pages: read, written with and without scripts, kept and compared."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from dpia_workbench.store import contents
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import points as asking
from tests import make
from tests.browser import Browser
from tests.making import points
from tests.pages import Page


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A draft whose points are filled."""
    make.document_templates(session)
    row = make.dossier(session, people=people)
    points.fill(session, row, people=people)
    return row


@pytest.fixture
def bare(session: Session, people: make.People) -> Dossier:
    """A draft whose points are empty."""
    make.document_templates(session)
    return make.dossier(session, people=people)


def soup(page: Page) -> Any:
    return BeautifulSoup(page.html, "html5lib")


def send(browser: Browser, path: str, **words: Any) -> tuple[int, dict[str, Any]]:
    answer = browser.fetch(path, method="POST", json=words)
    return answer.status_code, answer.get_json() or {}


def test_all_points_are_listed_with_what_they_lack(
    browser: Browser, people: make.People, bare: Dossier, draft: Dossier
) -> None:
    browser.acts_as(people.analyst)

    empty = browser.get(f"/dossiers/{bare.id}/points", lang="en")
    assert "1. Proposal" in empty.text
    assert "Nothing written: Proposal" in empty.text
    assert (
        "No point needs anything more."
        in browser.get(f"/dossiers/{draft.id}/points", lang="en").text
    )


@pytest.mark.parametrize("template", ["nl-rijk-dpia-3.0", "edpb-dpia-1.0"])
def test_every_point_of_every_template_is_a_page(
    browser: Browser, session: Session, people: make.People, draft: Dossier, template: str
) -> None:
    browser.acts_as(people.reviewer)
    nodes = [n.id for n in asking.pinned(session, draft.revision, template).walk()]

    for node in nodes:
        page = browser.get(f"/dossiers/{draft.id}/points/{node}?template={template}")
        assert page.status == 200
        assert f"{node}. " in page.text


def test_a_draft_is_not_submitted_while_points_are_empty(
    browser: Browser, people: make.People, bare: Dossier
) -> None:
    browser.acts_as(people.analyst)

    refused = browser.post(f"/dossiers/{bare.id}/submission", lang="en")

    assert refused.status == 422
    assert "Point 1 is not complete" in refused.text


def test_a_filled_draft_goes_all_the_way_to_publication(
    session: Session, people: make.People, draft: Dossier
) -> None:
    make.bring_to(session, draft, people=people, state=make.State.APPROVED)

    assert draft.revision.state is make.State.APPROVED


def test_an_entry_is_added_renamed_and_taken_out_without_scripts(
    browser: Browser, session: Session, people: make.People, bare: Dossier
) -> None:
    browser.acts_as(people.analyst)
    base = f"/dossiers/{bare.id}"

    browser.post(f"{base}/registers/data_subject/new", data={"name": "Leerlingen"})
    browser.post(f"{base}/entries/DS1", data={"name": "Scholieren", "was-name": '"Leerlingen"'})
    assert "Scholieren" in browser.get(f"{base}/points/2").text

    browser.post(f"{base}/entries/DS1/removal")
    assert "Scholieren" not in browser.get(f"{base}/points/2").text
    browser.post(f"{base}/entries/DS1/return")
    assert "Scholieren" in browser.get(f"{base}/points/2").text


def test_a_wrong_value_is_refused_at_its_field_and_what_was_typed_stays(
    browser: Browser, people: make.People, bare: Dossier
) -> None:
    browser.acts_as(people.analyst)

    page = browser.post(
        f"/dossiers/{bare.id}/registers/data_item/new",
        data={"name": "Cijfers" * 200, "category": "content"}, lang="en",
    )  # fmt: skip

    assert page.status == 422
    assert page.errors["name"].startswith("Use at most 1000 characters")
    assert page.values()["name"] == "Cijfers" * 200


def test_a_late_form_shows_both_texts(
    browser: Browser, session: Session, people: make.People, bare: Dossier
) -> None:
    browser.acts_as(people.analyst)
    base = f"/dossiers/{bare.id}"
    browser.post(f"{base}/registers/purpose/new", data={"name": "Leren"})
    late = {"name": "Leren", "was-name": '"Leren"'}
    browser.post(f"{base}/entries/PU1", data={**late, "name": "Lesgeven"})

    page = browser.post(f"{base}/entries/PU1", data={**late, "name": "Oefenen"})

    assert page.status == 409
    assert page.field("name").value == "Oefenen"
    assert "Lesgeven" in page.text
    again = {"name": "Oefenen en lesgeven", "was-name": '"Lesgeven"'}
    assert browser.post(f"{base}/entries/PU1", data=again).status == 200
    assert contents.values(contents.entry(session, bare.revision, "PU1"))["name"] == (
        "Oefenen en lesgeven"
    )


def test_a_text_is_previewed_saved_and_shown_safely(
    browser: Browser, people: make.People, bare: Dossier
) -> None:
    browser.acts_as(people.analyst)
    path = f"/dossiers/{bare.id}/texts/proposal"
    text = "Een **vet** woord. <script>alert(1)</script> [x](javascript:alert(1))"

    page = browser.submit(browser.get(path), body=text, preview="yes")
    assert soup(page).select_one(".markdown strong").text == "vet"
    assert "proposal" in page.path
    browser.submit(browser.get(path), body=text)

    shown = soup(browser.get(f"/dossiers/{bare.id}/points/1"))
    assert shown.select_one(".editor__preview strong").text == "vet"
    assert shown.select(".editor__preview script, .editor__preview a") == []


def test_what_does_not_apply_is_no_longer_missing(
    browser: Browser, people: make.People, bare: Dossier
) -> None:
    browser.acts_as(people.analyst)
    base = f"/dossiers/{bare.id}"
    path = f"{base}/not-applicable/register:other_purpose"

    assert browser.post(path, data={"reason": ""}).status == 422
    browser.post(path, data={"reason": "Er is geen ander doel."})

    assert "Er is geen ander doel." in browser.get(f"{base}/points/13").text


def test_a_field_is_saved_while_somebody_types(
    browser: Browser, people: make.People, bare: Dossier
) -> None:
    browser.acts_as(people.analyst)
    path = f"/dossiers/{bare.id}/fields"
    place = {"part": "text", "key": "proposal", "field": "body"}

    status, body = send(browser, path, **place, value="Een.", was="")
    assert (status, body["value"], body["merged"]) == (200, "Een.", False)
    status, body = send(browser, path, **place, value="Twee.", was="Nul.")
    assert (status, body["theirs"], body["mine"]) == (409, "Een.", "Twee.")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"part": "entry", "key": "DI1", "field": "name", "value": 7, "was": ""}, 404),
        ({"part": "text", "key": "proposal", "field": "body", "value": 7, "was": ""}, 422),
        ({"part": "text", "key": "proposal", "field": "body", "value": "x" * 1_000_001, "was": ""},
         422),
        ({"part": "unheard", "key": "", "field": "body", "value": "", "was": ""}, 422),
        ({"part": "text"}, 422),
        ([1, 2], 400),
        ("text", 400),
    ],
)  # fmt: skip
def test_a_field_refuses_what_it_cannot_hold(
    browser: Browser, people: make.People, bare: Dossier, sent: Any, status: int
) -> None:
    browser.acts_as(people.analyst)

    answer = browser.fetch(f"/dossiers/{bare.id}/fields", method="POST", json=sent)

    assert answer.status_code == status


def test_others_hear_who_is_here_and_what_they_wrote(
    browser: Browser, people: make.People, bare: Dossier
) -> None:
    browser.acts_as(people.analyst)
    place = {"part": "text", "key": "proposal", "field": "body"}
    send(browser, f"/dossiers/{bare.id}/presence", place="text/proposal/body", after=0)
    send(browser, f"/dossiers/{bare.id}/fields", **place, value="Nieuw.", was="")

    browser.acts_as(people.reviewer)
    status, news = send(browser, f"/dossiers/{bare.id}/presence", place="", after=0)

    assert status == 200
    assert news["people"] == [
        {"name": people.analyst.user.name, "place": "text/proposal/body", "label": "Voorstel"}
    ]
    assert news["steps"][-1] == {
        "place": "text/proposal/body", "value": "Nieuw.", "seq": news["seq"],
        "who": people.analyst.user.name,
    }  # fmt: skip


def test_nobody_outside_finds_a_point(
    browser: Browser, people: make.People, draft: Dossier
) -> None:
    paths = ("points", "points/2", "entries/DI1", "texts/proposal", "steps", "comparison")
    for person in (people.vendor, people.officer, people.board, people.sivon_analyst):
        browser.acts_as(person)
        for path in paths:
            assert browser.get(f"/dossiers/{draft.id}/{path}").status == 404, path
        for path in ("fields", "presence", "preview"):
            answer = browser.fetch(
                f"/dossiers/{draft.id}/{path}", method="POST",
                json={"part": "text", "key": "proposal", "field": "body", "value": "", "was": "",
                      } if path == "fields" else {},
            )  # fmt: skip
            assert answer.status_code == 404, path


def test_a_reviewer_reads_and_does_not_write(
    browser: Browser, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.reviewer)

    page = browser.get(f"/dossiers/{draft.id}/entries/DI1")
    assert soup(page).select("main form") == []
    assert browser.post(f"/dossiers/{draft.id}/entries/DI1", data={"name": "x"}).status == 403
    assert browser.get(f"/dossiers/{draft.id}/registers/data_item/new").status == 403


def test_history_shows_what_was_said_and_leads_back(
    browser: Browser, people: make.People, bare: Dossier
) -> None:
    browser.acts_as(people.analyst)
    place = {"part": "text", "key": "proposal", "field": "body"}
    send(browser, f"/dossiers/{bare.id}/fields", **place, value="Het oude woord.", was="")
    browser.acts_as(people.analyst2)
    send(
        browser, f"/dossiers/{bare.id}/fields", **place, value="Het nieuwe woord.",
        was="Het oude woord.",
    )  # fmt: skip

    page = browser.get(f"/dossiers/{bare.id}/steps?part=text&key=proposal&field=body")
    assert [d.text for d in soup(page).select("del")] == ["oude"]
    assert "nieuwe" in [i.text for i in soup(page).select("ins")]
    ways = [form.get("action", "") for form in soup(page).select("form")]
    older = [way for way in ways if "/steps/" in way and way.endswith("/return")][-1]
    browser.post(older)
    assert "Het oude woord." in browser.get(f"/dossiers/{bare.id}/points/1").text


def test_two_versions_stand_side_by_side(
    browser: Browser, people: make.People, bare: Dossier
) -> None:
    browser.acts_as(people.analyst)
    place = {"part": "text", "key": "proposal", "field": "body"}
    send(browser, f"/dossiers/{bare.id}/fields", **place, value="Dit is het voorstel.", was="")

    page = browser.get(f"/dossiers/{bare.id}/comparison?old=step-0&new=now")

    assert "Dit is het voorstel." in page.text
    assert browser.get(f"/dossiers/{bare.id}/comparison?old=unheard&new=now").status == 404


def test_what_a_page_started_from_is_json(
    browser: Browser, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.analyst)
    page = browser.get(f"/dossiers/{draft.id}/entries/DI1")

    started = {f["name"]: json.loads(f["value"]) for f in soup(page).select("[data-was]")}
    assert started["was-subjects"] == ["DS1"]
    assert browser.post(
        f"/dossiers/{draft.id}/entries/DI1",
        data={"name": "Cijfers", "was-name": "{no json", "subjects": "DS1"},
    ).status in (200, 422)


def test_texts_of_risks_are_saved_while_somebody_types_and_heard_by_others(
    browser: Browser, people: make.People, bare: Dossier
) -> None:
    browser.acts_as(people.analyst)
    path, place = f"/dossiers/{bare.id}/fields", {"part": "risk", "key": "R1"}
    was = bare.revision.risks[0].description.nl

    status, body = send(
        browser, path, **place, field="description.nl", value="Een nieuw woord.", was=was
    )
    assert (status, body["value"]) == (200, "Een nieuw woord.")
    assert send(browser, path, **place, field="level", value="x", was="")[0] == 404
    late = send(browser, path, **place, field="description.nl", value="Anders.", was=was)
    assert (late[0], late[1]["theirs"]) == (409, "Een nieuw woord.")

    browser.acts_as(people.analyst2)
    _status, news = send(browser, f"/dossiers/{bare.id}/presence", place="", after=0)
    heard = {step["place"]: step["value"] for step in news["steps"]}
    assert heard["risk/R1/description.nl"] == "Een nieuw woord."
