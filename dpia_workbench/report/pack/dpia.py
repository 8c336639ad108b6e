"""The local DPIA in the order of a form: the board's own words at its points, others by reference.

The central part is not copied: a copy would age, and would look as if the board had examined it.
It is named, referred to by hash, and told in a summary that a board understands.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import local, wording
from dpia_workbench.report.model import (
    Block,
    Contents,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Runs,
    Style,
)
from dpia_workbench.report.pack import frame, points
from dpia_workbench.report.pack.local_parts import ANCHORS, WRITERS, LocalPart
from dpia_workbench.report.wording import day, plain, said, sentence
from dpia_workbench.risk.adoption_pack import Paper
from dpia_workbench.risk.templates import Node
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases.adoption_pack import Pack


def local_dpia(pack: Pack, *, address: str) -> Document:
    """Return the local DPIA; `address` is where the release is read."""
    name = said(Bilingual.of(pack.template.name))
    return frame.document(
        pack,
        title=label(Paper.LOCAL_DPIA),
        subtitle=name[0].text,
        blocks=_blocks(pack, form=name, address=address),
    )


def _blocks(pack: Pack, *, form: Runs, address: str) -> Iterator[Block]:
    yield from _title_page(pack, form=form)
    yield PageBreak()
    yield Contents(title=_("Contents"), fills_when_opened=True)
    yield PageBreak()
    yield frame.heading(1, _("How to read this document"))
    yield from _manner(pack)
    yield from _Form(pack=pack, address=address).blocks()
    yield from _annex(pack)


def _title_page(pack: Pack, *, form: Runs) -> Iterator[Block]:
    board, product = pack.adoption.board.name, frame.product(pack.assessment)
    title = _("Local DPIA of %(product)s at %(board)s", product=product, board=board)
    yield Paragraph(runs=plain(title), style=Style.TITLE)
    yield Paragraph(runs=form, style=Style.SUBTITLE)
    yield from wording.invented_callout(pack.assessment.content)
    yield from frame.draft(pack)
    yield from frame.warning(pack)
    yield Facts(pairs=tuple(_facts(pack)))
    yield wording.long_fact(_("SHA-256 of this release"), pack.adoption.release_sha256)


def _facts(pack: Pack) -> Iterator[tuple[str, Runs]]:
    content, taken = pack.assessment.content, pack.adoption.decision
    yield _("School board"), plain(pack.adoption.board.name)
    yield _("Product"), said(content["product"]["name"])
    yield _("Vendor"), plain(frame.vendor(pack.assessment))
    yield _("Publisher"), said(content["publisher"])
    yield _("Release"), plain(str(content["number"]))
    yield _("State of the assessment"), plain(label(pack.assessment.state))
    if taken is None:
        yield _("Started on"), plain(day(frame.dated(pack.assessment)))
        return
    yield _("Decision"), plain(label(taken.outcome))
    yield _("Decided on"), plain(day(taken.on))
    yield _("Next review"), plain(day(taken.next_review))


def _manner(pack: Pack) -> Iterator[Block]:
    content = pack.assessment.content
    yield sentence(
        _(
            "%(publisher)s examined this product for many schools. The board used that work and"
            " judged itself what it means at its own schools. The board stays responsible.",
            publisher=wording.text_of(content["publisher"]),
        )
    )
    yield sentence(
        _(
            "What the board says itself stands here in full. The central part is referred to, and"
            " has the hash that stands on the first page."
        )
    )
    form = wording.text_of(Bilingual.of(pack.template.name))
    yield sentence(
        _("Order and numbers are those of: %(form)s, version %(version)s.", form=form,
          version=pack.template.version)
    )  # fmt: skip


@dataclass(slots=True)
class _Form:
    """Tells the points of a form in order."""

    pack: Pack
    address: str
    _parts: dict[str | None, list[LocalPart]] = field(init=False)

    def __post_init__(self) -> None:
        self._parts = points.by_point(self.pack.template, ANCHORS)

    def blocks(self) -> Iterator[Block]:
        """Yield all points, and then what the form has no point for."""
        for node in self.pack.template.nodes:
            yield from self._node(node, level=1)
        left = self._parts.get(None, [])
        if left:
            yield frame.heading(1, _("What this form has no point for"))
            yield from self._local(left, level=2)

    def _node(self, node: Node, *, level: int) -> Iterator[Block]:
        yield Heading(level=level, runs=said(Bilingual.of(node.title)), number=node.id)
        if node.shows:
            yield from self._shown(node, level=level + 1)
        for inner in node.nodes:
            yield from self._node(inner, level=level + 1)

    def _shown(self, node: Node, *, level: int) -> Iterator[Block]:
        mine = self._parts.get(node.id, [])
        yield from self._local(mine, level=level)
        central = points.central(self.pack.assessment, node, address=self.address)
        yield from central
        if not mine and not central:
            yield sentence(_("The board has nothing to add, and the release states nothing here."))

    def _local(self, parts: list[LocalPart], *, level: int) -> Iterator[Block]:
        for part in parts:
            yield from WRITERS[part](self.pack, level)


def _annex(pack: Pack) -> list[Block]:
    """Return the central risks and measures by title, as an annex without a number."""
    found = local.annex(pack.assessment)
    return [
        frame.heading(1, each.text) if isinstance(each, Heading) and each.level == 1 else each
        for each in found
    ]
