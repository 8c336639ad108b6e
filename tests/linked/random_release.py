"""Frozen content of any release: the sample, with any world of the pure core in it."""

from typing import Any

from hypothesis import strategies as st

from dpia_workbench.risk.computation import CellOutcome, assess
from dpia_workbench.risk.measures import Measure, Owner
from dpia_workbench.risk.score import CENTRAL_STAGES, Claim, Risk
from dpia_workbench.risk.verdict import ORDER, Topic, Verdict
from dpia_workbench.risk.vocabulary import MeasureKind
from dpia_workbench.store.audit import jsonable
from tests.report import sample
from tests.unit.strategies import World, worlds

_TEXT = {"nl": "Tekst met “aanhaling” en <tekens>", "en": ""}


def _risk(risk: Risk, *, reached: CellOutcome) -> dict[str, Any]:
    levels = {stage: reached.levels[risk.id].level(stage) for stage in CENTRAL_STAGES}
    return {
        "key": risk.id, "title": _TEXT, "description": _TEXT, "origin": "event",
        "likelihood": risk.likelihood, "severity": risk.severity, "levels": levels,
    }  # fmt: skip


def _measure(measure: Measure, *, kind: MeasureKind) -> dict[str, Any]:
    promise = {
        "state": measure.state, "due": measure.due, "first_due": measure.due,
        "delivered_on": measure.verified_on, "verified_on": measure.verified_on,
        "verification_expires_on": measure.verification_expires_on,
    }  # fmt: skip
    agreement = {
        "title": "Overeenkomst", "clause": "4.1", "in_force_from": measure.in_force_from,
        "in_force_until": measure.in_force_until, "open_to_sector": measure.open_to_sector,
    }  # fmt: skip
    return {
        "key": measure.id, "owner": measure.owner, "kind": kind, "title": _TEXT,
        "instruction": _TEXT, "editions": sorted(measure.editions),
        "agreement": agreement if measure.owner is Owner.CONTRACTUAL else None,
        "promise": promise if measure.state else None,
    }  # fmt: skip


def _claim(number: int, claim: Claim) -> dict[str, Any]:
    return {
        "key": f"K{number}", "risk": claim.risk, "axis": claim.axis, "cap": claim.cap,
        "requires": sorted(claim.requires), "void_if": sorted(claim.void_if), "rationale": "Omdat.",
    }  # fmt: skip


def content_of(world: World, *, kinds: list[MeasureKind], published: Verdict) -> dict[str, Any]:
    """Return the content that a release of this world would have frozen."""
    facts, base = world.assessment, sample.content()
    reached = assess(facts, cell=world.cell, on=world.on)
    cell = {
        **base["cells"][0],
        "tags": sorted(world.cell.tags),
        "verdict": reached.verdict,
        "levels": {
            risk: {stage: found.level(stage) for stage in CENTRAL_STAGES}
            for risk, found in reached.levels.items()
        },
    }
    worse = max(reached.verdict, published, key=ORDER.index)
    made: dict[str, Any] = jsonable(
        {
            **base,
            "cells": [cell],
            "risks": [_risk(risk, reached=reached) for risk in facts.risks],
            "measures": [
                _measure(each, kind=kind) for each, kind in zip(facts.measures, kinds, strict=False)
            ],
            "claims": [_claim(n, claim) for n, claim in enumerate(facts.claims, start=1)],
            "findings": [
                {"topic": topic, "result": found.result, "note": _TEXT, "measure": None}
                for topic, found in zip(Topic, facts.findings, strict=False)
            ],
            "computed_verdict": reached.verdict,
            "published_verdict": worse,
        }
    )
    return made


contents = st.builds(
    content_of,
    worlds,
    kinds=st.lists(st.sampled_from(MeasureKind), min_size=4, max_size=4),
    published=st.sampled_from(Verdict),
)
