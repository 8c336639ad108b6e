"""Templates of documents: loaded from data/, and never changed under a known version."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.templates import Template
from dpia_workbench.store import audit, templates
from dpia_workbench.store.models import DocumentTemplate

Content = Mapping[str, Any]


class TemplateChanged(RuleViolation):
    """What was once loaded as a version of a template never changes."""

    code = "template.changed-without-version"


def load(
    session: Session, *, actor: Actor, items: Sequence[Content], now: datetime
) -> tuple[str, ...]:
    """Store the checked templates that are new, and return their names; repeatable.

    Raises Forbidden or TemplateChanged.
    """
    require(actor, Permission.CATALOGUE_LOAD)
    return tuple(
        f"{item['key']} {item['version']}"
        for item in items
        if _load(session, item, actor=actor, now=now)
    )


def _load(session: Session, item: Content, *, actor: Actor, now: datetime) -> bool:
    digest = audit.sha256(audit.canonical_json(item))
    known = templates.find(session, item["key"], version=item["version"])
    if known is not None and known.sha256 == digest:
        return False
    if known is not None:
        raise TemplateChanged(template=known.key, version=known.version)
    row = DocumentTemplate(
        key=item["key"], version=item["version"], sha256=digest, content=dict(item), loaded_at=now
    )
    session.add(row)
    session.flush()
    audit.record(
        session, "template.loaded", actor=actor, subject_id=row.id, at=now, template=row.key,
        version=row.version, sha256=digest,
    )  # fmt: skip
    return True


def enabled(session: Session) -> tuple[Template, ...]:
    """Return the templates in which every dossier is shown: the newest version of each.

    Together they show everything that is asked of a dossier; the files were checked for that.
    """
    return tuple(Template.of(row.content) for row in templates.all_newest(session))
