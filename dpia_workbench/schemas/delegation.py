"""What a vendor's contacts arrange among themselves: invitations, and who sees to a request."""

from dpia_workbench.schemas.base import Email, Identifier, StrictSchema, Text, VersionedSchema


class ColleagueSchema(StrictSchema):
    """A colleague to be invited; the role is not asked, for there is one."""

    email = Email()
    name = Text()


class AcceptanceSchema(StrictSchema):
    """An invitation is accepted as it stands."""


class HandOverSchema(VersionedSchema):
    """Who sees to a request; nobody: all contacts do."""

    assignee_id = Identifier(load_default=None, allow_none=True)
