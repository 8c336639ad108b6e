"""Adoptions through the API: from the beginning to the decision, and who may do what."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.consultation_record import Applicant, EventKind
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import releases
from dpia_workbench.store.models import Adoption, Release
from dpia_workbench.usecases import consultation, local
from tests import make
from tests.api.sending import NOWHERE, V1
from tests.browser import Api, Browser

LIST = f"{V1}/adoptions"
OPERATION = {
    "is_done": True, "purpose": "Lessen", "legal_basis": "public_task",
    "other_data": "Namen en werk", "retention": "Een schooljaar", "access": "Leraren",
}  # fmt: skip
AGREEMENT = {
    "form": "own", "title": "Verwerkersovereenkomst", "edition": "1.0", "signed_on": "2025-01-15",
}  # fmt: skip
DONE = {"state": "implemented", "evidence": "Zie de instelling."}


@pytest.fixture
def release(session: Session, people: make.People) -> Release:
    """A release that is in use."""
    return make.release(session, people=people, now=clock.now())


@pytest.fixture
def begun(session: Session, people: make.People, release: Release) -> Adoption:
    """An adoption of which nothing is answered yet."""
    make.school(session, by=people.officer, now=clock.now())
    return make.adoption(session, people=people, release=release, now=clock.now())


@pytest.fixture
def ready(session: Session, people: make.People, release: Release) -> Adoption:
    """An adoption on which the board can decide."""
    return make.adoption(
        session, people=people, release=release, state=State.READY, now=clock.now()
    )


def at(row: Adoption, *rest: str) -> str:
    return "/".join((f"{LIST}/{row.id}", *rest))


def _today(*, days: int = 0) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def _steps(read: dict[str, Any], *, release: Release) -> dict[str, Any]:
    """Return what a board sends that answers all that it reads."""
    asked = local.own_word(releases.content(release))
    return {
        "schools": {"every_school": True},
        "scope": {"cells": ["C1"], "beyond": False},
        "circumstances": dict.fromkeys(read["circumstances"], "no"),
        "operations": [{"key": each["key"], **OPERATION} for each in read["operations"]],
        "agreement": {**AGREEMENT, "party_to": sorted(asked)},
        "measures": [{"key": each["key"], **DONE} for each in read["measures"]],
        "own_risks": {"explanation": "Wij keken rond en vonden er geen."},
    }


def _decision(**words: Any) -> dict[str, Any]:
    values = {
        "outcome": "APPROVED", "reason": "Het is verantwoord.", "stance": "followed",
        "mandate": "Mandaatbesluit 3", "next_review": _today(days=300), "confirmed": True,
    }  # fmt: skip
    return {**values, **words}


def _pointers(refused: Any) -> list[str]:
    assert refused.status_code == 422, refused.get_json()
    return sorted(each["pointer"] for each in refused.get_json()["errors"])


def test_a_board_goes_from_the_beginning_to_a_decision(
    api: Api, session: Session, people: make.People, release: Release
) -> None:
    make.school(session, by=people.officer, now=clock.now())
    api.carries(people.officer)
    asked = {"slug": release.product.slug, "number": release.number}
    key = {"Idempotency-Key": "begin-1"}

    made = api.post(LIST, json=asked, headers=key)
    same = api.post(LIST, json=asked, headers=key)
    twice = api.post(LIST, json=asked)
    path = made.headers["Location"]
    begun = api.get(path)
    filled = api.change(path, json=_steps(begun.get_json(), release=release))
    views = {"asked": True, "heard": ["council"], "text": "De MR stemt in.", "on": _today()}
    heard = api.change(path, method="POST", at=f"{path}/views", json=views)
    api.carries(people.fg)
    advice = {"text": "Akkoord.", "on": _today()}
    advised = api.change(path, method="POST", at=f"{path}/advice", json=advice)
    again = api.change(path, method="POST", at=f"{path}/advice", json=advice)
    api.carries(people.board)
    decided = api.change(path, method="POST", at=f"{path}/decision", json=_decision())
    late = api.change(path, method="POST", at=f"{path}/decision", json=_decision())

    codes = [each.status_code for each in (made, same, twice, filled, heard, advised, again)]
    assert codes == [201, 201, 409, 200, 200, 200, 409]
    assert made.get_json() == same.get_json()
    assert session.query(Adoption).count() == 1
    assert (begun.get_json()["state"], begun.get_json()["steps"]) == ("started", [])
    assert begun.get_json()["sha256"] == release.sha256
    assert filled.get_json()["state"] == "measures_recorded"
    assert {each["step"] for each in filled.get_json()["steps"]} == {
        "schools", "scope", "circumstances", "operations", "agreement", "own_risks"
    }  # fmt: skip
    assert filled.get_json()["agreement"]["title"] == "Verwerkersovereenkomst"
    assert [each["brin"] for each in filled.get_json()["schools"]["covered"]] == ["99AA"]
    assert advised.get_json()["state"] == "ready"
    assert (decided.status_code, late.status_code) == (200, 409)
    assert decided.get_json()["decision"]["by"]["name"] == people.board.user.name
    item = api.get(LIST).get_json()["items"][0]
    assert {name: item[name] for name in ("number", "state", "outcome", "decided_on")} == {
        "number": release.number, "state": "active", "outcome": "APPROVED", "decided_on": _today()
    }  # fmt: skip
    assert api.change(path, json={"schools": {"every_school": True}}).status_code == 403
    api.carries(people.officer)
    assert api.change(path, json={"schools": {"every_school": True}}).status_code == 409


def test_a_step_that_is_not_sent_is_not_looked_at_and_a_part_of_one_stays(
    api: Api, people: make.People, begun: Adoption
) -> None:
    api.carries(people.officer)
    sent = {"cells": ["C1"], "is_complete": False}

    first = api.change(at(begun), json={"scope": sent}).get_json()
    named = api.change(at(begun), json={"agreement": AGREEMENT}).get_json()
    changed = api.change(at(begun), json={"agreement": {"edition": "2.0"}}).get_json()

    assert (first["scope"]["cells"], first["scope"]["beyond"], first["steps"]) == (["C1"], None, [])
    assert named["agreement"]["signed_on"] == "2025-01-15"
    assert changed["agreement"] == {**named["agreement"], "edition": "2.0"}
    assert [each["step"] for each in changed["steps"]] == ["agreement"]
    assert changed["scope"] == first["scope"]


def test_all_steps_are_taken_or_none(api: Api, people: make.People, begun: Adoption) -> None:
    api.carries(people.officer)
    before = api.get(at(begun))
    measures = [{"key": "M9", **DONE}]

    refused = api.change(at(begun), json={"agreement": AGREEMENT, "measures": measures})

    after = api.get(at(begun))
    assert _pointers(refused) == ["/measures/0/key"]
    assert after.get_json() == before.get_json()
    assert after.headers["ETag"] == before.headers["ETag"]


USE = {"kind": "service", "name": "Chat", "supplement": ""}


@pytest.mark.parametrize(
    ("steps", "pointers"),
    [
        ({"schools": {"every_school": None}}, ["/schools/every_school"]),
        ({"schools": {"every_school": False}}, ["/schools/school"]),
        ({"schools": {"every_school": False, "school": [NOWHERE]}}, ["/schools/school"]),
        ({"scope": {"beyond": False}}, ["/scope/cells"]),
        ({"scope": {"cells": ["C7"], "beyond": False}}, ["/scope/cells"]),
        ({"scope": {"cells": ["C1"]}}, ["/scope/beyond"]),
        ({"scope": {"cells": ["C1"], "beyond": True}}, ["/scope/uncovered"]),
        (
            {"scope": {"cells": ["C1"], "beyond": False, "uncovered": [USE]}},
            ["/scope/beyond", "/scope/uncovered/0/supplement"],
        ),
        ({"scope": {"cells": ["C1"], "beyond": False, "services": ["x"]}}, ["/scope/services"]),
        ({"circumstances": {"under_13": "maybe"}}, None),
        ({"circumstances": {"left_handed": "no"}}, None),
        ({"circumstances": None}, ["/circumstances"]),
        ({"operations": [{"key": "OP77", "is_done": False}]}, ["/operations/0/key"]),
        ({"operations": [{"number": 7, "is_done": False, "name": "Eigen"}]},
         ["/operations/0/number"]),
        ({"operations": [{"is_done": False}]}, ["/operations/0/name"]),
        (
            {"operations": [{"key": "C1", "is_done": True, "purpose": "Lessen"}]},
            ["/operations/0/access", "/operations/0/legal_basis", "/operations/0/other_data",
             "/operations/0/retention"],
        ),
        ({"operations": [{**OPERATION, "name": "Eigen", "data_items": ["DI99"]}]},
         ["/operations/0/data_items"]),
        ({"agreement": {"form": "none"}}, ["/agreement/explanation"]),
        ({"agreement": {**AGREEMENT, "signed_on": "2999-01-01"}}, ["/agreement/signed_on"]),
        ({"agreement": {**AGREEMENT, "party_to": ["M99"]}}, ["/agreement/party_to"]),
        ({"measures": [{"key": "M1", "state": "planned"}]}, None),
        ({"own_risks": {"explanation": ""}}, ["/own_risks/explanation"]),
        ({"own_risks": {"risks": [{"key": "O4", "likelihood": 1, "severity": 4, "reason": ""}]}},
         ["/own_risks/risks/0/reason", "/own_risks/risks/0/severity"]),
        ({"own_risks": {"risks": [
            {"key": "O4", "likelihood": 1, "severity": "unknown", "reason": "Zomaar."}
        ]}}, ["/own_risks/risks/0/key"]),
        ({"decision": {}}, ["/decision"]),
        ([], [""]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_at_its_field(
    api: Api, people: make.People, begun: Adoption, steps: Any, pointers: list[str] | None
) -> None:
    api.carries(people.officer)

    refused = _pointers(api.change(at(begun), json=steps))

    if pointers is None:  # other things are missing, too
        part = next(iter(steps))
        assert any(each.startswith(f"/{part}/") for each in refused), refused
    else:
        assert refused == pointers


def test_measures_are_written_by_key_and_what_is_not_listed_stays(
    api: Api, people: make.People, begun: Adoption
) -> None:
    api.carries(people.officer)
    first = begun.measures[0].key

    done = api.change(at(begun), json={"measures": [{"key": first, **DONE}]}).get_json()
    same = api.change(at(begun), json={"measures": []}).get_json()
    planned = {"key": first, "state": "planned", "due": "2020-01-01"}
    passed = api.change(at(begun), json={"measures": [planned]})
    checked = api.change(at(begun), json={"measures": [{**DONE, "key": first, "state": "checked"}]})

    found = {each["key"]: each for each in done["measures"]}
    assert (found[first]["state"], found[first]["since"]) == ("implemented", _today())
    assert {each["state"] for key, each in found.items() if key != first} <= {"todo"}
    assert same["measures"] == done["measures"]
    assert _pointers(passed) == ["/measures/0/due"]
    assert _pointers(checked) == ["/measures/0/state"]


def test_an_operation_of_the_boards_own_is_added_and_changed_by_its_number(
    api: Api, people: make.People, begun: Adoption
) -> None:
    api.carries(people.officer)
    own = {"name": "Schoolfoto", **OPERATION}

    added = api.change(at(begun), json={"operations": [own]}).get_json()
    number = next(each["number"] for each in added["operations"] if each["name"] == "Schoolfoto")
    later = {"number": number, "name": "Schoolfoto", "is_done": False}
    changed = api.change(at(begun), json={"operations": [later]}).get_json()

    found = next(each for each in changed["operations"] if each["number"] == number)
    assert (found["is_done"], found["purpose"]) == (False, "Lessen")
    assert changed["steps"] == []  # those of the release are not answered


def test_own_risks_come_with_their_measures_and_count(
    api: Api, people: make.People, begun: Adoption
) -> None:
    api.carries(people.officer)
    risk = {"title": "Meekijken", "likelihood": 3, "severity": "unknown", "reason": "Open deur."}
    measure = {
        "title": "Deur dicht", "axis": "likelihood", "cap": 1, "rationale": "Niemand kijkt mee.",
        **DONE,
    }  # fmt: skip

    scope = {"cells": ["C1"], "beyond": False}
    both = {"scope": scope, "own_risks": {"risks": [{**risk, "measures": [measure]}]}}
    added = api.change(at(begun), json=both).get_json()
    kept = added["own_risks"]["risks"][0]
    again = {"key": "O1", **risk, "severity": 1, "measures": [{**measure, "key": "O1.1", "cap": 2}]}
    changed = api.change(at(begun), json={"own_risks": {"risks": [again]}}).get_json()

    assert (kept["key"], kept["severity"]) == ("O1", "unknown")
    assert [each["key"] for each in kept["measures"]] == ["O1.1"]
    assert [(each["key"], each["r2"]) for each in added["risks"]][-1] == ("O1", None)
    now = changed["own_risks"]["risks"]
    assert [(each["severity"], each["measures"][0]["cap"]) for each in now] == [(1, 2)]
    assert [each["step"] for each in changed["steps"]] == ["scope", "own_risks"]


def test_who_comes_late_learns_how_it_stands_and_nobody_writes_blindly(
    api: Api, people: make.People, begun: Adoption
) -> None:
    api.carries(people.officer)
    etag = {"If-Match": api.get(at(begun)).headers["ETag"]}
    change = {"agreement": AGREEMENT}

    blind = [
        api.patch(at(begun), json=change),
        *(api.post(at(begun, word), json={}) for word in ("advice", "views", "decision")),
    ]
    first = {"key": begun.measures[0].key, **DONE}
    assert api.change(at(begun), json={"measures": [first]}).status_code == 200
    stale = api.patch(at(begun), json=change, headers=etag)

    assert [each.status_code for each in blind] == [428] * 4
    assert stale.status_code == 412
    current = stale.get_json()["current"]
    assert current["measures"][0]["state"] == "implemented"
    assert stale.headers["ETag"] == f'"{current["version"]}"'


def test_nobody_else_finds_or_begins_an_adoption(
    api: Api, people: make.People, begun: Adoption, release: Release
) -> None:
    asked = {"slug": release.product.slug, "number": release.number}
    body = {"If-Match": "*"}
    paths = ("advice", "views", "decision")
    for name in ("other_officer", "other_fg", "other_board", "analyst", "vendor", "stranger"):
        api.carries(getattr(people, name))
        assert api.get(LIST).get_json()["items"] == []
        codes = {
            api.get(at(begun)).status_code,
            api.patch(at(begun), json={}, headers=body).status_code,
            *(api.post(at(begun, path), json={}, headers=body).status_code for path in paths),
            *(api.get(at(begun, file)).status_code for file in ("report.docx", "register.csv")),
        }
        assert codes == {404}, name
        if name != "other_officer":
            assert api.post(LIST, json=asked).status_code == 403
    del api.http.environ_base["HTTP_AUTHORIZATION"]
    assert {api.get(path).status_code for path in (LIST, at(begun))} == {401}
    assert api.post(LIST, json=asked).status_code == 401


def test_everybody_keeps_to_their_role(api: Api, people: make.People, ready: Adoption) -> None:
    advice = {"text": "Akkoord.", "on": _today()}
    views = {"asked": False, "text": "Geen verandering.", "on": _today()}
    wrong: dict[str, dict[str, Any]] = {
        "officer": {"advice": advice, "decision": _decision()},
        "fg": {"views": views, "decision": _decision()},
        "board": {"advice": advice, "views": views},
    }
    for name, bodies in wrong.items():
        api.carries(getattr(people, name))
        for path, body in bodies.items():
            sent = api.change(at(ready), method="POST", at=at(ready, path), json=body)
            assert sent.status_code == 403, (name, path)
        changed = api.change(at(ready), json={})
        assert changed.status_code == (200 if name == "officer" else 403)


@pytest.mark.parametrize(
    ("words", "pointers"),
    [
        ({"outcome": "CONDITIONALLY_APPROVED"}, ["/conditions"]),
        (
            {"conditions": [{"text": "Doen", "owner": "ICT", "due": "2020-01-01"}]},
            ["/conditions/0/due"],
        ),
        ({"conditions": [{"text": "Doen"}]}, ["/conditions/0/due", "/conditions/0/owner"]),
        ({"acceptances": {"R77": "Kan."}}, ["/acceptances/R77"]),
        ({"next_review": "2099-01-01"}, ["/next_review"]),
        ({"stance": "deviated"}, ["/follows_advice"]),
        ({"confirmed": False, "mandate": ""}, ["/confirmed", "/mandate"]),
        ({"outcome": "MAYBE"}, ["/outcome"]),
    ],
)
def test_a_decision_is_refused_at_its_field(
    api: Api, people: make.People, ready: Adoption, words: dict[str, Any], pointers: list[str]
) -> None:
    api.carries(people.board)

    refused = api.change(
        at(ready), method="POST", at=at(ready, "decision"), json=_decision(**words)
    )

    assert _pointers(refused) == pointers


def test_a_decision_with_a_condition_is_kept_and_sent_again_it_is_the_same(
    api: Api, people: make.People, ready: Adoption
) -> None:
    api.carries(people.board)
    condition = {"text": "Leraren oefenen", "owner": "ICT", "due": _today(days=30)}
    headers = {"If-Match": api.get(at(ready)).headers["ETag"], "Idempotency-Key": "decide-1"}
    body = _decision(outcome="CONDITIONALLY_APPROVED", conditions=[condition])

    first = api.post(at(ready, "decision"), json=body, headers=headers)
    same = api.post(at(ready, "decision"), json=body, headers=headers)

    assert first.status_code == same.status_code == 200
    assert first.get_json() == same.get_json()
    told = {"number": 1, "measure": "", "is_met": False}
    assert first.get_json()["decision"]["conditions"] == [{**condition, **told}]


def test_what_came_later_is_read_and_is_another_version(
    api: Api, session: Session, people: make.People, release: Release
) -> None:
    row = make.adoption(
        session, people=people, release=release, state=State.CONSULTING, now=clock.now()
    )
    when: dict[str, Any] = {"adoption_id": row.id, "today": clock.today(), "now": clock.now()}
    api.carries(people.officer)
    before = api.get(at(row))

    consultation.note(
        session, actor=people.officer.actor, kind=EventKind.SUBMITTED, on=clock.today(),
        applicant=Applicant.BOARD, text="", version=0, **when,
    )  # fmt: skip
    session.commit()
    after = api.get(at(row))

    assert before.get_json()["decision"]["consultation"] == []
    assert before.get_json()["follow_ups"] == []
    told = after.get_json()["decision"]["consultation"]
    assert [(each["number"], each["kind"], each["applicant"]) for each in told] == [
        (1, "submitted", "board")
    ]
    assert before.headers["ETag"] != after.headers["ETag"]


def test_files_are_the_same_bytes_as_on_the_pages(
    api: Api, browser: Browser, session: Session, people: make.People, ready: Adoption
) -> None:
    make.document_templates(session)
    session.commit()
    browser.acts_as(people.officer)
    api.carries(people.officer)
    page = f"/adoptions/{ready.id}"
    for lang in ("nl", "en"):
        report = api.get(at(ready, f"report.docx?lang={lang}"))
        register = api.get(at(ready, f"register.csv?lang={lang}"))

        assert (report.status_code, register.status_code) == (200, 200)
        assert report.data == browser.fetch(f"{page}/report.docx?lang={lang}").data
        assert register.data == browser.fetch(f"{page}/register.csv?language={lang}").data
        assert f"-{lang}.docx" in report.headers["Content-Disposition"]
        assert register.mimetype == "text/csv"


def test_looking_again_needs_a_reason_and_follows_the_round_before(
    api: Api, session: Session, people: make.People, release: Release
) -> None:
    row = make.adoption(
        session, people=people, release=release, state=State.ACTIVE, now=clock.now()
    )
    api.carries(people.officer)
    asked = {"slug": release.product.slug, "number": release.number}

    unexplained = api.post(LIST, json={**asked, "why": "other"})
    given = api.post(LIST, json={**asked, "why": "rejected"})
    made = api.post(LIST, json={**asked, "why": "other", "words": "De FG vraagt het."})

    assert (_pointers(unexplained), _pointers(given)) == (["/words"], ["/why"])
    found = made.get_json()
    assert (made.status_code, found["round"], found["follows"]) == (201, 2, str(row.id))
    assert found["again"] == {"why": "other", "words": "De FG vraagt het."}
    first = api.get(f"{LIST}?limit=1").get_json()
    assert (first["total"], [each["round"] for each in first["items"]]) == (2, [2])
    rest = api.get(f"{LIST}?limit=1&cursor={first['next']}").get_json()
    assert [each["id"] for each in rest["items"]] == [str(row.id)]
    assert api.post(LIST, json={"slug": release.product.slug}).status_code == 404
    assert api.post(LIST, json={**asked, "number": 9}).status_code == 404


def test_an_external_record_is_adopted_and_what_has_no_level_is_judged(
    api: Api, session: Session, people: make.People
) -> None:
    assert people.vendor.organisation is not None
    words = {"nl": "Bewaren", "en": "Keeping"}
    risk = {"title": words, "level_before": "high", "level_after": "unconfirmed", "state": words}
    product = make.recorded_product(
        session, vendor=people.vendor.organisation, verdict=Verdict.GREEN_WITH_MEASURES,
        said={"risks": [risk]},
    )  # fmt: skip
    bare = make.product(session, vendor=people.vendor.organisation, name="Kaal")
    api.carries(people.officer)

    made = api.post(LIST, json={"slug": product.slug})
    path = made.headers["Location"]
    silent = api.change(path, json={"own_risks": {"explanation": "Geen andere."}})
    judged = {"key": "R1", "likelihood": 1, "severity": 2, "reason": "Wij bewaren kort."}
    answered = api.change(
        path, json={"own_risks": {"explanation": "Geen andere.", "risks": [judged]}}
    ).get_json()

    assert (made.status_code, made.get_json()["number"]) == (201, None)
    assert made.get_json()["verdict"] == "GREEN_WITH_MEASURES"
    assert silent.status_code == 409
    assert answered["own_risks"]["risks"][0]["key"] == "R1"
    assert [each["step"] for each in answered["steps"]] == ["own_risks"]
    assert api.post(LIST, json={"slug": product.slug}).status_code == 409
    assert api.post(LIST, json={"slug": bare.slug}).status_code == 404
