"""The templates load, and every mistake in them names its file, line and field."""

import json
import shutil
from pathlib import Path

import pytest

from dpia_workbench.i18n import LANGUAGES, speaking
from dpia_workbench.risk.templates import Template
from dpia_workbench.schemas.source import ContentRefused
from dpia_workbench.schemas.templates import read_templates

DATA = Path(__file__).parents[2] / "data"
RIJK = "templates/nl-rijk-dpia-3.0.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the real templates in it."""
    shutil.copytree(DATA / "templates", tmp_path / "templates")
    return tmp_path / "templates"


def change(folder: Path, old: str, new: str) -> int:
    """Replace the first place where a text stands; return the line it stands on."""
    file = folder.parent / RIJK
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_templates_can_be_written_as_json() -> None:
    found = read_templates(DATA / "templates")

    assert [item["key"] for item in found] == ["edpb-dpia-1.0", "nl-rijk-dpia-3.0"]
    for item in found:
        assert json.loads(json.dumps(item)) == item


def test_each_point_says_in_both_languages_what_belongs_there() -> None:
    for item in read_templates(DATA / "templates"):
        for node in Template.of(item).walk():
            assert set(node.title) == set(node.guidance) == set(LANGUAGES)
            assert node.title["nl"] != node.guidance["nl"]
            if node.shows:
                assert 60 < len(node.guidance["nl"]) < 600, node.id


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("key: nl-rijk-dpia-3.0", "key: rijk", "key", "name of the file"),
        ("urn: urn:nl:dpia:3.0", "urn: nl", "urn", "does not have the form"),
        ("version: 1", "version: 0", "version", "from 1"),
        ("audience: cooperative", "audience: everybody", "audience", "Write one of these"),
        ("source: https", "sources: https", "sources", "do not know"),
        ('- id: "0"', "- id: 0", "nodes.0.id", "must be text"),
        ('- id: "0"', '- id: "0 a"', "nodes.0.id", "does not have the form"),
        ('- id: "2"', '- id: "1"', "nodes.1.nodes.1.id", "two points 1"),
        ("{nl: Inleiding, en: Introduction}", "{nl: Inleiding}", "nodes.0.title.en", "Fill in"),
        ("guidance:", "hints:", "nodes.0.guidance", "Fill in"),
        ("needed_for: review", "needed_for: fun", "nodes.0.needed_for", "Write one of these"),
        ("text: introduction", "text: intro", "nodes.0.shows.0.text", "Write one of these"),
        ("text: introduction", "words: intro", "nodes.0.shows.0.words", "do not know"),
        ("text: introduction", "needed_for: review", "nodes.0.shows.0", "Name one text"),
        ("part: screening", "part: screening\n        text: data", "nodes.0.shows.1", "one part"),
        ("part: screening", "part: moon", "nodes.0.shows.1.part", "Write one of these"),
        ("register: data_subject", "register: pupils", "nodes.1.nodes.1.shows.0.register",
         "one of"),
        ("fields: [name, category", "fields: [nome, category", "nodes.1.nodes.1.shows.1", "nome"),
        ("where: {technique:", "where: {used:", "nodes.1.nodes.3.shows.0", "chosen by a field"),
        ("where: {technique: [automated_decisions]}", "where: [used]",
         "nodes.1.nodes.3.shows.0.where", "object with named fields"),
        ("register: asset", "register: asset\n            topics: [rights]",
         "nodes.1.nodes.2.shows.1.topics", "only goes with findings"),
        ("part: screening", "part: screening\n        origins: [event]",
         "nodes.0.shows.1.origins", "only goes with risks"),
        ("topics: [transfers]", "topics: [travel]", "nodes.1.nodes.7.shows.2.topics.0", "one of"),
        ("part: description.scope", "part: description.scope\n            where: {x: [y]}",
         "nodes.1.nodes.0.shows.1.where", "only goes with register"),
        ("audience: cooperative", "audience: members", "nodes.6.shows.2", "not for everybody"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_line_and_field(
    folder: Path, old: str, new: str, field: str, words: str
) -> None:
    line = change(folder, old, new)

    with speaking("en"), pytest.raises(ContentRefused) as refused:
        read_templates(folder)

    found = {problem.field: problem for problem in refused.value.problems}
    assert field in found, "\n".join(map(str, refused.value.problems))
    assert found[field].file == RIJK
    assert words in found[field].message
    if words != "not for everybody":  # this stands where it is shown
        assert line - 5 <= found[field].line <= line + 5


def test_a_point_that_shows_nothing_is_refused(folder: Path) -> None:
    change(folder, "    shows:\n      - part: reviews\n      - part: decision\n", "")

    with speaking("en"), pytest.raises(ContentRefused) as refused:
        read_templates(folder)

    (problem,) = refused.value.problems
    assert problem.field == "nodes.7.id"
    assert "Point 20 shows nothing" in problem.message


def test_what_no_template_shows_is_refused(folder: Path) -> None:
    (folder / "edpb-dpia-1.0.yaml").unlink()

    with speaking("en"), pytest.raises(ContentRefused) as refused:
        read_templates(folder)

    (problem,) = refused.value.problems
    assert (problem.file, problem.field) == ("templates", "")
    assert "quality.threshold" in problem.message


def test_a_text_that_is_no_template_is_refused(folder: Path) -> None:
    (folder.parent / RIJK).write_text("- a list", "utf-8")

    with speaking("en"), pytest.raises(ContentRefused) as refused:
        read_templates(folder)

    (problem,) = refused.value.problems
    assert (problem.file, problem.line) == (RIJK, 1)
