"""The places of a revision that something can be tied to: evidence, comments."""

from collections.abc import Iterator

from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import Section
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store.models import Claim, Measure, Revision, Risk, ScopeCell


def numbered(revision: Revision) -> Iterator[tuple[Place, ScopeCell | Risk | Measure | Claim]]:
    """Yield every part that has a number, with its row."""
    for part, rows in (
        (DossierPart.CELL, revision.cells),
        (DossierPart.RISK, revision.risks),
        (DossierPart.MEASURE, revision.measures),
        (DossierPart.CLAIM, revision.claims),
    ):
        yield from ((Place(part=part, key=row.key), row) for row in rows)


def known(revision: Revision) -> Iterator[Place]:
    """Yield every part that a revision has, in the order in which its page shows them."""
    yield Place(part=DossierPart.DESCRIPTION)
    yield from (place for place, _row in numbered(revision))
    for topic in Topic:
        yield Place(part=DossierPart.FINDING, key=topic.value)
    for section in Section:
        yield Place(part=DossierPart.TEXT, key=section.value)
    for entry in revision.entries:
        if not entry.is_removed:
            yield Place(part=DossierPart.ENTRY, key=entry.key)
