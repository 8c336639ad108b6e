"""The gate of a dossier on its page: what is missing and where, the preview, the plan."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.publication import PlanEnd
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import publications
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import dossier, publication_plan, review
from tests import make
from tests.browser import Browser
from tests.pages import Page

OUTSIDERS = (None, "vendor", "officer", "fg", "board", "administrator", "stranger")


@pytest.fixture
def approved(session: Session, people: make.People) -> Dossier:
    """A dossier of SURF that waits for publication; it comes to GREEN_WITH_MEASURES."""
    return make.dossier(session, people=people, state=make.State.APPROVED, now=clock.now())


def _path(row: Dossier) -> str:
    return f"/dossiers/{row.id}/publication"


@pytest.mark.parametrize("name", ["analyst", "reviewer", "publisher"])
def test_who_reads_the_dossier_reads_its_gate_and_sees_what_is_missing(
    browser: Browser, session: Session, people: make.People, name: str
) -> None:
    row = make.empty_dossier(session, people=people, now=clock.now())
    browser.acts_as(getattr(people, name))

    page = browser.get(_path(row), lang="en")

    assert page.status == 200
    assert "stand between this dossier and its publication" in page.main
    assert "Lawfulness assessed on every topic" in page.main
    links = page.links("//main").values()
    edits = f"/dossiers/{row.id}/findings/rights" in links
    assert edits == (name == "analyst")
    assert edits or f"/dossiers/{row.id}#findings" in links


def test_a_publisher_reads_that_all_holds_and_has_one_obvious_button(
    browser: Browser, people: make.People, approved: Dossier
) -> None:
    browser.acts_as(people.publisher)

    page = browser.get(_path(approved), lang="en")

    assert "Ready to publish" in page.main
    assert page.buttons().count("Publish this verdict") == 1
    assert page.field("chosen").value == "GREEN_WITH_MEASURES"
    assert "Written by:" in page.main
    rows = page.table("Each verdict that can be published, and what it asks of schools")
    assert [row["Verdict"].endswith("Computed") for row in rows] == [True, False, False, False]


def test_publishing_is_one_press_away_and_the_gate_leads_to_the_release(
    browser: Browser, session: Session, people: make.People, approved: Dossier
) -> None:
    browser.acts_as(people.publisher)

    page = browser.submit(browser.get(_path(approved)), action=_path(approved))

    assert page.path == f"/verdicts/{approved.product.slug}/releases/1"
    after = browser.get(_path(approved), lang="en")
    assert f"/verdicts/{approved.product.slug}/releases/1" in after.links("//main").values()
    assert browser.post(_path(approved)).status == 409


@pytest.mark.parametrize("name", ["analyst", "reviewer"])
def test_others_do_not_publish_and_get_no_form(
    browser: Browser, people: make.People, approved: Dossier, name: str
) -> None:
    browser.acts_as(getattr(people, name))

    page = browser.get(_path(approved), lang="en")

    assert not page.forms() or all(url != _path(approved) for _method, url in page.forms())
    assert browser.post(_path(approved)).status == 403


def test_what_was_typed_stays_when_it_is_refused(
    browser: Browser, people: make.People, approved: Dossier
) -> None:
    browser.acts_as(people.publisher)
    form = browser.get(_path(approved), lang="en")

    worse = browser.submit(form, action=_path(approved), chosen="RED")
    later = browser.submit(form, action=_path(approved), when="later", on="2020-01-01", at="9:30")
    gap = browser.submit(form, action=_path(approved), when="later", on="2027-03-28", at="02:30")
    past = browser.submit(form, action=_path(approved), when="later", on="2020-01-01", at="09:30")

    assert (worse.status, list(worse.errors)) == (422, ["reason"])
    assert (later.status, list(later.errors)) == (422, ["at"])
    assert later.field("at").value == "9:30"
    assert "clocks go forward" in gap.errors["at"] or "klok" in gap.errors["at"]
    assert (past.status, list(past.errors)) == (422, ["on"])


def test_a_page_that_was_read_before_another_approval_publishes_nothing(
    browser: Browser, session: Session, people: make.People, approved: Dossier
) -> None:
    browser.acts_as(people.publisher)
    form = browser.get(_path(approved))
    review.reopen(session, actor=people.analyst.actor, dossier_id=approved.id, now=clock.now())
    dossier.describe(
        session, actor=people.analyst.actor, dossier_id=approved.id, summary=make.both("Anders"),
        scope=make.both("Anders"), sentence=make.both("Anders"), version=None, now=clock.now(),
    )  # fmt: skip
    make.bring_to(session, approved, people=people, state=make.State.APPROVED, now=clock.now())

    page = browser.submit(form, action=_path(approved))

    assert page.status == 409
    assert approved.revision.state is make.State.APPROVED


def test_a_publication_is_planned_taken_back_and_remembered(
    browser: Browser, session: Session, people: make.People, approved: Dossier
) -> None:
    browser.acts_as(people.publisher)
    day = (clock.today() + timedelta(days=9)).isoformat()
    form = browser.get(_path(approved), lang="en")

    page = browser.submit(form, action=_path(approved), when="later", on=day, at="09:30")

    plan = publications.open_plan(session, approved.revision.id)
    assert plan is not None
    assert plan.due_at.astimezone(clock.AMSTERDAM).isoformat()[:16] == f"{day}T09:30"
    page = browser.get(_path(approved), lang="en")
    assert "Until then only people who may read the dossier know of it." in page.main
    assert "09:30" in page.main
    browser.acts_as(people.analyst)
    assert "Take the plan back" not in browser.get(_path(approved), lang="en").buttons()
    assert browser.post(f"{_path(approved)}/plans/{plan.id}/withdrawal").status == 403
    browser.acts_as(people.publisher)
    page = browser.post(f"{_path(approved)}/plans/{plan.id}/withdrawal", lang="en")
    assert "Taken back" in page.main
    session.expire_all()
    assert plan.end is not None
    assert plan.end.kind is PlanEnd.WITHDRAWN
    assert browser.post(f"{_path(approved)}/plans/{plan.id}/withdrawal").status == 409


def test_a_plan_says_that_it_is_void_once_the_draft_was_opened_again(
    browser: Browser, session: Session, people: make.People, approved: Dossier
) -> None:
    browser.acts_as(people.publisher)
    day = (clock.today() + timedelta(days=9)).isoformat()
    browser.submit(
        browser.get(_path(approved)), action=_path(approved), when="later", on=day, at="09:30"
    )
    review.reopen(session, actor=people.analyst.actor, dossier_id=approved.id, now=clock.now())
    session.commit()

    page = browser.get(_path(approved), lang="en")

    assert "As things are now, nothing will be published" in page.main
    assert "That approval is void" in page.main


def test_a_plan_that_no_worker_carried_out_says_so(
    browser: Browser, session: Session, people: make.People, approved: Dossier
) -> None:
    past = clock.now() - timedelta(hours=1)
    publication_plan.plan(
        session, actor=people.publisher.actor, dossier_id=approved.id, reason="",
        chosen=Verdict.GREEN_WITH_MEASURES, valid_until=None, due_at=past,
        now=past - timedelta(hours=1),
    )  # fmt: skip
    session.commit()
    browser.acts_as(people.publisher)

    page = browser.get(_path(approved), lang="en")

    assert "This moment has passed and nothing happened." in page.main
    assert "Publish this verdict" in page.buttons()


def test_nobody_else_finds_anything_at_these_addresses(
    browser: Browser, people: make.People, approved: Dossier
) -> None:
    paths = ["", "/preview", "/preview/report.docx", "/preview/release.json", "/preview/risks/R1"]

    for name in OUTSIDERS:
        browser.acts_as(people.everybody()[name] if name else None)
        for path in paths:
            status = browser.fetch(_path(approved) + path).status_code
            assert status == (404 if browser.person else 303), (name, path)


# What may differ between a preview and the release that it becomes.
def _plain(page: Page, row: Dossier) -> str:
    text = page.html[page.html.index("<main") : page.html.index("</aside>")]
    text = re.sub(r'<div class="utrecht-alert utrecht-alert--warning" data-alert="warning">.*?'
                  r"</div>\s*</div>", "", text, count=1, flags=re.DOTALL)  # fmt: skip
    text = re.sub(r'href="[^"]*(?:/remark[^"]*|/proof.json|/publication)"', "", text)
    text = re.sub(r"(?:Signed on|Ondertekend op) [^<]*?…\. ", "", text)
    text = text.replace(f"{_path(row)}/preview", f"/verdicts/{row.product.slug}/releases/1")
    return " ".join(re.sub(r"\b[0-9a-f]{12}…", "", text).split())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_preview_is_the_page_that_is_published(
    browser: Browser, session: Session, people: make.People, approved: Dossier, language: str
) -> None:
    browser.acts_as(people.publisher)
    preview = browser.get(f"{_path(approved)}/preview", lang=language)

    make.publish(session, approved, people=people, now=clock.now())

    browser.acts_as(None)
    shown = browser.get(f"/verdicts/{approved.product.slug}/releases/1", lang=language)
    marked = preview.main.index("Preview" if language == "en" else "Voorbeeld")
    assert marked < 40
    assert 'data-alert="warning"' not in shown.html
    before, after = _plain(preview, approved), _plain(shown, approved)
    assert before == after
    assert preview.headers["Cache-Control"] == "no-store"
    assert "noindex" in preview.headers["X-Robots-Tag"]


def test_every_link_of_a_preview_leads_somewhere(
    browser: Browser, people: make.People, approved: Dossier
) -> None:
    browser.acts_as(people.analyst)
    page = browser.get(f"{_path(approved)}/preview")

    inside = {url.split("#")[0] for url in page.links().values() if url.startswith(_path(approved))}
    assert len(inside) >= 4
    for url in inside:
        assert browser.fetch(url).status_code == 200, url
    assert not [url for url in page.links().values() if "/releases/1" in url]


def test_a_preview_shows_what_the_publisher_chose_and_refuses_what_cannot_be(
    browser: Browser, people: make.People, approved: Dossier
) -> None:
    browser.acts_as(people.publisher)
    form = browser.get(_path(approved), lang="en")
    values = form.values(action=_path(approved))

    worse = browser.post(
        f"{_path(approved)}/preview", lang="en",
        data={**values, "chosen": Verdict.RED, "reason": "Er loopt een zaak."},
    )  # fmt: skip
    better = browser.post(
        f"{_path(approved)}/preview", lang="en", data={**values, "chosen": Verdict.GREEN}
    )

    assert "Published worse than computed" in worse.main
    assert "Er loopt een zaak." in worse.main
    assert (better.status, list(better.errors)) == (422, ["chosen"])


def test_an_empty_draft_has_a_preview(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.empty_dossier(session, people=people, now=clock.now())
    browser.acts_as(people.analyst)

    assert browser.get(f"{_path(row)}/preview").status == 200
    assert browser.fetch(f"{_path(row)}/preview/report.docx").status_code == 200
