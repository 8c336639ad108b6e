"""Changes of sub-processors through the API: for who they concern, and for nobody else."""

from sqlalchemy.orm import Session

from dpia_workbench import clock
from tests import make
from tests.api.sending import V1
from tests.browser import Api

CHANGES = f"{V1}/sub-processor-changes"


def test_who_is_concerned_reads_a_change_and_nobody_else(
    api: Api, session: Session, people: make.People
) -> None:
    release = make.release(session, people=people, now=clock.now())
    make.adoption(session, people=people, release=release, now=clock.now())
    row = make.sub_processor_change(
        session, products=[release.product], by=people.vendor, now=clock.now()
    )

    for person in (people.vendor, people.analyst, people.officer, people.board):
        api.carries(person)
        assert [each["id"] for each in api.get(CHANGES).json["items"]] == [str(row.id)]
        found = api.get(f"{CHANGES}/{row.id}").json
        assert (found["state"], found["is_running"]) == ("announced", True)
        assert found["objection_until"] == row.objection_until.isoformat()
    for person in (people.other_vendor, people.other_officer, people.administrator):
        api.carries(person)
        assert api.get(CHANGES).json["total"] == 0
        assert api.get(f"{CHANGES}/{row.id}").status_code == 404
