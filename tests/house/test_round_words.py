"""What happens to an adoption has a sentence in its history, whoever wrote the verb."""

import ast
from pathlib import Path

from dpia_workbench.i18n.said_labels import HAPPENED

USECASES = Path(__file__).parents[2] / "dpia_workbench" / "usecases"
_RECORDS = frozenset({"record", "_record", "_recorded", "end"})


def _facts() -> set[str]:
    """Return the facts about adoptions that verbs write in the trail."""
    found: set[str] = set()
    for file in USECASES.glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _name(call) in _RECORDS:
                given = [*call.args, *(word.value for word in call.keywords)]
                found |= {
                    each.value
                    for each in given
                    if isinstance(each, ast.Constant) and str(each.value).startswith("adoption.")
                }
    return found


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_each_fact_about_an_adoption_has_a_sentence() -> None:
    assert len(_facts()) > 10
    assert _facts() == set(HAPPENED)
