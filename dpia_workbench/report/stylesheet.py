"""How a report looks: the styles and the numbering of headings and lists, as XML.

Every look is a named style, so that a school can restyle a report in one place, and so that a
screen reader hears headings, lists and captions for what they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dpia_workbench.report.markup import (
    FIRST_NUMBERED_LIST,
    LIST_LEVELS,
    LIST_STEP,
    NAMESPACE,
    NESTED_LIST,
    TEXT_WIDTH,
)

_FONT = "Arial"
_INK, _BLUE, _GREY = "1B1F33", "1F3A5F", "5A6072"
_FACT_TAB = 3515  # 6.2 cm
HEADING_LEVELS = 6
HEADING_LIST, BULLET_LIST = 1, 2
_NUMBERED = FIRST_NUMBERED_LIST  # the kind that all numbered lists are of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One paragraph style."""

    id: str
    name: str
    paragraph: str = ""
    run: str = ""
    based_on: str = "Normal"
    next: str = ""
    priority: int = 99


def _spacing(*, before: int = 0, after: int = 0, line: int = 264) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _letters(*, size: int, color: str = _INK, bold: bool = False) -> str:
    weight = "<w:b/><w:bCs/>" * bold
    return f'{weight}<w:color w:val="{color}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _typed(*, size: int) -> str:
    """Return the look of what is meant literally."""
    fonts = "".join(f' w:{script}="Courier New"' for script in ("ascii", "hAnsi", "cs"))
    return f'<w:rFonts{fonts}/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _heading(level: int, *, size: int, before: int, after: int) -> _Look:
    number = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{HEADING_LIST}"/></w:numPr>'
    return _Look(
        id=f"Heading{level}",
        name=f"heading {level}",
        paragraph=(
            f"<w:keepNext/><w:keepLines/>{number}{_spacing(before=before, after=after)}"
            f'<w:outlineLvl w:val="{level - 1}"/>'
        ),
        run=_letters(size=size, color=_BLUE, bold=True),
        next="BodyText",
        priority=9,
    )


def _contents(level: int) -> _Look:
    left = (0, 510)[level - 1]
    number = (510, 680)[level - 1]
    return _Look(
        id=f"TOC{level}",
        name=f"toc {level}",
        paragraph=(
            f'<w:tabs><w:tab w:val="left" w:pos="{left + number}"/>'
            f'<w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
            f"{_spacing(before=60 if level == 1 else 0, after=40)}"
            f'<w:ind w:left="{left + number}" w:right="567" w:hanging="{number}"/>'
        ),
        run="<w:b/>" if level == 1 else "",
        priority=39,
    )


def _callout(name: str, *, fill: str, edge: str) -> _Look:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{edge}"/>'
        for side, size, space in (
            ("top", 4, 6), ("left", 36, 8), ("bottom", 4, 6), ("right", 4, 6)
        )
    )  # fmt: skip
    return _Look(
        id=f"Callout{name}",
        name=f"Callout {name}",
        paragraph=(
            f"<w:keepLines/><w:pBdr>{sides}</w:pBdr>"
            f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
            f'{_spacing(before=120, after=120)}<w:ind w:left="227" w:right="170"/>'
        ),
    )


