"""The demonstration: what readers say of a published verdict."""

from dpia_workbench.i18n import LANGUAGES
from dpia_workbench.risk.remark import LONGEST_ANSWER, LONGEST_TEXT, Kind
from dpia_workbench.schemas.base import StrictSchema, Text, Whole
from dpia_workbench.schemas.catalogue_fields import Code


class RemarkSchema(StrictSchema):
    """One remark; with an answer if somebody answered it."""

    sent = Whole(least=0, most=190, required=True)  # days before the demonstration
    kind = Code(*Kind)
    place = Text(blank=True)
    language = Code(*LANGUAGES)
    text = Text(longest=LONGEST_TEXT)
    answer = Text(blank=True, longest=LONGEST_ANSWER)
