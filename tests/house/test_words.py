"""Words: a sentence per rule, a label per choice, both languages, nothing that passed nobody."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages import pofile
from babel.messages.extract import extract_from_dir
from flask import Flask

import dpia_workbench
from dpia_workbench.i18n.labels import LABELS, VERDICT_SENTENCES
from dpia_workbench.i18n.messages import MESSAGES
from dpia_workbench.plumbing import problems
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.verdict import Verdict

PACKAGE = Path(dpia_workbench.__file__).parent
CATALOGUE = PACKAGE / "i18n" / "locale" / "nl" / "LC_MESSAGES" / "messages.po"
# Ours are %(name)s; marshmallow fills {name} in the sentences that it chooses.
_PLACEHOLDER = re.compile(r"(?:%\(|\{)(\w+)(?:\)[sd]|\})")


def _import_everything() -> None:
    for module in pkgutil.walk_packages(dpia_workbench.__path__, "dpia_workbench."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)


_import_everything()


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


RULES = sorted(
    {rule for rule in _below(RuleViolation) if rule.__module__.startswith("dpia_workbench")},
    key=lambda rule: rule.code,
)


@cache
def _raised() -> list[tuple[str, Path, int, set[str]]]:
    """Return what is raised anywhere: its name, where, and with which values."""
    found = []
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Raise) or node.exc is None:
                continue
            called = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            words = node.exc.keywords if isinstance(node.exc, ast.Call) else []
            name = ast.unparse(called).rsplit(".", 1)[-1]
            found.append((name, file, node.lineno, {str(word.arg) for word in words}))
    return found


def _given(rule: type[RuleViolation]) -> list[tuple[str, set[str]]]:
    """Return where a rule is raised, and with which values."""
    return [
        (f"{file.name}:{line}", words)
        for name, file, line, words in _raised()
        if name == rule.__name__ and _means(file, rule=rule)
    ]


def _means(file: Path, *, rule: type[RuleViolation]) -> bool:
    """Return whether a name in a file is this rule and not another one of the same name."""
    others = {each for each in RULES if each.__name__ == rule.__name__}
    dotted = ".".join(("dpia_workbench", *file.relative_to(PACKAGE).with_suffix("").parts))
    return len(others) == 1 or rule.__module__ == dotted


def test_there_are_rules_to_look_at() -> None:
    assert len(RULES) > 40
    assert len({rule.code for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_has_a_sentence_that_uses_what_the_rule_gives(rule: type[RuleViolation]) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*", rule.code)
    wanted = set(_PLACEHOLDER.findall(MESSAGES[rule.code]))
    places = _given(rule)

    assert places, f"{rule.__name__} is never raised"
    for place, given in places:
        assert wanted <= given, f"{place} does not give {wanted - given}"


def test_no_sentence_and_no_status_is_for_a_rule_that_is_not_there() -> None:
    codes = {rule.code for rule in RULES}

    assert set(MESSAGES) - codes == set()
    assert set(problems.STATUS) - codes == set()


def test_every_status_has_a_title(app: Flask) -> None:
    with app.app_context():
        titled = set(problems.titles())

    assert {422, *problems.STATUS.values()} <= titled


def _choices() -> list[type[StrEnum]]:
    floors = ("dpia_workbench.risk", "dpia_workbench.access")
    return [kind for kind in _below(StrEnum) if kind.__module__.startswith(floors)]


def test_every_choice_that_people_see_has_a_label() -> None:
    # Permissions are shown in documents only, by their code.
    unlabelled = {kind.__name__ for kind in _choices() if kind not in LABELS}
    assert unlabelled - {"Permission", "Move", "Condition"} == set()

    for kind, labels in LABELS.items():
        assert set(labels) == set(kind), kind.__name__
        assert all(labels.values()), kind.__name__
    assert set(VERDICT_SENTENCES) == set(Verdict)


def _extracted() -> set[str | tuple[str, ...]]:
    """Return every message in the code and in the templates."""
    methods = [("**.py", "python"), ("templates/**.*", "jinja2")]
    options = {"templates/**.*": {"silent": "false", "trimmed": "true"}}
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "deferred": None}
    found = extract_from_dir(
        str(PACKAGE), method_map=methods, options_map=options, keywords=keywords
    )
    return {message for _file, _line, message, _comments, _context in found}


def _ids() -> set[str]:
    return {m if isinstance(m, str) else m[0] for m in _extracted()}


def test_messages_are_whole_sentences_with_named_places() -> None:
    for message in _ids():
        assert message == message.strip(), message
        assert not re.search(r"%[sd]|\{\}", message), message
        assert message, "an empty message"


def _catalogue() -> Any:
    if not CATALOGUE.exists():
        pytest.skip("there is no Dutch catalogue yet")
    with CATALOGUE.open("rb") as file:
        return pofile.read_po(file, locale="nl")


def test_the_dutch_catalogue_is_complete() -> None:
    catalogue = _catalogue()
    done = {
        (m.id if isinstance(m.id, str) else m.id[0])
        for m in catalogue
        if m.id and not m.fuzzy and all(m.string if isinstance(m.string, tuple) else (m.string,))
    }

    missing = sorted(_ids() - done)
    assert not missing, f"{len(missing)} are missing:\n" + "\n".join(missing)


def test_the_dutch_catalogue_holds_nothing_that_is_no_longer_said() -> None:
    catalogue = _catalogue()
    ids = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue if m.id}

    left = sorted(ids - _ids())
    assert not left, "\n".join(left)


def test_translations_have_the_same_places_to_fill() -> None:
    for message in _catalogue():
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(_PLACEHOLDER.findall(ids[-1]))
        for text in filter(None, strings):
            found = set(_PLACEHOLDER.findall(text))
            # A singular may say "one" instead of the number.
            assert found == wanted or (wanted - found <= {"n"} and len(ids) > 1), message.id
            assert "%" not in _PLACEHOLDER.sub("", text).replace("%%", ""), message.id
