"""Pictures of the evidence in a report: what Word can show is taken, the rest is left to words."""

import pytest

from dpia_workbench.report import dossier_report, photo, write
from dpia_workbench.report.photos import LARGEST
from tests.making import samples
from tests.report import dossier_sample as sample
from tests.report.reading import Reading

BARE_JPEG = samples.JPEG[:2] + samples.JPEG[20:]  # without the piece that names it


@pytest.mark.parametrize("data", [samples.png(width=3), samples.JPEG, BARE_JPEG])
def test_a_picture_that_word_can_show_keeps_its_size_in_pixels(data):
    found = photo(data)

    assert found is not None
    assert (found.height, found.width) in {(2, 3), (1, 2), (2, 1)}


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", samples.WEBP, samples.PDF, samples.png()[:30],
        samples.png(width=0), samples.JPEG[:24], samples.GIF[:8], bytes(LARGEST + 1),
        samples.png() + bytes(LARGEST),
    ],
)  # fmt: skip
def test_what_word_cannot_show_is_left_out(data):
    assert photo(data) is None


def test_a_text_shows_the_picture_with_its_words_or_the_words_alone():
    texts = {"data": "![Het scherm](evidence:E1)\n\n![Verborgen](evidence:E2)"}
    told = sample.reported(content=sample.content(texts=texts))
    found = {"E1": photo(samples.png())}

    reading = Reading(write(dossier_report(told, language="nl", photos=found.get)))

    assert "PICTURE Het scherm" in reading.text
    assert "\nVerborgen\n" in reading.text
