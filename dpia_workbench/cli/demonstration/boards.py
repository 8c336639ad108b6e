"""School boards of the demonstration, each as far with a product as the story says."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.cli.demonstration import covering, describing, judging
from dpia_workbench.cli.demonstration.days import Ago
from dpia_workbench.cli.demonstration.writing import Cast
from dpia_workbench.risk.board_decision import AdviceStance, Hearing
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.store import products, releases
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import adoption, agreed, joinder, review_task, used_product
from dpia_workbench.usecases.used_product import Chosen

Item = Mapping[str, Any]
WORDS = ("reason", "follows_advice", "mandate")


def play(session: Session, *, cast: Cast, item: Item, ago: Ago) -> None:
    """Let a board begin with a release, and take the steps that the story tells."""
    officer, when = cast.of(item["board"], Role.PRIVACY_OFFICER), ago(item["started"])
    slug: str = item["product"]
    newest = products.newest_release(session, products.get(session, slug).id)
    row = adoption.start(
        session, actor=officer, slug=slug, number=newest.number if newest else 1,
        today=when.today, now=when.now,
    )  # fmt: skip
    if "joined" in item:
        _join(session, row, cast=cast, item=item, ago=ago)
    if "schools" in item:
        covering.cover(session, row, cast=cast, item=item, when=when)
    if "situation" in item:
        describing.describe(session, row, actor=officer, told=item["situation"], when=when)
        judging.own_risks(session, row, officer=officer, item=item, when=when)
    _measures(session, row, cast=cast, item=item, ago=ago)
    if "schools" in item:
        covering.differ(session, row, cast=cast, item=item, when=when)
    _hear(session, row, cast=cast, item=item, ago=ago)
    if "decision" in item:
        _decide(session, row, cast=cast, item=item, ago=ago)
        judging.consult(session, row, cast=cast, item=item, ago=ago)
    if "look" in item:
        _look(session, row, cast=cast, item=item, ago=ago)


def keep_list(session: Session, *, cast: Cast, item: Item, ago: Ago) -> None:
    """Put what a board uses without a joint verdict on its list, with what it asks."""
    officer, when = cast.of(item["board"], Role.PRIVACY_OFFICER), ago(item["added"])
    chosen = [Chosen(name=each["name"]) for each in item["products"]]
    rows = used_product.add(session, actor=officer, chosen=chosen, now=when.now).rows
    for row, each in zip(rows, item["products"], strict=True):
        values = {name: each.get(name) for name in ("pupils", "wants_verdict", "takes_part")}
        used_product.change(
            session, actor=officer, used_id=row.id, version=None, values=values, today=when.today,
            now=when.now,
        )  # fmt: skip


def _join(session: Session, row: Adoption, *, cast: Cast, item: Item, ago: Ago) -> None:
    """Let the board join the agreements that the release rests on."""
    board, when = cast.of(item["board"], Role.BOARD), ago(item["joined"])
    for each in agreed.recorded(row, releases.content(row.basis)).values():
        joinder.join(
            session, actor=board, agreement_id=each.id, signatory=board.name,
            function=item["decision"]["mandate"], version=None, today=when.today, now=when.now,
        )  # fmt: skip


def _measures(session: Session, row: Adoption, *, cast: Cast, item: Item, ago: Ago) -> None:
    when = ago(item["started"])
    evidence = {measure["key"]: measure["evidence"] for measure in item["measures"]}
    for each in row.measures:
        if each.key in evidence:
            adoption.record_measure(
                session, actor=cast.of(item["board"], Role.PRIVACY_OFFICER), adoption_id=row.id,
                measure_id=each.id, state=LocalState.IMPLEMENTED, due=None,
                evidence=evidence[each.key], reason="", version=None, today=when.today,
                now=when.now,
            )  # fmt: skip


def _hear(session: Session, row: Adoption, *, cast: Cast, item: Item, ago: Ago) -> None:
    if "advice" in item:
        when = ago(item["advice"]["given"])
        adoption.advise(
            session, actor=cast.of(item["board"], Role.DATA_PROTECTION_OFFICER),
            adoption_id=row.id, on=when.today, text=item["advice"]["text"], today=when.today,
            now=when.now,
        )  # fmt: skip
    if "views" in item:
        when = ago(item["views"]["given"])
        adoption.record_views(
            session, actor=cast.of(item["board"], Role.PRIVACY_OFFICER), adoption_id=row.id,
            asked=item["views"]["asked"], on=when.today, text=item["views"]["text"],
            heard=[Hearing(each) for each in item["views"]["heard"]], version=None,
            today=when.today, now=when.now,
        )  # fmt: skip


def _decide(session: Session, row: Adoption, *, cast: Cast, item: Item, ago: Ago) -> None:
    told, when = item["decision"], ago(item["decision"]["taken"])
    adoption.decide(
        session, actor=cast.of(item["board"], Role.BOARD), adoption_id=row.id,
        outcome=Outcome(told["outcome"]), words={name: told[name] for name in WORDS},
        stance=AdviceStance(told["stance"]), conditions=judging.conditions(told, when=when),
        acceptances={}, next_review=when.today + timedelta(days=told["review_in"]),
        today=when.today, now=when.now,
    )  # fmt: skip


def _look(session: Session, row: Adoption, *, cast: Cast, item: Item, ago: Ago) -> None:
    when = ago(item["look"]["asked"])
    review_task.ask_new_look(
        session, actor=cast.of(item["board"], Role.DATA_PROTECTION_OFFICER), adoption_id=row.id,
        text=item["look"]["text"], today=when.today, now=when.now,
    )  # fmt: skip
