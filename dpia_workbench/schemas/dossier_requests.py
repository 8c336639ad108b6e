"""What the API asks about dossiers where it differs from the forms: lists instead of lines."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from dpia_workbench.i18n import gettext as _
from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.schemas.base import (
    REQUIRED,
    BilingualField,
    Choice,
    Cursor,
    Identifier,
    Many,
    StrictSchema,
    Text,
    Whole,
)
from dpia_workbench.schemas.dossiers import (
    DescriptionSchema,
    DossierSchema,
    ProductSchema,
)
from dpia_workbench.schemas.requests import AskingSchema
from dpia_workbench.usecases import profile

MOST_ITEMS, MOST_LISTED = 100, 500


class PageSchema(StrictSchema):
    """Which part of a long list."""

    limit = Whole(least=1, most=MOST_ITEMS, load_default=20)
    cursor = Cursor()


class ListSchema(StrictSchema):
    """Which part of a list of a dossier; few are so long that they have several."""

    limit = Whole(least=1, most=MOST_LISTED, load_default=MOST_LISTED)
    cursor = Cursor()


class DossierQuerySchema(PageSchema):
    """Which dossiers."""

    state = Many(Choice(State))
    product = Many(Text())


class NewProductSchema(ProductSchema):
    """A new product; its editions are a list."""

    editions = Many(  # type: ignore[assignment]  # the form has lines instead
        BilingualField(longest=300), least=1, required=True
    )


class NewDossierSchema(DossierSchema):
    """A new dossier on a product."""

    method = Text(longest=100, load_default=profile.DEFAULT)


class DossierTextSchema(DescriptionSchema):
    """What a draft says as a whole, and the answers of its screening."""

    screening_answers = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(),
        load_default=dict,
        metadata={
            "description": "By question one answer, or a list where several are possible; null"
            " takes an answer away."
        },
    )


class AskSchema(AskingSchema):
    """What is asked of the vendor: for a measure, or with a title about a risk or a finding."""

    measure_id = Identifier(load_default=None, allow_none=True)
    risk_id = Identifier(load_default=None, allow_none=True)
    topic = Choice(Topic, load_default=None, allow_none=True)
    title = BilingualField(
        longest=300, both=True, required=False, load_default=None, allow_none=True
    )

    @validates_schema
    def _is_about_one_thing(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse what is about nothing, or about two things, or cannot be read without a draft."""
        about = [name for name in ("measure_id", "risk_id", "topic") if data.get(name)]
        if len(about) != 1:
            raise ValidationError(
                _("Name one thing that this is about: measure_id, risk_id or topic."),
                field_name=about[-1] if about else "measure_id",
            )
        if about == ["measure_id"] and data.get("title"):
            raise ValidationError(_("A measure has its own title."), field_name="title")
        if about != ["measure_id"] and not data.get("title"):
            raise ValidationError(_(REQUIRED), field_name="title")


class ChangesAskedSchema(StrictSchema):
    """What a reviewer wants changed."""

    note = Text(longest=20_000)


class ApprovalSchema(StrictSchema):
    """What a reviewer read and approves."""

    content_hash = Text(metadata={"description": "The `content_hash` of what was read."})
    note = Text(blank=True, longest=20_000)
