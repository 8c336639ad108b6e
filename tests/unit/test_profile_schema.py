"""The files of data/profiles/: every mistake names its file, line and field."""

from pathlib import Path
from shutil import copytree

import pytest

from dpia_workbench.i18n import speaking
from dpia_workbench.schemas.profiles import read_profiles
from dpia_workbench.schemas.source import ContentRefused

REAL = Path(__file__).parents[2] / "data" / "profiles"
NAME = "nl-rijk-3.0.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real profiles, to spoil."""
    return Path(copytree(REAL, tmp_path / "profiles"))


def spoiled(folder: Path, old: str, new: str) -> str:
    file = folder / NAME
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with speaking("en"), pytest.raises(ContentRefused) as refusal:
        read_profiles(folder)
    return str(refusal.value)


def line_of(text: str) -> int:
    lines = (REAL / NAME).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, start=1) if line.startswith(text))


def test_the_shipped_profiles_are_in_order() -> None:
    assert [item["id"] for item in read_profiles(REAL)] == ["dpv-rm3x3", "nl-rijk-3.0"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "  - [low, high, high]",
            "  - [low, high, low]",
            "matrix: The matrix of profile",
        ),
        ("  - [low, high, high]", "  - [low, high, extreme]", "matrix.2.2: Write one of these"),
        ("  - [low, high, high]\n", "", "matrix:"),
        ("    attainable: [high]", "    attainable: [medium]", "verdicts: List the verdicts"),
        ("  - verdict: GREEN\n", "  - verdict: BLUE\n", "verdicts.4.verdict: Write one of these"),
        ("  grace_days: 30", "  grace_days: 0", "periods.grace_days: Write a number from 1"),
        ("  grace_days: 30\n", "", "periods.grace_days: Fill in this field."),
        ("version: 1", "version: one", "version: Write a whole number."),
        ("  - value: 2", "  - value: 3", "likelihood: Give the steps 1, 2 and 3"),
        ("label:\n  nl: R", "naam: x\nlabel:\n  nl: R", "naam: We do not know this field."),
        ("id: nl-rijk-3.0", "id: nl-rijk-4.0", "id: The id must be the name of the file"),
        ("  en: Dutch gov", "  de: Dutch gov", "label: Give the text as nl and en."),
    ],
)
def test_a_mistake_is_named_with_its_field(folder: Path, old: str, new: str, said: str) -> None:
    assert said in spoiled(folder, old, new)


def test_a_mistake_is_named_with_its_file_and_line(folder: Path) -> None:
    said = spoiled(folder, "  - [low, high, high]", "  - [low, high, low]")

    assert said.startswith(f"{NAME}:{line_of('matrix:')}: matrix:")


def test_all_mistakes_of_all_files_come_out_at_once(folder: Path) -> None:
    (folder / "dpv-rm3x3.yaml").write_text("id: [", encoding="utf-8")

    said = spoiled(folder, "  grace_days: 30", "  grace_days: -1")

    assert [line.split(":")[0] for line in said.splitlines()] == ["dpv-rm3x3.yaml", NAME]
