"""What tests of the API send: parts of a dossier as JSON."""

from typing import Any
from uuid import UUID

from dpia_workbench.store.models import Dossier

V1 = "/api/v1"
NOWHERE = str(UUID(int=7))
RISK: dict[str, Any] = {
    "title": {"nl": "Lek", "en": "Leak"}, "origin": "event", "likelihood": 3, "severity": "unknown",
    "floors": [{"tag": "special_education", "axis": "severity", "level": 3}],
}  # fmt: skip
MEASURE: dict[str, Any] = {
    "title": {"nl": "Zet uit", "en": "Turn off"}, "owner": "vendor", "kind": "technical"
}  # fmt: skip


def at(row: Dossier, *rest: str) -> str:
    """Return the address of a dossier, or of something below it."""
    return "/".join((f"{V1}/dossiers/{row.id}", *rest))


def parts_of(row: Dossier) -> dict[str, dict[str, Any]]:
    """Return a part of each kind that can be added to a complete draft."""
    revision = row.revision
    return {
        "cells": {
            "edition_id": str(row.product.editions[0].id), "group": "staff", "tags": []
        },
        "risks": RISK,
        "measures": MEASURE,
        "claims": {
            "risk_id": str(revision.risks[0].id), "axis": "severity", "cap": 2,
            "requires": [str(revision.measures[0].id), str(revision.measures[1].id)],
        },
    }  # fmt: skip
