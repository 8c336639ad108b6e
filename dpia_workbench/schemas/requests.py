"""What vendors are asked, before and when it is sent; forms and JSON share it."""

from dpia_workbench.schemas.base import (
    BilingualField,
    Flag,
    Identifier,
    StrictSchema,
    Text,
    VersionedSchema,
)

_TITLE, _WORDS = 300, 20_000


class AskingSchema(StrictSchema):
    """What is asked for a measure, and whether it is only kept as a draft."""

    words = Text(longest=_WORDS)
    is_draft = Flag(load_default=False)


class AboutSchema(AskingSchema):
    """What is asked about a risk or a finding, with a title of its own in both languages."""

    title = BilingualField(longest=_TITLE, both=True)


class DraftSchema(VersionedSchema):
    """The words of a draft, and whether it is sent with them."""

    words = Text(longest=_WORDS)
    sends = Flag(load_default=False)


class TitledDraftSchema(DraftSchema):
    """A draft about a risk or a finding."""

    title = BilingualField(longest=_TITLE, both=True)


class SendingSchema(VersionedSchema):
    """A draft is sent as it stands."""


class TyingSchema(VersionedSchema):
    """The measure that rests on a request from now on."""

    measure_id = Identifier(required=True)
