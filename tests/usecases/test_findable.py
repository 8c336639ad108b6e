"""What a search may find of a product: its releases with their parts, else the external record."""

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.risk.release import Status
from dpia_workbench.schemas.catalogue import read_catalogue
from dpia_workbench.store import products, releases
from dpia_workbench.store.models import Revision
from dpia_workbench.usecases import findable, product, release
from dpia_workbench.usecases.findable import Findable
from tests import make
from tests.conftest import ROOT
from tests.make import NOW, TODAY, People


def _found(session: Session, slug: str) -> list[Findable]:
    return list(findable.of_product(session, products.get(session, slug), on=TODAY))


def _texts(found: Findable) -> list[str]:
    return [
        text.nl
        for texts in (found.texts, *((part.title, *part.texts) for part in found.parts))
        for text in texts
    ]


def test_a_record_is_found_by_its_names_and_by_each_risk_measure_setting_and_agreement(
    session: Session,
) -> None:
    catalogue = read_catalogue(ROOT / "data" / "catalogue")
    product.load(
        session, actor=SYSTEM, vendors=catalogue.vendors, categories=catalogue.categories,
        products=catalogue.products, now=NOW,
    )  # fmt: skip

    [found] = _found(session, "google-workspace-for-education")
    [unread] = _found(session, "canvas-lms")

    assert "G Suite for Education" in found.names
    assert found.words
    assert found.is_current
    assert {part.kind for part in found.parts} == {"risk", "measure", "setting", "agreement"}
    assert len({(part.kind, part.key) for part in found.parts}) == len(found.parts)
    assert any("advertenties" in text or "reclame" in text for text in _texts(found))
    assert all(part.title.nl and part.title.en for part in found.parts)
    assert not [part for part in unread.parts if part.kind == "agreement"]


def test_nothing_is_found_of_a_product_that_is_only_being_assessed(
    session: Session, people: People
) -> None:
    row = make.dossier(session, people=people)

    assert _found(session, row.product.slug) == []


def test_past_releases_are_found_behind_the_current_one(session: Session, people: People) -> None:
    first = make.release(session, people=people)
    slug = first.product.slug

    [current] = _found(session, slug)
    release.withdraw(
        session, actor=people.publisher.actor, slug=slug, number=1, reason="Fout.",
        today=TODAY, now=NOW,
    )  # fmt: skip
    [withdrawn] = _found(session, slug)

    assert (current.card.number, current.is_current) == (1, True)
    assert (withdrawn.card.status, withdrawn.is_current) == (Status.WITHDRAWN, False)


def test_a_release_is_found_by_its_parts_and_by_nothing_of_the_exchange_with_the_vendor(
    session: Session, people: People
) -> None:
    row = make.release(session, people=people, request=make.RequestState.COMMITTED)
    content = releases.content(row)

    [found] = _found(session, row.product.slug)

    keys = [(part.kind, part.key) for part in found.parts]
    assert [("risk", item["key"]) for item in content["risks"]] == keys[: len(content["risks"])]
    assert len(keys) == len(content["risks"]) + len(content["measures"])
    revision = session.get_one(Revision, row.revision_id)
    asked = [measure.remediation.request for measure in revision.measures if measure.remediation]
    assert asked
    assert not any(words in text for words in asked for text in _texts(found))


@pytest.mark.parametrize(
    ("owner", "kind", "agreed", "said"),
    [
        ("vendor", "technical", None, "measure"),
        ("school_mandatory", "technical", None, "setting"),
        ("school_optional", "organisational", None, "measure"),
        ("contractual", "contractual", {"title": "Overeenkomst", "clause": ""}, "agreement"),
    ],
)
def test_a_measure_is_what_a_reader_would_call_it(
    owner: str, kind: str, agreed: dict[str, str] | None, said: str
) -> None:
    text = {"nl": "Zet het uit.", "en": "Turn it off."}
    item = {
        "key": "M1", "owner": owner, "kind": kind, "title": text, "instruction": text,
        "agreement": agreed,
    }  # fmt: skip

    part = findable.of_measure(item)

    assert (part.kind, part.key, part.title.nl) == (said, "M1", "Zet het uit.")
    assert bool(part.texts) == (owner != "vendor")
