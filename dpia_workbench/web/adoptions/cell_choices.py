"""The cells that were examined, as a board is asked which of them fit."""

from collections.abc import Mapping
from typing import Any

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.vocabulary import SubjectGroup
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.web import pieces
from dpia_workbench.web.adoptions import reading
from dpia_workbench.web.adoptions.step_pages import CellGroup

Content = Mapping[str, Any]
_BULLET = "- "


def groups(content: Content) -> tuple[CellGroup, ...]:
    """Return the cells; of several editions by edition, so that each name is read once."""
    found: dict[str, list[Content]] = {}
    for item in content["cells"]:
        found.setdefault(pieces.words(item["edition"]["name"]).text, []).append(item)
    shared = bool(shared_exclusions(content))
    if len(found) == 1:
        return (
            CellGroup(edition="", options=tuple(
                (item["key"], reading.cell_name(item), _hint(item, shared=shared))
                for item in content["cells"]
            )),
        )  # fmt: skip
    return tuple(
        CellGroup(edition=edition, options=tuple(
            (item["key"], label(SubjectGroup(item["group"])), _hint(item, shared=shared))
            for item in items
        ))
        for edition, items in found.items()
    )  # fmt: skip


def shared_exclusions(content: Content) -> tuple[str, ...]:
    """Return what was examined for no cell, one by one; nothing if the cells differ in it."""
    told = {Bilingual.of(item["exclusions"]).text(current_language()) for item in content["cells"]}
    if len(told) != 1 or len(content["cells"]) == 1:
        return ()
    return tuple(each.strip() for each in told.pop().split(";") if each.strip())


def items(text: str) -> tuple[str, ...]:
    """Return the items of a text in which every line is one; nothing of another text."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not all(line.startswith(_BULLET) for line in lines):
        return ()
    return tuple(line.removeprefix(_BULLET) for line in lines)


def _hint(item: Content, *, shared: bool) -> str:
    use = Bilingual.of(item["use"]).text(current_language())
    left_out = "" if shared else Bilingual.of(item["exclusions"]).text(current_language())
    if use and left_out:
        return _("Use: %(use)s. Not examined: %(excluded)s", use=use, excluded=left_out)
    return _("Not examined: %(excluded)s", excluded=left_out) if left_out else use
