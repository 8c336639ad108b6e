"""The catalogue files load, and every mistake in one names its file, line and field."""

import json
import re
import shutil
from pathlib import Path

import pytest

from dpia_workbench.i18n import speaking
from dpia_workbench.schemas.catalogue import Catalogue, read_catalogue
from dpia_workbench.schemas.catalogue_fields import is_partial_date
from dpia_workbench.schemas.source import LARGEST, ContentRefused, Problem

REAL = Path(__file__).parents[2] / "data" / "catalogue"
ZOOM = "products/zoom.yaml"


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return read_catalogue(REAL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue with one real product in it."""
    (tmp_path / "products").mkdir()
    for name in ("vendors.yaml", "categories.yaml", ZOOM):
        shutil.copy(REAL / name, tmp_path / name)
    return tmp_path


def change(folder: Path, old: str, new: str, *, name: str = ZOOM) -> int:
    """Replace the first place where a text stands; return the line it stands on."""
    file = folder / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def problems(folder: Path) -> tuple[Problem, ...]:
    with speaking("en"), pytest.raises(ContentRefused) as refused:
        read_catalogue(folder)
    return refused.value.problems


def only(folder: Path) -> Problem:
    found = problems(folder)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def texts(value: object) -> list[dict[str, str]]:
    """Return every text in two languages inside a value."""
    if isinstance(value, dict):
        if set(value) == {"nl", "en"} and isinstance(value["nl"], str):
            return [value]
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return []


def test_the_catalogue_holds_all_products_and_can_be_written_as_json(real: Catalogue) -> None:
    assert len(real.products) == 22
    assert {"zoom", "magister", "microsoft-365-copilot"} <= {p["slug"] for p in real.products}
    assert json.loads(json.dumps(real.products)) == list(real.products)


def test_every_text_of_the_catalogue_is_there_in_both_languages(real: Catalogue) -> None:
    found = [text for product in real.products for text in texts(product)]

    assert len(found) > 900
    assert all(text["nl"] and text["en"] for text in found)


def test_every_vendor_and_category_has_a_product(real: Catalogue) -> None:
    assert {v["slug"] for v in real.vendors} <= {p["vendor"] for p in real.products}
    assert {c["code"] for c in real.categories} == {p["category"] for p in real.products}


@pytest.mark.parametrize(
    ("slug", "colour"),
    [
        ("google-workspace-for-education", "GREEN_WITH_MEASURES"),
        ("microsoft-intune", "GREEN"),
        ("microsoft-365-copilot", "AMBER"),
        ("microsoft-365-teams-onedrive-sharepoint", "AMBER"),
        ("meta-quest", "RED"),
        ("afas-hrm-payroll", "GREY"),
        ("schooloas", "GREY"),
        ("cisco-webex", "GREY"),
    ],
)
def test_the_colour_follows_from_the_words_of_the_source(
    real: Catalogue, slug: str, colour: str
) -> None:
    product = next(p for p in real.products if p["slug"] == slug)

    assert product["record"]["verdict"]["colour"] == colour


def test_what_no_source_states_stays_unconfirmed(real: Catalogue) -> None:
    esis = next(p for p in real.products if p["slug"] == "esis")

    assert esis["vendor"] == "unconfirmed"
    assert esis["record"]["risk_counts"]["current"]["high"] == "unconfirmed"
    assert esis["record"]["data_locations"][0]["text"] == "unconfirmed"


def test_the_copied_product_is_sound(folder: Path) -> None:
    assert [p["slug"] for p in read_catalogue(folder).products] == ["zoom"]


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("  risk_note:", "  risk_remark:", "record.risk_remark", "do not know"),
        (
            "level_before: high",
            "level_before: severe",
            "record.risks.5.level_before",
            "low, medium",
        ),
        ("[S7, S3]", "[S7, S99]", "services.0.sources.1", "no source S99"),
        ("[S7, S3]", "S7", "services.0.sources", "must be a list"),
        ("vendor: zoom-video", "vendor: zoom-audio", "vendor", "not in the list"),
        ("category: video_meeting", "category: video", "category", "not in the list"),
        ("slug: zoom", "slug: soom", "slug", "name of the file: zoom"),
        ("published: '2024-04-18'", "published: '2024-02-30'", "record.published", "2027-03-31"),
        ("published: '2024-04-18'", "published: soon", "record.published", "unconfirmed"),
        ("mandatory: 'yes'", "mandatory: perhaps", "record.school_measures.0.mandatory", "advised"),
        ("high: 9", "high: many", "record.risk_counts.initial.high", "whole number"),
        ("- id: R2", "- id: R1", "record.risks.1.id", "used before"),
        ("- key: education_and", "- key: Education-and", "editions.0.key", "form"),
        ("confidence: high", "confidence:", "record.confidence", "Fill in"),
        ("sectors: [po", "sectors: [kindergarten", "sectors.0", "po, vo"),
        ("url: https://www.surf.nl/en/zoom-a", "url: www.surf.nl/", "record.sources.0.url", "form"),
    ],
)
def test_a_mistake_names_its_file_line_and_field(
    folder: Path, old: str, new: str, field: str, words: str
) -> None:
    line = change(folder, old, new)

    problem = only(folder)

    assert (problem.file, problem.line, problem.field) == (ZOOM, line, field)
    assert words in problem.message
    assert str(problem) == f"{ZOOM}:{line}: {field}: {problem.message}"


def test_a_missing_field_stands_where_its_group_begins(folder: Path) -> None:
    line = change(folder, "    - id: R1\n      title:", "    - id: R1\n      x_title:")
    change(folder, "      x_title:", "      description:")

    problem = only(folder)

    assert (problem.file, problem.line) == (ZOOM, line)
    assert problem.field == "record.risks.0.title"


def test_a_text_in_one_language_is_refused(folder: Path) -> None:
    change(folder, "  en: Zoom Meetings, Webinar and Chat\n", "")

    problem = only(folder)

    assert (problem.line, problem.field) == (2, "name.en")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("published: '2024-04-18'", "published: unconfirmed"),
        ("confidence: high", "confidence: low"),
        ("status: verified", "status: in_development"),
        ("label: use_allowed_with_measures", "label: advised_against"),
        ("current:\n      high: 0", "current:\n      high: unconfirmed"),
    ],
)
def test_a_colour_the_source_does_not_carry_is_refused(folder: Path, old: str, new: str) -> None:
    line = change(folder, "    colour: GREEN", "    colour: GREEN")
    change(folder, old, new)

    problem = only(folder)

    assert (problem.line, problem.field) == (line, "record.verdict.colour")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("published: '2024-04-18'", "published: unconfirmed"),
        ("confidence: high", "confidence: low"),
    ],
)
def test_grey_is_always_honest(folder: Path, old: str, new: str) -> None:
    change(folder, "colour: GREEN_WITH_MEASURES", "colour: GREY")
    change(folder, old, new)

    assert read_catalogue(folder).products


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("vendor: zoom", "slug: twice\nvendor: zoom", "slug", "written twice"),
        ("vendor: zoom", "\tvendor: zoom", "", "well-formed"),
        ("vendor: zoom", "vendor: 'zoom", "", "well-formed"),
        ("vendor: zoom", "vendor: &v zoom", "", "Anchors and aliases"),
        ("vendor: zoom", "vendor: !!python/name:os.system zoom", "", "Tags"),
        ("vendor: zoom", "vendor: \x01zoom", "", "control character"),
        ("vendor: zoom", "? [a, b]\n: c\nvendor: zoom", "", "one word"),
        ("vendor: zoom", "deep: " + "[" * 60 + "]" * 60, "", "too deeply"),
    ],
)
def test_broken_yaml_names_its_line(
    folder: Path, old: str, new: str, field: str, words: str
) -> None:
    line = change(folder, old, new)

    problem = only(folder)

    assert problem.file == ZOOM
    # A quote that is never closed only shows at the end of the file.
    assert problem.line == line or "'" in new
    assert problem.field == field
    assert words in problem.message


def test_an_alias_bomb_is_refused_before_it_goes_off(folder: Path) -> None:
    rows = ["a: &a [x, x, x]"]
    rows += [
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    (folder / ZOOM).write_text("\n".join(rows), "utf-8")

    problem = only(folder)

    assert (problem.file, problem.line) == (ZOOM, 1)


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        (b"slug: zoom\nname: caf\xe9\n", 2, "UTF-8"),
        (b"- zoom\n", 1, "named fields"),
        (b"", 1, "named fields"),
        (b"a: 1\n---\nb: 2\n", 2, "one document"),
        (b"# " + b"x" * LARGEST, 1, "larger than"),
    ],
)
def test_what_is_no_content_file_is_refused(
    folder: Path, raw: bytes, line: int, words: str
) -> None:
    (folder / ZOOM).write_bytes(raw)

    problem = only(folder)

    assert (problem.file, problem.line, problem.field) == (ZOOM, line, "")
    assert words in problem.message


def test_a_missing_list_of_vendors_is_one_problem(folder: Path) -> None:
    (folder / "vendors.yaml").unlink()

    problem = only(folder)

    assert (problem.file, problem.line) == ("vendors.yaml", 1)


def test_a_vendor_listed_twice_is_refused(folder: Path) -> None:
    line = change(folder, "slug: cisco", "slug: google", name="vendors.yaml")

    problem = only(folder)

    assert problem.file == "vendors.yaml"
    assert problem.line > line
    assert problem.field == "vendors.3.slug"


def test_all_problems_of_all_files_come_out_at_once(folder: Path) -> None:
    change(folder, "label:", "lable:", name="categories.yaml")
    change(folder, "level_before: high", "level_before: severe")
    change(folder, "[S7, S3]", "[S7, S99]")

    found = problems(folder)

    assert [problem.file for problem in found] == ["categories.yaml"] * 2 + [ZOOM] * 2
    assert "S99" in str(found[2])


@pytest.mark.parametrize("text", ["2027", "2027-03", "2027-03-31", "2024-02-29"])
def test_a_date_may_be_partial(text: str) -> None:
    assert is_partial_date(text)


@pytest.mark.parametrize("text", ["", "27", "2027-13", "2027-02-29", "2027-3", "2027-03-31T10:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    assert not is_partial_date(text)


_CODES = re.compile(r"\b[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?\b|\b[a-z0-9]+(?:-[a-z0-9]+){1,}\b")


def test_texts_show_no_days_and_slugs_as_programs_write_them() -> None:
    slugs = {path.stem for path in (REAL / "products").glob("*.yaml") if "-" in path.stem}
    found = [
        (path.name, code)
        for path in (REAL / "products").glob("*.yaml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"\s*(?:- )?(?:nl|en): ", line) and "http" not in line
        for code in _CODES.findall(line)
        if (code[0].isdigit() and code[:4].isdigit() and len(code) in (7, 10)) or code in slugs
    ]

    assert found == []
