"""What boards judge themselves, made through the use cases; a record with a risk to judge."""

import json
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk.board_decision import AdviceStance, Condition
from dpia_workbench.risk.consultation_record import Applicant, EventKind
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.scale import Axis
from dpia_workbench.store.models import Adoption, OwnMeasure, OwnRisk, RecordSnapshot
from dpia_workbench.usecases import adoption as adoption_usecases
from dpia_workbench.usecases import consultation as consultation_usecases
from dpia_workbench.usecases import own_risk as own_risk_usecases
from tests.making.adoptions import AdoptionState, adoption
from tests.making.people import NOW, People, Person, day_of

RISK: dict[str, Any] = {
    "title": "Eigen telefoons", "description": "Leerlingen maken foto's.", "likelihood": 2,
    "severity": 2, "reason": "Het gebeurt soms.",
}  # fmt: skip
MEASURE: dict[str, Any] = {
    "title": "Telefoons in de kluis", "axis": Axis.LIKELIHOOD, "cap": 1,
    "rationale": "Wie geen telefoon heeft, maakt geen foto.", "state": LocalState.IMPLEMENTED,
    "due": None, "evidence": "Schoolregels, bladzijde 4.", "reason": "",
}  # fmt: skip


def own_risk(
    session: Session, row: Adoption, *, by: Person, now: datetime = NOW, **words: Any
) -> OwnRisk:
    """Return a risk of a board's own."""
    found = own_risk_usecases.add(
        session, actor=by.actor, adoption_id=row.id, values={**RISK, **words}, today=day_of(now),
        now=now,
    )  # fmt: skip
    session.commit()
    return found


def own_measure(
    session: Session, risk: OwnRisk, *, by: Person, now: datetime = NOW, **words: Any
) -> OwnMeasure:
    """Return a measure that a board applied against a risk of its own."""
    found = own_risk_usecases.save_measure(
        session, actor=by.actor, adoption_id=risk.adoption_id, risk_id=risk.id, measure_id=None,
        values={**MEASURE, **words}, version=None, today=day_of(now), now=now,
    )  # fmt: skip
    session.commit()
    return found


def unlevelled_content(content: dict[str, Any], *, after: str | None = "medium") -> dict[str, Any]:
    """Return content of a release as a record has it: to its second risk nobody gave a level."""
    made: dict[str, Any] = json.loads(json.dumps(content))
    made["risks"][1] |= {
        "likelihood": None, "severity": None, "published": {"before": "high", "after": after},
    }  # fmt: skip
    key = made["risks"][1]["key"]
    made["claims"] = [claim for claim in made["claims"] if claim["risk"] != key]
    for cell in made["cells"]:
        del cell["levels"][key], cell["explanations"][key]
    return made


def unlevelled_adoption(
    session: Session, *, people: People, now: datetime = NOW, after: str | None = "medium"
) -> Adoption:
    """Return an adoption of a record of which risk R2 has no level, as far as its measures."""
    row = adoption(session, people=people, state=AdoptionState.MEASURES_RECORDED, now=now)
    released = row.release
    assert released is not None
    content = unlevelled_content(json.loads(released.canonical), after=after)
    snapshot = RecordSnapshot(
        product_id=released.product_id, number=1, canonical=json.dumps(content),
        sha256=sha256(json.dumps(content).encode()).hexdigest(), verdict=released.verdict,
        made_at=now, valid_until=released.valid_until,
    )  # fmt: skip
    session.add(snapshot)
    session.flush()
    row.release_id, row.snapshot_id = None, snapshot.id
    session.commit()
    session.expire_all()
    return row


def conditional(session: Session, *, people: People, now: datetime = NOW, **words: Any) -> Adoption:
    """Return an adoption that the board approved under one condition."""
    today = day_of(now)
    row = adoption(session, people=people, state=AdoptionState.READY, now=now, **words)
    due = today + timedelta(days=30)
    school = words.get("at") or people.school
    adoption_usecases.decide(
        session, actor=school.board.actor, adoption_id=row.id,
        outcome=Outcome.CONDITIONALLY_APPROVED, stance=AdviceStance.FOLLOWED,
        words={"reason": "Nut.", "follows_advice": "", "mandate": "Besluit 3"},
        conditions=[Condition(text="De handleiding is klaar.", owner="Ine", due=due)],
        acceptances={}, next_review=today + timedelta(days=300), today=today, now=now,
    )  # fmt: skip
    session.commit()
    return row


def consulted(session: Session, row: Adoption, *, by: Person, now: datetime = NOW) -> None:
    """Let a board ask the authority, which asks for information."""
    today = day_of(now)
    for kind in (EventKind.SUBMITTED, EventKind.RECEIVED, EventKind.SUSPENDED):
        consultation_usecases.note(
            session, actor=by.actor, adoption_id=row.id, kind=kind, on=today, text="Kenmerk 12.",
            applicant=Applicant.BOARD if kind is EventKind.SUBMITTED else None, version=None,
            today=today, now=now,
        )  # fmt: skip
    session.commit()
