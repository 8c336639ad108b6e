"""What vendors of the demonstration check, and what they say beside a verdict."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.cli.demonstration.days import Ago, When
from dpia_workbench.cli.demonstration.writing import ANALYST, PUBLISHER, Cast
from dpia_workbench.risk.fact_check import Answer
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.vendor_statement import Move
from dpia_workbench.store import products
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import fact_check, vendor_statement

Source = Mapping[str, Any]


def check(session: Session, row: Dossier, *, cast: Cast, source: Source, when: When) -> None:
    """Put some places of a draft before the vendor, who answers some of them."""
    moment: dict[str, Any] = {"today": when.today, "now": when.now}
    analyst = cast[ANALYST]
    answers = {_place(item["place"]): item for item in source["items"]}
    made = fact_check.prepare(
        session, actor=analyst, dossier_id=row.id, places=list(answers), now=when.now
    )
    fact_check.send(
        session, actor=analyst, fact_check_id=made.id, version=None,
        deadline=when.today + timedelta(days=source["open_for"]), **moment,
    )  # fmt: skip
    contact = cast.of(row.product.vendor.slug, Role.VENDOR_CONTACT)
    for item in made.items:
        said = answers[item.place]
        if "answer" in said:
            fact_check.answer(
                session, actor=contact, fact_check_id=made.id, number=item.number,
                answer=Answer(said["answer"]), words=said["words"], version=None, **moment,
            )  # fmt: skip


def _place(name: str) -> Place:
    part, _colon, key = name.partition(":")
    if part == DossierPart.DESCRIPTION:
        return Place(part=DossierPart.DESCRIPTION, field=key)
    return Place(part=DossierPart(part), key=key)


def state(session: Session, *, cast: Cast, slug: str, source: Source, ago: Ago) -> None:
    """Let the vendor say something beside the verdict, and the publisher accept it."""
    when = ago(source["written"])
    moment: dict[str, Any] = {"today": when.today, "now": when.now}
    vendor = products.get(session, slug).vendor
    made = vendor_statement.write(
        session, actor=cast.of(vendor.slug, Role.VENDOR_CONTACT), slug=slug,
        text=Bilingual.of(source["text"]), signatory=source["signatory"],
        function=source["function"], **moment,
    )  # fmt: skip
    vendor_statement.decide(
        session, actor=cast[PUBLISHER], statement_id=made.id, move=Move.ACCEPT, reason="",
        **moment,
    )  # fmt: skip
