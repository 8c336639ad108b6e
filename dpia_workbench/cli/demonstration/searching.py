"""Searches of the demonstration that people saved."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.cli.demonstration.days import Ago
from dpia_workbench.cli.demonstration.writing import Cast
from dpia_workbench.risk.following import Pace
from dpia_workbench.usecases import saved_search


def play(session: Session, *, cast: Cast, item: Mapping[str, Any], ago: Ago) -> None:
    """Let somebody save a search."""
    saved_search.save(
        session, actor=cast[item["by"]], name=item["name"], criteria=item["criteria"],
        alert=Pace(item["alert"]) if "alert" in item else None, now=ago(item["saved"]).now,
    )  # fmt: skip
