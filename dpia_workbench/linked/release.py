"""A release as one graph, made from its frozen content and nothing else (invariant 26)."""

from collections.abc import Iterator
from typing import Any

from dpia_workbench.linked import dpv
from dpia_workbench.linked.context import context
from dpia_workbench.linked.nodes import Content, Node, Place, filled
from dpia_workbench.linked.processing import processing
from dpia_workbench.linked.risks import claims, measures, risks

MEDIA_TYPE = "application/ld+json"
_CONSULTED = {
    "officer_advice": "dpv:ConsultationWithDPO",
    "views": "dpv:ConsultationWithDataSubjectRepresentative",
}


def release_graph(content: Content, *, sha256: str, base: str) -> Node:
    """Return the JSON-LD of a release.

    `content` is the frozen content whose hash is `sha256`; `base` the address of the site.
    """
    slug = content["product"]["slug"]
    product = f"{base}/verdicts/{slug}"
    place = Place(
        base=base,
        address=f"{product}/releases/{content['number']}",
        language=content.get("language"),
    )
    return {
        "@context": context(base),
        "@id": place.address,
        "@type": ["dpv:DPIA", "wb:Release", *_transfers(content)],
        **filled(_about(content, place=place, product=product)),
        **filled(_answer(content, place=place)),
        "wb:sha256": sha256,
        "dpv:hasRisk": list(risks(content, place=place)),
        "dpv:hasOrganisationalMeasure": list(_consulted(content, place=place)),
        "wb:claim": list(claims(content, place=place)),
        "wb:scopeCell": [_cell(item, place=place) for item in content["cells"]],
        "wb:finding": [_finding(item, place=place) for item in content["findings"]],
        "dpv:hasProcess": list(processing(content.get("entries", ()), place=place)),
        "@included": list(measures(content, place=place)),
    }


def _transfers(content: Content) -> list[str]:
    """Return whether the assessment is about transfers, too: the screening asked for it."""
    results = (content.get("screening") or {}).get("results", {})
    needed = results.get(dpv.TRANSFERS, {}).get("need") == "required"
    return ["dpv:DataTransferImpactAssessment"] if needed else []


def _about(content: Content, *, place: Place, product: str) -> Node:
    profile = content["profile"]
    return {
        "dct:identifier": f"{content['dossier']}/{content['number']}",
        "dct:title": place.text(content["product"]["name"]),
        "dct:description": place.text(content["summary"]),
        "dct:coverage": place.text(content["scope"]),
        "dct:issued": content["published_on"],
        "dct:valid": content["valid_until"],
        "dct:publisher": place.node(
            "publisher", "dpv:Organisation", dpv__hasName=content["publisher"]
        ),
        "dct:subject": _product(content["product"], address=product, place=place),
        "wb:contentSchema": content["schema"],
        "wb:previous": content["previous"],
        "wb:method": place.node(
            "method", "wb:Method", dct__identifier=f"{profile['id']}/{profile['version']}"
        ),
        "wb:riskScale": dpv.SCALE,
    }


def _product(product: Content, *, address: str, place: Place) -> Node:
    return {
        "@id": address,
        "@type": "wb:Product",
        **filled(
            {
                "dct:title": place.text(product["name"]),
                "wb:category": product["category"]["code"],
                "dpv:hasSector": list(product["sectors"]),
                "wb:vendor": {
                    "@id": f"{place.base}/vendors/{product['vendor']['slug']}",
                    "@type": "dpv:Organisation",
                    "dpv:hasName": product["vendor"]["name"],
                },
            }
        ),
    }


def _answer(content: Content, *, place: Place) -> Node:
    published = content["published_verdict"]
    return {
        "dpv:hasStatus": [*dpv.STATUS[published]],
        "dpv:hasRiskLevel": dpv.RISK_OF_VERDICT.get(published),
        "dpv:hasAssessment": _necessity(content, place=place),
        "wb:verdict": dpv.VERDICTS[published],
        "wb:computedVerdict": dpv.VERDICTS[content["computed_verdict"]],
        "wb:overrideReason": place.text(content["override_reason"]),
        "wb:sentence": place.text(content["sentence"]),
    }


def _necessity(content: Content, *, place: Place) -> Node | None:
    """Return the screening, if there was one that says yes or no."""
    results = (content.get("screening") or {}).get("results", {})
    status = dpv.NECESSITY.get(results.get(dpv.DPIA, {}).get("need"))
    if status is None:
        return None
    return place.node("screening", "eu-gdpr:DPIANecessityAssessment", dpv__hasStatus=status)


def _consulted(content: Content, *, place: Place) -> Iterator[Node]:
    """Yield with whom was consulted: the dossier's texts about it, and what interests rest on."""
    texts = content.get("texts", {})
    for section, kind in _CONSULTED.items():
        if texts.get(section):
            yield place.node(section, kind, dct__description=place.text(texts[section]))
    for item in content.get("entries", ()):
        if item["register"] == "interest" and item["values"].get("consultation"):
            yield place.node(
                item["key"], "dpv:ConsultationWithDataSubject",
                dct__description=place.text(item["values"]["consultation"]),
            )  # fmt: skip


def _cell(item: Content, *, place: Place) -> Node:
    key: str = item["key"]
    return place.node(
        key, "wb:ScopeCell",
        dct__identifier=key,
        wb__edition=place.text(item["edition"]["name"]),
        wb__use=place.text(item["use"]),
        wb__exclusions=place.text(item["exclusions"]),
        wb__tag=list(item["tags"]),
        dpv__hasDataSubject=place.node(f"{key}-group", "dpv:DataSubject", *_group(item)),
        wb__verdict=dpv.VERDICTS[item["verdict"]],
        dpv__hasStatus=[*dpv.STATUS[item["verdict"]]],
        wb__cellLevel=[
            place.node(
                f"{key}-{risk}-{stage}", "wb:CellLevel", wb__ofRisk=place.of(risk),
                wb__stage=dpv.STAGES[stage], dpv__hasRiskLevel=dpv.LEVEL[level],
            )
            for risk, levels in sorted(item["levels"].items())
            for stage, level in sorted(levels.items())
        ],
    )  # fmt: skip


def _group(item: Content) -> tuple[str, ...]:
    return dpv.GROUP.get(item["group"], ())


def _finding(item: Content, *, place: Place) -> Node:
    measure: Any = item.get("measure")
    return place.node(
        f"finding-{item['topic']}", "wb:Finding",
        wb__topic=item["topic"],
        wb__result=item["result"],
        dpv__hasComplianceStatus=dpv.COMPLIANCE[item["result"]],
        dct__description=place.text(item["note"]),
        dpv__isMitigatedByMeasure=place.of(measure) if measure else None,
    )  # fmt: skip
