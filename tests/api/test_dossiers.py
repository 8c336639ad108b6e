"""Dossiers through the API: read, opened, changed, and by whom not."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.assessment import State
from dpia_workbench.store.models import AuditEvent, Dossier
from tests import make
from tests.api.sending import NOWHERE, RISK, V1, at, parts_of
from tests.browser import Api

NOBODY = ("vendor", "officer", "fg", "board", "administrator", "stranger", "sivon_analyst")


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft."""
    return make.dossier(session, people=people, now=clock.now())


def test_a_dossier_says_what_is_computed_and_what_is_missing(
    api: Api, people: make.People, draft: Dossier
) -> None:
    api.carries(people.analyst)

    answer = api.get(at(draft))

    said = answer.get_json()
    assert answer.status_code == 200
    assert answer.headers["ETag"] == f'"{said["version"]}"'
    assert said["key"] == draft.key
    assert said["verdict"] == "GREEN_WITH_MEASURES"
    assert said["levels"]["R1"] == {
        "r0": "high", "r1": "high", "r2": "low", "rb": "low", "rp": "low",
    }  # fmt: skip
    assert said["cell_verdicts"] == {"C1": said["verdict"], "C2": said["verdict"]}
    assert said["gaps"] == []
    assert said["summary"] == {"nl": "Samenvatting (nl)", "en": "Samenvatting (en)"}
    assert said["screening"]["results"]["dpia"] == "required"
    assert said["screening_answers"]["criteria"] == ["large_scale", "vulnerable_people"]
    assert said["screening_answers"]["cloud"] == "yes"


def test_an_empty_dossier_says_what_review_and_publication_wait_for(
    api: Api, people: make.People, session: Session
) -> None:
    row = make.empty_dossier(session, people=people, now=clock.now())
    api.carries(people.analyst)

    gaps = api.get(at(row)).get_json()["gaps"]

    assert {"lack": "screening", "key": "", "blocks": "review"} in gaps
    assert {"lack": "finding", "key": "rights", "blocks": "publication"} in gaps


@pytest.mark.parametrize("name", NOBODY)
def test_who_may_not_see_a_dossier_meets_nothing_there(
    api: Api, people: make.People, draft: Dossier, name: str
) -> None:
    measure = {"measure_id": str(draft.revision.measures[0].id), "words": "Zet uit."}
    bodies = {**parts_of(draft), "requests": measure, "approval": {"content_hash": "x"}}
    asked = [("GET", ()), ("PATCH", ()), ("PATCH", ("findings", "rights"))]
    asked += [("GET", (part,)) for part in (*parts_of(draft), "findings", "requests")]
    asked += [("POST", (part,)) for part in bodies]
    asked += [("POST", (move,)) for move in ("submission", "publication", "reopening", "revision")]
    asked += [
        (method, (kind, str(getattr(draft.revision, kind)[0].id)))
        for kind in parts_of(draft)
        for method in ("GET", "PATCH", "DELETE")
    ]
    api.carries(people.everybody()[name])

    met = {}
    for method, path in asked:
        sent = {"json": bodies.get(path[0], {}) if path else {}} if method != "GET" else {}
        answer = api.call(at(draft, *path), method=method, headers={"If-Match": "*"}, **sent)
        met[method, path] = answer.status_code

    assert set(met.values()) == {404}, met


@pytest.mark.parametrize("name", [name for name in NOBODY if name != "sivon_analyst"])
def test_who_sees_no_dossiers_meets_no_list(api: Api, people: make.People, name: str) -> None:
    api.carries(people.everybody()[name])

    assert api.get(f"{V1}/dossiers").status_code == 404


def test_another_cooperative_sees_only_its_own(
    api: Api, people: make.People, draft: Dossier
) -> None:
    api.carries(people.sivon_analyst)

    assert api.get(f"{V1}/dossiers").get_json() == {"items": [], "total": 0, "next": None}


def test_the_list_is_cut_filtered_and_paged(
    api: Api, people: make.People, session: Session, draft: Dossier
) -> None:
    product = draft.product
    for _turn in range(2):
        make.empty_dossier(session, people=people, product=product, now=clock.now())
    api.carries(people.reviewer)

    first = api.get(f"{V1}/dossiers?limit=2").get_json()
    rest = api.get(f"{V1}/dossiers?limit=2&cursor={first['next']}").get_json()

    assert (first["total"], len(first["items"]), len(rest["items"])) == (3, 2, 1)
    assert rest["next"] is None
    assert api.get(f"{V1}/dossiers?state=approved").get_json()["total"] == 0
    assert api.get(f"{V1}/dossiers?state=draft&product={product.slug}").get_json()["total"] == 3
    assert api.get(f"{V1}/dossiers?product=other").get_json()["total"] == 0
    assert api.get(f"{V1}/dossiers?state=lost").status_code == 422


