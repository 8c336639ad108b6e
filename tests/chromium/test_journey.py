"""From “what do we use?” to a decided local DPIA with its papers, as four people of a board."""

import sys
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

from dpia_workbench.risk.adoption import APPROVALS
from tests.chromium import journey
from tests.chromium.conftest import PASSWORD, Enter
from tests.chromium.journey import Person
from tests.chromium.served import Served
from tests.chromium.window import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# (address of the people, what they list, the product, their language, the width of their screen)
RUNS = [
    pytest.param("berkenhof", "noorderlicht-portfolio", "nl", NARROW, id="portfolio"),
    pytest.param("dewaterlelie", "google-workspace-for-education", "en", WIDE, id="google"),
]
# Who begins with nothing: the boards of the demonstration have the portfolio in use already.
NEW_BOARD = "berkenhof"
ROLES = {"po": "privacy_officer", "fg": "data_protection_officer", "bestuur": "board"}
NAMES = ["Google Workspace for Education", "Noorderlicht Portfolio", "Rekenmaatje 3000"]


@pytest.fixture
def invited(served: Served, enter: Enter) -> None:
    """Let the operator add a board, and its people choose their passwords."""
    slug = served.runs("org", "add", "De Berkenhof", "--kind", "school_board", "--sector", "po")
    for name, role in ROLES.items():
        email = f"{name}@{NEW_BOARD}.example"
        link = served.runs("user", "add", email, "--name", name, "--org", slug, "--role", role)
        window = enter()
        window.visit(link.removeprefix(served.address))
        window.send({"password": PASSWORD, "repeated": PASSWORD})


@pytest.mark.parametrize(("board", "slug", "language", "width"), RUNS)
def test_a_board_takes_a_product_from_its_list_to_a_decision(
    enter: Enter,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    board: str,
    slug: str,
    language: str,
    width: int,
) -> None:
    if board == NEW_BOARD:
        request.getfixturevalue("invited")

    def person(name: str | None) -> Person:
        email = f"{name}@{board}.example" if name else None
        return Person(enter(email, language=language, width=width))

    officer = person("po")
    journey.list_products(officer, NAMES)
    adoption = journey.begin(officer, slug)
    journey.look_at_every_step(officer)
    sheet = journey.hand_out(officer, "Beheer BV")
    partner = person(None)
    journey.fill_sheet(partner, sheet)
    journey.take_over(officer)
    journey.describe(officer)
    adviser = person("fg")
    journey.advise(adviser, adoption)
    journey.weigh(officer, adoption)
    director = person("bestuur")
    outcome = journey.decide(director, adoption)
    papers = journey.download(director, tmp_path / "pack.zip")

    assert outcome in APPROVALS
    assert "manifest.json" in {name.rsplit("/", 1)[-1] for name in ZipFile(papers).namelist()}
    _print({"privacy officer": officer, "ICT partner": partner, "FG": adviser, "board": director})


def _print(people: Mapping[str, Person]) -> None:
    """Tell what it cost each of them; `pytest -s` shows it."""
    lines = [f"{name}: {each.cost}" for name, each in people.items()]
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
