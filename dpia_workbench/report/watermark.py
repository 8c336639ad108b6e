"""A word behind the text of every page, as Word itself draws it; LibreOffice shows it too."""

from dpia_workbench.report.letters import clean, escape
from dpia_workbench.report.markup import NAMESPACE

_VML, _OFFICE = "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office"
_HEIGHT, _WIDTH_OF_LETTER, _WIDEST = 110, 66, 480  # points
_PATH = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom"'
    ' o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
)


def paragraph(text: str) -> str:
    """Return a paragraph for the header of a page, with the word across the page."""
    word = escape(clean(text).upper())
    width = min(_WIDTH_OF_LETTER * max(len(text), 1), _WIDEST)
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{_HEIGHT}pt;"
        "rotation:315;z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        "mso-position-vertical-relative:margin"
    )
    return (
        f'<w:p xmlns:w="{NAMESPACE}" xmlns:v="{_VML}" xmlns:o="{_OFFICE}"><w:pPr>'
        f'<w:pStyle w:val="Header"/><w:pBdr><w:bottom w:val="nil"/></w:pBdr></w:pPr><w:r>'
        f'<w:rPr><w:noProof/></w:rPr><w:pict>{_PATH}<v:shape id="PowerPlusWaterMarkObject1"'
        f' o:spid="_x0000_s2049" type="#_x0000_t136" alt="{word}" style="{style}"'
        ' o:allowincell="f" fillcolor="#d9d9d9" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt" string="{word}"/>'
        "</v:shape></w:pict></w:r></w:p>"
    )
