"""What dossiers of the demonstration state: texts, entries, and what does not apply."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.cli.demonstration.days import When
from dpia_workbench.risk.registers import Register, Section
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import entry
from dpia_workbench.usecases.filling import Given, Statements, fill

Source = Mapping[str, Any]


def state(session: Session, row: Dossier, *, by: Actor, source: Source, when: When) -> None:
    """Fill the registers and the texts of a draft in one go."""
    statements = Statements(
        texts={Section(name): body for name, body in source["texts"].items()},
        entries=[
            Given(key=item["key"], register=Register(register), values=_values(item))
            for register, rows in source.get("entries", {}).items()
            for item in rows
        ],
    )
    fill(session, actor=by, dossier_id=row.id, statements=statements, now=when.now)
    for subject, reason in source.get("not_applicable", {}).items():
        entry.set_not_applicable(
            session, actor=by, dossier_id=row.id, subject=subject, reason=reason, now=when.now
        )


def _values(item: Source) -> dict[str, object]:
    return {name: value for name, value in item.items() if name != "key"}
