"""The words of the field that a report uses, each in a sentence or less."""

from dpia_workbench.i18n import deferred as _
from dpia_workbench.i18n import gettext
from dpia_workbench.report.model import Table
from dpia_workbench.report.wording import cell

_TERMS: tuple[tuple[str, str], ...] = (
    (_("DPIA"), _("Data protection impact assessment: the assessment of GDPR article 35.")),
    (_("GDPR"), _("The General Data Protection Regulation, Regulation (EU) 2016/679.")),
    (_("Data subject"), _("The person whose data they are.")),
    (_("Controller"), _("Who decides for what and by which means data are processed.")),
    (_("Processor"), _("Who processes data for a controller.")),
    (_("Sub-processor"), _("A processor of the processor.")),
    (_("Legal basis"), _("The ground of GDPR article 6 on which processing rests.")),
    (_("Transfer"), _("Giving data to a country outside the European Economic Area.")),
    (_("DTIA"), _("An assessment of whether data are safe in a country outside Europe.")),
    (_("Scope cell"), _("Edition, group of people and use. A verdict is given per cell.")),
    (_("Risk"), _("What can happen to whom, and how.")),
    (_("Likelihood"), _("How likely a risk is, from 1 to 3. What nobody knows counts as 3.")),
    (_("Severity"), _("How bad a risk is for the people concerned, from 1 to 3.")),
    (_("Level"), _("Low, medium or high. It follows from likelihood and severity.")),
    (_("Measure"), _("What somebody does against a risk.")),
    (_("Claim"), _("The argument that certain measures together lower a risk.")),
    (_("Finding"), _("The result on one topic of lawfulness.")),
    (_("Residual risk"), _("What remains after the measures.")),
    (_("Verdict"), _("The answer to the question whether schools may use the product.")),
    (_("Revision"), _("One version of the text, from draft to publication.")),
    (_("Release"), _("A published revision. It never changes again.")),
)


def table() -> Table:
    """Return the words with their meanings."""
    return Table(
        caption=gettext(_("Glossary")),
        description=gettext(_("Per word: what it means here.")),
        header=(gettext(_("Word")), gettext(_("Meaning"))),
        rows=tuple((cell(gettext(word)), cell(gettext(meaning))) for word, meaning in _TERMS),
        widths=(31, 69),
    )
