"""The real server answers as its document says, whatever is asked (schemathesis), and by whom.

`DPIA_TEST_EXAMPLES` says how thorough: the requests per operation are a twentieth of it.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.app import create_app
from dpia_workbench.config import Settings
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.registers import Section
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store import organisations
from dpia_workbench.store.models import (
    Adoption,
    Agreement,
    Evidence,
    FactCheck,
    Remediation,
    Revision,
    SubProcessorChange,
    Thread,
)
from dpia_workbench.usecases import identity, token
from tests.api.sending import NOWHERE
from tests.chromium.served import Served, serving
from tests.linked.reading import complaints, parsed

pytestmark = pytest.mark.slow

EXAMPLES = max(2, int(os.environ.get("DPIA_TEST_EXAMPLES", "40")) // 20)
SECONDS = 4 * EXAMPLES  # for each of those who ask
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance",
)  # fmt: skip
PEOPLE = ("analist@surf.example", "contact@noorderlicht.example", "po@dewaterlelie.example")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the workbench that is served."""
    return tmp_path_factory.mktemp("conformance")


@pytest.fixture(scope="module")
def served(home: Path) -> Iterator[Served]:
    """The demonstration, served without limits."""
    unlimited = {"DPIA_LIMIT_ADDRESS": "off", "DPIA_LIMIT_TOKEN": "off"}
    with serving(home, settings=unlimited) as running:
        yield running


@pytest.fixture(scope="module")
def tokens(home: Path, served: Served) -> Mapping[str, str]:
    """A token of everybody who has one."""
    app = create_app(Settings.from_env({"DPIA_HOME": str(home)}))
    with app.app_context(), transaction() as session:
        found = {}
        for email in PEOPLE:
            user = organisations.user_by_email(session, email)
            assert user is not None
            at = identity.held(user, on=clock.today())[0].organisation_id
            actor = identity.acting(user, organisation_id=at, on=clock.today())
            made = token.make(session, actor=actor, name="conformance", days=1, now=clock.now())
            found[email] = made.secret
    with app.app_context():
        db.engine.dispose()
    return found


@pytest.fixture(scope="module")
def document(home: Path, served: Served) -> Path:
    """The document, in which addresses have the ids that there are, and one that there is not."""
    with urlopen(f"{served.address}/api/v1/openapi.json") as answer:
        made = json.load(answer)
    app = create_app(Settings.from_env({"DPIA_HOME": str(home)}))
    with app.app_context():
        known = _known(db.session())
        db.session.remove()
        db.engine.dispose()
    for operation in (each for found in made["paths"].values() for each in found.values()):
        for parameter in operation["parameters"]:
            if parameter["in"] == "path" and known.get(parameter["name"]):
                ids = [str(each) for each in known[parameter["name"]]]
                parameter["schema"] = {"type": "string", "enum": [*ids, NOWHERE]}
                parameter["example"] = ids[0]
    file = home / "openapi.json"
    file.write_text(json.dumps(made), encoding="utf-8")
    return file


def _known(session: Session) -> dict[str, list[Any]]:
    """Return by the name of a part of an address what it can be; all of one dossier in draft."""
    drafts = session.scalars(select(Revision).where(Revision.state == State.DRAFT))
    revision = max(drafts, key=lambda row: len(row.measures))
    dossier = revision.dossier

    def ids(model: Any, *where: Any) -> list[Any]:
        return list(session.scalars(select(model.id).where(*where).limit(3)))

    return {
        "dossier_id": [dossier.id],
        "risk_id": [row.id for row in revision.risks[:2]],
        "measure_id": [row.id for row in revision.measures[:2]],
        "claim_id": [row.id for row in revision.claims[:2]],
        "cell_id": [row.id for row in revision.cells[:2]],
        "thread_id": ids(Thread, Thread.dossier_id == dossier.id),
        "evidence_id": ids(Evidence, Evidence.dossier_id == dossier.id),
        "remediation_id": ids(Remediation),
        "agreement_id": ids(Agreement),
        "adoption_id": ids(Adoption),
        "fact_check_id": ids(FactCheck),
        "change_id": ids(SubProcessorChange),
        "slug": ["noorderlicht-portfolio", "zuidwind-videoles"],
        "topic": [*Topic],
        "section": [*Section],
        "key": ["DI1", "OP1", "PU1"],
    }


def _run(served: Served, document: Path, folder: Path, *words: str) -> str:
    """Return what schemathesis found wrong, or nothing."""
    command = [
        sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run",
        str(document), f"--url={served.address}/api/v1", "--no-color", "--no-shrink",
        "--continue-on-failure", "--phases=examples,fuzzing", "--seed=1",
        f"--checks={','.join(CHECKS)}", f"--max-examples={EXAMPLES}", "--workers=2",
        f"--max-time={SECONDS}", *words,
    ]  # fmt: skip
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert re.search(r"[1-9]\d* generated", done.stdout), done.stdout + done.stderr
    return "" if done.returncode == 0 else done.stdout[-8_000:] + done.stderr


def test_what_everybody_may_ask_is_answered_as_described(
    served: Served, document: Path, tmp_path: Path
) -> None:
    open_ones = "--include-path-regex=^/(verdicts|explanations|plans)"

    assert _run(served, document, tmp_path, open_ones) == ""


@pytest.mark.parametrize("email", PEOPLE)
def test_what_people_may_ask_is_answered_as_described(
    served: Served, document: Path, tokens: Mapping[str, str], tmp_path: Path, email: str
) -> None:
    header = f"--header=Authorization: Bearer {tokens[email]}"

    assert _run(served, document, tmp_path, header) == ""


def test_every_release_of_the_demonstration_keeps_to_the_shapes(served: Served) -> None:
    with urlopen(f"{served.address}/api/v1/verdicts?sort=name&limit=100") as answer:
        found = json.load(answer)["items"]
    own = [item["slug"] for item in found if item["status"] != "external"]

    checked = 0
    for slug in own:
        with urlopen(f"{served.address}/api/v1/verdicts/{slug}/releases") as answer:
            numbers = [item["number"] for item in json.load(answer)["items"]]
        for number in numbers:
            with urlopen(
                f"{served.address}/verdicts/{slug}/releases/{number}/release.jsonld"
            ) as answer:
                graph = parsed(answer.read().decode())
            assert complaints(graph, base=served.address) == ""
            checked += 1
    assert checked >= len(own) >= 3
