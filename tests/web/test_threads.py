"""Discussion through the browser: at a part, in lists, suggestions, and who sees none of it."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.plumbing.filters import linked
from dpia_workbench.risk.discussion import Answer
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store import threads
from dpia_workbench.store.models import Dossier, Thread, User
from dpia_workbench.usecases import risk
from tests import make
from tests.browser import Browser
from tests.making.writes import describe

TITLE = Place(part=DossierPart.RISK, key="R1", field="title")
SUMMARY = Place(part=DossierPart.DESCRIPTION, field="summary")


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft of SURF."""
    return make.dossier(session, people=people, now=clock.now())


def _home(row: Dossier) -> str:
    return f"/dossiers/{row.id}/threads"


def _thread(session: Session) -> Thread:
    session.expire_all()
    return session.scalars(select(Thread)).one()


def _suggest(session: Session, row: Dossier, by: make.Person, place: Place = TITLE) -> str:
    made = make.thread(
        session, row, by=by, place=place, language="nl", proposed="Gegevens raken weg", body="",
        now=clock.now(),
    )  # fmt: skip
    return f"{_home(row)}/{made.id}"


def test_a_reviewer_opens_a_discussion_at_a_risk_and_an_analyst_answers(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.reviewer)
    dossier = browser.get(f"/dossiers/{draft.id}", lang="en")
    page = browser.get(dossier.links()["Comments on R1 (0)"])
    assert "Gegevens lekken (en)" in page.main

    page = browser.submit(
        page, action=_home(draft), body="Klopt dit?\nZie <b>https://example.org/a?b=1&c=2</b>.",
        passage="lekken (nl)", mentions=[str(people.analyst.user.id)],
        assignee_id=str(people.analyst2.user.id),
    )  # fmt: skip

    row = _thread(session)
    assert (row.field, row.language, row.assignee) == ("title", "nl", people.analyst2.user)
    assert page.links()["https://example.org/a?b=1&c=2"] == "https://example.org/a?b=1&c=2"
    assert "&lt;b&gt;" in page.html
    browser.acts_as(people.analyst)
    path = f"{_home(draft)}/{row.id}"
    page = browser.get(path, lang="en")
    assert "You are mentioned here" in page.main
    page = browser.submit(page, action=path, body="Ja, dat klopt.")
    assert "Ja, dat klopt." in page.main
    assert "You are mentioned here" not in browser.get(path, lang="en").main
    assert "Comments on R1 (1)" in browser.get(f"/dossiers/{draft.id}", lang="en").links()


def test_what_was_typed_is_kept_when_something_is_wrong(
    browser: Browser, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.analyst)
    page = browser.get(f"{_home(draft)}?part=risk&key=R1", lang="en")

    page = browser.submit(page, action=_home(draft), body="Klopt dit?", passage="Dat staat er niet")

    assert page.status == 422
    assert "passage" in page.errors
    assert page.field("body").value == "Klopt dit?"
    page = browser.submit(page, action=_home(draft), passage="", body="")
    assert "body" in page.errors
    page = browser.submit(page, action=_home(draft), proposed="Iets", where="")
    assert "where" in page.errors
    page = browser.submit(page, action=_home(draft), where="title.nl", proposed="x" * 301)
    assert page.field("proposed").value == "x" * 301


