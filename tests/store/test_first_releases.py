"""Releases of the first form, which named their method and kept no proofs, are still read."""

import json

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.plumbing import indexing
from dpia_workbench.store import audit, releases
from dpia_workbench.store.models import Release
from dpia_workbench.usecases import frozen
from tests import make
from tests.browser import Browser
from tests.profiles import NL_RIJK


@pytest.fixture
def first(session: Session, people: make.People) -> Release:
    """A published release, as the first form of the content had it."""
    made = make.release(session, people=people, now=clock.now())
    content = json.loads(made.canonical)
    del content["screening"]
    profile = content["profile"]
    content |= {
        "schema": "dpia-workbench/release/1", "number": 2,
        "profile": {"id": profile["id"], "version": str(profile["version"])},
    }  # fmt: skip
    for cell in content["cells"]:
        for stages in cell["explanations"].values():
            for explanation in stages.values():
                for axis in ("likelihood", "severity"):
                    del explanation[axis]["proofs"]
                    for claim in (*explanation[axis]["fired"], *explanation[axis]["not_fired"]):
                        del claim["void_if"]
    canonical = audit.canonical_json(content)
    row = make.dossier(
        session, people=people, product=made.product, state=make.State.APPROVED, now=clock.now()
    )
    release = Release(
        product_id=made.product_id, revision_id=row.revision.id, owner_id=made.owner_id, number=2,
        canonical=canonical, sha256=audit.sha256(canonical), verdict=made.verdict,
        computed_verdict=made.computed_verdict, published_at=made.published_at,
        published_by_id=made.published_by_id, valid_until=made.valid_until,
    )  # fmt: skip
    session.add(release)
    session.commit()
    return release


def test_the_method_that_was_named_is_the_one_that_is_loaded(first: Release) -> None:
    content = releases.content(first)

    assert frozen.profile_of(content) == NL_RIJK
    assert content["screening"] is None


def test_its_levels_can_be_computed_and_replayed(first: Release) -> None:
    content = releases.content(first)
    profile = frozen.profile_of(content)

    for cell in content["cells"]:
        for risk in content["risks"]:
            for each in frozen.explanations(cell, risk=risk["key"]).values():
                assert each.replay(profile) is each.level


def test_its_canonical_text_stays_what_was_published(first: Release) -> None:
    before = first.canonical

    releases.content(first)

    assert first.canonical == before
    assert audit.sha256(before) == first.sha256


def test_its_pages_and_reports_are_there(app: Flask, browser: Browser, first: Release) -> None:
    with app.app_context():
        indexing.rebuild()
    place = f"/verdicts/{first.product.slug}/releases/2"

    for path in ("/", "/verdicts", place, f"{place}/risks/R1"):
        assert browser.get(path, lang="en").status == 200
    assert browser.fetch(f"{place}/report.docx").status_code == 200
    assert browser.fetch(f"/verdicts/{first.product.slug}/changes/1/2").status_code == 200
