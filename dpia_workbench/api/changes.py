"""What changed between two releases, as JSON: the same differences as on the page."""

from typing import Any

from flask import url_for

from dpia_workbench import clock
from dpia_workbench.api.operation import operation
from dpia_workbench.api.verdicts import release_item
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.risk.comparison import Difference, compared
from dpia_workbench.risk.consequence import consequences
from dpia_workbench.schemas.changes import ChangesSchema
from dpia_workbench.store import releases
from dpia_workbench.usecases import changes


@operation(
    "/verdicts/<slug>/changes/<int:before>/<int:after>", returns=ChangesSchema, errors=(404,)
)
def changes_between_releases(*, slug: str, before: int, after: int) -> dict[str, Any]:
    """Return what changed from one release to another, in either order."""
    old, new = (releases.get(db.session(), slug, number=number) for number in (before, after))
    found = compared(*changes.contents(old, new))
    path = url_for("verdicts.changes", slug=slug, older=before, newer=after)
    return {
        "before": release_item(old, slug=slug),
        "after": release_item(new, slug=slug),
        "asks": changes.between(db.session(), old, new, on=clock.today())
        if before <= after
        else None,
        "effects": consequences(found),
        "differences": [_difference(each) for each in found],
        "url": settings().base_url + path,
    }


def _difference(each: Difference) -> dict[str, Any]:
    before, after = each.before or {}, each.after or {}
    return {
        "part": each.part,
        "key": each.key,
        "fate": each.fate,
        "fields": [
            {"name": name, "before": before.get(name), "after": after.get(name)}
            for name in each.names
        ],
    }
