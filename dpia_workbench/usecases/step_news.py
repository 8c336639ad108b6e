"""What is not as it was since a board said something: per step what a person looks at again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import object_session

from dpia_workbench.risk.adoption_step import DESCRIBING, Step
from dpia_workbench.risk.alike import aligned, renamed
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.comparison import Difference, Fate, Part, compared
from dpia_workbench.risk.readoption import News
from dpia_workbench.risk.registers import Register
from dpia_workbench.risk.scale import Level, worst_level
from dpia_workbench.risk.score import Stage
from dpia_workbench.store import adoptions, releases
from dpia_workbench.store.audit import sha256
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption, School
from dpia_workbench.usecases import said

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is new, gone or changed, with what it was and is in the central part."""

    news: News
    name: Bilingual
    difference: Difference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedStep:
    """A step of a new round that an earlier one had finished."""

    step: Step
    earlier: Adoption | None  # the round that finished it last
    since: date | None  # since when the board says the same
    items: tuple[Item, ...]
    is_done: bool  # somebody finished or confirmed it in this round
    digest: str  # of what it says now, and of what it is to be looked at with

    @property
    def is_unchanged(self) -> bool:
        """Return whether it waits for nothing but a confirmation."""
        return self.earlier is not None and not self.items and not self.is_done


@dataclass(frozen=True, slots=True, kw_only=True)
class Stride:
    """From one content to another, with the keys of the newer one."""

    found: tuple[Difference, ...]
    old: Content
    new: Content
    used: frozenset[str]  # cells that the board used, by their keys in the newer content


def between(earlier: Adoption, row: Adoption) -> Stride:
    """Return what the central part says otherwise than when an earlier round began."""
    before, new = releases.content(earlier.basis), releases.content(row.basis)
    names, old = renamed(before, new), aligned(before, new)
    used = frozenset(names.get(key, key) for key in earlier.cells)
    return Stride(found=compared(old, new), old=old, new=new, used=used)


def steps(row: Adoption) -> tuple[CarriedStep, ...]:
    """Return the describing steps of a new round, each with what changed under it."""
    done = {each.step for each in row.steps}
    known: dict[str, Stride] = {}
    return tuple(_step(row, step, is_done=step in done, known=known) for step in DESCRIBING)


def _step(row: Adoption, step: Step, *, is_done: bool, known: dict[str, Stride]) -> CarriedStep:
    earlier = _finished_in(row, step)
    if earlier is None:
        return CarriedStep(
            step=step, earlier=None, since=None, items=(), is_done=is_done,
            digest=said.digest(row, step),
        )  # fmt: skip
    key = str(earlier.id)
    if key not in known:
        known[key] = between(earlier, row)
    items = tuple(_NEWS[step](earlier, row, known[key]))
    seen = sha256(said.digest(row, step) + "".join(f"{i.news}{i.name}" for i in items))
    return CarriedStep(
        step=step, earlier=earlier, since=_since(earlier, step), items=items, is_done=is_done,
        digest=seen,
    )  # fmt: skip


def _finished_in(row: Adoption, step: Step) -> Adoption | None:
    return next(
        (each for each in adoptions.earlier(row) if step in {done.step for done in each.steps}),
        None,
    )


def _since(earlier: Adoption, step: Step) -> date:
    """Return the day on which a board first said what it says now in a step."""
    while True:
        before = _finished_in(earlier, step)
        if before is None or any(each.step is step for each in said.differing(before, earlier)):
            return day_of(next(each.at for each in earlier.steps if each.step is step))
        earlier = before


def _schools(earlier: Adoption, row: Adoption, _step: Stride) -> Iterator[Item]:
    """Yield the schools that ended, and those that the board got since."""
    for each in earlier.school_rows:
        if each.school.ended_at is not None:
            yield Item(news=News.SCHOOL_GONE, name=Bilingual(nl=each.school.name))
    session = object_session(row)
    mine = {each.school_id for each in row.school_rows}
    since = next(each.at for each in earlier.steps if each.step is Step.SCHOOLS)
    query = select(School).where(
        School.board_id == row.board_id, School.ended_at.is_(None), School.added_at > since
    )
    for school in session.scalars(query.order_by(School.name)) if session else ():
        if school.id not in mine:
            yield Item(news=News.SCHOOL_NEW, name=Bilingual(nl=school.name))


