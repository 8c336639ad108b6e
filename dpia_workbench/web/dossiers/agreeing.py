"""The recorded agreements that a measure of a dossier can name."""

from dpia_workbench.i18n import current_language
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.store import agreements
from dpia_workbench.store.models import Dossier


def agreements_for(dossier: Dossier) -> list[tuple[str, str]]:
    """Return the agreements of the dossier's owner with the product's vendor, as (id, title)."""
    parties = (dossier.owner_id, dossier.product.vendor_id)
    return [
        (str(row.id), row.title.text(current_language()))
        for row in agreements.find(db.session(), actor=current_actor())
        if (row.owner_id, row.vendor_id) == parties
    ]
