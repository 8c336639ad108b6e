"""Risks with what remains of them, the measures against them, and the arguments between the two."""

from collections.abc import Iterator

from dpia_workbench.linked import dpv
from dpia_workbench.linked.nodes import Content, Node, Place, filled, refer
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.score import Stage

_UNKNOWN_COUNTS_AS = 3  # method.md 3.2


def risks(content: Content, *, place: Place) -> Iterator[Node]:
    """Yield each risk as tested, with the residual risk of every later stage."""
    for item in content["risks"]:
        key: str = item["key"]
        mine = [claim for claim in content["claims"] if claim["risk"] == key]
        yield place.node(
            key, "dpv:Risk",
            dct__identifier=key,
            dct__title=place.text(item["title"]),
            dct__description=place.text(item["description"]),
            wb__origin=item["origin"],
            dpv__hasLikelihood=_value(item, Axis.LIKELIHOOD),
            dpv__hasSeverity=_value(item, Axis.SEVERITY),
            wb__assumed=[axis for axis in Axis if item[axis] is None],
            dpv__hasRiskLevel=dpv.LEVEL[item["levels"][Stage.AS_TESTED]],
            dpv__isMitigatedByMeasure=refer(
                place, (measure for claim in mine for measure in claim["requires"])
            ),
            dpv__hasResidualRisk=[
                place.node(
                    f"{key}-{stage}", "dpv:ResidualRisk",
                    wb__stage=dpv.STAGES[stage],
                    dpv__hasRiskLevel=dpv.LEVEL[level],
                    dpv__isResidualRiskOf=place.of(key),
                )
                for stage, level in sorted(item["levels"].items())
                if stage != Stage.AS_TESTED
            ],
        )  # fmt: skip


def _value(item: Content, axis: Axis) -> str:
    return dpv.AXES[axis][item[axis] or _UNKNOWN_COUNTS_AS]


def measures(content: Content, *, place: Place) -> Iterator[Node]:
    """Yield each measure, with the agreement or the request that it rests on."""
    for item in content["measures"]:
        key: str = item["key"]
        mine = [claim for claim in content["claims"] if key in claim["requires"]]
        yield place.node(
            key, "dpv:RiskMitigationMeasure", dpv.MEASURE[item["kind"]],
            *(dpv.CONTROL[claim["axis"]] for claim in mine),
            dct__identifier=key,
            dct__title=place.text(item["title"]),
            dct__description=place.text(item["instruction"]),
            wb__owner=dpv.OWNERS[item["owner"]],
            dpv__mitigatesRisk=refer(place, (claim["risk"] for claim in mine)),
            wb__agreement=_agreement(item, place=place),
            wb__request=_request(item, place=place, on=content["published_on"]),
        )  # fmt: skip


def _agreement(item: Content, *, place: Place) -> Node | None:
    held = item["agreement"]
    if held is None:
        return None
    return place.node(
        f"{item['key']}-agreement", "dpv:DataProcessingAgreement",
        dct__title=held["title"],
        wb__clause=held["clause"],
        wb__inForceFrom=held["in_force_from"],
        wb__inForceUntil=held["in_force_until"],
        wb__openToSector=held["open_to_sector"],
    )  # fmt: skip


def _request(item: Content, *, place: Place, on: str) -> Node | None:
    """Return how far a request was on the day of the release, which is frozen with it."""
    asked = item["promise"]
    if asked is None or asked["state"] not in dpv.REQUEST:  # a draft was not asked
        return None
    is_late = asked["state"] == State.COMMITTED and (asked["due"] or on) < on
    return place.node(
        f"{item['key']}-request", "wb:Request",
        wb__requestState=asked["state"],
        dpv__hasRequestStatus=dpv.OVERDUE if is_late else dpv.REQUEST[asked["state"]],
        wb__due=asked["due"],
        wb__firstDue=asked["first_due"],
        wb__deliveredOn=asked["delivered_on"],
        wb__verifiedOn=asked["verified_on"],
        wb__verificationExpiresOn=asked["verification_expires_on"],
    )  # fmt: skip


def claims(content: Content, *, place: Place) -> Iterator[Node]:
    """Yield each argument: which measures together lower which axis of a risk, and how far."""
    for item in content["claims"]:
        facts = {
            "dct:identifier": item["key"],
            "dct:description": place.text(item["rationale"]),
            "dpv:mitigatesRisk": place.of(item["risk"]),
            "wb:requires": refer(place, item["requires"]),
            "wb:cap": dpv.AXES[Axis(item["axis"])][item["cap"]],
            "wb:voidIf": list(item["void_if"]),
        }
        types = ["wb:Claim", dpv.CONTROL[item["axis"]]]
        yield {"@id": place.of(item["key"]), "@type": types, **filled(facts)}
