"""Changes of sub-processors of the demonstration, each as far as the story says."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.cli.demonstration.days import Ago
from dpia_workbench.cli.demonstration.writing import Cast
from dpia_workbench.risk.statements import Mechanism
from dpia_workbench.risk.sub_processors import ChangeKind, Move, Stance
from dpia_workbench.store import products
from dpia_workbench.usecases import sub_processor_objections, sub_processors

Item = Mapping[str, Any]
PLAIN = (
    "name", "legal_entity", "country", "service", "categories", "replaces", "language", "words"
)  # fmt: skip


def play(session: Session, *, cast: Cast, item: Item, ago: Ago) -> None:
    """Let a vendor announce a change; a cooperative objects, and the vendor answers."""
    when = ago(item["announced"])
    row = sub_processors.announce(
        session, actor=cast[item["by"]],
        product_ids=[products.get(session, slug).id for slug in item["products"]],
        values={
            **{name: item[name] for name in PLAIN},
            "kind": ChangeKind(item["kind"]),
            "mechanism": Mechanism(item["mechanism"]),
            "effective_on": when.today + timedelta(days=item["effective_in"]),
        },
        today=when.today, now=when.now,
    )  # fmt: skip
    place: dict[str, Any] = {"change_id": row.id, "version": None}
    if "bundle" in item:
        said, when = item["bundle"], ago(item["bundle"]["given"])
        sub_processor_objections.bundle(
            session, actor=cast[said["by"]], stance=Stance(said["stance"]), words=said["words"],
            today=when.today, now=when.now, **place,
        )  # fmt: skip
    if "answer" in item:
        said, when = item["answer"], ago(item["answer"]["given"])
        sub_processors.answer(
            session, actor=cast[item["by"]], move=Move(said["move"]), words=said["words"],
            today=when.today, now=when.now, **place,
        )  # fmt: skip
