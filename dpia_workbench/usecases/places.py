"""The places of a revision that something can be tied to: evidence, comments."""

from collections.abc import Iterator

from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store.models import Revision


def known(revision: Revision) -> Iterator[Place]:
    """Yield every part that a revision has, in the order in which its page shows them."""
    yield Place(part=DossierPart.DESCRIPTION)
    for part, rows in (
        (DossierPart.CELL, revision.cells),
        (DossierPart.RISK, revision.risks),
        (DossierPart.MEASURE, revision.measures),
        (DossierPart.CLAIM, revision.claims),
    ):
        for row in rows:
            yield Place(part=part, key=row.key)
    for topic in Topic:
        yield Place(part=DossierPart.FINDING, key=topic.value)
