"""What is written about evidence; forms and JSON share it. The file comes beside it."""

from typing import Any

from marshmallow import fields

from dpia_workbench.i18n import deferred
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import EvidenceKind
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.schemas.base import (
    REQUIRED,
    Choice,
    Day,
    Flag,
    Identifier,
    Many,
    Sentence,
    StrictSchema,
    Text,
    VersionedSchema,
    clean,
)

_SOURCE, _REASON = 2_000, 20_000


class PlaceField(fields.Field[Any]):
    """A place in a dossier: `part:key`, such as `risk:R1`; the description has no key."""

    default_error_messages = {
        "required": Sentence(REQUIRED),
        "null": Sentence(REQUIRED),
        "unknown": Sentence(deferred("Choose one from the list.")),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if value == "" and self.allow_none:
            return None
        part, _colon, key = value.partition(":") if isinstance(value, str) else ("", "", "")
        if part not in list(DossierPart):
            raise self.make_error("unknown" if value else "required")
        return Place(part=DossierPart(part), key=clean(key))


class _Described(StrictSchema):
    kind = Choice(EvidenceKind, required=True)
    source = Text(blank=True, longest=_SOURCE)
    collected_on = Day(required=True)
    collected_by = Text()
    confidentiality = Choice(Confidentiality, required=True)
    readers = Many(Identifier())
    has_personal_data = Flag(load_default=False)
    delete_on = Day(allow_none=True, load_default=None)
    expires_on = Day(allow_none=True, load_default=None)


class NewEvidenceSchema(_Described):
    """New evidence; without a title it is called as its file."""

    title = Text(blank=True)
    place = PlaceField(allow_none=True, load_default=None)


class EvidenceSchema(_Described, VersionedSchema):
    """What is known of evidence."""

    title = Text()


class LinkSchema(StrictSchema):
    """What evidence supports."""

    place = PlaceField(required=True)


class FileDeletionSchema(VersionedSchema):
    """Why a file is deleted."""

    reason = Text(longest=_REASON)
