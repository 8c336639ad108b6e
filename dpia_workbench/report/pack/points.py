"""At which point of a form the words of a board stand, and what the others refer to.

A template says what each point shows (`risk.templates`). Each part of a local DPIA has names of
what it belongs with, the best first; it stands at the first point that shows one of them. So a form
with other numbers, or another form, needs no change here, and nothing is ever left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.entry_words import entry_name
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.register_labels import register_title
from dpia_workbench.report.model import Block, Bullets, Paragraph, Run, Runs
from dpia_workbench.report.wording import plain, said, sentence
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.registers import Register
from dpia_workbench.risk.templates import (
    Node,
    Part,
    Shown,
    ShownPart,
    ShownRegister,
    ShownText,
    Template,
)
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.usecases.local import LocalAssessment

Anchors = Sequence[str]
_P = TypeVar("_P")
_MOST_NAMES = 12


def marks(shown: Shown) -> frozenset[str]:
    """Return the names under which something that a point shows can be meant."""
    if isinstance(shown, ShownText):
        return frozenset({f"text:{shown.section}"})
    if isinstance(shown, ShownRegister):
        kinds = {kind for chosen in shown.where.values() for kind in chosen}
        name = f"register:{shown.register}"
        return frozenset({name, *(f"{name}:{kind}" for kind in kinds)})
    kinds = {*shown.topics, *shown.origins}
    name = f"part:{shown.part}"
    return frozenset({f"{name}:{kind}" for kind in kinds} or {name})


def place_of(template: Template, anchors: Anchors) -> str | None:
    """Return the number of the point where something belongs; None if the form has none."""
    for anchor in anchors:
        for node in template.walk():
            if any(anchor in marks(shown) for shown in node.shows):
                return node.id
    return None


def by_point(template: Template, parts: Mapping[_P, Anchors]) -> dict[str | None, list[_P]]:
    """Return the parts by the number of their point, those without one under None."""
    found: dict[str | None, list[_P]] = {}
    for part, anchors in parts.items():
        found.setdefault(place_of(template, anchors), []).append(part)
    return found


def central(assessment: LocalAssessment, node: Node, *, address: str) -> list[Block]:
    """Return what the release holds for a point, by name, and where to read it."""
    items = tuple(item for shown in node.shows for item in _named(assessment, shown))
    if not items:
        return []
    number = assessment.content["number"]
    text = _("This was examined for all schools together. Release %(number)s names:", number=number)
    read = _("Read it in full in release %(number)s.", number=number)
    link = (Run(text=read, address=address),) if address else plain(read)
    return [sentence(text), Bullets(items=items), Paragraph(runs=link)]


def _named(assessment: LocalAssessment, shown: Shown) -> Iterator[Runs]:
    most = Confidentiality.MEMBERS.rank()  # of a register only the names are told
    if not isinstance(shown, ShownRegister) and shown.confidentiality.rank() > most:
        return
    if isinstance(shown, ShownText):
        if assessment.content.get("texts", {}).get(shown.section, "").strip():
            yield plain(label(shown.section))
    elif isinstance(shown, ShownRegister):
        yield from _entries(assessment, shown)
    elif shown.part is Part.FINDINGS:
        yield from _findings(assessment, shown)
    elif shown.part in _SUMMED and assessment.content.get(_SUMMED[shown.part]):
        count = len(assessment.content[_SUMMED[shown.part]])
        yield plain(_("%(part)s: %(count)s", part=label(shown.part), count=count))


_SUMMED: Mapping[Part, str] = {
    Part.RISKS: "risks", Part.RISKS_RESIDUAL: "risks", Part.MEASURES: "measures",
    Part.CLAIMS: "claims",
}  # fmt: skip


def _entries(assessment: LocalAssessment, shown: ShownRegister) -> Iterator[Runs]:
    register = Register(shown.register)
    found = [
        item
        for item in assessment.content.get("entries", ())
        if item["register"] == register and shown.matches(item["values"])
    ]
    if not found:
        return
    names = [entry_name(register, item["values"]) for item in found]
    told, left = ", ".join(dict.fromkeys(names[:_MOST_NAMES])), len(names) - _MOST_NAMES
    if left > 0:
        told = _("%(names)s and %(n)s more", names=told, n=left)
    title = _("%(name)s:", name=register_title(register))
    yield (*plain(title), *plain(" "), *said({assessment.content.get("language", "nl"): told}))


def _findings(assessment: LocalAssessment, shown: ShownPart) -> Iterator[Runs]:
    for item in assessment.content["findings"]:
        topic = Topic(item["topic"])
        if not shown.topics or topic in shown.topics:
            result = label(Result(item["result"]))
            yield plain(_("%(topic)s: %(result)s", topic=label(topic), result=result))
