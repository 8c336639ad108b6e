"""The steps in which a board adopts a verdict (method.md 4.2): nothing is ticked beforehand."""

from enum import StrEnum


class Step(StrEnum):
    """One step of an adoption, in the order in which it is usually taken."""

    SCHOOLS = "schools"
    SCOPE = "scope"
    CIRCUMSTANCES = "circumstances"
    OPERATIONS = "operations"
    AGREEMENT = "agreement"
    MEASURES = "measures"
    OWN_RISKS = "own_risks"
    ADVICE = "advice"
    VIEWS = "views"
    RISKS = "risks"
    DECISION = "decision"
    PACK = "pack"


# What a person says is finished; how far the other steps are follows from what they hold.
DESCRIBING = (
    Step.SCHOOLS, Step.SCOPE, Step.CIRCUMSTANCES, Step.OPERATIONS, Step.AGREEMENT, Step.OWN_RISKS
)  # fmt: skip


class UseKind(StrEnum):
    """What of a board's use no scope cell of a release covers (invariant 20)."""

    EDITION = "edition"
    SERVICE = "service"
    AI_FEATURE = "ai_feature"
    GROUP = "group"
    PURPOSE = "purpose"


class AgreementForm(StrEnum):
    """How the processing of a board is covered by a processor agreement (GDPR art. 28(3))."""

    OWN = "own"
    COOPERATIVE = "cooperative"
    JOINED = "joined"
    NONE = "none"
