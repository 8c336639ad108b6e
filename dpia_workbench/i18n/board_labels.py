"""Labels of a board's overview and of norms; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.norm import Certainty, Domain, Maturity, Use

BOARD_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Domain: {
        Domain.GOVERNANCE: _("Governance"),
        Domain.IDENTITY: _("Identity and access"),
        Domain.SECURITY_MANAGEMENT: _("Security management"),
        Domain.OPERATIONS: _("IT operations"),
        Domain.CONTINUITY: _("Continuity"),
        Domain.RIGHTS: _("Rights of data subjects"),
        Domain.COOPERATION: _("Cooperation with others"),
        Domain.SECURITY: _("Security of personal data"),
        Domain.ACCOUNTABILITY: _("Accountability"),
    },
    Use: {
        Use.POLICY: _("Your policy on information security"),
        Use.CONSENT: _("Where you ask for consent"),
        Use.PROFILING: _("AI features that you use"),
        Use.ROLES: _("Who is controller and who is processor"),
        Use.TRANSFERS: _("Where data leave the EEA"),
        Use.BREACHES: _("Whom you call when data leak"),
        Use.REPORTING: _("Your annual report"),
        Use.SETTINGS: _("How your products are set"),
    },
    Maturity: {
        Maturity.AD_HOC: _("1: ad hoc"),
        Maturity.REPEATABLE: _("2: repeatable"),
        Maturity.DEFINED: _("3: defined"),
        Maturity.MANAGED: _("4: managed"),
        Maturity.IMPROVING: _("5: continuously improving"),
    },
    Certainty: {
        Certainty.PRIMARY: _("from the source itself"),
        Certainty.SECONDARY: _("from others who quote the source"),
    },
}
