"""The words of mail about planned publications; `message` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _
from dpia_workbench.mail.words import Words

PUBLICATION_KINDS: Mapping[str, Words] = {
    "publication-done": Words(
        _("Published as planned: %(dossier)s"),
        _("The planned publication of dossier %(dossier)s took place. Everybody can read the"
          " verdict now."),
    ),
    "publication-refused": Words(
        _("Not published: %(dossier)s"),
        _("The planned publication of dossier %(dossier)s did not take place, and nothing was"
          " published. This no longer held at that moment: %(why)s. Put it in order and plan or"
          " publish again."),
    ),
}  # fmt: skip
