"""Templates of documents: loaded once per version, never changed, all enabled for every dossier."""

from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.templates import Template, unshown
from dpia_workbench.store import audit, templates
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import AuditEvent, DocumentTemplate
from dpia_workbench.usecases import template
from dpia_workbench.usecases.template import TemplateChanged
from tests import make

RIJK = "nl-rijk-dpia-3.0"


@pytest.fixture
def loaded(session: Session) -> tuple[Template, ...]:
    """The newest templates."""
    return make.document_templates(session)


def changed(session: Session, **words: Any) -> dict[str, Any]:
    """Return the content of the Dutch template with other values at its top."""
    return {**deepcopy(templates.newest(session, RIJK).content), **words}


def load(session: Session, *items: dict[str, Any]) -> tuple[str, ...]:
    names = template.load(session, actor=SYSTEM, items=items, now=make.NOW)
    session.commit()
    return names


def test_a_dossier_is_shown_in_both_templates(
    session: Session, loaded: tuple[Template, ...]
) -> None:
    assert [each.key for each in loaded] == ["edpb-dpia-1.0", RIJK]
    assert unshown(loaded) == ()
    assert template.enabled(session) == loaded
    facts = session.scalars(select(AuditEvent.fact)).all()
    assert facts.count("template.loaded") == 2
    assert not list(audit.broken_links(session))


@pytest.mark.usefixtures("loaded")
def test_loading_a_template_again_changes_nothing(session: Session) -> None:
    assert load(session, changed(session)) == ()
    assert len(session.scalars(select(DocumentTemplate)).all()) == 2


@pytest.mark.usefixtures("loaded")
def test_the_newest_version_is_used_and_the_old_one_stays(session: Session) -> None:
    assert load(session, changed(session, version=3)) == (f"{RIJK} 3",)
    assert load(session, changed(session, version=2)) == (f"{RIJK} 2",)

    assert templates.newest(session, RIJK).version == 3
    assert [(each.key, each.version) for each in template.enabled(session)] == [
        ("edpb-dpia-1.0", 1), (RIJK, 3)
    ]  # fmt: skip
    assert templates.find(session, RIJK, version=1) is not None
    assert templates.find(session, RIJK, version=4) is None


@pytest.mark.usefixtures("loaded")
def test_a_version_that_was_loaded_never_gets_other_content(session: Session) -> None:
    with pytest.raises(TemplateChanged) as refused:
        load(session, changed(session, source="elsewhere"))

    assert refused.value.params == {"template": RIJK, "version": 1}
    assert templates.newest(session, RIJK).content["source"] != "elsewhere"


@pytest.mark.parametrize("name", ["analyst", "publisher", "stranger"])
def test_who_has_no_right_to_it_loads_no_templates(
    session: Session, people: make.People, name: str
) -> None:
    with pytest.raises(Forbidden):
        template.load(session, actor=people.everybody()[name].actor, items=[], now=make.NOW)


@pytest.mark.usefixtures("loaded")
def test_a_template_is_never_changed_nor_removed(session: Session) -> None:
    templates.newest(session, RIJK).version = 9
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()

    session.delete(templates.newest(session, RIJK))
    with pytest.raises(Frozen):
        session.flush()
    session.rollback()


def test_before_they_are_loaded_there_are_no_templates(session: Session) -> None:
    assert template.enabled(session) == ()
    with pytest.raises(NotFound):
        templates.newest(session, RIJK)
