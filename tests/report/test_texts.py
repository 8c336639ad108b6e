"""Markdown in a Word report: what is written is read again from the file."""

from io import BytesIO

import docx
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from dpia_workbench.i18n import speaking
from dpia_workbench.markdown import read
from dpia_workbench.pictures.raster import png
from dpia_workbench.report import Notes, Photo, text_blocks, write
from dpia_workbench.report.model import Document, Heading, Run
from tests.report.reading import NAMESPACES, Reading
from tests.report.test_word import make

PIXEL = Photo(
    data=png(Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'), width=1),
    width=500,
    height=250,
)
PHOTOS = {"E3": PIXEL}


def written(*texts: str, heading: int = 2, language: str | None = None) -> Reading:
    """Return a report with a chapter and these texts in it."""
    notes = Notes()
    with speaking("en"):
        blocks = [
            block
            for text in texts
            for block in text_blocks(
                read(text), notes=notes, heading=heading, language=language, photos=PHOTOS.get
            )
        ]
    document: Document = make(Heading(level=1, runs=(Run(text="Deel"),)), *blocks, notes=notes.all)
    return Reading(write(document))


def lines(reading: Reading) -> list[str]:
    """Return what people read after the heading of the chapter."""
    return reading.text.splitlines()[1:]


def looks(reading: Reading) -> list[tuple[str, list[str]]]:
    """Return each run of the text with the names of its properties."""
    return [
        (
            "".join(run.itertext(qn("w:t"))),
            [child.tag.partition("}")[2] for child in run.iterfind("w:rPr/*", NAMESPACES)],
        )
        for run in reading.find("//w:body/w:p[w:pPr/w:pStyle[@w:val='BodyText']]/w:r[w:t]")
    ]


def test_headings_stand_below_that_of_the_section() -> None:
    reading = written("## Een\n\n#### Twee\n\n##### Drie", heading=2)

    assert reading.headings == [(1, "Deel"), (2, "Een"), (3, "Twee"), (4, "Drie")]


def test_a_heading_is_never_deeper_than_word_has_them() -> None:
    assert written("# A\n\n## B\n\n### C", heading=5).headings[1:] == [(5, "A"), (6, "B"), (6, "C")]


def test_words_look_as_they_do_on_the_page() -> None:
    reading = written("Een *a* **b *c*** ~~d~~ `e`\nf\\\ng")

    assert looks(reading) == [
        ("Een ", []), ("a", ["i"]), (" ", []), ("b ", ["b"]), ("c", ["b", "i"]), (" ", []),
        ("d", ["strike"]), (" ", []), ("e", ["rStyle"]), (" ", []), ("f", []), ("", []), ("g", []),
    ]  # fmt: skip
    assert lines(reading) == ["Een a b c d e f / g"]


def test_a_text_says_its_language() -> None:
    reading = written("Een *zin*.", language="en")

    assert {one.get(qn("w:val")) for one in reading.find("//w:body//w:lang")} == {"en-GB"}
    assert not written("Een *zin*.").find("//w:body//w:lang")


def test_a_link_is_one_link_that_leads_there() -> None:
    reading = written("Zie [de *AP* nu](https://ap.nl/?a=1&b=2), of [boven](#deel).")

    (instruction,) = reading.find("//w:instrText[contains(., 'HYPERLINK')]")
    assert instruction.text == ' HYPERLINK "https://ap.nl/?a=1&b=2" '
    assert lines(reading) == ["Zie de AP nu, of boven."]
    styled = reading.find("//w:r[w:rPr/w:rStyle[@w:val='Hyperlink']]/w:t")
    assert [one.text for one in styled] == ["de ", "AP", " nu"]


def numbered(reading: Reading) -> list[tuple[str, str | None, str | None]]:
    """Return words, list and level of each paragraph of a list."""
    found = []
    for one in reading.find("//w:p[w:pPr/w:pStyle[@w:val='ListParagraph']]"):
        places = [one.find(f"w:pPr/w:numPr/w:{name}", NAMESPACES) for name in ("numId", "ilvl")]
        words = "".join(text.text for text in one.iter(qn("w:t")))
        found.append((words, *(None if p is None else p.get(qn("w:val")) for p in places)))
    return found


def test_lists_are_lists_with_their_own_numbers() -> None:
    reading = written(
        "3. een\n\n   nog eens\n4. twee\n   - a\n     1. diep\n   - b\n\ntekst\n\n1. x"
    )

    assert numbered(reading) == [
        ("een", "4", "0"), ("nog eens", None, None), ("twee", "4", "0"), ("a", "3", "1"),
        ("diep", "5", "2"), ("b", "3", "1"), ("x", "6", "0"),
    ]  # fmt: skip
    starts = reading.find("//w:num[@w:numId>3]/w:lvlOverride", part="numbering")
    assert [(one.get(qn("w:ilvl")), one[0].get(qn("w:val"))) for one in starts] == [
        ("0", "3"), ("2", "1"), ("0", "1"),
    ]  # fmt: skip


def test_an_item_that_begins_with_something_else_keeps_its_mark() -> None:
    reading = written("- - a\n- ```\n  b\n  ```\n-\n- ![](evidence:E3)")

    assert [row for row in numbered(reading) if row[1]] == [
        ("", "3", "0"), ("a", "3", "1"), ("", "3", "0"), ("", "3", "0"), ("", "3", "0"),
    ]  # fmt: skip
    assert "PICTURE E3" in lines(reading)


def test_no_list_is_deeper_than_word_has_them() -> None:
    # Below the depth that is read as lists, a text is shown as it is.
    deep = "\n".join("  " * level + f"- n{level}" for level in range(12))

    reading = written(deep)

    assert {row[2] for row in numbered(reading) if row[2]} == {str(level) for level in range(9)}
    assert all(f"n{level}" in reading.text for level in range(12))


def test_a_table_repeats_its_header_and_says_what_it_holds() -> None:
    reading = written("Voor\n\n| Wat | Hoe lang |\n|---|---|\n| *cijfers* | 30 dagen |\n\nNa")

    assert lines(reading) == ["Voor", "| Wat | Hoe lang", "| cijfers | 30 dagen", "Na"]
    (description,) = reading.find("//w:tblDescription")
    assert description.get(qn("w:val")) == "Table: Wat, Hoe lang"
    assert reading.find("//w:tr[1]/w:trPr/w:tblHeader")


def test_two_tables_are_not_one() -> None:
    tables = "|a|\n|-|\n|b|\n\n|c|\n|-|\n|d|"

    body = written(tables).find("//w:body/*[not(self::w:sectPr)]")

    assert [one.tag.partition("}")[2] for one in body] == ["p", "tbl", "p", "tbl"]


def test_a_table_with_more_columns_than_word_takes_is_text() -> None:
    reading = written("|a" * 64 + "|\n" + "|-" * 64 + "|\n" + "|b" * 64 + "|")

    assert not reading.find("//w:tbl")
    assert lines(reading) == ["a; " * 64, "b; " * 64]


def test_quotes_code_and_lines_have_a_style_of_their_own() -> None:
    reading = written("> een\n>\n> twee\n\n```\na  b\n c\n```\n\n---")

    styles = [paragraph.style.name for paragraph in reading.document.paragraphs[1:]]
    assert styles == ["Quote", "Quote", "Code Block", "Rule"]
    assert lines(reading)[2] == "a  b /  c"


def test_a_picture_stands_between_the_words_around_it() -> None:
    reading = written("Voor ![Het scherm](evidence:e3) na ![weg](evidence:E9).")

    assert lines(reading) == ["Voor ", "TABLE E3 Het scherm", "PICTURE Het scherm", " na weg."]
    (extent,) = reading.find("//*[local-name()='extent']")
    assert int(extent.get("cx")) == 2 * int(extent.get("cy")) == round(8.5 * 360_000)


def test_a_picture_in_a_table_is_named() -> None:
    assert lines(written("|a|\n|-|\n|![Scherm](evidence:E3)|")) == ["| a", "| Scherm"]


def notes_of(reading: Reading) -> list[list[str]]:
    """Return the paragraphs of each footnote."""
    return [
        [
            "".join(text.text or "" for text in paragraph.iter(qn("w:t"))).strip()
            for paragraph in note.iter(qn("w:p"))
        ]
        for note in reading.find("//w:footnote[@w:id>0]", part="footnotes")
    ]


def test_notes_are_footnotes_counted_through_the_document() -> None:
    reading = written(
        "Een[^a] twee[^b] weer[^a].\n\n[^a]: Noot **a**.\n\n    - Tweede\n\n[^b]: [AP](https://ap.nl)",
        "Drie[^a].\n\n[^a]: Noot c.",
    )

    references = reading.find("//w:body//w:footnoteReference")
    assert [one.get(qn("w:id")) for one in references] == ["1", "2", "3"]
    assert [one.text for one in reading.find("//w:instrText[contains(., 'NOTEREF')]")] == [
        " NOTEREF _Note1 \\f \\h "
    ]
    assert notes_of(reading) == [["Noot a.", "Tweede"], ["AP"], ["Noot c."]]
    assert "footnotes.xml" in reading.parts["word/_rels/document.xml.rels"].decode()
    assert "/word/footnotes.xml" in reading.parts["[Content_Types].xml"].decode()
    ids = [one.get(qn("w:id")) for one in reading.find("//w:bookmarkStart")]
    assert len(ids) == len(set(ids))


def test_no_note_is_lost() -> None:
    text = (
        "Een[^a].\n\n[^a]: A[^b], weer[^b].\n\n[^b]: B.\n\n[^c]: C.\n\n[^d]: D[^e].\n\n[^e]: E[^d]."
    )

    reading = written(text)

    assert notes_of(reading)[0] == ["A (B.), weer."]
    assert all(letter in reading.everything for letter in ("C.", "D", "E"))


def test_a_report_without_notes_has_no_part_for_them() -> None:
    assert "word/footnotes.xml" not in written("Een.").parts


_BITS = (
    "# ", "- ", "1. ", "> ", "\n", "\n\n", "  ", "    ", "*", "**", "~~", "`", "```\n", "|a|b|\n",
    "|-|-|\n", "[^1]", "[^2]", "[^1]: ", "[^2]: ", "[a](https://a.nl/?x=1&y)", "[", "](#een)",
    "![b](evidence:E3)", "![](evidence:E4)", "<b>", "&amp;", "\0", "\u202e", "\ud800", "\ufffe",
    "een", " ", "---\n", "\\",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_BITS), max_size=30).map("".join))
def test_whatever_the_text_word_opens_it(text: str) -> None:
    notes = Notes()
    blocks = text_blocks(read(text), notes=notes, heading=2, photos=PHOTOS.get)

    file = write(make(*blocks, notes=notes.all))

    docx.Document(BytesIO(file))
    reading = Reading(file)
    assert len(reading.find("//w:body//w:footnoteReference")) == len(notes.all)
    lists = {one.get(qn("w:val")) for one in reading.find("//w:body//w:numId")}
    known = {one.get(qn("w:numId")) for one in reading.find("//w:num", part="numbering")}
    assert lists <= known
    drawn = [one.get("id") for one in reading.find("//*[local-name()='docPr']")]
    assert len(drawn) == len(set(drawn))
