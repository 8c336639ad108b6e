"""Publishing a release that thousands of adoptions depend on.

`python -m benchmarks.adoptions [ADOPTIONS]`. Boards adopt one release, on different parts of it;
then a next one is published, in which one risk is higher in one scope cell. Prints how long it
takes until every board that it concerns has its task and every mail is queued, as a ratio to a
bare insert of as many rows in the same run; and how long the sweep of the next morning takes,
which finds nothing new.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from benchmarks.pages import application, dispose
from benchmarks.published import unchecked
from dpia_workbench import clock
from dpia_workbench.access.actor import OrganisationKind, Role
from dpia_workbench.plumbing.database import transaction
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.store import audit, products
from dpia_workbench.store.models import (
    Adoption,
    AdoptionDecision,
    Job,
    Membership,
    Organisation,
    Release,
    ReviewTask,
    User,
)
from dpia_workbench.usecases import review_sweep, reviewing

ADOPTIONS = 10_000
PRODUCT = "noorderlicht-portfolio"
_SCOPES = (["C1"], ["C2"], ["C1", "C2"])
_TAGS: tuple[list[str], ...] = ([], ["under_13"], ["special_education"], ["byod_unmanaged"])
_ROLES = (Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER, Role.BOARD)


def run(size: int = ADOPTIONS) -> Iterator[str]:
    """Yield a line per figure, as soon as it is known, for so many adoptions."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        app = application(Path(folder))
        stack.callback(lambda: dispose(app))
        with unchecked(app) as session:
            _adopt(session, size)
        key, product_id = _publish(app)
        before = _made(app)
        spent = _timed(app, lambda session: reviewing.spread(session, key=key, now=clock.now()))
        tasks, mails = (now - then for now, then in zip(_made(app), before, strict=True))
        bare = _bare(app, tasks=tasks, mails=mails)
        yield (
            f"{size} adoptions: {tasks} tasks and {mails} mails queued in {spent:.2f} s,"
            f" {spent / bare:.1f} × a bare insert of as many rows ({bare:.2f} s)"
        )
        made = _made(app)
        again = _timed(app, lambda session: _sweep(session, product_id))
        yield f"the sweep of a morning that finds nothing new: {again:.2f} s"
        assert _made(app) == made, "a second look because of one event"


