"""Following by mail, without an account: asked, confirmed, told, changed, ended."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.jobs import telling, worker
from dpia_workbench.plumbing import indexing
from dpia_workbench.store.models import Follow, Follower, Job, Product, Release
from dpia_workbench.usecases import digest
from dpia_workbench.usecases import release as releases
from tests import make
from tests.browser import Browser
from tests.mail import server
from tests.mail.server import Mailbox
from tests.pages import Page

READER = "lezer@school.example"


@pytest.fixture
def mailbox(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A real mail server to which the workbench sends."""
    with server.running() as box:
        chosen = replace(app.extensions["settings"], smtp_url=box.url)
        monkeypatch.setitem(app.extensions, "settings", chosen)
        yield box


@pytest.fixture
def release(session: Session, people: make.People) -> Release:
    """A release of the product Leerplein."""
    return make.release(session, people=people, now=clock.now() - timedelta(days=20))


@pytest.fixture
def product(session: Session, people: make.People) -> Product:
    """The product Leerplein, about which something was published elsewhere; it is quick to make."""
    assert people.vendor.organisation is not None
    row = make.recorded_product(session, vendor=people.vendor.organisation)
    session.commit()
    return row


@pytest.fixture(autouse=True)
def mornings_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a morning come when a test says so, at whatever hour it runs."""
    monkeypatch.setattr(digest, "is_due", lambda *, now, last: False)


def work(app: Flask, session: Session) -> None:
    """Do all jobs, those too that have a head start to wait for."""
    session.commit()
    for job in session.scalars(select(Job).where(Job.done_at.is_(None))):
        job.run_at = min(job.run_at, clock.now())
    session.commit()
    worker.work(app, go_on=lambda: False)
    session.expire_all()


def a_day_passes(app: Flask, session: Session) -> None:
    """Collect the mail of the day, and send it."""
    with app.app_context():
        indexing.rebuild()
        telling.collect(clock.now())
    work(app, session)


def links_in(mail: EmailMessage) -> list[str]:
    """Return the paths of the links in a mail."""
    found = re.findall(r"http://localhost(/\S+)", mail.get_content())
    return [each.rstrip(".") for each in found]


def follows(
    app: Flask, session: Session, browser: Browser, mailbox: Mailbox, *, path: str
) -> EmailMessage:
    """Follow something, and return the mail to confirm it; it is not confirmed yet."""
    browser.post(path, data={"email": READER, "pace": "daily"})
    work(app, session)
    return mailbox.messages[-1]


def confirmed(
    app: Flask, session: Session, browser: Browser, mailbox: Mailbox, *, path: str
) -> Page:
    """Follow something, and confirm it by the link in the mail."""
    mail = follows(app, session, browser, mailbox, path=path)
    return browser.post(links_in(mail)[0])


def withdraw(session: Session, people: make.People) -> None:
    """Withdraw the release."""
    releases.withdraw(
        session, actor=people.publisher.actor, slug="leerplein", number=1, reason="Het lekt.",
        today=clock.today(), now=clock.now(),
    )  # fmt: skip
    session.commit()


def test_a_reader_follows_a_product_and_hears_of_its_withdrawal_at_once_and_once(
    app: Flask, session: Session, people: make.People, browser: Browser, mailbox: Mailbox,
    release: Release,
) -> None:  # fmt: skip
    work(app, session)
    page = browser.get("/follow?product=leerplein", lang="en")
    assert page.h1 == "Stay informed: Leerplein"
    mail = follows(app, session, browser, mailbox, path="/follow?product=leerplein&lang=en")
    assert mail["To"] == READER
    assert "Leerplein" in mail.get_content()
    address = links_in(mail)[0]
    # A scanner that opens the link confirms nothing.
    assert browser.get(address, lang="en").h1 == "Do you want to follow this?"
    assert session.scalars(select(Follow)).one().confirmed_at is None

    assert browser.post(address, lang="en").h1 == "You follow this now"
    mailbox.messages.clear()
    withdraw(session, people)
    work(app, session)
    a_day_passes(app, session)

    mine = [mail for mail in mailbox.messages if mail["To"] == READER]
    assert [mail["Subject"] for mail in mine] == ["Leerplein: Withdrawn"]
    assert "Het lekt." in mine[0].get_content()
    assert "/verdicts/leerplein/releases/1" in links_in(mine[0])
    assert mine[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mine[0]["Content-Language"] == "en"
    [job] = session.scalars(select(Job).where(Job.name == "mail.news"))
    with app.app_context():
        telling.send_news(job.detail)
    assert mailbox.messages[-1]["Message-ID"] == mine[0]["Message-ID"]


def test_one_click_of_a_mail_program_ends_it_and_wipes_the_address(
    app: Flask, session: Session, people: make.People, browser: Browser, mailbox: Mailbox,
    release: Release,
) -> None:  # fmt: skip
    work(app, session)
    confirmed(app, session, browser, mailbox, path="/follow?product=leerplein")
    withdraw(session, people)
    work(app, session)
    header = str(mailbox.messages[-1]["List-Unsubscribe"])
    address = urlsplit(header.strip("<>"))
    assert address.scheme == "http"

    browser.get(address.path)
    assert session.scalars(select(Follower)).one().email == READER
    response = browser.fetch(
        address.path, method="POST", data={"List-Unsubscribe": "One-Click"},
        headers={"User-Agent": "a mail program"},
    )  # fmt: skip

    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    row = session.scalars(select(Follower)).one()
    assert row.email is None
    assert row.ended_at is not None
    assert READER not in str([job.detail for job in session.scalars(select(Job))])
    assert browser.post(address.path, lang="en").h1 == "You no longer follow this"


def test_what_is_not_urgent_comes_once_a_day_in_one_mail(
    app: Flask, session: Session, people: make.People, browser: Browser, mailbox: Mailbox,
    release: Release,
) -> None:  # fmt: skip
    assert people.vendor.organisation is not None
    work(app, session)
    for path in ("/follow?vendor=noorderlicht", "/follow?sector=vo"):
        confirmed(app, session, browser, mailbox, path=f"{path}&lang=en")
    mailbox.messages.clear()
    for name in ("Taalberg", "Rekenvloer"):
        product = make.product(session, vendor=people.vendor.organisation, name=name)
        make.release(session, people=people, product=product, now=clock.now())
    work(app, session)
    assert [mail for mail in mailbox.messages if mail["To"] == READER] == []

    for _morning in range(2):
        a_day_passes(app, session)

    [mail] = [mail for mail in mailbox.messages if mail["To"] == READER]
    assert mail["Subject"] == "2 pieces of news on verdicts"
    text = mail.get_content()
    assert "All products of Noorderlicht; Secondary education" in text
    assert text.count("Taalberg: ") == 1
    [manage, all_at_once] = [link for link in links_in(mail) if "/follow/mine/" in link][::-1]
    assert all_at_once == f"{manage}/ending"
    assert str(mail["List-Unsubscribe"]) == f"<http://localhost{all_at_once}>"


def test_nobody_learns_whether_an_address_is_known_or_floods_its_owner(
    app: Flask, session: Session, browser: Browser, mailbox: Mailbox, product: Product
) -> None:
    path = "/follow?product=leerplein"
    confirmed(app, session, browser, mailbox, path=path)
    mailbox.messages.clear()

    answers = {
        browser.post(path, data={"email": email, "pace": "daily"}).main
        for email in (READER, "nieuw@school.example", *[READER] * 8)
    }
    work(app, session)

    assert len(answers) == 1
    mails = [mail["Subject"] for mail in mailbox.messages if mail["To"] == READER]
    assert mails == ["U volgt dit al"] * 3
    assert len(mailbox.messages) == 4


def test_a_client_that_asks_for_very_much_is_told_to_wait(
    browser: Browser, product: Product
) -> None:
    for number in range(40):
        browser.fetch("/follow", method="POST", data={"email": f"a{number}@b.example"})

    page = browser.post("/follow", data={"email": "nog@b.example", "pace": "daily"}, lang="en")

    assert page.status == 429
    assert page.field("email").value == "nog@b.example"


@pytest.mark.parametrize("email", ["", "geen adres", "a@b", "x" * 250 + "@school.example"])
def test_what_is_no_address_is_refused_at_its_field(browser: Browser, email: str) -> None:
    page = browser.post("/follow", data={"email": email, "pace": "daily"})

    assert page.status == 422
    assert page.errors["email"]


@pytest.mark.parametrize(
    "path", ["/follow?product=geheim", "/follow?vendor=noorderlicht", "/follow?vendor=nobody"]
)
def test_what_is_not_public_cannot_be_followed(
    browser: Browser, session: Session, people: make.People, path: str
) -> None:
    make.dossier(session, people=people, now=clock.now())

    assert browser.get(path).status == 404


def test_a_pace_that_the_page_does_not_offer_is_refused(browser: Browser) -> None:
    page = browser.post("/follow", data={"email": READER, "pace": "at_once"}, lang="en")

    assert page.status == 422
    assert page.errors[""] == "Choose one from the list."


def test_an_address_that_nobody_confirmed_goes_and_its_link_is_over(
    app: Flask, session: Session, browser: Browser, mailbox: Mailbox, product: Product
) -> None:
    mail = follows(app, session, browser, mailbox, path="/follow?product=leerplein")
    row = session.scalars(select(Follow)).one()
    row.created_at -= timedelta(days=4)
    session.commit()

    assert browser.get(links_in(mail)[0]).status == 410
    assert browser.post(links_in(mail)[0]).status == 410
    with app.app_context():
        telling.collect(clock.now())

    session.expire_all()
    assert session.scalars(select(Follower)).one().email is None


def test_the_page_of_an_address_shows_changes_and_ends_what_it_follows(
    app: Flask, session: Session, browser: Browser, mailbox: Mailbox, product: Product
) -> None:
    confirmed(app, session, browser, mailbox, path="/follow?product=leerplein")
    page = confirmed(app, session, browser, mailbox, path="/follow?q=rekenen&lang=nl")
    manage = next(url for url in page.links("//main").values() if "/mine/" in url)

    page = browser.get(manage, lang="en")
    assert "Leerplein" in page.main
    assert "“rekenen”" in page.main
    assert "All news, in one mail a day" in page.main
    row = session.scalars(select(Follow).where(Follow.product_id.is_not(None))).one()
    browser.post(f"{manage}/{row.id}/pace", data={"pace": "urgent"})
    browser.fetch(f"{manage}/language", method="POST", data={"language": "en"})
    session.expire_all()
    assert (row.pace, row.follower.language) == ("urgent", "en")

    browser.post(f"{manage}/{row.id}/ending")
    assert "Leerplein" not in browser.get(manage, lang="en").main
    assert browser.get(f"{manage}/ending", lang="en").h1 == "Do you want to stop?"
    assert browser.post(f"{manage}/ending", lang="en").h1 == "You no longer follow this"
    assert browser.get(manage, lang="en").status == 410
    assert session.scalars(select(Follower)).one().email is None


@pytest.mark.parametrize("kind", ["confirmation", "ending", "mine"])
def test_a_link_for_one_thing_is_none_for_another(
    app: Flask, session: Session, browser: Browser, mailbox: Mailbox, product: Product, kind: str
) -> None:
    mail = follows(app, session, browser, mailbox, path="/follow?product=leerplein")
    token = links_in(mail)[0].rsplit("/", 1)[1]

    page = browser.get(f"/follow/{kind}/{token}")

    assert page.status == (200 if kind == "confirmation" else 404)
    assert browser.get(f"/follow/{kind}/{token}x").status == 404


def test_somebody_elses_follow_is_not_found_by_ones_own_link(
    app: Flask, session: Session, browser: Browser, mailbox: Mailbox, product: Product
) -> None:
    page = confirmed(app, session, browser, mailbox, path="/follow?product=leerplein")
    manage = next(url for url in page.links("//main").values() if "/mine/" in url)
    browser.post("/follow", data={"email": "ander@school.example", "pace": "daily"})
    other = session.scalars(select(Follow).where(Follow.product_id.is_(None))).one()

    assert browser.post(f"{manage}/{other.id}/ending").status == 404
    assert browser.post(f"{manage}/{other.id}/pace", data={"pace": "daily"}).status == 404


def test_the_results_of_a_search_lead_to_its_feed_and_to_following_it(browser: Browser) -> None:
    page = browser.get("/verdicts?q=leerplein&sector=vo", lang="en")

    links = page.links("//main")
    assert links["Mail me what is new in this search"] == "/follow?q=leerplein&sector=vo"
    assert links["Feed of this search (Atom)"] == "/verdicts/feed.atom?q=leerplein&sector=vo"
    assert "Save this search" not in links


def test_the_page_of_a_vendor_leads_to_following_all_its_products(
    browser: Browser, release: Release
) -> None:
    page = browser.get("/vendors/noorderlicht", lang="en")

    address = page.links("//main")["Stay informed: Noorderlicht"]

    assert browser.get(address, lang="en").h1 == "Stay informed: All products of Noorderlicht"


def test_what_is_no_longer_public_can_still_be_ended(
    app: Flask, session: Session, browser: Browser, mailbox: Mailbox, product: Product
) -> None:
    page = confirmed(app, session, browser, mailbox, path="/follow?product=leerplein")
    manage = next(url for url in page.links("//main").values() if "/mine/" in url)
    session.delete(product.record)
    session.commit()

    page = browser.get(manage, lang="en")

    assert page.status == 200
    assert "Leerplein" in page.main
