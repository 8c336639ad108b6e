"""From blocks to WordprocessingML, as text.

Fragments of text that are parsed once are far faster than an object per cell, and they give full
control over what a screen reader needs: header rows, captions, languages, bookmarks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from dpia_workbench.i18n import PSEUDO_LANGUAGE
from dpia_workbench.report import drawing, fields, model, notes
from dpia_workbench.report.letters import clean, escape
from dpia_workbench.report.model import Block, Mark, Run, Runs, Style, Tone

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LOCALES = {"nl": "nl-NL", "en": "en-GB", PSEUDO_LANGUAGE: "en-GB"}
TEXT_WIDTH = 9638  # A4 between margins of 2 cm, in twentieths of a point
CONTENTS_LEVELS = 2

# The space below these belongs to what follows them, in twentieths of a point.
_AFTER_TABLE, _AFTER_FACTS, _AFTER_CALLOUT = 240, 200, 240

# Where the numbered lists begin after those of headings, bullets and nested bullets.
FIRST_NUMBERED_LIST, NESTED_LIST, LIST_LEVELS = 4, 3, 9
LIST_STEP = 397  # how far each level of a list stands to the right

_STYLES = {
    Style.BODY: "BodyText",
    Style.TITLE: "Title",
    Style.SUBTITLE: "Subtitle",
    Style.QUOTE: "Quote",
    Style.CODE: "CodeBlock",
    Style.RULE: "Rule",
}
_FILLS = {Tone.NOTE: "E8EDF4", Tone.GOOD: "E2F0E4", Tone.CAUTION: "FDF0CF", Tone.BAD: "F9DDDD"}
_CALLOUTS = {
    Tone.PLAIN: "CalloutNote",
    Tone.NOTE: "CalloutNote",
    Tone.GOOD: "CalloutGood",
    Tone.CAUTION: "CalloutCaution",
    Tone.BAD: "CalloutBad",
}


def run(one: Run) -> str:
    """Return a run, without the link that it may be part of."""
    if one.note:
        return notes.reference(one.note, again=one.again)
    style = "Hyperlink" if one.address else "Code" * one.code
    look = f'<w:rStyle w:val="{style}"/>' if style else ""
    look += "<w:b/>" * one.bold + "<w:i/>" * one.italic + "<w:strike/>" * one.strike
    if one.language is not None:
        look += f'<w:lang w:val="{LOCALES[one.language]}"/>'
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    if one.field is not None:
        return fields.field(f" {one.field} ", result="1", properties=properties)
    lines = escape(clean(one.text)).replace("\t", " ").split("\n")
    text = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{properties}{text}</w:r>"


def runs(some: Iterable[Run]) -> str:
    """Return runs one after the other; those with the same address are one link."""
    parts = []
    for address, group in groupby(some, key=lambda one: one.address):
        inner = "".join(run(one) for one in group)
        parts.append(fields.link(address, inner) if address else inner)
    return "".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A heading as the table of contents shows it."""

    level: int
    number: str
    text: str
    bookmark: int


def entries(headings: Iterable[model.Heading]) -> Iterator[Entry]:
    """Return the headings with the numbers that the heading styles will give them."""
    counts: list[int] = []
    for position, heading in enumerate(headings, start=1):
        if heading.number is None:
            counts = [*counts[: heading.level], *[0] * (heading.level - len(counts))]
            counts[heading.level - 1] += 1
        own = heading.number
        yield Entry(
            level=heading.level,
            number=".".join(str(count) for count in counts) if own is None else own,
            text=heading.text,
            bookmark=position,
        )


