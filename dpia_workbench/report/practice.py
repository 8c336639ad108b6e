"""How a measure of schools is done in practice, as lines of a cell."""

from collections.abc import Iterator, Mapping
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.practice_labels import PRACTICE_LABELS
from dpia_workbench.report.model import Run, Runs
from dpia_workbench.report.wording import said
from dpia_workbench.usecases import practice


def told(item: Mapping[str, Any]) -> Iterator[Runs]:
    """Yield what stands about it in the frozen content, each with its name."""
    found = practice.of(item)
    for key, name in PRACTICE_LABELS.items():
        if key in found:
            yield (Run(text=_("%(name)s:", name=_(name)), bold=True), Run(text=" "),
                   *said(found[key]))  # fmt: skip