def test_a_product_and_a_dossier_on_it_are_made(
    api: Api, people: make.People, session: Session
) -> None:
    api.carries(people.analyst)
    assert people.vendor.organisation is not None
    product = {
        "name": {"nl": "Rekenster"}, "vendor_id": str(people.vendor.organisation.id),
        "category": "Rekenen", "sectors": ["po"], "editions": [{"nl": "Basis"}, {"nl": "Plus"}],
    }  # fmt: skip

    made = api.post(f"{V1}/products", json=product)
    opened = api.post(f"{V1}/dossiers", json={"product_id": made.get_json()["id"]})

    assert made.status_code == opened.status_code == 201
    assert [each["key"] for each in made.get_json()["editions"]] == ["basis", "plus"]
    assert made.get_json()["vendor"]["name"] == "Noorderlicht"
    said = opened.get_json()
    assert said["method"]["key"] == "nl-rijk-3.0"
    assert opened.headers["Location"] == f"{V1}/dossiers/{said['id']}"
    assert api.get(opened.headers["Location"]).headers["ETag"] == opened.headers["ETag"]
    listed = api.get(f"{V1}/products").get_json()
    assert [each["slug"] for each in listed["items"]] == ["rekenster"]


@pytest.mark.parametrize(
    ("path", "changes", "pointer"),
    [
        ("products", {"vendor_id": NOWHERE}, "/vendor_id"),
        ("products", {"editions": []}, "/editions"),
        ("products", {"editions": "Basis"}, "/editions"),
        ("products", {"sectors": ["moon"]}, "/sectors/0"),
        ("dossiers", {"product_id": NOWHERE}, "/product_id"),
        ("dossiers", {"version": 1}, "/version"),
    ],
)
def test_what_is_wrong_with_a_new_thing_stands_at_its_field(
    api: Api, people: make.People, path: str, changes: dict[str, Any], pointer: str
) -> None:
    api.carries(people.analyst)
    assert people.vendor.organisation is not None
    right: dict[str, Any] = {
        "products": {
            "name": {"nl": "X"}, "vendor_id": str(people.vendor.organisation.id), "category": "X",
            "sectors": ["po"], "editions": [{"nl": "Basis"}],
        },
        "dossiers": {"product_id": NOWHERE},
    }[path]  # fmt: skip

    answer = api.post(f"{V1}/{path}", json={**right, **changes})

    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.get_json()["errors"]]


@pytest.mark.parametrize("name", ["reviewer", "publisher", "vendor", "officer", "stranger"])
def test_only_analysts_open_dossiers_and_see_all_products(
    api: Api, people: make.People, name: str
) -> None:
    api.carries(people.everybody()[name])
    body = {"product_id": NOWHERE}

    assert api.get(f"{V1}/products").status_code == 403
    assert api.post(f"{V1}/dossiers", json=body).status_code == 403


def test_a_change_leaves_the_rest_as_it_is(api: Api, people: make.People, draft: Dossier) -> None:
    api.carries(people.analyst)

    answer = api.change(at(draft), json={"summary": {"en": "New"}})

    said = answer.get_json()
    assert answer.status_code == 200
    assert said["summary"] == {"nl": "Samenvatting (nl)", "en": "New"}
    assert said["scope"] == {"nl": "Reikwijdte (nl)", "en": "Reikwijdte (en)"}
    assert answer.headers["ETag"] == api.get(at(draft)).headers["ETag"]


def test_the_screening_is_answered_by_question(
    api: Api, people: make.People, session: Session
) -> None:
    make.screening_form(session)
    row = make.empty_dossier(session, people=people, now=clock.now())
    api.carries(people.analyst)

    first = api.change(
        at(row), json={"screening_answers": {"cloud": "yes", "criteria": ["scoring"]}}
    )
    second = api.change(
        at(row),
        json={"screening_answers": {"cloud": None, "support": "inside"}, "scope": {"nl": "Al"}},
    )
    wrong = api.change(at(row), json={"screening_answers": {"cloud": "maybe", "sun": "no"}})

    assert first.status_code == second.status_code == 200, (first.text, second.text)
    assert first.get_json()["screening_answers"]["cloud"] == "yes"
    assert "cloud" not in second.get_json()["screening_answers"]
    assert second.get_json()["scope"]["nl"] == "Al"
    assert wrong.status_code == 422
    pointers = {error["pointer"] for error in wrong.get_json()["errors"]}
    assert pointers == {"/screening_answers/cloud", "/screening_answers/sun"}
    facts = [event.fact for event in session.scalars(select(AuditEvent))]
    assert facts.count("dossier.screened") == 2


