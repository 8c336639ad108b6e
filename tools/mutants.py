"""Mutation testing of the risk floor: run it, tell the share of killed mutants, name survivors.

See docs/method/mutation-testing.md, which also explains the survivors that no test can kill.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "mutants"
EXPLAINED = ROOT / "docs" / "method" / "mutation-testing.md"
MUTMUT = [sys.executable, "-m", "mutmut"]
UNNOTICED = {0, 5, 33, None}  # the tests passed, or no test reaches it, or it was not tried


def main(arguments: list[str]) -> int:
    """Make all mutants anew unless told to `--report`; return 1 if a survivor is unexplained."""
    if "--report" not in arguments:
        shutil.rmtree(PLACE, ignore_errors=True)
        few = {**os.environ, "DPIA_TEST_EXAMPLES": "100"}
        subprocess.run([*MUTMUT, "run", "--max-children", "2"], cwd=ROOT, check=True, env=few)
    found = dict(results())
    for line in table(found):
        print(line)
    known = EXPLAINED.read_text(encoding="utf-8")
    new = [text for text in map(said, survivors(found)) if text not in known]
    print(f"\n{len(new)} survivors are not explained in {EXPLAINED.relative_to(ROOT)}.")
    print(*new, sep="\n")
    return 1 if new else 0


def results() -> Iterator[tuple[str, dict[str, int | None]]]:
    """Yield each module with its mutants and how the tests of each ended."""
    for file in sorted((PLACE / "dpia_workbench" / "risk").glob("*.py.meta")):
        ended = json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
        if ended:
            yield file.name.removesuffix(".py.meta"), ended


def table(found: dict[str, dict[str, int | None]]) -> Iterator[str]:
    """Yield a Markdown table: mutants, killed, survived and share of each module and of all."""
    yield "| Module | Mutants | Killed | Survived | Share killed |"
    yield "|---|--:|--:|--:|--:|"
    total: Counter[str] = Counter()
    for module, ended in found.items():
        counts = Counter("survived" if code in UNNOTICED else "killed" for code in ended.values())
        total += counts
        yield row(module, counts)
    yield row("all", total)


def row(name: str, counts: Counter[str]) -> str:
    """Return one line of the table."""
    killed, survived = counts["killed"], counts["survived"]
    both = killed + survived
    return f"| {name} | {both} | {killed} | {survived} | {100 * killed / both:.1f} % |"


def survivors(found: dict[str, dict[str, int | None]]) -> Iterator[str]:
    """Yield the mutants that no test noticed, or that no test reaches."""
    for ended in found.values():
        yield from (key for key, code in ended.items() if code in UNNOTICED)


def said(mutant: str) -> str:
    """Return a survivor as the function it is in, and what it has instead of what."""
    shown = subprocess.run(
        [*MUTMUT, "show", mutant], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    lines = [line for line in shown.splitlines() if re.match(r"[-+](?![-+])", line)]
    old, new = (" ".join(each[1:].strip() for each in lines if each[0] == sign) for sign in "-+")
    return f"`{place_of(mutant)}`: `{old}` → `{new}`"


def place_of(mutant: str) -> str:
    """Return the function that a mutant is in, by the names that mutmut makes."""
    module, name = mutant.removeprefix("dpia_workbench.risk.").rsplit("__mutmut_", 1)[0].split(".")
    function = ".".join(name.split("ǁ")[1:]) if "ǁ" in name else name.removeprefix("x_")
    return f"{module}.{function}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
