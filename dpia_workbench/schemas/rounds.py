"""What a school board says of a later round, of its measures after the decision, and of the end."""

from marshmallow import ValidationError

from dpia_workbench.i18n import gettext as _
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.follow_up import Followed
from dpia_workbench.risk.readoption import LookAgain
from dpia_workbench.schemas.base import Choice, Day, Many, StrictSchema, Text, Whole

_WORDS = 20_000


class BeginSchema(StrictSchema):
    """What a board says of another round where the reason follows from facts."""

    words = Text(blank=True, longest=_WORDS)


class AgainSchema(BeginSchema):
    """Why a board looks again at what it uses."""

    why = Choice(LookAgain, required=True)


class ConfirmSchema(StrictSchema):
    """Steps to confirm, each as `step:digest` of what the person saw."""

    seen = Many(Text(), least=1)


def seen_of(told: list[str]) -> dict[Step, str]:
    """Return the digest per step. Raises marshmallow's ValidationError."""
    found: dict[Step, str] = {}
    for each in told:
        name, _colon, digest = each.partition(":")
        if name not in set(Step) or not digest:
            raise ValidationError({"seen": [_("Choose one from the list.")]})
        found[Step(name)] = digest
    return found


class FollowUpSchema(StrictSchema):
    """What was done with a measure after the decision; `seen` is what was said of it last."""

    kind = Choice(Followed, required=True)
    on = Day(allow_none=True, load_default=None)
    due = Day(allow_none=True, load_default=None)
    evidence = Text(blank=True, longest=_WORDS)
    reason = Text(blank=True, longest=_WORDS)
    seen = Whole(least=0, most=1_000_000, required=True)


class EndSchema(StrictSchema):
    """That a board stops using a product, and why."""

    on = Day(required=True)
    reason = Text(longest=_WORDS)
