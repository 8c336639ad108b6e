"""The JSON Schema (draft 2020-12) of the canonical content of a release, for everybody to check by.

It is built from the same enumerations as the content itself; a test holds it to every release of
the demonstration. A form of the content that was ever published keeps its schema.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from enum import StrEnum
from typing import Any

from dpia_workbench.risk.measures import Missing, Owner
from dpia_workbench.risk.registers import LETTERS, Register, Section
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import CENTRAL_STAGES, Basis
from dpia_workbench.risk.screening import Need
from dpia_workbench.risk.verdict import Result, Topic, Verdict
from dpia_workbench.risk.vocabulary import MeasureKind, Origin, Sector, SubjectGroup, Tag
from dpia_workbench.usecases.practice import PRACTICE

Schema = dict[str, Any]
FORMS = (1, 2, 3)
NAME = "dpia-workbench/release/"

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
NULL: Schema = {"type": "null"}
COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "integer", "minimum": 1}
RATING: Schema = {"type": "integer", "minimum": 1, "maximum": 3}
DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
ID: Schema = {"type": "string", "format": "uuid"}
SLUG: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
EVERYTHING: Schema = {}


def _thing(optional: Iterable[str] = (), /, **properties: Schema) -> Schema:
    """Return an object with these members and no others."""
    required = [name for name in properties if name not in set(optional)]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _table(keys: str, of: Schema) -> Schema:
    """Return an object whose names all have one form."""
    return {"type": "object", "patternProperties": {keys: of}, "additionalProperties": False}


def _one_of(members: Iterable[StrEnum]) -> Schema:
    return {"enum": [member.value for member in members]}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, NULL]}


def _key(letters: str) -> Schema:
    return {"type": "string", "pattern": f"^{letters}[1-9][0-9]*$"}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


BOTH = _ref("both")
VERDICT, LEVEL = _one_of(Verdict), _one_of(Level)
RISK, MEASURE = _key("R"), _key("M")


def _product() -> Schema:
    return _thing(
        slug=SLUG,
        name=BOTH,
        vendor=_thing(slug=SLUG, name=TEXT),
        category=_thing(code=TEXT, label=BOTH),
        sectors=_list(_one_of(Sector)),
        former_names=_list(TEXT),
        is_invented=FLAG,
        editions=_list(_thing(key=TEXT, name=BOTH)),
    )


def _profile() -> Schema:
    scale = _list(_thing(value=RATING, label=BOTH, guidance=BOTH))
    rule = _thing(
        verdict=VERDICT, attainable=_list(LEVEL), findings=_list(_one_of(Result)),
        lowered_by_schools=FLAG,
    )  # fmt: skip
    row = {**_list(LEVEL), "minItems": 3, "maxItems": 3}
    return _thing(
        id=TEXT, version=NUMBER, label=BOTH, source=TEXT, likelihood=scale, severity=scale,
        matrix={**_list(row), "minItems": 3, "maxItems": 3}, verdicts=_list(rule),
        periods=_table("^[a-z_]+$", COUNT),
    )  # fmt: skip


def _screening() -> Schema:
    reason = _thing(ground=TEXT, items=_list(TEXT))
    return _thing(
        form=_thing(key=TEXT, version=NUMBER, sha256=HASH),
        answers=_table("^.+$", {"type": ["string", "array"], "items": TEXT}),
        score=_thing(total=COUNT, limit=COUNT, parts=_table("^.+$", COUNT)),
        open=_list(TEXT),
        unknown=_list(TEXT),
        results=_table("^.+$", _thing(need=_one_of(Need), reasons=_list(reason))),
    )


def _claim_said() -> dict[str, Schema]:
    return {"cap": RATING, "requires": _list(MEASURE), "void_if": _list(_one_of(Tag))}


def _axis() -> Schema:
    proof = _thing(
        measure=MEASURE, owner=_one_of(Owner), basis=_one_of(Basis), since=_or_null(DAY),
        until=_or_null(DAY),
    )  # fmt: skip
    unfired = _thing(
        **_claim_said(), reason=_or_null(_one_of(Missing)), measure=_or_null(MEASURE),
        tag=_or_null(_one_of(Tag)),
    )  # fmt: skip
    return _thing(
        tested=_or_null(RATING), floors=_list(_thing(tag=_one_of(Tag), level=RATING)),
        base=RATING, fired=_list(_thing(**_claim_said())), proofs=_list(proof),
        not_fired=_list(unfired), value=RATING,
    )  # fmt: skip


def _cell() -> Schema:
    explained = _thing(
        likelihood=_ref("axis"), severity=_ref("axis"), severe_floor_applied=FLAG
    )  # fmt: skip
    return _thing(
        key=_key("C"),
        edition=_thing(key=TEXT, name=BOTH),
        group=_one_of(SubjectGroup),
        use=BOTH,
        tags=_list(_one_of(Tag)),
        exclusions=BOTH,
        verdict=VERDICT,
        levels=_table(RISK["pattern"], _ref("levels")),
        explanations=_table(
            RISK["pattern"], _thing(**dict.fromkeys(map(str, CENTRAL_STAGES), explained))
        ),
    )


def _risk() -> Schema:
    floor = _thing(tag=_one_of(Tag), axis=_one_of(Axis), level=RATING)
    return _thing(
        key=RISK, title=BOTH, description=BOTH, origin=_one_of(Origin),
        likelihood=_or_null(RATING), likelihood_reason=TEXT, severity=_or_null(RATING),
        severity_reason=TEXT, unknown_note=TEXT, severe_floor_waived=FLAG, waiver_reason=TEXT,
        floors=_list(floor), levels=_ref("levels"),
    )  # fmt: skip


def _measure() -> Schema:
    agreement = _thing(
        ("record",), title=TEXT, clause=TEXT, in_force_from=_or_null(DAY),
        in_force_until=_or_null(DAY), open_to_sector=FLAG, record=ID,
    )  # fmt: skip
    days = ("due", "first_due", "delivered_on", "verified_on", "verification_expires_on")
    promise = _thing(
        state=_one_of(State), evidence=FLAG, independent=FLAG,
        **dict.fromkeys(days, _or_null(DAY)),
    )  # fmt: skip
    return _thing(
        PRACTICE, key=MEASURE, owner=_one_of(Owner), kind=_one_of(MeasureKind), title=BOTH,
        instruction=BOTH, editions=_list(TEXT), agreement=_or_null(agreement),
        promise=_or_null(promise), **dict.fromkeys(PRACTICE, BOTH),
    )  # fmt: skip


def _entry() -> Schema:
    letters = "(" + "|".join(sorted(LETTERS.values())) + ")"
    value = {"anyOf": [TEXT, _list(TEXT), NULL]}
    return _thing(key=_key(letters), register=_one_of(Register), values=_table("^[a-z_]+$", value))


def _claim() -> Schema:
    return _thing(key=_key("K"), risk=RISK, axis=_one_of(Axis), rationale=TEXT, **_claim_said())


def _since_third() -> dict[str, Schema]:
    sections = "^(" + "|".join(section.value for section in Section) + ")$"
    return {
        "language": {"enum": ["nl", "en"]},
        "templates": _table("^.+$", NUMBER),
        "texts": _table(sections, TEXT),
        "entries": _list(_entry()),
        "not_applicable": _table("^.+$", TEXT),
    }


def _content() -> dict[str, Schema]:
    finding = _thing(
        topic=_one_of(Topic), result=_one_of(Result), note=BOTH, measure=_or_null(MEASURE)
    )
    return {
        "dossier": TEXT,
        "revision": NUMBER,
        "product": _product(),
        "publisher": TEXT,
        "profile": _profile(),
        "screening": _or_null(_screening()),
        "summary": BOTH,
        "scope": BOTH,
        "sentence": BOTH,
        "computed_verdict": VERDICT,
        "cells": _list(_cell()),
        "risks": _list(_risk()),
        "measures": _list(_measure()),
        "claims": _list(_claim()),
        "findings": _list(finding),
        "tolerated": _list(_thing(remediation=ID, measure=MEASURE, due=DAY)),
        "number": NUMBER,
        "published_on": DAY,
        "valid_until": DAY,
        "published_verdict": VERDICT,
        "override_reason": TEXT,
        "previous": _or_null(HASH),
    }


def release_schema(form: int) -> Schema:
    """Return the schema of a form of the content, one of FORMS."""
    last = form == FORMS[-1]
    properties = {**_content(), **(_since_third() if last else {})}
    axis = _axis()
    if form == 1:
        del properties["screening"]
        properties["profile"] = _thing(id=TEXT, version={"type": ["integer", "string"]})
        axis = _first_axis(axis)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:dpia-workbench:release:{form}",
        "title": f"Content of a release, form {form}",
        "description": "The canonical content of a published DPIA: sorted keys, no spaces, UTF-8."
        " Its SHA-256 is the hash of the release; `previous` is that of the release before.",
        **_thing(schema={"const": f"{NAME}{form}"}, **properties),
        "$defs": {
            "both": _thing(nl=TEXT, en=TEXT),
            "levels": _thing(**dict.fromkeys(map(str, CENTRAL_STAGES), LEVEL)),
            "axis": axis,
        },
    }


def _first_axis(axis: Mapping[str, Any]) -> Schema:
    """Return the explanation of an axis as the first form had it: proofs and voiding came later."""
    made = deepcopy(dict(axis))
    made["required"].remove("proofs")
    for name in ("fired", "not_fired"):
        made["properties"][name]["items"]["required"].remove("void_if")
    return made
