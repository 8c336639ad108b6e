"""The words of mail about fact checks and vendors' statements; `message` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _
from dpia_workbench.mail.words import Words

FACT_CHECK_KINDS: Mapping[str, Words] = {
    "fact-check-sent": Words(
        _("Check the facts about your product: %(product)s"),
        _("For a joint privacy assessment of %(product)s you are asked to check whether the facts"
          " are right. You can answer up to and including %(deadline)s. After that day the"
          " assessment goes on without your answer."),
    ),
    "fact-check-answered": Words(
        _("A vendor answered a fact check: %(product)s"),
        _("The vendor of %(product)s answered the fact check. Say for every answer what you do"
          " with it; until then nothing can be published."),
    ),
    "fact-check-closed": Words(
        _("A fact check was closed: %(product)s"),
        _("The fact check of %(product)s was closed. You can read what was done with your answers,"
          " and why."),
    ),
    "vendor-statement-written": Words(
        _("A vendor wrote a statement: %(product)s"),
        _("The vendor of %(product)s wrote a statement to stand beside the verdict. Decide whether"
          " it stands there."),
    ),
    "vendor-statement-accepted": Words(
        _("Your statement stands beside the verdict: %(product)s"),
        _("Your statement on %(product)s was accepted. Everybody can read it beside the verdict."),
    ),
    "vendor-statement-refused": Words(
        _("Your statement was refused: %(product)s"),
        _("Your statement on %(product)s was refused. You can read why, and write another one."),
    ),
    "vendor-statement-removed": Words(
        _("Your statement was taken away: %(product)s"),
        _("Your statement on %(product)s no longer stands beside the verdict. You can read why."),
    ),
}  # fmt: skip
