"""From the tree to HTML that is safe on a page: nothing but the tags that are written here."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import unquote

from markupsafe import Markup, escape

from dpia_workbench.i18n import gettext as _
from dpia_workbench.markdown import tree
from dpia_workbench.markdown.plain import said
from dpia_workbench.markdown.references import Names, spoken

Pictures = Callable[[str], str | None]

_LOWEST = 6
_LONGEST_NAME = 60
_TAGS = {tree.Look.EMPHASIS: "em", tree.Look.STRONG: "strong", tree.Look.STRIKE: "s"}
_NOT_IN_A_NAME = re.compile(r"[^\w]+")


def html(
    text: tree.Tree, *, name: str, heading: int = 3, pictures: Pictures | None = None,
    names: Names | None = None,
) -> Markup:  # fmt: skip
    """Return a text as HTML.

    `name` begins every id, so that several texts can stand on one page. The highest heading of
    the text gets the level `heading`. `pictures` gives the address of a piece of evidence that is
    a picture, or None, and then its name is shown. `names` gives the name of what the text refers
    to; of what it does not know, the key is shown.
    """
    writer = _Writer(text, name=name, heading=heading, pictures=pictures, names=names)
    # Every value in it went through escape.
    return Markup(f'<div class="markdown">{writer.written()}</div>')  # noqa: S704


class _Writer:
    """Writes one text."""

    def __init__(
        self, text: tree.Tree, *, name: str, heading: int, pictures: Pictures | None,
        names: Names | None,
    ) -> None:  # fmt: skip
        self._text = text
        self._name = name
        self._heading = heading
        self._pictures = pictures
        self._names = names
        self._anchors = _anchors(text, name=name)
        self._headings = iter(self._anchors.values())

    def written(self) -> str:
        """Return the text and its notes."""
        return self._blocks(self._text.blocks) + self._notes()

    def _blocks(self, blocks: Iterable[tree.Block]) -> str:
        return "".join(self._block(block) for block in blocks)

    def _block(self, block: tree.Block) -> str:
        match block:
            case tree.Heading():
                tag = f"h{min(block.level + self._heading - 1, _LOWEST)}"
                return f'<{tag} id="{next(self._headings)}">{self._inlines(block.inner)}</{tag}>'
            case tree.Paragraph():
                return f"<p>{self._inlines(block.inner)}</p>"
            case tree.Quote():
                return f"<blockquote>{self._blocks(block.inner)}</blockquote>"
            case tree.Items():
                return self._items(block)
            case tree.CodeBlock():
                return f"<pre><code>{escape(block.text)}</code></pre>"
            case tree.Rule():
                return "<hr>"
            case tree.Table():
                return self._table(block)

    def _items(self, block: tree.Items) -> str:
        items = "".join(f"<li>{self._item(item, tight=block.tight)}</li>" for item in block.items)
        if block.start is None:
            return f"<ul>{items}</ul>"
        start = f' start="{block.start}"' if block.start != 1 else ""
        return f"<ol{start}>{items}</ol>"

    def _item(self, item: tree.Blocks, *, tight: bool) -> str:
        tight = tight and sum(isinstance(block, tree.Paragraph) for block in item) == 1
        return "".join(
            self._inlines(block.inner)
            if tight and isinstance(block, tree.Paragraph)
            else self._block(block)
            for block in item
        )

    def _table(self, block: tree.Table) -> str:
        """Return a table that a narrow screen shows as cards, as the tables of the pages are."""
        looks = [' class="number"' * (one is tree.Align.END) for one in block.columns]
        labels = [said(cell) for cell in block.header]
        header = "".join(
            f'<th scope="col" role="columnheader"{look}>{self._inlines(cell)}</th>'
            if cell
            else '<td role="cell"></td>'
            for cell, look in zip(block.header, looks, strict=True)
        )
        rows = "".join(
            '<tr role="row">'
            + "".join(
                f'<td role="cell"{look} data-label="{escape(label)}">{self._inlines(cell)}</td>'
                for cell, look, label in zip(row, looks, labels, strict=True)
            )
            + "</tr>"
            for row in block.rows
        )
        named = escape(_("Table: %(columns)s", columns=", ".join(filter(None, labels))))
        return (
            f'<div class="table-region" role="group" aria-label="{named}" tabindex="0">'
            f'<table role="table"><thead role="rowgroup"><tr role="row">{header}</tr></thead>'
            f'<tbody role="rowgroup">{rows}</tbody></table></div>'
        )

    def _inlines(self, inlines: Iterable[tree.Inline]) -> str:
        return "".join(self._inline(one) for one in inlines)

    def _inline(self, one: tree.Inline) -> str:
        match one:
            case tree.Words():
                return str(escape(one.text))
            case tree.Break():
                return "<br>"
            case tree.Marked():
                return f"<{_TAGS[one.look]}>{self._inlines(one.inner)}</{_TAGS[one.look]}>"
            case tree.Code():
                return f"<code>{escape(one.text)}</code>"
            case tree.Link():
                return self._link(one)
            case _:
                return self._atom(one)

    def _atom(self, one: tree.Image | tree.NoteMark | tree.Reference) -> str:
        match one:
            case tree.Image():
                return self._image(one)
            case tree.NoteMark():
                return self._mark(one)
            case tree.Reference():
                return self._reference(one)

    def _reference(self, one: tree.Reference) -> str:
        found = self._names(one.key) if self._names else None
        told = escape(spoken(one.key, found))
        if found is None or not found.address:
            return f'<span class="reference">{told}</span>'
        return f'<a class="reference" href="{escape(found.address)}">{told}</a>'

    def _link(self, one: tree.Link) -> str:
        inner = self._inlines(one.inner)
        if not one.is_in_page:
            return f'<a href="{escape(one.address)}" rel="noopener noreferrer">{inner}</a>'
        anchor = self._anchors.get(_slug(unquote(one.address)))
        return f'<a href="#{anchor}">{inner}</a>' if anchor else inner

    def _image(self, one: tree.Image) -> str:
        address = self._pictures(one.reference) if self._pictures else None
        told = one.alternative or one.reference
        if address is None:
            return str(escape(told))
        return f'<img src="{escape(address)}" alt="{escape(told)}" loading="lazy">'

    def _mark(self, one: tree.NoteMark) -> str:
        note = self._note(one.number)
        label = escape(_("Note %(number)s", number=one.number))
        return (
            f'<sup><a href="#{note}" id="{note}-{one.time}" role="doc-noteref"'
            f' aria-label="{label}">{one.number}</a></sup>'
        )

    def _note(self, number: int) -> str:
        return f"{self._name}-note-{number}"

    def _notes(self) -> str:
        if not self._text.notes:
            return ""
        notes = "".join(
            f'<li id="{self._note(note.number)}">{self._item(note.inner, tight=True)}'
            f"{self._back(note)}</li>"
            for note in self._text.notes
        )
        label = escape(_("Notes"))
        return f'<div role="group" aria-label="{label}"><hr><ol>{notes}</ol></div>'

    def _back(self, note: tree.Note) -> str:
        label = escape(_("Back to the text of note %(number)s", number=note.number))
        links = (
            f'<a href="#{self._note(note.number)}-{time}" role="doc-backlink"'
            f' aria-label="{label}">↩</a>'
            for time in range(1, note.marks + 1)
        )
        return "".join(f" {link}" for link in links)


def _slug(text: str) -> str:
    return _NOT_IN_A_NAME.sub("-", text.lower()).strip("-")[:_LONGEST_NAME]


def _anchors(text: tree.Tree, *, name: str) -> Mapping[str, str]:
    """Return the id of each heading, in order, by what a link to it says after the `#`."""
    anchors: dict[str, str] = {}
    times: Counter[str] = Counter()
    for block in text.blocks:
        if isinstance(block, tree.Heading):
            slug = _slug(said(block.inner))
            times[slug] += 1
            key = slug if times[slug] == 1 else f"{slug}-{times[slug]}"
            while key in anchors:
                key += "-"
            anchors[key] = f"{name}-h-{key}"
    return anchors