_CELLS = {Fate.ADDED: News.CELL_NEW, Fate.REMOVED: News.CELL_GONE, Fate.CHANGED: News.CELL_CHANGED}
_STATEMENTS = {
    Fate.ADDED: News.STATEMENT_NEW, Fate.REMOVED: News.STATEMENT_GONE,
    Fate.CHANGED: News.STATEMENT_CHANGED,
}  # fmt: skip
_AGREEMENTS = {
    Fate.ADDED: News.AGREEMENT_NEW, Fate.REMOVED: News.AGREEMENT_GONE,
    Fate.CHANGED: News.AGREEMENT_CHANGED,
}  # fmt: skip


def _scope(_earlier: Adoption, _row: Adoption, step: Stride) -> Iterator[Item]:
    """Yield new cells, and what changed in those that the board uses."""
    for each in _of(step.found, Part.CELL):
        if each.fate is Fate.ADDED or each.key in step.used:
            edition = Bilingual.of(each.shown["edition"])
            yield Item(news=_CELLS[each.fate], name=edition, difference=each)


def _circumstances(_earlier: Adoption, _row: Adoption, step: Stride) -> Iterator[Item]:
    """Yield the risks that now ask about other circumstances."""
    for each in _of(step.found, Part.RISK):
        if "floors" in each.names:
            yield Item(news=News.FLOOR_CHANGED, name=_titled(each), difference=each)


_OTHER_STEPS = frozenset({Register.DOCUMENT, Register.QUALITY})


def _operations(_earlier: Adoption, _row: Adoption, step: Stride) -> Iterator[Item]:
    for each in _of(step.found, Part.ENTRY):
        if Register(each.shown["register"]) not in _OTHER_STEPS:
            name = Bilingual.of(each.shown.get("name") or each.key)
            yield Item(news=_STATEMENTS[each.fate], name=name, difference=each)


def _agreement(_earlier: Adoption, _row: Adoption, step: Stride) -> Iterator[Item]:
    for each in _of(step.found, Part.AGREEMENT):
        yield Item(news=_AGREEMENTS[each.fate], name=_titled(each), difference=each)


def _own_risks(_earlier: Adoption, _row: Adoption, step: Stride) -> Iterator[Item]:
    """Yield central risks that are gone or new: the board's own may now be one of those."""
    for each in _of(step.found, Part.RISK):
        if each.fate is not Fate.CHANGED:
            news = News.RISK_NEW if each.fate is Fate.ADDED else News.RISK_GONE
            yield Item(news=news, name=_titled(each), difference=each)


_NEWS: Mapping[Step, Callable[[Adoption, Adoption, Stride], Iterator[Item]]] = {
    Step.SCHOOLS: _schools,
    Step.SCOPE: _scope,
    Step.CIRCUMSTANCES: _circumstances,
    Step.OPERATIONS: _operations,
    Step.AGREEMENT: _agreement,
    Step.OWN_RISKS: _own_risks,
}


def risks(row: Adoption) -> tuple[Item, ...]:
    """Return the central risks that are new, gone, higher, lower or told otherwise.

    Compared with the last round that was decided, or else the one before.
    """
    rounds = list(adoptions.earlier(row))
    if not rounds:
        return ()
    base = next((each for each in rounds if each.decision is not None), rounds[0])
    step = between(base, row)
    return tuple(_risk(each, step) for each in _of(step.found, Part.RISK))


def _risk(each: Difference, step: Stride) -> Item:
    news = {Fate.ADDED: News.RISK_NEW, Fate.REMOVED: News.RISK_GONE}.get(each.fate)
    if news is None:
        was, now = (_reached(content, each.key, step.used) for content in (step.old, step.new))
        news = News.RISK_CHANGED
        if was is not None and now is not None and was != now:
            news = News.RISK_HIGHER if _is_higher(was, now) else News.RISK_LOWER
    return Item(news=news, name=_titled(each), difference=each)


def _is_higher(was: tuple[Level, Level], now: tuple[Level, Level]) -> bool:
    return any(after.rank > before.rank for before, after in zip(was, now, strict=True))


def _reached(content: Content, key: str, used: frozenset[str]) -> tuple[Level, Level] | None:
    """Return the worst levels after vendor and with all measures, where the board uses it."""
    cells = [cell["levels"][key] for cell in content["cells"] if key in cell["levels"]
             and cell["key"] in used]  # fmt: skip
    if not cells:
        return None
    vendor, attained = (
        worst_level([Level(cell[stage]) for cell in cells])
        for stage in (Stage.AFTER_VENDOR, Stage.ATTAINABLE)
    )
    return vendor, attained


def _of(found: Iterable[Difference], part: Part) -> Iterator[Difference]:
    return (each for each in found if each.part is part)


def _titled(each: Difference) -> Bilingual:
    return Bilingual.of(each.shown.get("title") or each.key)
