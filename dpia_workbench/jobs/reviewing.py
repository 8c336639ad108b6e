"""Jobs that ask boards to look again at what they adopted, and remind them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dpia_workbench import clock
from dpia_workbench.plumbing.database import transaction
from dpia_workbench.usecases import review_sweep


def sweep(detail: Mapping[str, Any]) -> None:
    """Ask what is to be asked today of the boards that rely on a product."""
    with transaction() as session:
        review_sweep.sweep(session, product_id=UUID(detail["product_id"]), now=clock.now())


def remind(_detail: Mapping[str, Any]) -> None:
    """Put the reminders of today in the outbox."""
    with transaction() as session:
        review_sweep.remind(session, now=clock.now())
