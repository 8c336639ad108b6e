"""What changed between two contents, and what that means for a school."""

from collections.abc import Iterator
from copy import deepcopy
from functools import reduce
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpia_workbench.risk.comparison import NOT_COMPARED, Fate, Part, compared, natural
from dpia_workbench.risk.consequence import Consequence, Effect, consequences
from tests.report import sample

CONTENT = sample.content(
    language="nl",
    texts={"proposal": "Wij onderzochten het."},
    entries=[
        {"key": "PU1", "register": "purpose", "values": {"name": "Onderwijs"}},
        {"key": "PA2", "register": "party", "values": {"name": "Wolk", "roles": ["processor"]}},
    ],
    not_applicable={"register:asset": "Geen."},
)
quick = settings(max_examples=40, deadline=None)
Place = tuple[Any, ...]
# These are not compared: keys lead, explanations follow, a record only names an agreement.
_APART = {"explanations", "slug", "record", "remediation", "code"}


def _leaves(value: Any, place: Place = ()) -> Iterator[Place]:
    """Yield where in a content something stands that people could change."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in _APART and not (not place and name in NOT_COMPARED):
                yield from _leaves(inner, (*place, name))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*place, number))
    else:
        yield place


def _is_editable(place: Place) -> bool:
    is_edition_key = "edition" in place or "editions" in place
    if place[0] == "profile" or place[-1] == "agreement":
        return False
    return not (is_edition_key and place[-1] == "key")


PLACES = [place for place in _leaves(CONTENT) if _is_editable(place)]


def _changed(content: dict[str, Any], place: Place) -> dict[str, Any]:
    made: Any = deepcopy(content)
    inner = made
    for step in place[:-1]:
        inner = inner[step]
    old = inner[place[-1]]
    inner[place[-1]] = ["anders"] if isinstance(old, list) else f"{old} anders"
    return made


contents = st.lists(st.sampled_from(PLACES), max_size=2).map(
    lambda places: reduce(_changed, places, CONTENT)
)


@quick
@given(contents)
def test_a_content_beside_itself_has_no_difference(content: dict[str, Any]) -> None:
    assert compared(content, deepcopy(content)) == ()
    assert consequences(compared(content, content)) == ()


@quick
@given(contents, contents)
def test_the_way_back_is_the_way_there_mirrored(old: dict[str, Any], new: dict[str, Any]) -> None:
    there, back = compared(old, new), compared(new, old)

    assert tuple(each.mirrored for each in there) == back
    assert [each.part for each in there] == sorted(
        (each.part for each in there), key=list(Part).index
    )


@quick
@given(st.sampled_from(PLACES))
def test_whatever_is_changed_is_found(place: Place) -> None:
    assert compared(CONTENT, _changed(CONTENT, place))


@pytest.mark.parametrize("name", sorted(NOT_COMPARED - {"schema"}))
def test_what_is_different_in_every_release_is_no_change(name: str) -> None:
    assert compared(CONTENT, {**CONTENT, name: "anders"}) == ()


def test_what_nobody_filled_in_is_the_same_as_what_is_not_there() -> None:
    older = {k: v for k, v in CONTENT.items() if k not in ("texts", "entries", "not_applicable")}
    newer = {**older, "texts": {}, "entries": [], "not_applicable": {}, "screening": None}

    assert compared(older, newer) == ()


def test_a_field_that_is_unknown_here_is_compared_too() -> None:
    newer = deepcopy(CONTENT)
    newer["measures"][0]["setting"] = {"path": {"nl": "Beheer > Delen"}, "value": "uit"}
    newer["brand_new"] = [1]

    found = compared(CONTENT, newer)

    assert [(each.part, each.key, each.names) for each in found] == [
        (Part.MEASURE, "M1", ("setting.path", "setting.value")),
        (Part.METHOD, "", ("brand_new",)),
    ]


def test_keys_are_sorted_as_people_count() -> None:
    assert sorted(["R10", "R2", "DI1", ""], key=natural) == ["", "DI1", "R2", "R10"]


def _step(**changes: Any) -> tuple[Consequence, ...]:
    made = deepcopy(CONTENT)
    for name, change in changes.items():
        change(made[name])
    return consequences(compared(CONTENT, {**made, **changes.get("whole", {})}))


def _replace(number: int, **words: Any) -> Any:
    return lambda items: items[number].update(words)


def _add(number: int, key: str, **words: Any) -> Any:
    return lambda items: items.append({**deepcopy(items[number]), "key": key, **words})


def _drop(number: int) -> Any:
    return lambda items: items.pop(number)


def _level(number: int, level: str) -> Any:
    return lambda items: items[number]["levels"].update(r2=level)


@pytest.mark.parametrize(
    ("change", "effect", "key"),
    [
        ({"measures": _add(3, "M6")}, Effect.DUTY_NEW, "M6"),
        ({"measures": _replace(4, owner="school_mandatory")}, Effect.DUTY_NEW, "M5"),
        ({"measures": _replace(3, instruction={"nl": "Anders"})}, Effect.SETTING_CHANGED, "M4"),
        ({"measures": _replace(3, owner="school_optional")}, Effect.DUTY_GONE, "M4"),
        ({"measures": _drop(3)}, Effect.DUTY_GONE, "M4"),
        ({"measures": _add(4, "M6")}, Effect.OPTION_NEW, "M6"),
        ({"measures": _replace(4, title={"nl": "Anders"})}, Effect.OPTION_CHANGED, "M5"),
        ({"measures": _drop(4)}, Effect.OPTION_GONE, "M5"),
        ({"risks": _add(0, "R9")}, Effect.RISK_NEW, "R9"),
        ({"risks": _level(0, "high")}, Effect.RISK_HIGHER, "R1"),
        ({"risks": _level(3, "low")}, Effect.RISK_LOWER, "R4"),
        ({"cells": _add(0, "C9")}, Effect.CELL_NEW, "C9"),
        ({"cells": _replace(0, use={"nl": "Toetsen"})}, Effect.CELL_CHANGED, "C1"),
        ({"findings": _replace(0, result="non_compliant")}, Effect.FINDING_WORSE, "legal_basis"),
        ({"findings": _replace(10, result="compliant")}, Effect.FINDING_BETTER, "transfers"),
        ({"tolerated": lambda items: items.append({**items[0], "measure": "M1"})},
         Effect.PROMISE_OPEN, "M1"),
    ],
)  # fmt: skip
def test_each_step_has_its_consequence(change: dict[str, Any], effect: Effect, key: str) -> None:
    assert Consequence(effect=effect, keys=(key,)) in _step(**change)


def test_what_a_vendor_did_since_is_no_duty_of_a_school() -> None:
    def deliver(items: list[dict[str, Any]]) -> None:
        items[0]["promise"]["state"] = "partial"

    assert _step(measures=deliver) == ()


def test_what_is_only_said_otherwise_asks_nothing() -> None:
    made = deepcopy(CONTENT)
    made["claims"][0]["rationale"] = made["findings"][0]["note"] = "Anders"
    made["sentence"] = made["risks"][0]["description"] = {"nl": "Anders"}

    found = compared(CONTENT, made)

    assert len(found) == 4
    assert consequences(found) == ()


def test_a_worse_verdict_comes_first() -> None:
    worse = {**CONTENT, "published_verdict": "RED", "risks": CONTENT["risks"][:1]}

    found = consequences(compared(CONTENT, worse))
    back = consequences(compared(worse, CONTENT))

    assert (found[0].effect, back[0].effect) == (Effect.VERDICT_WORSE, Effect.VERDICT_BETTER)
    assert found[1] == Consequence(effect=Effect.RISK_GONE, keys=("R2", "R3", "R4"))


def test_organisational_duties_agreements_and_cells_that_go_are_told() -> None:
    made = deepcopy(CONTENT)
    made["measures"][3]["kind"] = "organisational"
    older = deepcopy(made)
    made["measures"][3]["title"] = {"nl": "Anders"}
    made["measures"][2]["agreement"]["clause"] = "art. 4"
    made["cells"].pop()

    found = {each.effect: each.keys for each in consequences(compared(older, made))}

    assert found[Effect.DUTY_CHANGED] == ("M4",)
    assert found[Effect.AGREEMENT_CHANGED] == ("M3",)
    assert found[Effect.CELL_GONE] == ("C2",)


def test_a_thing_is_shown_as_it_is_or_as_it_was() -> None:
    newer = deepcopy(CONTENT)
    newer["risks"][0]["origin"] = "event"
    gone = newer["risks"].pop()

    first, last = (each for each in compared(CONTENT, newer) if each.part is Part.RISK)

    assert (first.fate, first.shown["origin"]) == (Fate.CHANGED, "event")
    assert (last.fate, last.shown["title"]) == (Fate.REMOVED, gone["title"])
    assert last.mirrored.fate is Fate.ADDED
