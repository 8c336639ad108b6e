"""Accepts or rejects every revision of a Word file, as a word processor does."""

from copy import deepcopy
from io import BytesIO
from zipfile import ZipFile

from docx.oxml import parse_xml
from docx.oxml.ns import qn

_PARTS = {"w:pPrChange": "w:pPr", "w:tcPrChange": "w:tcPr", "w:tblPrChange": "w:tblPr"}
_NORMAL = {qn("w:delText"): qn("w:t"), qn("w:delInstrText"): qn("w:instrText")}


def settled(part, *, accept: bool):
    """Return a part of a file after all revisions were accepted, or all were rejected."""
    root = parse_xml(part) if isinstance(part, bytes) else deepcopy(part)
    goes, stays = ("w:del", "w:ins") if accept else ("w:ins", "w:del")
    _settle_properties(root, accept=accept)
    in_row, in_end = f"{qn('w:trPr')}/{qn(goes)}", f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(goes)}"
    _drop(row for row in root.iter(qn("w:tr")) if row.find(in_row) is not None)
    # All that a paragraph holds goes with its end.
    _drop(each for each in root.iter(qn("w:p")) if each.find(in_end) is not None)
    _drop(root.iter(qn(goes)))
    for mark in list(root.iter(qn(stays))):
        for child in list(mark):
            mark.addprevious(child)
        mark.getparent().remove(mark)
    _drop(table for table in root.iter(qn("w:tbl")) if table.find(qn("w:tr")) is None)
    for text in root.iter(*_NORMAL):
        text.tag = _NORMAL[text.tag]
    return root


def _drop(elements) -> None:
    for element in list(elements):
        element.getparent().remove(element)


def _settle_properties(root, *, accept: bool) -> None:
    for tag, holder in _PARTS.items():
        for change in list(root.iter(qn(tag))):
            properties = change.getparent()
            properties.remove(change)
            if not accept:
                properties.getparent().replace(properties, change.find(qn(holder)))


def lines(root) -> list[str]:
    """Return what people read: a line per paragraph, with its style, its breaks and pictures."""
    found = []
    for paragraph in root.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        words = "".join(
            {qn("w:br"): "\n", qn("w:tab"): "\t", qn("wp:docPr"): "PICTURE"}.get(one.tag)
            or one.text or ""
            for one in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"), qn("wp:docPr"))
            if one.getparent().tag != qn("w:tabs")
        )  # fmt: skip
        if words:
            found.append(f"{'' if style is None else style.get(qn('w:val'))}: {words}")
    return found


def looks(root) -> list[str]:
    """Return the looks of the words: bold and so on, with the fills of cells."""
    marks = ("b", "i", "strike", "lang", "rStyle")
    words = [
        (text.text or "", sorted(one.tag + str(one.attrib) for one in run.iter(*map(_tag, marks))))
        for run in root.iter(qn("w:r"))
        for text in run.iter(qn("w:t"))
    ]
    letters = [f"{letter}{look}" for text, look in words for letter in text]
    return letters + [shade.get(qn("w:fill")) for shade in root.iter(qn("w:shd"))]


def _tag(name: str) -> str:
    return qn(f"w:{name}")


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a file."""
    with ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def header(data: bytes) -> bytes:
    """Return the header that has words."""
    found = [part for name, part in parts(data).items() if name.startswith("word/header")]
    return next(part for part in found if b"<w:t " in part or b"<w:delText" in part)


def both(data: bytes, *, accept: bool) -> list[str]:
    """Return the header and the text as people read them after the decision."""
    found = (header(data), parts(data)["word/document.xml"])
    return [line for part in found for line in lines(settled(part, accept=accept))]


def plainly(data: bytes) -> list[str]:
    """Return the header and the text of a file without revisions."""
    found = (header(data), parts(data)["word/document.xml"])
    return [line for part in found for line in lines(parse_xml(part))]
