"""The PDF of a release, read back: tagged, whole, and safe from what is written."""

import json
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from dpia_workbench.report import model, pdf, release_report, write
from dpia_workbench.report.beside import Beside
from dpia_workbench.risk.release import Status
from tests.report import sample
from tests.report.reading import Reading

ADDRESS = "https://dpia.example/verdicts/leerplein/releases/2"
# What would be a command, a link or an end of something, were it ever read as markup.
COMMANDS = '#panic("no") *x* _y_ $1/0$ @z <b> = H `c` // d /* e \\ "] ] } #let told = 1'


def made(content: dict[str, Any], *, language: str = "en", address: str = "") -> model.Document:
    return release_report(
        content, sha256=sample.hashed(content), status=Status.CURRENT, language=language,
        beside=Beside(address=address, check="https://dpia.example/verify") if address else None,
    )  # fmt: skip


def words(text: str) -> str:
    """Return a text without what differs by where lines break, hyphens included."""
    return "".join(text.split()).replace("-", "").replace("\u2010", "")


def text_of(data: bytes) -> str:
    return words(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))


def tags(data: bytes) -> list[tuple[str, str]]:
    """Return (kind, alternative text) of every element of the structure."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            walk(node.get("/K", []))

    walk(PdfReader(BytesIO(data)).trailer["/Root"]["/StructTreeRoot"])
    return found


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    """The content of a release with everything in it."""
    return sample.content()


@pytest.fixture(scope="module", params=["nl", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """Each language."""
    return str(request.param)


@pytest.fixture(scope="module")
def document(content: dict[str, Any], language: str) -> model.Document:
    """Its report."""
    return made(content, language=language, address=ADDRESS)


@pytest.fixture(scope="module")
def data(document: model.Document) -> bytes:
    """The report as PDF."""
    return pdf.write(document)


def test_it_says_its_language_and_title_and_claims_the_standard(
    data: bytes, document: model.Document, language: str
) -> None:
    reader = PdfReader(BytesIO(data))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == {"nl": "nl-NL", "en": "en-GB"}[language]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == document.title
    assert b"pdfuaid" in data


def test_everything_that_word_holds_is_in_it(data: bytes, document: model.Document) -> None:
    text = text_of(data)
    reading = Reading(write(document))

    missing = [
        each.text for each in reading.document.paragraphs
        if words(each.text) and words(each.text) not in text and "\t" not in each.text
    ]  # fmt: skip
    cells = [
        cell.text
        for table in reading.document.tables for row in table.rows for cell in row.cells
        if words(cell.text) not in text
    ]  # fmt: skip
    assert missing == []
    assert cells == []


def test_headings_tables_and_pictures_are_tagged_as_such(
    data: bytes, document: model.Document
) -> None:
    found = tags(data)
    kinds = [kind for kind, _alt in found]
    tables = [block for block in document.blocks if isinstance(block, model.Table)]
    pictures = [block for block in document.blocks if isinstance(block, model.Picture)]

    assert kinds.count("/Table") == len(tables)
    assert kinds.count("/TH") >= sum(len(table.header) for table in tables)
    assert {alt for kind, alt in found if kind == "/Figure"} >= {p.description for p in pictures}
    assert {"/H1", "/H2", "/L", "/Link"} <= set(kinds)


def test_it_states_its_hash_and_where_it_is(data: bytes, content: dict[str, Any]) -> None:
    text = text_of(data)

    assert sample.hashed(content) in text
    assert words(ADDRESS) in text


def test_the_same_report_gives_the_same_bytes(data: bytes, document: model.Document) -> None:
    assert pdf.write(document) == data


def test_nothing_that_people_write_is_a_command(content: dict[str, Any]) -> None:
    told = json.loads(json.dumps(content))
    for risk in told["risks"]:
        risk["title"] = risk["description"] = {"nl": COMMANDS, "en": COMMANDS}
    for measure in told["measures"]:
        measure["instruction"] = {"nl": COMMANDS, "en": COMMANDS}
    told["product"]["name"] = {"nl": COMMANDS, "en": COMMANDS}
    told["publisher"] = COMMANDS

    text = text_of(pdf.write(made(told)))

    assert text.count(words(COMMANDS)) >= 2 * len(told["risks"])


def test_a_letter_that_no_font_has_does_not_stop_it(content: dict[str, Any]) -> None:
    told = json.loads(json.dumps(content))
    told["publisher"] = "School \U0001f600 汉字"

    data = pdf.write(made(told))

    assert PdfReader(BytesIO(data)).trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" not in data


def test_lists_within_lists_code_quotes_and_notes_are_written() -> None:
    item, runs = model.Item, (model.Run(text="een"),)
    base = made(sample.content())
    blocks: tuple[model.Block, ...] = (
        model.Heading(level=1, runs=runs),
        model.Heading(level=3, runs=runs),  # a text may leave out a level
        item(runs=runs, level=0, mark=model.Mark.BULLET),
        item(runs=(model.Run(text="twee"),), level=1, mark=model.Mark.NUMBER, start=4),
        item(runs=(model.Run(text="vervolg"),), level=1, mark=model.Mark.NONE),
        item(runs=(model.Run(text="drie"),), level=0, mark=model.Mark.NUMBER, start=1),
        model.Bullets(items=(runs,)),
        model.Paragraph(runs=(model.Run(text="let x = 1"),), style=model.Style.CODE),
        model.Paragraph(runs=runs, style=model.Style.QUOTE),
        model.Paragraph(runs=(), style=model.Style.RULE),
        model.Paragraph(
            runs=(
                model.Run(text="noot"), model.Run(note=1), model.Run(note=1, again=True),
                model.Run(text="kwaad", address="javascript:alert(1)"),
                model.Run(text="vet", bold=True), model.Run(text="weg", strike=True),
                model.Run(text="schuin", italic=True), model.Run(text="c", code=True),
            )
        ),
        model.SignatureLines(labels=("Naam",)),
    )  # fmt: skip
    document = model.Document(
        title="Proef", subtitle="", language="nl", properties=base.properties, header="Proef",
        footer=base.footer, blocks=blocks, watermark="CONCEPT",
        notes=(((model.Run(text="voetnoot"),),),),
    )  # fmt: skip

    data = pdf.write(document)

    text = text_of(data)
    for word in ("twee", "vervolg", "drie", "letx=1", "voetnoot", "Naam", "CONCEPT"):
        assert word in text, word
    assert "4.twee" in text
    assert b"javascript" not in data
