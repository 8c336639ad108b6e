"""Worksheets, made and filled in through the use cases."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from dpia_workbench.risk.worksheet import Answer, AnswerKind
from dpia_workbench.store.audit import sha256
from dpia_workbench.store.models import Adoption, Worksheet
from dpia_workbench.usecases import worksheet as verbs
from dpia_workbench.usecases import worksheet_filling
from dpia_workbench.usecases.worksheet_filling import Given
from tests.making.people import NOW, Person, day_of


def worksheet(
    session: Session, row: Adoption, *, by: Person, now: datetime = NOW, **words: Any
) -> Worksheet:
    """Return a worksheet; its secret is “secret” and its own id, unless `secret_hash` says else."""
    made_id = words.pop("worksheet_id", uuid4())
    values: dict[str, Any] = {
        "partner": "ICT-Noord", "email": "", "language": "nl", "days": 14, "every_measure": True,
        "secret_hash": secret_of(made_id), "worksheet_id": made_id, **words,
    }  # fmt: skip
    made = verbs.make(
        session, actor=by.actor, adoption_id=row.id, today=day_of(now), now=now, **values
    )
    session.commit()
    return made


def secret_of(worksheet_id: object) -> str:
    """Return the hash that a worksheet of these tests knows of its link."""
    return sha256(f"secret {worksheet_id}")


def filled_in(
    session: Session, sheet: Worksheet, *, now: datetime = NOW, sends: bool = False, **said: Answer
) -> Worksheet:
    """Let the partner answer settings, by default that M3 is done; and send it in if asked."""
    done = Answer(kind=AnswerKind.DONE, words="Staat uit.", since=day_of(now))
    link: dict[str, Any] = {
        "worksheet_id": sheet.id, "secret_hash": sheet.secret_hash, "by_name": "Ines",
        "today": day_of(now), "now": now,
    }  # fmt: skip
    given = {key: Given(answer=answer) for key, answer in (said or {"M3": done}).items()}
    worksheet_filling.save(session, given=given, **link)
    if sends:
        worksheet_filling.send(session, **link)
    session.commit()
    return sheet
