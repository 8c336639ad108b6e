"""An incident of the demonstration, and what a board says of a verdict that it adopts."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.cli.demonstration.days import Ago
from dpia_workbench.cli.demonstration.writing import ANALYST, Cast
from dpia_workbench.risk.feedback import Found
from dpia_workbench.risk.incident import Gravity
from dpia_workbench.store import adoptions, products
from dpia_workbench.usecases import feedback, incident, incident_response, remark

Item = Mapping[str, Any]
PLAIN = ("title", "happened", "to_do", "touched", "categories", "contact")


def play(session: Session, *, cast: Cast, item: Item, ago: Ago) -> None:
    """Let a cooperative report and send an incident, and boards read it and act."""
    when = ago(item["reported"])
    row = incident.report(
        session, actor=cast[item["by"]], product_id=products.get(session, item["product"]).id,
        values={
            **{name: item[name] for name in PLAIN}, "gravity": Gravity(item["gravity"]),
            "since": ago(item["since"]).today, "confidential": "",
        },
        today=when.today, now=when.now,
    )  # fmt: skip
    incident.send(
        session, actor=cast[item["sent_by"]], incident_id=row.id, version=None, today=when.today,
        now=when.now,
    )  # fmt: skip
    for each in item["readers"]:
        officer, read = cast.of(each["board"], Role.PRIVACY_OFFICER), ago(each["read"])
        incident_response.confirm(
            session, actor=officer, incident_id=row.id, number=len(row.notes), now=read.now
        )
        incident_response.record_deed(
            session, actor=officer, incident_id=row.id, text=each["did"], on=read.today,
            today=read.today, now=read.now,
        )  # fmt: skip


def say(session: Session, *, cast: Cast, item: Item, ago: Ago) -> None:
    """Let a board tell what it found, and an analyst promise a change."""
    officer, when = cast.of(item["board"], Role.PRIVACY_OFFICER), ago(item["sent"])
    mine = adoptions.find(session, actor=officer)
    about = next(row for row in mine if row.basis.product.slug == item["product"])
    said = feedback.send(
        session, actor=officer, adoption_id=about.id, remark_id=uuid4(),
        found=Found(item["found"]), place=item["place"], text=item["text"], is_named=False,
        language="nl", now=when.now,
    )  # fmt: skip
    remark.answer(
        session, actor=cast[ANALYST], remark_id=said.remark_id, words=item["answer"],
        version=said.remark.version, leads_to_change=True, now=when.now,
    )  # fmt: skip
