"""The whole text of the reports, as people read it; UPDATE_SNAPSHOTS=1 writes it anew."""

import os
from pathlib import Path

import pytest

from dpia_workbench.report import dossier_report, local_report, release_report, write
from dpia_workbench.report.model import Document
from dpia_workbench.risk.release import Status
from tests.report import dossier_sample, sample
from tests.report.reading import Reading

SNAPSHOTS = Path(__file__).parent / "snapshots"


def release() -> Document:
    """Return the report of the sample release."""
    content = sample.content()
    hashed = sample.hashed(content)
    return release_report(content, sha256=hashed, status=Status.CURRENT, language="en")


def decided() -> Document:
    """Return the report of a board that has decided."""
    return local_report(sample.assessment(), status=Status.CURRENT, language="en")


def concept() -> Document:
    """Return the report of a board that has not decided yet."""
    undecided = sample.assessment(decision=None)
    return local_report(undecided, status=Status.CURRENT, language="en")


def draft() -> Document:
    """Return the report of a dossier that is still a draft, in the order of the Dutch model."""
    return dossier_report(dossier_sample.reported(), language="en")


def european() -> Document:
    """Return the same dossier in the order of the European form, in Dutch."""
    return dossier_report(dossier_sample.reported(dossier_sample.EUROPEAN), language="nl")


@pytest.mark.parametrize(
    "make", [release, decided, concept, draft, european], ids=lambda make: make.__name__
)
def test_the_text_is_what_was_reviewed(make):
    file = SNAPSHOTS / f"{make.__name__}.txt"
    text = Reading(write(make())).text

    if os.environ.get("UPDATE_SNAPSHOTS"):
        file.write_text(text, encoding="utf-8")

    assert text == file.read_text(encoding="utf-8")
