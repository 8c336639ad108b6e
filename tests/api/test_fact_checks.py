"""Fact checks through the API: each side reads its own, and nobody else anything."""

from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.fact_check import Disposition
from dpia_workbench.usecases import fact_check
from tests import make
from tests.api.sending import V1
from tests.browser import Api


def test_both_sides_read_a_fact_check_and_the_vendor_its_end_only_once_it_is_closed(
    api: Api, session: Session, people: make.People
) -> None:
    draft = make.dossier(session, people=people, now=clock.now())
    row = make.fact_check(
        session, draft, people=people, state=make.CheckState.ANSWERED, now=clock.now()
    )
    fact_check.dispose(
        session, actor=people.analyst.actor, fact_check_id=row.id, number=2, reason="Nog niet.",
        disposition=Disposition.PARTLY, changed="", version=None, today=clock.today(),
        now=clock.now(),
    )  # fmt: skip
    session.commit()
    path = f"{V1}/fact-checks/{row.id}"

    found = {}
    for name in ("vendor", "analyst"):
        api.carries(getattr(people, name))
        listed = api.get(f"{V1}/fact-checks?state=answered").json
        assert [item["id"] for item in listed["items"]] == [str(row.id)]
        found[name] = api.get(path).json

    assert [item["answer"] for item in found["vendor"]["items"]] == ["agree", "correct"]
    assert found["vendor"]["items"][1]["reason"] == ""
    assert found["analyst"]["items"][1]["reason"] == "Nog niet."
    assert found["vendor"]["sha256"] == row.package.sha256
    assert people.analyst.user.name not in str(found["vendor"])


def test_a_prepared_one_and_that_of_another_vendor_are_not_there(
    api: Api, session: Session, people: make.People
) -> None:
    draft = make.dossier(session, people=people, now=clock.now())
    prepared, sent = (
        make.fact_check(session, draft, people=people, state=state, now=clock.now())
        for state in (make.CheckState.PREPARED, make.CheckState.SENT)
    )
    for person, row in ((people.vendor, prepared), (people.other_vendor, sent)):
        api.carries(person)
        assert api.get(f"{V1}/fact-checks/{row.id}").status_code == 404
        assert str(row.id) not in api.get(f"{V1}/fact-checks").text