@pytest.mark.parametrize("name", ["reviewer", "publisher"])
def test_who_only_reads_changes_nothing(
    api: Api, people: make.People, draft: Dossier, name: str
) -> None:
    api.carries(people.everybody()[name])

    assert api.change(at(draft), json={}).status_code == 403
    answer = api.post(at(draft, "risks"), json=RISK)
    assert answer.status_code == 403
    assert answer.mimetype == "application/problem+json"


def test_a_dossier_goes_all_the_way_to_a_release(
    api: Api, people: make.People, draft: Dossier
) -> None:
    api.carries(people.analyst)
    submitted = api.change(at(draft), at=at(draft, "submission"), method="POST")
    api.carries(people.reviewer)
    read = api.get(at(draft)).get_json()
    sent_back = api.change(
        at(draft), at=at(draft, "changes"), method="POST", json={"note": "Meer."}
    )
    api.carries(people.analyst)
    resumed = api.change(at(draft), at=at(draft, "resumption"), method="POST")
    api.change(at(draft), at=at(draft, "submission"), method="POST")
    api.carries(people.reviewer)
    approved = api.change(
        at(draft), at=at(draft, "approval"), method="POST",
        json={"content_hash": read["content_hash"]},
    )  # fmt: skip
    api.carries(people.publisher)
    published = api.change(
        at(draft), at=at(draft, "publication"), method="POST", json={"chosen": read["verdict"]}
    )
    api.carries(people.analyst)
    revised = api.change(at(draft), at=at(draft, "revision"), method="POST")

    states = [each.get_json()["state"] for each in (submitted, sent_back, resumed, approved)]
    assert states == ["in_review", "changes_requested", "draft", "approved"]
    assert published.status_code == 201, published.text
    assert api.get(published.headers["Location"]).get_json()["number"] == 1
    assert (revised.get_json()["state"], revised.get_json()["revision"]) == ("draft", 2)


def test_an_approval_can_be_taken_back(api: Api, people: make.People, session: Session) -> None:
    row = make.dossier(session, people=people, state=State.APPROVED, now=clock.now())
    api.carries(people.reviewer)

    answer = api.change(at(row), at=at(row, "reopening"), method="POST")

    assert answer.get_json()["state"] == "draft"


@pytest.mark.parametrize(
    ("name", "state", "move", "body", "status"),
    [
        ("analyst", State.IN_REVIEW, "submission", None, 409),
        ("analyst", State.DRAFT, "resumption", None, 409),
        ("analyst", State.DRAFT, "revision", None, 409),
        ("reviewer", State.DRAFT, "submission", None, 403),
        ("analyst", State.IN_REVIEW, "approval", {"content_hash": "x"}, 403),
        ("reviewer", State.IN_REVIEW, "approval", {"content_hash": "x"}, 412),
        ("reviewer", State.IN_REVIEW, "approval", {}, 422),
        ("reviewer", State.IN_REVIEW, "changes", {"note": ""}, 422),
        ("reviewer", State.APPROVED, "publication", {"chosen": "AMBER"}, 403),
        ("publisher", State.APPROVED, "publication", {"chosen": "GREEN"}, 422),
        ("publisher", State.IN_REVIEW, "publication", {"chosen": "AMBER", "reason": "x"}, 409),
    ],
)
def test_a_move_that_is_refused_says_why(
    api: Api, people: make.People, session: Session, name: str, state: State, move: str,
    body: dict[str, Any] | None, status: int,
) -> None:  # fmt: skip
    row = make.dossier(session, people=people, state=state, now=clock.now())
    api.carries(people.everybody()[name])
    sent = {"json": body} if body is not None else {}

    answer = api.change(at(row), at=at(row, move), method="POST", **sent)

    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert api.get(at(row)).get_json()["state"] == state


def test_an_incomplete_draft_is_not_submitted(
    api: Api, people: make.People, session: Session
) -> None:
    row = make.empty_dossier(session, people=people, now=clock.now())
    api.carries(people.analyst)

    answer = api.change(at(row), at=at(row, "submission"), method="POST")

    assert answer.status_code == 422
    assert answer.get_json()["type"] == "/problems/assessment.incomplete"
