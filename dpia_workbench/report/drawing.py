"""A picture that stands in the line of the text, as WordprocessingML."""

from dpia_workbench.report.letters import clean, escape
from dpia_workbench.report.model import Picture

_EMU_PER_CM = 360_000
_TEXT_WIDTH_CM, _HIGHEST_CM = 17.0, 20.5  # with its caption and notes it stays on one page
_BASE = "http://schemas.openxmlformats.org"
_NAMESPACES = (
    f'xmlns:wp="{_BASE}/drawingml/2006/wordprocessingDrawing"'
    f' xmlns:a="{_BASE}/drawingml/2006/main"'
    f' xmlns:pic="{_BASE}/drawingml/2006/picture"'
    f' xmlns:r="{_BASE}/officeDocument/2006/relationships"'
)


def size(picture: Picture) -> tuple[int, int]:
    """Return width and height, in the units of the file format, such that it fits on a page."""
    width = min(_TEXT_WIDTH_CM * picture.share, _HIGHEST_CM / picture.ratio)
    return round(width * _EMU_PER_CM), round(width * picture.ratio * _EMU_PER_CM)


def inline(picture: Picture, *, number: int, relation: str) -> str:
    """Return a run with the picture; `relation` is the name of its file in the document."""
    width, height = size(picture)
    name, told = escape(clean(picture.caption)), escape(clean(picture.description))
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0" {_NAMESPACES}>'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="{name}" descr="{told}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_BASE}/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
