"""What holds for every Word file: structure, language, properties, and hostile text."""

from datetime import date
from itertools import pairwise

import pytest
from docx.oxml.ns import qn
from docx.shared import Cm
from markupsafe import Markup

from dpia_workbench.pictures.raster import png
from dpia_workbench.report import dossier_report, local_report, release_report, write
from dpia_workbench.report.drawing import size
from dpia_workbench.report.markup import entries
from dpia_workbench.report.model import (
    Bullets,
    Callout,
    Cell,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Properties,
    Run,
    Table,
)
from dpia_workbench.report.wording import footer, prose
from dpia_workbench.risk.release import Status
from dpia_workbench.store.bilingual import Bilingual
from tests.report import dossier_sample, sample
from tests.report.reading import NAMESPACES, Reading

EMBED = qn("r:embed")
TAGS, SCRIPTS = "<w:p>&amp;\"'</w:p>", " 🏫 שלום עולם"
HOSTILE = f"{TAGS}\x00\x0b\ud800\uffff{SCRIPTS}"
SURVIVES = TAGS + SCRIPTS

PIXEL = png(
    Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'),
    width=1,
)

# The order that the file format prescribes for what we use.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs spacing ind jc"
    " outlineLvl",
    "rPr": "rStyle rFonts b bCs i strike color sz szCs u vertAlign lang",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption"
    " tblDescription",
    "trPr": "cantSplit tblHeader",
    "tcPr": "tcW shd",
    "style": "name basedOn next uiPriority qFormat pPr rPr tblPr",
    "lvl": "start numFmt pStyle lvlText lvlJc pPr",
}


def make(*blocks, language="nl", **words) -> Document:
    """Return a document with these blocks; everything else has a plain default."""
    plain = {
        "title": "Titel",
        "subtitle": "Ondertitel",
        "header": "Boven",
        "footer": footer(),
        "properties": Properties(
            author="Coöperatie",
            subject="Onderwerp",
            keywords=("een", "twee"),
            identifier="ab" * 32,
            created=date(2026, 3, 2),
        ),
    }
    return Document(language=language, blocks=blocks, **{**plain, **words})


def release(language: str) -> Reading:
    """Return the report of the sample release."""
    content = sample.content()
    hashed = sample.hashed(content)
    made = release_report(content, sha256=hashed, status=Status.CURRENT, language=language)
    return Reading(write(made))


def local(language: str) -> Reading:
    """Return the report of the sample assessment."""
    made = local_report(sample.assessment(), status=Status.CURRENT, language=language)
    return Reading(write(made))


@pytest.fixture(scope="module", params=["nl", "en"])
def language(request) -> str:
    """Return each language in turn."""
    return request.param


def dossier(language: str) -> Reading:
    """Return the report of the sample dossier."""
    return Reading(write(dossier_report(dossier_sample.reported(), language=language)))


@pytest.fixture(
    scope="module", params=[release, local, dossier], ids=["release", "local", "dossier"]
)
def reading(request, language) -> Reading:
    """Return all reports in each language."""
    return request.param(language)


def test_headings_have_real_styles_and_numbers(reading):
    for level in (1, 2):
        style = f'//w:style[@w:styleId="Heading{level}"]/w:pPr'
        assert reading.find(f"{style}/w:outlineLvl", part="styles")
        assert reading.find(f"{style}/w:numPr/w:numId", part="styles")
        assert reading.find(f'//w:lvl[w:pStyle/@w:val="Heading{level}"]', part="numbering")


def test_every_style_that_is_used_exists(reading):
    used = set(reading.find("//w:pStyle/@w:val | //w:tblStyle/@w:val"))
    known = set(reading.find("//w:style/@w:styleId", part="styles"))

    assert used <= known


def test_every_table_repeats_its_header_and_splits_no_row(reading):
    for table in reading.find("//w:tbl"):
        rows = table.findall("w:tr", NAMESPACES)
        heads = [row.find("w:trPr/w:tblHeader", NAMESPACES) is not None for row in rows]
        assert heads == [True] + [False] * (len(rows) - 1)
        assert all(row.find("w:trPr/w:cantSplit", NAMESPACES) is not None for row in rows)


