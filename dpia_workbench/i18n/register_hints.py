"""What to write in the fields of the registers: an example, or what the law asks."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.registers import Register

HINTS: Mapping[str, str] = {
    "how_many": _("An estimate is enough, such as “about 400,000 pupils”."),
    "data_type": _(
        "How much the law protects it. In doubt, choose the type with more protection and "
        "explain why."
    ),
    "subjects": _("Whose data it is about. Choose from the groups that you described."),
    "original_purpose": _(
        "For what the data were first collected, if that was not for this product."
    ),
    "from_subject": _(
        "Yes if people give it or cause it themselves; no if another party gives it."
    ),
    "provider": _(
        "Only if it does not come from the data subjects. Example: the pupil administration system."
    ),
    "tool": _("By what it reaches the product. Example: a link for single sign-on."),
    "basis": _("Example: the processor agreement of the school."),
    "necessity": _(
        "Which purpose would fail without it. The law allows no more data than needed "
        "(GDPR article 5(1)(c))."
    ),
    "flow": _("From where the data come and where they go next."),
    "used": _("If you answer yes, explain how it works and what people notice of it."),
    "vendors_own": _(
        "Yes if the vendor decides on it, such as improving its products or making analyses."
    ),
    "roles": _("What the party really does counts, not only what the contract calls it."),
    "service": _("For which part of the product this role holds."),
    "departments": _(
        "Example: teachers of the class, application managers, the vendor's helpdesk."
    ),
    "obligations": _("What the party must do, and where that was agreed."),
    "interest": _("What this party gains or loses by the processing."),
    "consultation": _(
        "What the data subjects or their representatives said, or why nobody asked them "
        "(GDPR article 35(9))."
    ),
    "country": _(
        "The country where data are stored or from where somebody can see them. Support "
        "from abroad counts too."
    ),
    "mechanism": _("Only outside the European Economic Area a basis is needed (GDPR chapter V)."),
    "supplementary": _("What protects the data more, such as encryption with keys in Europe."),
    "transfer_assessed": _(
        "A data transfer impact assessment is needed with standard clauses, binding rules "
        "and the like, not with an adequacy decision."
    ),
    "transfer_assessment": _("Where it can be found and what it concludes."),
    "articles": _("Example: article 8 of the Wet op het primair onderwijs."),
    "length": _(
        "A number of days, months or years, or the event, such as “until the pupil leaves”."
    ),
    "motivation": _("Which law sets it, or why it cannot be shorter (GDPR article 5(1)(e))."),
    "supervisor": _("Somebody with a function, at the school or the vendor."),
    "destruction": _("How data are destroyed, backups too, or to which archive they go."),
    "article": _(
        "For what schools must do by law it is mostly the public task. Consent only "
        "counts if somebody can freely say no."
    ),
    "conditions": _(
        "Name the law that gives the task, or show that what the ground asks is there."
    ),
    "balancing": _(
        "Only for legitimate interests: weigh the interest against the rights of those "
        "concerned. Public authorities cannot use it for their tasks."
    ),
    "special_types": _("Only for special categories of data: which of GDPR article 9."),
    "ground": _(
        "The exception to the ban, with the article. Example: article 30 of the UAVG for "
        "data on health at schools."
    ),
    "procedure_text": _(
        "How somebody uses the right, who answers, and within which time (a month, GDPR "
        "article 12(3))."
    ),
    "restriction_ground": _(
        "The law that restricts the right, with the article (GDPR article 23)."
    ),
    "effectiveness": _("What it does for the people concerned, and how you know."),
    "implementation": _(
        "“Implemented” means that it runs and that there is evidence that it works."
    ),
    "threshold": _("Example: names are corrected within a working day."),
    "location": _("An address on the web or a place in an archive."),
    "source": _("How you know this: seen yourself, read, heard from the vendor, or agreed."),
}
# where one register needs other words
HINTS_OF: Mapping[tuple[Register, str], str] = {
    (Register.DATA_SUBJECT, "name"): _(
        "Name them as schools do. Example: pupils in primary education."
    ),
    (Register.DATA_ITEM, "name"): _(
        "One kind of data about people. Example: e-mail address, name of an opened file."
    ),
    (Register.OPERATION, "name"): _("Say what happens. Example: keep homework, send telemetry."),
    (Register.OPERATION, "data"): _(
        "Which data are used in it. Choose from the data items that you described."
    ),
    (Register.ASSET, "name"): _(
        "Only what matters for the risks. Example: the telephones of pupils."
    ),
    (Register.PURPOSE, "name"): _(
        "For what the data are used. Be specific: “give feedback on homework”, not “education”."
    ),
    (Register.PARTY, "name"): _(
        "The full name of the organisation. Name sub-processors one by one."
    ),
    (Register.PARTY, "operations"): _("In which operations the party has these roles."),
    (Register.FRAMEWORK, "name"): _("The GDPR itself need not be listed."),
    (Register.OTHER_PURPOSE, "name"): _(
        "For what the data are used besides that for which they were collected."
    ),
    (Register.OTHER_PURPOSE, "reasons"): _(
        "If a law allows it, name the article. Otherwise weigh what GDPR article 6(4) asks."
    ),
    (Register.SAFEGUARD, "name"): _(
        "What is there anyway, before extra measures are taken against risks."
    ),
    (Register.DOCUMENT, "name"): _("Example: the processor agreement, the technical report."),
}
