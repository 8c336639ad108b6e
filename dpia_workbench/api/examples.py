"""Examples of all that is asked and answered, made from the schemas with words that fit.

So no operation can be without one, and a test checks each against its schema. What a name usually
holds stands in `_NAMED`; what only fits as a whole in `_WHOLE`.
"""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
_DEEPEST = 8

_ID = "018f6d0e-5b3c-7c1a-9d2e-3f4a5b6c7d8e"
_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_BOTH = {"nl": "Gegevens worden te lang bewaard", "en": "Data are kept too long"}
_NAMED: Mapping[str, Any] = {
    "q": "digibord", "slug": "noorderlicht-portfolio", "product": "Noorderlicht Portfolio",
    "vendor": "Noorderlicht Software", "category": "portfolio", "number": 1, "topic": "rights",
    "summary": "Your school can use it if sharing with outsiders is switched off.",
    "sha256": _HASH, "published_on": "2026-08-30", "valid_until": "2027-07-30", "total": 1,
    "url": "https://workbench.example/verdicts/noorderlicht-portfolio", "score": 4.2,
    "next": "WyJhYmMiLDIwLCJub29yZGVybGljaHQiXQ.c2lnbmF0dXJl", "cursor": "", "limit": 20,
    "correction": None, "key": "DI1", "section": "proposal", "subject": "register:quality",
    "section_id": "proposal", "email": "analist@surf.example", "name": "Accounts",
    "title": "Data are kept too long", "body": "Please look at this once more.", "was": "",
    "words": "When will this be ready?", "size": 1024, "country": "NL", "version": "3",
    "in_force_from": "2026-09-01", "in_force_until": "2027-09-01",
    "evidence": True, "sectors": "po", "status": "current", "path": "/api/v1/verdicts",
    "lang": "nl", "legal_basis": "public_task", "state": "implemented",
}  # fmt: skip

_RELEASE: Mapping[str, Any] = {
    "schema": "dpia-workbench/release/3", "sha256": _HASH, "previous": None, "number": 1,
    "dossier": "NOORDERLICHT-PORTFOLIO-2026", "revision": 1,
    "product": {"slug": "noorderlicht-portfolio", "name": {"nl": "Portfolio", "en": "Portfolio"}},
    "publisher": "SURF (demonstratie)", "profile": {"id": "nl-rijk-3.0", "version": 1},
    "summary": _BOTH, "scope": _BOTH, "sentence": _BOTH, "language": "nl", "screening": None,
    "computed_verdict": "GREEN_WITH_MEASURES", "published_verdict": "GREEN_WITH_MEASURES",
    "override_reason": "", "published_on": "2026-08-30", "valid_until": "2027-07-30",
    "risks": [{"key": "R1", "title": _BOTH, "levels": {"r0": "high", "r1": "medium", "r2": "low"}}],
    "cells": [], "measures": [], "claims": [], "findings": [], "tolerated": [], "entries": [],
    "templates": {"nl-rijk-dpia-3.0": 1}, "texts": {}, "not_applicable": {},
}  # fmt: skip
_ASSESSMENT: Mapping[str, Any] = {
    "profile": "nl-rijk-3.0", "as_of": "2026-11-23", "cell": {"tags": []},
    "risks": [{"id": "R1", "likelihood": 3, "severity": 2}],
    "measures": [
        {
            "id": "M1", "owner": "vendor", "state": "verified", "evidence": True,
            "independent": True, "verified_on": "2026-05-01",
            "verification_expires_on": "2027-05-01",
        },
        {"id": "M4", "owner": "school_mandatory"},
    ],
    "claims": [
        {"risk": "R1", "axis": "likelihood", "cap": 1, "requires": ["M1", "M4"], "void_if": []}
    ],
    "findings": [{"topic": "legal_basis", "result": "compliant"}],
}  # fmt: skip
_SCOPE: Mapping[str, Any] = {
    "cells": ["C1"], "services": [], "beyond": True, "is_complete": True,
    "uncovered": [
        {"kind": "service", "name": "Chat", "supplement": "Only teachers can send messages."}
    ],
}  # fmt: skip
_OPERATION: Mapping[str, Any] = {
    "key": "OP1", "is_done": True, "purpose": "Lessons", "legal_basis": "public_task",
    "data_items": ["DI1"], "retention": "One school year", "access": "Teachers",
}  # fmt: skip
_STEPS: Mapping[str, Any] = {
    "schools": {"every_school": True},
    "scope": _SCOPE,
    "circumstances": {"under_13": "yes", "special_education": "no", "free_edition": "unknown"},
    "operations": [_OPERATION],
    "agreement": {"form": "own", "title": "Processor agreement", "signed_on": "2026-08-30"},
    "measures": [{"key": "M4", "state": "planned", "due": "2027-01-31"}],
    "own_risks": {"explanation": "We looked at how we use it, and found no others."},
}
_DECISION: Mapping[str, Any] = {
    "outcome": "CONDITIONALLY_APPROVED", "reason": "What remains is small.",
    "stance": "followed", "mandate": "Mandate of 2026-01-15", "next_review": "2027-08-30",
    "confirmed": True, "acceptances": {"R1": "Only teachers can see it."},
    "conditions": [
        {"text": "Teachers practise with it.", "owner": "ICT", "due": "2027-01-31"}
    ],
}  # fmt: skip
_WHOLE: Mapping[str, Any] = {
    "AdoptionStepsChange": _STEPS,
    "BoardDecision": _DECISION,
    "BeginAdoption": {"slug": "noorderlicht-portfolio", "number": 1},
    "Release": _RELEASE,
    "AssessmentFile": _ASSESSMENT,
    "VerificationInput": {"move": "verify", "words": "Tested with two accounts: it works."},
    "Ask": {"measure_id": _ID, "words": "When will this be ready?", "is_draft": False},
}


