"""Files are judged by their content; names only have to agree, and are cleaned."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.files import names, types
from dpia_workbench.files.refusals import (
    ArchiveBomb,
    FileActive,
    FileBroken,
    TypeMismatch,
    TypeUnknown,
)
from dpia_workbench.risk.rules import RuleViolation
from tests.making import samples

GOOD = {
    "beeld.png": (samples.png(), "image/png"),
    "foto.JPG": (samples.JPEG, "image/jpeg"),
    "foto.jpeg": (samples.JPEG[:2] + b"\xff\xff\xd0" + samples.JPEG[2:], "image/jpeg"),
    "a.gif": (samples.GIF, "image/gif"),
    "a.webp": (samples.WEBP, "image/webp"),
    "brief.pdf": (samples.PDF, "application/pdf"),
    "brief.docx": (samples.DOCX, types.archives.DOCX),
    "tabel.xlsx": (samples.XLSX, types.archives.XLSX),
    "dia.pptx": (samples.PPTX, types.archives.PPTX),
    "alles.zip": (samples.archive("a.txt"), "application/zip"),
    "verkeer.pcap": (samples.PCAP, types.PCAP),
    "verkeer.pcapng": (samples.PCAPNG, types.PCAPNG),
    "verkeer.har": (samples.HAR, types.HAR),
    "verkeer.json": (samples.HAR, types.JSON),
    "lijst.json": (b"\xef\xbb\xbf [1]\n", types.JSON),
    "tabel.csv": ("naam;één\r\n".encode("cp1252"), types.CSV),
    "notitie.txt": ("Eén regel\n".encode(), types.TEXT),
    "vraag.txt": (b"<!---->" * 50_000 + b"<", types.TEXT),
    "excel.txt": ("naam\twaarde".encode("utf-16"), types.TEXT),
}
BAD: dict[str, tuple[bytes, type[RuleViolation]]] = {
    "tekst.png": (b"dit is geen beeld", TypeMismatch),
    "beeld.jpg": (samples.png(), TypeMismatch),
    "beeld.pdf": (samples.png(), TypeMismatch),
    "brief.txt": (samples.PDF, TypeMismatch),
    "alles.docx": (samples.archive("a.txt"), TypeMismatch),
    "brief.zip": (samples.DOCX, TypeMismatch),
    "programma.exe": (b"MZ\x90\x00\x03\x00", TypeUnknown),
    "programma.txt": (b"MZ\x90\x00\x03\x00", TypeUnknown),
    "foto.png.exe": (samples.png(), TypeUnknown),
    "brief.docm": (samples.DOCX, TypeUnknown),
    "laat.txt": (b"tekst " * 400_000 + b"\x00", TypeUnknown),
    "pagina.html": (b"<!DOCTYPE html><p>x", FileActive),
    "pagina.txt": (b"\xef\xbb\xbf  <!-- x --><HTML><script>", FileActive),
    "plaatje.svg": (b'<?xml version="1.0"?><svg xmlns="x"/>', FileActive),
    "plaatje.csv": (b"<svg onload=alert(1)>", FileActive),
    "macro.docx": (samples.office("word/document.xml", "word/vbaProject.bin"), FileActive),
    "half.png": (samples.png()[:-7], FileBroken),
    "kapot.png": (samples.png()[:30] + b"x" + samples.png()[31:], FileBroken),
    "kop.png": (b"\x89PNG\r\n\x1a\n<script>", FileBroken),
    "reus.png": (samples.png(width=0), FileBroken),
    "half.jpg": (samples.JPEG[:20], FileBroken),
    "leeg.jpg": (b"\xff\xd8\xff\xda\x00\x02", FileBroken),
    "los.jpg": (b"\xff\xd8\xff\xe0\x00\x04xx\x00", FileBroken),
    "half.gif": (samples.GIF[:-1] + b"!", FileBroken),
    "half.webp": (samples.WEBP[:-3], FileBroken),
    "vreemd.webp": (samples.WEBP.replace(b"VP8L", b"VP8?"), FileBroken),
    "half.docx": (samples.DOCX[:-30], FileBroken),
    "lang.png": (samples.png(more=100_001), FileBroken),
    "lang.jpg": (b"\xff\xd8" + b"\xff" * 200_001, FileBroken),
    "geen.zip": (b"PK\x03\x04" + bytes(40), FileBroken),
    "kort.zip": (samples.archive("a.txt")[:-4], FileBroken),
    "leeg.zip": (samples.archive(), FileBroken),
    "geen.har": (b'{"other": 1}', FileBroken),
    "half.json": (b'{"log": [', FileBroken),
    "woord.json": (b"woord", FileBroken),
    "commentaar.txt": (b"<!---->" * 50_000 + b"<html>", FileActive),
    "map.zip": (samples.archive(*(f"{n:400}" for n in range(9_500)), content=b""), ArchiveBomb),
    "bom.docx": (samples.office("word/document.xml", content=bytes(30_000_000)), ArchiveBomb),
    "bom.zip": (samples.archive(*(f"{n}" for n in range(10_001)), content=b""), ArchiveBomb),
}


@pytest.mark.parametrize("name", list(GOOD))
def test_what_evidence_comes_in_is_recognised(name: str) -> None:
    content, expected = GOOD[name]

    assert types.judged(BytesIO(content), name=name, size=len(content)) == (name, expected)


@pytest.mark.parametrize("name", list(BAD))
def test_what_is_not_what_it_says_is_refused_by_name(name: str) -> None:
    content, refusal = BAD[name]

    with pytest.raises(refusal) as refused:
        types.judged(BytesIO(content), name=name, size=len(content))

    assert refused.value.params["name"] == name


@pytest.mark.parametrize(
    ("content", "expected"),
    [(samples.png(), "image.png"), (b"tekst", "image.txt"), (samples.DOCX, "image.docx")],
)
def test_a_name_without_an_ending_gets_that_of_the_content(content: bytes, expected: str) -> None:
    assert types.judged(BytesIO(content), name="image", size=len(content))[0] == expected
    assert types.judged(BytesIO(content), name="\u202e", size=len(content))[0].startswith("file.")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\beeld.png", "beeld.png"),
        ("foto\u202egnp.exe", "fotognp.exe"),
        ("..\u200f/.verborgen", "verborgen"),
        ('a<b>:"c"|?*.txt', "a-b---c----.txt"),
        ("twee\r\nregels.txt", "twee regels.txt"),
        ("e\u0301e\u0301n.txt", "één.txt"),
        (" . ", ""),
        ("x" * 300 + ".png", "x" * 146 + ".png"),
    ],
)
def test_a_name_is_cleaned(name: str, expected: str) -> None:
    assert names.cleaned(name) == expected


@given(st.text(max_size=400))
def test_a_cleaned_name_never_leaves_its_folder_or_line(name: str) -> None:
    cleaned = names.cleaned(name)

    assert len(cleaned) <= names.LONGEST
    assert not set(cleaned) & set('/\\<>:"|?*\r\n\t\u202e\u200f\x00')
    assert not cleaned.startswith(".")
    assert cleaned == cleaned.strip()


@given(st.binary(max_size=300), st.sampled_from(["", *types.KNOWN]))
def test_whatever_the_content_it_is_kept_or_refused_and_nothing_else(
    content: bytes, ending: str
) -> None:
    heads = (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\x10\x00\x00\x00WEBPVP8X",
             b"PK\x03\x04", b"%PDF-")  # fmt: skip
    for head in heads:
        file = BytesIO(head + content)
        try:
            name, kind = types.judged(file, name=f"x.{ending}", size=len(content))
        except RuleViolation:
            continue
        assert names.ending(name) in types.ENDINGS[kind]
