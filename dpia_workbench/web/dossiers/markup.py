"""Texts of a dossier as HTML, with the pictures that the reader may see, and names of now."""

from flask import url_for
from markupsafe import Markup

from dpia_workbench.files.images import IMAGES
from dpia_workbench.markdown import html, read
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.store import evidence
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier
from dpia_workbench.web.dossiers.references import names_of

_NAMED_PEOPLE = Confidentiality.VENDOR_CONFIDENTIAL


def as_html(dossier: Dossier, text: str, *, name: str) -> Markup:
    """Return Markdown as safe HTML; `name` begins the ids that it brings to the page."""

    def picture(key: str) -> str | None:
        try:
            row = evidence.by_key(
                db.session(), dossier_id=dossier.id, key=key, actor=current_actor()
            )
        except NotFound:
            return None
        if row.confidentiality is _NAMED_PEOPLE or not row.has_file:
            return None
        if row.media_type not in IMAGES:
            return None
        return url_for("evidence.image", dossier_id=dossier.id, evidence_id=row.id)

    return html(read(text), name=name, pictures=picture, names=names_of(dossier))
