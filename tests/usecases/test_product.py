"""Products: added by analysts, or loaded from the catalogue, again and again."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import audit, products
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Edition, Organisation, Product, SearchChange, Service
from dpia_workbench.usecases import product
from dpia_workbench.usecases.product import EditionMissing, SlugTaken
from tests import make

VENDOR = {"slug": "aurora", "name": "Aurora"}
CATEGORY = {
    "code": "suite",
    "label": {"nl": "Kantoorpakket", "en": "Office suite"},
    "keywords": {"nl": ["kantoor"], "en": ["office"]},
}


def _item(**words: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "slug": "aurora-docs",
        "vendor": "aurora",
        "category": "suite",
        "category_note": None,
        "name": {"nl": "Aurora Documenten", "en": "Aurora Docs"},
        "former_names": ["Aurora Writer"],
        "aliases": ["adocs"],
        "sectors": ["po", "vo"],
        "editions": [
            {"key": "school", "name": {"nl": "School", "en": "School"}},
            {"key": "plus", "name": {"nl": "Plus", "en": "Plus"}},
        ],
        "services": [
            {"name": {"nl": "Opslag", "en": "Storage"}, "role": "processor", "since": "2024"}
        ],
        "record": _record(),
    }
    return {**values, **words}


def _record(**words: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "verdict": {"colour": "AMBER", "one_line": {"nl": "Wees terughoudend.", "en": "Be."}},
        "published": "2024-06",
        "publisher": {"nl": "SURF", "en": "SURF"},
    }
    return {**values, **words}


def _load(session: Session, *items: dict[str, Any], actor: Any = SYSTEM) -> product.Loaded:
    return product.load(
        session, actor=actor, vendors=[VENDOR], categories=[CATEGORY], products=items or [_item()],
        now=make.NOW,
    )  # fmt: skip


def _create(session: Session, people: make.People, **words: Any) -> Product:
    assert people.vendor.organisation is not None
    values: dict[str, Any] = {
        "actor": people.analyst.actor, "name": Bilingual("Rekenbos", "Sum Wood"),
        "vendor_id": people.vendor.organisation.id, "category": make.CATEGORY, "sectors": ["po"],
        "editions": [Bilingual("Basis", "Basic"), Bilingual("Plus", "Plus")], "now": make.NOW,
    }  # fmt: skip
    return product.create(session, **{**values, **words})


def _count(session: Session, kind: type[Any]) -> int | None:
    return session.scalar(select(func.count()).select_from(kind))


def test_analysts_and_administrators_add_products(session: Session, people: make.People) -> None:
    able = set()
    for name, person in people.everybody().items():
        try:
            _create(session, people, actor=person.actor, name=Bilingual.of(f"Product {name}"))
        except Forbidden:
            continue
        able.add(name)

    assert able == {"analyst", "analyst2", "sivon_analyst", "administrator"}


def test_a_new_product_has_its_address_and_its_editions(
    session: Session, people: make.People
) -> None:
    row = _create(session, people, name=Bilingual("Rekenbös & co", "Sum Wood"))

    assert row.slug == "rekenbos-co"
    assert [(e.key, e.position, e.is_offered) for e in row.editions] == [
        ("basis", 0, True),
        ("plus", 1, True),
    ]
    assert audit.find(session, subject_id=row.id)[0].fact == "product.created"


def test_two_products_do_not_share_an_address(session: Session, people: make.People) -> None:
    _create(session, people)

    with pytest.raises(SlugTaken):
        _create(session, people, name=Bilingual("Rekenbos!", "Other"))


def test_a_product_has_an_edition(session: Session, people: make.People) -> None:
    with pytest.raises(EditionMissing):
        _create(session, people, editions=[])


def test_a_product_is_a_vendors(session: Session, people: make.People) -> None:
    assert people.officer.organisation is not None

    with pytest.raises(NotFound):
        _create(session, people, vendor_id=people.officer.organisation.id)


def test_only_the_operator_loads_the_catalogue(session: Session, people: make.People) -> None:
    for name, person in people.everybody().items():
        if name != "administrator":
            with pytest.raises(Forbidden):
                _load(session, actor=person.actor)

    assert _load(session, actor=people.administrator.actor).changed == ("aurora-docs",)


def test_a_load_stores_all_that_the_catalogue_says(session: Session) -> None:
    loaded = _load(session)
    session.commit()

    row = products.get(session, "aurora-docs")
    assert (loaded.vendors, loaded.products, loaded.changed) == (1, 1, ("aurora-docs",))
    assert (row.vendor.name, row.name.en) == ("Aurora", "Aurora Docs")
    assert row.category["label"]["nl"] == "Kantoorpakket"
    assert [e.key for e in row.editions] == ["school", "plus"]
    assert [(s.name.nl, s.role, s.facts) for s in row.services] == [
        ("Opslag", "processor", {"since": "2024"})
    ]
    assert row.record is not None
    assert (row.record.verdict, row.record.published) == (Verdict.AMBER, "2024-06")


def test_a_second_load_changes_nothing_and_leaves_no_trace(session: Session) -> None:
    _load(session)
    session.commit()
    before = [
        _count(session, kind) for kind in (Organisation, Product, Edition, Service, SearchChange)
    ]

    again = _load(session)
    session.commit()

    after = [
        _count(session, kind) for kind in (Organisation, Product, Edition, Service, SearchChange)
    ]
    assert again.changed == ()
    assert after == before


def test_a_load_loses_nothing_that_people_made(session: Session, people: make.People) -> None:
    _load(session)
    row = products.get(session, "aurora-docs")
    made = make.release(session, people=people, product=row)
    own = _create(session, people)
    session.commit()

    _load(session, _item(name={"nl": "Aurora Teksten", "en": "Aurora Texts"}))
    session.commit()

    assert products.get(session, own.slug).id == own.id
    assert products.newest_release(session, row.id) is made
    assert row.name.nl == "Aurora Teksten"


def test_an_edition_that_the_catalogue_drops_stays_but_is_no_longer_offered(
    session: Session, people: make.People
) -> None:
    _load(session)
    row = products.get(session, "aurora-docs")
    dossier = make.dossier(session, people=people, product=row)
    plus = dossier.revision.cells[1].edition
    assert plus.key == "plus"

    loaded = _load(session, _item(editions=_item()["editions"][:1]))
    session.commit()

    assert loaded.changed == ("aurora-docs",)
    assert [(e.key, e.is_offered) for e in row.editions] == [("school", True), ("plus", False)]
    assert dossier.revision.cells[1].edition.key == "plus"

    _load(session)
    assert all(edition.is_offered for edition in row.editions)


@pytest.mark.parametrize(
    "change",
    [
        {"services": []},
        {"record": _record(published="2025-01")},
        {"aliases": []},
        {"category_note": {"nl": "Let op", "en": "Note"}},
    ],
)
def test_what_changed_is_named_and_found_by_the_search(
    session: Session, change: dict[str, Any]
) -> None:
    _load(session, _item(), _item(slug="aurora-mail", name={"nl": "Mail", "en": "Mail"}))
    session.commit()

    loaded = _load(
        session, _item(**change), _item(slug="aurora-mail", name={"nl": "Mail", "en": "Mail"})
    )
    session.commit()

    changes = session.scalars(select(SearchChange).order_by(SearchChange.id)).all()
    assert loaded.changed == ("aurora-docs",)
    assert [row.slug for row in changes][-1] == "aurora-docs"


def test_a_vendor_that_changes_its_name_stays_the_same_vendor(session: Session) -> None:
    _load(session)
    before = products.get(session, "aurora-docs").vendor_id

    product.load(
        session, actor=SYSTEM, vendors=[{"slug": "aurora", "name": "Aurora BV"}],
        categories=[CATEGORY], products=[_item()], now=make.NOW,
    )  # fmt: skip

    row = products.get(session, "aurora-docs")
    assert (row.vendor_id, row.vendor.name) == (before, "Aurora BV")