_LOOKS = (
    _Look(id="BodyText", name="Body Text", paragraph=_spacing(after=140)),
    _Look(
        id="Title",
        name="Title",
        paragraph=f"<w:keepNext/>{_spacing(before=1200, after=120, line=240)}",
        run=_letters(size=44, color=_BLUE, bold=True),
        next="Subtitle",
        priority=10,
    ),
    _Look(
        id="Subtitle",
        name="Subtitle",
        paragraph=_spacing(after=480),
        run=_letters(size=28, color=_GREY),
        next="BodyText",
        priority=11,
    ),
    _heading(1, size=32, before=480, after=160),
    _heading(2, size=24, before=360, after=120),
    _heading(3, size=21, before=240, after=80),
    *(_heading(level, size=20, before=200, after=60) for level in range(4, HEADING_LEVELS + 1)),
    _Look(
        id="TOCHeading",
        name="TOC Heading",
        paragraph=f"<w:keepNext/>{_spacing(after=200)}",
        run=_letters(size=32, color=_BLUE, bold=True),
        next="BodyText",
        priority=39,
    ),
    _contents(1),
    _contents(2),
    _Look(
        id="Caption",
        name="caption",
        paragraph=f"<w:keepNext/>{_spacing(before=200, after=80)}",
        run=_letters(size=18, color=_GREY, bold=True),
        next="BodyText",
        priority=35,
    ),
    _Look(
        id="ListBullet",
        name="List Bullet",
        paragraph=(f'<w:numPr><w:numId w:val="{BULLET_LIST}"/></w:numPr>{_spacing(after=80)}'),
    ),
    _Look(id="ListParagraph", name="List Paragraph", paragraph=_spacing(after=80), priority=34),
    _Look(
        id="Quote",
        name="Quote",
        paragraph=(
            '<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="B8BECB"/></w:pBdr>'
            f'{_spacing(after=140)}<w:ind w:left="340"/>'
        ),
        priority=29,
    ),
    _Look(
        id="CodeBlock",
        name="Code Block",
        paragraph=f'<w:shd w:val="clear" w:color="auto" w:fill="F3F4F7"/>{_spacing(after=140)}',
        run=_typed(size=18),
    ),
    _Look(
        id="Rule",
        name="Rule",
        paragraph=(
            '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="B8BECB"/></w:pBdr>'
            + _spacing(after=200)
        ),
    ),
    _Look(
        id="FootnoteText",
        name="footnote text",
        paragraph=_spacing(after=40, line=240),
        run=_letters(size=17),
    ),
    _Look(
        id="Fact",
        name="Fact",
        paragraph=(
            f'<w:tabs><w:tab w:val="left" w:pos="{_FACT_TAB}"/></w:tabs>{_spacing(after=60)}'
            f'<w:ind w:left="{_FACT_TAB}" w:hanging="{_FACT_TAB}"/>'
        ),
    ),
    _Look(
        id="Signing",
        name="Signing",
        paragraph=(
            f'<w:keepNext/><w:tabs><w:tab w:val="left" w:pos="{_FACT_TAB}"/>'
            f'<w:tab w:val="left" w:leader="underscore"'
            f' w:pos="{TEXT_WIDTH - 1700}"/></w:tabs>{_spacing(before=360, after=0)}'
        ),
    ),
    _Look(id="TableText", name="Table Text", paragraph=_spacing(line=247), run=_letters(size=18)),
    _Look(
        id="TableHeading",
        name="Table Heading",
        paragraph=f"<w:keepNext/>{_spacing(line=247)}",
        run=_letters(size=18, color="FFFFFF", bold=True),
    ),
    _callout("Note", fill="EEF2F7", edge="1F3A5F"),
    _callout("Good", fill="E9F4EA", edge="2C6B37"),
    _callout("Caution", fill="FEF5DD", edge="8A5A00"),
    _callout("Bad", fill="FBE9E9", edge="9B1C1C"),
    _Look(
        id="Header",
        name="header",
        paragraph=(
            '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="B8BECB"/></w:pBdr>'
            + _spacing()
        ),
        run=_letters(size=17, color=_GREY),
    ),
    _Look(
        id="Footer",
        name="footer",
        paragraph=f'{_spacing()}<w:jc w:val="right"/>',
        run=_letters(size=17, color=_GREY),
    ),
)


# Styles of a stretch of text: id, name, look.
_STRETCHES = (
    ("Hyperlink", "Hyperlink", f'<w:color w:val="{_BLUE}"/><w:u w:val="single"/>'),
    ("Code", "Code", _typed(size=19)),
    ("FootnoteReference", "footnote reference", '<w:vertAlign w:val="superscript"/>'),
)


def _stretch(id_: str, name: str, look: str) -> str:
    return (
        f'<w:style w:type="character" w:styleId="{id_}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/>'
        f"<w:rPr>{look}</w:rPr></w:style>"
    )


