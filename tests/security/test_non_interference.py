"""What somebody may not read changes nothing of what they see (invariants 4 and 16, method P14,
P16): not a word, a number, an order, a status or a header of any answer.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from random import Random
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.files.archives import XLSX
from dpia_workbench.risk.adoption_step import UseKind
from dpia_workbench.risk.describing import Said
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store.models import Adoption, Dossier, Remediation
from dpia_workbench.usecases import own_risk, publication_plan, remediation
from tests import make
from tests.browser import Browser
from tests.house import crawl
from tests.making import describing, writes

Seen = dict[str, tuple[int, str | None, bytes]]
# These tell the moment; and who has the secret address of a calendar reads as its owner.
_SKIPPED = (
    "/healthz", "/readyz", "/.well-known/security.txt", "/dossiers/calendar/",
    "/requests/calendar/",
)  # fmt: skip


def _seen(browser: Browser, addresses: list[str]) -> Seen:
    found = {}
    for address in addresses:
        answer = browser.fetch(address, query_string="lang=en")
        body = _DATED.sub(b"", answer.data)
        if answer.mimetype == XLSX and answer.status_code == 200:
            body = _sheets(body)
        if address.endswith("/pack.zip") and answer.status_code == 200:
            body = _names(body)
        found[address] = (answer.status_code, answer.headers.get("ETag"), body)
    return found


# A calendar says when it was asked for, and so does a form that needs no account; a form that is
# sent once has a number of its own each time.
_DATED = re.compile(rb'DTSTAMP:[0-9TZ]+|name="(stamp|remark_id)" value="[^"]*"')


def _sheets(file: bytes) -> bytes:
    """Return what a spreadsheet says, without when it was made."""
    with ZipFile(BytesIO(file)) as parts:
        names = [name for name in parts.namelist() if not name.startswith("docProps")]
        return b"".join(parts.read(name) for name in names)


def _names(file: bytes) -> bytes:
    """Return which papers are in one file; each has an address of its own, and says its moment."""
    with ZipFile(BytesIO(file)) as papers:
        return "\n".join(papers.namelist()).encode()


def _drafts(session: Session) -> Iterator[Dossier]:
    for row in session.query(Dossier):
        if row.revision.state in (make.State.DRAFT, make.State.CHANGES_REQUESTED):
            yield row


def _analysts_write(session: Session, people: make.People, chance: Random) -> None:
    """Write in every draft, in every way and any order; comment on it, and add evidence."""
    for row in _drafts(session):
        for write in chance.sample(list(writes.WRITES.values()), len(writes.WRITES)):
            write(session, row, actor=people.analyst.actor, now=clock.now())
        make.thread(session, row, by=people.analyst2, now=clock.now())
        make.evidence(session, row, by=people.analyst2, now=clock.now())
    make.dossier(session, people=people, now=clock.now())


def _publisher_plans(session: Session, people: make.People, _chance: Random) -> None:
    """Plan the publication of everything that waits for one, for other moments than before."""
    for row in session.query(Dossier):
        if row.revision.state is make.State.APPROVED:
            publication_plan.plan(
                session, actor=people.publisher.actor, dossier_id=row.id, valid_until=None,
                chosen=Verdict.RED, reason="Onder embargo", now=clock.now(),
                due_at=clock.now() + timedelta(days=2),
            )  # fmt: skip


def _vendor_answers(session: Session, people: make.People, _chance: Random) -> None:
    """Acknowledge what is asked in drafts and promise a day."""
    now = {"today": clock.today(), "now": clock.now()}
    for row in session.query(Remediation).filter_by(state=make.RequestState.REQUESTED):
        told = {"actor": people.vendor.actor, "remediation_id": row.id, "version": None}
        remediation.acknowledge(session, now=clock.now(), **told)
        due = clock.today().replace(year=clock.today().year + 1)
        remediation.commit(session, due=due, words="Ja.", **told, **now)


def _others_fill(session: Session, people: make.People, _chance: Random) -> None:
    """Let another board go on with its own adoption."""
    theirs = people.other_school
    assert theirs.officer.organisation is not None
    row = session.query(Adoption).filter_by(board_id=theirs.officer.organisation.id).one()
    here: dict[str, Any] = {
        "actor": theirs.officer.actor, "adoption_id": row.id, "version": None,
        "today": clock.today(), "now": clock.now(),
    }  # fmt: skip
    uncovered = [{"kind": UseKind.GROUP, "name": "Ouders", "supplement": "Eigen beoordeling"}]
    describing.scope(session, row, uncovered=uncovered, **here)
    describing.circumstances(session, row, answers={"under_13": Said.YES}, **here)
    describing.operations(session, row, **here)
    describing.agreement(session, row, **here)
    own_risk.answer(session, explanation="Geen andere", **here)


Hidden = Callable[[Session, make.People, Random], None]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("vendor", [_analysts_write, _publisher_plans, _others_fill]),
        (None, [_analysts_write, _publisher_plans, _vendor_answers, _others_fill]),
        ("officer", [_analysts_write, _publisher_plans, _vendor_answers, _others_fill]),
    ],
)
def test_what_somebody_may_not_read_changes_nothing_of_what_they_see(
    app: Flask,
    session: Session,
    people: make.People,
    browser: Browser,
    name: str | None,
    hidden: list[Hidden],
) -> None:
    known = crawl.furnish(session, app=app, people=people)
    browser.acts_as(people.everybody()[name] if name else None)
    addresses = [each for each in crawl.addresses(app, known) if not each.startswith(_SKIPPED)]
    before = _seen(browser, addresses)

    for act in hidden:
        act(session, people, Random(name))
    session.commit()

    after = _seen(browser, addresses)
    changed = [each for each in addresses if before[each] != after[each]]
    assert not changed, changed
    assert sum(status == 200 for status, _tag, _body in before.values()) > 5
