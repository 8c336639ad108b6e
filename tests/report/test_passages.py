"""What differs between a Word file and the report as it is made: words, and anything else."""

import pytest

from dpia_workbench.report import package
from dpia_workbench.report.beside import Beside, Correction
from dpia_workbench.report.passages import MOST, Passage, compare
from dpia_workbench.report.release import release_report
from dpia_workbench.report.word import write
from dpia_workbench.risk.release import Status
from tests.report import sample
from tests.report.reading import Reading

BESIDE = Beside(
    address="https://dpia.example/verdicts/x/releases/1",
    check="https://dpia.example/verify",
    signature="c2lnbmF0dXJl",
    key_id="a2V5",
    errata=(Correction(on=sample.PUBLISHED, text={"nl": "Lees 21 & niet 12.", "en": "Read 21."}),),
)
BODY, PROPERTIES = "word/document.xml", "docProps/custom.xml"


@pytest.fixture(scope="module")
def file():
    """A report with everything beside it."""
    content = sample.content()
    return write(
        release_report(
            content, sha256=sample.hashed(content), status=Status.CURRENT, language="nl",
            beside=BESIDE,
        )
    )  # fmt: skip


@pytest.fixture
def made(file):
    """Its parts."""
    return package.parts(file)


def changed(made, name, old, new):
    """Return the parts with some bytes changed in one of them."""
    assert old in made[name]
    return {**made, name: made[name].replace(old, new, 1)}


def test_a_report_says_who_signed_it_where_to_check_it_and_what_was_corrected(file, made):
    text = Reading(file).text

    for words in (BESIDE.address, BESIDE.check, BESIDE.signature, "Lees 21 & niet 12."):
        assert words in text
    assert package.claimed(made).errata == 1
    assert package.signed(made) == package.Signed(signature="c2lnbmF0dXJl", key_id="a2V5")


def test_the_same_report_is_the_same(made):
    assert compare(made, dict(made)).is_same


def test_a_word_that_was_changed_is_shown_with_the_passage_it_stands_in(made):
    found = compare(made, changed(made, BODY, b"Noorderlicht", b"Noorderlucht"))

    (passage,) = found.passages
    assert passage.part == BODY
    assert passage.given == passage.published.replace("Noorderlicht", "Noorderlucht", 1)
    assert found.parts == ()


HIDDEN = b"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>GREEN</w:t></w:r></w:p><w:sectPr"
INSERTED = b'<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>Extra</w:t></w:r></w:ins></w:p><w:sectPr'


@pytest.mark.parametrize(
    ("new", "words"), [(HIDDEN, "GREEN"), (INSERTED, "Extra")], ids=["hidden", "tracked"]
)
def test_words_that_nobody_sees_are_words(made, new, words):
    found = compare(made, changed(made, BODY, b"<w:sectPr", new))

    assert [each.given for each in found.passages] == [words]


def test_properties_and_links_are_compared_as_words(made):
    found = compare(made, changed(made, PROPERTIES, b"a2V5", b"b3RoZXI"))
    assert found.passages == (
        Passage(part=PROPERTIES, published="dpia-key: a2V5", given="dpia-key: b3RoZXI"),
    )

    relations = "word/_rels/document.xml.rels"
    found = compare(made, changed(made, relations, b"styles.xml", b"https://evil.example"))
    assert [each.given for each in found.passages] == ["https://evil.example"]


def test_what_differs_in_something_else_than_words_is_named(made):
    given = changed(made, "word/styles.xml", b"w:val=", b"w:val =")
    given["word/evil.bin"] = b"\0"
    del given["word/theme/theme1.xml"]

    found = compare(made, given)

    assert found.passages == ()
    assert found.parts == ("word/evil.bin", "word/styles.xml", "word/theme/theme1.xml")


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="x"><w:p><w:t>&b;</w:t></w:p></w:document>'
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize("body", [b"", b"<", b"no xml", BOMB, OUTSIDE, b"<a>" * 5000])
def test_a_body_that_is_no_xml_or_not_safe_differs_and_is_not_read(made, body):
    found = compare(made, {**made, BODY: body})

    assert not found.is_same
    assert not any("root:" in each.given for each in found.passages)


def test_a_body_that_is_far_larger_is_not_read(made):
    body = made[BODY].replace(b"<w:sectPr", b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 200_000, 1)

    assert compare(made, {**made, BODY: body}).parts == (BODY,)


def test_no_more_passages_are_shown_than_anybody_reads(made):
    body = made[BODY].replace(b"</w:t>", b"!</w:t>")

    assert len(compare(made, {**made, BODY: body}).passages) == MOST
