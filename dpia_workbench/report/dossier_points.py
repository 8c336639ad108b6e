"""The points of a form, one after the other, with what the dossier holds for each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.register_labels import register_title
from dpia_workbench.report.dossier_parts import CAPTIONED, DEEPEST, Parts
from dpia_workbench.report.dossier_registers import Sheet, names_of
from dpia_workbench.report.model import Block, Heading, Paragraph, Run, Runs
from dpia_workbench.report.wording import listed, plain, said, text_of
from dpia_workbench.report.written import Hand
from dpia_workbench.risk.registers import Field
from dpia_workbench.risk.templates import (
    CLASS_OF_FIELD,
    Node,
    Shown,
    ShownPart,
    ShownRegister,
    ShownText,
)
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases.report import Reported

Content = Mapping[str, Any]


@dataclass(slots=True)
class Points:
    """Tells the points of a report in order."""

    reported: Reported
    hand: Hand
    _parts: Parts = field(init=False)
    _names: Mapping[str, Runs] = field(init=False)

    def __post_init__(self) -> None:
        self._parts = Parts(self.reported, self.hand)
        self._names = names_of(self._content["entries"], hand=self.hand)

    @property
    def _content(self) -> Content:
        return self.reported.content

    def blocks(self) -> list[Block]:
        """Return all points."""
        return [
            block for node in self.reported.template.nodes for block in self._node(node, level=1)
        ]

    def _node(self, node: Node, *, level: int) -> Iterator[Block]:
        title = said(Bilingual.of(node.title))
        yield Heading(level=level, runs=title, number=node.id)
        if node.shows:
            yield from self._shown(node, level=level + 1)
        for inner in node.nodes:
            yield from self._node(inner, level=level + 1)

    def _shown(self, node: Node, *, level: int) -> Iterator[Block]:
        allowed = [shown for shown in node.shows if self._is_allowed(shown)]
        groups = [list(group) for _key, group in groupby(allowed, key=_together)]
        titled = len(groups) > 1
        told = False
        for group in groups:
            for block in self._group(group, node=node, level=level, is_titled=titled):
                told = True
                yield block
        if not told:
            yield self._nothing(_("Nothing here yet."), _("Nothing is stated here."))

    def _is_allowed(self, shown: Shown) -> bool:
        """Return whether readers of the report may see something; of a register, any of it."""
        if isinstance(shown, ShownRegister):
            return bool(self._fields(shown))
        return shown.confidentiality.rank() <= self.reported.confidentiality.rank()

    def _fields(self, shown: ShownRegister) -> tuple[Field, ...]:
        most = self.reported.confidentiality.rank()
        return tuple(
            each
            for each in shown.fields
            if (known := CLASS_OF_FIELD.get((shown.register, each.name))) is None
            or known.rank() <= most
        )

    def _group(
        self, group: Sequence[Shown], *, node: Node, level: int, is_titled: bool
    ) -> Iterator[Block]:
        """Yield what belongs together: one text or part, or all that is shown of one register."""
        first = group[0]
        if isinstance(first, ShownRegister):
            registers = [shown for shown in group if isinstance(shown, ShownRegister)]
            yield from self._register(registers, node=node, level=level)
            return
        name = _name(first)
        titled = is_titled and not _captioned(first) and not _same(name, node)
        inner = min(level + titled, DEEPEST)
        if isinstance(first, ShownText):
            body = self._content["texts"].get(first.section, "").strip()
            blocks = self.hand.blocks(body, level=inner) if body else []
        else:
            blocks = self._parts.blocks(first, level=inner)
        if blocks and titled:
            yield Heading(level=level, runs=plain(name), number="")
        yield from blocks or self._lack(first)

    def _register(
        self, group: Sequence[ShownRegister], *, node: Node, level: int
    ) -> Iterator[Block]:
        register = group[0].register
        mine = [item for item in self._content["entries"] if item["register"] == register]
        chosen = [each for shown in group for each in mine if shown.matches(each["values"])]
        sheet = Sheet(
            register=register,
            fields=self._fields(group[0]),
            entries=tuple({item["key"]: item for item in chosen}.values()),
            names=self._names,
            hand=self.hand,
            is_concept=self.reported.is_concept,
        )
        yield from sheet.blocks(level=level, is_titled=not _same(sheet.title, node))
        for shown in group:
            if not any(shown.matches(item["values"]) for item in mine):
                yield from self._lack(shown)

    def _lack(self, shown: Shown) -> Iterator[Block]:
        """Yield why something is not there, or that it is not there yet."""
        name, reason = _name(shown), self._content["not_applicable"].get(shown.mark)
        if reason:
            text = _("%(name)s: left empty.", name=name)
            why = self.hand.line(reason)
            yield Paragraph(runs=(*plain(text, bold=True), Run(text=" "), *why))
        elif shown.needed_for is not None:
            yield self._nothing(
                _("Nothing here yet: %(name)s.", name=name),
                _("Nothing is stated here: %(name)s.", name=name),
            )

    def _nothing(self, in_concept: str, when_published: str) -> Paragraph:
        text = in_concept if self.reported.is_concept else when_published
        return Paragraph(runs=plain(text, italic=True))


def _together(shown: Shown) -> tuple[object, ...]:
    """Return what several things that are shown one after the other have in common."""
    if isinstance(shown, ShownRegister):
        return shown.register, shown.names
    return (shown.section,) if isinstance(shown, ShownText) else (shown.part,)


def _same(name: str, node: Node) -> bool:
    """Return whether something is called like the point that it stands in."""
    title = text_of(Bilingual.of(node.title))
    return name.replace("’", "'").casefold() == title.replace("’", "'").casefold()


def _captioned(shown: Shown) -> bool:
    return isinstance(shown, ShownPart) and shown.part in CAPTIONED


def _name(shown: Shown) -> str:
    """Return the name of what is shown; of some entries, also which."""
    if isinstance(shown, ShownText):
        return label(shown.section)
    if isinstance(shown, ShownPart):
        return label(shown.part)
    title = register_title(shown.register)
    kinds = [
        label(each.options(value))
        for each in shown.fields
        if each.name in shown.where and each.options is not None
        for value in each.options
        if value in shown.where[each.name]
    ]
    return _("%(register)s (%(kinds)s)", register=title, kinds=listed(kinds)) if kinds else title
