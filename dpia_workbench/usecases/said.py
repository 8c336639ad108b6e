"""What a board said in an adoption, fact by fact and step by step, to be compared and confirmed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.alike import renamed
from dpia_workbench.store import releases
from dpia_workbench.store.audit import canonical_json, sha256
from dpia_workbench.store.base import Base
from dpia_workbench.store.models import Adoption

Key = tuple[Step, str, str]

# The columns of each table that hold what people said, in the order in which a reader asks.
_ADOPTION = {
    Step.SCHOOLS: ("every_school", "schools"),
    Step.SCOPE: ("cells", "services", "outside"),
    Step.OPERATIONS: ("purposes",),
    Step.AGREEMENT: ("party_to",),
    Step.OWN_RISKS: ("own_risks",),
}
_OPERATION = ("purpose", "legal_basis", "basis_reason", "parental_consent", "data_items",
              "other_data", "retention", "access", "links")  # fmt: skip
_AGREEMENT = ("form", "title", "edition", "signed_on", "annexes", "notice_address", "explanation")
_MEASURE = ("state", "since", "due", "review_due", "evidence", "reason")
_RISK = ("description", "likelihood", "severity", "reason")
_OWN_MEASURE = ("axis", "cap", "rationale", *_MEASURE)
_DECISION = ("outcome", "reason", "conditions", "stance", "follows_advice", "mandate", "on",
             "next_review", "acceptances")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that a board said: `thing` is what it is about, empty for the board itself."""

    step: Step
    thing: str
    name: str
    value: Any

    @property
    def key(self) -> Key:
        """Return what makes two facts comparable."""
        return self.step, self.thing, self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A fact that is not the same in two rounds; None is the side on which it is not there."""

    step: Step
    thing: str
    name: str
    before: Any
    after: Any


def facts(row: Adoption, *, names: Mapping[str, str] | None = None) -> Iterator[Fact]:
    """Yield what a board said; `names` are the keys that things have in a later round.

    What nobody filled in is no fact.
    """
    for fact in _all(row, names=names or {}):
        if fact.value not in (None, "", [], {}):
            yield fact


def _all(row: Adoption, *, names: Mapping[str, str]) -> Iterator[Fact]:
    for step, columns in _ADOPTION.items():
        for name in columns:
            value = getattr(row, name)
            if name in ("cells", "party_to"):
                value = sorted(names.get(key, key) for key in value)
            yield Fact(step=step, thing="", name=name, value=value)
    yield from _situation(row, names=names)
    yield from _measures(row, names=names)
    yield from _heard(row)


def _of(step: Step, thing: str, source: Base, columns: tuple[str, ...]) -> Iterator[Fact]:
    for name in columns:
        yield Fact(step=step, thing=thing, name=name, value=getattr(source, name))


def _situation(row: Adoption, *, names: Mapping[str, str]) -> Iterator[Fact]:
    # Of the answers to questions it follows which circumstances hold; older rounds have no answers.
    held = "circumstances" if row.circumstances else "tags"
    yield from _of(Step.CIRCUMSTANCES, "", row, (held,))
    for each in row.school_rows:
        told = f"{each.school.name} ({each.school.brin})"
        yield Fact(step=Step.SCHOOLS, thing=told, name="takes_part", value=True)
        yield Fact(step=Step.SCHOOLS, thing=told, name="tags", value=each.tags)
    for use in row.uncovered:
        yield Fact(step=Step.SCOPE, thing=use.name, name="kind", value=use.kind)
        yield Fact(step=Step.SCOPE, thing=use.name, name="supplement", value=use.supplement)
    for operation in row.operations:
        if not operation.is_removed:
            for fact in _of(Step.OPERATIONS, operation.name, operation, _OPERATION):
                is_keys = fact.name == "data_items"
                value = sorted(names.get(k, k) for k in fact.value) if is_keys else fact.value
                yield Fact(step=fact.step, thing=fact.thing, name=fact.name, value=value)
    if row.agreement is not None:
        yield from _of(Step.AGREEMENT, "", row.agreement, _AGREEMENT)


def _measures(row: Adoption, *, names: Mapping[str, str]) -> Iterator[Fact]:
    for each in row.measures:
        yield from _of(Step.MEASURES, names.get(each.key, each.key), each, _MEASURE)
    for other in row.deviations:
        if other.ended_at is None:
            thing = f"{names.get(other.key, other.key)}, {other.school.name}"
            yield from _of(Step.MEASURES, thing, other, _MEASURE)
    for risk in row.risks:
        if not risk.is_removed:
            yield from _of(Step.OWN_RISKS, risk.title, risk, _RISK)
            for own in risk.measures:
                if not own.is_removed:
                    yield from _of(Step.OWN_RISKS, own.title, own, _OWN_MEASURE)


def _heard(row: Adoption) -> Iterator[Fact]:
    if row.advice is not None:
        yield from _of(Step.ADVICE, "", row.advice, ("text", "document", "on"))
    if row.views is not None:
        yield from _of(Step.VIEWS, "", row.views, ("asked", "heard", "text", "on"))
    if row.decision is not None:
        yield from _of(Step.DECISION, "", row.decision, _DECISION)
        for condition in row.decision.condition_rows:
            yield from _of(Step.DECISION, condition.text, condition, ("owner", "due"))


def differing(before: Adoption, after: Adoption) -> list[Differing]:
    """Return what a board says otherwise in a later round, in the order of the steps."""
    names = renamed(releases.content(before.basis), releases.content(after.basis))
    old = {fact.key: fact.value for fact in facts(before, names=names)}
    new = {fact.key: fact.value for fact in facts(after)}
    order = list(Step)
    found = [
        Differing(step=key[0], thing=key[1], name=key[2], before=old.get(key), after=new.get(key))
        for key in {**new, **old}
        if old.get(key) != new.get(key)
    ]
    return sorted(found, key=lambda each: order.index(each.step))


def digest(row: Adoption, step: Step) -> str:
    """Return the hash of what a board said in a step: whoever confirms it saw just this."""
    held = [(f.thing, f.name, f.value) for f in facts(row) if f.step is step]
    return sha256(canonical_json(held))