@dataclass(slots=True)
class Writer:
    """Writes blocks one after the other and remembers what the next one must know."""

    entries: Sequence[Entry]
    images: Mapping[model.Picture, str] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    _headings: int = 0
    _breaks: bool = False
    _gap: int | None = None
    _callouts: int = 0
    _pictures: int = 0
    # Of each numbered list its level and first number, and the list that is open at each level.
    lists: list[tuple[int, int]] = field(default_factory=list)
    _open: dict[int, int] = field(default_factory=dict)

    def write(self, block: Block) -> None:
        """Write one block."""
        if not isinstance(block, model.Callout):
            self._callouts = 0
        match block:
            case model.PageBreak():
                self._breaks = True
            case model.Heading():
                self._heading(block)
            case model.Paragraph():
                self._paragraph(_STYLES[block.style], runs(block.runs))
            case model.Bullets() | model.Item():
                self._list(block)
            case model.Table():
                self._table(block)
            case _:
                self._special(block)

    def _special(self, block: Block) -> None:
        match block:
            case model.Facts():
                for name, value in block.pairs:
                    label = run(Run(text=name, bold=True))
                    self._paragraph("Fact", f"{label}<w:r><w:tab/></w:r>{runs(value)}")
                self._gap = _AFTER_FACTS
            case model.Callout():
                self._callout(block)
            case model.Picture():
                self._picture(block)
            case model.SignatureLines():
                for name in block.labels:
                    self._paragraph("Signing", f"{run(Run(text=name))}<w:r><w:tab/><w:tab/></w:r>")
            case model.Contents():
                self._contents(block)

    def _list(self, block: model.Bullets | model.Item) -> None:
        if isinstance(block, model.Bullets):
            for item in block.items:
                self._paragraph("ListBullet", runs(item))
        else:
            self._item(block)

    def _item(self, block: model.Item) -> None:
        if block.mark is Mark.NONE:
            indent = f'<w:ind w:left="{LIST_STEP * (block.level + 1)}"/>'
            self._paragraph("ListParagraph", runs(block.runs), after=indent)
            return
        number = NESTED_LIST
        if block.mark is Mark.NUMBER:
            if block.start is not None:
                self._open[block.level] = FIRST_NUMBERED_LIST + len(self.lists)
                self.lists.append((block.level, block.start))
            number = self._open[block.level]
        marked = f'<w:numPr><w:ilvl w:val="{block.level}"/><w:numId w:val="{number}"/></w:numPr>'
        self._paragraph("ListParagraph", runs(block.runs), numbered=marked)

    def _paragraph(
        self, style: str, inner: str, *, before: str = "", numbered: str = "", after: str = ""
    ) -> None:
        """Write a paragraph; the last three are properties before, between and after others."""
        properties = f'<w:pStyle w:val="{style}"/>{before}'
        if self._breaks:
            properties += "<w:pageBreakBefore/>"
            self._gap = 0
        properties += numbered
        if self._gap is not None:
            properties += f'<w:spacing w:before="{self._gap}"/>'
        self._breaks, self._gap = False, None
        self.parts.append(f"<w:p><w:pPr>{properties}{after}</w:pPr>{inner}</w:p>")

    def _heading(self, block: model.Heading) -> None:
        entry = self.entries[self._headings]
        self._headings += 1
        self._gap = None  # a heading keeps the larger space of its style
        mark = f'<w:bookmarkStart w:id="{entry.bookmark}" w:name="{_anchor(entry)}"/>'
        end = f'<w:bookmarkEnd w:id="{entry.bookmark}"/>'
        style, inner = f"Heading{block.level}", runs(block.runs)
        if block.number is None:
            self._paragraph(style, f"{mark}{inner}{end}")
            return
        if block.number:
            inner = f"{run(Run(text=block.number))}<w:r><w:tab/></w:r>{inner}"
        indent = _NUMBER_INDENT if block.number else _NO_INDENT
        self._paragraph(style, f"{mark}{inner}{end}", numbered=_NO_NUMBER, after=indent)

    def _callout(self, block: model.Callout) -> None:
        style = _CALLOUTS[block.tone]
        # Word draws one box around neighbours that look the same: a hair's breadth of difference
        # in the indent keeps two callouts apart.
        self._callouts += 1
        indent = f'<w:ind w:left="227" w:right="{170 - self._callouts % 2}"/>'
        shown = (run(Run(text=block.title, bold=True)), *(runs(each) for each in block.paragraphs))
        for position, inner in enumerate(shown, start=1):
            keep = "<w:keepNext/>" if position < len(shown) else ""
            self._paragraph(style, inner, before=keep, after=indent)
        self._gap = _AFTER_CALLOUT

    def _contents(self, block: model.Contents) -> None:
        self._paragraph("TOCHeading", run(Run(text=block.title)))
        shown = [entry for entry in self.entries if entry.level <= CONTENTS_LEVELS]
        for position, entry in enumerate(shown, start=1):
            inner = _entry(entry)
            if position == 1:
                inner = _contents_begin(is_dirty=block.fills_when_opened) + inner
            if position == len(shown):
                inner += _CONTENTS_END
            self._paragraph(f"TOC{entry.level}", inner)

    def _picture(self, block: model.Picture) -> None:
        self._paragraph("Caption", run(Run(text=block.caption)))
        self._pictures += 1
        inner = drawing.inline(block, number=self._pictures, relation=self.images[block])
        self._paragraph("BodyText", inner)

    def _table(self, block: model.Table) -> None:
        if block.caption:
            self._paragraph("Caption", run(Run(text=block.caption)))
        elif self._gap == _AFTER_TABLE:
            self._paragraph("BodyText", "")  # or Word would make one table of the two
        self.parts.append(_table(block))
        self._gap = _AFTER_TABLE


