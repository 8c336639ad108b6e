"""How a measure of schools is done in practice: where the setting is, its value, and what it costs.

Each is optional and in both languages. In a release stands only what was written, so releases from
before these existed keep their form and their hash.
"""

from collections.abc import Mapping
from typing import Any

from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Measure

PRACTICE = ("setting_path", "setting_value", "side_effect", "decided_by")


def written(row: Measure) -> dict[str, Bilingual]:
    """Return what was written about a measure of a draft, by the name of the column."""
    return {name: text for name in PRACTICE if (text := getattr(row, name))}


def of(item: Mapping[str, Any]) -> dict[str, Bilingual]:
    """Return what stands about a measure in the frozen content of a release, or in a source."""
    found = {name: Bilingual.of(item.get(name)) for name in PRACTICE}
    return {name: text for name, text in found.items() if text}
