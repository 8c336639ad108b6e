"""Norms are data that an administrator loads; what a board said of itself stays."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.norm import EvidenceMissing, Maturity, require_evidence
from dpia_workbench.store import norms
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Norm
from dpia_workbench.usecases import norm
from tests.make import NOW, TODAY, People


def _framework(*codes: str) -> dict[str, Any]:
    words = {"nl": "Naam", "en": "Name"}
    return {
        "key": "ibp", "name": words, "url": "https://example.org", "checked_on": TODAY,
        "target": 3,
        "deadlines": [{"day": TODAY, "what": words, "certainty": "primary", "source": "x"}],
        "norms": [
            {"code": code, "title": words, "domain": "rights", "use": "consent"} for code in codes
        ],
    }  # fmt: skip


def _load(session: Session, *codes: str) -> tuple[str, ...]:
    return norm.load(session, actor=SYSTEM, frameworks=[_framework(*codes)], now=NOW)


def test_loading_twice_changes_nothing(session: Session) -> None:
    assert _load(session, "A.1", "A.2") == ("ibp",)
    assert _load(session, "A.1", "A.2") == ()


def test_a_norm_that_is_gone_is_kept_and_no_longer_asked(session: Session) -> None:
    _load(session, "A.1", "A.2")
    gone = session.query(Norm).filter_by(code="A.2").one()

    assert _load(session, "A.1") == ("ibp",)

    with pytest.raises(NotFound):
        norms.get(session, gone.id)
    assert session.query(Norm).count() == 2


def test_only_an_administrator_loads(session: Session, people: People) -> None:
    with pytest.raises(Forbidden):
        norm.load(session, actor=people.officer.actor, frameworks=[], now=NOW)


def test_only_the_privacy_officer_judges(session: Session, people: People) -> None:
    _load(session, "A.1")
    found = session.query(Norm).one()

    with pytest.raises(Forbidden):
        norm.score(
            session, actor=people.board.actor, norm_id=found.id, maturity=Maturity.AD_HOC,
            evidence="", plan="", adoption_ids=(), on=TODAY, now=NOW,
        )  # fmt: skip


@given(st.sampled_from(Maturity), st.text(max_size=3), st.integers(0, 2))
def test_a_level_from_the_third_on_always_rests_on_something(
    maturity: Maturity, evidence: str, adoptions: int
) -> None:
    try:
        require_evidence(maturity, evidence=evidence, adoptions=adoptions)
    except EvidenceMissing:
        assert maturity.level >= 3
        assert not evidence.strip()
        return
    assert maturity.level < 3 or evidence.strip() or adoptions