# Instead of the number that comes with the style of a heading.
_NO_NUMBER = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
_NUMBER_INDENT = '<w:ind w:left="964" w:hanging="964"/>'
_NO_INDENT = '<w:ind w:left="0" w:firstLine="0"/>'


def _contents_begin(*, is_dirty: bool) -> str:
    """Return the beginning of the contents; Word fills in what is dirty when it opens it."""
    dirty = ' w:dirty="true"' * is_dirty
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"{dirty}/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{CONTENTS_LEVELS}" \\h \\z \\u '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


_CONTENTS_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _anchor(entry: Entry) -> str:
    return f"_Toc{entry.bookmark:08d}"


def _entry(entry: Entry) -> str:
    """Return one line of the contents: a link, useful before the field is ever updated."""
    page = fields.field(f" PAGEREF {_anchor(entry)} \\h ", result="")
    number = f"{run(Run(text=entry.number))}<w:r><w:tab/></w:r>" if entry.number else ""
    return (
        f'<w:hyperlink w:anchor="{_anchor(entry)}" w:history="1">'
        f"{number}{run(Run(text=entry.text))}"
        f"<w:r><w:tab/></w:r>{page}</w:hyperlink>"
    )


def _table(block: model.Table) -> str:
    widths = _widths(block.widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    header = "".join(
        _cell(run(Run(text=name)), width=width, style="TableHeading", fill="1F3A5F")
        for name, width in zip(block.header, widths, strict=True)
    )
    rows = "".join(_row(row, widths=widths) for row in block.rows)
    caption, description = (escape(clean(t)) for t in (block.caption, block.description))
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1"'
        ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{caption}"/><w:tblDescription w:val="{description}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{header}</w:tr>{rows}</w:tbl>"
    )


def _widths(shares: Sequence[int]) -> list[int]:
    whole = sum(shares)
    widths = [TEXT_WIDTH * share // whole for share in shares]
    widths[-1] += TEXT_WIDTH - sum(widths)
    return widths


def _row(row: Iterable[model.Cell], *, widths: Sequence[int]) -> str:
    cells = "".join(
        _cell(runs(cell.runs), width=width, style="TableText", fill=_FILLS.get(cell.tone, ""))
        for cell, width in zip(row, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(inner: str, *, width: int, style: str, fill: str) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p></w:tc>'
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text of a document as XML; `lists` has level and first number of the numbered ones."""

    xml: str
    lists: Sequence[tuple[int, int]]


def body(blocks: Sequence[Block], *, images: Mapping[model.Picture, str]) -> Body:
    """Return all blocks as the children of one body element; `images` names the pictures' files."""
    headings = (block for block in blocks if isinstance(block, model.Heading))
    writer = Writer(entries=tuple(entries(headings)), images=images)
    for block in blocks:
        writer.write(block)
    xml = f'<w:body xmlns:w="{NAMESPACE}">{"".join(writer.parts)}</w:body>'
    return Body(xml=xml, lists=writer.lists)


def line(style: str, some: Runs) -> str:
    """Return one paragraph by itself, for the top and the bottom of a page."""
    return (
        f'<w:p xmlns:w="{NAMESPACE}"><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs(some)}</w:p>'
    )
