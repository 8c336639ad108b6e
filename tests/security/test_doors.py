"""What hand-made requests meet at the doors: a clear refusal, and nothing that is not theirs."""

from datetime import timedelta

import pytest

from dpia_workbench import clock
from dpia_workbench.plumbing import indexing
from dpia_workbench.risk import assessment
from dpia_workbench.store.models import Product, Risk
from dpia_workbench.usecases import account, review
from tests import make

RISK = {"title.nl": "Lek", "title.en": "Leak", "origin": "event", "likelihood": "2",
        "severity": "2"}  # fmt: skip


def now():
    return {"today": clock.today(), "now": clock.now()}


@pytest.mark.parametrize("axis", ["likelihood", "severity"])
@pytest.mark.parametrize("value", ["unknown", ""])
def test_an_axis_can_be_unknown(browser, session, people, axis, value):
    row = make.empty_dossier(session, people=people, now=clock.now())
    browser.acts_as(people.analyst)

    answer = browser.fetch(
        f"/dossiers/{row.id}/risks/new", method="POST", data={**RISK, axis: value}
    )

    assert answer.status_code == 303
    assert getattr(session.query(Risk).one(), axis) is None


def test_two_editions_with_one_address_are_refused_at_the_field(browser, session, people):
    data = {"name.nl": "Proef", "vendor_id": str(people.vendor.organisation.id), "category": "x",
            "sectors": "po", "editions": "Basis\nbasis"}  # fmt: skip
    browser.acts_as(people.analyst)

    page = browser.post("/dossiers/products/new", data=data)

    assert page.status == 422
    assert "editions" in page.errors


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/language?code=nl&next=http://[", {}),
        ("GET", "/nergens", {"Referer": "http://["}),
        ("POST", "/login", {"Origin": "http://["}),
        ("POST", "/logout", {"Referer": "http://["}),
    ],
)
def test_an_address_that_is_none_is_no_failure(browser, method, path, headers):
    assert browser.fetch(path, method=method, headers=headers).status_code < 500


def test_the_way_back_stays_on_this_site(browser):
    answer = browser.fetch("/nergens", headers={"Referer": "http://localhost//evil.example/x"})

    assert b'href="//evil.example' not in answer.data


@pytest.mark.parametrize(
    "path", ["/verdicts/{}", "/verdicts/{}/feed.atom", "/api/v1/verdicts/{}",
             "/api/v1/verdicts/{}/releases"],
)  # fmt: skip
def test_a_product_of_which_nothing_was_published_is_not_there(browser, session, people, path):
    row = make.empty_dossier(session, people=people, now=clock.now())

    answer = browser.fetch(path.format(row.product.slug))

    assert answer.status_code == 404


def test_a_drafts_category_is_not_shown_to_the_public(browser, app, session, people):
    made = make.release(session, people=people, now=clock.now())
    words = {"code": "other", "keywords": {"nl": [], "en": []}}
    made.product.category = {**words, "label": {"nl": "Leeromgeving", "en": "Learning"}}
    secret = {**words, "label": {"nl": "Geheim onderzoek", "en": "Secret"}}
    make.product(session, vendor=people.vendor.organisation, name="Zzz", category=secret)
    session.commit()
    with app.app_context():
        indexing.rebuild()

    assert "Geheim onderzoek" not in browser.get("/verdicts").text
    assert session.query(Product).count() == 2


def test_a_review_that_is_neither_approval_nor_refusal_changes_nothing(browser, session, people):
    row = make.dossier(session, people=people, state=make.State.IN_REVIEW, now=clock.now())
    browser.acts_as(people.reviewer)

    data = {"outcome": "aprove", "note": "Akkoord"}
    answer = browser.fetch(f"/dossiers/{row.id}/review", method="POST", data=data)

    assert answer.status_code == 422
    assert row.revision.state is assessment.State.IN_REVIEW


def test_an_approval_is_of_what_was_read(browser, session, people):
    row = make.dossier(session, people=people, state=make.State.IN_REVIEW, now=clock.now())
    browser.acts_as(people.reviewer)
    page = browser.get(f"/dossiers/{row.id}/review")
    place = {"dossier_id": row.id}
    review.request_changes(session, actor=people.reviewer.actor, note="Anders.", **place, **now())
    review.resume(session, actor=people.analyst.actor, now=clock.now(), **place)
    row.revision.risks[0].title = make.both("Iets heel anders")
    review.submit(session, actor=people.analyst.actor, **place, **now())
    session.commit()

    browser.fetch(
        page.path, method="POST", data={**page.values(), "outcome": "approve", "note": ""}
    )

    assert row.revision.state is assessment.State.IN_REVIEW


def test_what_exists_is_not_changed_without_its_version(browser, session, people):
    row = make.dossier(session, people=people, now=clock.now())
    kept = row.revision.risks[0]
    before = kept.title
    browser.acts_as(people.analyst)

    answer = browser.fetch(f"/dossiers/{row.id}/risks/{kept.id}", method="POST", data=RISK)

    assert answer.status_code in (409, 422)
    assert kept.title == before


def test_a_link_for_a_new_password_ends_when_the_password_is_changed(session, people):
    later = make.NOW + timedelta(hours=1)
    link = account.send_link(session, user=people.board.user, kind="new-password", now=make.NOW)
    secret = account.open_session(
        session, user=people.board.user, browser="", today=make.TODAY, now=make.NOW
    )
    known = account.identify(session, secret=secret, today=make.TODAY, now=make.NOW)
    assert known is not None

    account.change_password(
        session, actor=known.actor, session_id=known.session_id, present=make.PASSWORD,
        password="een heel andere zin 77", now=later,
    )  # fmt: skip

    with pytest.raises(account.LinkSpent):
        account.link_holder(session, link_id=link.id, now=later)
