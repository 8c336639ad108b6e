"""Documents that are printed from the code are fresh."""

from pathlib import Path

import pytest

from dpia_workbench.access.policy import POLICY, Permission
from dpia_workbench.config import Settings
from tools import print_docs


def test_the_printed_documents_are_fresh() -> None:
    assert print_docs.stale() == []


def test_every_permission_and_every_setting_is_printed() -> None:
    assert set(POLICY) == set(Permission)
    for permission in Permission:
        assert f"| `{permission}` |" in print_docs.permissions()
    for name in Settings.HELP:
        assert f"| `{name}` |" in print_docs.settings()


def test_a_check_says_what_is_old_and_printing_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme, permissions = tmp_path / "README.md", tmp_path / "permissions.md"
    readme.write_text(f"Before\n{print_docs.BEGIN}\nstale words\n{print_docs.END}\nAfter\n")
    monkeypatch.setattr(print_docs, "ROOT", tmp_path)
    monkeypatch.setattr(print_docs, "README", readme)
    monkeypatch.setattr(print_docs, "PERMISSIONS", permissions)

    assert print_docs.main(["--check"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "permissions.md is not fresh: run `make docs`",
        "README.md is not fresh: run `make docs`",
    ]
    assert print_docs.main([]) == 0
    assert print_docs.main(["--check"]) == 0
    assert readme.read_text().startswith("Before\n")
    assert readme.read_text().endswith("After\n")
    assert "stale words" not in readme.read_text()


def test_a_readme_without_its_marks_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("no marks here")
    monkeypatch.setattr(print_docs, "README", readme)

    assert print_docs.main([]) == 1
    assert "needs the lines" in capsys.readouterr().err
    assert readme.read_text() == "no marks here"
