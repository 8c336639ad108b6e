"""What readers of the demonstration say of a published verdict, and what they are answered."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import PUBLIC
from dpia_workbench.cli.demonstration.days import Ago
from dpia_workbench.cli.demonstration.writing import ANALYST, Cast
from dpia_workbench.risk.remark import Kind
from dpia_workbench.usecases import remark


def play(session: Session, *, cast: Cast, slug: str, source: Mapping[str, Any], ago: Ago) -> None:
    """Let a reader without an account send a remark, and an analyst answer it."""
    now = ago(source["sent"]).now
    row = remark.send(
        session, actor=PUBLIC, remark_id=uuid4(), slug=slug, number=None,
        kind=Kind(source["kind"]), place=source["place"], text=source["text"], email="",
        language=source["language"], address="", now=now,
    )  # fmt: skip
    if source["answer"]:
        remark.answer(
            session, actor=cast[ANALYST], remark_id=row.id, words=source["answer"],
            version=row.version, now=now,
        )  # fmt: skip
