"""What comes in about trust: a file to be checked, a correction."""

from dpia_workbench.schemas.base import BilingualField, StrictSchema

_LONGEST = 2000


class CheckSchema(StrictSchema):
    """A file that somebody wants to have checked; it comes beside the words of the form."""


class ErratumSchema(StrictSchema):
    """A correction of a small mistake, in both languages."""

    text = BilingualField(longest=_LONGEST, both=True)
