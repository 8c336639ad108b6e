"""The files of the demonstration: what is wrong in them is named with file, line and field."""

import shutil
from pathlib import Path

import pytest

from dpia_workbench.schemas.demonstration import ACCOUNTS, read_demonstration
from dpia_workbench.schemas.source import ContentRefused

REAL = Path(__file__).parents[2] / "data" / "demonstration"
LEERPLEIN = "dossiers/noorderlicht-leerplein.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the demonstration that the test may spoil."""
    return Path(shutil.copytree(REAL, tmp_path / "demonstration"))


def _refused(folder: Path) -> str:
    with pytest.raises(ContentRefused) as refused:
        read_demonstration(folder)
    return str(refused.value)


def test_the_demonstration_is_in_order() -> None:
    found = read_demonstration(REAL)

    people = [person["email"] for row in found.organisations for person in row["people"]]
    assert sorted(people) == sorted(ACCOUNTS)
    assert len(found.dossiers) == 3


def test_without_the_folder_there_is_no_demonstration(tmp_path: Path) -> None:
    assert read_demonstration(tmp_path / "none").dossiers == {}


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("sub_processors.yaml", "kind: added", "kind: x", ":5: announcements.0.kind: "),
        ("sub_processors.yaml", "by: analist@surf", "by: elders@surf", "announcements.0.by: "),
        ("sub_processors.yaml", "noorderlicht-portfolio", "x", "announcements.1.products: "),
        ("organisations.yaml", "role: board", "role: king", ":16: organisations.4.people.2.role"),
        ("organisations.yaml", "po@dewaterlelie", "po@elders", ": organisations: "),
        ("dossiers/zuidwind-videoles.yaml", "cap: 1", "cap: 7", ": claims.0.cap: "),
        (
            "dossiers/zuidwind-videoles.yaml",
            "requires: [3]",
            "requires: [9]",
            "claims.1.requires: ",
        ),
        ("dossiers/zuidwind-videoles.yaml", "risk: 2", "risk: 8", "claims.2.risk: "),
        ("dossiers/zuidwind-videoles.yaml", "edition: onderwijs", "edition: x", "cells.0.edition"),
        ("dossiers/zuidwind-videoles.yaml", "zuidwind-media", "nobody", "product.vendor: "),
        ("dossiers/zuidwind-videoles.yaml", "nl: Zuidwind Videoles,", "nl: Les,", "product.name"),
        ("dossiers/zuidwind-videoles.yaml", "life: committed", "life: x", "measures.0.life"),
        ("dossiers/zuidwind-videoles.yaml", "    promise:", "    clause:", "measures.0.promise"),
        ("dossiers/noorderlicht-leerplein.yaml", "measure: 1", "measure: 8", "rights.measure"),
        (LEERPLEIN, "  proposal: |", "  proposals: |", ":134: texts.proposals: "),
        (LEERPLEIN, "certainty: high}", "sure: high}", "entries.data_subject.4.sure: "),
        (LEERPLEIN, "category: account", "category: x", "entries.data_item.0.category: "),
        (LEERPLEIN, "[leerling_po, l", "[niemand, l", "entries.data_item.0.subjects.0: "),
        (LEERPLEIN, "data: [naam", "data: [ouder", "entries.operation.0.data.0: "),
        (LEERPLEIN, "key: eckid", "key: naam", "entries.data_item.1.key: "),
        (LEERPLEIN, "how_many: onb", f"how_many: {'x' * 1_001}", "data_subject.4.how_many: "),
        (LEERPLEIN, "include: [framework", "include: [rules", "include.0: "),
        (LEERPLEIN, "data: [invoer]", "data: [naam]", "revision.entries.operation.0.data.0: "),
        (LEERPLEIN, 'place: "risk:R4"', 'place: "risk:R5"', "revision.threads.0.place: "),
        (LEERPLEIN, "to: analist@surf", "to: niemand@surf", "revision.threads.0.to: "),
        (
            "dossiers/noorderlicht-portfolio.yaml",
            '"register:quality"',
            '"register:x"',
            "not_applicable.register:x",
        ),
        ("shared/rights.yaml", "right: access", "right: x", "entries.right.0.right: "),
        ("shared/rights.yaml", "key: inzage", "key: bezwaar", "entries.right.5.key: "),
        ("drafts/sivon-videoles.yaml", "verkeer.csv", "verkeer.exe", "evidence.0.file.name: "),
        ("drafts/sivon-videoles.yaml", '"risk:R1"', '"risk:R2"', "evidence.0.supports: "),
        ("drafts/sivon-videoles.yaml", "by: analist@sivon", "by: nobody@sivon", ": by: "),
        ("drafts/sivon-videoles.yaml", "product: zuidwind", "product: n", ":2: product: "),
        ("adoptions.yaml", "board: het-kompas", "board: het-veer", "adoptions.1.board"),
        ("adoptions.yaml", "key: M5", "key: M9", "adoptions.0.measures.2.key"),
        ("adoptions.yaml", "outcome: APPROVED", "outcome: FINE", "adoptions.0.decision.outcome"),
    ],
)
def test_a_mistake_is_named_by_file_line_and_field(
    folder: Path, name: str, old: str, new: str, said: str
) -> None:
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")

    message = _refused(folder)

    assert message.startswith(f"{name}:")
    assert said in message


def test_a_file_that_is_missing_or_no_yaml_is_named(folder: Path) -> None:
    (folder / "adoptions.yaml").unlink()
    (folder / "organisations.yaml").write_text("- [", encoding="utf-8")

    message = _refused(folder)

    assert "adoptions.yaml:1:" in message
    assert "organisations.yaml:" in message
