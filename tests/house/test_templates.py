"""Templates: they compile, import what they use, and never switch escaping off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, nodes

import dpia_workbench

FOLDER = Path(dpia_workbench.__file__).parent / "templates"
TEMPLATES = sorted(str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*.*"))

each_template = pytest.mark.parametrize("name", TEMPLATES)


def _tree(app: Flask, name: str) -> nodes.Template:
    environment: Environment = app.jinja_env
    return environment.parse((FOLDER / name).read_text(encoding="utf-8"), name=name)


def _imports(tree: nodes.Template) -> Iterator[tuple[str, str, str]]:
    """Yield (file, name there, name here) of what a template imports."""
    for node in tree.find_all(nodes.FromImport):
        assert isinstance(node.template, nodes.Const)
        for each in node.names:
            there, here = each if isinstance(each, tuple) else (each, each)
            yield node.template.value, there, here


@each_template
def test_a_template_uses_what_it_imports_and_imports_what_there_is(app: Flask, name: str) -> None:
    tree = _tree(app, name)
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}

    for file, there, here in _imports(tree):
        assert here in used, f"{here} is not used"
        theirs = _tree(app, file)
        made = {macro.name for macro in theirs.find_all(nodes.Macro)}
        made |= {node.name for node in theirs.find_all(nodes.Name) if node.ctx == "store"}
        assert there in made, f"{file} has no {there}"


@each_template
def test_a_template_compiles_and_escapes_everything(app: Flask, name: str) -> None:
    tree = _tree(app, name)

    app.jinja_env.get_template(name)
    assert not [node.lineno for node in tree.find_all(nodes.Filter) if node.name == "safe"]
    assert not list(tree.find_all(nodes.ScopedEvalContextModifier))
    if name.endswith((".html", ".xml")):
        assert callable(app.jinja_env.autoescape)
        assert app.jinja_env.autoescape(name)


@each_template
def test_a_template_sees_its_page_and_not_the_request(app: Flask, name: str) -> None:
    used = {node.name for node in _tree(app, name).find_all(nodes.Name)}

    assert used.isdisjoint({"db", "g", "request", "config", "url_map"})