def _style(look: _Look) -> str:
    after = f'<w:next w:val="{look.next}"/>' if look.next else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{look.id}"><w:name w:val="{look.name}"/>'
        f'<w:basedOn w:val="{look.based_on}"/>{after}<w:uiPriority w:val="{look.priority}"/>'
        f"<w:qFormat/><w:pPr>{look.paragraph}</w:pPr><w:rPr>{look.run}</w:rPr></w:style>"
    )


def _table_style() -> str:
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B8BECB"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        '<w:style w:type="table" w:styleId="ReportTable"><w:name w:val="Report Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:tblPr>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblCellMar><w:top w:w="57" w:type="dxa"/>'
        '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="57" w:type="dxa"/>'
        '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )


def styles(*, locale: str) -> str:
    """Return all styles; `locale` is the language of text that says nothing else."""
    fonts = "".join(f' w:{script}="{_FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return (
        f'<w:styles xmlns:w="{NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts{fonts}/><w:color w:val="{_INK}"/><w:sz w:val="20"/><w:szCs w:val="20"/>'
        f'<w:lang w:val="{locale}" w:eastAsia="{locale}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{_spacing()}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:qFormat/></w:style><w:style w:type="character" w:default="1"'
        ' w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name'
        ' w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        f"</w:style>{''.join(_style(look) for look in _LOOKS)}"
        f"{''.join(_stretch(*one) for one in _STRETCHES)}{_table_style()}</w:styles>"
    )


def numbering(lists: Iterable[tuple[int, int]] = ()) -> str:
    """Return the numbering of headings (1, 1.1, 1.1.1) and the marks of lists.

    `lists` has the level and the first number of each numbered list, in the order of the text.
    """
    levels = "".join(_heading_level(level) for level in range(HEADING_LEVELS))
    bullet = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        '<w:pStyle w:val="ListBullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="397" w:hanging="284"/></w:pPr></w:lvl>'
    )
    bullets = "".join(_item_level(level, kind="bullet", mark="•") for level in range(LIST_LEVELS))
    numbers = "".join(
        _item_level(level, kind="decimal", mark=f"%{level + 1}.") for level in range(LIST_LEVELS)
    )
    kinds = {HEADING_LIST: levels, BULLET_LIST: bullet, NESTED_LIST: bullets, _NUMBERED: numbers}
    return (
        f'<w:numbering xmlns:w="{NAMESPACE}">'
        + "".join(_kind(place, levels=kind) for place, kind in kinds.items())
        + "".join(_list(place, kind=place) for place in (HEADING_LIST, BULLET_LIST, NESTED_LIST))
        + "".join(
            _list(place, kind=_NUMBERED, level=level, start=start)
            for place, (level, start) in enumerate(lists, start=FIRST_NUMBERED_LIST)
        )
        + "</w:numbering>"
    )


def _kind(place: int, *, levels: str) -> str:
    many = "singleLevel" if place == BULLET_LIST else "multilevel"
    return (
        f'<w:abstractNum w:abstractNumId="{place}"><w:multiLevelType w:val="{many}"/>'
        f"{levels}</w:abstractNum>"
    )


def _list(place: int, *, kind: int, level: int = 0, start: int | None = None) -> str:
    own = (
        ""
        if start is None
        else (f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>')
    )
    return f'<w:num w:numId="{place}"><w:abstractNumId w:val="{kind}"/>{own}</w:num>'


def _item_level(level: int, *, kind: str, mark: str) -> str:
    left = LIST_STEP * (level + 1)
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{LIST_STEP}"/></w:pPr></w:lvl>'
    )


def _heading_level(level: int) -> str:
    number = ".".join(f"%{count}" for count in range(1, level + 2))
    width = (737, 737, 907, 1077, 1247, 1417)[level]
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:pStyle w:val="Heading{level + 1}"/><w:lvlText w:val="{number}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{width}" w:hanging="{width}"/></w:pPr>'
        "</w:lvl>"
    )
