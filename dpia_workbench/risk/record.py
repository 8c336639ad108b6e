"""An explanation as plain data and back: what is frozen with a release, and what replays.

The data are the same bytes whatever the order in which facts arrived (property P11).
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from dpia_workbench.risk.measures import Missing, Owner
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import (
    AxisExplanation,
    Basis,
    Claim,
    Explanation,
    Floor,
    Proof,
    Stage,
    Unfired,
)

Data = dict[str, Any]


def canonical(explanation: Explanation) -> str:
    """Return an explanation as the one text that stands for it."""
    data = {
        "risk": explanation.risk, "stage": explanation.stage, "level": explanation.level,
        **data_of(explanation),
    }  # fmt: skip
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def data_of(explanation: Explanation) -> Data:
    """Return an explanation as plain data; risk, stage and level stand where it is kept."""
    return {
        "likelihood": _axis(explanation.likelihood),
        "severity": _axis(explanation.severity),
        "severe_floor_applied": explanation.severe_floor_applied,
    }


def _axis(axis: AxisExplanation) -> Data:
    return {
        "tested": axis.tested,
        "floors": [{"tag": floor.tag, "level": floor.level} for floor in axis.floors],
        "base": axis.base,
        "fired": [claim_data(claim) for claim in axis.fired],
        "proofs": [_proof(proof) for proof in axis.proofs],
        "not_fired": [
            {
                **claim_data(unfired.claim),
                "reason": unfired.reason.value if unfired.reason else None,
                "measure": unfired.measure,
                "tag": unfired.tag,
            }
            for unfired in axis.unfired
        ],
        "value": axis.value,
    }


def claim_data(claim: Claim) -> Data:
    """Return what a claim says, as plain data."""
    return {
        "cap": claim.cap,
        "requires": sorted(claim.requires),
        "void_if": sorted(claim.void_if),
    }


def _proof(proof: Proof) -> Data:
    return {
        "measure": proof.measure,
        "owner": proof.owner.value,
        "basis": proof.basis.value,
        "since": proof.since.isoformat() if proof.since else None,
        "until": proof.until.isoformat() if proof.until else None,
    }


def explanation_of(
    data: Mapping[str, Any], *, risk: str, stage: Stage, level: Level
) -> Explanation:
    """Return the explanation that was kept as data."""
    return Explanation(
        risk=risk,
        stage=stage,
        likelihood=_axis_of(data["likelihood"], risk=risk, axis=Axis.LIKELIHOOD),
        severity=_axis_of(data["severity"], risk=risk, axis=Axis.SEVERITY),
        severe_floor_applied=data["severe_floor_applied"],
        level=level,
    )


def _axis_of(data: Mapping[str, Any], *, risk: str, axis: Axis) -> AxisExplanation:
    return AxisExplanation(
        tested=data["tested"],
        floors=tuple(Floor(axis=axis, **floor) for floor in data["floors"]),
        base=data["base"],
        fired=tuple(_claim_of(item, risk=risk, axis=axis) for item in data["fired"]),
        proofs=tuple(_proof_of(item) for item in data["proofs"]),
        unfired=tuple(
            Unfired(
                claim=_claim_of(item, risk=risk, axis=axis),
                reason=Missing(item["reason"]) if item["reason"] else None,
                measure=item["measure"],
                tag=item["tag"],
            )
            for item in data["not_fired"]
        ),
        value=data["value"],
    )


def _claim_of(data: Mapping[str, Any], *, risk: str, axis: Axis) -> Claim:
    return Claim(
        risk=risk,
        axis=axis,
        cap=data["cap"],
        requires=frozenset(data["requires"]),
        void_if=frozenset(data["void_if"]),
    )


def _proof_of(data: Mapping[str, Any]) -> Proof:
    return Proof(
        measure=data["measure"],
        owner=Owner(data["owner"]),
        basis=Basis(data["basis"]),
        since=_day(data["since"]),
        until=_day(data["until"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
