"""What readers and boards say of the published verdict on a product, at the part it is about."""

from flask import url_for

from dpia_workbench.i18n import ngettext
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.store import remarks
from dpia_workbench.store.models import Dossier
from dpia_workbench.web.dossiers.pages import ThreadLink


def links(dossier: Dossier) -> dict[str, ThreadLink]:
    """Return the way to the remarks that wait for an answer, by the key of the part."""
    found = remarks.open_places(db.session(), product_id=dossier.product_id, actor=current_actor())
    return {place: _link(dossier, place, count=count) for place, count in found.items()}


def _link(dossier: Dossier, place: str, *, count: int) -> ThreadLink:
    text = ngettext(
        "%(count)s remark of readers and schools", "%(count)s remarks of readers and schools",
        count, count=count,
    )  # fmt: skip
    return ThreadLink(text, url_for("remarks.index", product=dossier.product_id, place=place))
