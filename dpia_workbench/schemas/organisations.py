"""What administrators and privacy officers send about organisations and people."""

from datetime import date

from marshmallow import ValidationError

from dpia_workbench.access.actor import OrganisationKind, Role
from dpia_workbench.i18n import gettext as _
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.schemas.base import (
    Choice,
    Day,
    Email,
    Flag,
    Many,
    StrictSchema,
    Text,
    VersionedSchema,
)

_LONGEST_NUMBER = 40
_LATEST = date(2100, 12, 31)


def _within_reason(day: date | None) -> None:
    """Refuse a day so far ahead that the day after it does not exist."""
    if day is not None and day > _LATEST:
        raise ValidationError(_("Choose a day before the year 2101."))


class OrganisationSchema(StrictSchema):
    """A new organisation."""

    kind = Choice(OrganisationKind, required=True)
    name = Text()
    number = Text(blank=True, longest=_LONGEST_NUMBER)
    sectors = Many(Choice(Sector))


class ChangedOrganisationSchema(VersionedSchema):
    """An organisation that is changed; it stays of its kind."""

    name = Text()
    number = Text(blank=True, longest=_LONGEST_NUMBER)
    sectors = Many(Choice(Sector))
    is_active = Flag(load_default=False)


class InvitationSchema(StrictSchema):
    """A role for a person, possibly until a last day."""

    email = Email()
    name = Text()
    role = Choice(Role, required=True)
    last_day = Day(allow_none=True, load_default=None, validate=_within_reason)
