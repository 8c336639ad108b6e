"""Releases as linked data: the graph says what was frozen, in words that everybody knows."""

import copy
import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from dpia_workbench.linked import TERMS, Kind, context, dpv, release_graph, shapes, vocabulary
from dpia_workbench.linked.nodes import written
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.statements import (
    Article6,
    DataType,
    PartyRole,
    Phase,
    SubjectKind,
)
from tests.linked.random_release import contents
from tests.linked.reading import BASE, complaints, expected, parsed, read_back
from tests.report import sample
from tests.unit.strategies import EXAMPLES

HASH = "ab" * 32


def _graph(content: Any) -> dict[str, Any]:
    return release_graph(content, sha256=HASH, base=BASE)


def _entry(key: str, register: str, **values: Any) -> dict[str, Any]:
    return {"key": key, "register": register, "values": {"name": key, **values}}


def _processed() -> dict[str, Any]:
    """Return the sample with an entry of every kind that the graph tells of."""
    entries = [
        *(_entry(f"DS{n}", "data_subject", subject_kind=k) for n, k in enumerate(SubjectKind, 1)),
        *(
            _entry(f"DI{n}", "data_item", data_type=kind, category="account", subjects=["DS1"])
            for n, kind in enumerate(DataType, 1)
        ),
        _entry("OP1", "operation", data=["DI1", "DI3", "DI99"], phases=[*Phase], description="Zo."),
        _entry("OP2", "operation", data=["DI1"], phases=[], description="En zo."),
        _entry("PU1", "purpose", operations=["OP1", "OP2"]),
        *(
            _entry(f"LB{n}", "legal_basis", article=article, operations=["OP1"], conditions="Wet.")
            for n, article in enumerate(Article6, 1)
        ),
        *(
            _entry(f"PA{n}", "party", roles=[role], operations=["OP1"])
            for n, role in enumerate(PartyRole, 1)
        ),
        _entry("LO1", "location", country="VS", mechanism="adequacy", operations=["OP1"]),
        _entry("RE1", "retention", operations=["OP1"], unit="days", length="30", motivation="Zo."),
        _entry("IN1", "interest", consultation="Gesprek met ouders."),
    ]
    texts = {"officer_advice": "Akkoord.", "views": "De raad stemde in."}
    results = {"dpia": {"need": "required"}, "dtia": {"need": "required"}}
    return {
        **sample.content(), "entries": entries, "texts": texts, "screening": {"results": results}
    }  # fmt: skip


@pytest.mark.slow
@given(contents)
@settings(max_examples=min(EXAMPLES, 20))
def test_any_release_is_read_back_as_it_was_frozen(content: dict[str, Any]) -> None:
    graph = parsed(written(_graph(content)))

    assert read_back(graph) == expected(content, sha256=HASH)
    assert complaints(graph) == ""


@pytest.mark.slow
def test_all_that_is_processed_is_told_in_the_words_of_dpv() -> None:
    made = _graph(_processed())

    assert complaints(parsed(made)) == ""
    assert "dpv:DataTransferImpactAssessment" in made["@type"]
    assert made["dpv:hasAssessment"]["dpv:hasStatus"] == "eu-gdpr:DPIARequired"
    consulted = {node["@type"][0] for node in made["dpv:hasOrganisationalMeasure"]}
    assert consulted == {
        "dpv:ConsultationWithDPO", "dpv:ConsultationWithDataSubject",
        "dpv:ConsultationWithDataSubjectRepresentative",
    }  # fmt: skip
    process, second = made["dpv:hasProcess"]
    assert {node["@type"][1] for node in process["dpv:hasLegalBasis"]} == set(dpv.BASIS.values())
    assert {name for name, _type in dpv.ROLE.values()} <= set(process)
    assert process["dpv:hasProcessing"] == [*dpv.PROCESSING.values()]
    assert [node["@id"] for node in process["dpv:hasPersonalData"]] == [
        f"{made['@id']}#DI1", f"{made['@id']}#DI3"
    ]  # fmt: skip
    assert second["dpv:hasPersonalData"] == [f"{made['@id']}#DI1"]  # told once, linked after that