def test_resolve_open_again_assign_and_read(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.thread(session, draft, by=people.reviewer, mentions=[people.analyst])
    browser.acts_as(people.analyst)
    path = f"{_home(draft)}/{row.id}"

    page = browser.submit(browser.get(path, lang="en"), action=f"{path}/reading")
    page = browser.submit(
        page, action=f"{path}/assignment", assignee_id=str(people.reviewer.user.id)
    )
    page = browser.submit(page, action=f"{path}/resolution")

    assert _thread(session).assignee == people.reviewer.user
    assert _thread(session).comments[0].mentions[0].seen_at is not None
    assert "Ada Analist" in page.main
    assert row.opened_by.name in browser.get(f"{_home(draft)}?show=resolved").main
    browser.submit(page, action=f"{path}/reopening")
    assert _thread(session).is_open
    page = browser.post(f"{path}/assignment", data={"assignee_id": str(people.vendor.user.id)})
    assert page.status == 422


def test_the_lists_are_cut_to_what_is_asked(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    make.thread(session, draft, by=people.reviewer, body="Over R1", assignee=people.analyst)
    make.thread(
        session, draft, by=people.reviewer, body="Over het geheel",
        place=Place(part=DossierPart.DESCRIPTION), mentions=[people.analyst],
    )  # fmt: skip
    _suggest(session, draft, people.reviewer)
    browser.acts_as(people.analyst)

    def shown(query: str) -> set[str]:
        main = browser.get(f"{_home(draft)}{query}").main
        return {t for t in ("Over R1", "Over het geheel", "Gegevens raken weg") if t in main}

    assert shown("") == {"Over R1", "Over het geheel", "Gegevens raken weg"}
    assert shown("?show=mine") == {"Over R1"}
    assert shown("?show=mentions") == {"Over het geheel"}
    assert shown("?show=suggestions") == {"Gegevens raken weg"}
    assert shown("?show=resolved") == set()
    assert shown("?part=description") == {"Over het geheel"}
    assert shown("?part=nonsense&show=nonsense") == shown("")
    assert shown("?part=risk&key=%00R9") == set()


def test_an_analyst_accepts_a_suggestion_in_one_press(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    path = _suggest(session, draft, people.reviewer)
    browser.acts_as(people.analyst)
    page = browser.get(path, lang="en")
    assert "<del>lekken (nl)</del>" in page.html
    assert "<ins>raken weg</ins>" in page.html

    browser.submit(page, action=f"{path}/acceptance")

    row = _thread(session)
    assert (row.answer, row.is_open) == (Answer.ACCEPTED, False)
    assert row.dossier.revision.risks[0].title.nl == "Gegevens raken weg"
    assert browser.get(f"{path}/acceptance").forms().count(("post", f"{path}/acceptance")) == 0
    assert "Suggestion accepted: R1" in browser.get(f"/dossiers/{draft.id}/history", lang="en").main


def test_a_text_that_changed_is_shown_with_both_and_nothing_typed_is_lost(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    path = _suggest(session, draft, people.reviewer, place=SUMMARY)
    browser.acts_as(people.analyst)
    before = browser.get(path)
    describe(
        session, draft, actor=people.analyst2.actor, now=clock.now(), summary=make.both("Intussen")
    )

    page = browser.submit(before, action=f"{path}/acceptance")
    assert page.status == 409
    for text in ("Samenvatting (nl)", "Intussen (nl)", "Gegevens raken weg"):
        assert text in page.main
    assert page.field("text").value == "Gegevens raken weg"
    browser.submit(page, text="Samen beter")

    assert _thread(session).dossier.revision.summary.nl == "Samen beter"


def test_a_refusal_needs_a_reason(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    path = _suggest(session, draft, people.reviewer)
    browser.acts_as(people.analyst)

    page = browser.submit(browser.get(f"{path}/refusal"))
    assert (page.status, list(page.errors)) == (422, ["reason"])
    page = browser.submit(page, reason="Dit klopt niet.")

    assert "Dit klopt niet." in page.main
    assert _thread(session).answer is Answer.REFUSED


def test_a_suggestion_waits_for_who_may_answer_it_and_when(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    path = _suggest(session, draft, people.analyst2)
    browser.acts_as(people.reviewer)
    assert "Wijzigen" not in browser.get(path).main
    assert browser.get(f"{path}/acceptance").status == 403
    plain = make.thread(session, draft, by=people.reviewer)
    browser.acts_as(people.analyst)
    assert browser.get(f"{_home(draft)}/{plain.id}/acceptance").status == 404
    make.bring_to(session, draft, people=people, state=make.State.IN_REVIEW, now=clock.now())

    page = browser.get(path, lang="en")
    assert "A suggestion can be answered while the revision is a draft." in page.main
    page = browser.post(f"{path}/refusal", data={"reason": "Nee, want zo is het."})
    assert page.status == 409
    assert page.field("reason").value == "Nee, want zo is het."


def test_a_part_that_went_is_said_to_be_gone(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    extra = risk.save(
        session, actor=people.analyst.actor, dossier_id=draft.id, risk_id=None,
        values=make.risk_values(), version=None, now=clock.now(),
    )  # fmt: skip
    place = Place(part=DossierPart.RISK, key=extra.key, field="title")
    path = _suggest(session, draft, people.reviewer, place=place)
    risk.remove(
        session, actor=people.analyst.actor, dossier_id=draft.id, risk_id=extra.id, now=clock.now()
    )
    browser.acts_as(people.analyst)

    assert "This part is no longer in the dossier." in browser.get(path, lang="en").main
    page = browser.get(f"{_home(draft)}?part=risk&key={place.key}")
    assert "body" not in page.names()
    assert browser.post(f"{path}/acceptance", data={"text": "x", "read": "y"}).status == 409


def test_the_review_page_says_what_is_still_discussed(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.IN_REVIEW, now=clock.now())
    make.thread(session, row, by=people.publisher)
    browser.acts_as(people.reviewer)

    page = browser.get(f"/dossiers/{row.id}/review", lang="en")
    assert page.links()["To the open discussions"] == _home(row)
    page = browser.submit(page, outcome="approve")

    assert page.status == 409
    assert "outcome" in page.errors


@pytest.mark.parametrize("name", ["sivon_analyst", "vendor", "officer", "board", "administrator"])
def test_for_others_nothing_of_it_exists(
    browser: Browser, session: Session, people: make.People, draft: Dossier, name: str
) -> None:
    path = _suggest(session, draft, people.analyst)
    browser.acts_as(people.everybody()[name])

    for address in (_home(draft), path, f"{path}/acceptance", f"{path}/refusal"):
        assert browser.get(address).status == 404
    for action in ("", "/assignment", "/resolution", "/reopening", "/reading", "/acceptance"):
        data = {"body": "x", "assignee_id": "", "text": "x", "read": ""}
        assert browser.post(f"{path}{action}", data=data).status == 404
    assert browser.post(f"{_home(draft)}?part=risk&key=R1", data={"body": "x"}).status == 404


def test_the_counts_on_the_dossier_are_one_query(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    for key in ("R1", "R2"):
        place = Place(part=DossierPart.RISK, key=key)
        make.thread(session, draft, by=people.reviewer, place=place)
    browser.acts_as(people.analyst)
    asked: list[str] = []

    def look(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM thread" in statement:
            asked.append(statement)

    event.listen(session.get_bind(), "before_cursor_execute", look)
    page = browser.get(f"/dossiers/{draft.id}", lang="en")
    event.remove(session.get_bind(), "before_cursor_execute", look)

    assert len(asked) == 1
    assert "Discussion (2 open)" in page.links()


def test_the_daily_mail_is_switched_off_on_the_account_page(
    browser: Browser, session: Session, people: make.People
) -> None:
    browser.acts_as(people.analyst)
    page = browser.get("/account")
    assert page.field("wants_digest").value in ("true", ["true"])

    browser.post("/account/digest", data={})

    session.expire_all()
    assert session.get_one(User, people.analyst.user.id).wants_digest is False
    browser.acts_as(people.vendor)
    assert "wants_digest" not in browser.get("/account").names()
    browser.post("/account/reminders", data={})
    session.expire_all()
    assert session.get_one(User, people.vendor.user.id).wants_reminders is False
    browser.acts_as(people.board)
    assert "wants_reminders" not in browser.get("/account").names()


def test_a_long_list_has_pages(
    browser: Browser,
    session: Session,
    people: make.People,
    draft: Dossier,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threads, "PER_PAGE", 1)
    for body in ("Eerste", "Tweede"):
        make.thread(session, draft, by=people.reviewer, body=body)
    browser.acts_as(people.analyst)

    page = browser.get(f"{_home(draft)}?part=risk&key=R1", lang="en")
    other = browser.get(page.links()["Next"])

    shown = {text for text in ("Eerste", "Tweede") if text in page.main}
    assert len(shown) == 1
    assert {text for text in ("Eerste", "Tweede") if text in other.main} == {
        "Eerste", "Tweede"
    } - shown  # fmt: skip
    assert browser.get(f"{_home(draft)}?page=99").main.count("eede") == other.main.count("eede")


def test_who_sees_to_it_stays_chosen_although_they_may_no_longer_read_it(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.thread(session, draft, by=people.analyst, assignee=people.reviewer)
    people.reviewer.user.is_active = False
    session.commit()
    browser.acts_as(people.analyst)
    path = f"{_home(draft)}/{row.id}"

    browser.submit(browser.get(path), action=f"{path}/assignment")

    assert _thread(session).assignee == people.reviewer.user


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("zie http://a.nl/x.", 'zie <a href="http://a.nl/x" rel="nofollow noopener ugc">'),
        ("<script>", "&lt;script&gt;"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ('https://a.nl/"onclick="x', '<a href="https://a.nl/" rel="nofollow noopener ugc">'),
        ("https://a.nl/<b>", "</a>&lt;b&gt;"),
    ],
)
def test_addresses_become_links_and_the_rest_stays_text(typed: str, shown: str) -> None:
    made = linked(typed)

    assert shown in made
    assert "<b>" not in made
    assert '"onclick' not in made
