"""Labels of what makes a release trusted; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.proof import Fault, FileKind, Outcome, SignatureState
from dpia_workbench.risk.release_history import Why
from dpia_workbench.risk.tampering import DifferenceKind

TRUST_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    FileKind: {
        FileKind.JSON: _("Content of a release (JSON)"),
        FileKind.WORD: _("Report of a release (Word)"),
        FileKind.BULK: _("All releases in one file"),
        FileKind.OTHER: _("Another file"),
    },
    Outcome: {
        Outcome.GENUINE: _("Genuine"),
        Outcome.CHANGED: _("Changed"),
        Outcome.UNKNOWN: _("Not published here"),
        Outcome.UNREADABLE: _("Cannot be read"),
    },
    SignatureState: {
        SignatureState.GOOD: _("Signature is right"),
        SignatureState.BAD: _("Signature is wrong"),
        SignatureState.UNKNOWN_KEY: _("Signed with a key that is not ours"),
        SignatureState.MISSING: _("Not signed"),
    },
    Fault: {
        Fault.CONTENT: _("The content no longer has its hash"),
        Fault.FACTS: _("What is kept beside the content says something else"),
        Fault.LINK: _("It does not name the release before it"),
        Fault.GAP: _("A release is missing here"),
        Fault.SIGNATURE: _("The signature does not belong to the content"),
    },
    DifferenceKind: {
        DifferenceKind.CHANGED: _("Changed"),
        DifferenceKind.ADDED: _("Added, never published"),
        DifferenceKind.REMOVED: _("Taken out"),
    },
    Why: {
        Why.NOTHING_OPEN: _("Nothing stood in the way"),
        Why.ATTENTION_ASKED: _("The publisher asked for attention"),
        Why.AGREEMENT_ENDS: _("An agreement that it rests on ends"),
        Why.PROMISE_OVERDUE: _("A promise of the vendor passed its day"),
        Why.PROMISE_LONG_OVERDUE: _("A promise of the vendor was long overdue"),
        Why.REVIEW_OPENED: _("The publisher looked at it again"),
        Why.PASSED_ITS_END: _("The last day on which it held had passed"),
        Why.SUPERSEDED: _("A newer release took its place"),
        Why.WITHDRAWN: _("The publisher withdrew it"),
    },
}