def fill(document: dict[str, Any]) -> dict[str, Any]:
    """Add examples to every parameter, body and answer of a document, and return it."""
    made = _Examples(document["components"]["schemas"])
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation["parameters"]:
                schema = parameter["schema"]
                parameter["example"] = made.of(schema, name=parameter["name"])
            bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
            for content in (each.get("content", {}) for each in bodies):
                made.add(content)
    return document


class _Examples:
    """Makes examples of schemas that refer to others by name."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self.schemas = schemas

    def add(self, content: dict[str, Any]) -> None:
        """Add an example to each form of a body; files have none."""
        for kind, found in content.items():
            if "json" in kind:
                found["example"] = self.of(found["schema"])

    def of(self, schema: Schema, *, name: str = "", depth: int = 0) -> Any:
        """Return an example of a schema, of a thing with a name."""
        if "$ref" in schema:
            called = schema["$ref"].rpartition("/")[2]
            whole = _WHOLE.get(called)
            return whole or self.of(self.schemas[called], name=name, depth=depth + 1)
        for one in ("anyOf", "oneOf"):
            if one in schema:
                return self.of(schema[one][0], name=name, depth=depth)
        if "allOf" in schema:
            return self._merged(schema["allOf"], name=name, depth=depth)
        if "enum" in schema:
            return self._chosen(schema, name=name)
        kind = _kind(schema)
        if kind == "object":
            return self._object(schema, depth=depth)
        if kind == "array":
            inner = self.of(schema.get("items", {}), name=name, depth=depth + 1)
            return [] if depth > _DEEPEST else [inner]
        return _plain(schema, kind, name=name)

    def _merged(self, parts: list[Schema], *, name: str, depth: int) -> Any:
        found = [self.of(part, name=name, depth=depth) for part in parts]
        if all(isinstance(each, dict) for each in found):
            return {key: value for each in found for key, value in each.items()}
        return found[0]

    @staticmethod
    def _chosen(schema: Schema, *, name: str) -> Any:
        named = _NAMED.get(name)
        return named if named in schema["enum"] else next(e for e in schema["enum"] if e != "")

    def _object(self, schema: Schema, *, depth: int) -> dict[str, Any]:
        if set(schema.get("properties", {})) == {"nl", "en"}:
            return dict(_BOTH)
        required = set(schema.get("required", ()))
        return {
            name: self.of(inner, name=name, depth=depth + 1)
            for name, inner in schema.get("properties", {}).items()
            if depth <= _DEEPEST or name in required
        }


def _kind(schema: Schema) -> str:
    """Return the type of a value; of several, the first that is not nothing."""
    kinds = schema.get("type", "")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return next((kind for kind in listed if kind != "null"), "")


_BY_FORMAT = {
    "uuid": _ID, "date": "2026-08-30", "date-time": "2026-08-30T09:00:00+00:00",
    "email": "analist@surf.example",
}  # fmt: skip
_DATE = "date"
_BY_KIND = {"string": "text", "integer": 1, "number": 1.0, "boolean": True}
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)
}  # fmt: skip


def _plain(schema: Schema, kind: str, *, name: str) -> Any:
    """Return a text, a number or a truth that fits."""
    form = schema.get("format", "")
    if form in _BY_FORMAT:
        return _NAMED.get(name, _BY_FORMAT[form]) if form == _DATE else _BY_FORMAT[form]
    named = _NAMED.get(name, "")
    fits = (named is None and "null" in schema.get("type", ())) or (
        name in _NAMED and (not kind or isinstance(named, _TYPES[kind]))
    )  # fmt: skip
    if fits and not (isinstance(named, bool) and kind in ("integer", "number")):
        return named
    return max(schema.get("minimum", 1), 1) if kind == "integer" else _BY_KIND.get(kind)