def _adopt(session: Session, size: int) -> None:
    """Let boards with three people each adopt the newest release, a month ago."""
    product = products.get(session, PRODUCT)
    release = products.newest_release(session, product.id)
    assert release is not None
    then = clock.now() - timedelta(days=30)
    people, boards = _people(size), [uuid4() for _number in range(size)]
    session.execute(insert(Organisation), [_board(each, at=then) for each in boards])
    session.execute(insert(User), [_user(each, number) for number, each in enumerate(people)])
    session.execute(
        insert(Membership),
        [
            {"id": uuid4(), "user_id": each, "organisation_id": boards[number // len(_ROLES)],
             "role": _ROLES[number % len(_ROLES)], "since": then.date(), "until": None}
            for number, each in enumerate(people)
        ],
    )  # fmt: skip
    adopted = [uuid4() for _number in range(size)]
    session.execute(
        insert(Adoption),
        [
            {"id": each, "board_id": boards[number], "release_id": release.id,
             "release_sha256": release.sha256, "round": 1, "cells": _SCOPES[number % 3],
             "tags": _TAGS[number % 4], "services": [], "party_to": [], "outside": "",
             "schools": "", "purposes": "", "own_risks": "", "started_by_id": people[0],
             "started_at": then, "version": 1}
            for number, each in enumerate(adopted)
        ],
    )  # fmt: skip
    session.execute(
        insert(AdoptionDecision), [_decision(each, people[2], then) for each in adopted]
    )


def _people(size: int) -> list[UUID]:
    return [uuid4() for _number in range(size * len(_ROLES))]


def _board(board_id: UUID, *, at: Any) -> dict[str, Any]:
    return {
        "id": board_id, "slug": f"bestuur-{board_id}", "kind": OrganisationKind.SCHOOL_BOARD,
        "name": "Bestuur", "number": "", "sectors": ["po"], "is_active": True,
        "is_invented": True, "created_at": at, "version": 1,
    }  # fmt: skip


def _user(user_id: UUID, number: int) -> dict[str, Any]:
    return {
        "id": user_id, "email": f"mens-{number}@bestuur.example", "name": "Iemand",
        "language": "en" if number % 5 == 0 else "nl", "password_hash": None, "is_active": True,
        "is_invented": True, "created_at": clock.now(), "wants_digest": True,
        "wants_reminders": True, "version": 1,
    }  # fmt: skip


def _decision(adoption_id: UUID, by_id: UUID, then: Any) -> dict[str, Any]:
    return {
        "id": uuid4(), "adoption_id": adoption_id, "outcome": Outcome.APPROVED, "reason": "Goed.",
        "conditions": "", "acceptances": {}, "follows_advice": "Ja.", "mandate": "Besluit 3",
        "on": then.date(), "next_review": then.date() + timedelta(days=365), "levels": {},
        "by_id": by_id, "at": then,
    }  # fmt: skip


def _publish(app: Flask) -> tuple[str, UUID]:
    """Publish a next release; return the key of the news and the product."""
    with unchecked(app) as session:
        product_id = products.get(session, PRODUCT).id
        before = products.newest_release(session, product_id)
        assert before is not None
        canonical = audit.canonical_json(_worse(json.loads(before.canonical)))
        row = Release(
            id=uuid4(), product_id=product_id, revision_id=uuid4(), owner_id=before.owner_id,
            number=before.number + 1, canonical=canonical, sha256=audit.sha256(canonical),
            verdict=before.verdict, computed_verdict=before.computed_verdict,
            published_at=clock.now(), published_by_id=before.published_by_id,
            valid_until=before.valid_until,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return f"release:{row.id}", product_id


def _worse(content: dict[str, Any]) -> dict[str, Any]:
    """Return a content in which one risk is higher in the first cell, and a text is clearer."""
    risk = content["risks"][0]["key"]
    content["cells"][0]["levels"][risk] |= {"R1": "high", "R2": "medium"}
    content["summary"] = {"nl": "Duidelijker.", "en": "Clearer."}
    return content | {"number": content["number"] + 1}


def _sweep(session: Session, product_id: UUID) -> None:
    review_sweep.sweep(session, product_id=product_id, now=clock.now())


def _timed(app: Flask, act: Any) -> float:
    """Return how long a deed takes in a transaction, until that is kept."""
    with app.app_context():
        began = time.perf_counter()
        with transaction() as session:
            act(session)
        return time.perf_counter() - began


def _made(app: Flask) -> tuple[int, int]:
    with app.app_context(), transaction() as session:
        tasks = session.scalar(select(func.count(ReviewTask.id))) or 0
        mails = session.scalar(select(func.count(Job.id)).where(Job.name == "mail.send")) or 0
        return tasks, mails


def _bare(app: Flask, *, tasks: int, mails: int) -> float:
    """Return how long it takes to insert as many rows that are made already, and no more."""
    with app.app_context(), transaction() as session:
        one = dict(session.execute(select(ReviewTask.__table__).limit(1)).mappings().one())
        job = dict(
            session.execute(select(Job.__table__).where(Job.name == "mail.send").limit(1))
            .mappings()
            .one()
        )
        rows = [{**one, "id": uuid4(), "ref": f"bare-{number}"} for number in range(tasks)]
        jobs = [{**job, "id": uuid4(), "name": "bare"} for _number in range(mails)]

    def fill(session: Session) -> None:
        session.execute(insert(ReviewTask.__table__), rows)
        session.execute(insert(Job.__table__), jobs)

    spent = _timed(app, fill)
    with app.app_context(), transaction() as session:
        session.execute(delete(ReviewTask).where(ReviewTask.ref.startswith("bare-")))
        session.execute(delete(Job).where(Job.name == "bare"))
    return spent


if __name__ == "__main__":
    for line in run(int(sys.argv[1]) if len(sys.argv) > 1 else ADOPTIONS):
        print(line, flush=True)
