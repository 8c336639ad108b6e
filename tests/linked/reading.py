"""Reading a graph back: the verdict, the levels and what else decides them."""

import json
import warnings
from functools import cache
from typing import Any

from pyshacl import validate
from rdflib import RDF, Graph, Namespace, URIRef

from dpia_workbench.linked import dpv, shapes

BASE = "https://workbench.test"
DPV = Namespace(dpv.NAMESPACES["dpv"])


def parsed(made: Any) -> Graph:
    """Return the graph of a JSON-LD document, read without a network."""
    text = made if isinstance(made, str) else json.dumps(made)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's, about itself
        return Graph().parse(data=text, format="json-ld")


@cache
def _rules(base: str) -> Graph:
    return Graph().parse(data=shapes(base), format="turtle")


def complaints(graph: Graph, *, base: str = BASE) -> str:
    """Return what the shapes say is wrong, or nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        conforms, _report, text = validate(graph, shacl_graph=_rules(base))
    return "" if conforms else text


def _word(table: Any, value: Any, *, own: str) -> str:
    """Return our word for one of DPV, or of our namespace."""
    spelled = {
        URIRef(term.replace(f"{prefix}:", space, 1)): ours
        for prefix, space in (*dpv.NAMESPACES.items(), ("wb", own))
        for ours, term in table.items()
        if term.startswith(f"{prefix}:")
    }
    return str(spelled[value])


def read_back(graph: Graph, *, base: str = BASE) -> dict[str, Any]:
    """Return what the graph says of the verdict and the levels."""
    own = f"{base}/ns#"
    WB = Namespace(own)  # noqa: N806  # as people write it
    release = graph.value(predicate=RDF.type, object=WB.Release)

    def verdict(node: Any, word: Any = WB.verdict) -> str:
        return _word(dpv.VERDICTS, graph.value(node, word), own=own)

    def level(node: Any) -> str:
        return _word(dpv.LEVEL, graph.value(node, DPV.hasRiskLevel), own=own)

    def key(node: Any) -> str:
        return str(node).rpartition("#")[2]

    cells = {}
    for cell in graph.objects(release, WB.scopeCell):
        levels: dict[str, dict[str, str]] = {}
        for found in graph.objects(cell, WB.cellLevel):
            stage = _word(dpv.STAGES, graph.value(found, WB.stage), own=own)
            levels.setdefault(key(graph.value(found, WB.ofRisk)), {})[stage] = level(found)
        cells[key(cell)] = {"verdict": verdict(cell), "levels": levels}
    return {
        "sha256": str(graph.value(release, WB.sha256)),
        "verdict": verdict(release),
        "computed": verdict(release, WB.computedVerdict),
        "risks": {
            key(risk): {
                "r0": level(risk),
                **{
                    _word(dpv.STAGES, graph.value(rest, WB.stage), own=own): level(rest)
                    for rest in graph.objects(risk, DPV.hasResidualRisk)
                },
            }
            for risk in graph.objects(release, DPV.hasRisk)
        },
        "cells": cells,
        "claims": {
            key(claim): (
                key(graph.value(claim, DPV.mitigatesRisk)),
                {key(measure) for measure in graph.objects(claim, WB.requires)},
            )
            for claim in graph.objects(release, WB.claim)
        },
    }


def expected(content: Any, *, sha256: str) -> dict[str, Any]:
    """Return the same of the frozen content."""
    return {
        "sha256": sha256,
        "verdict": content["published_verdict"],
        "computed": content["computed_verdict"],
        "risks": {item["key"]: item["levels"] for item in content["risks"]},
        "cells": {
            item["key"]: {"verdict": item["verdict"], "levels": item["levels"]}
            for item in content["cells"]
        },
        "claims": {
            item["key"]: (item["risk"], set(item["requires"])) for item in content["claims"]
        },
    }
