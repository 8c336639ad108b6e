"""The values of fields as people read them in the history."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import UnknownField, field_of
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.verdict import Result
from dpia_workbench.risk.vocabulary import MeasureKind, Origin, SubjectGroup
from dpia_workbench.store import contents
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Edition
from dpia_workbench.web.dossiers.content_reading import field_name

_KINDS: Mapping[str, type[StrEnum]] = {
    "owner": Owner, "axis": Axis, "result": Result, "kind": MeasureKind, "origin": Origin,
    "group": SubjectGroup,
}  # fmt: skip


def told(place: Place, value: Any) -> str:
    """Return what a field holds, as text; nothing if it holds nothing."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "\n".join(told(place, each) for each in value)
    if isinstance(value, dict):
        return _of_several(place, value)
    return _chosen(place, str(value))


def _of_several(place: Place, value: dict[str, Any]) -> str:
    """Return both halves of a bilingual text, or all fields of what was taken out."""
    if set(value) <= {"nl", "en"}:
        names = {"nl": _("Dutch"), "en": _("English")}
        return "\n".join(f"{names[half]}: {text}" for half, text in value.items() if text)
    fields = {name: Place(part=place.part, key=place.key, field=name) for name in value}
    parts = [(name, told(fields[name], each)) for name, each in value.items()]
    return "\n".join(f"{field_name(fields[name])}: {text}" for name, text in parts if text)


def _chosen(place: Place, value: str) -> str:
    """Return the label of what was chosen from a list, or the text itself."""
    if place.part is DossierPart.ENTRY:
        try:
            options = field_of(contents.split(place.key)[0], place.field).options
        except (NotFound, UnknownField):
            options = None
        return label(options(value)) if options and value in list(options) else value
    if place.field == "edition_id":
        return _edition(value)
    kind = _KINDS.get(place.field)
    return label(kind(value)) if kind and value in list(kind) else value


def _edition(value: str) -> str:
    """Return the name of an edition; editions stay for ever."""
    return db.session().get_one(Edition, UUID(value)).name.text(current_language())
