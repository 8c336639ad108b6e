"""Labels of the enumerations that are about agreements; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.agreement import (
    AgreementType,
    AnnexKind,
    Cover,
    Coverage,
    Duty,
    Grade,
    Move,
    PartyRole,
    Regime,
    State,
)

AGREEMENT_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    AgreementType: {
        AgreementType.COVENANT_4: _("Processor agreement, model of the covenant 4.0"),
        AgreementType.SURF_4: _("Processor agreement, model of SURF 4.0"),
        AgreementType.VENDOR_PAPER: _("Processor agreement of the vendor"),
        AgreementType.OTHER_PROCESSOR: _("Another processor agreement"),
        AgreementType.JOINT_CONTROLLERS: _("Arrangement of joint controllers"),
        AgreementType.LICENCE: _("Licence or master agreement"),
        AgreementType.ACTION_PLAN: _("Action plan"),
        AgreementType.TRANSFER: _("Transfer: DTIA or standard contractual clauses"),
        AgreementType.COVENANT_MEMBERSHIP: _("Membership of the privacy covenant"),
    },
    State: {
        State.DRAFT: _("Draft"),
        State.NEGOTIATING: _("Being negotiated"),
        State.AGREED: _("Agreed, not signed"),
        State.PARTLY_SIGNED: _("Signed by some"),
        State.SIGNED: _("Signed by all"),
        State.TERMINATED: _("Terminated"),
        State.SUPERSEDED: _("Replaced by another agreement"),
        State.ABANDONED: _("Given up"),
    },
    Move: {
        Move.NEGOTIATE: _("Show it to the vendor"),
        Move.AGREE: _("Say that the text is agreed"),
        Move.SIGN: _("Record a signature"),
        Move.COMPLETE: _("Say that all have signed"),
        Move.TERMINATE: _("Terminate the agreement"),
        Move.SUPERSEDE: _("Replace the agreement"),
        Move.ABANDON: _("Give the agreement up"),
    },
    Coverage: {
        Coverage.NAMED: _("Boards that it names"),
        Coverage.OPEN_OFFER: _("Every board that joins (open offer)"),
        Coverage.COOPERATIVE: _("All boards in the sectors of the cooperative"),
    },
    Cover: {
        Cover.PARTY: _("Covered: party to the agreement"),
        Cover.NAMED: _("Covered: named in the agreement"),
        Cover.JOINED: _("Covered: joined the agreement"),
        Cover.COOPERATIVE: _("Covered: by the cooperative"),
    },
    PartyRole: {
        PartyRole.CONTROLLER: _("Controller"),
        PartyRole.MANDATED: _("For the controllers, by mandate"),
        PartyRole.PROCESSOR: _("Processor"),
        PartyRole.JOINT_CONTROLLER: _("Joint controller"),
        PartyRole.OTHER: _("Other party"),
    },
    AnnexKind: {
        AnnexKind.SIGNED_TEXT: _("The signed text"),
        AnnexKind.PRIVACY_LEAFLET: _("Privacy leaflet"),
        AnnexKind.SECURITY: _("Security annex"),
        AnnexKind.SUBPROCESSORS: _("List of sub-processors"),
        AnnexKind.TRANSFERS: _("Transfers"),
        AnnexKind.DEVIATIONS: _("Deviations from the model"),
        AnnexKind.OTHER: _("Other annex"),
    },
    Duty: {
        Duty.A: _("a. Only on documented instructions, also for transfers"),
        Duty.B: _("b. Confidentiality of the people who process"),
        Duty.C: _("c. Security of processing (art. 32)"),
        Duty.D: _("d. Conditions for sub-processors"),
        Duty.E: _("e. Help with the rights of data subjects"),
        Duty.F: _("f. Help with security, breaches and DPIAs (art. 32 to 36)"),
        Duty.G: _("g. Deletion or return at the end"),
        Duty.H: _("h. Information and audits to show compliance"),
    },
    Grade: {
        Grade.OK: _("In order"),
        Grade.WEAK: _("There, but weak"),
        Grade.MISSING: _("Not there"),
    },
    Regime: {
        Regime.SPECIFIC: _("Only with permission for each one"),
        Regime.GENERAL: _("General permission, with the right to object"),
    },
}
