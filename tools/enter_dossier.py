"""Enter what is publicly known of a product as a whole dossier, through the API and nothing else.

    DPIA_TOKEN=… .venv/bin/python -m tools.enter_dossier google-workspace-for-education \
        --url http://127.0.0.1:8000

The token is a personal one, of an analyst, made on the account page. The facts come from
`data/catalogue/products/`, how they become statements from `tools/dossiers/`. Nothing is invented:
what the facts do not say is entered as unknown, with the reason. The new dossier's id is printed.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from itertools import product as pairs
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import yaml

from tools import entering
from tools.entering import LANGUAGES, Facts

ROOT = Path(__file__).parents[1]
PRODUCTS, PLANS = ROOT / "data" / "catalogue" / "products", Path(__file__).parent / "dossiers"
TOPICS = (
    "legal_basis", "special_data", "roles", "purpose_limitation", "transfers",
    "processor_contract", "sub_processors", "rights", "necessity", "proportionality", "retention",
)  # fmt: skip
_LIMIT, _SECONDS = 100, 60
_BOUNDARY = "facts-of-a-public-dpia"
Json = dict[str, Any]


class Api:
    """A workbench, asked with a token."""

    def __init__(self, url: str, *, token: str) -> None:
        self.root = f"{url.rstrip('/')}/api/v1"
        self.token = token

    def send(
        self, method: str, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None
    ) -> tuple[Json, str]:
        """Return the answer and its ETag. Ends the program with what the workbench refuses."""
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        request = Request(self.root + path, data=data, method=method)
        request.add_header("Authorization", f"Bearer {self.token}")
        request.add_header("Content-Type", "application/json")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            with urlopen(request, timeout=_SECONDS) as answer:
                text = answer.read()
                return (json.loads(text) if text else {}), answer.headers.get("ETag", "")
        except HTTPError as error:
            sys.exit(f"{method} {path}: {error.code} {error.read().decode()}")

    def get(self, path: str) -> Json:
        """Read something."""
        return self.send("GET", path)[0]

    def add(self, path: str, body: Any) -> Json:
        """Make something."""
        return self.send("POST", path, body)[0]

    def change(self, path: str, body: Any) -> Json:
        """Change the version of something that is there now."""
        etag = self.send("GET", path)[1]
        return self.send("PATCH", path, body, headers={"If-Match": etag})[0]

    def upload(self, path: str, fields: Mapping[str, str], *, name: str, file: bytes) -> Json:
        """Send a file with what is known of it."""
        parts = [
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"'
        body = "".join(parts) + f"{head}\r\n\r\n"
        kind = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
        data = body.encode() + file + f"\r\n--{_BOUNDARY}--\r\n".encode()
        return self.send("POST", path, data, headers=kind)[0]


def main(arguments: list[str]) -> int:
    """Enter one product and print the id of its dossier."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("slug", help="a product of data/catalogue/products with a plan")
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="where the workbench is")
    asked = parser.parse_args(arguments)
    token = os.environ.get("DPIA_TOKEN", "")
    if not token:
        sys.exit("Set DPIA_TOKEN to a personal token.")
    print(enter(asked.slug, api=Api(asked.url, token=token)))
    return 0


def enter(slug: str, *, api: Api) -> str:
    """Enter the dossier of a product; return its id."""
    facts_file = PRODUCTS / f"{slug}.yaml"
    product, plan, words = map(_read, (facts_file, PLANS / f"{slug}.yaml", PLANS / "words.yaml"))
    facts = {language: Facts(product, language=language, words=words) for language in LANGUAGES}
    language = plan["language"]
    known = _product(api, slug)
    opened = api.add("/dossiers", {"product_id": known["id"], "language": language})
    here = f"/dossiers/{opened['id']}"
    _cells(api, here, known, plan)
    _parts(api, here, facts, plan)
    mine = facts[language]
    content = {
        "texts": entering.texts(mine, plan), "entries": list(entering.entries(mine, plan)),
        "not_applicable": entering.not_applicable(mine, plan),
    }  # fmt: skip
    api.add(f"{here}/content", content)
    screening = {"screening_answers": plan["screening"]}
    api.change(here, {**entering.description(facts), **screening})
    _evidence(api, here, mine, file=facts_file)
    return str(opened["id"])


def _read(path: Path) -> Json:
    content: Json = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def _product(api: Api, slug: str) -> Json:
    """Return a product as the workbench knows it. Ends the program if it does not."""
    cursor: str | None = ""
    while cursor is not None:
        page = api.get(f"/products?limit={_LIMIT}&cursor={cursor}")
        for each in page["items"]:
            if each["slug"] == slug:
                found: Json = each
                return found
        cursor = page["next"]
    sys.exit(f"The workbench has no product {slug}: run `dpia-workbench init`.")


def _cells(api: Api, here: str, known: Json, plan: Json) -> None:
    """Add a scope cell for each edition and each group that the facts name."""
    tags = plan["cells"]["tags"]
    for edition, group in pairs(known["editions"], plan["cells"]["groups"]):
        cell = {"edition_id": edition["id"], "group": group, "tags": tags.get(edition["key"], [])}
        api.add(f"{here}/cells", cell)


def _parts(api: Api, here: str, facts: Mapping[str, Facts], plan: Json) -> None:
    """Add risks, measures, the claims that tie them, and the findings."""
    language = plan["language"]
    risks = {}
    for item in facts[language].record["risks"]:
        body = entering.risk(facts, item, plan, language=language)
        risks[item["id"]] = (api.add(f"{here}/risks", body)["id"], item)
    measures = {
        key: api.add(f"{here}/measures", body)["id"] for key, body in entering.measures(facts, plan)
    }
    for claim in plan["claims"]:
        risk_id, item = risks[claim["risk"]]
        body = {
            "risk_id": risk_id, "axis": claim["axis"], "cap": 2,  # the least that a claim can say
            "requires": [measures[key] for key in claim["requires"]],
            "rationale": entering.claim_words(facts[language], item),
        }  # fmt: skip
        api.add(f"{here}/claims", body)
    for topic in TOPICS:
        said = plan["findings"].get(topic, {})
        measure_id = measures.get(said.get("measure", ""))
        body = entering.finding(facts, said, measure_id=measure_id)
        api.change(f"{here}/findings/{topic}", body)


def _evidence(api: Api, here: str, facts: Facts, *, file: Path) -> None:
    """Keep the file of facts itself as evidence."""
    collected = str(facts.record["published"])
    fields = {
        "title": facts.word("evidence", product=facts.told(facts.product["name"])),
        "kind": "document", "source": f"data/catalogue/products/{file.name}",
        "collected_on": collected, "collected_by": "data/catalogue", "confidentiality": "public",
        "place": "description:",
    }  # fmt: skip
    api.upload(f"{here}/evidence", fields, name=f"{file.stem}.txt", file=file.read_bytes())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
