"""Templates: in which order and under which numbers a form shows what one dossier holds.

The content is in the dossier once; a template is data that points to it (method.md 1.5 and 2.6),
so that two forms never tell two stories. Here is what makes a template sound, and what is still
empty in it for a purpose (invariant 34).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dpia_workbench.risk import registers
from dpia_workbench.risk.assessment import Purpose
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.registers import FIELDS, Field, Register, Section, Value, field_of
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.risk.vocabulary import Origin

Where = tuple[str | int, ...]
NEVER = "never"  # as `needed_for` of what is shown: it may be empty


class Part(StrEnum):
    """What a template shows besides registers and texts."""

    SUMMARY = "description.summary"
    SCOPE = "description.scope"
    SENTENCE = "description.sentence"
    SCREENING = "screening"
    CELLS = "cells"
    RISKS = "risks"
    RISK_MATRIX = "risk_matrix"
    RISKS_RESIDUAL = "risks_residual"
    MEASURES = "measures"
    MEASURES_BY_ACTOR = "measures_by_actor"
    CLAIMS = "claims"
    FINDINGS = "findings"
    VERSIONS = "versions"
    REVIEWS = "reviews"
    EVIDENCE = "evidence"
    GLOSSARY = "glossary"
    DECISION = "decision"


class NodeUnbound(RuleViolation):
    """Every node shows something, has nodes below it, or is free text on purpose."""

    code = "template.node-unbound"


class FreeAndBound(RuleViolation):
    """What is free text shows nothing of the dossier."""

    code = "template.free-and-bound"


class NodeTwice(RuleViolation):
    """Each node has a number of its own."""

    code = "template.node-twice"


class FieldUnknown(RuleViolation):
    """A node shows only fields that the register has."""

    code = "template.field-unknown"


class ConditionWrong(RuleViolation):
    """Entries are chosen by the options of a list, and by nothing else."""

    code = "template.condition-wrong"


class TooConfidential(RuleViolation):
    """No node shows what the readers of the template may not see."""

    code = "template.too-confidential"


class NotShown(RuleViolation):
    """What a dossier asks for is shown by at least one of its templates."""

    code = "template.not-shown"


# What not everybody may read (method.md 8.3); everything else becomes public with a release.
# Evidence is cut by its own class where it is listed.
CLASS_OF_SECTION: Mapping[Section, Confidentiality] = {
    Section.TEAM: Confidentiality.COOPERATIVE,
}
CLASS_OF_FIELD: Mapping[tuple[Register, str], Confidentiality] = {
    (Register.DOCUMENT, "location"): Confidentiality.COOPERATIVE,
}
CLASS_OF_PART: Mapping[Part, Confidentiality] = {Part.REVIEWS: Confidentiality.COOPERATIVE}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownText:
    """A text of the dossier."""

    section: Section
    needed_for: Purpose | None

    @property
    def mark(self) -> str:
        """Return under which name this is marked as not applicable."""
        return f"text:{self.section}"

    @property
    def confidentiality(self) -> Confidentiality:
        """Return for whom this is at most."""
        return CLASS_OF_SECTION.get(self.section, Confidentiality.PUBLIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRegister:
    """Entries of a register: some fields or all, of those entries that match."""

    register: Register
    needed_for: Purpose | None
    names: tuple[str, ...] = ()  # empty: all fields
    where: Mapping[str, frozenset[str]]

    @property
    def mark(self) -> str:
        """Return under which name this is marked as not applicable."""
        return f"register:{self.register}"

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the fields that are shown. Raises UnknownField."""
        if not self.names:
            return registers.fields_of(self.register)
        return tuple(field_of(self.register, name) for name in self.names)

    @property
    def confidentiality(self) -> Confidentiality:
        """Return for whom the most confidential of the fields is at most."""
        return max(
            (CLASS_OF_FIELD.get((self.register, field.name), Confidentiality.PUBLIC)
             for field in self.fields), key=Confidentiality.rank,
        )  # fmt: skip

    def matches(self, values: Mapping[str, Value]) -> bool:
        """Return whether an entry is one of those that are shown."""
        return all(
            chosen.intersection(_several(values.get(name))) for name, chosen in self.where.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPart:
    """Something that is kept elsewhere or computed."""

    part: Part
    needed_for: Purpose | None
    topics: frozenset[Topic]  # of findings; empty: all
    origins: frozenset[Origin]  # of risks; empty: all

    @property
    def mark(self) -> str:
        """Return an empty name: these are never marked as not applicable."""
        return ""

    @property
    def confidentiality(self) -> Confidentiality:
        """Return for whom this is at most."""
        return CLASS_OF_PART.get(self.part, Confidentiality.PUBLIC)


Shown = ShownText | ShownRegister | ShownPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One point of a form. Titles and guidance hold `nl` and `en`."""

    id: str
    title: Mapping[str, str]
    guidance: Mapping[str, str]
    free: bool
    shows: tuple[Shown, ...]
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A form: who may read what is made with it, and its points in order."""

    key: str
    urn: str
    version: int
    name: Mapping[str, str]
    source: str
    audience: Confidentiality
    nodes: tuple[Node, ...]

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Template":
        """Return a template from the checked content of its file."""
        return cls(
            key=content["key"],
            urn=content["urn"],
            version=content["version"],
            name=content["name"],
            source=content["source"],
            audience=Confidentiality(content["audience"]),
            nodes=tuple(_node(item) for item in content["nodes"]),
        )

    def walk(self) -> Iterator[Node]:
        """Return all nodes in the order in which they are read."""
        return (node for _place, node in _walk(self.nodes, ("nodes",)))


def _node(item: Mapping[str, Any]) -> Node:
    inherited = item.get("needed_for") or NEVER
    return Node(
        id=item["id"],
        title=item["title"],
        guidance=item["guidance"],
        free=item.get("free", False),
        shows=tuple(_shown(each, inherited) for each in item.get("shows", ())),
        nodes=tuple(_node(each) for each in item.get("nodes", ())),
    )


def _shown(item: Mapping[str, Any], inherited: str) -> Shown:
    word = item.get("needed_for", inherited)
    needed_for = None if word == NEVER else Purpose(word)
    if "text" in item:
        return ShownText(section=Section(item["text"]), needed_for=needed_for)
    if "register" in item:
        return ShownRegister(
            register=Register(item["register"]),
            needed_for=needed_for,
            names=tuple(item.get("fields", ())),
            where={name: frozenset(each) for name, each in item.get("where", {}).items()},
        )
    return ShownPart(
        part=Part(item["part"]),
        needed_for=needed_for,
        topics=frozenset(map(Topic, item.get("topics", ()))),
        origins=frozenset(map(Origin, item.get("origins", ()))),
    )


def _walk(nodes: Sequence[Node], place: Where) -> Iterator[tuple[Where, Node]]:
    for number, node in enumerate(nodes):
        here = (*place, number)
        yield here, node
        yield from _walk(node.nodes, (*here, "nodes"))


def faults(template: Template) -> Iterator[tuple[Where, RuleViolation]]:
    """Return each broken rule with its place in the content; a sound template has none."""
    seen: set[str] = set()
    for place, node in _walk(template.nodes, ("nodes",)):
        try:
            _require_sound_node(node, seen=seen)
        except RuleViolation as error:
            yield (*place, "id"), error
        seen.add(node.id)
        for number, shown in enumerate(node.shows):
            try:
                _require_sound(shown, audience=template.audience)
            except RuleViolation as error:
                yield (*place, "shows", number), error


def _require_sound_node(node: Node, *, seen: set[str]) -> None:
    if node.id in seen:
        raise NodeTwice(id=node.id)
    if node.free and node.shows:
        raise FreeAndBound(id=node.id)
    if not (node.free or node.shows or node.nodes):
        raise NodeUnbound(id=node.id)


def _require_sound(shown: Shown, *, audience: Confidentiality) -> None:
    if isinstance(shown, ShownRegister):
        known = {field.name: field for field in registers.fields_of(shown.register)}
        for name in (*shown.names, *shown.where):
            if name not in known:
                raise FieldUnknown(field=name, register=shown.register)
        for name, chosen in shown.where.items():
            options = known[name].options
            if options is None or not chosen or not chosen <= set(options):
                raise ConditionWrong(field=name)
    if shown.confidentiality.rank() > audience.rank():
        raise TooConfidential(shown=shown.confidentiality, audience=audience)


def require_all_shown(templates: Iterable[Template]) -> None:
    """Refuse templates that together leave out a text or a field of a register. Raises NotShown.

    One form need not show everything: the European one has no list of interests, the Dutch one no
    assets. What no form shows would be asked of people for nothing.
    """
    left = unshown(templates)
    if left:
        raise NotShown(names=left)


def unshown(templates: Iterable[Template]) -> tuple[str, ...]:
    """Return the names of the texts and the fields that none of some templates shows."""
    wanted = [f"text:{section}" for section in Section] + [
        f"{register}.{field.name}" for register in FIELDS for field in registers.fields_of(register)
    ]
    present = {name for template in templates for name in _names(template)}
    return tuple(name for name in wanted if name not in present)


def _names(template: Template) -> Iterator[str]:
    for shown in (shown for node in template.walk() for shown in node.shows):
        if isinstance(shown, ShownText):
            yield shown.mark
        elif isinstance(shown, ShownRegister):
            yield from (f"{shown.register}.{field.name}" for field in shown.fields)


Entry = tuple[str, Mapping[str, Value]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a dossier holds, as far as its templates ask."""

    texts: Mapping[Section, bool]
    entries: Mapping[Register, tuple[Entry, ...]]  # human key, values
    parts: Mapping[Part, bool]
    assessed: frozenset[Topic]  # the findings that were made
    not_applicable: frozenset[str]  # marks, such as "text:views" and "register:asset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfilled:
    """Something empty: the node that shows it; of an entry also its key and the empty fields."""

    node: str
    shown: Shown
    key: str = ""
    fields: tuple[str, ...] = ()


def unfilled(template: Template, filled: Filled, *, purpose: Purpose) -> tuple[Unfilled, ...]:
    """Return what a purpose needs and is empty; what review needs, publication needs too.

    What is marked as not applicable may be empty. An entry that is there must be complete in what
    the node shows of it, also where no entry is needed.
    """
    return tuple(
        found
        for node in template.walk()
        for shown in node.shows
        for found in _unfilled(node, shown, filled, purpose=purpose)
    )


def _unfilled(node: Node, shown: Shown, filled: Filled, *, purpose: Purpose) -> Iterator[Unfilled]:
    there = _is_there(shown, filled)
    if not there and is_needed(shown, purpose) and shown.mark not in filled.not_applicable:
        yield Unfilled(node=node.id, shown=shown)
    if isinstance(shown, ShownRegister):
        required = [field.name for field in shown.fields if field.required]
        for key, values in _entries(shown, filled):
            if left := tuple(name for name in required if not values.get(name)):
                yield Unfilled(node=node.id, shown=shown, key=key, fields=left)


def is_needed(shown: Shown, purpose: Purpose) -> bool:
    """Return whether a purpose asks for something: what review needs, publication needs too."""
    steps = list(Purpose)
    return shown.needed_for is not None and steps.index(shown.needed_for) <= steps.index(purpose)


def _is_there(shown: Shown, filled: Filled) -> bool:
    if isinstance(shown, ShownText):
        return filled.texts.get(shown.section, False)
    if isinstance(shown, ShownRegister):
        return bool(_entries(shown, filled))
    if shown.part is Part.FINDINGS:
        return (shown.topics or frozenset(Topic)) <= filled.assessed
    return filled.parts.get(shown.part, False)


def _entries(shown: ShownRegister, filled: Filled) -> list[Entry]:
    found = filled.entries.get(shown.register, ())
    return [(key, values) for key, values in found if shown.matches(values)]


def _several(value: Value | None) -> Iterable[str]:
    return [value] if isinstance(value, str) else value or ()
