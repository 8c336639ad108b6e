"""An invented dossier with registers and texts, made of the sample revision."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import EvidenceKind
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.templates import Template
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.schemas.templates import read_templates
from dpia_workbench.usecases.report import Proof, Reported, Reviewed, Version
from tests.report import sample

DUTCH, EUROPEAN = "nl-rijk-dpia-3.0", "edpb-dpia-1.0"
_DATA = Path(__file__).parents[2] / "data/templates"
_BEGUN = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)  # the sixth in Amsterdam

ENTRIES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("DS1", "data_subject", {"name": "Leerlingen", "subject_kind": "pupils_under_13",
                             "how_many": "1.000"}),
    ("DI1", "data_item", {"name": "Cijfers", "category": "content", "data_type": "ordinary",
                          "subjects": ["DS1"], "provider": "De school", "tool": "App",
                          "basis": "Toestemming",
                          "necessity": "Zonder cijfers **geen** rapport."}),
    ("DI2", "data_item", {"name": "Klikgedrag", "subjects": []}),
    ("OP1", "operation", {"name": "Nakijken", "description": "De docent kijkt na.\n\n- thuis",
                          "phases": [], "data": ["DI1", "DI2"]}),
    ("TE1", "technique", {"technique": "cloud", "used": "yes", "explanation": "In Dublin."}),
    ("DO1", "document", {"name": "Onderzoeksplan", "version": "2", "location": "Kluis 7"}),
)  # fmt: skip


@cache
def _templates() -> dict[str, Template]:
    return {item["key"]: Template.of(item) for item in read_templates(_DATA)}


def template(key: str = DUTCH) -> Template:
    """Return a template of data/."""
    return _templates()[key]


def content(**changes: Any) -> dict[str, Any]:
    """Return what the dossier holds, with changes to its parts."""
    words = {
        "language": "nl",
        "screening": None,
        "texts": {
            "introduction": "Wij zijn **streng** geweest.[^1]\n\n## Aanleiding\n\nEen vraag."
            "\n\n[^1]: Zie het plan.",
            "team": "Anna schrijft, Bram leest.",
        },
        "entries": [
            {"key": key, "register": register, "values": values}
            for key, register, values in ENTRIES
        ],
        "not_applicable": {"register:interest": "Niemand heeft een ander belang."},
    }
    return {**sample.content(), **words, **changes}


def proof(key: str, confidentiality: Confidentiality) -> Proof:
    """Return a piece of evidence."""
    places = (
        Place(part=DossierPart.RISK, key="R1"),
        Place(part=DossierPart.FINDING, key="transfers"),
        Place(part=DossierPart.TEXT, key="data"),
        Place(part=DossierPart.DESCRIPTION),
    )
    return Proof(
        key=key, title=f"Meting {key}", kind=EvidenceKind.TRAFFIC_CAPTURE, source="Eigen meting",
        collected_on=date(2026, 1, 9), confidentiality=confidentiality, supports=places,
    )  # fmt: skip


def reported(key: str = DUTCH, **changes: Any) -> Reported:
    """Return what a report of the dossier tells; a draft unless told otherwise."""
    made = content()
    words: dict[str, Any] = {
        "content": made,
        "sha256": "ab" * 32,
        "template": template(key),
        "on": sample.PUBLISHED,
        "state": State.DRAFT,
        "lead": "Anna de Vries",
        "authors": ("Anna de Vries", "Bram Bakker"),
        "versions": (
            Version(
                number=3, state=State.DRAFT, created_at=_BEGUN, submitted_at=None, release=None,
                published_at=None,
            ),
        ),
        "reviews": (
            Reviewed(
                revision=3, at=_BEGUN, by="Cem Yilmaz", approved=False, verdict=Verdict.AMBER,
                note="Leg punt 7 uit.", sha256="cd" * 32,
            ),
        ),
        "questions": None,
        "open": 2,
        "to_check": ("DI2",),
        "evidence": (
            proof("E1", Confidentiality.COOPERATIVE),
            proof("E2", Confidentiality.VENDOR_CONFIDENTIAL),
        ),
    }  # fmt: skip
    return Reported(**{**words, **changes})
