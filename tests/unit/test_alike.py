"""Releases of two dossiers on one product are compared by words, since their keys differ."""

from copy import deepcopy
from typing import Any

from dpia_workbench.risk.alike import aligned, is_of_one_dossier
from dpia_workbench.risk.comparison import Fate, Part, compared
from tests.report import sample


def other(made: dict[str, Any]) -> dict[str, Any]:
    """Return a content as another cooperative would have it, with other keys for risks."""
    content = deepcopy(made)
    content["dossier"] = "ANDERS-2026"
    numbers = {"R1": "R2", "R2": "R1"}
    for item in content["risks"]:
        item["key"] = numbers.get(item["key"], item["key"])
    for item in content["claims"]:
        item["risk"] = numbers.get(item["risk"], item["risk"])
    for item in content["cells"]:
        for name in ("levels", "explanations"):
            item[name] = {numbers.get(key, key): value for key, value in item[name].items()}
    return content


def test_within_one_dossier_keys_lead() -> None:
    content = sample.content()

    assert is_of_one_dossier(content, content)
    assert aligned(content, content) is content


def test_the_same_risks_under_other_keys_are_no_change() -> None:
    older, newer = sample.content(), other(sample.content())

    assert compared(older, newer)
    assert compared(aligned(older, newer), newer) == ()


def test_what_only_one_dossier_has_meets_nothing_of_the_other() -> None:
    older, newer = sample.content(), other(sample.content())
    newer["risks"][0]["title"] = {"nl": "Iets heel anders"}
    entry = {"key": "PU1", "register": "purpose", "values": {"name": "Onderwijs"}}
    older["entries"], newer["entries"] = [entry], [{**entry, "key": "PU7"}]

    found = {(each.part, each.key): each.fate for each in compared(aligned(older, newer), newer)}

    assert found[Part.RISK, "R1′"] is Fate.REMOVED
    assert found[Part.RISK, "R2"] is Fate.ADDED
    assert (Part.ENTRY, "PU7") not in found
