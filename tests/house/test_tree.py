"""The tree: sizes, settings in their place, nothing of the machine it was made on."""

import ast
import configparser
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FUNCTION, LONGEST_MODULE, LONGEST_TEMPLATE = 40, 400, 150
# Tests are lists of cases and samples of content: longer, but with a limit, too.
LONGEST_SAMPLE, LONGEST_TEST_MODULE = 65, 600
MIGRATIONS = ROOT / "dpia_workbench" / "store" / "migrations" / "versions"
BINARY = {".png", ".ico", ".woff2", ".docx", ".mo", ".gz", ".jpg", ".pdf"}


def _files() -> list[Path]:
    """Return all files that are ours: tracked, or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


FILES = _files()
MODULES = [file for file in FILES if file.suffix == ".py" and file.parent != MIGRATIONS]


def _is_test(file: Path) -> bool:
    return ROOT / "tests" in file.parents


def _long_functions(file: Path) -> list[str]:
    longest = LONGEST_SAMPLE if _is_test(file) else LONGEST_FUNCTION
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}: {length} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > longest
    ]


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def test_functions_are_short() -> None:
    long = [text for file in MODULES for text in _long_functions(file)]

    assert not long, "\n".join(long)


def test_modules_are_short() -> None:
    long = {
        str(file.relative_to(ROOT)): _lines(file)
        for file in MODULES
        if _lines(file) > (LONGEST_TEST_MODULE if _is_test(file) else LONGEST_MODULE)
    }

    assert long == {}


def test_templates_are_short() -> None:
    templates = (ROOT / "dpia_workbench" / "templates").rglob("*.*")
    long = {f.name: _lines(f) for f in templates if _lines(f) > LONGEST_TEMPLATE}

    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in MODULES
        if (text := file.read_text(encoding="utf-8")).strip()
        and not ast.get_docstring(ast.parse(text))
    ]

    assert silent == []


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "misc", "exceptions"])
def test_no_module_is_a_heap(name: str) -> None:
    assert [str(f.relative_to(ROOT)) for f in FILES if name in (f.stem, f.parent.name)] == []


def test_metadata_stays_in_setup_cfg() -> None:
    # With a [project] table setuptools no longer takes the metadata from setup.cfg.
    assert "project" not in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_setup_cfg_is_read_without_interpolation() -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(ROOT / "setup.cfg", encoding="utf-8")

    assert "%" not in "".join(value for part in parser.values() for value in part.values())


# Written in pieces, so that this file does not find itself.
_MACHINE = re.compile(r"(?<![\w.~*/-])/(?:" + "|".join(["work", "home", "root", "Users"]) + r")/\w")
_REGISTRY = re.compile(
    "|".join([r"registry\.npm" + "js", r"pypi\.or" + "g", r"pythonhosted" + r"\."])
)


@pytest.mark.parametrize("pattern", [_MACHINE, _REGISTRY], ids=["path", "registry"])
def test_nothing_names_a_machine_or_a_registry(pattern: re.Pattern[str]) -> None:
    found = []
    for file in FILES:
        if file.suffix in BINARY:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}")

    assert not found, "\n".join(found)


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"(?<![.\w])(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b(?! =)")
    sources = [f for f in FILES if f.suffix in (".py", ".html", ".js", ".css")]
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in sources
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if marks.search(line)
    ]

    assert not found, "\n".join(found)
