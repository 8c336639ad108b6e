"""Footnotes: where the text refers to them, and the part of the file that holds them."""

from collections.abc import Sequence

from dpia_workbench.report import fields

_FIRST_BOOKMARK = 1_000_000  # far behind those of the headings
_REFERENCE = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'


def reference(number: int, *, again: bool) -> str:
    """Return what refers to a note; for a second time (`again`) to the place of the first."""
    name = f"_Note{number}"
    if again:
        return fields.field(f" NOTEREF {name} \\f \\h ", result=str(number), properties=_REFERENCE)
    mark = _FIRST_BOOKMARK + number
    return (
        f'<w:bookmarkStart w:id="{mark}" w:name="{name}"/>'
        f'<w:r>{_REFERENCE}<w:footnoteReference w:id="{number}"/></w:r>'
        f'<w:bookmarkEnd w:id="{mark}"/>'
    )


def part(notes: Sequence[Sequence[str]], *, namespace: str) -> str:
    """Return the part with all notes, each given as the XML of its paragraphs' runs."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{place}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for place, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    written = "".join(_note(number, note) for number, note in enumerate(notes, start=1))
    return f'<w:footnotes xmlns:w="{namespace}">{lines}{written}</w:footnotes>'


def _note(number: int, paragraphs: Sequence[str]) -> str:
    mark = f'<w:r>{_REFERENCE}<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
    inner = "".join(
        '<w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        f"{mark if position == 0 else ''}{runs}</w:p>"
        for position, runs in enumerate(paragraphs or ("",))
    )
    return f'<w:footnote w:id="{number}">{inner}</w:footnote>'
