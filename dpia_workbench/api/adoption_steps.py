"""The steps of an adoption that a privacy officer takes: one or several at once, all or none."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission
from dpia_workbench.api import own_risks
from dpia_workbench.api.adoptions import ROOT, one_adoption, shown
from dpia_workbench.api.collection import moment
from dpia_workbench.api.operation import operation
from dpia_workbench.api.places import refusals, require_listed
from dpia_workbench.api.preconditions import Answer
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk import describing as rules
from dpia_workbench.schemas.adoption_answers import AdoptionAnswerSchema
from dpia_workbench.schemas.adoption_requests import AdoptionStepsSchema
from dpia_workbench.schemas.base import REQUIRED
from dpia_workbench.store import schools
from dpia_workbench.usecases import (
    adopting,
    adoption,
    adoption_agreement,
    adoption_circumstances,
    adoption_operation,
    adoption_scope,
    covered_school,
    examined,
)
from dpia_workbench.usecases.local import LocalAssessment

Value = dict[str, Any]
Take = Callable[[Session, LocalAssessment, Any, Mapping[str, Any]], None]
_NOT_IN_RELEASE = "adoption.not-in-release"
_ON_MEASURE = {
    "adoption.planned-day-passed": "due", "adoption.check-is-separate": "state"
}  # fmt: skip


@operation(
    ROOT, method="PATCH", body=AdoptionStepsSchema, returns=AdoptionAnswerSchema,
    current=one_adoption,
)  # fmt: skip
def change_adoption(session: Session, *, adoption_id: UUID, version: int, body: Value) -> Answer:
    """Take steps of an adoption that is not decided yet: those that are sent, all or none.

    A step that is sent is finished by it, whether or not it says anything new. Lists go by key.
    """
    assessed = adopting.opened(
        session, adoption_id, actor=current_actor(), permission=Permission.ADOPTION_FILL,
        today=clock.today(),
    )  # fmt: skip
    # The adoption is locked, and If-Match named what it is: nobody writes in between.
    common = {"adoption_id": adoption_id, "today": clock.today(), **moment()}
    for name, take in _STEPS.items():
        if name in body:
            take(session, assessed, body[name], common)
            session.flush()
    return shown(assessed.adoption)


def _schools(
    session: Session, _assessed: LocalAssessment, sent: Value, common: Mapping[str, Any]
) -> None:
    register = {row.id for row in schools.find(session, actor=current_actor())}
    if not sent["every_school"] and not set(sent["school"]) <= register:
        raise ValidationError({"schools": {"school": [_("Choose one from the list.")]}})
    with refusals("schools", on={"school.none-chosen": "school"}):
        covered_school.choose(
            session, every_school=sent["every_school"], school_ids=sent["school"], version=None,
            **common,
        )  # fmt: skip


def _scope(
    session: Session, _assessed: LocalAssessment, sent: Value, common: Mapping[str, Any]
) -> None:
    with refusals("scope", on={_NOT_IN_RELEASE: "services"}):
        adoption_scope.fit(
            session, cells=sent["cells"], services=sent["services"], uncovered=sent["uncovered"],
            is_complete=sent["is_complete"], version=None, **common,
        )  # fmt: skip


def _circumstances(
    session: Session, assessed: LocalAssessment, sent: Value, common: Mapping[str, Any]
) -> None:
    wanted = rules.asked(examined.named_tags(assessed.content))
    wrong = {tag: [_(REQUIRED)] for tag in rules.unanswered(sent, wanted=wanted)}
    wrong |= {tag: [_("Choose one from the list.")] for tag in sent if tag not in wanted}
    if wrong:
        raise ValidationError({"circumstances": wrong})
    adoption_circumstances.answer(session, answers=sent, version=None, **common)


def _operations(
    session: Session, assessed: LocalAssessment, sent: list[Value], common: Mapping[str, Any]
) -> None:
    """Write each operation; once all of the release are answered the step is finished."""
    row = assessed.adoption
    known = {each.key for each in examined.operations(assessed.content)}
    own = {each.number for each in row.operations if not each.key}
    for place, each in enumerate(sent):
        at = ("operations", place)
        require_listed(each["key"], known={"", *known}, path=(*at, "key"))
        if not each["key"]:
            require_listed(each["number"], known={None, *own}, path=(*at, "number"))
        with refusals(*at, on={_NOT_IN_RELEASE: "data_items"}):
            _operation(session, each, common)
        session.flush()
    if not adoption_operation.open_keys(row, assessed.content):
        with refusals("operations"):
            adoption_operation.finish(session, version=None, **common)


def _operation(session: Session, sent: Value, common: Mapping[str, Any]) -> None:
    key, number, name = sent["key"], sent["number"], sent["name"]
    said: dict[str, Any] = {"values": sent, "version": None, **common}
    if key:
        adoption_operation.answer(session, key=key, is_done=sent["is_done"], **said)
    elif number is not None:
        adoption_operation.change(
            session, number=number, name=name, is_done=sent["is_done"], **said
        )
    else:
        adoption_operation.add(session, name=name, **said)


def _agreement(
    session: Session, _assessed: LocalAssessment, sent: Value, common: Mapping[str, Any]
) -> None:
    values = {name: value for name, value in sent.items() if name != "party_to"}
    with refusals("agreement", on={_NOT_IN_RELEASE: "party_to"}):
        adoption_agreement.state(
            session, values=values, party_to=sent["party_to"], version=None, **common
        )


def _measures(
    session: Session, assessed: LocalAssessment, sent: list[Value], common: Mapping[str, Any]
) -> None:
    rows = {each.key: each for each in assessed.adoption.measures}
    for place, each in enumerate(sent):
        at = ("measures", place)
        require_listed(each["key"], known=set(rows), path=(*at, "key"))
        values = {name: each[name] for name in ("state", "due", "evidence", "reason")}
        with refusals(*at, on=_ON_MEASURE):
            adoption.record_measure(
                session, measure_id=rows[each["key"]].id, version=None, **values, **common
            )
        session.flush()


# In the order in which a person takes them, so that what one needs of another is there.
_STEPS: Mapping[str, Take] = {
    "schools": _schools,
    "scope": _scope,
    "circumstances": _circumstances,
    "operations": _operations,
    "agreement": _agreement,
    "measures": _measures,
    "own_risks": own_risks.take,
}
