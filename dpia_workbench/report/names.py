"""The names of what the texts of a content refer to, out of that same content.

A name that is not in the content is not told: what is above public has no name in a release.
"""

from collections.abc import Mapping
from typing import Any

from dpia_workbench.i18n.entry_words import entry_name
from dpia_workbench.markdown.references import Named, Names
from dpia_workbench.report.wording import text_of
from dpia_workbench.risk.registers import Register


def names_in(content: Mapping[str, Any]) -> Names:
    """Return how risks, measures and rows of registers of a content are called, by their keys."""
    found = {row["key"]: text_of(row["title"]) for row in (*content["risks"], *content["measures"])}
    for row in content.get("entries", ()):  # older releases have none
        found[row["key"]] = entry_name(Register(row["register"]), row["values"])
    return lambda key: Named(found[key]) if key in found else None
