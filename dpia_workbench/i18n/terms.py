"""Words for the codes of the catalogue: strict values of external records, as people read them."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _
from dpia_workbench.i18n import gettext

TERMS: Mapping[str, str] = {
    "unconfirmed": _("unconfirmed"),
    "none": _("none"),
    "none_stated": _("none stated"),
    "unchanged": _("unchanged"),
    "nl": _("Dutch"),
    "en": _("English"),
    "low": _("low"),
    "medium": _("medium"),
    "high": _("high"),
    # what the publisher concluded
    "use_allowed": _("use allowed"),
    "use_allowed_with_measures": _("use allowed with measures"),
    "use_allowed_with_measures_not_for_special_category_data": _(
        "use allowed with measures, not for special categories of data"
    ),
    "use_allowed_while_measures_are_pending": _("use allowed while measures are pending"),
    "restrained_use": _("restrained use"),
    "advised_against": _("advised against"),
    "no_public_verdict": _("no public verdict"),
    "in_development": _("in development"),
    "withdrawn": _("withdrawn"),
    # how far the assessment is
    "verified": _("checked again by a follow-up"),
    "no_known_high_risks": _("no known high risks"),
    "open_high_risk": _("a high risk is open"),
    "agreement_measures_pending": _("agreed measures are pending"),
    "published_no_public_verdict": _("published, without a public verdict"),
    "outcome_unconfirmed": _("outcome unconfirmed"),
    # colours that a source itself used
    "green": _("green"),
    "amber": _("orange"),
    "red": _("red"),
    # kinds of measures
    "contract": _("contract"),
    "technical": _("technical"),
    "organisational": _("organisational"),
    "transparency": _("transparency"),
    "plan": _("plan"),
    "mixed": _("mixed"),
    "setting": _("setting"),
    "instruction": _("instruction to users"),
    "assessment": _("own assessment"),
    "licence": _("licence"),
    "encryption": _("encryption"),
    "monitoring": _("keep watch"),
    "mandatory_yes": _("mandatory"),
    "mandatory_advised": _("advised"),
    "mandatory_conditional": _("mandatory in some cases"),
    "mandatory_unconfirmed": _("unconfirmed whether mandatory"),
    "owner_vendor": _("the vendor"),
    "owner_school": _("the school"),
    "owner_both": _("the vendor and the school"),
    "owner_unconfirmed": _("unconfirmed"),
    # roles per service
    "role_processor": _("processor"),
    "role_controller": _("controller"),
    "role_joint_controller": _("joint controller"),
    "role_independent_controller": _("independent controller"),
    "role_unconfirmed": _("unconfirmed"),
    # events
    "event_plan": _("Plan"),
    "event_dpia_started": _("DPIA started"),
    "event_dpia_published": _("DPIA published"),
    "event_dpa_advice_requested": _("Advice of the Data Protection Authority requested"),
    "event_dpa_advice_given": _("Advice of the Data Protection Authority given"),
    "event_dpa_investigation": _("Investigation by a data protection authority"),
    "event_negotiation": _("Negotiation"),
    "event_agreement": _("Agreement"),
    "event_contract_rollout": _("New terms introduced"),
    "event_support_package": _("Support for schools"),
    "event_vendor_measure": _("Measure of the vendor"),
    "event_verification": _("Check"),
    "event_reassessment": _("Reassessment"),
    "event_reassessment_planned": _("Reassessment planned"),
    "event_update": _("Update"),
    "event_verdict": _("Verdict"),
    "event_guidance": _("Guidance"),
    "event_parliament_letter": _("Letter to parliament"),
    "event_publication": _("Publication"),
    "event_reaction": _("Reaction"),
    "event_incident": _("Incident"),
    "event_leak": _("Leak to the press"),
    "event_end_of_life": _("End of the product"),
    "event_unconfirmed": _("Unconfirmed"),
    # kinds of sources
    "source_primary": _("primary source"),
    "source_primary_copy": _("copy of a primary source"),
    "source_secondary": _("secondary source"),
    "source_vendor": _("the vendor"),
}


def vendor_name(name: str) -> str:
    """Return a vendor's name; where no source names the vendor, words that say so."""
    return gettext(_("vendor unconfirmed")) if name == "unconfirmed" else name


def term(code: str) -> str:
    """Return the words for a code of the catalogue, in the current language."""
    return gettext(TERMS[code])
