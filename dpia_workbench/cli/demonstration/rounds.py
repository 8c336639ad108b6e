"""School boards of the demonstration that look again at what they decided."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.cli.demonstration.days import Ago
from dpia_workbench.cli.demonstration.writing import Cast
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.store import adoptions, products
from dpia_workbench.usecases import readoption, step_news
from dpia_workbench.usecases.rounds import Asked


def play(session: Session, *, cast: Cast, item: Mapping[str, Any], ago: Ago) -> None:
    """Let a board begin another round on what is in use then, and confirm some of its steps."""
    told, officer = item["again"], cast.of(item["board"], Role.PRIVACY_OFFICER)
    when = ago(told["started"])
    product = products.get(session, item["product"])
    before = adoptions.newest_of_product(session, product.id, actor=officer)
    assert before is not None  # noqa: S101  # the story begins with it
    row = readoption.begin(
        session, actor=officer, adoption_id=before.id, asked=Asked(why=None, words=told["words"]),
        today=when.today, now=when.now,
    )  # fmt: skip
    wanted = {Step(each) for each in told["confirmed"]}
    seen = {each.step: each.digest for each in step_news.steps(row) if each.step in wanted}
    if seen:
        readoption.confirm(
            session, actor=officer, adoption_id=row.id, seen=seen, today=when.today, now=when.now
        )
