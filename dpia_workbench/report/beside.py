"""What a report says beside the frozen content: the signature, where to check it, errata."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.report import wording
from dpia_workbench.report.model import Block, Callout, Tone
from dpia_workbench.report.wording import day, sentence, text_of

ERRATA = "dpia-errata"  # how many there were when the report was made


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction of a small mistake, in both languages."""

    on: date
    text: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Facts about a release that are not in its content; all of them stand in the report."""

    address: str  # of the release on the web
    check: str  # where anybody can have a file checked
    signature: str = ""
    key_id: str = ""
    errata: tuple[Correction, ...] = ()

    @property
    def properties(self) -> tuple[tuple[str, str], ...]:
        """Return what the file says about itself for programs."""
        return (
            ("dpia-address", self.address),
            ("dpia-check", self.check),
            ("dpia-signature", self.signature),
            ("dpia-key", self.key_id),
            (ERRATA, str(len(self.errata))),
        )


def corrections(beside: Beside | None) -> list[Block]:
    """Return the corrections as something that nobody may overlook."""
    if beside is None or not beside.errata:
        return []
    title = _("Corrected after publication")
    paragraphs = tuple(
        wording.plain(_("%(day)s: %(text)s", day=day(each.on.isoformat()), text=text_of(each.text)))
        for each in beside.errata
    )
    return [Callout(title=title, paragraphs=paragraphs, tone=Tone.CAUTION)]


def proof(beside: Beside | None) -> list[Block]:
    """Return how a reader finds out whether the report is genuine."""
    if beside is None:
        return []
    signed = [
        wording.long_fact(_("Signature (Ed25519)"), beside.signature),
        wording.long_fact(_("Signed with the key"), beside.key_id),
    ]
    return [
        *(signed if beside.signature else []),
        wording.long_fact(_("Address of this release"), beside.address),
        wording.long_fact(_("Check whether this file is genuine"), beside.check),
        sentence(
            _(
                "Have this file checked at that address before you rely on a copy that somebody"
                " sent you: it says whether a word was changed, and what holds today."
            )
        ),
    ]
