"""What a vendor promised and kept, as its public page tells it."""

from collections.abc import Iterable, Iterator

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.promise_labels import meaning
from dpia_workbench.risk.promises import PROMISED, PromiseOutcome, Tally
from dpia_workbench.web.verdicts.vendor_pages import PromiseRow, PromisesView

_RARE = (PromiseOutcome.MOVED, PromiseOutcome.TAKEN_BACK)  # shown only where they occur


def view(tally: Tally) -> PromisesView:
    """Return the numbers in words, each with what it means."""
    others = [each for each in PromiseOutcome if each not in PROMISED]
    return PromisesView(
        summary=_summary(tally),
        promised=tuple(_rows(tally, PROMISED)) if tally.promised else (),
        others=tuple(_rows(tally, others)) if tally.asked else (),
    )


def _summary(tally: Tally) -> str:
    if not tally.asked:
        return _("The verdicts published here rest on nothing that this vendor was asked for.")
    if not tally.promised:
        return ngettext(
            "This vendor was asked for %(n)s measure and promised nothing.",
            "This vendor was asked for %(n)s measures and promised nothing.",
            tally.asked,
        )
    return _(
        "Measures asked for: %(asked)s. Promised for a day: %(promised)s. Of these, kept on or"
        " before the first promised day: %(kept)s.",
        asked=tally.asked,
        promised=tally.promised,
        kept=tally.counts[PromiseOutcome.KEPT],
    )


def _rows(tally: Tally, outcomes: Iterable[PromiseOutcome]) -> Iterator[PromiseRow]:
    for each in outcomes:
        if tally.counts[each] or each not in _RARE:
            yield PromiseRow(label=label(each), count=tally.counts[each], meaning=meaning(each))
