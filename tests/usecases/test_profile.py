"""Method profiles are loaded once; what rests on one never changes (invariant 15)."""

from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.profile import MatrixNotMonotone
from dpia_workbench.risk.scale import Level
from dpia_workbench.store import profiles, releases
from dpia_workbench.store.models import AuditHead, Method
from dpia_workbench.usecases import dossier, frozen, levels, local, profile
from dpia_workbench.usecases.profile import ProfileChanged, ProfileUnknown
from tests import make
from tests.profiles import CONTENT


def changed(**words: Any) -> dict[str, Any]:
    return {**deepcopy(CONTENT["nl-rijk-3.0"]), **words}


def load(session: Session, *items: dict[str, Any], actor: Any = SYSTEM) -> tuple[str, ...]:
    return profile.load(session, actor=actor, items=items, now=make.NOW)


STRICT = [["low", "medium", "high"], ["medium", "high", "high"], ["high", "high", "high"]]


def test_loading_the_same_again_changes_nothing(session: Session, people: make.People) -> None:
    head = session.get_one(AuditHead, 1).hash

    assert load(session, *CONTENT.values()) == ()
    assert session.query(Method).count() == 2
    assert session.get_one(AuditHead, 1).hash == head


def test_a_changed_profile_needs_a_new_version(session: Session, people: make.People) -> None:
    with pytest.raises(ProfileChanged):
        load(session, changed(matrix=STRICT))

    assert load(session, changed(matrix=STRICT, version=2)) == ("nl-rijk-3.0 2",)


def test_a_profile_that_cannot_be_trusted_is_not_stored(
    session: Session, people: make.People
) -> None:
    upside_down = [row[::-1] for row in STRICT]

    with pytest.raises(MatrixNotMonotone):
        load(session, changed(matrix=upside_down, version=2))

    assert session.query(Method).count() == 2


def test_a_new_version_touches_neither_drafts_nor_releases_nor_adoptions(
    session: Session, people: make.People
) -> None:
    """Invariant 15."""
    adopted = make.adoption(session, people=people, state=make.AdoptionState.READY)
    draft = make.dossier(session, people=people)
    canonical, sha256 = adopted.release.canonical, adopted.release.sha256
    before = local.assess(adopted, on=make.TODAY).levels

    load(session, changed(matrix=STRICT, version=2))

    assert (adopted.release.canonical, adopted.release.sha256) == (canonical, sha256)
    assert local.assess(adopted, on=make.TODAY).levels == before
    assert levels.method_of(draft.revision).version == 1
    assert frozen.profile_of(releases.content(adopted.release)).version == 1


def test_a_new_dossier_pins_the_newest_version(session: Session, people: make.People) -> None:
    load(session, changed(matrix=STRICT, version=2))
    row = make.empty_dossier(session, people=people)

    method = levels.method_of(row.revision)

    assert method.version == 2
    assert method.level(likelihood=1, severity=3) is Level.HIGH


def test_the_next_revision_keeps_the_method_of_the_one_before(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.PUBLISHED)
    load(session, changed(matrix=STRICT, version=2))

    dossier.revise(session, actor=people.analyst.actor, dossier_id=row.id, now=make.NOW)

    assert levels.method_of(row.revision).version == 1


def test_a_row_that_a_migration_made_is_filled_in(session: Session, people: make.People) -> None:
    session.add(Method(key="old", number=1, content={}, sha256="", loaded_at=make.NOW))
    session.flush()

    load(session, changed(id="old"))

    found = profiles.find(session, key="old", number=1)
    assert found is not None
    assert found.content["matrix"] == CONTENT["nl-rijk-3.0"]["matrix"]


def test_without_profiles_no_dossier_can_be_opened(session: Session) -> None:
    with pytest.raises(ProfileUnknown):
        profile.pinned(session, key=profile.DEFAULT)


@pytest.mark.parametrize("who", ["analyst", "reviewer", "publisher", "vendor", "officer", "board"])
def test_only_who_may_load_content_loads_profiles(
    session: Session, people: make.People, who: str
) -> None:
    with pytest.raises(Forbidden):
        load(session, changed(version=2), actor=getattr(people, who).actor)

    assert session.scalars(select(Method.number)).all() == [1, 1]


def test_a_dossier_can_be_computed_by_the_other_method(
    session: Session, people: make.People
) -> None:
    assert people.vendor.organisation is not None
    product = make.product(session, vendor=people.vendor.organisation)

    row = dossier.create(
        session, actor=people.analyst.actor, product_id=product.id, method="dpv-rm3x3",
        now=make.NOW,
    )  # fmt: skip

    method = levels.method_of(row.revision)
    assert method.level(likelihood=3, severity=1) is Level.MEDIUM


def test_a_method_that_is_not_there_is_refused(session: Session, people: make.People) -> None:
    assert people.vendor.organisation is not None
    product = make.product(session, vendor=people.vendor.organisation)

    with pytest.raises(ProfileUnknown):
        dossier.create(
            session, actor=people.analyst.actor, product_id=product.id, method="mine", now=make.NOW
        )
