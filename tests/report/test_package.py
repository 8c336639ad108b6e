"""The zip of a Word file: the same bytes each time, and nothing untrusted is unpacked blindly."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from dpia_workbench.report import package
from dpia_workbench.report.package import NotAReport, claimed, packed, parts
from dpia_workbench.report.release import release_report
from dpia_workbench.report.word import write
from dpia_workbench.risk.release import Status
from tests.report import sample


def zipped(content, *, times=1):
    """Return a zip with a part, or with that part several times."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        for name, data in content.items():
            for _ in range(times):
                made.writestr(name, data)
    return file.getvalue()


def test_the_same_report_has_the_same_bytes():
    content = sample.content()
    words = {"sha256": sample.hashed(content), "status": Status.CURRENT, "language": "nl"}

    once, again = (write(release_report(content, **words)) for _ in range(2))

    assert once == again
    told = claimed(parts(once))
    assert (told.sha256, told.language, told.status) == (words["sha256"], "nl", "current")


def test_packing_and_unpacking_changes_nothing():
    content = {"a.xml": b"<a/>", "word/b.xml": b"b" * 1000}

    assert parts(packed(content)) == content


@pytest.mark.parametrize(
    "file",
    [b"", b"PK\x03\x04", packed({"a": b"a" * 100})[:-30], packed({"a": b"text"}) + b"x" * 70_000],
)
def test_what_is_no_zip_is_no_report(file):
    with pytest.raises(NotAReport):
        parts(file)


def test_a_file_that_unpacks_to_too_much_is_not_unpacked(monkeypatch):
    with pytest.raises(NotAReport, match="too much"):
        parts(zipped({"a": b"\0" * 5_000_000}))
    with pytest.raises(NotAReport, match="too much"):
        parts(zipped({str(number): b"" for number in range(package.MOST_PARTS + 1)}))
    monkeypatch.setattr(package, "LARGEST_FILE", 10)
    with pytest.raises(NotAReport, match="too large"):
        parts(packed({"a": b"text"}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_refused():
    with pytest.raises(NotAReport, match="twice"):
        parts(zipped({"a": b"text"}, times=2))


def test_a_file_that_names_no_release_is_refused():
    with pytest.raises(NotAReport, match="of which release"):
        claimed({"docProps/core.xml": b"<a/>"})