def test_every_table_has_a_caption_and_a_description(reading):
    for table in reading.find("//w:tbl"):
        caption = table.find("w:tblPr/w:tblCaption", NAMESPACES).get(qn("w:val"))
        above = "".join(table.getprevious().itertext())
        assert caption == above
        assert table.find("w:tblPr/w:tblDescription", NAMESPACES).get(qn("w:val"))


def test_tables_are_exactly_as_wide_as_the_text(reading):
    for table in reading.find("//w:tbl"):
        widths = [int(w) for w in table.xpath("w:tblGrid/w:gridCol/@w:w", namespaces=NAMESPACES)]
        assert sum(widths) == 9638
        for row in table.findall("w:tr", NAMESPACES):
            assert len(row.findall("w:tc", NAMESPACES)) == len(widths)


def test_no_paragraph_is_empty(reading):
    for paragraph in reading.find("//w:body/w:p"):
        text = "".join(paragraph.itertext(qn("w:t"))).strip()
        assert text or paragraph.find(".//w:drawing", NAMESPACES) is not None


def test_every_picture_is_in_the_file_with_a_caption_and_an_alternative_text(reading):
    pictures = reading.find("//w:drawing")
    shapes = reading.document.inline_shapes

    assert len(pictures) == len(shapes) == 2
    for drawing, shape in zip(pictures, shapes, strict=True):
        told = drawing.find(f".//{qn('wp:docPr')}")
        image = reading.document.part.related_parts[drawing.find(f".//{qn('a:blip')}").get(EMBED)]
        caption = drawing.xpath("ancestor::w:p", namespaces=NAMESPACES)[0].getprevious()
        assert len(told.get("descr")) > 40
        assert "".join(caption.itertext()) == told.get("name")
        assert image.blob.startswith(b"\x89PNG")
        assert shape.width <= Cm(17)
        assert shape.height <= Cm(20.5)
    ids = [told.get("id") for told in reading.find("//w:drawing//*[@descr]")]
    assert len(ids) == len(set(ids))


def test_a_picture_that_is_too_high_is_made_smaller():
    high = Picture(caption="x", description="x", png=b"", share=1, ratio=2.5)

    width, height = size(high)

    assert height == Cm(20.5)
    assert width == pytest.approx(height / 2.5)


def test_the_file_ends_with_a_paragraph(reading):
    assert reading.xml()[0][-2].tag == qn("w:p")
    assert reading.xml()[0][-1].tag == qn("w:sectPr")


def test_the_language_is_that_of_the_reader(reading, language):
    locale = {"nl": "nl-NL", "en": "en-GB"}[language]

    assert reading.find("//w:docDefaults//w:lang/@w:val", part="styles") == [locale]
    assert reading.find("//w:themeFontLang/@w:val", part="settings") == [locale]
    assert reading.document.core_properties.language == locale


def test_the_properties_say_what_the_file_is(reading):
    told = reading.document.core_properties

    assert told.title
    assert told.subject
    assert told.author in ("Coöperatie Wolkenveld", "Stichting Duinrand")
    assert "Noorderlicht" in told.keywords
    assert told.created == told.modified
    assert told.comments == ""
    assert "python" not in told.author + told.last_modified_by


def test_the_contents_link_to_every_chapter_and_section(reading):
    anchors = reading.find("//w:hyperlink/@w:anchor")
    bookmarks = reading.find("//w:bookmarkStart[starts-with(@w:name, '_Toc')]/@w:name")
    shown = ["".join(link.itertext(qn("w:t"))) for link in reading.find("//w:hyperlink")]
    titles = [text.replace("\t", "") for level, text in reading.headings if level <= 2]

    assert set(anchors) <= set(bookmarks)
    assert len(set(anchors)) == len(anchors)
    assert all(line.endswith(title) for line, title in zip(shown, titles, strict=True))


