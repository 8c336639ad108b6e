"""School boards of the demonstration: one adopted a release, another is on its way."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.cli.demonstration.writing import Ago, Cast
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import adoption

STARTED, ADVISED, DECIDED, LATER = 50, 42, 35, 34

OUR_SITUATION: dict[str, Any] = {
    "cells": ["C1", "C2"],
    "outside": "",
    "tags": [],
    "schools": "Alle zes basisscholen van De Waterlelie.",
    "purposes": "Leerlingen bewaren werk en bespreken het met hun leraar; voortgang laten zien"
    " aan ouders. Publieke taak.",
    "party_to": ["M2"],
    "own_risks": "Geen andere risico's gevonden: wij gebruiken geen eigen koppelingen en geen"
    " privé-apparaten.",
}
EVIDENCE = {
    "M3": "Schermafdruk van de instelling, gemaakt door ICT en bewaard bij het register.",
    "M4": "Besluit bewaartermijnen van het bestuursoverleg, regel 14 van het register.",
    "M5": "Lesbrief besproken in groep 5 tot en met 8.",
}
WORDS = {
    "reason": "De risico's zijn laag met de maatregelen die wij hebben genomen.",
    "conditions": "",
    "follows_advice": "Het advies is gevolgd: de instelling wordt elk half jaar nagekeken.",
    "mandate": "Voorzitter van het college van bestuur",
}


def play(session: Session, *, cast: Cast, slug: str, ago: Ago) -> None:
    """Let De Waterlelie adopt the release, and Het Kompas begin."""
    _adopt(session, cast=cast, slug=slug, ago=ago)
    _begin(session, cast=cast, slug=slug, ago=ago)


def _adopt(session: Session, *, cast: Cast, slug: str, ago: Ago) -> None:
    officer, when = cast["po@dewaterlelie.example"], ago(STARTED)
    row = adoption.start(
        session, actor=officer, slug=slug, number=1, today=when.today, now=when.now
    )
    adoption.describe(
        session, actor=officer, adoption_id=row.id, values=OUR_SITUATION, version=None,
        today=when.today, now=when.now,
    )  # fmt: skip
    _measures(session, row, cast=cast, ago=ago)
    when = ago(ADVISED)
    adoption.advise(
        session, actor=cast["fg@dewaterlelie.example"], adoption_id=row.id, on=when.today,
        text="Positief. Kijk de instelling voor delen elk half jaar na, want een nieuwe versie"
        " kan haar terugzetten.", today=when.today, now=when.now,
    )  # fmt: skip
    adoption.record_views(
        session, actor=officer, adoption_id=row.id, asked=True, on=when.today,
        text="Besproken met de oudergeleding van de GMR. Zij vragen een korte uitleg voor ouders;"
        " die staat in de schoolgids.", today=when.today, now=when.now,
    )  # fmt: skip
    when = ago(DECIDED)
    adoption.decide(
        session, actor=cast["bestuur@dewaterlelie.example"], adoption_id=row.id,
        outcome=Outcome.APPROVED, words=WORDS, acceptances={},
        next_review=when.today + timedelta(days=300), today=when.today, now=when.now,
    )  # fmt: skip


def _measures(session: Session, row: Adoption, *, cast: Cast, ago: Ago) -> None:
    when = ago(STARTED)
    for each in row.measures:
        adoption.record_measure(
            session, actor=cast["po@dewaterlelie.example"], adoption_id=row.id,
            measure_id=each.id, state=LocalState.IMPLEMENTED, due=None,
            evidence=EVIDENCE[each.key], reason="", version=None, today=when.today, now=when.now,
        )  # fmt: skip


def _begin(session: Session, *, cast: Cast, slug: str, ago: Ago) -> None:
    officer, when = cast["po@hetkompas.example"], ago(LATER)
    row = adoption.start(
        session, actor=officer, slug=slug, number=1, today=when.today, now=when.now
    )
    situation = OUR_SITUATION | {
        "cells": ["C2"],
        "outside": "Leerlingen van 13 jaar en ouder in de onderbouw.",
        "schools": "Beide vestigingen van Het Kompas.",
        "own_risks": "Leraren gebruiken soms hun eigen telefoon; dat nemen wij mee in het beleid.",
    }
    adoption.describe(
        session, actor=officer, adoption_id=row.id, values=situation, version=None,
        today=when.today, now=when.now,
    )  # fmt: skip
