"""Opens a report again, as a reader and as XML, so that tests can say what is in it."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

NAMESPACES = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
_MARKS = {
    "List Bullet": "- ",
    "List Paragraph": "- ",
    "Title": "TITLE ",
    "Subtitle": "SUBTITLE ",
    "Caption": "TABLE ",
}


class Reading:
    """A Word file that was just written."""

    def __init__(self, data: bytes) -> None:
        self.document = docx.Document(BytesIO(data))
        with ZipFile(BytesIO(data)) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}

    def xml(self, part: str = "document") -> etree._Element:
        """Return the root of a part."""
        return etree.fromstring(self.parts[f"word/{part}.xml"])

    def find(self, path: str, *, part: str = "document") -> list[etree._Element]:
        """Return what an XPath finds in a part."""
        return self.xml(part).xpath(path, namespaces=NAMESPACES)

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Return level and text of every heading."""
        return [
            (int(paragraph.style.name.removeprefix("Heading ")), paragraph.text)
            for paragraph in self.document.paragraphs
            if paragraph.style.name.startswith("Heading")
        ]

    @property
    def everything(self) -> str:
        """Return all parts as text, tags included."""
        return "\n".join(
            data.decode() for name, data in self.parts.items() if name.endswith((".xml", ".rels"))
        )

    @property
    def text(self) -> str:
        """Return what people read, one line per paragraph or row."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        for item in self.document.iter_inner_content():
            if isinstance(item, Paragraph):
                yield _mark(item.style.name) + _words(item._p) + _told(item._p)
            elif isinstance(item, Table):
                for row in item._tbl.tr_lst:
                    yield "| " + " | ".join(_words(cell) for cell in row.tc_lst)

    def table(self, caption: str) -> list[list[str]]:
        """Return the rows of the table with a caption, its header first."""
        for table in self.find("//w:tbl"):
            if table.find(".//w:tblCaption", NAMESPACES).get(qn("w:val")) == caption:
                return [
                    [_words(cell) for cell in row.findall("w:tc", NAMESPACES)]
                    for row in table.findall("w:tr", NAMESPACES)
                ]
        raise AssertionError(f"no table {caption!r}")


def _mark(style: str) -> str:
    if style.startswith("Heading"):
        return "#" * int(style[-1]) + " "
    return "> " if style.startswith("Callout") else _MARKS.get(style, "")


def _told(paragraph: etree._Element) -> str:
    """Return what people hear who do not see a picture."""
    return " ".join(f"PICTURE {found.get('descr')}" for found in paragraph.iter(qn("wp:docPr")))


def _words(element: etree._Element) -> str:
    marks = {qn("w:br"): " / ", qn("w:tab"): " : "}
    texts = element.iter(qn("w:t"), *marks)
    return "".join(
        marks.get(one.tag, one.text or "") for one in texts if one.getparent().tag == qn("w:r")
    )
