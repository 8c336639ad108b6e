"""What the API asks about dossiers where it differs from the forms: lists instead of lines."""

from marshmallow import fields

from dpia_workbench.risk.assessment import State
from dpia_workbench.schemas.base import (
    BilingualField,
    Choice,
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
    RequestSchema,
)
from dpia_workbench.usecases import profile

MOST_ITEMS = 100


class PageSchema(StrictSchema):
    """Which part of a long list."""

    limit = Whole(least=1, most=MOST_ITEMS, load_default=20)
    cursor = Whole(least=0, most=100_000, load_default=0)


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


class AskSchema(RequestSchema):
    """Which measure is asked of the vendor, in which words."""

    measure_id = Identifier(required=True)


class ChangesAskedSchema(StrictSchema):
    """What a reviewer wants changed."""

    note = Text(longest=20_000)


class ApprovalSchema(StrictSchema):
    """What a reviewer read and approves."""

    content_hash = Text(metadata={"description": "The `content_hash` of what was read."})
    note = Text(blank=True, longest=20_000)
