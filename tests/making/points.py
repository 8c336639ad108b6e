"""Templates, and dossiers whose points are filled."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk.registers import FIELDS, Field, Kind, Register, Section
from dpia_workbench.risk.statements import (
    FrameworkKind,
    ProtectedKind,
    RightKind,
    Safeguarded,
    TechniqueKind,
)
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import filling
from dpia_workbench.usecases.filling import Given, Statements
from tests.making.people import NOW, People


def fill(session: Session, dossier: Dossier, *, people: People) -> dict[str, str]:
    """Fill every text and every register of a dossier; return the keys of the entries."""
    keys = filling.fill(
        session, actor=people.analyst.actor, dossier_id=dossier.id, statements=STATEMENTS, now=NOW
    )
    session.commit()
    return keys


def _value(field: Field) -> Any:
    if field.kind is Kind.REFERENCES:
        assert field.to is not None
        return [field.to.value]
    first = next(iter(field.options)).value if field.options else ""
    if field.kind is Kind.CHOICES:
        return [first]
    return first or f"Over {field.name}"


def _given() -> Iterator[Given]:
    """Yield an entry per register that refers to all it can, and one for each of its kinds."""
    for register, fields in FIELDS.items():
        values = {field.name: _value(field) for field in fields}
        yield Given(key=register, register=register, values=values)
        kind = KINDS.get(register)
        for option in list(kind[1])[1:] if kind else ():
            name = f"{register}-{option}"
            yield Given(key=name, register=register, values={**values, kind[0]: option})


KINDS: dict[Register, tuple[str, type[StrEnum]]] = {
    Register.TECHNIQUE: ("technique", TechniqueKind),
    Register.RIGHT: ("right", RightKind),
    Register.PROTECTED_DATA: ("protected_kind", ProtectedKind),
    Register.SAFEGUARD: ("serves", Safeguarded),
    Register.FRAMEWORK: ("framework_kind", FrameworkKind),
}
STATEMENTS = Statements(
    texts={section: f"Tekst over {section}." for section in Section}, entries=list(_given())
)
