"""Public facts of real products, entered as whole dossiers through the API and nothing else."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.assessment import Lack
from dpia_workbench.schemas.catalogue import read_catalogue
from dpia_workbench.usecases import product
from tests import make
from tests.api.sending import V1
from tests.browser import Api
from tools import enter_dossier

SLUGS = sorted(path.stem for path in enter_dossier.PLANS.glob("*-*.yaml"))


class InProcess(enter_dossier.Api):
    """The workbench of the tests in the place of one that is served."""

    def __init__(self, api: Api) -> None:
        super().__init__("http://localhost", token="")
        self.api = api

    def send(
        self, method: str, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None
    ) -> tuple[dict[str, Any], str]:
        """Return the answer and its ETag."""
        kind = {"Content-Type": "application/json", **(headers or {})}
        data = body if isinstance(body, bytes | None) else json.dumps(body)
        answer = self.api.fetch(V1 + path, method=method, data=data, headers=kind)
        assert answer.status_code < 300, f"{method} {path}: {answer.text}"
        return answer.get_json(), answer.headers.get("ETag", "")


@pytest.fixture
def analyst(api: Api, people: make.People, session: Session) -> Api:
    """An analyst of a workbench with the catalogue of real products and the templates."""
    catalogue = read_catalogue(make.DATA / "catalogue")
    make.document_templates(session)
    make.screening_form(session)
    product.load(
        session, actor=people.administrator.actor, vendors=catalogue.vendors,
        categories=catalogue.categories, now=clock.now(),
        products=[each for each in catalogue.products if each["slug"] in SLUGS],
    )  # fmt: skip
    session.commit()
    api.carries(people.analyst)
    return api


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_the_facts_of_a_product_fill_every_point_or_say_what_is_unknown(
    analyst: Api, slug: str
) -> None:
    here = f"{V1}/dossiers/{enter_dossier.enter(slug, api=InProcess(analyst))}"

    said = analyst.get(here).get_json()
    content = analyst.get(f"{here}/content").get_json()
    blocking = {gap["lack"] for gap in said["gaps"] if gap["blocks"] == "review"}
    assert blocking == {Lack.SCREENING}  # the sources do not answer all that it asks
    assert Lack.POINT not in {gap["lack"] for gap in said["gaps"]}
    for entry in content["entries"]:
        values = entry["values"]
        assert values["source"] in ("documented", "contract", "vendor_stated"), entry
        told = " ".join(map(str, values.values()))
        assert "https://" in told or "S13:" in told, entry  # one source has no address
    assert analyst.get(f"{here}/evidence").get_json()["items"][0]["has_file"]


def test_there_is_a_plan_for_both_products() -> None:
    assert SLUGS == ["google-workspace-for-education", "microsoft-365-copilot"]
