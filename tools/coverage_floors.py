"""Coverage per floor: the floors where rules live have a higher bar than the whole."""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

BARS = {"risk": 100, "access": 100, "usecases": 95, "": 90}
_MEASURED = (("executed_lines", "missing_lines"), ("executed_branches", "missing_branches"))

Facts = Mapping[str, Any]  # what slipcover says of a file


def share(files: Iterable[Facts]) -> float:
    """Return which part of the lines and branches of files was run, in per cent."""
    run = missed = 0
    for facts in files:
        run += sum(len(facts[name]) for name, _other in _MEASURED)
        missed += sum(len(facts[name]) for _other, name in _MEASURED)
    return 100 * run / max(run + missed, 1)


def main(report: Path) -> int:
    """Hold each floor, and the whole, against its bar; return 1 if one is below."""
    files: dict[str, Facts] = json.loads(report.read_text(encoding="utf-8"))["files"]
    failed = 0
    for floor, bar in BARS.items():
        mine = {name: facts for name, facts in files.items() if f"dpia_workbench/{floor}" in name}
        reached = share(mine.values())
        print(f"{floor or 'everything'}: {reached:.1f} % of {len(mine)} files, wanted {bar} %")
        if reached < bar:
            failed = 1
            for name, facts in mine.items():
                if facts["missing_lines"] or facts["missing_branches"]:
                    print(f"  {name}: {facts['missing_lines']} {facts['missing_branches']}")
    return failed


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
