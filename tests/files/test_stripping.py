"""Pictures lose what they tell of their maker, and stay the picture they were."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.files import images
from dpia_workbench.files.stripping import stripped
from tests.making import samples

SECRET = b"52.0907N 5.1214E Ines"


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(
        ">I", zlib.crc32(kind + body)
    )  # fmt: skip


def _exif(side: int, *, order: str = ">") -> bytes:
    head = b"MM\x00\x2a" if order == ">" else b"II\x2a\x00"
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, side, 0) + struct.pack(
        f"{order}HHII", 0x013B, 2, len(SECRET), 38
    )
    return head + struct.pack(f"{order}IH", 8, 2) + entries + bytes(4) + SECRET


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _jpeg(*extra: bytes) -> bytes:
    frame = _segment(0xC0, struct.pack(">BHHB", 8, 1, 1, 1) + b"\x01\x11\x00")
    scan = _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    again = _segment(0xC4, b"\x00") + _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x78"
    return b"\xff\xd8" + b"".join(extra) + frame + scan + again + b"\xff\xd9"


def _of(content: bytes) -> bytes:
    return stripped(BytesIO(content)).read()


def test_a_screenshot_loses_its_notes() -> None:
    clean = samples.png()
    notes = _chunk(b"tEXt", b"Author\x00" + SECRET) + _chunk(b"eXIf", _exif(1))
    noted = clean[:33] + notes + clean[33:]

    assert _of(noted) == _of(clean)
    assert SECRET not in _of(noted)
    images.check(BytesIO(_of(noted)), media_type="image/png")


@pytest.mark.parametrize("order", [">", "<"])
def test_a_photo_loses_place_and_person_and_stays_upright(order: str) -> None:
    notes = (
        _segment(0xE1, b"Exif\x00\x00" + _exif(6, order=order)),
        _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + SECRET),
        _segment(0xED, SECRET), _segment(0xFE, SECRET),
    )  # fmt: skip

    kept = _of(_jpeg(*notes) + b"MPF" + SECRET)

    assert SECRET not in kept
    assert kept.endswith(b"\x78\xff\xd9")
    assert _of(kept) == kept
    assert struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) in kept
    images.check(BytesIO(kept), media_type="image/jpeg")


def test_colours_of_a_photo_stay() -> None:
    colours = (_segment(0xE0, b"JFIF\x00"), _segment(0xE2, b"ICC_PROFILE\x00\x01\x01x"),
               _segment(0xEE, b"Adobe"))  # fmt: skip

    assert _of(_jpeg(*colours)) == _jpeg(*colours)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xff\xd8\xff", samples.png()[:40]])
def test_what_is_no_whole_picture_comes_back_as_it_is(content: bytes) -> None:
    assert _of(content) == content


@given(st.binary(max_size=200), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_nothing_that_begins_like_a_picture_ever_breaks_it(rest: bytes, head: bytes) -> None:
    assert isinstance(_of(head + rest), bytes)
