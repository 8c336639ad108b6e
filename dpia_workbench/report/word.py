"""Writes a report as a Word file."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm

from dpia_workbench.report import custom, notes, stylesheet, watermark
from dpia_workbench.report.letters import clean
from dpia_workbench.report.markup import LOCALES, NAMESPACE, body, line, runs
from dpia_workbench.report.model import Document, Picture, Run
from dpia_workbench.report.package import packed, parts

_LONGEST_PROPERTY = 255  # what the file format's own tools accept
_WORD_2013 = "15"
_OF_THE_TEMPLATE = frozenset({"thumbnail", "stylesWithEffects", "customXml"})


def write(document: Document) -> bytes:
    """Return the report as the bytes of a .docx file: the same bytes for the same report."""
    word = started(document)
    _custom(word, document.properties.custom)
    text = body(document.blocks, images=images(word, document))
    written = [[runs(paragraph) for paragraph in note] for note in document.notes]
    return finished(word, list(parse_xml(text.xml)), lists=text.lists, footnotes=written)


def started(document: Document) -> WordDocument:
    """Return a file without text: its styles, pages, settings and properties."""
    word = docx.Document()
    locale = LOCALES[document.language]
    replace(word.styles.element, stylesheet.styles(locale=locale))
    _page(word, document)
    _settings(word, locale=locale)
    _properties(word, document, locale=locale)
    _forget_template(word)
    return word


def finished(
    word: WordDocument,
    text: Iterable[Any],
    *,
    lists: Sequence[tuple[int, int]],
    footnotes: Sequence[Sequence[str]],
) -> bytes:
    """Return the bytes of a file with a text: the elements of its body, its lists and notes."""
    section = word.element.body.sectPr
    for child in text:
        section.addprevious(child)
    replace(word.part.numbering_part.element, stylesheet.numbering(lists))
    _footnotes(word, footnotes)
    file = BytesIO()
    word.save(file)
    return packed(parts(file.getvalue()))


def images(word: WordDocument, document: Document) -> dict[Picture, str]:
    """Put the pictures into the file, and return the names under which the text refers to them."""
    found = (block for block in document.blocks if isinstance(block, Picture))
    return {each: word.part.get_or_add_image(BytesIO(each.png))[0] for each in found}


def _footnotes(word: WordDocument, written: Sequence[Sequence[str]]) -> None:
    """Put the footnotes into the file, in a part of their own."""
    if not written:
        return
    xml = notes.part(written, namespace=NAMESPACE)
    blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()
    part = Part(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, blob, word.part.package)
    word.part.relate_to(part, RT.FOOTNOTES)


def _custom(word: WordDocument, facts: tuple[tuple[str, str], ...]) -> None:
    """Put the facts for programs into the file, where Word shows them as custom properties."""
    if not facts:
        return
    package = word.part.package
    blob = custom.part((name, _short(value)) for name, value in facts).encode()
    part = Part(PackURI("/docProps/custom.xml"), CT.OFC_CUSTOM_PROPERTIES, blob, package)
    package.relate_to(part, RT.CUSTOM_PROPERTIES)


def replace(element: Any, xml: str) -> None:
    """Put the children of some XML in the place of an element's own children."""
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(xml)):
        element.append(child)


def _page(word: WordDocument, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1.1)
    section.different_first_page_header_footer = True
    mark = watermark.paragraph(document.watermark) if document.watermark else ""
    shown = [
        (section.header, line("Header", (Run(text=document.header),)) + mark),
        (section.footer, line("Footer", document.footer)),
    ]
    if mark:
        shown.append((section.first_page_header, mark))
    for part, inner in shown:
        part.is_linked_to_previous = False
        replace(part.part.element, f'<w:hdr xmlns:w="{NAMESPACE}">{inner}</w:hdr>')


def _settings(word: WordDocument, *, locale: str) -> None:
    """Say the language of the theme, and leave the old "compatibility mode"."""
    settings: Any = word.settings.element
    for mode in settings.xpath('.//w:compatSetting[@w:name="compatibilityMode"]'):
        mode.set(f"{{{NAMESPACE}}}val", _WORD_2013)
    for theme in settings.xpath(".//w:themeFontLang"):
        theme.set(f"{{{NAMESPACE}}}val", locale)


def _forget_template(word: WordDocument) -> None:
    """Drop what only the empty template needs: its picture, its old styles, its bibliography."""
    for relations in (word.part.package.rels, word.part.rels):
        kinds = {key: one.reltype.rsplit("/", 1)[-1] for key, one in relations.items()}
        for key in [key for key, kind in kinds.items() if kind in _OF_THE_TEMPLATE]:
            del relations[key]


def _properties(word: WordDocument, document: Document, *, locale: str) -> None:
    mine, told = word.core_properties, document.properties
    made = datetime.combine(told.created, time(), tzinfo=UTC).replace(tzinfo=None)
    mine.title = _short(document.title)
    mine.subject = _short(told.subject)
    mine.author = mine.last_modified_by = _short(told.author)
    mine.keywords = _short(", ".join(told.keywords))
    mine.identifier = _short(told.identifier)
    mine.language = locale
    mine.comments = mine.category = ""
    mine.content_status = _short(told.status)
    mine.created = mine.modified = made
    mine.revision = 1


def _short(text: str) -> str:
    return " ".join(clean(text).split())[:_LONGEST_PROPERTY]
