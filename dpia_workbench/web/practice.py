"""How a measure is done in practice, as pages show it."""

from collections.abc import Mapping

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.practice_labels import PRACTICE_LABELS
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.web.pieces import Words, words


def told(found: Mapping[str, Bilingual]) -> tuple[tuple[str, Words], ...]:
    """Return what was written, each with its name, in the order of the names."""
    return tuple(
        (_(name), words(found[key])) for key, name in PRACTICE_LABELS.items() if key in found
    )
