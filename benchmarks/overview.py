"""The overview of a board with 100 schools and 200 products, beside that of one with two.

python -m benchmarks.overview
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmarks import published
from benchmarks.pages import application, dispose, get
from dpia_workbench import clock
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.store import releases
from dpia_workbench.store.models import (
    Adoption,
    AdoptionDecision,
    AdoptionSchool,
    LocalMeasure,
    Release,
    School,
    User,
)

SCHOOLS, PRODUCTS, ROUNDS = 100, 200, 15
OFFICER, BOARD = "po@dewaterlelie.example", "bestuur@dewaterlelie.example"
PATHS = ("/school/overview", "/school", "/school/annual-report", "/school/overview.xlsx")


def run() -> Iterator[str]:
    """Yield how long pages of a large board take, beside the same pages of the demonstration."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        app = application(Path(folder))
        stack.callback(lambda: dispose(app))
        client = app.test_client()
        _sign_in(client)
        small = {path: _times(lambda path=path: get(client, path)) for path in PATHS}
        published.fill(app, PRODUCTS)
        with app.app_context(), published.unchecked(app) as session:
            _adopt(session)
        for path in PATHS:
            first = _once(lambda path=path: get(client, path))
            taken = _times(lambda path=path: get(client, path))
            ratio, p95 = median(taken) / median(small[path]), quantiles(taken, n=20)[-1]
            yield (
                f"{path}, {SCHOOLS} schools and {PRODUCTS} products: first {first * 1000:.0f} ms,"
                f" median {median(taken) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms;"
                f" {ratio:.1f} times as long as with the few of the demonstration"
            )


def _sign_in(client: FlaskClient) -> None:
    values = {"email": OFFICER, "password": "demonstratie"}
    answer = client.post("/login", data=values, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 303, answer.status_code


def _once(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _times(act: Callable[[], None]) -> list[float]:
    return [_once(act) for _ in range(ROUNDS)]


def _adopt(session: Session) -> None:
    """Let one board decide on every product that was made, for all its schools."""
    people = {email: _person(session, email) for email in (OFFICER, BOARD)}
    board_id = session.scalar(
        select(Adoption.board_id)
        .join(User, User.id == Adoption.started_by_id)
        .where(User.email == OFFICER)
    )
    schools = [uuid4() for _ in range(SCHOOLS)]
    common = {"board_id": board_id, "added_at": clock.now(), "added_by_id": people[OFFICER]}
    session.execute(
        insert(School),
        [
            {"id": each, "brin": f"{number:02d}ZZ", "name": f"School {number}",
             "sector": Sector.PO, "special_education": False, "version": 1, **common}
            for number, each in enumerate(schools)
        ],
    )  # fmt: skip
    for release_id in session.scalars(select(Release.id).where(Release.number == 1)).all():
        _decide(session, release_id, board_id=board_id, people=people, schools=schools)


def _person(session: Session, email: str) -> UUID:
    found = session.scalar(select(User.id).where(User.email == email))
    assert found is not None
    return found


def _decide(
    session: Session,
    release_id: UUID,
    *,
    board_id: UUID | None,
    people: dict[str, UUID],
    schools: list[UUID],
) -> None:
    release = session.get_one(Release, release_id)
    if not release.product.slug.startswith("made-"):
        return
    content, today = releases.content(release), clock.today()
    row = Adoption(
        board_id=board_id, release=release, release_sha256=release.sha256, cells=["C1"],
        every_school=True, started_by_id=people[OFFICER], started_at=clock.now(),
    )  # fmt: skip
    row.school_rows = [AdoptionSchool(school_id=each) for each in schools]
    row.measures = [
        LocalMeasure(
            key=item["key"], position=place, state=LocalState.PLANNED,
            due=today + timedelta(days=place),
        )
        for place, item in enumerate(content["measures"])
        if item["owner"] == "school_mandatory"
    ]  # fmt: skip
    row.decision = AdoptionDecision(
        outcome=Outcome.CONDITIONALLY_APPROVED, reason="Nut", conditions="Zie plan", mandate="X",
        follows_advice="Ja", acceptances={"R1": "Aanvaard."}, on=today,
        next_review=today + timedelta(days=300), at=clock.now(), by_id=people[BOARD],
        levels={item["key"]: "low" for item in content["risks"]} | {"R1": "medium"},
    )  # fmt: skip
    session.add(row)


if __name__ == "__main__":
    for line in run():
        print(line, flush=True)