@pytest.mark.parametrize("state", [each for each in State if each is not State.DRAFT])
def test_every_state_of_a_request_has_a_word(state: State) -> None:
    content = sample.content()
    promised = next(item for item in content["measures"] if item["promise"])
    promised["promise"] |= {"state": state, "due": "2999-01-01"}

    node = next(each for each in _graph(content)["@included"] if "wb:request" in each)

    assert node["wb:request"]["wb:requestState"] == state
    assert node["wb:request"]["dpv:hasRequestStatus"] == dpv.REQUEST[state]


def test_a_promise_whose_day_had_passed_is_delayed() -> None:
    content = sample.content()
    promised = next(item for item in content["measures"] if item["promise"])
    promised["promise"] |= {"state": State.COMMITTED, "due": date(2000, 1, 1).isoformat()}

    node = next(each for each in _graph(content)["@included"] if "wb:request" in each)

    assert node["wb:request"]["dpv:hasRequestStatus"] == "dpv:RequestActionDelayed"


def _without_hash(made: dict[str, Any]) -> None:
    del made["wb:sha256"]


def _with_another_verdict(made: dict[str, Any]) -> None:
    made["wb:verdict"] = "wb:Green" if made["wb:verdict"] != "wb:Green" else "wb:Red"


def _with_a_level_of_the_matrix(made: dict[str, Any]) -> None:
    made["dpv:hasRisk"][0]["dpv:hasRiskLevel"] = "risk:RM3x3S1L3"


def _without_a_stage(made: dict[str, Any]) -> None:
    made["dpv:hasRisk"][0]["dpv:hasResidualRisk"].pop()


def _with_a_measure_that_is_nowhere(made: dict[str, Any]) -> None:
    made["wb:claim"][0]["wb:requires"] = [f"{made['@id']}#M99"]


def _that_lowers_the_other_axis(made: dict[str, Any]) -> None:
    claim = made["wb:claim"][0]
    is_severity = "Severity" in claim["wb:cap"]
    claim["wb:cap"] = "risk:LowLikelihood" if is_severity else "risk:LowSeverity"


def _that_ends_before_it_begins(made: dict[str, Any]) -> None:
    made["dct:valid"] = "1999-01-01"


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken",
    [
        _without_hash, _with_another_verdict, _with_a_level_of_the_matrix, _without_a_stage,
        _with_a_measure_that_is_nowhere, _that_lowers_the_other_axis, _that_ends_before_it_begins,
    ],
)  # fmt: skip
def test_a_broken_graph_is_refused(broken: Any) -> None:
    made = copy.deepcopy(_graph(sample.content()))
    assert complaints(parsed(made)) == ""

    broken(made)

    assert complaints(parsed(made))


def test_every_word_of_ours_is_explained_and_used() -> None:
    explained = {term.name for term in TERMS}
    used = set(re.findall(r"\bwb:(\w+)", written(_graph(_processed())) + _tables() + _known()))

    assert used - explained == set()
    assert explained - used == set()


def _tables() -> str:
    return json.dumps([dpv.VERDICTS, dpv.OWNERS, dpv.STAGES])


def _known() -> str:
    # not in the sample: a release before, a worse verdict, an unknown axis
    return "wb:previous wb:overrideReason wb:assumed " + json.dumps(context(BASE))


def test_the_shapes_name_only_words_that_there_are() -> None:
    named = set(re.findall(r"\bwb:(\w+)", shapes(BASE)))

    assert {name for name in named if not name.endswith("Shape")} <= {term.name for term in TERMS}


def test_the_matrix_of_dpv_is_not_used() -> None:
    assert "RM3x3" not in written(_graph(_processed()))


def test_the_vocabulary_is_a_graph_in_both_languages() -> None:
    graph = parsed(vocabulary(BASE))

    comments = list(graph.triples((None, None, None)))
    assert len({subject for subject, _p, _o in comments}) == len(TERMS)
    languages = {getattr(thing, "language", None) for _s, _p, thing in comments}
    assert {"nl", "en"} <= languages
    assert {term.kind for term in TERMS} == set(Kind)
