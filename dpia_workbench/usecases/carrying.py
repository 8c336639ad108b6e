"""What a board said in an earlier round is carried over into the next; a person confirms it.

Steps come over with their answers and without being finished; measures stay open until somebody
confirms or records them, so that nothing counts by itself. Views, advice and decision never come.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from dpia_workbench.risk.alike import renamed
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.follow_up import Due, Followed, Stand
from dpia_workbench.risk.follow_up import due as why_due
from dpia_workbench.risk.measures import SCHOOL_OWNERS, LocalState
from dpia_workbench.risk.readoption import News
from dpia_workbench.store import adoptions, followups, releases
from dpia_workbench.store.audit import canonical_json
from dpia_workbench.store.base import Base
from dpia_workbench.store.models import Adoption, LocalMeasure, MeasureFollowUp
from dpia_workbench.store.models.local import OwnMeasure, OwnRisk, SchoolDeviation
from dpia_workbench.store.models.measured import Measured
from dpia_workbench.usecases import local, practice

Content = Mapping[str, Any]

_OF_ROUND = frozenset(
    {
        "id", "board_id", "release_id", "snapshot_id", "release_sha256", "round", "follows_id",
        "started_by_id", "started_at", "ended_at", "version",
    }
)  # fmt: skip
_OF_ROW = frozenset({"id", "adoption_id", "risk_id", "version"})


def _values(row: Base, *, without: frozenset[str]) -> dict[str, Any]:
    names = (column.key for column in row.__mapper__.column_attrs)
    return {name: getattr(row, name) for name in names if name not in without}


Row = TypeVar("Row", bound=Base)


def _copied(row: Row, **changes: Any) -> Row:
    """Return a new row that says the same."""
    return type(row)(**{**_values(row, without=_OF_ROW), **changes})


def carry(row: Adoption, before: Adoption, *, content: Content) -> None:
    """Let a new round say what the one before said, as far as it is still about something.

    `content` is what the new round adopts.
    """
    names = renamed(releases.content(before.basis), content)
    for name, value in _values(before, without=_OF_ROUND).items():
        setattr(row, name, value)
    cells = {item["key"] for item in content["cells"]}
    row.cells = [names[key] for key in before.cells if names.get(key) in cells]
    asked = local.own_word(content)
    row.party_to = [names[key] for key in before.party_to if names.get(key) in asked]
    row.school_rows = [
        _copied(each, school_id=each.school_id)
        for each in before.school_rows
        if each.school.ended_at is None
    ]
    row.uncovered = [_copied(each) for each in before.uncovered]
    row.operations = [
        _copied(
            each,
            key=names.get(each.key, ""),
            data_items=[names[key] for key in each.data_items if key in names],
        )
        for each in before.operations
        if not each.is_removed
    ]
    if before.agreement is not None:
        row.agreement = _copied(before.agreement)
    row.risks = list(_risks(before, names=names))


def _risks(before: Adoption, *, names: Mapping[str, str]) -> Iterator[OwnRisk]:
    stands = followups.newest(before)
    for risk in before.risks:
        is_gone = bool(risk.central_key) and risk.central_key not in names
        if risk.is_removed or is_gone:
            continue
        key = names[risk.central_key] if risk.central_key else ""
        made = _copied(risk, central_key=key)
        made.measures = [
            _measured(own, stands.get((own.key, None)))
            for own in risk.measures
            if not own.is_removed
        ]
        yield made


def _measured(own: OwnMeasure, later: MeasureFollowUp | None) -> OwnMeasure:
    return _copied(own, **(_stand(later) if later else {}))


_STAND = ("state", "since", "due", "review_due", "evidence", "reason")


def _stand(row: Measured) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _STAND}


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedMeasure:
    """A measure of a new round with the last answer of an earlier one.

    `news` says why a person must look at it; without, the answer can be confirmed as it is.
    """

    row: LocalMeasure
    item: Content
    earlier: Adoption | None  # the round that answered it last
    earlier_item: Content | None  # what the measure was then
    source: Measured | None
    deviations: tuple[SchoolDeviation, ...]
    news: News | None

    @property
    def is_open(self) -> bool:
        """Return whether nobody answered it in this round yet."""
        return self.row.state is LocalState.TODO

    @property
    def since(self) -> date | None:
        """Return since when the answer is as it is."""
        if self.source is None or self.earlier is None:
            return None
        if isinstance(self.source, MeasureFollowUp):
            return day_of(self.source.at)
        decision = self.earlier.decision
        return self.source.since or (decision.on if decision else day_of(self.earlier.started_at))


def measures(row: Adoption, *, on: date) -> tuple[CarriedMeasure, ...]:
    """Return the measures of a new round, each with what an earlier one answered."""
    content = releases.content(row.basis)
    items = {item["key"]: item for item in content["measures"]}
    rounds = [_Round.of(each, content) for each in adoptions.earlier(row)]
    return tuple(_carried(each, items[each.key], rounds=rounds, on=on) for each in row.measures)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """An earlier round, with its measures by the key that they have in the new one."""

    adoption: Adoption
    items: Mapping[str, Content]
    keys: Mapping[str, str]  # from new to old
    standing: Mapping[tuple[str, UUID | None], Measured]

    @classmethod
    def of(cls, adoption: Adoption, content: Content) -> "_Round":
        """Return an earlier round as the content of the new one names things."""
        old = releases.content(adoption.basis)
        keys = {new: key for key, new in renamed(old, content).items()}
        items = {item["key"]: item for item in old["measures"]}
        return cls(
            adoption=adoption,
            items={new: items[key] for new, key in keys.items() if key in items},
            keys=keys,
            standing=followups.standing(adoption),
        )


def _carried(row: LocalMeasure, item: Content, *, rounds: list[_Round], on: date) -> CarriedMeasure:
    known = [each for each in rounds if row.key in each.items]
    for each in known:
        source = each.standing.get((each.keys[row.key], None))
        if source is not None and source.state is not LocalState.TODO:
            others = tuple(_others(row, each))
            news = _news(item, each.items[row.key], stands=[source, *others], on=on)
            return CarriedMeasure(
                row=row, item=item, earlier=each.adoption, earlier_item=each.items[row.key],
                source=source, deviations=others, news=news,
            )  # fmt: skip
    return CarriedMeasure(
        row=row, item=item, earlier=known[0].adoption if known else None,
        earlier_item=known[0].items[row.key] if known else None, source=None, deviations=(),
        news=News.MEASURE_OPEN if known else News.MEASURE_NEW,
    )  # fmt: skip


def _others(row: LocalMeasure, earlier: _Round) -> Iterator[SchoolDeviation]:
    """Yield how schools that still take part stand otherwise than the board."""
    schools = {each.school_id for each in earlier.adoption.school_rows}
    for each in earlier.adoption.deviations:
        is_mine = each.key == earlier.keys[row.key] and each.ended_at is None
        if is_mine and each.school_id in schools and each.school.ended_at is None:
            later = earlier.standing[each.key, each.school_id]
            changes = _stand(later) if isinstance(later, MeasureFollowUp) else {}
            yield _copied(each, **changes, key=row.key)


_TEXT = ("title", "instruction", *practice.PRACTICE, "editions", "owner")


def is_same_text(old: Content, new: Content) -> bool:
    """Return whether a measure asks the same of a school as before."""
    before, after = ([item.get(name) for name in _TEXT] for item in (old, new))
    return canonical_json(before) == canonical_json(after)


def _news(item: Content, earlier: Content, *, stands: list[Measured], on: date) -> News | None:
    if not is_same_text(earlier, item):
        return News.MEASURE_CHANGED
    reasons = {why_due(followups.stand_of(each), on=on) for each in stands}
    if Due.OVERDUE in reasons:
        return News.PLAN_PASSED
    return News.CHECK_DUE if Due.CHECK_DUE in reasons else None


def gone(row: Adoption) -> Iterator[tuple[Content, Stand]]:
    """Yield the answered measures of the round before that the new one does not ask."""
    before = row.follows
    if before is None:
        return
    content = releases.content(before.basis)
    names = renamed(content, releases.content(row.basis))
    asked = {each.key for each in row.measures}
    standing = followups.standing(before)
    for item in content["measures"]:
        was = standing.get((item["key"], None))
        is_mine = item["owner"] in SCHOOL_OWNERS and names.get(item["key"]) not in asked
        if is_mine and was is not None and was.state is not LocalState.TODO:
            yield item, followups.stand_of(was)


def confirm(carried: CarriedMeasure) -> None:
    """Let a measure of the new round say what the earlier answer said."""
    source = carried.source
    if source is None:
        return
    if isinstance(source, MeasureFollowUp):
        values = {**_stand(source), **_checked(source, carried)}
    else:
        without = _OF_ROW | {"key", "position"}
        values = _values(source, without=without) if isinstance(source, Base) else {}
    for name, value in values.items():
        setattr(carried.row, name, value)


def _checked(source: MeasureFollowUp, carried: CarriedMeasure) -> dict[str, Any]:
    """Return who applied a measure, and who else looked at it."""
    is_checked = source.state is LocalState.CHECKED and carried.earlier is not None
    by = applied_by(carried.earlier, source.key, source.school_id) if carried.earlier else None
    return {
        "recorded_by_id": by if is_checked else source.by_id,
        "checked_by_id": source.by_id if is_checked else None,
        "checked_at": source.at if is_checked else None,
    }


def applied_by(adoption: Adoption, key: str, school_id: UUID | None) -> UUID | None:
    """Return who said that a measure was applied: after the decision, or before it."""
    for said in followups.said_of(adoption).get((key, school_id), []):
        if said.kind is Followed.DONE:
            return said.by_id
    rows = (each for each in adoption.measures if each.key == key and school_id is None)
    return next((each.recorded_by_id for each in rows), None)