def test_the_contents_are_a_field_that_word_can_update(reading):
    codes = "".join(reading.find("//w:instrText/text()"))
    kinds = reading.find("//w:fldChar/@w:fldCharType")

    assert ' TOC \\o "1-2"' in codes
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_pages_are_a4_and_numbered(reading):
    section = reading.document.sections[0]
    codes = reading.find("//w:instrText/text()", part="footer1")

    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert [code.strip() for code in codes] == ["PAGE", "NUMPAGES"]
    assert section.different_first_page_header_footer
    assert "Noorderlicht" in section.header.paragraphs[0].text


@pytest.mark.parametrize("part", ["document", "styles", "numbering"])
def test_properties_stand_in_the_order_of_the_file_format(reading, part):
    for name, words in ORDER.items():
        order = words.split()
        for element in reading.find(f"//w:{name}", part=part):
            places = [order.index(child.tag.partition("}")[2]) for child in element]
            assert places == sorted(places)


def test_hostile_text_arrives_as_text_everywhere():
    run = (Run(text=HOSTILE),)
    table = Table(
        caption=HOSTILE,
        description=HOSTILE,
        header=(HOSTILE, "b"),
        rows=((Cell(runs=run), Cell(runs=run)),),
        widths=(1, 1),
    )
    properties = Properties(
        author=HOSTILE, subject=HOSTILE, keywords=(HOSTILE,), identifier="x", created=date.min
    )
    blocks = (
        Heading(level=1, runs=run),
        Paragraph(runs=run),
        Bullets(items=(run,)),
        Facts(pairs=((HOSTILE, run),)),
        Callout(title=HOSTILE, paragraphs=(run,)),
        Picture(caption=HOSTILE, description=HOSTILE, png=PIXEL, share=0.1, ratio=1),
        table,
        Paragraph(runs=run),
    )

    reading = Reading(write(make(*blocks, title=HOSTILE, header=HOSTILE, properties=properties)))

    assert reading.text.count(SURVIVES) == 14
    assert reading.document.core_properties.title == SURVIVES
    assert reading.document.core_properties.author == SURVIVES
    assert reading.document.sections[0].header.paragraphs[0].text == SURVIVES
    assert reading.find("//w:tblDescription/@w:val") == [SURVIVES]


def test_nothing_of_the_empty_template_stays_behind():
    parts = " ".join(Reading(write(make())).parts)

    assert not any(name in parts for name in ("thumbnail", "stylesWithEffects", "customXml"))


def test_a_property_that_is_too_long_is_cut():
    reading = Reading(write(make(title="lang " * 100)))

    assert len(reading.document.core_properties.title) == 255


def test_headings_count_on_their_own_level():
    heads = [Heading(level=level, runs=(Run(text="x"),)) for level in (1, 2, 3, 2, 1, 2)]

    assert [entry.number for entry in entries(heads)] == ["1", "1.1", "1.1.1", "1.2", "2", "2.1"]


def test_neighbouring_callouts_do_not_grow_into_one_box():
    callouts = [Callout(title=str(number)) for number in range(3)]

    indents = Reading(write(make(*callouts))).find("//w:p//w:ind/@w:right")

    assert all(before != after for before, after in pairwise(indents))


def test_new_lines_stay_in_their_paragraph():
    reading = Reading(write(make(Paragraph(runs=(Run(text="een\r\ntwee\rdrie\tvier"),)))))

    assert reading.text == "een / twee / drie vier\n"


def test_longer_text_becomes_paragraphs_and_lists():
    text = Bilingual("Een.\n\n- twee\n* drie\n\n\n\nVier\nvijf", "")

    blocks = prose(text)

    assert [type(block).__name__ for block in blocks] == ["Paragraph", "Bullets", "Paragraph"]
    assert isinstance(blocks[1], Bullets)
    assert [item[0].text for item in blocks[1].items] == ["twee", "drie"]


def test_a_table_whose_rows_do_not_fit_is_refused():
    with pytest.raises(ValueError, match="uneven table"):
        Table(caption="x", description="x", header=("a", "b"), rows=(), widths=(1,))


def test_the_same_content_gives_the_same_text():
    assert release("nl").parts["word/document.xml"] == release("nl").parts["word/document.xml"]
