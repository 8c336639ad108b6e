"""The screening form loads, and every mistake in it names its file, line and field."""

import json
import shutil
from pathlib import Path

import pytest

from dpia_workbench.i18n import speaking
from dpia_workbench.schemas.screening import answers_schema, read_forms
from dpia_workbench.schemas.source import ContentRefused, Problem
from tests.unit.asking import DATA, real

FORM = "screening/nl-prescan.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the real form in it."""
    made = tmp_path / "screening"
    made.mkdir()
    shutil.copy(DATA / FORM, tmp_path / FORM)
    return made


def change(folder: Path, old: str, new: str) -> int:
    """Replace the first place where a text stands; return the line it stands on."""
    file = folder.parent / FORM
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def only(folder: Path) -> Problem:
    with speaking("en"), pytest.raises(ContentRefused) as refused:
        read_forms(folder)
    (problem,) = refused.value.problems
    return problem


def test_the_form_holds_what_the_method_lists_and_can_be_written_as_json() -> None:
    (form,) = read_forms(DATA / "screening")
    many = {item["id"]: len(item["options"]) for item in form["questions"] if item["options"]}

    assert (many["ap_list"], many["criteria"], many["gdpr_cases"]) == (17, 9, 3)
    assert (many["ordinary"], many["sensitive"], many["special"]) == (9, 9, 8)
    assert json.loads(json.dumps(form)) == form


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("key: nl-prescan", "key: prescan", "key", "name of the file"),
        ("version: 1", "version: 0", "version", "from 1"),
        ("score_limit: 4", "score_limit: many", "score_limit", "whole number"),
        ("score_limit: 4", "score_limits: 4", "score_limits", "do not know"),
        ("ordinary: [{least: 6", "moons: [{least: 6", "bands.moons", "Write one of these"),
        ("bands:", "bands: []\nunused:", "unused", "do not know"),
        ("least: 7, points: 2", "least: 7, points: 1", "bands.sensitive.1", "must rise"),
        ("{id: whose,", "{id: what,", "sections.1.id", "used before"),
        ("  en: Is a DPIA needed?\n", "", "title.en", "Fill in"),
        ("section: what", "section: who", "questions.0.section", "no section who"),
        ("id: legislation", "id: version", "questions.0.id", "another field"),
        ("id: minors", "id: legislation", "questions.1.id", "used twice"),
        ("kind: boolean", "kind: yesno", "questions.0.kind", "Write one of these"),
        ("kind: boolean", "kind: multi", "questions.0.options", "options that it needs"),
        ("ground: new_legislation", "ground: score", "questions.0.ground", "Write one of these"),
        ("ground: new_legislation", "grounds: x", "questions.0.grounds", "do not know"),
        ("part: minors", "weight: 1", "questions.1.weight", "with the options"),
        ("    part: minors\n", "", "questions.1", "which part of the score"),
        ("weight: 2", "weight: -2", "questions.1.options.2.weight", "from 0"),
        ("weight: 2", "weight: 0", "questions.1.options.2", "order of what they ask for"),
        ("id: also_used", "id: not_used", "questions.1.options.1.id", "used twice"),
        ("none: false", "none: perhaps", "questions.3.none", "yes or no"),
        ("question: cloud", "question: clouds", "questions.15.when.0.question", "no clouds"),
        ("question: cloud", "question: support", "questions.15.when.0.question", "comes later"),
        ("options: [yes]", "options: [ja]", "questions.15.when.0.options", "no ja"),
        ("options: [yes]", "options: [no]", "questions.14.options.1", "order of what they"),
    ],
)
def test_a_mistake_names_its_line_and_field(
    folder: Path, old: str, new: str, field: str, words: str
) -> None:
    line = change(folder, old, new)

    with speaking("en"), pytest.raises(ContentRefused) as refused:
        read_forms(folder)

    found = {problem.field: problem for problem in refused.value.problems}
    assert field in found, "\n".join(map(str, refused.value.problems))
    assert found[field].file == FORM
    assert words in found[field].message
    # What is missing, or follows from another place, stands where its parent does.
    assert 0 < found[field].line <= line + 5 or "order of" in words


def test_a_text_that_is_no_form_is_refused(folder: Path) -> None:
    (folder.parent / FORM).write_text("- a list", "utf-8")

    problem = only(folder)

    assert (problem.file, problem.line) == (FORM, 1)


def test_a_folder_without_the_form_is_refused(tmp_path: Path) -> None:
    problem = only(tmp_path / "screening")

    assert (problem.file, problem.line) == (FORM, 1)


@pytest.mark.parametrize("versioned", [True, False])
def test_answers_are_loaded_in_one_shape(versioned: bool) -> None:
    version = {"version": 3} if versioned else {}
    given = {"cloud": "yes", "scale": "", "ap_list": ["profiling", "cameras"]}

    loaded = answers_schema(real(), versioned=versioned).load({**given, **version})

    assert isinstance(loaded, dict)
    assert loaded["cloud"] == ["yes"]
    assert loaded["scale"] == []
    assert loaded["ap_list"] == ["cameras", "profiling"]
    assert loaded.get("version") == version.get("version")
