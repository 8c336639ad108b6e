"""Fact checks and vendors' statements, made through the use cases."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from dpia_workbench.risk.fact_check import Answer, Disposition, State
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.vendor_statement import Move
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, FactCheck, Product, VendorStatement
from dpia_workbench.usecases import fact_check as verbs
from dpia_workbench.usecases import vendor_statement
from tests.making.people import NOW, People, Person, day_of

CheckState = State
SCOPE = Place(part=DossierPart.DESCRIPTION, field="scope")
RISK = Place(part=DossierPart.RISK, key="R1")
_ORDER = (State.PREPARED, State.SENT, State.ANSWERED, State.PROCESSED)


def fact_check(
    session: Session,
    dossier: Dossier,
    *,
    people: People,
    state: State = State.SENT,
    places: Sequence[Place] = (SCOPE, RISK),
    days: int = 14,
    by: Person | None = None,
    now: datetime = NOW,
) -> FactCheck:
    """Return a fact check of a dossier, as far as a state, with a deadline some days ahead.

    The vendor agrees with the scope and corrects the risk.
    """
    today, actor = day_of(now), (by or people.analyst).actor
    row = verbs.prepare(session, actor=actor, dossier_id=dossier.id, places=places, now=now)
    far = _ORDER.index(state)
    if far >= 1:
        verbs.send(
            session, actor=actor, fact_check_id=row.id, deadline=today + timedelta(days=days),
            version=None, today=today, now=now,
        )  # fmt: skip
    if far >= 2:
        _answer(session, row, people=people, now=now)
    if far >= 3:
        verbs.dispose(
            session, actor=actor, fact_check_id=row.id, number=2, reason="Dat klopt.",
            disposition=Disposition.TAKEN_OVER, changed="R1 herschreven.", version=None,
            today=today, now=now,
        )  # fmt: skip
        verbs.close(session, actor=actor, fact_check_id=row.id, version=None, today=today, now=now)
    session.commit()
    return row


def _answer(session: Session, row: FactCheck, *, people: People, now: datetime) -> None:
    today, actor = day_of(now), people.vendor.actor
    verbs.answer(
        session, actor=actor, fact_check_id=row.id, number=2, answer=Answer.CORRECT,
        words="Sinds versie 5 niet meer.", version=None, today=today, now=now,
    )  # fmt: skip
    verbs.agree_with_rest(session, actor=actor, fact_check_id=row.id, today=today, now=now)
    verbs.hand_in(session, actor=actor, fact_check_id=row.id, today=today, now=now)


def statement(
    session: Session,
    product: Product,
    *,
    people: People,
    accepted: bool = False,
    text: Bilingual | None = None,
    now: datetime = NOW,
) -> VendorStatement:
    """Return the next version of the vendor's statement on a product with a release."""
    today = day_of(now)
    said = text or Bilingual("Wij doen het anders.", "We do it differently.")
    row = vendor_statement.write(
        session, actor=people.vendor.actor, slug=product.slug, text=said,
        signatory="Vera Leverancier", function="Directeur", today=today, now=now,
    )  # fmt: skip
    if accepted:
        vendor_statement.decide(
            session, actor=people.publisher.actor, statement_id=row.id, move=Move.ACCEPT,
            reason="", today=today, now=now,
        )  # fmt: skip
    session.commit()
    return row
